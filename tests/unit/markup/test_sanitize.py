"""Raw HTML: the tags on the list, written anew; all else as text."""

import pytest

from studykit.markup.html import to_html
from studykit.markup.sanitize import sanitized


def image(target: str) -> str | None:
    return None if "missing" in target else target


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<b>x</b>", "<b>x</b>"),
        ("<B CLASS=x>x</B>", "<b>x</b>"),
        ('<td colspan="2" onclick="x" style="y">z</td>', '<td colspan="2">z</td>'),
        ("<br/><hr >", "<br><hr>"),
        ("<ol type=A start=3>", '<ol type="A" start="3">'),
        ("<a href='https://x/?a&amp;b'>", '<a href="https://x/?a&amp;b">'),
        ("<a href='javascript:x'>", "<a>"),
        ("<a href=' java\nscript:x'>", "<a>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<img src=x.png width=30 onerror=y>", '<img src="x.png" alt="" width="30">'),
        ("<img src='https://e.x/y.png'>", '<a href="https://e.x/y.png">y.png</a>'),
        ("<img src=missing.png alt=图>", "图"),
        ("<svg/onload=x>", "&lt;svg/onload=x&gt;"),
        ("a<!-- b -->c", "ac"),
        ("a<!-- b", "a&lt;!-- b"),
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
        ("</b>x</i>", "x"),
        ('<span title="a&quot;b{{">', '<span title="a&quot;b{{">'),
        ("<b title='>'>x", '<b title="&gt;">x'),
    ],
)
def test_tags(raw: str, expected: str) -> None:
    assert sanitized(raw, [], image) == expected


def test_tags_that_are_open_are_known() -> None:
    opened = ["div"]
    assert sanitized("<b><i>x</b>", opened, image) == "<b><i>x</i></b>"
    assert opened == ["div"]
    sanitized("<u>", opened, image)
    assert opened == ["div", "u"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <b>c\n\nd</b>", "<p>a <b>c</b></p><p>d</p>"),
        ("*a <u>b* c</u>", "<em>a <u>b</u></em> c"),
        ("<div>\n\n*a*\n\n</div>\n\nb", "<div>\n<p><em>a</em></p></div>\n<p>b</p>"),
        ("<div>\n\na", "<div>\n<p>a</p></div>"),
        ("- <details>\n- b", "<ul><li><details>\n</details></li><li>b</li></ul>"),
        ("==a <u>b==</u>", "==a <u>b==</u>"),
        ("<!--\n\n*a*\n-->\n\nb", "<p>b</p>"),
        ("<div title='a\nb {{'>x</div>", "<div>x</div>"),
    ],
)
def test_open_tags_end_with_what_surrounds_them(text: str, expected: str) -> None:
    assert to_html(text, image) == expected
