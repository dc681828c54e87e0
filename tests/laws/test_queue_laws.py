"""Laws of the day's queue: nothing due is lost or doubled, nothing asleep is asked, limits hold up to the top."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from studykit.model.ids import CardId
from studykit.model.options import Options
from studykit.scheduling.lanes import Lanes
from studykit.scheduling.limits import Done, lineage
from studykit.scheduling.queue import Queue, Today, build_queue, cram_queue, may_be_asked
from studykit.scheduling.rows import Kind, Row

DAY, END_MS = 1000, 1_000_000
DECKS = ("A", "A::B", "A::B::C", "A::D", "E")
COUNTS = st.integers(0, 4) | st.just(1000)
ORDERS = st.sampled_from(["due", "due-random", "retrievability-ascending", "retrievability-descending", "random"])


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    keys = draw(st.lists(st.tuples(st.integers(0, 12), st.sampled_from("01")), unique=True, max_size=20))
    found = []
    for card, face in keys:
        kind = draw(st.sampled_from(Kind))
        due = draw(st.integers(0, END_MS + 10) if kind is Kind.LEARNING else st.integers(DAY - 3, DAY + 1))
        found.append(
            Row(
                CardId(f"c{card:02}"), face, DECKS[card % len(DECKS)], f"s{card % 3}", f"n{card % 4}", kind,
                0 if kind is Kind.NEW else due, DAY - 5, 1.0 + card, card, draw(st.booleans()),
                draw(st.integers(0, 9)) == 0, draw(st.sampled_from([0, 0, 0, DAY - 1, DAY])),
                draw(st.integers(0, 9)) > 0,
            )
        )  # fmt: skip
    return found


OPTIONS = st.builds(
    Options,
    new_per_day=COUNTS,
    reviews_per_day=COUNTS,
    new_ignores_review_limit=st.booleans(),
    bury_siblings=st.booleans(),
    interleave=st.booleans(),
    new_order=st.sampled_from(["moc", "random"]),
    new_mix=st.sampled_from(["mixed", "after", "before"]),
    review_order=ORDERS,
    backlog_order=ORDERS,
)
BY_DECK = st.fixed_dictionaries(dict.fromkeys(("", *DECKS), OPTIONS))
DONE = st.dictionaries(st.sampled_from(DECKS), st.builds(Done, st.integers(0, 2), st.integers(0, 2)))
TODAY = st.builds(
    Today, st.just(DAY), st.just(END_MS), DONE, st.frozensets(st.integers(0, 12).map(lambda n: CardId(f"c{n:02}")))
)
NOTES = st.sampled_from(["n0", "n1", "n2", "n3", "x"])
NEEDS = st.dictionaries(NOTES, st.frozensets(NOTES))


def asked(queue: Queue) -> tuple[Row, ...]:
    return (*queue.learning, *queue.main.rows())


def is_due(row: Row) -> bool:
    return row.kind is Kind.NEW or (row.due < END_MS if row.kind is Kind.LEARNING else row.due <= DAY)


@given(rows(), TODAY, BY_DECK, NEEDS)
def test_each_face_is_asked_once_or_told_why_not(
    given_rows: list[Row], today: Today, options: dict[str, Options], needs: dict[str, frozenset[str]]
) -> None:
    queue = build_queue(given_rows, today, options.__getitem__, needs=needs)
    found = [row.key for row in (*asked(queue), *queue.held_back)]
    assert len(set(found)) == len(found)
    able = {row.key for row in given_rows if may_be_asked(row, DAY) and is_due(row)}
    assert set(found) <= able
    assert len(able) - len(found) == queue.reviews_over + queue.new_over
    assert len(queue.main.rows()) == queue.main.new + queue.main.due


@given(rows(), BY_DECK)
def test_all_that_is_due_is_asked_where_limits_and_siblings_allow(
    given_rows: list[Row], options: dict[str, Options]
) -> None:
    free = {
        deck: replace(chosen, new_per_day=99, reviews_per_day=99, bury_siblings=False)
        for deck, chosen in options.items()
    }
    queue = build_queue(given_rows, Today(DAY, END_MS), free.__getitem__)
    able = Counter(row.key for row in given_rows if may_be_asked(row, DAY) and is_due(row))
    assert Counter(row.key for row in asked(queue)) == able


@given(rows(), TODAY, OPTIONS)
def test_nothing_suspended_buried_or_inactive_is_ever_asked(
    given_rows: list[Row], today: Today, options: Options
) -> None:
    for queue in (build_queue(given_rows, today, lambda _: options), cram_queue(given_rows, today, options)):
        for row in (*asked(queue), *queue.held_back):
            assert row.active
            assert not row.suspended
            assert row.buried_day < DAY


@given(rows(), TODAY, BY_DECK)
def test_limits_of_a_deck_and_of_all_above_it_hold(
    given_rows: list[Row], today: Today, options: dict[str, Options]
) -> None:
    queue = build_queue(given_rows, today, options.__getitem__)
    new: Counter[str] = Counter()
    reviews: Counter[str] = Counter()
    took_new: set[str] = set()
    took_reviews: set[str] = set()
    for row in queue.main.rows():
        (took_new if row.kind is Kind.NEW else took_reviews).update(lineage(row.deck))
        (new if row.kind is Kind.NEW else reviews).update(lineage(row.deck))
    for deck, done in today.done.items():
        new.update(dict.fromkeys(lineage(deck), done.new))
        reviews.update(dict.fromkeys(lineage(deck), done.reviews))
    for deck, limit in options.items():
        both = reviews[deck] + (0 if limit.new_ignores_review_limit else new[deck])
        if deck in took_new:
            assert new[deck] <= limit.new_per_day
        if deck in took_reviews or (deck in took_new and not limit.new_ignores_review_limit):
            assert both <= limit.reviews_per_day


@given(rows(), TODAY, BY_DECK)
def test_a_limit_leaves_nothing_out_while_it_has_room(
    given_rows: list[Row], today: Today, options: dict[str, Options]
) -> None:
    queue = build_queue(given_rows, today, options.__getitem__)
    if queue.reviews_over:
        used = Counter(deck for row in queue.main.rows() for deck in lineage(row.deck))
        for deck, done in today.done.items():
            used.update(dict.fromkeys(lineage(deck), done.reviews + done.new))
        decks = {deck for deck in DECKS if used[deck] >= options[deck].reviews_per_day}
        assert decks, "something was over a limit, yet no deck is full"


@given(rows(), TODAY, OPTIONS)
def test_siblings_are_held_back_by_earlier_kinds_alone(given_rows: list[Row], today: Today, options: Options) -> None:
    queue = build_queue(given_rows, today, lambda _: replace(options, bury_siblings=True))
    main = queue.main.rows()
    assert max(Counter(row.card for row in main).values(), default=1) == 1
    assert not {row.card for row in main} & {row.card for row in queue.learning}
    assert not {row.card for row in main} & set(today.answered)
    kinds: dict[CardId, set[Kind]] = {}
    for row in asked(queue):
        kinds.setdefault(row.card, set()).add(row.kind)
    for row in queue.held_back:
        assert row.card in today.answered or min(kinds[row.card]) <= row.kind


@given(rows(), TODAY, OPTIONS)
def test_what_is_held_back_or_buried_is_there_on_a_later_day(
    given_rows: list[Row], today: Today, options: Options
) -> None:
    """Nothing is written when a sibling is held back; each day one face of the card is done, and the others follow."""
    left = {row.key: row for row in given_rows if row.active and not row.suspended and is_due(row)}
    open_options = replace(options, new_per_day=1000, reviews_per_day=1000, bury_siblings=True)
    for day in range(DAY, DAY + 3):
        now = replace(today, day=day, done={}, answered=today.answered if day == DAY else frozenset())
        for row in asked(build_queue(left.values(), now, lambda _: open_options)):
            del left[row.key]
    assert not left


@given(rows(), TODAY, OPTIONS, st.integers(), st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_queue_in_whatever_order_rows_come(
    given_rows: list[Row], today: Today, options: Options, seed: int, random: Random
) -> None:
    shuffled = list(given_rows)
    random.shuffle(shuffled)
    one = build_queue(given_rows, today, lambda _: options, seed=seed)
    other = build_queue(shuffled, today, lambda _: options, seed=seed)
    assert (one.learning, one.main) == (other.learning, other.main)
    assert cram_queue(given_rows, today, options, seed=seed) == cram_queue(shuffled, today, options, seed=seed)


@given(rows(), st.sampled_from(["due", "due-random", "random"]), st.integers(0, 9))
def test_the_rest_keeps_its_order_when_some_are_done(given_rows: list[Row], order: str, seed: int) -> None:
    options = Options(reviews_per_day=999, bury_siblings=False, review_order=order, new_per_day=0)  # type: ignore[arg-type]
    whole = build_queue(given_rows, Today(DAY, END_MS), lambda _: options, seed=seed).main.rows()
    rest = build_queue(given_rows[::2], Today(DAY, END_MS), lambda _: options, seed=seed).main.rows()
    assert [row for row in whole if row in rest] == list(rest)


def work_off(lanes: Lanes, choose: Callable[[Sequence[tuple[int, int]]], int]) -> list[Row]:
    found = []
    while hand := lanes.at_hand():
        row, lanes = lanes.take(choose(hand))
        found.append(row)
    assert (lanes.new, lanes.due) == (0, 0)
    return found


@given(rows(), TODAY, OPTIONS, st.data())
def test_lanes_give_every_row_once_whichever_is_taken(
    given_rows: list[Row], today: Today, options: Options, data: st.DataObject
) -> None:
    lanes = build_queue(given_rows, today, lambda _: options).main
    found = work_off(lanes, lambda hand: data.draw(st.sampled_from(hand))[1])
    assert Counter(found) == Counter(lanes.rows())
    if options.new_mix != "mixed":
        is_new = [row.kind is Kind.NEW for row in found]
        assert is_new == sorted(is_new, reverse=options.new_mix == "before")
    if options.new_order == "moc":
        assert [row for row in found if row.kind is Kind.NEW] == [r for r in lanes.rows() if r.kind is Kind.NEW]


@given(st.lists(st.sampled_from("abcd"), max_size=30))
def test_no_section_is_repeated_that_could_have_been_parted(sections: list[str]) -> None:
    """Only a section with more than half of all has to repeat itself, and then no more often than it must."""
    reviews = [Row(CardId(f"{at}"), "0", "A", section, "n", Kind.REVIEW, DAY) for at, section in enumerate(sections)]
    last: list[str] = [""]
    lanes = Lanes.of([reviews], interleave=True, new_in_order=True)

    def choose(hand: Sequence[tuple[int, int]]) -> int:
        rank, lane = next((head for head in hand if sections[head[0]] != last[0]), hand[0])
        last[0] = sections[rank]
        return lane

    found = [row.section for row in work_off(lanes, choose)]
    repeated = sum(one == other for one, other in pairwise(found))
    most = max(Counter(sections).values(), default=0)
    assert repeated == max(0, 2 * most - len(sections) - 1)


@given(rows(), NEEDS)
def test_what_a_note_needs_comes_first_and_listed_notes_stay_in_order(
    given_rows: list[Row], needs: dict[str, frozenset[str]]
) -> None:
    """Where needs run in no circle: with one, no order could be right."""
    unlisted = {"n2", "n3"}
    new = [
        row._replace(kind=Kind.NEW, listed=row.note not in unlisted, suspended=False, active=True, buried_day=0)
        for row in given_rows
    ]
    acyclic = {note: {other for other in others if other < note} for note, others in needs.items()}
    options = Options(new_per_day=999, reviews_per_day=999, bury_siblings=False)
    order = build_queue(new, Today(DAY, END_MS), lambda _: options, needs=acyclic).main.rows()
    listed = [(row.position, row.face) for row in order if row.listed]
    assert listed == sorted(listed)
    notes = [row.note for row in order]
    for note, others in acyclic.items():
        for other in others & unlisted & set(notes):
            if note in notes:
                assert len(notes) - 1 - notes[::-1].index(other) < notes.index(note)
