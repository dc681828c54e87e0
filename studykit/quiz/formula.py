"""A formula's one spelling: LaTeX, Unicode or plain text of the same formula give the same string.

    \\frac{1}{2}   \\dfrac12   1/2     →  1/2
    \\gamma^{t}R_{t+1}   γ^t·R_{t+1}  →  γ^tR_(t+1)

Case counts, and so do signs, primes, indices and their order: `a_{ij}` is not `a_{ji}`. Nothing is worked out: what is
the same only by algebra is another formula here, and a person may say that it is right.
"""

import re
from functools import lru_cache
from typing import Final

from studykit.markup.math.symbols import COMMANDS, SPACES
from studykit.quiz.spelling import narrowed

_TOKEN: Final = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\.\d+)?|[A-Za-z]+|\S")
_UNSEEN: Final = """
mathrm text textbf textit textrm mathbf boldsymbol bm operatorname mathbb mathcal mathit mathsf mathscr mathfrak mathtt
left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr displaystyle textstyle limits nolimits nonumber
"""
_NAMED: Final = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega
Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega nabla partial infty sqrt
"""
_WRAPPERS: Final = frozenset(_UNSEEN.split())
"""Commands of which only what they hold counts."""
_GREEK: Final = frozenset(_NAMED.split())
"""Names that are typed without a backslash as well."""
_SAME: Final = {
    "∣": "|", "∥": "‖", "×": "·", "*": "·", "∗": "·", "⋅": "·", "⋆": "·", "′": "'", "−": "-", "ϵ": "ε", "ϕ": "φ",
    "ϑ": "θ", "ϱ": "ρ", "Σ": "Σ", "～": "~", "∼": "~", "≔": ":=", "⩽": "≤", "⩾": "≥", "…": "...", "⋯": "...",
}  # fmt: skip
_PLAIN: Final = (("||", "‖"), ("!=", "≠"), ("<=", "≤"), (">=", "≥"), ("->", "→"))
_WORD: Final = 3
"""Letters from which an index without braces is a word; `a_ij` is what LaTeX makes of it."""
_LONGEST: Final = 2000
_DEEPEST: Final = 40


@lru_cache(maxsize=8192)
def formula(text: str) -> str:
    """The one spelling of a formula, with or without its dollars; empty for an empty one. Never raises."""
    text = text.strip()
    for opening, closing in (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")):
        if text.startswith(opening) and text.endswith(closing) and len(text) > len(opening) + len(closing):
            text = text[len(opening) : -len(closing)]
            break
    text = narrowed(text).rstrip(".,;。")[:_LONGEST]
    for sign, one in _PLAIN:
        text = text.replace(sign, one)
    return _without_dots(_Reader(_tokens(text)).row(""))


def _tokens(text: str) -> list[str]:
    """Commands, numbers, letters one by one (a whole run that names a Greek letter is that letter), signs."""
    found: list[str] = []
    for token in _TOKEN.findall(text):
        if token[0] == "\\":
            found.append(token.rstrip("*"))
        elif token[0].isascii() and token[0].isalpha():
            if token in _GREEK:
                found.append(f"\\{token}")
            elif len(token) >= _WORD and found and found[-1] in ("_", "^"):
                found += ["{", *token, "}"]  # π_ref is meant as π_{ref}
            else:
                found += token
        elif token[0].isdigit():
            found.append(token)
        else:
            found += token
    return found


class _Reader:
    """Reads tokens from left to right; groups and arguments by recursion, as deep as `_DEEPEST`."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    def row(self, until: str) -> str:
        """All up to a closing token, which is taken as well."""
        pieces: list[str] = []
        self.depth += 1
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            if token == until:
                self.place += 1
                break
            if token in "^_" and len(token) == 1:
                pieces.append(self._scripts())
            else:
                self.place += 1
                pieces.append(self._one(token))
        self.depth -= 1
        return "".join(pieces)

    def _one(self, token: str) -> str:
        if token == "{" and self.depth < _DEEPEST:
            return self.row("}")
        if token == "√":
            return f"√({self._root()})"
        if token[0] != "\\":
            return _SAME.get(token, token)
        name = token[1:]
        if name in SPACES or name in _WRAPPERS:
            return ""
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            above = self._argument()
            return f"{_bracketed(above)}/{_bracketed(self._argument())}"
        if name == "sqrt":
            return f"√({self._root()})"
        if name == "not":
            return "¬"
        atom = COMMANDS.get(name)
        if atom is not None:
            sign = atom.text.replace(" ", "")
            return _SAME.get(sign, sign)
        return {"|": "‖", "Vert": "‖", "lVert": "‖", "rVert": "‖", "vert": "|", "lvert": "|", "rvert": "|"}.get(
            name, name if len(name) == 1 else f"\\{name} "
        )

    def _root(self) -> str:
        """What stands under a root: a group, brackets, or one sign with its indices."""
        if self._next() in "{(":
            return self._argument()
        found = self._argument()
        return found + (self._scripts() if self._next() in ("^", "_") else "")

    def _scripts(self) -> str:
        """Indices and powers in a row, the index first."""
        found = {"_": "", "^": ""}
        while (kind := self._next()) in ("^", "_"):
            self.place += 1
            if kind == "^" and self._next() in ("*", "·", "∗", "\\ast", "\\star"):
                self.place += 1
                found[kind] += "*"
            else:
                found[kind] += self._argument()
        return "".join(kind + _bracketed(text) for kind, text in found.items() if text)

    def _argument(self) -> str:
        token = self._next()
        if not token or self.depth >= _DEEPEST:
            return ""
        self.place += 1
        self.depth += 1
        found = self._argument_from(token)
        self.depth -= 1
        return found

    def _argument_from(self, token: str) -> str:
        if token == "{":
            return self.row("}")
        if token == "(":
            return self.row(")")
        if token == "-":
            return "-" + self._argument()
        if token.isdigit() and len(token) > 1 and self.place > 1 and self.tokens[self.place - 2] != "^":
            # \frac12: an argument without braces is one digit
            self.tokens[self.place - 1 : self.place] = [token[0], token[1:]]
            return token[0]
        name = token[1:] if token[0] == "\\" else ""
        if name in _WRAPPERS or name in SPACES:
            return self._argument()
        return self._one(token)

    def _next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""


def _bracketed(text: str) -> str:
    """An argument as one atom: in brackets unless it is a single sign."""
    return text if len(text) <= 1 else f"({text})"


_DOT: Final = re.compile(r"(?<!\d)·|·(?!\d)")


def _without_dots(text: str) -> str:
    """A product without its sign, which only two numbers need."""
    return _DOT.sub("", text)
