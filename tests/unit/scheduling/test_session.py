"""A sitting, move by move."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from itertools import pairwise
from time import process_time

import pytest

from studykit.model.ids import CardId
from studykit.model.options import Options
from studykit.model.review import FaceKey, Flag, Memory, Rating, Review, ReviewKind, Standing, Step
from studykit.scheduling.answer import outcomes
from studykit.scheduling.day import moment
from studykit.scheduling.decisions import Decision, Record, Scope, Undo
from studykit.scheduling.memory import Model
from studykit.scheduling.progress import Answer, Finished, Question, Waiting
from studykit.scheduling.queue import Today, build_queue, cram_queue
from studykit.scheduling.rows import Kind, Row
from studykit.scheduling.session import Offer, OutOfTurn, Session

NOW = moment(1_790_000_000_000, UTC)
TODAY = Today(NOW.day, NOW.day_end_ms)
MODEL = Model()
MINUTE = 60_000


def review(card: str, section: str = "s", *, face: str = "0", note: str = "n") -> Row:
    return Row(CardId(card), face, "A", section, note, Kind.REVIEW, NOW.day, NOW.day - 5, 4.0)


def new(card: str, section: str = "s") -> Row:
    return Row(CardId(card), "0", "A", section, "n", Kind.NEW, 0)


def start(
    rows: list[Row], options: Options | None = None, only_log: ReviewKind | None = None, lapses: int = 0
) -> tuple[Session, dict[FaceKey, Standing]]:
    chosen = options or Options(review_order="due", learning_steps=(60, 600))
    due = Review(Memory(4.0, 5.0), 5, NOW.day, NOW.at_ms - 5 * 86_400_000, NOW.day - 5)
    standings = {row.key: Standing() if row.kind is Kind.NEW else Standing(due, 3, lapses) for row in rows}

    def answers(key: FaceKey, at_ms: int) -> Offer:
        return Offer(standings[key], outcomes(standings[key], chosen, MODEL, moment(at_ms, UTC), key))

    queue = build_queue(rows, TODAY, lambda _: chosen) if only_log is None else cram_queue(rows, TODAY, chosen)
    return Session(queue, answers, lambda _: chosen, NOW.at_ms, name="n", machine="m", only_log=only_log), standings


def go(session: Session, standings: dict[FaceKey, Standing], rating: Rating, at_ms: int) -> Record:
    session.reveal()
    decision = session.rate(rating, at_ms, 1234)
    standings[FaceKey(decision.entry.card, decision.entry.face)] = decision.after
    session.advance(decision)
    return decision


def shown(session: Session) -> str:
    assert session.progress.row is not None
    return session.progress.row.card


def test_a_rating_before_the_answer_is_shown_is_refused() -> None:
    session, _ = start([review("a")])
    before = session.progress
    with pytest.raises(OutOfTurn):
        session.rate(Rating.GOOD, NOW.at_ms, 1)
    assert session.progress == before
    session.reveal()
    assert isinstance(session.position, Answer)
    with pytest.raises(OutOfTurn):
        session.reveal()


def test_nothing_can_be_done_to_a_card_when_none_is_asked() -> None:
    session, _ = start([])
    assert isinstance(session.position, Finished)
    now = NOW.at_ms
    moves: list[Callable[[], object]] = [
        session.reveal,
        lambda: session.rate(Rating.GOOD, now, 1),
        lambda: session.suspend(now),
        lambda: session.bury(now),
        lambda: session.flag(None, now),
        lambda: session.delete(now),
        lambda: session.undo(now),
        lambda: session.steps(now),
    ]
    for move in moves:
        with pytest.raises(OutOfTurn):
            move()


def test_only_the_last_decision_offered_can_be_carried_out_and_only_once() -> None:
    session, _ = start([review("a"), review("b")])
    session.reveal()
    first: Decision = session.rate(Rating.GOOD, NOW.at_ms, 1)
    second = session.rate(Rating.HARD, NOW.at_ms, 1)
    with pytest.raises(OutOfTurn):
        session.advance(first)
    session.advance(second)
    with pytest.raises(OutOfTurn):
        session.advance(second)


def test_learning_comes_back_when_due_between_reviews() -> None:
    session, standings = start(
        [new("x"), *(review(f"r{n}") for n in range(4))],
        Options(review_order="due", new_mix="before", interleave=False),
    )
    assert session.counts == (1, 0, 4)
    go(session, standings, Rating.AGAIN, NOW.at_ms)
    assert session.counts == (0, 1, 4)
    assert shown(session) == "r0"
    go(session, standings, Rating.GOOD, NOW.at_ms + 30_000)
    assert shown(session) == "r1"
    go(session, standings, Rating.GOOD, NOW.at_ms + 61_000)
    assert shown(session) == "x"


def learning(card: str, section: str, due_ms: int) -> Row:
    return Row(CardId(card), "0", "A", section, "n", Kind.LEARNING, due_ms, NOW.day, 1.0)


def test_learning_is_due_to_the_millisecond_and_not_before() -> None:
    options = Options(interleave=False)
    assert shown(start([learning("x", "s", NOW.at_ms), review("r")], options)[0]) == "x"
    assert shown(start([learning("x", "s", NOW.at_ms + 1), review("r")], options)[0]) == "r"


def test_learning_that_is_due_lets_one_card_of_another_section_go_first() -> None:
    rows = [learning("x", "s", NOW.at_ms - 2), learning("y", "s", NOW.at_ms - 1), review("r", "t"), review("q", "t")]
    session, standings = start(rows)
    order = []
    for _ in range(4):
        order.append(shown(session))
        go(session, standings, Rating.EASY, NOW.at_ms)
    assert order == ["x", "q", "y", "r"]


def test_cards_of_no_note_are_not_put_away_together() -> None:
    session, _ = start([review("a", note=""), review("b", note="")])
    session.advance(session.suspend(NOW.at_ms, Scope.NOTE))
    assert session.counts.due == 1


def test_learning_is_asked_ahead_when_nothing_else_is_left_and_else_waited_for() -> None:
    session, standings = start([new("x")], Options(learning_steps=(600, 3600)))
    go(session, standings, Rating.AGAIN, NOW.at_ms)
    assert shown(session) == "x"
    go(session, standings, Rating.GOOD, NOW.at_ms + 1000)
    assert session.position == Waiting(NOW.at_ms + 1000 + 40 * MINUTE)
    assert session.counts == (0, 1, 0)
    assert not session.wake(NOW.at_ms + 40 * MINUTE)
    assert session.wake(NOW.at_ms + 41 * MINUTE)
    go(session, standings, Rating.GOOD, NOW.at_ms + 41 * MINUTE)
    assert isinstance(session.position, Finished)


def test_of_learning_asked_ahead_not_the_same_one_twice() -> None:
    session, standings = start([new("x"), new("y")], Options(learning_steps=(60, 600)))
    go(session, standings, Rating.GOOD, NOW.at_ms)
    go(session, standings, Rating.AGAIN, NOW.at_ms + 1000)
    assert shown(session) == "x"
    go(session, standings, Rating.AGAIN, NOW.at_ms + 2000)
    assert shown(session) == "y"


def test_a_step_beyond_the_day_is_not_waited_for() -> None:
    session, standings = start([new("x")], Options(learning_steps=(86_400,)))
    go(session, standings, Rating.AGAIN, NOW.at_ms)
    assert isinstance(session.position, Finished)


def test_undo_reaches_back_over_the_end() -> None:
    session, standings = start([review("a"), review("b")])
    go(session, standings, Rating.GOOD, NOW.at_ms)
    last = go(session, standings, Rating.GOOD, NOW.at_ms)
    assert isinstance(session.position, Finished)
    undo = session.undo(NOW.at_ms + 5)
    assert undo == Undo(last, NOW.at_ms + 5)
    session.advance(undo)
    assert isinstance(session.position, Answer)
    assert session.counts == (0, 0, 1)
    session.advance(session.undo(NOW.at_ms + 6))
    assert session.counts == (0, 0, 2)


def test_an_answer_given_anew_after_undo_has_another_key() -> None:
    session, standings = start([review("a")])
    first = go(session, standings, Rating.GOOD, NOW.at_ms)
    session.advance(session.undo(NOW.at_ms))
    standings[review("a").key] = first.before
    second = session.rate(Rating.HARD, NOW.at_ms, 1)
    assert second.entry.key != first.entry.key


def test_the_four_buttons_say_when_the_face_comes_back() -> None:
    session, _ = start([new("x")], Options(fuzz=False))
    steps = session.steps(NOW.at_ms)
    assert steps is not None
    assert steps[:3] == (Step(60, 0), Step(330, 0), Step(600, 0))
    assert steps[3].days > 1


def test_putting_away_reaches_as_far_as_its_scope() -> None:
    rows = [review("a", face="0"), review("a", face="1"), review("b"), review("c", note="m")]
    for scope, left in ((Scope.FACE, 3), (Scope.CARD, 2), (Scope.NOTE, 1)):
        session, _ = start(rows, Options(review_order="due", bury_siblings=False, interleave=False))
        assert shown(session) == "a"
        session.advance(session.bury(NOW.at_ms, scope))
        assert session.counts.due == left
        session.advance(session.undo(NOW.at_ms))
        assert session.counts.due == 4


def test_a_flag_leaves_the_session_with_its_face_and_can_be_taken_back() -> None:
    session, _ = start([review("a")])
    session.reveal()
    before = session.progress
    session.advance(session.flag(Flag("check", NOW.at_ms), NOW.at_ms))
    assert session.progress == before
    assert len(session.history) == 1
    session.advance(session.undo(NOW.at_ms))
    assert not session.history


def test_a_leech_is_told_and_put_away_if_the_options_say_so() -> None:
    for action, suspended in (("suspend", True), ("tag", False)):
        options = replace(Options(), leech_lapses=8, leech_action=action)  # type: ignore[arg-type]
        session, standings = start([review("a")], options, lapses=7)
        decision = go(session, standings, Rating.AGAIN, NOW.at_ms)
        assert decision.leech
        assert decision.suspend is suspended
        assert session.counts.learning == (0 if suspended else 1)


def test_a_cram_logs_and_brings_back_what_was_not_known() -> None:
    session, standings = start([review("a"), new("b")], only_log=ReviewKind.CRAM)
    assert session.steps(NOW.at_ms) is None
    decision = go(session, standings, Rating.AGAIN, NOW.at_ms)
    assert decision.before == decision.after
    assert (decision.entry.kind, decision.entry.step) == (ReviewKind.CRAM, Step(0, 0))
    assert session.counts.learning == 1
    go(session, standings, Rating.GOOD, NOW.at_ms)
    go(session, standings, Rating.HARD, NOW.at_ms)
    assert isinstance(session.position, Finished)


def test_what_was_answered_elsewhere_is_withdrawn_without_a_decision() -> None:
    session, _ = start([review("a"), review("b")])
    session.withdraw(frozenset([CardId("a")]), NOW.at_ms)
    assert shown(session) == "b"
    assert not session.history


def test_a_card_that_was_withdrawn_does_not_come_back_by_undo() -> None:
    session, standings = start([review("a"), review("b")])
    go(session, standings, Rating.GOOD, NOW.at_ms)
    session.withdraw(frozenset([CardId("a")]), NOW.at_ms)
    session.advance(session.undo(NOW.at_ms))
    assert shown(session) == "b"
    assert session.counts == (0, 0, 1)


def test_a_session_is_over_with_its_day() -> None:
    session, _ = start([review("a")])
    assert not session.is_over(NOW.day_end_ms - 1)
    assert session.is_over(NOW.day_end_ms)


def test_sections_take_turns() -> None:
    rows = [review(f"{section}{n}", section) for section in "abc" for n in range(3)]
    session, standings = start(rows, Options(review_order="due"))
    order = []
    while isinstance(session.position, Question):
        order.append(shown(session)[0])
        go(session, standings, Rating.GOOD, NOW.at_ms)
    assert all(one != other for one, other in pairwise(order))
    assert len(order) == 9


def test_new_cards_keep_the_order_of_their_map() -> None:
    rows = [new(f"{section}{n}", section)._replace(position=n) for section in "ab" for n in range(3)]
    session, standings = start([r._replace(position=at) for at, r in enumerate(rows)], Options())
    order = []
    for _ in range(6):
        order.append(shown(session))
        go(session, standings, Rating.EASY, NOW.at_ms)
    assert order == ["a0", "a1", "a2", "b0", "b1", "b2"]


def test_a_card_costs_little_among_twenty_thousand() -> None:
    """1 ms is the figure; ten times that is what a busy machine may take before the test fails."""
    rows = [review(f"{n:06}", f"s{n % 100}") for n in range(20_000)]
    session, standings = start(rows, Options(reviews_per_day=99_999))
    began = process_time()
    for at in range(100):
        go(session, standings, Rating.AGAIN if at % 5 else Rating.GOOD, NOW.at_ms + at * 1000)
    assert process_time() - began < 1.0
