"""The short way for plain texts gives what the long way gives, and what it takes for clean is not stripped."""

from html import escape
from unittest.mock import patch
from urllib.parse import quote

from hypothesis import example, given
from hypothesis import strategies as st

from studykit.anki.fields import obsidian_link
from studykit.markup import html, places
from studykit.markup.short import is_clean
from studykit.model.card import Source
from studykit.text.safe import safe_text

PIECES = st.sampled_from(
    (*"aZ09 ，。？（「—算)-+!%*`\n$=|_", ", ", ". ", ": ", "[x]", "%%", "**", "``", "**粗**", "`c_1`", "&#8203;", "==")
)
WRITTEN = (
    "甲¦a¦1¦ ¦, ¦。¦: ¦!¦1. ¦- ¦+¦(¦)¦\n\n¦\n¦**粗**¦`c = $1`¦`a`¦$x$¦$ x$¦$¦$$¦$a_{1}^{2}$¦$\\frac{1}{x^{2}}$¦"
    "$x_{a_{b}}$¦${{a}}$¦$$\nx_{a_{{1}}}\n$$¦"
    "$a < 1$¦$a<b$¦$E[r]$¦$[latex]$¦$|x|$¦$$\nx = 1\n$$¦$$x$$¦$a}$¦$\\pi$¦[[笔记]]¦[[a/b|乙]]¦[[a#节]]¦[[a#^id]]¦"
    "![[a]]¦[[¦]]¦(x)¦|¦ | ¦=¦%¦<¦x^2¦^id¦→"
)
TOKENS = st.sampled_from(WRITTEN.split("¦"))
FORMULA = st.text("ax1 _^{}\\,;!=<>|[]()*.'~:-", max_size=10)


def rendered(text: str) -> str:
    """The text by way of the parser, nothing skipped."""
    sealed = places.sealed(html._rendered(safe_text(places.cleared(text)), lambda _: None), "", [])
    assert sealed is not None
    return safe_text(sealed)


@given(st.lists(PIECES | TOKENS, max_size=8).map("".join))
@example("**a**b**c**")
@example("**a****b**")
@example("`a``b`")
@example("1. 甲")
@example("100%，50% 与 %%不看%%")
def test_a_plain_text_is_what_the_parser_makes_of_it(text: str) -> None:
    assert html.to_html(text, lambda _: None) == rendered(text)


@given(st.lists(TOKENS, max_size=10).map("".join))
@example("[[a]]: b")
@example("甲 $a$1 $b$")
@example("[[a#节]]")
@example("a | b\n\n- | -")
def test_tokens_side_by_side(text: str) -> None:
    assert html.to_html(text, lambda _: None) == rendered(text)


@given(FORMULA, st.sampled_from(("{}", "甲 {} 乙", "{}{}", "$$\n{}\n$$", "`{}`", "[[{}]]", "[[a|{}]]")))
def test_a_formula(text: str, around: str) -> None:
    written = around.replace("{}", text if "$$" in around or "[[" in around or "`" in around else f"${text}$")
    assert html.to_html(written, lambda _: None) == rendered(written)


def test_plain_texts_need_no_parser() -> None:
    with patch.object(html, "Writer", side_effect=AssertionError):
        for text in (
            "",
            "强化学习",
            "Say: 95% (roughly), `ppo_clip` is **the** default.",
            "**甲**：乙",
            "见 [[甲#乙]]：$x_{1}$。\n\n乙",
        ):
            assert "*" not in html.to_html(text, lambda _: None)


def test_a_clean_character_is_neither_stripped_nor_reserved() -> None:
    clean = [c for c in map(chr, range(0x110000)) if c != "\n" and is_clean(c)]
    assert len(clean) > 100_000
    text = "".join(clean)
    assert safe_text(places.cleared(text)) == text


@given(st.text(st.sampled_from("aZ9 ，笔记&<>{}[]\\\n*`$\u034f\u200b\ufdd0"), max_size=8))
def test_a_name_is_escaped_and_sealed(text: str) -> None:
    escaped = escape(safe_text(places.cleared(text)), quote=False).replace("\n", "<br>")
    assert html.text_to_html(text) == places.sealed(escaped, "", [])


@given(st.text(st.sampled_from("aZ9 -_.~%&/?#+é笔😀\n\0\ud800")), st.text())
def test_an_address_is_percent_encoded(note: str, heading: str) -> None:
    def encoded(text: str) -> str:
        return quote(text, safe="", errors="replace")

    wanted = f"obsidian://open?vault=v&file={encoded(note)}" + (f"%23{encoded(heading)}" if heading else "")
    assert obsidian_link("v", Source(note, heading, "")) == (wanted if note else "")
