"""Most texts of cards as HTML by one expression, without the parser: words, bold, code, formulas, wikilinks.

What stands in the expression means one thing alone to Markdown, Obsidian and Anki. A text that holds anything else, be
it one character, goes the long way; both ways give the same, which the tests hold them to.
"""

import re
from collections.abc import Callable
from html import escape
from typing import Final

from studykit.markup.obsidian import link_text

# What may stand where: all but control characters and those signs of ASCII that mean something there. Classes that
# name the letters instead would take as long to compile as a hundred cards to write.
_WITHIN: Final = r"[^\x00-\x1f\x7f#$%&*<=>\[\\\]^_`{|}~]*+"
_STRONG: Final = rf"\*\*(?=\w){_WITHIN}(?<=\w)\*\*(?!\*)"
_CODE: Final = r"`(?! )[^\x00-\x1f\x7f$%&<>\[\\\]`{|}]++(?<! )`(?!`)"
_NAME: Final = r"(?=\w)[^\x00-\x1f\x7f!\"$%&*<=>?\[\\\]^`{|}~]*+(?<=[\w)\uff09])"
_LINK: Final = rf"(?<!!)\[\[{_NAME}(?:\|(?=\w){_WITHIN}(?<=\w))?\]\](?![\[(:\]])"
_FORMULA: Final = (
    r"[^\x00-\x1f\x7f\"#$%&<@\[\\\]`{}]++|\\[A-Za-z]++|\\[,;! ]|<(?=[ 0-9])|\[(?!(?i:/?latex|sound|anki))|\]"
)
_BRACED: Final = rf"\{{(?:{_FORMULA}|\{{(?:{_FORMULA})*+\}})*+\}}"
_MATH: Final = rf"\$(?![ $])(?:{_FORMULA}|{_BRACED})++(?<! )\$(?!\$)"
_DISPLAY: Final = rf"\$\$\n(?=[A-Za-z\\(])(?:{_FORMULA}|{_BRACED})++(?<! )\n\$\$"
_PARAGRAPH: Final = (
    rf"(?:{_DISPLAY}|(?=[^ +\n-])(?![0-9]++[.)](?:[ \n]|\Z)){_WITHIN}"
    rf"(?:(?:%(?!%)|=(?!=)|\||{_STRONG}|{_CODE}|{_MATH}|{_LINK}){_WITHIN})*+(?<![ \n]))"
)
_SHORT: Final = re.compile(rf"(?:(?:\A|(?<=.)\n\n){_PARAGRAPH})++")


def short_html(text: str) -> str | None:
    """The text as HTML, None where it must go the long way. A text that is one paragraph comes without `<p>`."""
    if not text:
        return ""
    if _SHORT.fullmatch(text) is None or not is_clean(text):
        return None
    html = _written(text)
    return html if "\n\n" not in text else "<p>" + html.replace("\n\n", "</p><p>") + "</p>"


def is_clean(text: str) -> bool:
    """Whether nothing of a text is reserved or stripped. Where it says no it may be wrong, but it is soon said."""
    shown = text.replace("\n", "") if "\n" in text else text
    return shown.isprintable() and "\u034f" not in shown


def _written(text: str) -> str:
    """A text of the expression: its marks come in pairs, and none stands within those that are looked for first."""
    if "`" in text:
        return _paired(text, "`", "<code>{}</code>".format)
    if "$" in text:
        return _paired(text, "$$", _display) if "$$" in text else _paired(text, "$", _inline)
    if "*" in text:
        return _paired(text, "**", "<strong>{}</strong>".format)
    return _linked(text) if "[" in text else text


def _paired(text: str, mark: str, within: Callable[[str], str]) -> str:
    """What stands between a mark and the next one written by `within`, the rest as the other marks in it say."""
    pieces = text.split(mark)
    pieces[::2] = map(_written, pieces[::2])
    pieces[1::2] = map(within, pieces[1::2])
    return "".join(pieces)


def _display(formula: str) -> str:
    return rf"\[{_loosened(formula)}\]"


def _inline(formula: str) -> str:
    return rf"\({_loosened(formula)}\)"


def _loosened(formula: str) -> str:
    """A formula in which no two braces touch, as `places.loosened` parts them; marks are in none of these texts."""
    for brace in "{}":
        while brace * 2 in formula:
            formula = formula.replace(brace * 2, f"{brace} {brace}")
    return escape(formula, quote=False)


def _linked(text: str) -> str:
    before, *links = text.split("[[")
    out = [before]
    for link in links:
        inner, _, after = link.partition("]]")
        name, bar, label = inner.partition("|")
        out += (label if bar else escape(link_text(name), quote=False), after)
    return "".join(out)
