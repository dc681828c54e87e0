"""Code with the classes of Pygments, so that a card's colours come from its style sheet, by day and by night.

Pygments is imported when code with a language is met. Only its own lexers are used, looked up by name: a lexer that
some other package registers is code we did not choose.
"""

from functools import lru_cache
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LARGEST: Final = 20_000
"""Characters of code that are still coloured; a lexer is a set of regular expressions that others wrote."""


def language_of(info: str) -> str:
    """The language named by the words after a fence: the first, in lower case, without `{…}`."""
    words = info.replace("{", " ").replace(",", " ").split()
    return words[0].lower() if words else ""


def highlighted(code: str, language: str, marks: str = "") -> str:
    """The code as HTML: coloured where the language is known, escaped text otherwise.

    The characters of `marks` are no part of the code: they are left out when it is read and put back where they stood.
    """
    lexer = _lexer(language) if language and len(code) <= LARGEST else None
    if lexer is None:
        return escape(code, quote=False)
    plain = code.translate(dict.fromkeys(map(ord, marks))) if marks else code
    tokens = [(_css_class(kind), value) for kind, value in lexer.get_tokens(plain)]
    if "".join(value for _, value in tokens) != plain:
        return escape(code, quote=False)  # a lexer that drops or adds characters cannot be trusted with a card
    return _spans(tokens, code, marks)


def code_tokens(code: str, language: str) -> list[tuple[str, str]]:
    """The code as (class of Pygments, text), one after the other; a class is empty where nothing is known."""
    lexer = _lexer(language) if language and len(code) <= LARGEST else None
    tokens = [("", code)] if lexer is None else [(_css_class(kind), value) for kind, value in lexer.get_tokens(code)]
    return tokens if "".join(value for _, value in tokens) == code else [("", code)]


def _spans(tokens: list[tuple[str, str]], code: str, marks: str) -> str:
    out: list[str] = []
    position = 0
    for name, value in tokens:
        for piece in _split(code, position, len(value), marks):
            if piece and piece in marks:
                out.append(piece)
            elif name:
                out.append(f'<span class="{name}">{escape(piece, quote=False)}</span>')
            else:
                out.append(escape(piece, quote=False))
            position += len(piece)
    out.append(code[position:])  # marks after the last token
    return "".join(out)


def _split(code: str, start: int, length: int, marks: str) -> list[str]:
    """The next `length` characters of the code that are no marks, cut at the marks among and before them."""
    pieces: list[str] = []
    begin = position = start
    while length:
        if code[position] in marks:
            if position > begin:
                pieces.append(code[begin:position])
            pieces.append(code[position])
            begin = position + 1
        else:
            length -= 1
        position += 1
    pieces.append(code[begin:position])
    return pieces


def _css_class(kind: object) -> str:
    from pygments.token import STANDARD_TYPES, Error, Text, Whitespace

    while kind not in STANDARD_TYPES:
        kind = kind.parent  # type: ignore[attr-defined]  # a token type: every chain ends in Token, which is standard
    return "" if kind in (Text, Whitespace, Error) else STANDARD_TYPES[kind]  # type: ignore[index]


@lru_cache(maxsize=64)
def _lexer(language: str) -> "Lexer | None":
    place = _places().get(language)
    if place is None:
        return None
    module, name = place
    lexer: Lexer = getattr(import_module(module), name)(stripnl=False, ensurenl=False)
    return lexer


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[str, str]]:
    """From every name of a language to the module and class of its lexer."""
    from pygments.lexers import LEXERS

    return {
        alias.lower(): (module, class_name)
        for class_name, (module, _, aliases, _, _) in LEXERS.items()
        for alias in aliases
    }
