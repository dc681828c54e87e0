"""An answer graded by rules, without a model: right or wrong, why, and what would have been right.

Better a false "wrong" than a false "right": the person can say "that was right" with one key, and it is remembered; a
wrong answer that passes is learned. So an answer is right where its one spelling is that of the reference or of an
alias, and what is forgiven beyond that can be counted: particles, a word for the kind of thing (`GRPO 算法`), the order
of a list, one slip in a long word. Code and names of at most three characters are compared as they are, numbers as
numbers, formulas as formulas. Another concept's name is wrong however near it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from studykit.quiz.contrast import is_negated, is_opposite
from studykit.quiz.formula import formula
from studykit.quiz.lists import items, same_items
from studykit.quiz.numerals import date, quantity, same_quantity
from studykit.quiz.slips import is_slip
from studykit.quiz.spelling import Spelled, narrowed, spelled, without_particles
from studykit.text.names import halves

Form = Literal["code", "formula", "number", "date", "list", "name", "text"]
Reason = Literal[
    "grade-same", "grade-alias", "grade-list", "grade-slip", "grade-kind", "grade-empty", "grade-sibling",
    "grade-negation", "grade-opposite", "grade-number", "grade-no-number", "grade-unit", "grade-partial", "grade-more",
    "grade-code", "grade-formula", "grade-other",
]  # fmt: skip
"""Codes of messages: the first five are of right answers."""

SHORT: Final = 3
"""Characters of a name up to which it is compared as it is."""
_LONGEST: Final = 600
"""Characters of an answer; nobody types more for a short one."""
_CODE: Final = re.compile(r"^(`+)([^`]+)\1$")
_IDENTIFIER: Final = re.compile(r"^(?=.*(?:_|\(\)))[A-Za-z_][\w.]*(?:\(\))?$", re.ASCII)
"""Code without backticks: one word with an underscore or a call."""
_MATHS: Final = re.compile(r"^\$\$?[^$]+\$?\$$")
_SIGNED: Final = re.compile(r"^[A-Za-z0-9](?:\s*[+\-−*/^=<>]\s*\(?[A-Za-z0-9]\)?)+$")
"""A formula of single letters and digits, without dollars: `n-1`."""
_SLASHED: Final = re.compile(r"^[A-Z]/[A-Z]$")
"""A name, `I/O`, that looks like a fraction."""
_BRACKETS: Final = re.compile(r"^[\[(][^,，]{1,16}(?:[,，][^,，]{1,16})+[\])]$")
"""An interval or a tuple, of which brackets and order count."""
_LOOSE_BLANK: Final = re.compile(r"\s*([=!<>+*/%,;:()\[\]{}|&]+)\s*")
_KIND: Final = ("算法", "方法", "algorithm", "method")
_IT_IS: Final = re.compile(r"^(?:答案是|就是|是|it is|it's|this is)\s*[:：]?\s*(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a typed answer is held against."""

    answer: str
    """The reference, as Markdown: `` `code` `` and `$formula$` say what they are."""
    aliases: tuple[str, ...] = ()
    """What else is right: aliases of the note, and what the person said was right before."""
    others: tuple[str, ...] = ()
    """Names of other concepts near by: always wrong."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A verdict. The text for `reason` is in the catalogue `quiz`."""

    right: bool
    reason: Reason
    matched: str
    """What it was found to be: the reference, an alias, or the other concept's name; empty where nothing."""
    accepted: tuple[str, ...]
    """All that would have been right."""


def grade(expected: Expected, typed: str) -> Grade:
    """Judge a typed answer. Never raises; linear in the lengths. What is longer than 600 characters is wrong."""
    targets = _targets(expected)
    if len(typed) > _LONGEST:
        return Grade(False, "grade-more", "", targets)
    typed = narrowed(typed)
    if not spelled(typed).parts and not formula(typed):
        return Grade(False, "grade-empty", "", targets)
    for target in targets:
        reason = _match(target, typed)
        if reason is None:
            continue
        other = _other_concept(expected, typed) if reason not in ("grade-same", "grade-list") else ""
        if other:
            return Grade(False, "grade-sibling", other, targets)
        if reason == "grade-same" and target != expected.answer:
            reason = "grade-alias"
        return Grade(True, reason, target, targets)
    other = _other_concept(expected, typed)
    if other:
        return Grade(False, "grade-sibling", other, targets)
    return Grade(False, _why_wrong(expected.answer, typed), "", targets)


@lru_cache(maxsize=8192)
def form_of(reference: str) -> Form:
    """What kind of thing a reference is, which says how it is compared."""
    bare = reference.strip()
    if _CODE.match(bare) or _IDENTIFIER.match(bare):
        return "code"
    if _SLASHED.match(bare):
        return "name"
    if _MATHS.match(bare) or _SIGNED.match(bare) or _BRACKETS.match(bare):
        return "formula" if quantity(narrowed(bare)) is None else "number"
    plain = narrowed(bare)
    if date(plain) is not None:
        return "date"
    if quantity(plain) is not None:
        return "number"
    if len(items(plain)) > 1:
        return "list"
    return "name" if len(plain) <= SHORT else "text"


@lru_cache(maxsize=4096)
def _targets(expected: Expected) -> tuple[str, ...]:
    """The reference and the aliases, and both names of each that is bilingual."""
    found: dict[str, None] = {}
    for text in (expected.answer, *expected.aliases):
        found[text] = None
        for half in halves(text):
            found[half] = None
    return tuple(found)


def _match(target: str, typed: str) -> Reason | None:
    """Why a typed answer counts as this target; None where it does not."""
    form = form_of(target)
    if form == "code":
        return "grade-same" if _code(target) == _code(typed) else None
    if form == "formula":
        return "grade-same" if formula(target) == formula(typed) else None
    if form == "number":
        mine, theirs = quantity(narrowed(target)), quantity(typed)
        same = mine is not None and theirs is not None and same_quantity(mine, theirs)
        return "grade-same" if same or (theirs is None and formula(target) == formula(typed)) else None
    if form == "date":
        return "grade-same" if date(narrowed(target)) == date(typed) else None
    if form == "list" and same_items(target, typed):
        return "grade-list"
    return _match_words(target, typed, exact=form == "name")


def _match_words(target: str, typed: str, *, exact: bool) -> Reason | None:
    mine = spelled(target)
    for text in (typed, _IT_IS.sub("", typed)):
        theirs = spelled(text)
        if exact:
            if _same_name(target, text):
                return "grade-same"
        elif _same(mine, theirs):
            return "grade-same"
        elif is_slip(mine.parts, theirs.parts) or is_slip(mine.raw, theirs.raw):
            return "grade-slip"
        if _with_kind(mine.key, theirs.key):
            return "grade-kind"
    return None


def _same_name(target: str, typed: str) -> bool:
    """Whether a short name is the same; in small letters too, but `CO` is not `Co` and `V` is not `v`."""
    mine, theirs = narrowed(target), typed.strip(" .。")
    key, other = (without_particles("".join(spelled(text).raw)) for text in (mine, theirs))
    if not key or key != other:
        return False
    return mine == theirs or not mine.isascii() or (len(mine) > 1 and (theirs.islower() or mine.islower()))


def _same(mine: Spelled, theirs: Spelled) -> bool:
    if mine.key == theirs.key:
        return bool(mine.key)
    return without_particles(mine.key) == without_particles(theirs.key)


def _with_kind(mine: str, theirs: str) -> bool:
    """Whether the typed answer names the kind of thing as well: `GRPO 算法` for `GRPO`."""
    return bool(mine) and theirs.startswith(mine) and theirs[len(mine) :] in _KIND


def _other_concept(expected: Expected, typed: str) -> str:
    """The other concept whose name was typed, as it stands or with a slip; empty where none was."""
    theirs = spelled(typed)
    for other in _others(expected):
        name = spelled(other)
        if _same(name, theirs) or is_slip(name.parts, theirs.parts):
            return other
    return ""


@lru_cache(maxsize=4096)
def _others(expected: Expected) -> tuple[str, ...]:
    """The names that are not right as well."""
    right = {spelled(target).key for target in _targets(expected)}
    names = (name for other in expected.others for name in (other, *halves(other)))
    return tuple(name for name in dict.fromkeys(names) if spelled(name).key not in right)


def _why_wrong(answer: str, typed: str) -> Reason:
    form = form_of(answer)
    if form == "code":
        return "grade-code"
    if form == "formula":
        return "grade-formula"
    if form == "number":
        mine, theirs = quantity(narrowed(answer)), quantity(typed)
        if mine is not None and theirs is not None and mine.value == theirs.value:
            return "grade-unit"
        return "grade-number" if theirs is not None or any(map(str.isdigit, typed)) else "grade-no-number"
    plain = narrowed(answer)
    if is_negated(plain, typed):
        return "grade-negation"
    mine_key, their_key = spelled(plain).key, spelled(typed).key
    if is_opposite(mine_key, their_key):
        return "grade-opposite"
    theirs_numbers = _numbers(spelled(typed).parts)
    if theirs_numbers and theirs_numbers != _numbers(spelled(plain).parts):
        return "grade-number"
    if their_key and their_key in mine_key:
        return "grade-partial"
    return "grade-more" if mine_key and mine_key in their_key else "grade-other"


def _numbers(parts: Sequence[str]) -> list[str]:
    return sorted(part for part in parts if part[0].isdigit())


def _code(text: str) -> str:
    """Code without its backticks, blanks folded and left out around operators. Case counts."""
    match = _CODE.match(text.strip())
    return _LOOSE_BLANK.sub(r"\1", " ".join(narrowed(match[2] if match else text).split()))
