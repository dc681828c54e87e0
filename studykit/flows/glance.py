"""A glance at a vault: the names in every folder, and the stat of every note, without opening or sorting out any.

What `vault.load` makes of a folder follows from the names in it, from the kinds of what they name, and from the
settings; so a folder that holds the same names and the same stats holds the same notes.
"""

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from studykit.vault.load import LARGEST_NOTE

_TEMPLATES: Final = ("templates.json", "daily-notes.json", "plugins/templater-obsidian/data.json")
"""Where Obsidian says which notes are templates."""
Stat = tuple[int, int, int]
"""Mtime in ns, size, inode."""


class Folder(NamedTuple):
    """One folder."""

    names: str
    """A digest of what is in it, by name and kind."""
    stats: str
    """A digest of its notes' stats."""
    notes: dict[str, Stat]
    """By name, what ends in `.md`."""


class Glance(NamedTuple):
    """What was seen of a vault."""

    folders: dict[str, Folder]
    """By path in the vault; empty for the vault itself."""
    newest: int
    """The latest mtime of a note, in ns; 0 where there is none."""

    def digests(self) -> dict[str, list[str]]:
        """What is kept of it."""
        return {path: [folder.names, folder.stats] for path, folder in self.folders.items()}


def glance(root: Path, own: Collection[Path]) -> Glance:
    """Look at a vault. `own` are folders that are never read as notes. OSError where a folder cannot be listed."""
    return _look(os.path.realpath(root), own, {}, [""])


def glance_again(before: Glance, root: Path, own: Collection[Path], paths: Iterable[str]) -> Glance:
    """Look again at the folders in which some paths lie: what a glance at all would see.

    Where a name came or went it is a glance at all.
    """
    real = os.path.realpath(root)
    meant = {os.path.relpath(Path(path).parent, real) for path in paths}
    folders = {"" if folder == "." else folder.replace(os.sep, "/") for folder in meant}
    if not folders <= before.folders.keys():
        return glance(root, own)
    found = _look(real, own, before.folders, sorted(folders))
    if any(found.folders[folder].names != before.folders[folder].names for folder in folders):
        return glance(root, own)
    return found


def _look(real: str, own: Collection[Path], known: Mapping[str, Folder], waiting: list[str]) -> Glance:
    """Look at some folders and, where they are not known, at those below."""
    skipped = {folder for folder in map(os.path.realpath, own) if folder.startswith(real)}
    found = dict(known)
    while waiting:
        relative = waiting.pop()
        found[relative], folders = _folder(real, relative, skipped)
        waiting += [one for one in folders if one not in found]
    newest = max((stat[0] for folder in found.values() for stat in folder.notes.values()), default=0)
    return Glance(found, newest)


def _folder(real: str, relative: str, skipped: Collection[str]) -> tuple[Folder, list[str]]:
    """One folder, and the paths in the vault of those in it."""
    path = f"{real}/{relative}" if relative else real
    names: list[str] = []
    folders: list[str] = []
    notes: dict[str, Stat] = {}
    descriptor = os.open(path, os.O_RDONLY) if os.scandir in os.supports_fd else None
    try:
        with os.scandir(path if descriptor is None else descriptor) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                if entry.is_symlink():
                    names.append(f"{name}@{_led_to(entry, f'{path}/{name}')}")
                elif entry.is_dir():
                    if f"{path}/{name}" not in skipped:
                        names.append(f"{name}/")
                        folders.append(f"{relative}/{name}" if relative else name)
                elif name[-3:].lower() == ".md":
                    status = entry.stat(follow_symlinks=False)
                    names.append(name if status.st_size <= LARGEST_NOTE else f"{name}!")
                    notes[name] = status.st_mtime_ns, status.st_size, status.st_ino
                else:
                    names.append(name)
    finally:
        if descriptor is not None:
            os.close(descriptor)
    if not relative:
        names += _templates(real)
    names.sort()
    return Folder(_digest("\0".join(names)), _digest(repr(sorted(notes.items()))), notes), folders


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _led_to(entry: "os.DirEntry[str]", path: str) -> str:
    """What a link leads to, and how that looks. The vault's own files are looked at where they lie."""
    try:
        status = entry.stat()
    except OSError:
        return str(Path(path).readlink())
    return f"{Path(path).readlink()}:{status.st_mode}:{status.st_mtime_ns}:{status.st_size}:{status.st_ino}"


def _templates(root: str) -> list[str]:
    found = []
    for name in _TEMPLATES:
        try:
            status = Path(root, ".obsidian", name).stat()
        except OSError:
            continue
        found.append(f".obsidian/{name}:{status.st_mtime_ns}:{status.st_size}")
    return found
