"""Today's queue: which faces are asked today, and in which order. Built once; the session then only takes from it.

Learning first, as it is due to the minute; then what is due today within the limits, siblings held back; then new cards
within theirs. What a limit or a sibling leaves out stays due and is found again by the next queue.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from studykit.model.ids import CardId
from studykit.model.options import Options
from studykit.scheduling.burying import Siblings
from studykit.scheduling.lanes import Lanes
from studykit.scheduling.limits import Done, Limits
from studykit.scheduling.ordering import mix, noise, order_new, order_reviews
from studykit.scheduling.rows import Kind, Row

OptionsOf = Callable[[str], Options]
"""Options of a deck by its name; asked for parents too, which may hold no card themselves."""


@dataclass(frozen=True, slots=True)
class Today:
    """The study day and what was done on it already."""

    day: int
    end_ms: int
    """The rollover that ends it."""
    done: Mapping[str, Done] = field(default_factory=dict)
    """By deck."""
    answered: Collection[CardId] = frozenset()
    """Cards of which a face was answered today: their siblings wait for tomorrow."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What a session starts from."""

    day: int
    end_ms: int
    learning: tuple[Row, ...]
    """In the steps and due some time today, the earliest first."""
    main: Lanes
    """Reviews, interday learning and new cards."""
    interleave: bool
    held_back: tuple[Row, ...] = ()
    """Siblings that wait for tomorrow."""
    reviews_over: int = 0
    """Due, but over a limit."""
    new_over: int = 0


def may_be_asked(row: Row, day: int) -> bool:
    """Neither suspended nor buried for this day nor out of the decks that are learned here."""
    return row.active and not row.suspended and row.buried_day < day


def build_queue(
    rows: Iterable[Row],
    today: Today,
    options: OptionsOf,
    *,
    root: str = "",
    seed: int = 0,
    needs: Mapping[str, Collection[str]] | None = None,
) -> Queue:
    """The queue of the rows, which may hold more than is due.

    `root` is the deck that was chosen (empty: all); orders, mix and interleaving are by its options, limits and burying
    by those of each card's deck. `needs`: for a note, the notes it builds on. Of new rows no more need be given than
    the limits can take, with a few to spare for siblings, as long as they are the first in their order.
    """
    chosen = options(root)
    day = today.day
    learning: list[Row] = []
    due: list[Row] = []
    fresh: list[Row] = []
    # An enum's member costs more to look up than to compare: over a million rows it shows
    new_kind, learning_kind = Kind.NEW, Kind.LEARNING
    for row in rows:
        if not row.active or row.suspended or row.buried_day >= day:
            continue
        kind = row.kind
        if kind == new_kind:
            fresh.append(row)
        elif kind == learning_kind:
            if row.due < today.end_ms:
                learning.append(row)
        elif row.due <= day:
            due.append(row)
    learning.sort(key=lambda row: (row.due, row.card, row.face))

    limits = Limits(options, today.done)
    siblings = Siblings(options, today.answered)
    for row in learning:
        siblings.ask(row)
    backlog = limits.exceeded_by(Counter(row.deck for row in due))
    order = chosen.backlog_order if backlog else chosen.review_order
    reviews, reviews_over = _admit_reviews(order_reviews(due, order, day, seed), limits, siblings)

    new: list[Row] = []
    new_over = 0
    for row in order_new(fresh, chosen.new_order, needs or {}, seed):
        if not siblings.admit(row):
            continue
        if limits.take_new(row.deck):
            siblings.ask(row)
            new.append(row)
        else:
            new_over += 1
    main = Lanes.of(
        mix(reviews, new, chosen.new_mix), interleave=chosen.interleave, new_in_order=chosen.new_order == "moc"
    )
    return Queue(
        day, today.end_ms, tuple(learning), main, chosen.interleave, tuple(siblings.held_back), reviews_over, new_over
    )


def _admit_reviews(ordered: list[Row], limits: Limits, siblings: Siblings) -> tuple[list[Row], int]:
    """Those within limits and without a sibling, in the order given, and how many are over a limit.

    Interday learning chooses first, so that a review cannot bury it or take its place.
    """
    interday_kind = Kind.INTERDAY
    interday = [rank for rank, row in enumerate(ordered) if row.kind == interday_kind]
    reviews = [rank for rank, row in enumerate(ordered) if row.kind != interday_kind]
    taken: list[int] = []
    over = 0
    for rank in chain(interday, reviews):
        row = ordered[rank]
        if not siblings.admit(row):
            continue
        if limits.take_review(row.deck):
            siblings.ask(row)
            taken.append(rank)
        else:
            over += 1
    return [ordered[rank] for rank in sorted(taken)], over


def cram_queue(
    rows: Iterable[Row], today: Today, options: Options | None = None, *, seed: int = 0, count: int | None = None
) -> Queue:
    """Any faces, due or not, at random: for a session that leaves the schedule alone. No limits, no burying."""
    interleave = options is None or options.interleave
    chosen = sorted((row for row in rows if may_be_asked(row, today.day)), key=lambda row: (noise(row, seed), row))
    main = Lanes.of([chosen[:count]], interleave=interleave, new_in_order=False)
    return Queue(today.day, today.end_ms, (), main, interleave)
