"""Deck files and `rejected.jsonl` on the disk: the only input and output of the package.

A deck file is written over the bytes that were read and no others: what a person saved meanwhile is never lost.
"""

import hashlib
import json
import os
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NotRequired, TypedDict, cast

from studykit.decks.deck import Deck
from studykit.decks.parse import parse
from studykit.decks.print import print_deck
from studykit.errors import DeckFileError, StoppedError, StudykitError
from studykit.files import read_regular, replacing, sync_folder
from studykit.model.problem import Problem, Severity, problem

DECK_LIMIT: Final = 16 * 1024 * 1024
"""Bytes of a deck file: more is no deck that a person reads."""
REJECTED_LIMIT: Final = 256 * 1024 * 1024
REJECTED_NAME: Final = "rejected.jsonl"


@dataclass(frozen=True, slots=True)
class DeckFile:
    """A deck file as it was read."""

    path: Path
    text: str
    digest: str
    """SHA-256 (hex) of its bytes: what `write_deck` expects to find."""
    deck: Deck


def read_deck(path: Path, shown: str = "") -> DeckFile:
    """Read a deck file. `shown` is the path that errors name, `path` itself where it is empty.

    DeckFileError where it cannot be read as a deck: not a file, not UTF-8, broken. FileNotFoundError where it is gone.
    """
    name = shown or str(path)
    try:
        data = read_regular(path, DECK_LIMIT)
    except FileNotFoundError:
        raise
    except StudykitError as error:
        raise DeckFileError(f"deck-{error.code}", line=1, path=name, limit=DECK_LIMIT) from error
    except OSError as error:
        raise DeckFileError("deck-file-unreadable", line=1, path=name, cause=error.strerror or error) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        before = data[data.rfind(b"\n", 0, error.start) + 1 : error.start]
        column = len(before.decode("utf-8")) + 1
        byte = f"0x{data[error.start]:02X}"
        raise DeckFileError("deck-not-utf-8", line=line, column=column, path=name, byte=byte) from None
    return DeckFile(path, text, digest_of(data), parse(text, name))


def digest_of(data: bytes) -> str:
    """SHA-256 (hex) of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def find_deck_files(folder: Path) -> list[Path]:
    """All `.md` files below a folder, in the order of their names; hidden ones and hidden folders are left out."""
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(root, name) for name in names if name.lower().endswith(".md") and not name.startswith(".")]
    return sorted(found, key=lambda path: (unicodedata.normalize("NFC", path.as_posix()), path.as_posix()))


def write_deck(path: Path, deck: Deck, expected_digest: str | None) -> str:
    """Write a deck over the file whose digest was `expected_digest`, None for a new file. Returns the new digest.

    Where the file holds the same bytes already, nothing is written. StoppedError `deck-changed-on-disk` where it holds
    others than expected, or is gone, or is there although it should be new. Missing folders are made.
    """
    data = print_deck(deck).encode("utf-8")
    digest = digest_of(data)
    if _digest_on_disk(path) == digest:
        return digest
    expect_deck(path, expected_digest)
    _make_folder(path.parent)
    with replacing(path) as temporary:
        temporary.write_bytes(data)
        expect_deck(path, expected_digest)  # again, as late as can be: a person may just have saved it
    return digest


def remove_deck(path: Path, expected_digest: str | None) -> None:
    """Remove a deck file, and its folder where nothing else is in that. StoppedError as `write_deck`."""
    expect_deck(path, expected_digest)
    path.unlink(missing_ok=True)
    with suppress(OSError):
        path.parent.rmdir()
    sync_folder(path.parent if path.parent.is_dir() else path.parent.parent)


def expect_deck(path: Path, digest: str | None) -> None:
    """StoppedError `deck-changed-on-disk` where a file has another digest, or is there although it should be new."""
    if _digest_on_disk(path) != digest:
        raise StoppedError("deck-changed-on-disk", path=path)


def _digest_on_disk(path: Path) -> str | None:
    try:
        return digest_of(read_regular(path, DECK_LIMIT))
    except FileNotFoundError:
        return None


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


class Rejection(TypedDict):
    """A card that was rejected or deleted: what is needed to know it again."""

    id: str
    deck: str
    note: str
    kind: str
    front: str
    quote_digest: str
    text_digest: str
    when: str
    """`2026-11-22T07:00:00Z`."""
    why: str
    back: NotRequired[str]
    """This and `quote` tell what was meant where it comes in other words; the first records did not hold them."""
    quote: NotRequired[str]


_KEYS: Final = ("id", "deck", "note", "kind", "front", "quote_digest", "text_digest", "when", "why")
_LATER_KEYS: Final = ("back", "quote")


def read_rejected(path: Path, shown: str = "") -> tuple[list[Rejection], list[Problem]]:
    """The records of `rejected.jsonl` in their order, and a problem for every line that is none. No file, no records.

    Keys that are not known are left out. StudykitError and OSError as `read_regular` raises them.
    """
    try:
        data = read_regular(path, REJECTED_LIMIT)
    except FileNotFoundError:
        return [], []
    records: list[Rejection] = []
    problems: list[Problem] = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            records.append(_record(line))
        except (ValueError, RecursionError) as error:
            cause = "UTF-8" if isinstance(error, UnicodeDecodeError) else " ".join(str(error).split())
            problems.append(problem(Severity.WARNING, "rejected-line", shown or str(path), number, cause=cause))
    return records, problems


def append_rejected(path: Path, records: Iterable[Rejection]) -> None:
    """Add records at the end of `rejected.jsonl`, on the disk on return. What stands there is never changed.

    A line that a lost power supply left unfinished is closed first, so that it spoils no other. A record that stands
    there already may be added again: readers take the last of an id.
    """
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    if not lines:
        return
    data = "\n".join([*lines, ""]).encode("utf-8")
    _make_folder(path.parent)
    is_new = not path.exists()
    if not is_new and not path.is_file():
        raise StudykitError("file-not-regular", path=path)
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            data = data if file.read(1) == b"\n" else b"\n" + data
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync_folder(path.parent)


def _record(line: bytes) -> Rejection:
    value = json.loads(line.decode("utf-8"))
    if not isinstance(value, dict):
        raise ValueError("{…}")
    texts = {key: value.get(key) for key in _KEYS} | {key: value[key] for key in _LATER_KEYS if key in value}
    for key, text in texts.items():
        if not isinstance(text, str):
            raise ValueError(key)
    return cast(Rejection, texts)
