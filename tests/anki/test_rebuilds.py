"""The thirty rewritings of the reference vault, as the real Anki sees their packages.

Every card is answered there first. A re-import may then change the texts of notes that changed, and nothing else:
what was learned stays, no note is there twice, no note type beside ours appears.
"""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.scheduler.v3 import CardAnswer

from studykit.model.card import Card
from tests.conftest import FULL
from tests.flows.replay_history import COMMITS
from tests.flows.test_replay_history import Replay

VISITED = tuple(range(1, len(COMMITS) + 1)) if FULL else (4, 13, 15)


class Note(NamedTuple):
    """A note as Anki has it."""

    id: int
    fields: str
    tags: str


class Rebuilt(NamedTuple):
    """What an import did, by GUID."""

    new: set[str]
    updated: set[str]
    same: set[str]
    refused: set[str]


class Anki:
    """The real one."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.collection: Any = Collection(str(folder / "collection.anki2"))
        self.collection.set_config("fsrs", True)
        self.database = self.collection.db

    def take(self, decks: Path) -> Rebuilt:
        """Import every package with Anki's own defaults."""
        found = Rebuilt(set(), set(), set(), set())
        for path in sorted(decks.glob("*.apkg")):
            request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
            log = self.collection.import_anki_package(request).log
            guids = dict(self.database.all("SELECT id, guid FROM notes"))
            groups = ((log.new, found.new), (log.updated, found.updated), (log.duplicate, found.same))
            for notes, named in groups:
                named.update(guids[note.id.nid] for note in notes)
            for notes in (
                log.conflicting,
                log.first_field_match,
                log.missing_notetype,
                log.missing_deck,
                log.empty_first_field,
            ):
                found.refused.update(guids.get(note.id.nid, str(note.id.nid)) for note in notes)
        return found

    def notes(self) -> dict[str, Note]:
        rows = self.database.all("SELECT guid, id, flds, tags FROM notes")
        assert len(rows) == len({row[0] for row in rows})
        return {guid: Note(*rest) for guid, *rest in rows}

    def learned(self) -> dict[int, tuple[object, ...]]:
        """All that is known of how each card is learned."""
        rows = self.database.all(
            "SELECT id, nid, ord, did, type, queue, due, ivl, factor, reps, lapses, left, flags, data FROM cards"
        )
        return {row[0]: tuple(row[1:]) for row in rows}

    def log(self) -> set[tuple[object, ...]]:
        return {tuple(row) for row in self.database.all("SELECT * FROM revlog")}

    def review(self, cards: list[int], rating: int, ago_days: float) -> None:
        for card in cards:
            states = self.collection._backend.get_scheduling_states(card)
            chosen = (states.again, states.hard, states.good, states.easy)[rating - 1]
            self.collection.sched.answer_card(
                CardAnswer(
                    card_id=card, current_state=states.current, new_state=chosen, rating=rating - 1,
                    answered_at_millis=int((time.time() - ago_days * 86_400) * 1000), milliseconds_taken=1500,
                )
            )  # fmt: skip

    def note_types(self) -> set[str]:
        return {one.name for one in self.collection.models.all_names_and_ids()}


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    made = Anki(tmp_path / "anki")
    yield made
    made.collection.close()


def changed(before: dict[str, Card], after: dict[str, Card]) -> set[str]:
    """The GUIDs of cards whose text, tags or state a build changed."""
    return {
        card.guid
        for key, card in after.items()
        if key in before and card.stamp is not None and card.stamp.mod != before[key].stamp.mod  # type: ignore[union-attr]
    }


@pytest.mark.timeout(600)
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_anki_keeps_what_was_learned_through_every_rebuild(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anki: Anki
) -> None:
    replay = Replay(tmp_path, monkeypatch)
    world = replay.world
    types = anki.note_types()
    first = anki.take(world.decks)
    cards = world.cards()
    assert (first.new, first.refused) == ({card.guid for card in cards.values()}, set())
    types = anki.note_types() - types
    assert types
    for number, card in enumerate(sorted(anki.learned())):
        anki.review([card], 3 + number % 2, 9)
        anki.review([card], 1 + number % 4, 3)
    for visited in VISITED:
        before, learned, log, known = world.cards(), anki.learned(), anki.log(), anki.note_types()
        texts = anki.notes()
        replay.visit(visited)
        after = world.cards()
        done = anki.take(world.decks)
        fresh = {card.guid for key, card in after.items() if key not in before}
        assert (done.new, done.refused, anki.note_types()) == (fresh, set(), known)
        assert done.updated == changed(before, after), visited
        assert done.same == {card.guid for card in after.values()} - done.updated - done.new
        now = anki.learned()
        assert {card: now[card] for card in learned} == learned
        assert anki.log() == log
        assert len(anki.notes()) == len(after)
        other = {guid for guid, note in texts.items() if anki.notes()[guid] != note}
        assert other == done.updated
        again = anki.take(world.decks)
        assert (again.new, again.updated, again.refused) == (set(), set(), set())
    assert not [name for name in anki.note_types() if name.endswith("+")]
    told, _ = anki.collection.fix_integrity()
    found = [line for line in told.splitlines() if "last review time" not in line and "Database rebuilt" not in line]
    assert not found  # of answers that were dated back, Anki itself sometimes adds the time of the last one
