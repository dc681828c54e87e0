"""The grammar of formulas: rows, scripts and arguments. What each command takes is told by a table from outside.

row       = { item } [ "\\over" row ]
item      = nucleus { "'" | "^" argument | "_" argument | "\\limits" }
nucleus   = "{" row "}" | command … | character
argument  = nucleus
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from studykit.markup.math.alphabets import ROMAN
from studykit.markup.math.nodes import (
    DEPTH,
    EMPTY,
    Atom,
    Brace,
    Fenced,
    Fraction,
    Middle,
    Node,
    Space,
    Unreadable,
)
from studykit.markup.math.rows import row_of, with_primes, with_scripts, without_single_word
from studykit.markup.math.symbols import CHARACTERS, COMMANDS, DELIMITERS, DROPPED, SPACES
from studykit.markup.math.tokens import Token

Command = Callable[["Parser"], "Node | None"]
"""Reads what a command takes, from the token after it. None for what leaves nothing."""

_REFUSED: Final = frozenset(("", "}", "&", "\\\\", "#", "$", "\\"))
"""Tokens that no item begins with."""
_INFIX: Final = {"\\over": ("", ""), "\\atop": ("", ""), "\\choose": ("(", ")")}
_IN_WORDS: Final = frozenset("_&%#$")
"""Characters of a name that need a backslash."""
_GROUP_END: Final = frozenset("}")


class Parser:
    """Reads tokens from left to right, each once."""

    def __init__(self, source: str, tokens: list[Token], commands: Mapping[str, Command], depth: int = 0) -> None:
        self.source = source
        self.tokens = tokens
        self.commands = commands
        self.place = 0
        self.depth = depth
        self.letters = ROMAN
        """The alphabet in use."""
        self.words = False
        """Whether letters side by side are a word."""

    @property
    def next(self) -> str:
        """The text of the next token, empty at the end."""
        return self.tokens[self.place].text

    def take(self) -> Token:
        """The next token, which is then behind us."""
        token = self.tokens[self.place]
        if not token.text:
            raise Unreadable("ends too early")
        self.place += 1
        return token

    def expect(self, text: str) -> None:
        """Step over a token that must be there."""
        if self.take().text != text:
            raise Unreadable(f"no {text}")

    def row(self, ends: frozenset[str]) -> Node:
        """Everything up to one of some tokens, which is left to be taken."""
        before = self.depth, self.letters, self.words
        self._deeper()
        base = self.depth
        items: list[Node] = []
        while (text := self.next) not in ends:
            if text in _INFIX:
                self.take()
                opening, closing = _INFIX[text]
                fraction = Fraction(row_of(items), self.row(ends), rule=text == "\\over")
                items = [Fenced(opening, fraction, closing) if opening else fraction]
                continue
            item = self.item()
            if item is not None:
                items.append(item)
                self._count_fence(item, base)
        self.depth, self.letters, self.words = before
        return row_of(items)

    def item(self) -> Node | None:
        """A nucleus with its scripts."""
        base = EMPTY if self.next in ("^", "_", "'") else self.nucleus()
        if base is None or isinstance(base, Space):
            return base
        below: Node | None = None
        above: Node | None = None
        primes = 0
        limits = base.limits if isinstance(base, Atom) else isinstance(base, Brace)
        while True:
            text = self.next
            if text == "^" and above is None:
                self.take()
                above = self.argument()
            elif text == "_" and below is None:
                self.take()
                below = self.argument()
            elif text == "'":
                self.take()
                primes += 1
            elif text in ("\\limits", "\\nolimits"):
                limits = self.take().text == "\\limits"
            elif text in ("^", "_"):
                raise Unreadable("a script twice")
            else:
                break
        if primes:
            above = with_primes(primes, above)
        return base if below is None and above is None else with_scripts(base, below, above, limits)

    def nucleus(self) -> Node | None:
        """One group, one command with what it takes, or one character."""
        text = self.next
        if text in _REFUSED:
            raise Unreadable(f"not here: {text}")
        self.take()
        if text == "{":
            inside = self.row(_GROUP_END)
            self.expect("}")
            return inside
        if text[0] != "\\":
            return self._character(text)
        name = text[1:]
        if name in self.commands:
            return self.commands[name](self)
        if name in COMMANDS:
            atom = COMMANDS[name]
            if self.words and name in _IN_WORDS:
                return Atom(name, "word")
            return atom._replace(text=self.letters[atom.text]) if atom.text in self.letters else atom
        if name in SPACES:
            return Space(SPACES[name])
        if text in DELIMITERS:
            return Atom(*DELIMITERS[text])
        if name in DROPPED:
            return None
        raise Unreadable(f"unknown: {text}")

    def argument(self) -> Node:
        """What a command or a script applies to: a group, or the next thing."""
        self._deeper()
        node = self.nucleus()
        self.depth -= 1
        return EMPTY if node is None else node

    def optional(self) -> Node | None:
        """What stands in brackets right here."""
        if self.next != "[":
            return None
        self.take()
        inside = self.row(frozenset("]"))
        self.expect("]")
        return inside

    def skip(self, what: re.Pattern[str]) -> None:
        """Step over something that changes nothing, if it is written right here."""
        match = what.match(self.source, self.tokens[self.place - 1].end)
        while match is not None and self.tokens[self.place].text and self.tokens[self.place].start < match.end():
            self.place += 1

    def dressed(self, letters: dict[str, str], *, words: bool) -> Node:
        """An argument in another alphabet."""
        before = self.letters, self.words
        self.letters, self.words = letters, words
        node = self.argument()
        self.letters, self.words = before
        return without_single_word(node)

    def raw(self) -> str:
        """The source of a group, as it is written, without its braces."""
        self.expect("{")
        start, level = self.tokens[self.place - 1].end, 1
        while level:
            token = self.take()
            level += (token.text == "{") - (token.text == "}")
        return self.source[start : token.start]

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise Unreadable("too deep")

    def _count_fence(self, item: Node, base: int) -> None:
        """Fences are paired when their row was read; what they nest counts as depth all the same."""
        kind = item.kind if isinstance(item, Atom | Middle) else None
        if kind == "open":
            self._deeper()
        elif kind == "close" and self.depth > base:
            self.depth -= 1

    def _character(self, text: str) -> Node:
        if self.words and (text.isalnum() or text == "-"):
            return Atom(self.letters.get(text, text), "word")
        if text in self.letters:
            return Atom(self.letters[text], "ordinary")
        if text in CHARACTERS:
            return CHARACTERS[text]
        if text in DELIMITERS:
            return Atom(*DELIMITERS[text])
        return Space(1) if text == "~" else Atom(text, "ordinary")
