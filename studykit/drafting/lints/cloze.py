"""Lints of clozes: deletions that are whole, and that can be recalled from what is left."""

from functools import lru_cache
from typing import Final, NamedTuple

from studykit.drafting.lints.context import Context
from studykit.drafting.lints.finding import Finding, error
from studykit.drafting.lints.reading import OBJECT, masked, reading
from studykit.drafting.lints.sides import Sides
from studykit.drafting.lints.wordlists import STOPS
from studykit.markup import cloze as grammar
from studykit.model.card import Cloze
from studykit.text.expression import Expression
from studykit.text.normal import normal

DELETIONS_MOST: Final = 3
TARGET_MOST: Final = 6
LEFT_LEAST: Final = 8

_OPENING: Final = Expression(r"\{\{c[0-9]")
_EDGE: Final = "，。、；：！？…·,;:!?“”‘’\"'「」『』《》〈〉—"
_CALL: Final = Expression(r"[^()（）]*[(（][^()（）]*[)）]")


class Deletion(NamedTuple):
    """What one number hides in one place."""

    number: int
    text: str
    """Without the hint, inner deletions as text."""


class Deletions(NamedTuple):
    """A cloze taken apart."""

    found: tuple[Deletion, ...]
    whole: str
    """The text with every deletion filled in."""
    left: str
    """The text with a gap for every deletion."""
    balanced: bool
    """Every deletion ends."""


@lru_cache(maxsize=1024)
def deletions(text: str) -> Deletions:
    """Take a cloze apart by the grammar of `markup.cloze`. Nested deletions count one by one."""
    spans = grammar.deletions(text)
    whole, left, position = [], [], 0
    for span in spans:
        if span.start < position:
            continue  # within the one before
        between = text[position : span.start]
        whole += [between, _filled(span.text)]
        left += [between, f" {OBJECT} "]
        position = span.end
    rest = text[position:]
    found = tuple(Deletion(span.number, _filled(span.text)) for span in spans)
    return Deletions(found, "".join((*whole, rest)), "".join((*left, rest)), not grammar.unclosed(text))


def _filled(text: str) -> str:
    """A deletion's text with the deletions within it filled in."""
    return deletions(text).whole if "{{c" in text else text


def cloze_shape(sides: Sides, _context: Context) -> Finding | None:
    """Lint 5: one to three deletions, closed, none empty, numbered from 1 without gaps.

    `{{` in LaTeX is no deletion, and a `}}` in the LaTeX of a deletion does not end it: packages write it apart.
    """
    if not isinstance(sides.content, Cloze):
        return None
    text = sides.content.text
    taken = deletions(text)
    numbers = sorted({deletion.number for deletion in taken.found})
    good = (
        taken.balanced
        and 1 <= len(taken.found) <= DELETIONS_MOST
        and numbers == list(range(1, len(numbers) + 1))
        and all(deletion.text.strip() for deletion in taken.found)
        and len(_OPENING.findall(text)) == len(taken.found)
        and not _stray(taken.whole)
    )
    if good:
        return None
    return error("lint-cloze-shape", numbers=", ".join(f"c{deletion.number}" for deletion in taken.found) or "0")


def _stray(whole: str) -> bool:
    """Braces left over that stand in no formula and no code."""
    if "{{" not in whole and "}}" not in whole:
        return False
    prose = masked(whole)
    return prose.count("{{") != prose.count("}}")


def cloze_target(sides: Sides, _context: Context) -> Finding | None:
    """Lint 6: what is deleted weighs at most 6, has no punctuation at its edges and is no word that says nothing.

    Stop words, negations and adverbs can be guessed or not at all (AND and NOT in capitals are logic). What is left
    when one number is deleted weighs at least 8.
    """
    if not isinstance(sides.content, Cloze):
        return None
    taken = deletions(sides.content.text)
    hidden: dict[int, int] = {}
    for number, text in taken.found:
        target = text.strip()
        read = reading(target)
        if read.weight > TARGET_MOST or _edged(read.prose) or _says_nothing(target):
            return error("lint-cloze-target", target=target[:40])
        hidden[number] = hidden.get(number, 0) + read.weight
    if hidden and reading(taken.whole).weight - max(hidden.values()) < LEFT_LEAST:
        return error("lint-cloze-context", least=LEFT_LEAST)
    return None


def _edged(target: str) -> bool:
    if not target:
        return False
    if target[0] in _EDGE or target[-1] in _EDGE:
        return True
    if (target[0] == "." and not target[1:2].isalnum()) or target[-1] == ".":
        return True
    if target[0] in "(（)）" or target[-1] in "(（)）":
        return _CALL.fullmatch(target) is None or target[0] in "(（"
    return False


def _says_nothing(target: str) -> bool:
    return normal(target) in STOPS and not (len(target) > 1 and target.isupper())
