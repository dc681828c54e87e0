"""Most texts of cards as HTML by one expression, without the parser: words, bold, code, formulas, wikilinks.

What stands in the expression means one thing alone to Markdown, Obsidian and Anki. A text that holds anything else, be
it one character, goes the long way; both ways give the same, which the tests hold them to.
"""

import re
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
_MARKED: Final = re.compile(r"`([^`]+)`|\$\$([^$]+)\$\$|\$([^$]+)\$|\*\*([^*]+)\*\*|\[\[([^\]]+)\]\]")
"""What is written otherwise in a text of the expression, where all marks come in pairs; none stands within another."""


def short_html(text: str) -> str | None:
    """The text as HTML, None where it must go the long way. A text that is one paragraph comes without `<p>`."""
    if not text:
        return ""
    if _SHORT.fullmatch(text) is None or not is_clean(text):
        return None
    html = text
    if "`" in text or "$" in text or "[" in text or "*" in text:
        html = _MARKED.sub(_written, text)
    return html if "\n\n" not in text else "<p>" + html.replace("\n\n", "</p><p>") + "</p>"


def is_clean(text: str) -> bool:
    """Whether nothing of a text is reserved or stripped. Where it says no it may be wrong, but it is soon said."""
    shown = text.replace("\n", "") if "\n" in text else text
    return shown.isprintable() and "\u034f" not in shown


def _written(marked: re.Match[str]) -> str:
    kind = marked.lastindex
    assert kind is not None  # each branch of the expression has a group
    return _WRITERS[kind - 1](marked[kind])


def _display(formula: str) -> str:
    return rf"\[{_loosened(formula)}\]"


def _inline(formula: str) -> str:
    return rf"\({_loosened(formula)}\)"


def _loosened(formula: str) -> str:
    """A formula in which no two braces touch, as `places.loosened` parts them; marks are in none of these texts."""
    while "{{" in formula:
        formula = formula.replace("{{", "{ {")
    while "}}" in formula:
        formula = formula.replace("}}", "} }")
    return formula.replace("<", "&lt;").replace(">", "&gt;")  # an ampersand is in none of these texts either


def _link(inner: str) -> str:
    name, bar, label = inner.partition("|")
    return label if bar else escape(link_text(name), quote=False)


_WRITERS: Final = "<code>{}</code>".format, _display, _inline, "<strong>{}</strong>".format, _link
"""By the groups of `_MARKED`."""
