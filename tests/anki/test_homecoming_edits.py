"""What a person edits in Anki comes home field by field; what stands here stays."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studykit.errors import StoppedError
from studykit.flows.home import homecoming
from studykit.flows.home.edits import merge_note as merge
from studykit.model.card import Basic, Choice, Cloze, Option, Typed
from tests.anki.home_world import FILE, Anki, build, home, mine, world_in
from tests.flows.small_world import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return world_in(tmp_path / "ws", monkeypatch)


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    made = Anki(tmp_path / "anki")
    yield made
    made.col.close()


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
