"""Most texts of cards as HTML by one expression, without the parser: words, bold, code, formulas, wikilinks.

What stands in the expression means one thing alone to Markdown, Obsidian and Anki. A text that holds anything else, be
it one character, goes the long way; both ways give the same, which the tests hold them to.
"""

import re
from html import escape
from typing import Final

from studykit.markup.obsidian import link_text
from studykit.markup.places import loosened

# What may stand where: all but control characters and those signs of ASCII that mean something there. Classes that
# name the letters instead would take as long to compile as a hundred cards to write.
_WITHIN: Final = r"[^\x00-\x1f\x7f#$%&*<=>\[\\\]^_`{|}~]*+"
_STRONG: Final = rf"\*\*(?=\w){_WITHIN}(?<=\w)\*\*(?!\*)"
_CODE: Final = r"`(?! )[^\x00-\x1f\x7f$%&<>\[\\\]`{|}]++(?<! )`(?!`)"
_NAME: Final = r"(?=\w)[^\x00-\x1f\x7f!\"$%&*<=>?\[\\\]^`{|}~]*+(?<=[\w)\uff09])"
_LINK: Final = rf"(?<!!)\[\[{_NAME}(?:\|(?=\w){_WITHIN}(?<=\w))?\]\](?![\[(:\]])"
_FORMULA: Final = (
    r"[^\x00-\x1f\x7f\"#$%&<@\[\\\]`{}]|\\[A-Za-z]++|\\[,;! ]|<(?=[ 0-9])|\[(?!(?i:/?latex|sound|anki))|\]"
)
_BRACED: Final = rf"\{{(?:{_FORMULA}|\{{(?:{_FORMULA})*+\}})*+\}}"
_MATH: Final = rf"\$(?![ $])(?:{_FORMULA}|{_BRACED})++(?<! )\$(?!\$)"
_DISPLAY: Final = rf"\$\$\n(?=[A-Za-z\\(])(?:{_FORMULA}|{_BRACED})++(?<! )\n\$\$"
_PARAGRAPH: Final = (
    rf"(?:{_DISPLAY}|(?=[^ +\n-])(?![0-9]++[.)](?:[ \n]|\Z)){_WITHIN}"
    rf"(?:(?:%(?!%)|=(?!=)|\||{_STRONG}|{_CODE}|{_MATH}|{_LINK}){_WITHIN})*+(?<![ \n]))"
)
_SHORT: Final = re.compile(rf"{_PARAGRAPH}(?:\n\n{_PARAGRAPH})*+")
_PART: Final = re.compile(
    r"\*\*(?P<strong>[^*]+)\*\*|`(?P<code>[^`]+)`|\$\$(?P<display>[^$]+)\$\$|\$(?P<math>[^$]+)\$"
    r"|\[\[(?P<name>[^\]|]+)(?:\|(?P<label>[^\]]+))?\]\]"
)


def short_html(text: str) -> str | None:
    """The text as HTML, None where it must go the long way. A text that is one paragraph comes without `<p>`."""
    if not text:
        return ""
    if _SHORT.fullmatch(text) is None or not is_clean(text):
        return None
    html = _PART.sub(_part, text)
    return html if "\n\n" not in text else "<p>" + html.replace("\n\n", "</p><p>") + "</p>"


def is_clean(text: str) -> bool:
    """Whether nothing of a text is reserved or stripped. Where it says no it may be wrong, but it is soon said."""
    return text.replace("\n", "").isprintable() and "\u034f" not in text


def _part(found: re.Match[str]) -> str:
    kind, value = found.lastgroup, found[found.lastindex or 0]
    if kind == "math":
        return rf"\({_formula(value)}\)"
    if kind == "code" or kind == "strong":
        return f"<{kind}>{value}</{kind}>"
    if kind == "display":
        return rf"\[{_formula(value)}\]"
    return escape(link_text(value), quote=False) if kind == "name" else value


def _formula(text: str) -> str:
    return escape(loosened(text) if "{" in text or "}" in text else text, quote=False)
