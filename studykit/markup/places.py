"""Places in a text that must come through its rendering: noncharacters stand for them, and are resolved at the end.

Unicode reserves U+FDD0 to U+FDEF for such use within a program. They are taken out of whatever comes in, so that what
is found in the rendering was put there by us. Between them, text is sealed: nothing that a note says can be a field, a
deletion, a sound or mathematics for Anki.
"""

import re
from typing import Final

from studykit.markup.cloze import Deletion

OPEN: Final = "\ufdd0"
HINT: Final = "\ufdd1"
CLOSE: Final = "\ufdd2"
BRACKET: Final = "\ufdd3"
"""The `[` of Anki's `[sound:…]`."""
BACKSLASH: Final = "\ufdd4"
"""A backslash that belongs to mathematics."""
CLOZE_MARKS: Final = OPEN + HINT + CLOSE

_NONCHARACTER: Final = re.compile("[\ufdd0-\ufdef]+")
_REFERENCE: Final = re.compile(r"&#(?:[xX]0*+[fF][dD][dDeE][0-9a-fA-F]|0*+(?:6497[6-9]|649[89][0-9]|6500[0-7]));")
_ACTIVE: Final = re.compile(
    r"\{{2,}|\}{2,}|[{}](?=[\ufdd0-\ufdd2])|(?<=[\ufdd0-\ufdd2])[{}]"
    r"|\[(?=/?(?:latex|\$\$?)\]|sound:|anki:)|\\(?=[()\[\]])",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"[{}\[\\]")
_ENTITIES: Final = {"{": "&#123;", "}": "&#125;", "[": "&#91;", "\\": "&#92;<span></span>"}
_COLON: Final = re.compile(":(?=:)")
_MARK: Final = re.compile(f"[{CLOZE_MARKS}]")
_TOUCHING: Final = re.compile(
    rf"\{{(?=[{{{CLOZE_MARKS}])|\}}(?=[}}{CLOZE_MARKS}])|(?<=[{CLOZE_MARKS}])(?=[{{}}])|(?<=[{CLOZE_MARKS}])(?=:)"
)


def cleared(text: str) -> str:
    """The text without reserved characters, written out or as character references, and with LF line ends."""
    plain = _NONCHARACTER.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub("\ufffd", plain) if "&#" in plain else plain


def marked(text: str, found: list[Deletion]) -> tuple[str, list[str]]:
    """The text with marks for the parts of its deletions, and what each mark stands for, in order."""
    cuts: list[tuple[int, int, str]] = []
    for deletion in found:
        content = text.index("::", deletion.start) + 2
        hint = content + len(deletion.text)
        cuts.append((deletion.start, content, OPEN))
        if hint != deletion.end - 2:
            cuts.append((hint, hint + 2, HINT))
        cuts.append((deletion.end - 2, deletion.end, CLOSE))
    cuts.sort()
    out: list[str] = []
    meanings: list[str] = []
    position = 0
    for start, end, mark in cuts:
        out += (text[position:start], mark)
        meanings.append(text[start:end])
        position = end
    out.append(text[position:])
    return "".join(out), meanings


def loosened(formula: str) -> str:
    """A formula in which no two braces touch each other or a mark, which mathematics does not mind and Anki needs.

    Anki takes `}}` for the end of a deletion and a character reference would be undone by its editor.
    """
    spaced = _TOUCHING.sub(lambda match: f"{match.group()} ", formula)
    return f"{spaced} " if spaced.endswith("\\") else spaced


def sealed(html: str, marks: str, meanings: list[str]) -> str | None:
    """The rendering with all that is active for Anki made inert, and the places resolved.

    None where the marks of the rendering are not those that were put in, in their order: a marker was lost in an
    address, a name, or a comment.
    """
    if _MARK.findall(html) != list(marks):
        return None
    inert = html
    if _BRACKETS.search(html) is not None:
        inert = _ACTIVE.sub(lambda match: "".join(_ENTITIES[brace] for brace in match.group()), html)
    if marks:
        inert = _COLON.sub("&#58;", inert)
        following = iter(meanings)
        inert = _MARK.sub(lambda _: next(following), inert)
    return inert.replace(BRACKET, "[").replace(BACKSLASH, "\\")
