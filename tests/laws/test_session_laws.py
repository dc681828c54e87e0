"""Laws of the session: undo gives back what was, every sitting ends, and what the counts say is what is left.

The store is a small one in memory that keeps what decisions say, so that the whole machine can be compared: where the
session stands, and what has been written.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from studykit.model.ids import CardId
from studykit.model.options import Options
from studykit.model.review import FaceKey, Flag, Memory, Rating, Review, ReviewKind, Standing
from studykit.scheduling.answer import outcomes
from studykit.scheduling.day import moment
from studykit.scheduling.decisions import Bury, Decision, Delete, Record, Scope, SetFlag, Suspend, Undo
from studykit.scheduling.memory import Model
from studykit.scheduling.progress import LEARN_AHEAD_MS, Answer, Finished, Question, Waiting
from studykit.scheduling.queue import Today, build_queue, cram_queue
from studykit.scheduling.rows import Kind, Row
from studykit.scheduling.session import Offer, OutOfTurn, Session

MODEL = Model()
START = moment(1_790_000_000_000, UTC)
MINUTE = 60_000


@dataclass
class Written:
    """What a store would hold."""

    standings: dict[FaceKey, Standing] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    asleep: list[tuple[str, FaceKey, Scope]] = field(default_factory=list)
    flags: dict[FaceKey, list[Flag | None]] = field(default_factory=dict)
    deleted: list[CardId] = field(default_factory=list)

    def persist(self, decision: Decision) -> None:
        match decision:
            case Record(entry, before, after):
                key = FaceKey(entry.card, entry.face)
                assert self.standings[key] == before
                assert entry.key not in self.log
                self.standings[key] = after
                self.log.append(entry.key)
            case Suspend(key=key, scope=scope):
                self.asleep.append(("suspend", key, scope))
            case Bury(key=key, scope=scope):
                self.asleep.append(("bury", key, scope))
            case SetFlag(key, flag):
                self.flags.setdefault(key, []).append(flag)
            case Delete(card):
                self.deleted.append(card)
            case Undo(of=Record(entry, before)):
                self.standings[FaceKey(entry.card, entry.face)] = before
                assert self.log.pop() == entry.key
            case Undo(of=SetFlag(key)):
                self.flags[key].pop()
                if not self.flags[key]:
                    del self.flags[key]
            case Undo(of=Delete()):
                self.deleted.pop()
            case Undo(of=Suspend() | Bury()):
                self.asleep.pop()


@dataclass
class Sitting:
    """A session with its store and clock."""

    session: Session
    store: Written
    options: Options
    now_ms: int = START.at_ms

    def persist_and_advance(self, decision: Decision) -> None:
        self.store.persist(decision)
        self.session.advance(decision)

    def machine(self) -> object:
        return self.session.progress, self.session.history, copy.deepcopy(self.store)


FACES = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from("01"), st.sampled_from([Kind.NEW, Kind.REVIEW])),
    unique_by=lambda f: f[:2],
    max_size=12,
)
STEPS = st.sampled_from([(), (60,), (60, 600), (60, 600, 86_400), (3600, 7200)])
OPTIONS = st.builds(
    Options,
    learning_steps=STEPS,
    relearning_steps=STEPS,
    bury_siblings=st.booleans(),
    interleave=st.booleans(),
    leech_lapses=st.sampled_from([0, 1, 8]),
    new_mix=st.sampled_from(["mixed", "after", "before"]),
)
LOGGED_ONLY = st.sampled_from([None, None, ReviewKind.CRAM, ReviewKind.QUIZ])


@st.composite
def sittings(draw: st.DrawFn) -> Sitting:
    options = draw(OPTIONS)
    store = Written()
    rows = []
    for card, face, kind in draw(FACES):
        key = FaceKey(CardId(f"c{card}"), face)
        memory = Memory(3.0 + card, 5.0)
        day, ago = START.day, 5 + card
        reviewed = Review(memory, 4, day - ago + 4, START.at_ms - ago * 86_400_000, day - ago)
        store.standings[key] = Standing() if kind is Kind.NEW else Standing(reviewed, 3, card % 3)
        rows.append(
            Row(
                *key,
                "A",
                f"s{card % 3}",
                f"n{card % 4}",
                kind,
                0 if kind is Kind.NEW else reviewed.due_day,
                day - ago,
                3.0 + card,
                card,
            )
        )
    only_log = draw(LOGGED_ONLY)
    today = Today(START.day, START.day_end_ms)
    queue = build_queue(rows, today, lambda _: options) if only_log is None else cram_queue(rows, today, options)

    def answers(key: FaceKey, now_ms: int) -> Offer:
        standing = store.standings[key]
        return Offer(standing, outcomes(standing, options, MODEL, moment(now_ms, UTC), key))

    session = Session(queue, answers, lambda _: options, START.at_ms, name="x", machine="here", only_log=only_log)
    return Sitting(session, store, options)


RATINGS = st.sampled_from(Rating)
SCOPES = st.sampled_from(Scope)


def decide(draw: st.DataObject, sitting: Sitting) -> Decision:
    """Any decision that can be made where the session stands."""
    session, now = sitting.session, sitting.now_ms
    ways: list[Callable[[], Decision]] = []
    if isinstance(session.position, Question | Answer):
        ways += [
            lambda: session.suspend(now, draw.draw(SCOPES)),
            lambda: session.bury(now, draw.draw(SCOPES)),
            lambda: session.flag(Flag("later", now), now),
            lambda: session.delete(now),
        ]
    if isinstance(session.position, Answer):
        ways += [lambda: session.rate(draw.draw(RATINGS), now, 5000)] * 4
    if session.history:
        ways.append(lambda: session.undo(now))
    return draw.draw(st.sampled_from(ways))()


def can_decide(session: Session) -> bool:
    return bool(session.history) or isinstance(session.position, Question | Answer)


def move_on(draw: st.DataObject, sitting: Sitting) -> None:
    """Time passes; a question may be turned over; waiting may end."""
    sitting.now_ms += draw.draw(st.sampled_from([1000, 30_000, 5 * MINUTE]))
    if isinstance(sitting.session.position, Question) and draw.draw(st.booleans()):
        sitting.session.reveal()
    sitting.session.wake(sitting.now_ms)


@given(sittings(), st.data())
def test_undo_of_anything_gives_the_machine_before_many_times(sitting: Sitting, draw: st.DataObject) -> None:
    session = sitting.session
    before: list[object] = []
    for _ in range(draw.draw(st.integers(0, 12))):
        move_on(draw, sitting)
        if not can_decide(session):
            break
        decision = decide(draw, sitting)
        machine = sitting.machine()
        if isinstance(decision, Undo):
            sitting.persist_and_advance(decision)
            assert sitting.machine() == before.pop()
        else:
            before.append(machine)
            sitting.persist_and_advance(decision)
    while before:
        sitting.persist_and_advance(session.undo(sitting.now_ms))
        assert sitting.machine() == before.pop()
    assert not session.history


@given(sittings(), st.data())
def test_deciding_changes_nothing_until_it_is_written(sitting: Sitting, draw: st.DataObject) -> None:
    """As when a write fails: the session stands where it stood, decides the same again, and goes on from there."""
    session = sitting.session
    move_on(draw, sitting)
    if isinstance(session.position, Question):
        session.reveal()
    if isinstance(session.position, Answer):
        before = sitting.machine()
        failed = session.rate(Rating.GOOD, sitting.now_ms, 1)
        assert sitting.machine() == before
        again = session.rate(Rating.GOOD, sitting.now_ms, 1)
        assert again == failed
        sitting.persist_and_advance(again)
        assert len(session.history) == 1
        try:
            session.advance(again)
        except OutOfTurn:
            pass
        else:
            raise AssertionError("the same decision twice")


@given(sittings(), st.data())
def test_a_sitting_ends_and_counts_say_what_is_left(sitting: Sitting, draw: st.DataObject) -> None:
    """Whoever now and then says something else than Again comes to the end, and nobody is counted who is not asked."""
    session, store = sitting.session, sitting.store
    shown = 0
    last_due: dict[FaceKey, int] = {}
    while not isinstance(session.position, Finished):
        assert sum(session.counts) > 0
        if isinstance(session.position, Waiting):
            assert session.counts.new == session.counts.due == 0
            sitting.now_ms = max(sitting.now_ms, session.position.until_ms)
            assert session.wake(sitting.now_ms)
            continue
        row = session.progress.row
        assert row is not None
        others_left = session.counts.new + session.counts.due - (row.kind is not Kind.LEARNING)
        if row.key in last_due:
            assert sitting.now_ms >= last_due[row.key] - LEARN_AHEAD_MS
            if sitting.now_ms < last_due[row.key]:
                assert others_left == 0
        before = session.counts
        session.reveal()
        shown += 1
        decision = session.rate(
            draw.draw(RATINGS) if shown < 60 else Rating.EASY,
            sitting.now_ms,
            1,
        )
        sitting.persist_and_advance(decision)
        back = session.counts.learning - before.learning + (row.kind is Kind.LEARNING)
        assert back in (0, 1)
        assert sum(before) - sum(session.counts) == 1 - back
        if back:
            mine = [left for left in (*session.progress.learning, session.progress.row) if left and left.key == row.key]
            last_due[row.key] = mine[0].due
        assert shown < 200
        sitting.now_ms += draw.draw(st.sampled_from([1000, MINUTE, 11 * MINUTE]))
    assert session.counts == (0, 0, 0)
    assert len(store.log) == shown


@given(sittings(), st.data())
def test_interleaving_repeats_a_section_only_if_nothing_else_is_at_hand(sitting: Sitting, draw: st.DataObject) -> None:
    session = sitting.session
    before = None
    for _ in range(40):
        row = session.progress.row
        if row is None:
            break
        if sitting.options.interleave and before and before.row and row.section == before.row.section:
            # Time stands still in this test: what was at hand when the row was chosen is known exactly
            at_hand = {before.main.order[rank].section for rank, _ in before.main.at_hand()}
            at_hand |= {left.section for left in session.progress.learning if left.due <= sitting.now_ms}
            assert at_hand <= {row.section}
        session.reveal()
        before = session.progress
        sitting.persist_and_advance(session.rate(draw.draw(RATINGS), sitting.now_ms, 1))


@given(sittings(), st.data())
def test_what_was_put_away_is_not_asked_again(sitting: Sitting, draw: st.DataObject) -> None:
    session = sitting.session
    away: list[Callable[[Row], bool]] = []

    def within(action: Suspend | Bury, row: Row) -> bool:
        same = {Scope.FACE: row.key == action.key, Scope.CARD: row.card == action.key.card}
        return same.get(action.scope, row.note == action.note)

    for _ in range(40):
        row = session.progress.row
        if row is None:
            break
        assert not any(gone(row) for gone in away)
        session.reveal()
        decision: Decision
        if draw.draw(st.booleans()):
            decision = session.rate(draw.draw(RATINGS), sitting.now_ms, 1)
        else:
            scope = draw.draw(SCOPES)
            suspends = draw.draw(st.booleans())
            decision = session.suspend(sitting.now_ms, scope) if suspends else session.bury(sitting.now_ms, scope)
        if isinstance(decision, Suspend | Bury):
            away.append(partial(within, decision))
        sitting.persist_and_advance(decision)


@given(sittings())
def test_a_cram_and_a_quiz_leave_the_schedule_alone(sitting: Sitting) -> None:
    session = sitting.session
    before = dict(sitting.store.standings)
    kinds = set()
    for _ in range(30):
        if isinstance(session.position, Question):
            session.reveal()
            decision = session.rate(Rating.AGAIN, sitting.now_ms, 1)
            kinds.add(decision.entry.kind)
            sitting.persist_and_advance(decision)
    if kinds & {ReviewKind.CRAM, ReviewKind.QUIZ}:
        assert len(kinds) == 1
        assert sitting.store.standings == before
