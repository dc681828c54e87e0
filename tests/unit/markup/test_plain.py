"""Cards as plain text: the words and nothing else."""

import pytest

from studykit.markup.plain import to_plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*a* **b** ~~c~~ ==d **e** f==", "a b c d e f"),
        ("a == b and `c == d`", "a == b and c == d"),
        ("$x^{2}$ 与 \\(y\\)", "$x^{2}$ 与 \\(y\\)"),
        ("[[A/B]] [[A|b]] [c](d.md) <http://e.f>", "B b c http://e.f"),
        ("![[a/图 1.png|400]] ![alt](b/c%20d.png)", "图 1.png c d.png"),
        ("- a ^id\n  1. b\n  2. c\n- [x] d", "- a\n1. b\n2. c\n- [x] d"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("```python\nx = 1\n\ny\n```", "x = 1\ny"),
        ("> [!tip]- 标题\n> 文[^1]", "标题\n文"),
        ("<b>a</b><br>b %%c%%", "a b"),
        ("vector<int> <script>", "vector<int> <script>"),
        ("<div>\n<p>a &amp; b</p><!--\nc -->\n<x>\n</div>", "a & b\n<x>"),
        ("{{c1::a::b}} 与 {{x}}", "{{c1::a::b}} 与 {{x}}"),
        ("# T\n\na\nb", "T\na\nb"),
        ("a\x1b[31m\u202eb", "a[31mb"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert to_plain(text) == expected
