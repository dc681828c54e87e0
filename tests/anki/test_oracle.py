"""What Anki itself makes of our packages. Anki is an oracle here and nowhere else: studykit never imports it."""

import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from studykit.anki.collection import field_checksum, field_text
from studykit.anki.fields import PackageNote, package_note
from studykit.anki.media import Media
from studykit.anki.package import write_package
from studykit.markup.cloze import cloze_numbers, deletions
from studykit.model.card import Basic, Card, Choice, Cloze, Content, Option, Source, Stamp, Typed
from studykit.model.ids import CardId, anki_guid

MODIFIED = 1_790_000_000
SOURCE = Source("AI/GRPO 深度理解", "GRPO 理论", "它不依赖于 {{单独}} 的价值模型 & <其他>……")

CONTENTS: dict[str, Content] = {
    "basic000aa": Basic(
        "GRPO 用什么代替 **价值模型**？ ![[图 1.png|200]]", "组内标准化 $\\frac{1}{x^{2}}$", "细节 `a<b`"
    ),
    "reversed0a": Basic("优势", "Advantage", reversed=True),
    "code00000a": Basic("什么语言？", '```python\ndef f(x: int) -> str:\n    return f"{{x}}" if x < 3 else "$y$"\n```'),
    "cloze0000a": Cloze(
        "{{c1::组内标准化}}的奖励 $\\frac{a}{{{c2::x^{2^{3}}}}}$，{{c3::`std::vector`::类型}}、"
        "{{c1::$\\sqrt{x^{2}}$}} 与 {{x}}"
    ),
    "choice000a": Choice(
        "哪些对？", (Option("错 $x$", False), Option("**对**", True), Option("`c`", False)), "因为 $\\pi$"
    ),
    "typed0000a": Typed("`ls` 的参数 & 意义", "-l <长>"),
    "sound0000a": Basic("听 ![[_声.mp3]]", "看 ![](图片/_x.png)"),
}


@pytest.fixture
def picture(tmp_path: Path) -> Media:
    folder = tmp_path / "vault"
    folder.mkdir()
    files = {"图 1.png": b"\x89PNG one", "_声.mp3": b"ID3 sound", "_x.png": b"\x89PNG two"}
    for name, data in files.items():
        (folder / name).write_bytes(data)

    def resolve(target: str) -> Path | None:
        path = folder / target.rpartition("/")[2]
        return path if path.exists() else None

    return Media(resolve)


def made(media: Media) -> list[PackageNote]:
    decks = ["强化学习 for LLM::核心算法::GRPO", "强化学习 for LLM::核心算法", "CS"]
    notes = []
    for place, (number, content) in enumerate(CONTENTS.items()):
        stamp = Stamp(CardId(number), "rules", "", MODIFIED + place, tags=("算法/图 论", "rl"))
        card = Card(content, SOURCE, stamp)
        notes.append(package_note(card, deck=decks[place % 3], vault="我的 库", image=media.name, due=place + 1))
    return notes


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Any]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def imported(collection: Any, path: Path, *, progress: bool = False) -> Any:
    options = ImportAnkiPackageOptions(with_scheduling=progress)
    request = ImportAnkiPackageRequest(package_path=str(path), options=options)
    return collection.import_anki_package(request).log


def by_guid(collection: Any) -> dict[str, Any]:
    notes = [collection.get_note(number) for number in collection.find_notes("")]
    return {note.guid: note for note in notes}


def test_what_we_write_is_what_anki_reads(tmp_path: Path, collection: Any, picture: Media) -> None:
    notes = made(picture)
    path = tmp_path / "deck.apkg"
    summary = write_package(path, notes, picture.files)
    log = imported(collection, path)
    assert len(log.new) == len(notes) == summary.notes
    assert collection.card_count() == summary.cards == len(notes) + 1 + 2  # one reversed, a cloze of three
    found = by_guid(collection)
    for note in notes:
        theirs = found[note.guid]
        assert tuple(theirs.fields) == note.fields
        assert theirs.tags == ["rl", "算法::图_论"]
        assert theirs.mod == note.mod
        cards = theirs.cards()
        assert {collection.decks.name(card.did) for card in cards} == {note.deck}
        assert {card.due for card in cards} == {note.due}
        stored = collection.db.first("SELECT sfld, csum FROM notes WHERE guid = ?", note.guid)
        text = field_text(note.fields[0])
        assert stored == [text, field_checksum(text)]
    assert {deck.name for deck in collection.decks.all_names_and_ids()} == {"Default", *summary.decks}
    assert "强化学习 for LLM" in summary.decks
    folder = Path(collection.media.dir())
    assert {entry.name: entry.read_bytes() for entry in folder.iterdir()} == {
        name: source.read_bytes() for name, source in picture.files.items()
    }
    checked = collection.media.check()
    assert (list(checked.missing), list(checked.unused)) == ([], [])
    report, clean = collection.fix_integrity()
    assert clean, report


def test_every_side_of_every_card_renders(tmp_path: Path, collection: Any, picture: Media) -> None:
    path = tmp_path / "deck.apkg"
    write_package(path, made(picture), picture.files)
    imported(collection, path)
    cards = [collection.get_card(number) for number in collection.find_cards("")]
    for card in cards:
        for side in (card.question(), card.answer()):
            assert "{{" not in re.sub(r"<style>.*?</style>", "", side, flags=re.DOTALL)
            assert "}}" not in re.sub(r"<style>.*?</style>", "", side, flags=re.DOTALL)
        answer = card.answer()
        assert "GRPO 理论" in answer
        assert "它不依赖于 &#123;&#123;单独&#125;&#125; 的价值模型 &amp; &lt;其他&gt;" in answer
        assert 'href="obsidian://open?vault=%E6%88%91%E7%9A%84%20%E5%BA%93&amp;file=AI%2FGRPO%20' in answer
    texts = {card.note().guid + str(card.ord): (card.question(), card.answer()) for card in cards}
    guid = {number: anki_guid(CardId(number)) for number in CONTENTS}
    question, answer = texts[guid["cloze0000a"] + "0"]
    assert question.count("[...]") == 2
    assert "组内标准化" not in re.sub(r'data-cloze="[^"]*"', "", question)
    assert r"\sqrt{x^{2} }" in answer
    assert "[类型]" in texts[guid["cloze0000a"] + "2"][0]
    assert r"\frac{a}{" in texts[guid["cloze0000a"] + "1"][0]
    assert "x^{2^{3} }" in texts[guid["cloze0000a"] + "1"][1]
    assert 'class="right"' in texts[guid["choice000a"] + "0"][1]
    assert 'class="right"' not in texts[guid["choice000a"] + "0"][0]
    assert "[[type:Answer]]" in texts[guid["typed0000a"] + "0"][0]
    sound = next(card for card in cards if card.note().guid == guid["sound0000a"])
    assert [tag.filename for tag in sound.question_av_tags()] == [n for n in picture.files if n.endswith(".mp3")]


def test_a_second_import_changes_nothing_and_a_change_only_its_note(
    tmp_path: Path, collection: Any, picture: Media
) -> None:
    notes = made(picture)
    first, second = tmp_path / "one.apkg", tmp_path / "two.apkg"
    write_package(first, notes, picture.files)
    imported(collection, first)
    deck = collection.decks.id_for_name("强化学习 for LLM")
    collection.decks.select(deck)
    while (card := collection.sched.getCard()) is not None:
        collection.sched.answerCard(card, 4)
    reviews = collection.db.all("SELECT cid, ease, ivl FROM revlog ORDER BY id")
    learned = dict(collection.db.all("SELECT id, ivl FROM cards"))
    assert reviews
    again = imported(collection, first)
    assert (len(again.new), len(again.updated), len(again.duplicate)) == (0, 0, len(notes))

    changed = [notes[0]._replace(fields=("新的问题", *notes[0].fields[1:]), mod=notes[0].mod + 60), *notes[1:]]
    write_package(second, changed, picture.files)
    log = imported(collection, second)
    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 1, len(notes) - 1)
    assert by_guid(collection)[notes[0].guid].fields[0] == "新的问题"
    assert collection.db.all("SELECT cid, ease, ivl FROM revlog ORDER BY id") == reviews
    assert dict(collection.db.all("SELECT id, ivl FROM cards")) == learned
    report, clean = collection.fix_integrity()
    assert clean, report


@pytest.mark.parametrize("progress", [False, True])
def test_retired_cards_come_tagged_and_with_progress_suspended(tmp_path: Path, collection: Any, progress: bool) -> None:
    """Without "Import any learning progress", which is Anki's default, a card that is new to it comes as a new one."""
    card = Card(Basic("a", "b"), None, Stamp(CardId("retired00a"), "me", "", MODIFIED, retired=True))
    note = package_note(card, deck="d", vault="v", image=lambda _: None, due=0)
    write_package(tmp_path / "d.apkg", [note], {})
    imported(collection, tmp_path / "d.apkg", progress=progress)
    assert len(collection.find_cards("tag:studykit::retired")) == 1
    assert len(collection.find_cards("is:suspended")) == progress


def test_two_packages_live_side_by_side(tmp_path: Path, collection: Any, picture: Media) -> None:
    notes = made(picture)
    for place, part in enumerate((notes[:3], notes[3:])):
        path = tmp_path / f"{place}.apkg"
        write_package(path, part, picture.files)
        assert len(imported(collection, path).new) == len(part)
    assert len(collection.find_notes("")) == len(notes)
    types = {name.name for name in collection.models.all_names_and_ids()}
    assert not {name for name in types if name.endswith("+")}


HARD_CLOZES = [
    "{{c1::a::b::c}}",
    "{{c1::a {{c2::b::h}} c::d}} e",
    "{{c1::$x^{2^{3}}$}} {{c2::{{}}}} {{ {{c3::b}} }}",
    "```cpp\nstd::map<int, {{c1::std::string::type}}> x{{1, {{c2::f({})}}}};\n```",
    "**{{c2::粗}}** ==亮 {{c1::a}}== [[{{c3::笔记}}|标签]] {{c4::未完",
    "[x](https://a.b/{{c1::c}}) 文 {{c2::d}}",
    "| a | {{c1::b}} |\n|---|---|\n| {{c2::c \\| d}} | `{{c3::e}}` |",
    "\\{{c1::不}} {{c1::是}}",
]


@pytest.mark.parametrize("text", HARD_CLOZES)
def test_anki_sees_the_deletions_that_we_see(tmp_path: Path, collection: Any, text: str) -> None:
    card = Card(Cloze(text), None, Stamp(CardId("hard00000a"), "me", "", MODIFIED))
    note = package_note(card, deck="d", vault="v", image=lambda _: None, due=0)
    write_package(tmp_path / "d.apkg", [note], {})
    imported(collection, tmp_path / "d.apkg")
    theirs = by_guid(collection)[note.guid]
    numbers = cloze_numbers(text)
    assert sorted(rendered.ord + 1 for rendered in theirs.cards()) == numbers
    assert sorted(theirs.cloze_numbers_in_fields()) == numbers
    for rendered in theirs.cards():
        assert 'class="cloze"' in rendered.question()
        assert "{{c" not in rendered.question()


@pytest.mark.parametrize(("text", "shown"), [("{{c1::a::b::c}}", "[b::c]"), ("{{c1::a {{c2::b::h}} c::d}}", "[d]")])
def test_anki_sees_the_hint_that_we_see(tmp_path: Path, collection: Any, text: str, shown: str) -> None:
    card = Card(Cloze(text), None, Stamp(CardId("hint00000a"), "me", "", MODIFIED))
    note = package_note(card, deck="d", vault="v", image=lambda _: None, due=0)
    write_package(tmp_path / "d.apkg", [note], {})
    imported(collection, tmp_path / "d.apkg")
    assert shown == f"[{deletions(text)[0].hint}]"
    assert shown in unescape(by_guid(collection)[note.guid].cards()[0].question())


def test_the_note_types_are_frozen(tmp_path: Path, picture: Media) -> None:
    """Ids that Anki has seen may never change, nor may the fields and templates they stand for."""
    path = tmp_path / "deck.apkg"
    write_package(path, made(picture), picture.files)
    with zipfile.ZipFile(path) as package:
        package.extract("collection.anki2", tmp_path / "out")
    connection = sqlite3.connect(tmp_path / "out" / "collection.anki2")
    models = json.loads(connection.execute("SELECT models FROM col").fetchone()[0])
    connection.close()
    found = {
        number: ([field["id"] for field in model["flds"]], [template["id"] for template in model["tmpls"]])
        for number, model in models.items()
    }
    base = 5_817_310_246_900_000
    assert found == {
        "1795330800001": (list(range(base + 101, base + 113)), [base + 1101, base + 1102]),
        "1795330800002": (list(range(base + 201, base + 211)), [base + 1201]),
        "1795330800003": (list(range(base + 301, base + 313)), [base + 1301]),
        "1795330800004": (list(range(base + 401, base + 412)), [base + 1401]),
    }
