"""A sitting: today's queue of a deck, the session over it, each decision written before the session goes on.

What a person sees of it is the caller's: the terminal, plain lines, the quiz.
"""

import uuid
from dataclasses import dataclass

from studykit.decks.files import read_deck
from studykit.flows.decks.deleting import Deleted, bring_back, delete_card
from studykit.flows.imported.cards import face_card, shown_face
from studykit.flows.imported.deleting import delete_imported, restore_imported
from studykit.flows.learning.study import Study
from studykit.flows.review.queues import crammed, decks_of, today_queue, within
from studykit.model.card import Card
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Flag, Learning, Rating, Relearning, Review, ReviewKind, Standing
from studykit.scheduling.answer import outcomes
from studykit.scheduling.decisions import Action, Bury, Decision, Delete, Record, Scope, SetFlag, Suspend, Undo
from studykit.scheduling.fuzz import BALANCED_DAYS, DueLoad
from studykit.scheduling.session import Offer, Session
from studykit.store import actions
from studykit.store.faces import Place, add_unplaced, read_face, read_faces, read_siblings
from studykit.store.forecast import due_by_day
from studykit.store.imported import FILE as IMPORTED
from studykit.store.journal import append
from studykit.store.journal_lines import Undo as UndoLine
from studykit.store.log import read_entry
from studykit.store.reviews import record
from studykit.store.transactions import transaction

__all__ = ["Shown", "Sitting", "decks_of", "persist", "state_name", "within"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A face with its card, as its deck file has it."""

    face: str
    card: Card
    place: Place
    flag: str = ""
    """The word with which the person flagged it for later."""


class Sitting:
    """A session of a study, with its writing."""

    def __init__(self, study: Study, deck: str = "", *, cram: bool = False, count: int | None = None) -> None:
        self.study = study
        self.deck = deck
        self.cram, self.count = cram, count
        self.name = uuid.uuid4().hex[:16]
        now = study.clock.moment()
        self.now = now
        self._places: dict[FaceKey, Place] = {}
        """Where cards stand that Anki schedules, in a cram."""
        if cram:
            self.queue, self._places = crammed(study, deck, count)
        else:
            self.queue = today_queue(study, deck)
        self._due = due_by_day(study.store, now.day, now.day + BALANCED_DAYS)
        self._cards: dict[str, dict[CardId, Card]] = {}
        self._deleted: list[Deleted | CardId] = []
        """Of an imported card, its id."""
        self.session = Session(
            self.queue, self._offer, study.options, now.at_ms, name=self.name, machine=study.machine,
            only_log=ReviewKind.CRAM if cram else None,
        )  # fmt: skip

    def anew(self) -> "Sitting":
        """The same sitting on the study day that has begun."""
        return Sitting(self.study, self.deck, cram=self.cram, count=self.count)

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
        return Offer(standing, outcomes(standing, self.study.options(deck), self.study.model_of(deck), now, key, load))

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
        now, row = self.study.clock.now_ms(), self.session.progress.row
        decision = self.session.flag(None if word is None else Flag(word, now), now)
        if row is not None and row.key in self._places and read_face(self.study.store, row.key) is None:
            with transaction(self.study.store):
                add_unplaced(self.study.store, row.key)
        self.carry_out(decision)

    def delete(self) -> None:
        """Take the card out of its deck file, or an imported note out of its deck, for good unless it is taken back."""
        decision = self.session.delete(self.study.clock.now_ms())
        places = [place for key, place in self._places.items() if key.card == decision.card]
        places += [face.place for face in read_siblings(self.study.store, decision.card)]
        workspace, file = self.study.workspace, places[0].file
        if file == IMPORTED:
            delete_imported(self.study, [decision.card])
            self._deleted.append(decision.card)
        else:
            self._deleted.append(delete_card(workspace.decks / file, f"{workspace.decks.name}/{file}", decision.card))
        self.carry_out(decision)
        self.forget_texts()

    def undo(self) -> Action:
        """Take the last decision of this sitting back; what it was. OutOfTurn where there is none."""
        decision = self.session.undo(self.study.clock.now_ms())
        if isinstance(decision.of, Delete):
            deleted = self._deleted.pop()
            if isinstance(deleted, Deleted):
                bring_back(deleted)
            else:
                restore_imported(self.study, [deleted])
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
        place = self._places.get(key) or (face.place if face is not None else None)
        if place is None:
            return None
        word = face.marks.flag.word if face is not None and face.marks.flag is not None else ""
        if place.file == IMPORTED:
            card = face_card(self.study.store, key)
            return None if card is None else Shown(shown_face(card, key), card, place, word)
        cards = self._cards.get(place.file)
        if cards is None:
            cards = self._cards[place.file] = _cards_of(self.study, place.file)
        card = cards.get(key.card)
        return None if card is None else Shown(key.face, card, place, word)

    def withdrawn(self, key: FaceKey) -> bool:
        """Whether a face was suspended or retired elsewhere since the queue was made: in the browser, for one."""
        face = read_face(self.study.store, key)
        return face is not None and key not in self._places and (face.marks.suspended or not face.active)

    def forget_texts(self) -> None:
        """Read the deck files again when a card is shown next: one of them was edited."""
        self._cards.clear()


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
            standing = [face.key for face in read_siblings(store, card) if face.place.file]
            actions.suspend(store, standing, at_ms, session)
        case Undo():
            taken = actions.undo(store, study.replayed, clock.now_ms(), study.machine, session)
            if taken is not None and taken.review and study.journal is not None and read_entry(store, taken.review):
                append(study.journal, [UndoLine(taken.review, clock.now_ms())])


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
