"""Packages that the real Anki wrote, read by us: what we read equals what it holds, field by field, row by row."""

import json
import sqlite3
import struct
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import pytest
import zstandard
from anki.collection import Collection, ExportAnkiPackageOptions
from hypothesis import given
from hypothesis import strategies as st

from studykit.anki import archive as archives
from studykit.anki.archive import PackageError, open_archive
from studykit.anki.read import read_collection

PICTURE = b"\x89PNG picture"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A collection of Anki's with notes of three types, nested decks, media, a log, flags, FSRS."""
    folder = tmp_path_factory.mktemp("anki")
    collection = Collection(str(folder / "collection.anki2"))
    collection.set_config("fsrs", True)
    decks = [collection.decks.id("强化学习::PPO"), collection.decks.id("强化学习::GRPO ⭐"), 1]
    kinds = ["Basic", "Basic (and reversed card)", "Cloze"]
    own = collection.models.copy(collection.models.by_name("Basic"))
    own["name"] = "问答 “奇怪”"
    collection.models.rename_field(own, own["flds"][0], "问题 1")
    collection.models.update_dict(own)
    collection.media.write_data("图 1.png", PICTURE)
    for number in range(40):
        name = own["name"] if number % 7 == 0 else kinds[number % 3]
        note = collection.new_note(collection.models.by_name(name))
        note.fields[0] = f'{{{{c1::值 {number}}}}} {{{{c2::e\u0301}}}} <b>x</b> <img src="图 1.png">'
        note.fields[1] = f"答 {number} \\(\\frac{{a}}{{b}}\\)"
        note.tags = ["算法::图", f"t{number % 4}"]
        collection.add_note(note, decks[number % 3])
    collection.decks.select(1)
    for _ in range(3):
        for deck in decks:
            collection.decks.select(deck)
            for number in range(6):
                card = collection.sched.getCard()
                if card is None:
                    break
                card.start_timer()
                collection.sched.answerCard(card, number % 4 + 1)
    cards = collection.find_cards("")
    collection.sched.suspend_cards(cards[:2])
    collection.set_user_flag_for_cards(3, cards[2:4])
    yield collection
    collection.close()


def exported(collection: Any, path: Path, *, legacy: bool) -> Path:
    options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, with_deck_configs=True, legacy=legacy)
    collection.export_anki_package(out_path=str(path), options=options, limit=None)
    return path


@pytest.mark.parametrize("legacy", [True, False])
def test_a_package_holds_what_anki_holds(filled: Any, tmp_path: Path, legacy: bool) -> None:
    with open_archive(exported(filled, tmp_path / "a.apkg", legacy=legacy)) as archive:
        assert archive.version == (2 if legacy else 3)
        read = read_collection(archive)
        assert archive.medium("图 1.png") == PICTURE
    assert len(read.notes) == filled.note_count() == 40
    assert len(read.cards) == filled.card_count()
    for note in read.notes:
        theirs = filled.get_note(note.id)
        assert (note.guid, list(note.fields), list(note.tags)) == (theirs.guid, theirs.fields, theirs.tags)
        kind = theirs.note_type()
        ours = read.types[note.type]
        assert (ours.name, ours.css, ours.cloze) == (kind["name"], kind["css"], kind["type"] == 1)
        assert ours.fields == tuple(field["name"] for field in kind["flds"])
        assert ours.templates == tuple((t["name"], t["qfmt"], t["afmt"]) for t in kind["tmpls"])
    for card in read.cards:
        theirs = filled.get_card(card.id)
        assert (card.note, card.ordinal, card.type, card.queue, card.interval, card.reps, card.lapses, card.flags) == (
            theirs.nid, theirs.ord, theirs.type, theirs.queue, theirs.ivl, theirs.reps, theirs.lapses, theirs.flags,
        )  # fmt: skip
        assert read.decks[card.deck] == filled.decks.name(theirs.did)
        state = theirs.memory_state
        assert (card.memory is None) == (state is None)
        if card.memory is not None:
            assert card.memory[0] == pytest.approx(state.stability, abs=1e-3)
            assert card.memory[1] == pytest.approx(state.difficulty, abs=1e-2)
    rows = filled.db.all("SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog ORDER BY id")
    assert rows
    assert [list(review) for review in read.reviews] == rows


def test_a_whole_collection_is_read_like_a_package(filled: Any, tmp_path: Path) -> None:
    path = tmp_path / "all.colpkg"
    source = Collection(str(tmp_path / "other.anki2"))
    with open_archive(exported(filled, tmp_path / "a.apkg", legacy=False)):
        pass
    note = source.new_note(source.models.by_name("Basic"))
    note.fields[0] = "only"
    source.add_note(note, 1)
    source.export_collection_package(str(path), include_media=True, legacy=False)
    with open_archive(path) as archive:
        assert [note.fields[0] for note in read_collection(archive).notes] == ["only"]


def packed(path: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for name, data in entries.items():
            package.writestr(name.replace("__", "."), data)
    return path


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({}, "package-lacks"),
        ({"meta": b"\x08\x04"}, "package-newer"),
        ({"meta": b"\x08\x03", "collection__anki2": b"old"}, "package-lacks"),
        ({"meta": b"\x08"}, "package-damaged"),
        ({"collection__anki2": b"no database"}, "package-damaged"),
        ({"meta": b"\x08\x03", "collection__anki21b": b"no frame"}, "package-damaged"),
        ({"collection__anki2": b"x", "media": b"[1"}, "package-damaged"),
    ],
)
def test_what_is_no_package_is_named(tmp_path: Path, entries: dict[str, bytes], code: str) -> None:
    with pytest.raises(PackageError) as error, open_archive(packed(tmp_path / "a.apkg", **entries)) as archive:
        read_collection(archive)
    assert error.value.code == code


def test_a_stream_that_grows_is_given_up_at_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST_COLLECTION", 1 << 20)
    bomb = zstandard.ZstdCompressor().compress(bytes(300 << 20))
    path = packed(tmp_path / "a.apkg", meta=b"\x08\x03", collection__anki21b=bomb)
    with pytest.raises(PackageError) as error, open_archive(path) as archive:
        read_collection(archive)
    assert error.value.code == "package-large"


def test_names_of_media_lose_their_folders(tmp_path: Path) -> None:
    listed = json.dumps({"0": "../../etc/passwd", "1": "..", "2": "a\\b.png", "9": "missing.png"}).encode()
    path = packed(tmp_path / "a.apkg", collection__anki2=b"x", media=listed, **{"0": b"a", "1": b"b", "2": b"c"})
    with open_archive(path) as archive:
        assert dict(archive.media) == {"passwd": "0", "b.png": "2"}


def test_a_view_in_place_of_a_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "c.anki2"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE col (crt, ver, models, decks)")
        connection.execute("INSERT INTO col VALUES (0, 11, '{}', '{}')")
        connection.execute("CREATE TABLE cards (x)")
        connection.execute("CREATE TABLE revlog (x)")
        connection.execute(
            "CREATE VIEW notes AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
        )
    connection.close()
    path = packed(tmp_path / "a.apkg", collection__anki2=file.read_bytes())
    with pytest.raises(PackageError) as error, open_archive(path) as archive:
        read_collection(archive)
    assert error.value.parameters["entry"] == "notes"


@pytest.fixture(scope="module")
def packages(filled: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("packages")
    return [exported(filled, folder / f"{legacy}.apkg", legacy=legacy) for legacy in (True, False)]


@given(st.integers(0, 1 << 32))
def test_a_mutated_package_is_read_or_refused(packages: list[Path], tmp_path_factory: Any, seed: int) -> None:
    random = Random(seed)
    changed = bytearray(random.choice(packages).read_bytes())
    for _ in range(random.randrange(1, 7)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    if random.random() < 0.2:
        del changed[random.randrange(len(changed)) :]
    path = tmp_path_factory.getbasetemp() / "mutated.apkg"
    path.write_bytes(changed)
    try:
        with open_archive(path) as archive:
            read_collection(archive)
            for name in archive.media:
                archive.medium(name)
    except PackageError:
        pass


def test_a_message_with_a_length_behind_its_end_is_refused() -> None:
    from studykit.anki import wire

    with pytest.raises(ValueError, match="behind"):
        list(wire.fields(b"\x0a\xff" + struct.pack("<H", 1)))
