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

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import lru_cache
from typing import Final

from studykit.errors import UsageError
from studykit.flows.cards.rows import Entry, searchable
from studykit.flows.cards.terms import Term, all_true, read_terms
from studykit.flows.learning.clock import Clock
from studykit.flows.workspace import Workspace
from studykit.model.ids import CardId
from studykit.scheduling.day import Moment
from studykit.store import db
from studykit.store.search import NOTHING, Progress, read_progress

KEYS: Final = ("deck", "tag", "note", "is", "rule", "by", "id")
STATES: Final = ("new", "learning", "review", "due", "suspended", "flagged", "leech", "retired")

Test = Callable[[Entry], bool]


def parse_query(text: str) -> tuple[Term, ...]:
    """The terms of a query; one that is not typed to its end says nothing yet and is left out.

    UsageError for an `is:` that is none.
    """
    terms = []
    for key, said, negated in read_terms(text, KEYS):
        value = searchable(said)
        if key == "tag":
            value = value.removeprefix("#").rstrip("/")
        if key == "is" and value and value not in STATES:
            raise UsageError("browse-is", found=value, known=", ".join(STATES))
        if value:
            terms.append(Term(key, value, negated))
    return tuple(terms)


def select(
    entries: Iterable[Entry], terms: Iterable[Term], progress: Mapping[CardId, Progress], now: Moment
) -> list[Entry]:
    """The cards of which all terms are true, in their order."""
    return all_true(entries, terms, lambda term: _test(term, progress, now))


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
