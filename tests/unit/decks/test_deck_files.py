"""Deck files on the disk: nothing a person saved is overwritten, names fit every system, broken lines are told."""

import json
import os
import sys
import unicodedata
from pathlib import Path

import pytest

from studykit.decks.files import (
    Rejection,
    append_rejected,
    digest_of,
    find_deck_files,
    read_deck,
    read_rejected,
    write_deck,
)
from studykit.decks.format import new_deck, with_header
from studykit.decks.names import file_name, file_names
from studykit.errors import DeckFileError, StoppedError
from studykit.messages import message

TEXT = "---\ndeck: 深度\n---\n\nQ: a\nA: b\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "深度.md"
    file.write_bytes(TEXT.encode())
    return file


def test_a_deck_is_read_with_its_text_and_digest(path: Path) -> None:
    file = read_deck(path)
    assert (file.text, file.digest, file.path) == (TEXT, digest_of(TEXT.encode()), path)
    assert [block.line for block in file.deck.cards] == [5]


@pytest.mark.parametrize("head", ["", "\ufeff"])
def test_bytes_that_are_no_utf_8_are_named(path: Path, head: str) -> None:
    path.write_bytes((head + TEXT).encode() + "中文 ".encode() + b"\xd6\xd0\n")
    with pytest.raises(DeckFileError) as caught:
        read_deck(path, "decks/深度.md")
    error = caught.value
    assert (error.code, error.line, error.column, error.parameters["byte"]) == ("deck-not-utf-8", 7, 4, "0xD6")
    assert message(error.code, "en", **error.parameters).startswith("decks/深度.md:7:4: the byte 0xD6")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_what_is_no_file_is_refused_as_a_deck(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(DeckFileError) as caught:
        read_deck(tmp_path / "pipe.md")
    assert message(caught.value.code, "zh", **caught.value.parameters)
    with pytest.raises(FileNotFoundError):
        read_deck(tmp_path / "none.md")


def test_a_deck_is_written_over_what_was_read(path: Path) -> None:
    file = read_deck(path)
    new = with_header(file.deck, order=2)
    digest = write_deck(path, new, file.digest)
    again = read_deck(path)
    assert (again.digest, again.deck) == (digest, new)


def test_the_same_bytes_are_not_written_again(path: Path) -> None:
    file = read_deck(path)
    before = path.stat()
    assert write_deck(path, file.deck, file.digest) == file.digest
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_was_saved_meanwhile_is_not_overwritten(path: Path) -> None:
    file = read_deck(path)
    new = with_header(file.deck, order=2)
    path.write_bytes(b"saved by a person")
    for digest in (file.digest, None):
        with pytest.raises(StoppedError) as caught:
            write_deck(path, new, digest)
        assert caught.value.code == "deck-changed-on-disk"
    assert path.read_bytes() == b"saved by a person"
    path.unlink()
    with pytest.raises(StoppedError):
        write_deck(path, new, file.digest)
    assert not list(path.parent.iterdir())


def test_a_new_deck_makes_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.md"
    write_deck(path, new_deck("d"), None)
    assert read_deck(path).deck == new_deck("d")


def test_deck_files_are_found_in_order_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for name in ("b/2.md", "b/1.md", "a.md", "b.MD", ".git/x.md", ".x.md", "c.apkg", "rejected.jsonl", "d.md/e.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"")
    found = [path.relative_to(tmp_path).as_posix() for path in find_deck_files(tmp_path)]
    assert found == ["a.md", "b.MD", "b/1.md", "b/2.md"]
    assert find_deck_files(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("核心算法 / GRPO ⭐（重点方向）", "核心算法 - GRPO （重点方向）"),
        ("🗂️ 1️⃣ AI: what?", "1 AI- what"),
        ('a<b>c"d|e\\f*g', "abcd-e-fg"),
        ("[[x#y]]^z", "xyz"),
        ("..hidden. . ", "hidden"),
        ("CON", "_CON"),
        ("aux.md", "_aux.md"),
        ("console", "console"),
        ("a\u202eb\u200b\x00\n\tc", "ab c"),
        ("⭐", "untitled"),
        ("", "untitled"),
        ("e\u0301", "\u00e9"),
        ("25 °C ≤ ∞", "25 °C ≤ ∞"),
    ],
)
def test_file_names(title: str, name: str) -> None:
    assert file_name(title) == name


def test_stars_may_stay() -> None:
    assert file_name("GRPO ⭐", keep_symbols=True) == "GRPO ⭐"


def test_long_names_are_cut_and_stay_apart() -> None:
    titles = ["深" * 100, "深" * 101, "x" * 100, "𠀀" * 70]
    names = file_names(titles)
    assert len(set(names)) == 4
    assert all(len(name) <= 80 and len(name.encode()) <= 200 for name in [*names, *map(file_name, titles)])


def test_names_that_collide_get_a_hash_whatever_their_order() -> None:
    titles = ["GRPO", "grpo ⭐", "Café", "Cafe\u0301!", "CAFÉ", "other"]
    names = file_names(titles)
    assert names[-1] == "other"
    keys = [unicodedata.normalize("NFC", name).casefold() for name in names]
    assert len(set(keys)) == len(keys)
    assert file_names(titles[::-1])[::-1] == names
    assert names[0].startswith("GRPO-")
    same = file_names(["a", "a", "a"])
    assert len(set(same)) == 3
    assert file_names(["a", "A", same[0]])[2] == same[0]


def _record(number: int) -> Rejection:
    return {
        "id": f"{number:010d}",
        "deck": "深度",
        "note": "a.md",
        "kind": "basic",
        "front": "为什么\u2028？\n",
        "quote_digest": "q",
        "text_digest": "t",
        "when": "2026-11-22T07:00:00Z",
        "why": "rejected",
    }


def test_rejections_are_added_and_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / "decks" / "rejected.jsonl"
    assert read_rejected(path) == ([], [])
    append_rejected(path, [])
    assert not path.exists()
    append_rejected(path, [_record(1), _record(2)])
    before = path.read_bytes()
    append_rejected(path, [_record(3)])
    assert path.read_bytes().startswith(before)
    assert before.count(b"\n") == 2
    assert read_rejected(path) == ([_record(1), _record(2), _record(3)], [])


def test_a_broken_line_is_told_and_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "rejected.jsonl"
    append_rejected(path, [_record(1)])
    lines = [b"<<<<<<< HEAD", b"", b"[]", b"\xff", b'{"id": 1}', b"[" * 100_000, b'{"id": "torn']
    with path.open("ab") as file:
        file.write(b"\n".join(lines))
    append_rejected(path, [_record(2)])
    records, problems = read_rejected(path, "decks/rejected.jsonl")
    assert records == [_record(1), _record(2)]
    assert [problem.line for problem in problems] == [2, 4, 5, 6, 7, 8]
    for problem in problems:
        assert problem.path == "decks/rejected.jsonl"
        cause = dict(problem.parameters)["cause"]
        assert cause
        assert cause in message(problem.code, "en", **dict(problem.parameters))


def test_keys_of_a_later_version_are_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "rejected.jsonl"
    path.write_text(json.dumps({**_record(1), "more": [1]}) + "\r\n", "utf-8")
    assert read_rejected(path) == ([_record(1)], [])
