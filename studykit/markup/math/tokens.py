"""The source of a formula cut into commands and characters. Nothing that a terminal could obey gets further."""

import re
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"\\(?:[A-Za-z]+|.)|%[^\n]*|\s+|.", re.DOTALL)


class Token(NamedTuple):
    """A command with its backslash, or one character. The text is empty at the end of the formula."""

    text: str
    start: int
    end: int
    """Where it stands in the cleared source."""


def cleared(source: str) -> str:
    """The source without characters that do not print; line feeds stay, other blanks become spaces."""
    if source.isprintable():
        return source
    return "".join(each if each.isprintable() or each == "\n" else " " if each.isspace() else "" for each in source)


def tokens(source: str) -> list[Token]:
    """The tokens of a cleared source, without blanks and comments, and one of no text at the end."""
    found = [
        Token(match.group(), match.start(), match.end())
        for match in _TOKEN.finditer(source)
        if not match.group().isspace() and not match.group().startswith("%")
    ]
    found.append(Token("", len(source), len(source)))
    return found
