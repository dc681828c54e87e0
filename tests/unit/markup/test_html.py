"""Cards as HTML: what Obsidian shows comes through, and nothing that is active in Anki or a browser does."""

import re
import subprocess
import sys
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.markup.cloze import deletions
from studykit.markup.html import cloze_to_html, text_to_html, to_html
from studykit.markup.plain import to_plain


def image(target: str) -> str | None:
    return None if "missing" in target else target.rpartition("/")[2].replace(" ", "_")


CASES = [
    ("一段", "一段"),
    ("a\nb", "a<br>\nb"),
    ("a\n\nb", "<p>a</p><p>b</p>"),
    ("# T\n\n---\n\nx", "<h1>T</h1><hr><p>x</p>"),
    ("*a* **b** ~~c~~ ==d==", "<em>a</em> <strong>b</strong> <s>c</s> <mark>d</mark>"),
    ("==a **b** c==", "<mark>a <strong>b</strong> c</mark>"),
    ("a == b == c", "a == b == c"),
    ("a === b, ====", "a === b, ===="),
    ("**==a**== b", "<strong>==a</strong>== b"),
    ("- a ^id\n  - b ^x\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    ("- [x] a\n- [ ] b", "<ul><li>☑ a</li><li>☐ b</li></ul>"),
    ("text ^block-1", "text"),
    ("text\n^block-1", "text"),
    ("x^2", "x^2"),
    ("a\n\n^block", "a"),
    ("说[^1]话", "说话"),
    ("说[^1]\n\n[^1]: 注", '<p>说<sup>1</sup></p><div class="footnote"><sup>1</sup> <p>注</p></div>'),
    ("%%secret%%shown %%\n\na%%", "shown"),
    ("`%%x%%`", "<code>%%x%%</code>"),
    # code
    ("`a<b`", "<code>a&lt;b</code>"),
    ("```\n$x$ {{y}}\n```", '<pre class="highlight"><code>$x$ &#123;&#123;y&#125;&#125;</code></pre>'),
    ("```nonsense\nx\n```", '<pre class="highlight"><code>x</code></pre>'),
    ("```Python title=x\nif\n```", '<pre class="highlight"><code><span class="k">if</span></code></pre>'),
    # links
    ("[[A/B]] [[A/B|c]] [[B#H]] [[#H]] [[B#^id]]", "B c B &gt; H H B"),
    ("[x](https://a.b/?q=1&r=2)", '<a href="https://a.b/?q=1&amp;r=2">x</a>'),
    ("[x](note.md) [y](javascript:a) [z](data:text/html,a)", "x y z"),
    ("[x](obsidian://open?vault=v)", '<a href="obsidian://open?vault=v">x</a>'),
    # embeds
    ("![[a/图 1.png]]", '<img src="图_1.png" alt="">'),
    ("![[x.png|400]]", '<img src="x.png" alt="" width="400">'),
    ("![[x.png|alt|40x30]]", '<img src="x.png" alt="alt" width="40" height="30">'),
    ("![alt|300](i/a%20b.png)", '<img src="a_b.png" alt="alt" width="300">'),
    ("![[missing.png]] ![alt](missing.png)", "missing.png alt"),
    ("![a](https://e.x/y.png)", '<a href="https://e.x/y.png">a</a>'),
    ("![a](https%3A//e.x/y.png)", '<a href="https://e.x/y.png">a</a>'),
    ("![a](data:image/png;base64,xx) ![b](//e.x/y.png)", "a b"),
    ("![[x.mp3]]", "[sound:x.mp3]"),
    # tables and callouts
    (
        "| a | b |\n|--:|---|\n| 1 \\| | $2$ |",
        '<div class="table"><table><thead><tr><th align="right">a</th><th>b</th></tr></thead><tbody>'
        '<tr><td align="right">1 |</td><td>\\(2\\)</td></tr></tbody></table></div>',
    ),
    (
        "> [!tip]- 标题 *x*\n> 文",
        '<div class="callout callout-tip"><div class="callout-title">标题 <em>x</em></div><p>文</p></div>',
    ),
    ("> [!note]", '<div class="callout callout-note"><div class="callout-title">Note</div></div>'),
    ('> [!自定"]\n> x', '<div class="callout callout-note"><div class="callout-title">自定"</div><p>x</p></div>'),
    ("> a", "<blockquote><p>a</p></blockquote>"),
    # mathematics
    ("$a<b$", r"\(a&lt;b\)"),
    (r"\(a\)", r"\(a\)"),
    ("$$a$$", r"\[a\]"),
    (r"\[a\]", r"\[a\]"),
    (r"$\frac{a}{x^{2}}$", r"\(\frac{a}{x^{2} }\)"),
    (r"${{a}}$", r"\({ {a} }\)"),
    (r"$$\begin{matrix}a\\[2pt]b\end{matrix}$$", r"\[\begin{matrix}a\\[2pt]b\end{matrix}\]"),
    ("`$a$` 5$ 6$", "<code>$a$</code> 5$ 6$"),
    # what is active in Anki is not
    ("{{Front}} {{c1::x}}", "&#123;&#123;Front&#125;&#125; &#123;&#123;c1::x&#125;&#125;"),
    (r"{\{", "&#123;&#123;"),
    ("[sound:x.mp3] `[latex]x[/latex]`", "&#91;sound:x.mp3] <code>&#91;latex]x&#91;/latex]</code>"),
    (r"\\(a\\)", r"&#92;<span></span>(a&#92;<span></span>)"),
    ("a&#xFDD3;sound:x] &#x1f;\x1f\ufdd0", "a\ufffdsound:x] "),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_markdown(text: str, expected: str) -> None:
    assert to_html(text, image) == expected


CLOZES = [
    ("a {{c1::b::h}} c", "a {{c1::b::h}} c"),
    ("{{c1::**b**}} **{{c2::c}}**文", "{{c1::<strong>b</strong>}} <strong>{{c2::c}}</strong>文"),
    (r"{{c1::$\frac{1}{x^{2}}$}}", r"{{c1::\(\frac{1}{x^{2} }\)}}"),
    (r"$x^{{{c1::2}}}$", r"\(x^{ {{c1::2}} }\)"),
    ("{{c1::`a}}b`}}", "{{c1::<code>a&#125;&#125;b</code>}}"),
    ("{{c1::`std::vector`::类型}}", "{{c1::<code>std&#58;:vector</code>::类型}}"),
    ("{{{c1::{a}}}}", "&#123;{{c1::&#123;a&#125;}}&#125;"),
    ("{{c1::a {{c2::b}} c}}", "{{c1::a {{c2::b}} c}}"),
    ("{{c1::a}} {{c2::b", "{{c1::a}} &#123;&#123;c2&#58;:b"),
    ("[[{{c1::A/B}}]]", "{{c1::A/B}}"),
    ("[x](https://a/{{c1::b}}) *y*", "[x](https://a/{{c1::b}}) *y*"),
    (
        "```python\ndef {{c1::f}}(): {{c2::pass}}\n```",
        '<pre class="highlight"><code><span class="k">def</span> {{c1::<span class="nf">f</span>}}'
        '<span class="p">(</span><span class="p">)</span><span class="p">:</span> '
        '{{c2::<span class="k">pass</span>}}</code></pre>',
    ),
]


@pytest.mark.parametrize(("text", "expected"), CLOZES)
def test_clozes(text: str, expected: str) -> None:
    assert cloze_to_html(text, image) == expected


def test_text_is_shown_as_it_is_written() -> None:
    assert text_to_html("*a* <b>\n{{x}} [sound:y]") == "*a* &lt;b&gt;<br>&#123;&#123;x&#125;&#125; &#91;sound:y]"


ALLOWED = {
    *("a", "abbr", "b", "bdi", "big", "blockquote", "br", "caption", "center", "cite", "code", "dd", "del", "details"),
    *("div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li"),
    *("mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub"),
    *("summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var", "wbr"),
}
ATTRIBUTES = {
    *("align", "alt", "class", "colspan", "dir", "height", "href", "lang", "open", "reversed", "rowspan", "src"),
    *("start", "title", "type", "valign", "width"),
}
VOID = {"br", "hr", "img", "wbr"}


class Checker(HTMLParser):
    """Reads HTML by other rules than ours and holds it to a list of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, name
            if name == "href":
                assert re.match(r"(https?|obsidian)://", value or "", re.IGNORECASE), value
            if name == "src":
                assert value is not None
                assert tag == "img"
                assert not re.match(r"[a-zA-Z]{2,}:|//", value), value
            if name == "class":
                assert re.fullmatch(r"[a-z0-9 -]+", value or ""), value
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> ends nothing"
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment came through: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration came through: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction came through: {data}")


def check(html: str) -> None:
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert not checker.open, f"not closed: {checker.open}"
    assert "\x1f" not in html
    assert not re.search("[\ufdd0-\ufdef]", html)


HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            [
                *(
                    "<b>",
                    "</b>",
                    "<div ",
                    "</div>",
                    "<p>",
                    "</p>",
                    "<table>",
                    "<td>",
                    "</table>",
                    "<script>",
                    "</script>",
                ),
                *(
                    "<style>",
                    "<img src=x onerror=a>",
                    '<img src="http://a/b">',
                    "<a href='javascript:x'>",
                    "<!--",
                    "-->",
                ),
                *(
                    '<a href="http://x" onclick=y>',
                    "onload=",
                    'style="x:url(y)"',
                    "<svg/onload=a>",
                    "<iframe",
                    ">",
                    "<",
                ),
                *(
                    '"',
                    "'",
                    "=",
                    "`",
                    "```",
                    "\n",
                    "\n\n",
                    "> ",
                    "> [!note] ",
                    "- ",
                    "1. ",
                    "| a |\n|---|\n| ",
                    " | ",
                    "  ",
                ),
                *(
                    "$",
                    "$$",
                    "\\(",
                    "\\)",
                    "\\[",
                    "\\]",
                    "{{",
                    "}}",
                    "{{c1::",
                    "::",
                    "{",
                    "}",
                    "==",
                    "**",
                    "*",
                    "_",
                    "~~",
                ),
                *(
                    "[[",
                    "]]",
                    "![[",
                    "x.png|40",
                    "](",
                    "![",
                    "[",
                    "]",
                    "(",
                    ")",
                    "http://a.b",
                    "[^1]",
                    "[^1]: ",
                    " ^id",
                    "%%",
                ),
                *(
                    "&lt;script&gt;",
                    "&#123;",
                    "&#x1f;",
                    "&#xFDD0;",
                    "&amp;",
                    "&",
                    "\\",
                    "[sound:x]",
                    "[latex]",
                    "\ufdd0",
                ),
                *("data:text/html,x", "# ", "---", "~~~python\n", "\t", "    ", "文", "\r\n", "\x00", "\u202e", "😀"),
            ]
        ),
    ),
    max_size=30,
).map("".join)


@pytest.mark.parametrize("stripped", ["\x01", "&#1;", "&#x200b;", "&#8238;"])
@pytest.mark.parametrize("active", ["{{a}}", "[sound:x.mp3]", "[latex]", "\\\\(x\\\\)"])
def test_what_is_stripped_brings_nothing_active_together(active: str, stripped: str) -> None:
    text = "".join(f"{character}{stripped}" for character in active)
    for html in (to_html(text, image), cloze_to_html(text, image)):
        check(html)
        assert not re.search(r"\{\{|\}\}|\[sound:|\[latex\]|\\\(", html)


@given(HOSTILE)
def test_whatever_comes_in_only_what_is_listed_goes_out(text: str) -> None:
    html = to_html(text, image)
    check(html)
    assert "{{" not in html
    assert "}}" not in html


@given(HOSTILE)
def test_a_cloze_keeps_its_markers_and_no_others(text: str) -> None:
    html = cloze_to_html(text, image)
    check(html)
    plain = re.sub("[\ufdd0-\ufdef]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    found = deletions(plain)
    assert re.findall(r"\{\{(?:c[0-9]+::)?", html) == [f"{{{{c{deletion.number}::" for deletion in found]
    assert html.count("}}") == len(found)
    assert [deletion.number for deletion in deletions(html)] == [deletion.number for deletion in found]


@given(HOSTILE)
def test_plain_text_holds_no_control_characters(text: str) -> None:
    plain = to_plain(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e\ufdd0-\ufdef]", plain)
    assert to_plain(text) == plain


@pytest.mark.parametrize(
    "piece",
    [
        *("<b>", "</b>", '<a "', "<!--", "<", "==a", "[[", "![[a", "$", "`", "> ", "[^", "*", "{{", "\\(", "&#", "%%"),
        *("<b ", "^a ", "==a b== ", "- ", "| "),
    ],
)
def test_the_time_is_linear(piece: str) -> None:
    began = time.process_time()
    to_html(piece * (40_000 // len(piece)), image)
    to_plain(piece * (40_000 // len(piece)))
    assert time.process_time() - began < 3


def test_pygments_waits_for_code_with_a_language() -> None:
    program = (
        "import sys; from studykit.markup.html import to_html; to_html('`x`\\n\\n```\\ny\\n```', lambda _: None);"
        "assert 'pygments' not in sys.modules; to_html('```python\\ny\\n```', lambda _: None);"
        "assert 'pygments' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
