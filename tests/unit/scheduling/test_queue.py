"""The day's queue on small cases that a person can check by hand."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from itertools import pairwise

from studykit.model.ids import CardId
from studykit.model.options import Options
from studykit.model.review import Learning, Memory, New, Relearning, Review
from studykit.scheduling.day import day_start_ms, study_day
from studykit.scheduling.limits import Done, lineage
from studykit.scheduling.queue import Queue, Today, build_queue, cram_queue
from studykit.scheduling.rows import Kind, Row, place

DAY = 1000
TODAY = Today(DAY, 1_000_000)


def row(
    card: str, kind: Kind = Kind.REVIEW, *, face: str = "0", deck: str = "A", section: str = "s", **more: int
) -> Row:
    due = {Kind.LEARNING: 5, Kind.NEW: 0}.get(kind, DAY)
    return Row(CardId(card), face, deck, section, "n", kind, due)._replace(**more)  # type: ignore[arg-type]


def options(**changes: object) -> Callable[[str], Options]:
    chosen = replace(Options(review_order="due"), **changes)  # type: ignore[arg-type]
    return lambda _: chosen


def cards(queue: Queue) -> list[str]:
    return [row.card for row in queue.main.rows()]


def test_lineage_goes_from_the_top_to_the_deck() -> None:
    assert list(lineage("A::B::C")) == ["A", "A::B", "A::B::C"]
    assert list(lineage("A")) == ["A"]


def test_a_parents_limit_is_shared_by_its_children() -> None:
    rows = [row(f"{deck}{n}", Kind.NEW, deck=f"A::{deck}", position=n) for deck in "bc" for n in range(5)]
    rooms = {"A": Options(new_per_day=6), "A::b": Options(new_per_day=4), "A::c": Options(new_per_day=4)}
    queue = build_queue(rows, TODAY, lambda deck: rooms.get(deck, Options()))
    assert (queue.main.new, queue.new_over) == (6, 4)


def test_what_was_done_today_is_taken_off_above_too() -> None:
    rows = [row(str(n), Kind.NEW, deck="A::c", position=n) for n in range(9)]
    done = replace(TODAY, done={"A::b": Done(new=15, reviews=3), "A::c": Done(new=2)})
    assert build_queue(rows, done, options()).main.new == 3


def test_new_cards_need_room_among_the_reviews_unless_the_deck_opted_out() -> None:
    rows = [row(f"r{n}") for n in range(8)] + [row(f"n{n}", Kind.NEW) for n in range(5)]
    assert build_queue(rows, TODAY, options(reviews_per_day=10)).main.new == 2
    assert build_queue(rows, TODAY, options(reviews_per_day=8)).main.new == 0
    assert build_queue(rows, TODAY, options(reviews_per_day=8, new_ignores_review_limit=True)).main.new == 5


def test_a_day_done_in_two_sittings_is_as_much_as_in_one() -> None:
    rows = [row(f"r{n}") for n in range(8)] + [row(f"n{n}", Kind.NEW) for n in range(5)]
    limited = options(reviews_per_day=10)
    later = [row(f"r{n}") for n in range(5, 8)] + [row(f"n{n}", Kind.NEW) for n in range(1, 5)]
    queue = build_queue(later, replace(TODAY, done={"A": Done(new=1, reviews=5)}), limited)
    assert (queue.main.due, queue.main.new) == (3, 1)
    assert build_queue(rows, TODAY, limited).main.new == 2


def test_interday_learning_counts_as_a_review_and_comes_before_one() -> None:
    rows = [row("r"), row("d", Kind.INTERDAY)]
    queue = build_queue(rows, TODAY, options(reviews_per_day=1))
    assert (cards(queue), queue.reviews_over) == (["d"], 1)


def test_learning_has_no_limit_and_buries_its_siblings() -> None:
    rows = [row("x", Kind.LEARNING), row("x", face="1"), row("y"), row("y", Kind.NEW, face="1"), row("z", Kind.NEW)]
    queue = build_queue(rows, TODAY, options(reviews_per_day=2))
    assert [learning.card for learning in queue.learning] == ["x"]
    assert set(cards(queue)) == {"y", "z"}
    assert [held.key for held in queue.held_back] == [("x", "1"), ("y", "1")]


def test_a_backlog_is_asked_in_its_own_order_and_cut_by_it() -> None:
    rows = [row(name, last_day=DAY - 10, stability=s) for name, s in (("weak", 1), ("firm", 100), ("middling", 10))]
    assert cards(build_queue(rows, TODAY, options(reviews_per_day=2))) == ["firm", "middling"]
    up = options(reviews_per_day=2, backlog_order="retrievability-ascending")
    assert cards(build_queue(rows, TODAY, up)) == ["weak", "middling"]
    assert cards(build_queue(rows, TODAY, options(reviews_per_day=3))) == ["firm", "middling", "weak"]


def test_another_seed_is_another_order_and_not_its_mirror() -> None:
    rows = [row(f"card{n:05}") for n in range(200)]
    free = options(review_order="due-random", reviews_per_day=999, interleave=False)
    one, two = (cards(build_queue(rows, TODAY, free, seed=seed)) for seed in (1, 2))
    assert sorted(one) == sorted(two)
    at = {card: rank for rank, card in enumerate(two)}
    agreeing = sum(at[a] < at[b] for a, b in pairwise(one))
    assert 60 < agreeing < 140
    assert one != sorted(one)


def test_new_cards_are_spread_before_or_after() -> None:
    rows = [row(f"r{n}") for n in range(6)] + [row(f"n{n}", Kind.NEW, position=n) for n in range(2)]
    mixed = cards(build_queue(rows, TODAY, options()))
    assert [mixed.index("n0"), mixed.index("n1")] == [2, 5]
    assert cards(build_queue(rows, TODAY, options(new_mix="before")))[:2] == ["n0", "n1"]
    assert cards(build_queue(rows, TODAY, options(new_mix="after")))[-2:] == ["n0", "n1"]


def test_prerequisites_come_first_where_no_map_says_otherwise() -> None:
    def new(note: str, position: int, *, listed: bool) -> Row:
        return row(note, Kind.NEW, position=position)._replace(note=note, listed=listed)

    rows = [new("a", 0, listed=True), new("b", 1, listed=True), new("x", 2, listed=False), new("y", 3, listed=False)]
    needs = {"a": {"b", "y"}, "y": {"x"}, "x": {"y"}}
    # y (and x, which y needs) goes before a; b does not, as a map lists it after a
    assert cards(build_queue(rows, TODAY, options(), needs=needs)) == ["x", "y", "a", "b"]
    assert cards(build_queue(rows, TODAY, options())) == ["a", "b", "x", "y"]


def test_a_long_chain_of_prerequisites_is_no_recursion() -> None:
    rows = [row(f"{n}", Kind.NEW, position=n)._replace(note=f"{n}", listed=False) for n in range(5000)]
    needs = {f"{n}": {f"{n + 1}"} for n in range(5000)}
    free = options(new_per_day=9999, reviews_per_day=9999)
    assert cards(build_queue(rows, TODAY, free, needs=needs)) == [f"{n}" for n in range(4999, -1, -1)]


def test_a_cram_takes_anything_awake_and_no_more_than_asked_for() -> None:
    rows = [row("a", due=DAY + 50), row("b", Kind.NEW), row("c")._replace(suspended=True)]
    assert set(cards(cram_queue(rows, TODAY))) == {"a", "b"}
    assert len(cards(cram_queue(rows, TODAY, count=1))) == 1


def test_a_step_over_the_rollover_is_due_on_a_day() -> None:
    start = day_start_ms(740_000, UTC)
    memory = Memory(2.5, 5.0)

    def day_of(at_ms: int) -> int:
        return study_day(at_ms, UTC)

    assert place(New(), day_of)[0] is Kind.NEW
    assert place(Review(memory, 4, 740_004, start, 740_000), day_of) == (Kind.REVIEW, 740_004, 740_000, 2.5)
    soon = Learning(memory, 1, start + 600_000, start, 740_000)
    assert place(soon, day_of) == (Kind.LEARNING, start + 600_000, 740_000, 2.5)
    late = Relearning(memory, 1, 1, start + 90_000_000, start, 740_000)
    assert place(late, day_of) == (Kind.INTERDAY, 740_001, 740_000, 2.5)


def test_twenty_thousand_due_make_a_queue_quickly_and_each_card_costs_little() -> None:
    """80 ms and 1 ms are the figures; ten times that is what a busy machine may take before the test fails."""
    rows = [
        row(f"{n:010}", deck=f"M{n % 5}::s{n % 100}", section=f"s{n % 100}", due=DAY - n % 30, stability=1 + n % 90)
        for n in range(20_000)
    ]
    free = options(review_order="due-random", reviews_per_day=99_999)
    began = time.process_time()
    queue = build_queue(rows, TODAY, free, seed=7)
    built = time.process_time()
    lanes = queue.main
    for _ in range(100):
        _, lanes = lanes.take(min(lanes.at_hand())[1])
    assert built - began < 0.8
    assert time.process_time() - built < 1.0
