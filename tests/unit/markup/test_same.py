"""What shows the same is the same, however an editor spelled it; what would be lost in Markdown makes a difference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.markup.same import canonical, same

ALIKE = [
    ("<b>x</b> <i>y</i>", "<strong>x</strong> <em>y</em>"),
    ("a<div>b</div><div><br></div><div>c</div>", "<p>a<br>b</p><p>c</p>"),
    ("a&nbsp; b", "a b"),
    ("<strong>a </strong>b", "<strong>a</strong> b"),
    ("<b></b>a", "a"),
    ("a<br>", "a"),
    ("<ul><li><p>a</p></li></ul>", "<ul>\n<li>a</li>\n</ul>"),
    ("<span>a</span>", "a"),
    ('<img src="x-1.png" width="20">', "<img width=20 src=x-1.png>"),
    ("\\( x \\)", "\\(x\\)"),
    ('<pre class="highlight"><code><span class="n">x</span>\n  y\n</code></pre>', "<pre><code>x\n  y</code></pre>"),
    ("a &lt; b", "a < b"),
]
DIFFERENT = [
    ("a", "b"),
    ("<b>a</b>", "a"),
    ('<span style="color: red">a</span>', "a"),
    ('<font color="red">a</font>', "a"),
    ('<div class="callout">a</div>', "a"),
    ("<pre><code>a\n  b</code></pre>", "<pre><code>a\nb</code></pre>"),
    ("<pre><code>a\n\nb</code></pre>", "<pre><code>a\nb</code></pre>"),
    ("<pre><code>  a</code></pre>", "<pre><code>a</code></pre>"),
    ("<ul><li>a</li></ul>", "<ol><li>a</li></ol>"),
    ('<a href="https://a.b">x</a>', "x"),
    ("a<br>b", "a b"),
    ('<img src="a.png">', '<img src="b.png">'),
    ("&lt;b&gt;a&lt;/b&gt;", "<b>a</b>"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_alike(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different(one: str, other: str) -> None:
    assert not same(one, other)


def test_files_are_compared_by_what_they_stand_for() -> None:
    names = {"图-0a1b2c3d.png": "图.png", "s-1.mp3": "s.mp3"}
    ours = '<img src="图.png"> [sound:s.mp3]'
    assert same('<img src="图-0a1b2c3d.png"> [sound:s-1.mp3]', ours, lambda name: names.get(name, name))


@given(st.text(alphabet="<>/abpdivulotrh=\"'&;#1 \n[]()\\\0é", max_size=80))
def test_any_text_has_a_form(html: str) -> None:
    assert same(html, html)
    assert canonical(html) == canonical(f"<br>{html}")
