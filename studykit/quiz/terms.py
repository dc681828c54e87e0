"""Key terms of a long answer, and which of them a person's own words hold. Shown; the person grades.

What is bold, code, a formula, a number, a name in capitals or a concept of the vault is what one looks for in an
answer. Where there is too little of that, its clauses stand for it.
"""

import re
from collections.abc import Collection
from typing import Final, NamedTuple

from studykit.quiz.formula import formula
from studykit.quiz.spelling import spelled, without_particles
from studykit.text.normal import normal, weight

MOST: Final = 8
_LEAST: Final = 2
_MARKED: Final = re.compile(r"(\$\$[^$]+\$\$)|\*\*([^*\n]{1,60})\*\*|==([^=\n]{1,60})==|`([^`\n]{1,60})`|(\$[^$\n]+\$)")
_NAME: Final = re.compile(
    r"\b[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*(?:\.\d+)?(?:[- ][A-Z0-9][A-Za-z0-9]*)*\b|\d+(?:\.\d+)?\s?%"
)
_MATHS: Final = re.compile(r"\$\$[^$]*\$\$|\$[^$\n]*\$")
_CLAUSE: Final = re.compile(r"[，。；：、,;:.!?！？\n（）()“”「」]+|(?:因为|所以|但是|而且|就是|的时候)")
_SHORTEST: Final = 2
_LONGEST: Final = 12


class Coverage(NamedTuple):
    """Which key terms an answer has."""

    met: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        """The part of the terms that was met, 0 to 1; 1 where there are none."""
        total = len(self.met) + len(self.missing)
        return len(self.met) / total if total else 1.0


def key_terms(reference: str, names: Collection[str] = ()) -> tuple[str, ...]:
    """Up to eight terms of a reference answer (Markdown), in its order. `names` are concepts of the vault."""
    found: dict[int, str] = {}
    for match in _MARKED.finditer(reference):
        found[match.start()] = next(group for group in match.groups() if group is not None)
    for match in _NAME.finditer(reference):
        found.setdefault(match.start(), match.group())
    for name in names:
        place = reference.find(name) if len(name) >= _SHORTEST else -1
        if place >= 0:
            found.setdefault(place, name)
    terms = _distinct([found[place] for place in sorted(found)])
    if len(terms) < _LEAST:
        clauses = [piece.strip(" -*+|0123456789.") for piece in _CLAUSE.split(_MATHS.sub(" ", reference))]
        terms = _distinct([*terms, *(text for text in clauses if _SHORTEST <= weight(text) <= _LONGEST)])
    return tuple(terms[:MOST])


def coverage(terms: Collection[str], answer: str) -> Coverage:
    """Which terms an answer holds, in any spelling."""
    words, maths = without_particles(spelled(answer).key), formula(answer)
    met = [term for term in terms if _holds(term, words, maths)]
    return Coverage(tuple(met), tuple(term for term in terms if term not in met))


def _holds(term: str, words: str, maths: str) -> bool:
    if term.startswith("$"):
        return formula(term) in maths
    key = without_particles(spelled(term).key)
    return bool(key) and key in words


def _distinct(texts: list[str]) -> list[str]:
    """Each once, and none that is part of an earlier one."""
    kept: dict[str, str] = {}
    for text in texts:
        plain = normal(text) or text
        if not any(plain in other for other in kept):
            kept[plain] = text
    return list(kept.values())
