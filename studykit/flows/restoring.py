"""A backup is put back: the store, and the deck files that went along with it.

Decided first (`plan_restore`), carried out on consent. What stood there is put aside and never deleted: the store under
a name of its own, deck files in a folder beside it. Deck files that the backup does not know stay, but for those that
hold a card which the backup has in another file: it would stand twice.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from studykit.decks.files import DECK_LIMIT, find_deck_files
from studykit.decks.format import Deck, parse, print_deck, replace_cards
from studykit.errors import DeckFileError, StudykitError
from studykit.files import lock, read_regular, remove_leftovers, write_bytes_in_place
from studykit.flows.decks.standing import REJECTED
from studykit.flows.workspace import Workspace
from studykit.model.card import Card
from studykit.store.backup import Backup, Contents, check
from studykit.store.kept import kept_files
from studykit.store.restore import restore, stamp, unused

_ASIDE: Final = "decks-replaced"


@dataclass(frozen=True, slots=True)
class Restoring:
    """What putting a backup back would do. Files are named by their paths in the decks' folder."""

    backup: Backup
    holds: Contents
    missing: tuple[str, ...]
    """Deck files that are not there, or are no deck that can be read; the backup's take their place."""
    differing: tuple[str, ...]
    """Deck files that hold something else now."""
    doubled: tuple[str, ...]
    """Deck files that the backup does not know, with cards that it has elsewhere."""
    unread: tuple[str, ...]
    """What cannot be read now, and so cannot be put aside: it is left as it is."""

    @property
    def decks(self) -> int:
        """Deck files that would be other ones."""
        return len(self.missing) + len(self.differing) + len(self.doubled)

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        named = {name: list(getattr(self, name)) for name in ("missing", "differing", "doubled", "unread")}
        return {"name": self.backup.path.name, "at": self.backup.at.isoformat(), **self.holds._asdict(), **named}


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done."""

    store_aside: Path | None
    decks_aside: Path | None
    """The folder with the deck files that were there; None where none was replaced."""
    written: tuple[str, ...]
    removed: tuple[str, ...]

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        store, decks = (str(path) if path is not None else None for path in (self.store_aside, self.decks_aside))
        return {"written": self.written, "removed": self.removed, "store_aside": store, "decks_aside": decks}


def plan_restore(workspace: Workspace, backup: Backup) -> Restoring:
    """Compare a backup's deck files with those that are there. StoreError `backup-bad` where it is not whole."""
    holds = check(backup.path)
    kept = kept_files(backup.path)
    rejected = kept.pop(REJECTED, b"")
    missing, differing, unread = [], [], []
    for file, data in kept.items():
        present = _read(workspace.decks / file)
        if present is None and os.path.lexists(workspace.decks / file):
            unread.append(file)
        elif present is None or (present != data and _deck(present) is None):
            missing.append(file)
        elif present != data:
            differing.append(file)
    if _joined(rejected, _read(workspace.decks / REJECTED)) is not None:
        missing.append(REJECTED)
    ids = {key for data in kept.values() for key in _ids(data)}
    others = (path.relative_to(workspace.decks).as_posix() for path in find_deck_files(workspace.decks))
    doubled = [file for file in others if file not in kept and ids & _ids(_read(workspace.decks / file) or b"")]
    return Restoring(backup, holds, tuple(missing), tuple(differing), tuple(doubled), tuple(unread))


def carry_out(workspace: Workspace, plan: Restoring, at_ms: int, *, decks: bool = True) -> Restored:
    """Put the backup's store in place, then its deck files. `at_ms` is now, in milliseconds since 1970.

    Without `decks` their files stay as they are; those that are missing the next build restores from the store. The
    store goes first: a restoring that is cut off leaves newer deck files beside an older store, and the next build
    takes them in as it does a clone's.
    StoreError and StudykitError as `store.restore` and `files.lock` raise them.
    """
    folder = workspace.store
    with lock(folder / "build.lock"):
        store_aside = restore(folder, plan.backup.path, at_ms)
        kept = kept_files(plan.backup.path)
        files = (*plan.missing, *plan.differing) if decks else ()
        removed = plan.doubled if decks else ()
        present = {file: data for file in (*files, *removed) if (data := _read(workspace.decks / file)) is not None}
        aside = unused(folder / f"{_ASIDE}-{stamp(at_ms)}") if present else None
        for file, data in present.items():
            assert aside is not None  # there is something to put there
            _write(aside / file, data)
        for file in removed:
            (workspace.decks / file).unlink(missing_ok=True)
        for file in files:
            data = kept[file]
            if file == REJECTED:
                data = _joined(data, present.get(file)) or data
            elif file in present:
                data = _dated(data, present[file], at_ms // 1000)
            _write(workspace.decks / file, data)
    return Restored(store_aside, aside, files, removed)


def _read(path: Path) -> bytes | None:
    try:
        return read_regular(path, DECK_LIMIT)
    except (OSError, StudykitError):
        return None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(path.parent)
    write_bytes_in_place(path, data)


def _deck(data: bytes) -> Deck | None:
    try:
        return parse(data.decode("utf-8"))
    except (UnicodeDecodeError, DeckFileError):
        return None


def _ids(data: bytes) -> set[str]:
    deck = _deck(data)
    return set(deck.by_id) if deck is not None else set()


def _joined(kept: bytes, present: bytes | None) -> bytes | None:
    """What was rejected then and since, in this order; None where what is there says all of it."""
    then, now = _lines(kept), _lines(present or b"")
    if set(then) <= set(now):
        return None
    said = set(then)
    return b"".join(line + b"\n" for line in (*then, *(line for line in now if line not in said)))


def _lines(data: bytes) -> list[bytes]:
    return [line for line in data.split(b"\n") if line.strip()]


def _dated(kept: bytes, present: bytes, now: int) -> bytes:
    """The backup's file, with the cards that say something else now dated anew: Anki takes a note where it is newer."""
    then, since = _deck(kept), _deck(present)
    if then is None or since is None:
        return kept
    changes: dict[int | str, Card] = {
        key: replace(block.card, stamp=replace(block.card.stamp, mod=now))
        for key, block in then.by_id.items()
        if block.card.stamp is not None and key in since.by_id and not _same(block.card, since.by_id[key].card)
    }
    return print_deck(replace_cards(then, changes)).encode() if changes else kept


def _same(one: Card, other: Card) -> bool:
    assert one.stamp is not None  # both were found by their ids
    assert other.stamp is not None
    return replace(one, stamp=replace(one.stamp, mod=other.stamp.mod)) == other


def named(backups: Sequence[Backup], name: str) -> Backup | None:
    """The backup of a name; the newest for `latest`. They are listed with the newest first."""
    if name in ("latest", "newest"):
        return next(iter(backups), None)
    return next((one for one in backups if one.path.name == name), None)
