"""A sitting: today's queue of a deck, the session over it, each decision written before the session goes on.

What a person sees of it is the caller's: the terminal, plain lines, the quiz.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from studykit.decks.files import read_deck
from studykit.errors import UsageError
from studykit.flows.deleting import Deleted, bring_back, delete_card
from studykit.flows.prerequisites import needed_notes
from studykit.flows.study import Study
from studykit.model.card import Card
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Flag, Learning, Rating, Relearning, Review, ReviewKind, Standing
from studykit.scheduling.answer import outcomes
from studykit.scheduling.decisions import Action, Bury, Decision, Delete, Record, Scope, SetFlag, Suspend, Undo
from studykit.scheduling.fuzz import BALANCED_DAYS, DueLoad
from studykit.scheduling.limits import lineage
from studykit.scheduling.queue import Queue, Today, build_queue, cram_queue
from studykit.scheduling.rows import Row, place
from studykit.scheduling.session import Offer, Session
from studykit.store import actions
from studykit.store.counts import count_studied
from studykit.store.due import due_in_steps, due_reviews, new_faces
from studykit.store.faces import Place, read_face, read_faces, read_siblings
from studykit.store.forecast import due_by_day
from studykit.store.journal import append
from studykit.store.journal_lines import Undo as UndoLine
from studykit.store.log import read_entry
from studykit.store.reviews import record

_SPARE = 20
"""New faces that are read beyond a deck's limit: siblings may hold some back."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A face with its card, as its deck file has it."""

    face: str
    card: Card
    place: Place


class Sitting:
    """A session of a study, with its writing."""

    def __init__(self, study: Study, deck: str = "", *, cram: bool = False, count: int | None = None) -> None:
        self.study = study
        self.deck = deck
        self.name = uuid.uuid4().hex[:16]
        now = study.clock.moment()
        self.now = now
        self.queue = today_queue(study, deck) if not cram else crammed(study, deck, count)
        self._due = due_by_day(study.store, now.day, now.day + BALANCED_DAYS)
        self._cards: dict[str, dict[CardId, Card]] = {}
        self._deleted: list[Deleted] = []
        self.session = Session(
            self.queue, self._offer, study.options, now.at_ms, name=self.name, machine=study.machine,
            only_log=ReviewKind.CRAM if cram else None,
        )  # fmt: skip

    def _offer(self, key: FaceKey, at_ms: int) -> Offer:
        siblings = read_siblings(self.study.store, key.card)
        found = next((face for face in siblings if face.key == key), None)
        standing = found.standing if found is not None else Standing()
        deck = found.place.deck if found is not None else ""
        days = frozenset(
            face.standing.state.due_day
            for face in siblings
            if face.key != key and isinstance(face.standing.state, Review)
        )
        load = DueLoad(self._due, days)
        now = self.study.clock.at(at_ms)
        return Offer(standing, outcomes(standing, self.study.options(deck), self.study.model, now, key, load))

    def offer(self, key: FaceKey) -> Offer:
        """A face as it stands, and what each answer would lead to now."""
        return self._offer(key, self.study.clock.now_ms())

    def rate(self, rating: Rating, took_ms: int) -> Record:
        """Say how it was known: on the disk when this returns."""
        decision = self.session.rate(rating, self.study.clock.now_ms(), took_ms)
        self.carry_out(decision)
        return decision

    def suspend(self, scope: Scope = Scope.CARD) -> None:
        """Ask this no more until the person says so."""
        self.carry_out(self.session.suspend(self.study.clock.now_ms(), scope))

    def bury(self, scope: Scope = Scope.CARD) -> None:
        """Ask this no more today."""
        self.carry_out(self.session.bury(self.study.clock.now_ms(), scope))

    def flag(self, word: str | None) -> None:
        """Mark the face for later with a word; with None, take the mark away."""
        now = self.study.clock.now_ms()
        self.carry_out(self.session.flag(None if word is None else Flag(word, now), now))

    def delete(self) -> None:
        """Take the card out of its deck file, for good unless it is taken back in this sitting."""
        decision = self.session.delete(self.study.clock.now_ms())
        face = next(iter(read_siblings(self.study.store, decision.card)))
        workspace, file = self.study.workspace, face.place.file
        self._deleted.append(delete_card(workspace.decks / file, f"{workspace.decks.name}/{file}", decision.card))
        self.carry_out(decision)
        self.forget_texts()

    def undo(self) -> Action:
        """Take the last decision of this sitting back; what it was. OutOfTurn where there is none."""
        decision = self.session.undo(self.study.clock.now_ms())
        if isinstance(decision.of, Delete):
            bring_back(self._deleted.pop())
            self.forget_texts()
        self.carry_out(decision)
        return decision.of

    def carry_out(self, decision: Decision) -> None:
        """Write a decision, then let the session go on. Where it cannot be written, the session stands as before."""
        persist(self.study, decision, self.name)
        if isinstance(decision, Record) and isinstance(decision.after.state, Review):
            self._due[decision.after.state.due_day] = self._due.get(decision.after.state.due_day, 0) + 1
        self.session.advance(decision)

    def shown(self, key: FaceKey) -> Shown | None:
        """The card of a face, from its deck file; None where a person has just taken it out."""
        face = read_face(self.study.store, key)
        if face is None:
            return None
        cards = self._cards.get(face.place.file)
        if cards is None:
            cards = self._cards[face.place.file] = _cards_of(self.study, face.place.file)
        card = cards.get(key.card)
        return None if card is None else Shown(key.face, card, face.place)

    def forget_texts(self) -> None:
        """Read the deck files again when a card is shown next: one of them was edited."""
        self._cards.clear()


def today_queue(study: Study, deck: str = "") -> Queue:
    """What is asked today of a deck and those below it, of all decks for an empty name."""
    now = study.clock.moment()
    store = study.store
    studied = count_studied(store, now.day, study.clock.day_of)
    names = [name for name in decks_of(study) if within(name, deck)]
    if deck and not names:
        raise UsageError("deck-missing", deck=deck, known=", ".join(decks_of(study)) or "-")
    rows = [row for row in (*due_in_steps(store, now.day, now.day_end_ms, study.clock.day_of),
                            *due_reviews(store, now.day)) if within(row.deck, deck)]  # fmt: skip
    limits = {name: min(study.options(d).new_per_day for d in lineage(name)) + _SPARE for name in names}
    fresh = new_faces(store, now.day, limits)
    today = Today(now.day, now.day_end_ms, studied.done, studied.cards)
    needs = needed_notes(store, {row.note for row in fresh if row.note and not row.listed})
    return build_queue([*rows, *fresh], today, study.options, root=deck, seed=now.day, needs=needs)


def crammed(study: Study, deck: str, count: int | None) -> Queue:
    """Any cards of a deck, due or not, at random; answers change nothing."""
    now = study.clock.moment()
    rows = [row for row in _all_rows(study) if within(row.deck, deck)]
    if not rows:
        raise UsageError("deck-missing", deck=deck, known=", ".join(decks_of(study)) or "-")
    return cram_queue(rows, Today(now.day, now.day_end_ms), study.options(deck), seed=now.at_ms, count=count)


def persist(study: Study, decision: Decision, session: str) -> None:
    """Write a decision: on the disk when this returns, in the journal too where there is one."""
    store, clock = study.store, study.clock
    match decision:
        case Record(entry, before, after, leech, suspend):
            recorded = record(
                store, entry, before, after, study.replayed, suspend=suspend, leech=leech, session=session
            )
            if study.journal is not None:
                append(study.journal, [recorded.entry])
        case Suspend(key, note, scope, at_ms):
            actions.suspend(store, _meant(study, key, note, scope), at_ms, session)
        case Bury(key, note, scope, day, at_ms):
            actions.bury(store, _meant(study, key, note, scope), day, at_ms, session)
        case SetFlag(key, flag, at_ms):
            actions.flag(store, [key], flag, at_ms, session)
        case Delete(card, at_ms):
            actions.suspend(store, [face.key for face in read_siblings(store, card)], at_ms, session)
        case Undo():
            taken = actions.undo(store, study.replayed, clock.now_ms(), study.machine, session)
            if taken is not None and taken.review and study.journal is not None and read_entry(store, taken.review):
                append(study.journal, [UndoLine(taken.review, clock.now_ms())])


def decks_of(study: Study) -> list[str]:
    """The names of decks in which faces stand."""
    return [name for (name,) in study.store.execute("SELECT name FROM study_decks ORDER BY name")]


def within(name: str, deck: str) -> bool:
    """Whether a deck is another one or below it; every deck is within the empty name."""
    return not deck or name == deck or name.startswith(f"{deck}::")


def _all_rows(study: Study) -> Iterable[Row]:
    for face in read_faces(study.store):
        if face.active:
            kind, due, last_day, stability = place(face.standing.state, study.clock.day_of)
            where = face.place
            yield Row(
                face.key.card, face.key.face, where.deck, where.section, where.note, kind, due, last_day, stability,
                face.position, face.listed, face.marks.suspended, face.marks.buried_day, face.active,
            )  # fmt: skip


def _meant(study: Study, key: FaceKey, note: str, scope: Scope) -> list[FaceKey]:
    if scope is Scope.FACE:
        return [key]
    if scope is Scope.CARD or not note:
        return [face.key for face in read_siblings(study.store, key.card)]
    return [face.key for face in read_faces(study.store) if face.place.note == note or face.key.card == key.card]


def _cards_of(study: Study, file: str) -> dict[CardId, Card]:
    path = study.workspace.decks / file
    try:
        deck = read_deck(path, f"{study.workspace.decks.name}/{file}").deck
    except FileNotFoundError:
        return {}
    return {block.card.stamp.id: block.card for block in deck.cards if block.card.stamp is not None}


def state_name(standing: Standing) -> str:
    """`new`, `learning`, `review` or `relearning`."""
    match standing.state:
        case Learning():
            return "learning"
        case Review():
            return "review"
        case Relearning():
            return "relearning"
        case _:
            return "new"
