"""Our own decks, learned in the real Anki, come home: row by row, and twice is once."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import (
    Collection,
)

from studykit.flows.learning.study import open_study
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, New, Rating, ReviewKind, Step
from studykit.store import actions
from studykit.store.faces import read_face
from studykit.store.log import read_history, read_log, verify
from tests.anki.home_world import Anki, build, home, learned, mine, world_in
from tests.flows.small_world import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return world_in(tmp_path / "ws", monkeypatch)


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    made = Anki(tmp_path / "anki")
    yield made
    made.col.close()


@pytest.mark.parametrize("legacy", [True, False])
def test_every_answer_comes_home_and_twice_is_once(world: World, anki: Anki, legacy: bool) -> None:
    anki.take(world)
    cards = learned(anki)
    anki.col.sched.set_due_date([cards[0]], "5")  # a row by hand, which is no answer
    path = anki.export("a", legacy=legacy)
    rows = anki.col.db.all(
        "SELECT r.id, r.ease, r.ivl, r.time, r.type, c.ord, n.flds, m.name FROM revlog r JOIN cards c ON c.id = r.cid "
        "JOIN notes n ON n.id = c.nid JOIN notetypes m ON m.id = n.mid ORDER BY r.id"
    )
    answers = [row for row in rows if row[1] and row[4] < 4]
    assert len(rows) > len(answers) > 20

    before = home(world, path, dry_run=True)
    assert (before.reviews, before.by_hand) == (len(answers), len(rows) - len(answers))
    with open_study(open_workspace(world.root)) as study:
        assert not list(read_log(study.store))
    came = home(world, path)
    assert came.as_object() == before.as_object()
    with open_study(open_workspace(world.root)) as study:
        found = {entry.at_ms: entry for entry in read_log(study.store)}
        assert len(found) == len(answers)
        for at_ms, ease, ivl, took, kind, ordinal, fields, name in answers:
            entry = found[at_ms]
            assert entry.card in fields.split("\x1f")
            assert entry.face == (f"c{ordinal + 1}" if "Cloze" in name else str(ordinal))
            assert (entry.rating, entry.took_ms, entry.machine) == (ease, took, "anki")
            assert entry.kind is [ReviewKind.LEARN, ReviewKind.REVIEW, ReviewKind.RELEARN][kind]
            assert entry.step == (Step(-ivl, 0) if ivl < 0 else Step(0, ivl))
            assert entry.day == study.clock.day_of(at_ms)
        assert verify(study.store, study.replayed) == []
        for card in cards:
            theirs = anki.col.get_card(card)
            note = theirs.note()
            face = f"c{theirs.ord + 1}" if "Cloze" in note.note_type()["name"] else str(theirs.ord)
            ours = read_face(study.store, FaceKey(CardId(note["Id"]), face))
            assert ours is not None
            state = ours.standing.state
            assert not isinstance(state, New)
            assert type(state).__name__ == {1: "Learning", 2: "Review", 3: "Relearning"}[theirs.type]
            assert ours.standing.lapses == theirs.lapses
            if theirs.type in (1, 3):
                assert state.remaining == theirs.left % 1000  # type: ignore[union-attr]
            memory = anki.col.compute_memory_state(card)  # from its log, as Anki does after a change of parameters
            assert state.memory.stability == pytest.approx(memory.stability, rel=0.01)
            assert state.memory.difficulty == pytest.approx(memory.difficulty, abs=0.02)

    deck_bytes = world.deck_bytes()
    again = home(world, path)
    assert (again.reviews, again.known, again.changed) == (0, len(answers), False)
    other = home(world, anki.export("b", legacy=not legacy))
    assert (other.reviews, other.known, other.changed) == (0, len(answers), False)
    assert world.deck_bytes() == deck_bytes


def test_tags_suspensions_and_flags_come_once_and_are_not_forced_again(world: World, anki: Anki) -> None:
    anki.take(world)
    note = anki.note("bas1c00000")
    note.tags = [*note.tags, "我的::难点", "marked", "leech"]
    anki.col.update_note(note)
    cloze = [card.id for card in anki.note("c0ze000000").cards()]
    anki.col.sched.suspend_cards([cloze[1]])
    anki.col.set_user_flag_for_cards(3, [cloze[0]])
    path = anki.export("a", legacy=False)
    came = home(world, path)
    assert came.marks.as_object() == {"suspended": 1, "unsuspended": 0, "flagged": 1, "unflagged": 0}
    stamp = mine(world, "bas1c00000").stamp
    assert stamp is not None
    assert set(stamp.tags) == {"rl", "算法/图 论", "我的/难点", "marked"}

    def marks(face: str) -> tuple[bool, str]:
        with open_study(open_workspace(world.root)) as study:
            found = read_face(study.store, FaceKey(CardId("c0ze000000"), face))
        assert found is not None
        return found.marks.suspended, found.marks.flag.word if found.marks.flag else ""

    assert (marks("c1"), marks("c2")) == ((False, "green"), (True, ""))
    assert home(world, path).changed is False
    with open_study(open_workspace(world.root)) as study:
        actions.unsuspend(study.store, [FaceKey(CardId("c0ze000000"), "c2")], study.clock.now_ms())
    assert home(world, path).changed is False  # nothing changed in Anki since
    assert marks("c2") == (False, "")
    anki.col.sched.suspend_cards([cloze[0]])
    anki.col.set_user_flag_for_cards(0, [cloze[0]])
    home(world, anki.export("b", legacy=True))
    assert (marks("c1"), marks("c2")) == ((True, ""), (False, ""))
    anki.col.sched.unsuspend_cards([cloze[0]])
    home(world, anki.export("c", legacy=True))
    assert marks("c1") == (False, "")

    world.build(now=int(time.time()) + 60)
    log = anki.take(world)["自己的"]
    assert "我的::难点" in anki.note("bas1c00000").tags
    assert not log.updated  # what Anki has is what we have; its own tag `leech` stays there


def test_deleted_cards_copies_and_foreign_notes_are_told_apart(world: World, anki: Anki) -> None:
    anki.take(world)
    own = anki.col.new_note(anki.col.models.by_name("Basic"))
    own["Front"] = "不是我们的"
    anki.col.add_note(own, 1)
    note = anki.note("typed00000")
    copy = anki.col.new_note(note.note_type())
    copy.fields = list(note.fields)
    copy["Question"] = "复制"
    anki.col.add_note(copy, 1)
    (gone,) = anki.note("reversed00").cards()[:1]
    anki.answer(gone.id, 3, 2)
    world.delete("Q: 优势")
    world.build()
    path = anki.export("a", legacy=False)
    came = home(world, path)
    assert (came.notes, came.foreign) == (len(world.cards()) + 1, 2)
    assert came.gone == [("reversed00", "优势")]
    assert "reversed00" not in world.cards()
    with open_study(open_workspace(world.root)) as study:
        assert len(read_history(study.store, FaceKey(CardId("reversed00"), "0"))) == 1  # no review is lost
    assert home(world, path).changed is False


def test_reviews_of_both_sides_are_one_history(world: World, anki: Anki) -> None:
    """What was answered in the terminal stands; the state follows from both in their order."""
    anki.take(world)
    with open_study(open_workspace(world.root)) as study:
        sitting = Sitting(study, "自己的")
        sitting.session.reveal()
        given = sitting.rate(Rating.GOOD, 900).entry
    ordinal = max(0, int(given.face.removeprefix("c")) - given.face.startswith("c"))
    (card,) = [card for card in anki.note(given.card).cards() if card.ord == ordinal]
    anki.answer(card.id, 1, 3)
    came = home(world, anki.export("a", legacy=False))
    assert came.reviews == 1
    with open_study(open_workspace(world.root)) as study:
        entries = read_history(study.store, FaceKey(given.card, given.face))
        assert [entry.machine == "anki" for entry in entries] == [True, False]
        assert verify(study.store, study.replayed) == []


def test_a_whole_collection_comes_home_too(world: World, anki: Anki) -> None:
    anki.take(world)
    anki.answer(int(anki.col.find_cards("Id:typed00000")[0]), 4, 1)
    path = anki.folder / "all.colpkg"
    anki.col.export_collection_package(str(path), include_media=True, legacy=False)
    came = home(world, path)
    anki.col = Collection(str(anki.folder / "collection.anki2"))
    assert (came.notes, came.reviews, came.problems) == (len(world.cards()), 1, [])


def test_after_the_way_home_a_rebuild_changes_only_what_changed(world: World, anki: Anki) -> None:
    """Reviews, edits and tags came home; then a note of the vault changes, and Anki takes that and nothing else."""
    anki.take(world)
    learned(anki)
    anki.edit("typed00000", "Answer", "ls <b>-la</b>")
    anki.edit("c0ze000000", "Text", "{{c1::优势}}是{{c2::组内标准化}}")
    note = anki.note("bas1c00000")
    note.tags = [*note.tags, "eigen"]
    anki.col.update_note(note)
    home(world, anki.export("a", legacy=False))
    build(world)
    log = anki.col.db.all("SELECT * FROM revlog ORDER BY id")
    cards = anki.col.db.all("SELECT id, did, ord, type, queue, due, ivl, reps, lapses, data FROM cards ORDER BY id")
    notes = dict(anki.col.db.all("SELECT guid, flds || tags || mod FROM notes"))
    assert all(not log.new and not log.updated for log in anki.take(world).values())
    assert dict(anki.col.db.all("SELECT guid, flds || tags || mod FROM notes")) == notes

    world.change("GRPO.md", "组内奖励的均值就是基线，不需要价值网络。", "组内奖励的均值就是基线，省去了价值网络。")
    world.now = int(time.time())
    build(world)
    updated = [len(log.updated) for log in anki.take(world).values()]
    assert sum(updated) == 1
    after = dict(anki.col.db.all("SELECT guid, flds || tags || mod FROM notes"))
    assert [guid for guid in notes if after[guid] != notes[guid]] == [
        card.guid for card in world.cards().values() if "省去了" in card.content.back
    ]
    assert anki.col.db.all("SELECT * FROM revlog ORDER BY id") == log
    kept = "SELECT id, did, ord, type, queue, due, ivl, reps, lapses, data FROM cards ORDER BY id"
    assert anki.col.db.all(kept) == cards
    assert not [kind for kind in anki.col.models.all_names_and_ids() if kind.name.endswith("+")]


def test_a_deck_that_anki_learns_comes_home_once_too(world: World, anki: Anki) -> None:
    settings = (world.root / "studykit.toml").read_text(encoding="utf-8")
    (world.root / "studykit.toml").write_text(f'learn = "anki"\n{settings}', encoding="utf-8")
    anki.take(world)
    cards = learned(anki)
    anki.col.sched.suspend_cards(cards[:2])
    path = anki.export("a", legacy=True)
    came = home(world, path)
    assert (came.reviews > 20, len(came.marks.suspend)) == (True, 2)
    again = home(world, path)
    assert (again.reviews, again.changed) == (0, False)
    with open_study(open_workspace(world.root)) as study:
        assert verify(study.store, study.replayed) == []


def test_the_journal_carries_what_came_home_to_other_machines(world: World, anki: Anki, tmp_path: Path) -> None:
    settings = (world.root / "studykit.toml").read_text(encoding="utf-8")
    (world.root / "studykit.toml").write_text(f'journal = true\nmachine = "eins"\n{settings}', encoding="utf-8")
    anki.take(world)
    learned(anki)
    path = anki.export("a", legacy=False)
    came = home(world, path)
    other = world.clone(tmp_path / "zwei")
    (other.root / "studykit.toml").write_text(f'journal = true\nmachine = "zwei"\n{settings}', encoding="utf-8")
    with open_study(open_workspace(other.root)) as study:
        assert len(list(read_log(study.store))) == came.reviews > 20
    assert home(other, path).reviews == 0
