"""A glance at a vault: the names in every folder, and the stat of every note, without opening or sorting out any.

What `vault.load` makes of a folder follows from the names in it, from the kinds of what they name, and from the
settings; so a folder that holds the same names and the same stats holds the same notes. Little is loaded for it: a
build where nothing changed is hardly more than this.
"""

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

LARGEST: Final = 5_000_000
"""`vault.load.LARGEST_NOTE`, which a test compares: that module is not loaded for this."""
_TEMPLATES: Final = ("templates.json", "daily-notes.json", "plugins/templater-obsidian/data.json")
"""Where Obsidian says which notes are templates."""
Stat = tuple[int, int, int]
"""Mtime in ns, size, inode."""


class Folder:
    """One folder. (No dataclass: that module alone takes as long to load as three thousand notes to look at.)"""

    __slots__ = ("_names", "looks", "newest", "others", "rows")

    def __init__(self, others: list[str], rows: list[str], newest: int) -> None:
        self.others = sorted(others)
        """What is in it and no note, by name and kind, in order; and which notes are too large to be read."""
        self.rows = sorted(rows)
        """What ends in `.md`: name, and after a NUL mtime in ns, size and inode; in order."""
        self.newest = newest
        """The latest mtime of a note, in ns; 0 where there is none."""
        self.looks = _digest("\0".join((*self.others, "", *self.rows)))
        """A digest of all that."""
        self._names = ""

    @property
    def names(self) -> str:
        """A digest of what is in it, by name and kind."""
        if not self._names:
            self._names = names_digest(self.others, (row.partition("\0")[0] for row in self.rows))
        return self._names

    @property
    def notes(self) -> dict[str, Stat]:
        """The stats of what ends in `.md`, by name."""
        found = {}
        for row in self.rows:
            name, _, stat = row.partition("\0")
            mtime_ns, size, inode = stat.split(" ")
            found[name] = int(mtime_ns), int(size), int(inode)
        return found


class Glance(NamedTuple):
    """What was seen of a vault."""

    folders: Mapping[str, Folder]
    """By path in the vault; empty for the vault itself."""
    newest: int
    """The latest mtime of a note, in ns; 0 where there is none."""

    def digests(self, before: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """What is kept of it: of each folder the names and all. One that looks as it did `before` is as it was."""
        return {
            path: one if (one := before.get(path)) and one[1] == folder.looks else [folder.names, folder.looks]
            for path, folder in self.folders.items()
        }

    def is_as(self, before: Mapping[str, list[str]]) -> bool:
        """Whether a glance of which that was kept saw the same."""
        same = self.folders.keys() == before.keys()
        return same and all(folder.looks == before[path][1] for path, folder in self.folders.items())


_handed: dict[tuple[str, ...], Glance] = {}


def glance(root: "str | Path", own: "Collection[str | Path]") -> Glance:
    """Look at a vault. `own` are folders that are never read as notes. OSError where a folder cannot be listed."""
    return _handed.pop(_named(root, own), None) or _look(os.path.realpath(root), own, {}, [""])


def hand_over(root: "str | Path", own: "Collection[str | Path]", seen: Glance) -> None:
    """Let the next glance of this process be one that was just taken.

    An old glance takes nothing for unchanged that is not: what changed since has another look for the next build.
    """
    _handed[_named(root, own)] = seen


def _named(root: "str | Path", own: "Collection[str | Path]") -> tuple[str, ...]:
    return tuple(map(os.path.realpath, (root, *own)))


def glance_again(before: Glance, root: "Path", own: "Collection[Path]", paths: Iterable[str]) -> Glance:
    """Look again at the folders in which some paths lie: what a glance at all would see.

    Where a name came or went it is a glance at all.
    """
    real = os.path.realpath(root)
    meant = {os.path.relpath(os.path.split(path)[0], real) for path in paths}
    folders = {"" if folder == "." else folder.replace(os.sep, "/") for folder in meant}
    if not folders <= before.folders.keys():
        return glance(root, own)
    found = _look(real, own, before.folders, sorted(folders))
    if any(found.folders[folder].names != before.folders[folder].names for folder in folders):
        return glance(root, own)
    return found


def _look(real: str, own: "Collection[str | Path]", known: Mapping[str, Folder], waiting: list[str]) -> Glance:
    """Look at some folders and, where they are not known, at those below."""
    skipped = {folder for folder in map(os.path.realpath, own) if folder.startswith(real)}
    found = dict(known)
    while waiting:
        relative = waiting.pop()
        found[relative], folders = _folder(real, relative, skipped)
        waiting += [one for one in folders if one not in found]
    return Glance(found, max(folder.newest for folder in found.values()))


def _folder(real: str, relative: str, skipped: Collection[str]) -> tuple[Folder, list[str]]:
    """One folder, and the paths in the vault of those in it."""
    path = f"{real}/{relative}" if relative else real
    others: list[str] = []
    folders: list[str] = []
    rows: list[str] = []
    newest = 0
    descriptor = os.open(path, os.O_RDONLY) if os.scandir in os.supports_fd else None
    try:
        with os.scandir(path if descriptor is None else descriptor) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                if entry.is_symlink():
                    others.append(f"{name}@{_led_to(entry, f'{path}/{name}')}")
                elif name[-3:].lower() == ".md" and not entry.is_dir():
                    status = entry.stat(follow_symlinks=False)
                    mtime_ns, size = status.st_mtime_ns, status.st_size
                    rows.append(f"{name}\0{mtime_ns} {size} {status.st_ino}")
                    if mtime_ns > newest:
                        newest = mtime_ns
                    if size > LARGEST:
                        others.append(f"{name}!")
                elif entry.is_dir():
                    if f"{path}/{name}" not in skipped:
                        others.append(f"{name}/")
                        folders.append(f"{relative}/{name}" if relative else name)
                else:
                    others.append(name)
    finally:
        if descriptor is not None:
            os.close(descriptor)
    if not relative:
        others += _templates(real)
    return Folder(others, rows, newest), folders


def names_digest(others: Iterable[str], notes: Iterable[str]) -> str:
    """`Folder.names` of a folder that holds these, both in order."""
    return _digest("\0".join((*others, "", *notes)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _led_to(entry: "os.DirEntry[str]", path: str) -> str:
    """What a link leads to, and how that looks. The vault's own files are looked at where they lie."""
    target = os.readlink(path)  # noqa: PTH115 - without pathlib, which is not loaded for this
    try:
        status = entry.stat()
    except OSError:
        return target
    return f"{target}:{status.st_mode}:{status.st_mtime_ns}:{status.st_size}:{status.st_ino}"


def _templates(root: str) -> list[str]:
    found = []
    for name in _TEMPLATES:
        try:
            status = os.stat(f"{root}/.obsidian/{name}")  # noqa: PTH116
        except OSError:
            continue
        found.append(f".obsidian/{name}:{status.st_mtime_ns}:{status.st_size}")
    return found
