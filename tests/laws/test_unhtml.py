"""HTML back to Markdown: what we wrote comes back meaning the same, and whatever a person's editor holds is read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.markup.html import to_html
from studykit.markup.unhtml import to_markdown

WORDS = st.sampled_from(
    [
        "价值模型",
        "reward",
        "snake_case",
        "a*b",
        "2 * 3",
        "[x]",
        "a_b_",
        "1. x",
        "# h",
        "x == y",
        "<b>",
        "$5",
        "`",
        "|",
        "~~",
        "\\",
    ]
)
INLINE = st.builds(
    lambda word, mark: f"{mark}{word}{mark}",
    st.sampled_from(["词", "word", "两 字"]),
    st.sampled_from(["**", "*", "~~", "==", "`", "$"]),
)
LINES = st.lists(INLINE | st.sampled_from(["价值", "plain words", "[a](https://e.org)"]), min_size=1, max_size=4).map(
    " ".join
)
BLOCKS = st.one_of(
    LINES,
    LINES.map(lambda line: f"- {line}\n- b\n  - c"),
    LINES.map(lambda line: f"3. {line}\n4. b"),
    LINES.map(lambda line: f"> {line}"),
    LINES.map(lambda line: f"## {line}"),
    LINES.map(lambda line: f"| a | b |\n|---|--:|\n| {line} | 1 |"),
    st.just("```\nx = 1\n\ny `` = 2\n```"),
    st.just("$$\n\\frac{a}{b}\n$$"),
    st.just("---"),
)


def same(name: str) -> str:
    return name


def folded(html: str) -> str:
    return re.sub(r"\s+", " ", html)


@given(st.lists(BLOCKS, min_size=1, max_size=5).map("\n\n".join))
def test_what_we_wrote_comes_back_as_what_makes_the_same(text: str) -> None:
    html = to_html(text, same)
    assert folded(to_html(to_markdown(html, same), same)) == folded(html)


@given(st.lists(WORDS, min_size=1, max_size=8).map(" ".join))
def test_text_that_looks_like_markdown_stays_text(text: str) -> None:
    html = text.replace("&", "&amp;").replace("<", "&lt;")
    again = to_html(to_markdown(html, same), same)
    shown = re.sub(r"</?span>", "", again)
    for entity, character in {"&#92;": "\\", "&lt;": "<", "&amp;": "&", "&gt;": ">", "&#123;": "{"}.items():
        shown = shown.replace(entity, character)
    assert shown == " ".join(text.split())


@given(st.text(alphabet="<>/abpdivulotrh=\"'&;#1 \n[]()\\$`*_\u0000", max_size=80))
def test_anything_is_read(html: str) -> None:
    to_markdown(html, same)


def test_deep_nesting_is_read() -> None:
    assert "deep" in to_markdown("<div><b>" * 5000 + "deep" + "</b></div>" * 5000, same)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("a<br>b", "a\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("a<div><br></div><div>b</div>", "a\n\nb"),
        ("<b>粗</b>&nbsp;<i>斜</i>", "**粗** *斜*"),
        ("<b> a </b>b", " **a** b".strip()),
        ("<u>a</u> x<sub>2</sub>", "<u>a</u> x<sub>2</sub>"),
        ('<span style="color: red">a</span>', "a"),
        ("<script>alert(1)</script>a<style>b</style>", "a"),
        ('<img src="a-1.png" width="30">', "![[a-1.png|30]]"),
        ("\\(\\frac{a_1}{b_1}\\)", "$\\frac{a_1}{b_1}$"),
        ("1 &lt; 2 &amp; 3", "1 &lt; 2 & 3"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
    ],
)
def test_by_example(html: str, markdown: str) -> None:
    assert to_markdown(html, same) == markdown
