"""Searching cards: one small language for the browser and for `studykit cards list`.

    策略 梯度             both words, anywhere in question, answer, options or detail; any case, any width
    "policy gradient"     these words in this order
    deck:GRPO             the deck's name holds this; note: likewise for the note
    tag:rl                this tag or one below it
    is:due                new, learning, review, due, suspended, flagged, leech, retired
    rule:term  by:me      the rule that drafted it; who did: rules, model, a model's name, me
    id:k3f9w2qa7b         one card
    -word  -is:new        not this

All must be true. Text is compared as `searchable` leaves it, so that markup, case and width do not matter, and two
Chinese characters find every card that holds them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import lru_cache
from typing import Final, NamedTuple

from studykit.errors import UsageError
from studykit.flows.cards import Entry, searchable
from studykit.flows.clock import Clock
from studykit.flows.workspace import Workspace
from studykit.model.ids import CardId
from studykit.scheduling.day import Moment
from studykit.store import db
from studykit.store.search import NOTHING, Progress, read_progress

KEYS: Final = ("deck", "tag", "note", "is", "rule", "by", "id")
STATES: Final = ("new", "learning", "review", "due", "suspended", "flagged", "leech", "retired")

_TERM: Final = re.compile(r'(-?)(?:([A-Za-z]+):(?:"([^"]*)"?|(\S*))|"([^"]*)"?|(\S+))')
_QUOTES: Final = str.maketrans("“”„＂", '""""')

Test = Callable[[Entry], bool]


class Term(NamedTuple):
    """One condition of a query."""

    key: str
    """One of `KEYS`; empty for a word or a phrase."""
    value: str
    """As it is compared."""
    negated: bool = False


def parse_query(text: str) -> tuple[Term, ...]:
    """The terms of a query; one that is not typed to its end says nothing yet and is left out.

    UsageError for an `is:` that is none. Full-width signs of an input method count as the narrow ones.
    """
    terms = []
    for match in _TERM.finditer(unicodedata.normalize("NFKC", text.translate(_QUOTES))):
        minus, key, quoted, plain, phrase, word = match.groups()
        key = (key or "").lower()
        if key and key not in KEYS:
            key, word = "", match[0][len(minus) :].replace('"', "")
        value = searchable(next((part for part in ((quoted, plain) if key else (phrase, word)) if part), ""))
        if key == "tag":
            value = value.removeprefix("#").rstrip("/")
        if key == "is" and value and value not in STATES:
            raise UsageError("browse-is", found=value, known=", ".join(STATES))
        if value:
            terms.append(Term(key, value, bool(minus)))
    return tuple(terms)


def select(
    entries: Iterable[Entry], terms: Iterable[Term], progress: Mapping[CardId, Progress], now: Moment
) -> list[Entry]:
    """The cards of which all terms are true, in their order."""
    found = list(entries)
    for term in terms:
        test, negated = _test(term, progress, now), term.negated
        found = [entry for entry in found if test(entry) is not negated]
    return found


def finder(workspace: Workspace, query: str) -> Test:
    """Whether a query finds a card. What is remembered is read from the store, where there is one and it is asked."""
    terms = parse_query(query)
    progress: Mapping[CardId, Progress] = {}
    if any(term.key == "is" for term in terms) and db.exists(workspace.store):
        with closing(db.open_store(workspace.store)) as store:
            progress = read_progress(store)
    now = Clock(workspace.config).moment()
    tests = [(_test(term, progress, now), term.negated) for term in terms]
    return lambda entry: all(test(entry) is not negated for test, negated in tests)


def is_due(found: Progress, now: Moment) -> bool:
    """Whether a face of the card is due before this study day ends."""
    if not found.active:
        return False
    return (found.due_day is not None and found.due_day <= now.day) or (
        found.due_ms is not None and found.due_ms < now.day_end_ms
    )


def _test(term: Term, progress: Mapping[CardId, Progress], now: Moment) -> Test:
    value = term.value
    match term.key:
        case "":
            return lambda entry: value in entry.text
        case "deck":
            return lambda entry: value in entry.deck_key
        case "note":
            return lambda entry: value in entry.note_key
        case "tag":
            below = f"{value}/"
            tagged = lru_cache(maxsize=4096)(lambda tags: any(tag == value or tag.startswith(below) for tag in tags))
            return lambda entry: tagged(entry.tags)
        case "rule":
            return lambda entry: entry.by == f"rules:{value}"
        case "by":
            meant = lru_cache(maxsize=4096)(lambda by: value in (by, *by.split(":", 1)))
            return lambda entry: meant(entry.by)
        case "id":
            return lambda entry: entry.id == value
        case _:
            if value == "retired":
                return lambda entry: entry.retired
            state = _STATES.get(value)
            if state is None:
                return lambda entry: is_due(progress.get(entry.id, NOTHING), now)
            return lambda entry: state(progress.get(entry.id, NOTHING))


_STATES: Final[dict[str, Callable[[Progress], bool]]] = {
    "new": lambda found: found.new,
    "learning": lambda found: found.learning,
    "review": lambda found: found.review,
    "suspended": lambda found: found.suspended,
    "flagged": lambda found: found.flagged,
    "leech": lambda found: found.leech,
}
