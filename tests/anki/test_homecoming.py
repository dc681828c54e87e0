"""Our own decks, learned and edited in the real Anki, come home: row by row, field by field, and twice is once."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.scheduler.v3 import CardAnswer

from studykit.errors import StoppedError
from studykit.flows import homecoming
from studykit.flows.anki_changes import anki_changes, remember_changes
from studykit.flows.catalogue import read_catalogue
from studykit.flows.home_edits import merge_note as merge
from studykit.flows.home_report import Homecoming
from studykit.flows.homecoming import come_home
from studykit.flows.review import Sitting
from studykit.flows.study import open_study
from studykit.flows.workspace import open_workspace
from studykit.model.card import Basic, Card, Choice, Cloze, Option, Typed
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, New, Rating, ReviewKind, Step
from studykit.store import actions
from studykit.store.faces import read_face
from studykit.store.log import read_history, read_log, verify
from studykit.store.transactions import transaction
from tests.flows.small_world import World

DAY_MS = 86_400_000
DECK = """---
deck: 自己的::牌
---

Q: 什么是 **基线**，见 [[GRPO|组]]？
A: 减去的均值。 ![[图/图 1.png|200]]
<!-- card bas1c00000 by me mod 2023-01-01T00:00:00Z tags rl 算法/图%20论 -->

C: {{c1::优势}}是{{c2::组内标准化::怎么做}}的奖励 $x_1$
<!-- card c0ze000000 by me mod 2023-01-01T00:00:00Z -->

Q: 哪些对？
- [x] 均值
- [ ] 方差
- [ ] `max`
+
> [!note] 因为
> 均值不变
<!-- card ch0ce00000 by me mod 2023-01-01T00:00:00Z -->

Q: 列出文件
T: ls -l
<!-- card typed00000 by me mod 2023-01-01T00:00:00Z -->

Q: 优势
A: Advantage
<!-- card reversed00 by me mod 2023-01-01T00:00:00Z reversed -->

Q: 怎么写？
A:
```python
x = 1
```
<!-- card c0de000000 by me mod 2023-01-01T00:00:00Z -->
"""
FILE = "自己的/牌.md"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(tmp_path / "ws", monkeypatch)
    made.write("图/图 1.png", b"\x89PNG one")
    made.write("新.png", b"\x89PNG new")
    deck = made.decks / FILE
    deck.parent.mkdir(parents=True)
    deck.write_text(DECK, encoding="utf-8")
    build(made)
    return made


class Anki:
    """The real one, with what a person does there."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.col: Any = Collection(str(folder / "collection.anki2"))
        self.col.set_config("fsrs", True)

    def take(self, world: World) -> Any:
        """Import all packages; what Anki says of each, by name."""
        options = ImportAnkiPackageOptions()
        logs = {}
        for path in sorted(world.decks.glob("*.apkg")):
            request = ImportAnkiPackageRequest(package_path=str(path), options=options)
            logs[path.stem] = self.col.import_anki_package(request).log
        return logs

    def note(self, card: str) -> Any:
        (found,) = self.col.find_notes(f"Id:{card}")
        return self.col.get_note(found)

    def edit(self, card: str, field: str, html: str) -> None:
        note = self.note(card)
        note[field] = html
        self.col.update_note(note)

    def answer(self, card: int, rating: int, ago_days: float) -> None:
        states = self.col._backend.get_scheduling_states(card)
        self.col.sched.answer_card(
            CardAnswer(
                card_id=card, current_state=states.current,
                new_state=(states.again, states.hard, states.good, states.easy)[rating - 1], rating=rating - 1,
                answered_at_millis=int(time.time() * 1000 - ago_days * DAY_MS), milliseconds_taken=1234,
            )
        )  # fmt: skip

    def export(self, name: str, *, legacy: bool) -> Path:
        path = self.folder / f"{name}.apkg"
        options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, with_deck_configs=True, legacy=legacy)
        self.col.export_anki_package(out_path=str(path), options=options, limit=None)
        return path


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    made = Anki(tmp_path / "anki")
    yield made
    made.col.close()


def build(world: World) -> None:
    """A build, with what it is to remember of the packages."""
    workspace = open_workspace(world.root)
    world.build()
    with open_study(workspace) as study, transaction(study.store):
        remember_changes(study.store, anki_changes(study.store, dict(read_catalogue(workspace).decks)))


def home(world: World, path: Path, *, dry_run: bool = False) -> Homecoming:
    with open_study(open_workspace(world.root)) as study:
        return come_home(study, path, dry_run=dry_run)


def learned(anki: Anki) -> list[int]:
    """Answers of all kinds at several times; every card of the notes once, some often."""
    cards = [int(number) for number in anki.col.find_cards("")]
    for place, card in enumerate(cards):
        for turn, rating in enumerate([(3, 3, 3, 1, 3), (1, 2, 3, 3), (4, 3, 1), (2,)][place % 4]):
            anki.answer(card, rating, 40 - 8 * turn + place / 1000)
    return cards


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


def mine(world: World, card: str) -> Card:
    return world.cards()[card]


def choice(second: str, detail: str) -> Choice:
    return Choice("哪些对？", (Option("均值", True), Option(second, False), Option("`max`", False)), detail)


FRONT = "什么是 **基线**，见 [[GRPO|组]]？"
PICTURE = "![[图/图 1.png|200]]"
TITLE = '<div class="callout-title">因为</div>'
EDITS: dict[str, tuple[str, str, str, Any]] = {
    "a line, and the link to a note stays": (
        "bas1c00000", "Front", "什么是 <b>基线</b>，见 组<br>还有？",
        Basic("什么是 **基线**，见 [[GRPO|组]]\n还有？", f"减去的均值。 {PICTURE}"),
    ),
    "a list behind a picture": (
        "bas1c00000", "Back", '减<i>去</i>。<div><img src="{name}" width="200"></div><ul><li>一</li><li>二</li></ul>',
        Basic(FRONT, f"减*去*。\n{PICTURE}\n\n- 一\n- 二"),
    ),
    "another deletion": (
        "c0ze000000", "Text", r"{{c1::优势}}是{{c2::组内<b>归一化</b>}}的奖励&nbsp;\(x_1\)，{{c3::新的}}",
        Cloze("{{c1::优势}}是{{c2::组内**归一化**}}的奖励 $x_1$，{{c3::新的}}"),
    ),
    "a word in a callout": (
        "ch0ce00000", "Detail", f'<div class="callout callout-note">{TITLE}<p>均值真的不变</p></div>',
        choice("方差", "> [!note] 因为\n> 均值真的不变"),
    ),
    "an option": (
        "ch0ce00000", "Options",
        '<ol class="options" type="A"><li>均值</li><li>标准差</li><li><code>max</code></li></ol>',
        choice("标准差", "> [!note] 因为\n> 均值不变"),
    ),
    "an answer to be typed": ("typed00000", "Answer", "ls -la", Typed("列出文件", "ls -la")),
    "no longer asked backwards": ("reversed00", "Reverse", "", Basic("优势", "Advantage")),
    "a tag that Markdown keeps": (
        "c0de000000", "Front", "怎么写 <u>它</u>？", Basic("怎么写 <u>它</u>？", "```python\nx = 1\n```"),
    ),
    "a program, and its language stays": (
        "c0de000000", "Back", '<pre class="highlight"><code>x = 2\n\n  y</code></pre>',
        Basic("怎么写？", "```python\nx = 2\n\n  y\n```"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("card", "field", "html", "content"), EDITS.values(), ids=EDITS)
def test_an_edit_made_in_anki_is_the_persons_edit(
    world: World, anki: Anki, card: str, field: str, html: str, content: Any
) -> None:
    anki.take(world)
    (name,) = [entry.name for entry in Path(anki.col.media.dir()).iterdir()]
    before = world.deck_bytes()
    anki.edit(card, field, html.replace("{name}", name))
    path = anki.export("a", legacy=False)
    came = home(world, path)
    assert [(edit.card, edit.fields) for edit in came.edits] == [(card, (field,))]
    assert not came.conflicts
    assert not came.unreadable
    assert mine(world, card).content == content
    changed = [(old, new) for old, new in zip(
        before[FILE].splitlines(), world.deck_bytes()[FILE].splitlines(), strict=False) if old != new]  # fmt: skip
    assert changed
    assert home(world, path).changed is False
    whole = field != "Options"  # the other list is brought in line by the next package
    assert (mine(world, card).stamp.mod == anki.note(card).mod) is whole  # type: ignore[union-attr]

    world.build(now=int(time.time()) + 60)
    assert mine(world, card).content == content
    logs = anki.take(world)["自己的"]
    assert (len(logs.new), len(logs.updated)) == (0, 0 if whole else 1)
    assert anki.col.note_count() == len(world.cards())
    assert home(world, anki.export("b", legacy=True)).changed is False


def test_a_new_picture_is_found_in_the_vault_and_a_strange_one_is_shown(world: World, anki: Anki) -> None:
    anki.take(world)
    anki.col.media.write_data("新.png", b"\x89PNG new")
    anki.col.media.write_data("paste-1.png", b"\x89PNG elsewhere")
    anki.edit("typed00000", "Question", '列出文件<br><img src="新.png">')
    anki.edit("reversed00", "Front", '优势 <img src="paste-1.png">')
    before = mine(world, "reversed00")
    came = home(world, anki.export("a", legacy=False))
    assert mine(world, "typed00000").content == Typed("列出文件\n![[新.png]]", "ls -l")
    assert mine(world, "reversed00") == before
    assert [(one.card, one.shown[0].field) for one in came.unreadable] == [("reversed00", "Front")]


def test_what_markdown_cannot_say_is_shown_and_not_taken(world: World, anki: Anki) -> None:
    anki.take(world)
    anki.edit("bas1c00000", "Front", '什么是 <span style="color: red">基线</span>？')
    anki.edit("bas1c00000", "Back", "没有图了")
    came = home(world, anki.export("a", legacy=True))
    assert [(one.card, one.fields) for one in came.edits] == [("bas1c00000", ("Back",))]
    assert [shown.field for one in came.unreadable for shown in one.shown] == ["Front"]
    assert came.unreadable[0].shown[0].there == '什么是 <span style="color: red">基线</span>？'
    assert mine(world, "bas1c00000").content == Basic("什么是 **基线**，见 [[GRPO|组]]？", "没有图了")


def test_an_edit_in_the_deck_file_stands_and_ankis_is_shown(world: World, anki: Anki) -> None:
    """Field by field: what only one side changed is taken from it."""
    anki.take(world)
    anki.edit("c0de000000", "Front", "怎么写它？")
    anki.edit("reversed00", "Front", "Vorteil")
    world.edit("Q: 怎么写？", "Q: 怎样写？")
    world.edit("A: Advantage", "A: 优于平均")
    path = anki.export("a", legacy=False)
    came = home(world, path)
    assert mine(world, "c0de000000").content.front == "怎样写？"
    assert mine(world, "reversed00").content == Basic("Vorteil", "优于平均", reversed=True)
    assert [(one.card, one.shown) for one in came.conflicts] == [("c0de000000", (("Front", "怎样写？", "怎么写它？"),))]
    assert home(world, path).changed is False
    world.build(now=int(time.time()) + 60)
    assert len(anki.take(world)["自己的"].updated) == 2
    assert anki.note("reversed00")["Back"] == "优于平均"
    assert anki.note("c0de000000")["Front"] == "怎样写？"


def test_an_edit_of_an_older_package_keeps_what_was_built_since(world: World, anki: Anki) -> None:
    anki.take(world)
    world.edit("A: Advantage", "A: 优于平均")
    build(world)
    anki.edit("reversed00", "Front", "相对优势")  # Anki still has the old back
    assert anki.note("reversed00")["Back"] == "Advantage"
    came = home(world, anki.export("a", legacy=False))
    assert not came.conflicts
    assert mine(world, "reversed00").content == Basic("相对优势", "优于平均", reversed=True)


def test_without_its_store_a_newer_note_is_an_edit_and_an_older_one_is_shown(
    world: World, anki: Anki, tmp_path: Path
) -> None:
    anki.take(world)
    anki.edit("typed00000", "Answer", "ls")
    clone = world.clone(tmp_path / "clone")
    clone.edit("A: Advantage", "A: 优于平均")
    clone.build(now=int(time.time()) + 100)
    came = home(clone, anki.export("a", legacy=False))
    assert clone.cards()["typed00000"].content == Typed("列出文件", "ls")
    assert clone.cards()["reversed00"].content.back == "优于平均"
    assert [one.card for one in came.edits] == ["typed00000"]


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


def test_a_file_saved_meanwhile_is_not_written_over(world: World, anki: Anki, monkeypatch: pytest.MonkeyPatch) -> None:
    anki.take(world)
    anki.edit("typed00000", "Answer", "ls")
    path = anki.export("a", legacy=False)

    def saved_before(*arguments: Any) -> Any:
        world.edit("A: Advantage", "A: eben gespeichert")
        monkeypatch.setattr(homecoming, "merge_note", merge)
        return merge(*arguments)

    monkeypatch.setattr(homecoming, "merge_note", saved_before)
    with pytest.raises(StoppedError):
        home(world, path)
    assert mine(world, "reversed00").content.back == "eben gespeichert"
    assert mine(world, "typed00000").content.back == "ls -l"
    home(world, path)
    assert mine(world, "typed00000").content.back == "ls"
    assert mine(world, "reversed00").content.back == "eben gespeichert"


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
