"""What becomes of a few hundred imported cards, and its writing: so many at once are held, and no more."""

from collections.abc import Mapping, Sequence
from itertools import chain

from studykit.flows.learning.study import Study
from studykit.model.review import FaceKey, LogEntry
from studykit.store import imported_log
from studykit.store.faces import Learned, Marks, read_learned, write_learned
from studykit.store.imported import ImportedCard, write_cards
from studykit.store.imported_faces import NewFace, add_faces, move_faces
from studykit.store.imported_rows import Row, write_rows
from studykit.store.log import settle


class Batch:
    """What becomes of some cards."""

    def __init__(self) -> None:
        self.new_cards: list[tuple[ImportedCard, Marks]] = []
        self.changed_cards: list[tuple[ImportedCard, ImportedCard]] = []
        """Before and after."""
        self.learned: dict[FaceKey, Learned] = {}
        """What faces that are known shall have learned."""
        self.unsettled: set[FaceKey] = set()
        """Faces that were answered here and in Anki."""
        self.entries: list[list[LogEntry]] = []
        self.rows: list[tuple[FaceKey, Sequence[Row]]] = []
        """Of Anki's log, as they are; and what stood there before."""
        self.rows_before: list[tuple[FaceKey, Sequence[Row]]] = []

    def write(self, study: Study, number: int, asleep: Mapping[str, bool]) -> None:
        """Write it. `asleep` says of decks that they are not learned here."""
        store = study.store
        imported_log.keep_cards(store, (before for before, _ in self.changed_cards), number)
        write_cards(store, (card for card, _ in self.new_cards), number)
        write_cards(store, (after for _, after in self.changed_cards), number)
        imported_log.add_reviews(store, chain.from_iterable(self.entries), number)
        imported_log.keep_rows(store, self.rows_before, number)
        write_rows(store, self.rows, number)

        def face(card: ImportedCard, marks: Marks) -> NewFace:
            return NewFace(card.key, card.deck, card.position, not asleep[card.deck], Learned(card.standing, marks))

        fresh = ((card, marks) for card, marks in self.new_cards if card.key not in self.learned)
        add_faces(store, (face(card, marks) for card, marks in fresh))
        moved = [card for card, _ in self.new_cards if card.key in self.learned]
        moved += [after for before, after in self.changed_cards if before.deck != after.deck]
        move_faces(store, (face(card, Marks()) for card in moved))
        self._write_learned(study, number)

    def _write_learned(self, study: Study, number: int) -> None:
        kept = []
        for key, learned in self.learned.items():
            before = read_learned(study.store, key)
            assert before is not None  # it was read a moment ago, and faces are never deleted
            write_learned(study.store, key, learned)
            if key in self.unsettled:
                learned = learned._replace(standing=settle(study.store, key, study.replayed))
            kept.append((key, before, learned))
        imported_log.keep_faces(study.store, kept, number)
