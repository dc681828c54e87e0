"""The cards of others' notes with their schedule and their answers: decided and written a few hundred at a time.

What a package says of a card that was answered here since does not undo these answers: its own are added to them, and
what the card stood at when it first came stays what all of them go on from.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple

from studykit.anki.read import AnkiCard, AnkiNote, AnkiReview, Collection
from studykit.anki.revlog import MACHINE, log_entries
from studykit.flows.home.marks import COLOURS
from studykit.flows.importing.batch import Batch
from studykit.flows.importing.report import DeckCame, Imported
from studykit.flows.importing.standing import Came, Days, standing_of
from studykit.flows.learning.study import Study
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Flag
from studykit.scheduling.memory import Model
from studykit.store.faces import Learned, Marks, read_learned
from studykit.store.imported import ImportedCard, read_cards_of
from studykit.store.imported_decks import ImportedDeck, read_decks, write_decks
from studykit.store.imported_faces import known_cards
from studykit.store.imported_rows import read_rows
from studykit.store.log import read_history
from studykit.store.packaged import answered_at
from studykit.text.safe import safe_line

_SUSPENDED, _BURIED = -1, (-2, -3)
_AT_ONCE: Final = 500
_SAME_ANSWER_MS: Final = 5
"""Exported answers may be moved by so much, as Anki's log has one answer in a millisecond."""
_LEECH: Final = "leech"


class Placed(NamedTuple):
    """A note of the package with the id that it has here."""

    card: CardId
    note: AnkiNote
    cloze: bool


class Cards:
    """The cards of a package. `decide` finds out what would be written, `write` does it."""

    def __init__(self, study: Study, collection: Collection, result: Imported) -> None:
        self.study = study
        self.collection = collection
        self.result = result
        instants = [row.id for row in collection.reviews]
        self._days = Days(study.clock, (min(instants), max(instants)) if instants else ())
        self._zero = self._days.of_collection(collection.created)
        self._now = study.clock.moment()
        self._seen_before = known_cards(study.store)
        self._decks = read_decks(study.store)
        self._ways: dict[str, tuple[tuple[int, int], Model]] = {}
        """By deck: how many steps it has here, and its memory model."""
        self._models: dict[tuple[float, ...], Model] = {}
        self._names: dict[int, str] = {}
        self._cards = defaultdict[int, list[AnkiCard]](list)
        for card in collection.cards:
            self._cards[card.note].append(card)
        self._rows = defaultdict[int, list[AnkiReview]](list)
        for row in collection.reviews:
            self._rows[row.card].append(row)

    def find_decks(self, notes: Sequence[Placed]) -> None:
        """Name the decks of the package in the result."""
        for placed in notes:
            for card in self._cards.get(placed.note.id, ()):
                self._deck(card)

    def decide(self, notes: Sequence[Placed]) -> None:
        """Count what would be written."""
        for _ in self._batches(notes):
            pass

    def write(self, notes: Sequence[Placed], number: int, learn: str | None) -> None:
        """Write all of it, in the caller's transaction. `learn` says where new decks are learned."""
        store = self.study.store
        fresh = [deck for deck in self.result.decks.values() if deck.name not in self._decks]
        write_decks(store, [ImportedDeck(deck.name, learn or "", deck.options) for deck in fresh], number)
        asleep = {name: self._owner(name, learn) == "anki" for name in self.result.decks}
        for batch in self._batches(notes):
            batch.write(self.study, number, asleep)

    def _owner(self, deck: str, learn: str | None) -> str:
        said = self._decks[deck].learn if deck in self._decks else learn
        return said or self.study.workspace.config.learned_in(deck)

    def _batches(self, notes: Sequence[Placed]) -> Iterator[Batch]:
        """Notes in the order of their ids: tables are trees, and each leaf is touched once."""
        batch = Batch()
        for place, placed in enumerate(notes, 1):
            known: Mapping[str, ImportedCard] = {}
            if placed.card in self._seen_before:
                known = {one.key.face: one for one in read_cards_of(self.study.store, placed.card)}
            seen: set[str] = set()
            for card in sorted(self._cards.get(placed.note.id, ()), key=attrgetter("ordinal")):
                face = f"c{card.ordinal + 1}" if placed.cloze else str(card.ordinal)
                if face not in seen:
                    seen.add(face)
                    self._card(batch, FaceKey(placed.card, face), placed.note, card, known.get(face))
            if not place % _AT_ONCE:
                yield batch
                batch = Batch()
        yield batch

    def _card(self, batch: Batch, key: FaceKey, note: AnkiNote, card: AnkiCard, known: ImportedCard | None) -> None:
        rows = self._rows.get(card.id, [])
        deck = self._deck(card)
        steps, model = self._ways[deck.name]
        given = log_entries(rows, card, key, self._days.of, steps) if rows else []
        learned = read_learned(self.study.store, key) if key.card in self._seen_before else None
        had = answered_at(self.study.store, key) if learned is not None else set()
        new = [entry for entry in given if not _is_known(entry.at_ms, had)] if had else given
        self.result.reviews += len(new)
        self.result.known += len(given) - len(new)
        self.result.by_hand += len(rows) - len(given)
        if new:
            batch.entries.append(new)
        if known is not None and not new and card.mod <= known.mod:
            return
        if rows:
            came_back = known is not None and len(new) < len(given)
            ours = {entry.at_ms for entry in given}.difference(entry.at_ms for entry in new) if came_back else set()
            self._keep_rows(batch, key, rows, ours)
        came = standing_of(card, rows, given, model, self._days, self._zero)
        made = _imported_card(key, card, deck.name, came)
        deck.cards += 1
        if known is None:
            self._new_card(batch, made, note, came, learned)
        elif card.mod > known.mod or new:
            self._known_card(batch, known, made, learned, answered=bool(new))

    def _keep_rows(self, batch: Batch, key: FaceKey, rows: list[AnkiReview], ours: set[int]) -> None:
        """Keep Anki's own rows, but for the answers that were given here and come back."""
        before = read_rows(self.study.store, key) if key.card in self._seen_before else []
        if not before and not ours:
            batch.rows.append((key, rows))
            return
        known = {row[0] for row in before}
        more = [row for row in rows if row[0] not in known and row[0] not in ours]
        if more:
            batch.rows.append((key, sorted([*before, *more])))
            batch.rows_before.append((key, before))

    def _new_card(self, batch: Batch, made: ImportedCard, note: AnkiNote, came: Came, learned: Learned | None) -> None:
        marks = self._marks(made, note)
        self.result.fsrs += bool(came.standing.reps) and not came.converted
        self.result.converted += came.converted
        self.result.suspended += marks.suspended
        self.result.flagged += marks.flag is not None
        self.result.cards += 1
        batch.new_cards.append((made, marks))
        if learned is not None:  # it was here before its import was taken back
            batch.learned[made.key] = Learned(came.standing, marks)
            if self._answered_since(made.key, came.at_ms):
                batch.unsettled.add(made.key)

    def _known_card(
        self, batch: Batch, known: ImportedCard, made: ImportedCard, learned: Learned | None, *, answered: bool
    ) -> None:
        now = learned if learned is not None else Learned(known.standing, Marks())
        ours = self._answered_since(known.key, known.at_ms)
        marks = now.marks
        if (made.queue == _SUSPENDED) != (known.queue == _SUSPENDED):
            marks = marks._replace(suspended=made.queue == _SUSPENDED)
        if made.flags != known.flags:
            marks = marks._replace(flag=self._flag(made.flags))
        if ours:  # what it stood at when it came stays what our answers go on from
            made = made._replace(at_ms=known.at_ms, standing=known.standing)
            if answered:
                batch.unsettled.add(known.key)
        standing = now.standing if ours else made.standing
        if made != known:
            self.result.moved += 1
            batch.changed_cards.append((known, made))
        if Learned(standing, marks) != now or known.key in batch.unsettled:
            batch.learned[known.key] = Learned(standing, marks)

    def _answered_since(self, key: FaceKey, at_ms: int) -> bool:
        return any(e.at_ms > at_ms and e.machine != MACHINE for e in read_history(self.study.store, key))

    def _marks(self, made: ImportedCard, note: AnkiNote) -> Marks:
        return Marks(
            made.queue == _SUSPENDED,
            self._now.day if made.queue in _BURIED else 0,
            self._flag(made.flags),
            any(tag.casefold() == _LEECH for tag in note.tags),
        )

    def _flag(self, number: int) -> Flag | None:
        return Flag(COLOURS[number], self._now.at_ms) if number else None

    def _deck(self, card: AnkiCard) -> DeckCame:
        name = self._names.get(card.deck)
        if name is None:
            name = self._names[card.deck] = deck_name(self.collection.decks.get(card.deck, ""))
        if name not in self.result.decks:
            owner = self.study.workspace.config.learned_in(name)
            self.result.decks[name] = DeckCame(name, 0, name not in self._decks, owner, self._options(name, card.deck))
            options = self.study.options(name)
            steps = len(options.learning_steps), len(options.relearning_steps)
            self._ways[name] = steps, self._model(self.result.decks[name])
        return self.result.decks[name]

    def _model(self, deck: DeckCame) -> Model:
        """The memory model that the deck will have."""
        weights = deck.options.get("parameters") if deck.new else None
        return self._models.setdefault(weights, Model(weights)) if weights else self.study.model_of(deck.name)

    def _options(self, name: str, number: int) -> dict[str, Any]:
        """What a deck of the package is learned with, as far as that is not so here already."""
        brought = self.collection.options.get(number)
        if brought is None:
            return {}
        here = self.study.options(name)
        parameters = self.study.model_of(name).parameters
        return {
            option: value
            for option, value in brought.as_object().items()
            if value != (parameters if option == "parameters" else getattr(here, option))
        }


def deck_name(name: str) -> str:
    """A deck's name as ours: no empty levels, nothing that a line cannot show."""
    levels = (" ".join(safe_line(level).split()) for level in name.split("::"))
    return "::".join(level for level in levels if level) or "Default"


def _is_known(at_ms: int, had: set[int]) -> bool:
    return at_ms in had or any(at_ms - moved in had for moved in range(1, _SAME_ANSWER_MS + 1))


def _imported_card(key: FaceKey, card: AnkiCard, deck: str, came: Came) -> ImportedCard:
    position = card.due if card.type == 0 else card.position
    return ImportedCard(
        key, card.id, card.ordinal, deck, min(max(position or 0, 0), 1 << 31), card.mod, card.queue, card.flags & 7,
        card.factor, came.at_ms, came.standing,
    )  # fmt: skip
