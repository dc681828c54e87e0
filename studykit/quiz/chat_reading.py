"""An answer as people write it, to a question of any kind: letters, the words of an option, a term with its letter.

`I think it is B` is B; `the one that clips the ratio` is an option where it is nearly its text. What cannot be read is
no answer, and nothing is guessed: better asked once more than judged by chance.
"""

import re
import unicodedata
from collections.abc import Sequence
from string import ascii_lowercase
from typing import Final

from studykit.markup.plain import to_plain
from studykit.quiz.grading import grade
from studykit.quiz.judging import Given
from studykit.quiz.question import Free, Matching, OneOf, Ordering, Question, SeveralOf, TrueFalse, Written
from studykit.text.normal import normal

_TRUE: Final = frozenset({"t", "true", "y", "yes", "right", "对", "对的", "是", "是的", "正确", "真", "√", "✓"})
_FALSE: Final = frozenset({"f", "false", "no", "wrong", "错", "错的", "否", "不是", "不对", "错误", "×", "✗", "x"})
_BEFORE: Final = re.compile(
    r"\s*(?:i (?:think|guess|believe|would say|choose|pick|take)(?: that)?|maybe|perhaps|probably|the answer is"
    r"|it is|it's|its|that is|that's|answer|option"
    r"|我(?:觉得|认为|猜|选|想)|应该|可能|大概|也许|答案|是|选|第)\s*[:,，：]?\s*",
    re.IGNORECASE,
)
_PHRASES: Final = 4
"""How many such beginnings are taken off: `我觉得 应该 是 选 B`."""
_LEAST: Final = 4
"""Characters of an option's text from which a part of it names it."""


def given_of(said: str, question: Question) -> Given | None:
    """The answer that a line is; None where it is none to this question."""
    plain = unicodedata.normalize("NFKC", said).strip()
    body = question.body
    if not plain:
        return None
    if isinstance(body, Free):
        return Given(said.strip())
    if isinstance(body, Written):
        return _written(said.strip(), body)
    for tried in (plain, *_without_beginnings(plain)):
        folded = tried.casefold().strip(" .。!！")
        given = picked_of(folded, question)
        if given is None and isinstance(body, OneOf | SeveralOf | Ordering):
            given = _named(folded, question)
        if given is not None:
            return given
    return None


def is_plainly_given(said: str, question: Question) -> bool:
    """Whether a line is an answer whatever else it could mean: letters, an option word by word, what is right."""
    plain = unicodedata.normalize("NFKC", said).strip()
    body = question.body
    if isinstance(body, Free):
        return False
    if isinstance(body, Written):
        return grade(body.expected, plain).right
    texts = [option.text for option in body.options] if isinstance(body, OneOf | SeveralOf) else []
    exact = normal(plain) in [normal(to_plain(text)) for text in texts]
    return exact or picked_of(plain.casefold(), question) is not None


def picked_of(folded: str, question: Question) -> Given | None:
    """The places that letters name; None where they are not an answer to this question."""
    body = question.body
    if isinstance(body, TrueFalse):
        return Given(picked=(1,)) if folded in _TRUE else Given(picked=(0,)) if folded in _FALSE else None
    letters = [ascii_lowercase.find(letter) for letter in folded if letter.isalnum() and not letter.isdecimal()]
    if any(place < 0 for place in letters) or not letters or len(set(letters)) < len(letters):
        return None
    match body:
        case OneOf(options):
            fits = len(letters) == 1 and letters[0] < len(options)
        case SeveralOf(options):
            fits = max(letters) < len(options)
            letters.sort()
        case Matching(terms, glosses, _):
            fits = len(letters) == len(terms) and max(letters) < len(glosses)
        case Ordering(steps, _):
            fits = sorted(letters) == list(range(len(steps)))
        case _:
            fits = False
    return Given(picked=tuple(letters)) if fits else None


def shown_lines(question: Question) -> list[str]:
    """What is shown under a question, one Markdown text a line: options, terms and glosses, steps."""
    match question.body:
        case OneOf(options) | SeveralOf(options):
            return _lettered([option.text for option in options])
        case Matching(terms, glosses, _):
            return [*(f"{number}. {term}" for number, term in enumerate(terms, 1)), "", *_lettered(glosses)]
        case Ordering(steps, _):
            return _lettered(steps)
        case _:
            return []


def _lettered(texts: Sequence[str]) -> list[str]:
    return [f"{ascii_lowercase[place].upper()}. {text}" for place, text in enumerate(texts)]


def _written(said: str, body: Written) -> Given:
    """A typed answer; without `I think it is` before it where it is right so."""
    if grade(body.expected, said).right:
        return Given(said)
    right = [shorter for shorter in _without_beginnings(said) if grade(body.expected, shorter).right]
    return Given(right[-1] if right else said)


def _without_beginnings(said: str) -> list[str]:
    found = []
    for _ in range(_PHRASES):
        match = _BEFORE.match(said)
        if match is None or match.end() == len(said):
            break
        said = said[match.end() :]
        found.append(said)
    return found


def _named(folded: str, question: Question) -> Given | None:
    """The one option that a text is, or is a part of. Several are named line by line or with semicolons."""
    body = question.body
    if isinstance(body, Ordering):
        texts: Sequence[str] = body.steps
    else:
        assert isinstance(body, OneOf | SeveralOf)
        texts = [option.text for option in body.options]
    keys = [normal(to_plain(text)) for text in texts]
    pieces = [folded] if isinstance(body, OneOf) else [piece for piece in re.split(r"[;\n]|->|→", folded) if piece]
    places = [_place(normal(piece), keys) for piece in pieces]
    if None in places or not places or len(set(places)) < len(places):
        return None
    picked = tuple(place for place in places if place is not None)
    if isinstance(body, Ordering):
        return Given(picked=picked) if len(picked) == len(texts) else None
    return Given(picked=tuple(sorted(picked)))


def _place(said: str, keys: Sequence[str]) -> int | None:
    if said in keys:
        return keys.index(said)
    if len(said) < _LEAST:
        return None
    holding = [place for place, key in enumerate(keys) if said in key]
    return holding[0] if len(holding) == 1 else None
