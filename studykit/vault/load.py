"""Reading a vault from disk: the only module of the package that touches files. It opens nothing for writing."""

import fnmatch
import json
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from studykit.model.ids import NotePath
from studykit.model.problem import Problem, Severity, problem

LARGEST_NOTE: Final = 5_000_000
"""Bytes. A larger file is no note that anyone learns from; it is reported and left out."""
_TEMPLATES: Final = ("[Tt]emplates/*", "*/[Tt]emplates/*", "_[Tt]emplates/*", "*/_[Tt]emplates/*", "模板/*", "*/模板/*")
"""Folders of templates, for vaults that came without their `.obsidian`."""


class File(NamedTuple):
    """A file of the vault as a stat saw it."""

    path: str
    """Relative to the vault, `/` between parts, as the file system spells it."""
    mtime_ns: int
    size: int
    inode: int


class Listing(NamedTuple):
    """What lies in a vault, unread."""

    notes: tuple[File, ...]
    """Markdown files, by path."""
    attachments: frozenset[str]
    """Every other file's path."""
    folders: frozenset[str]
    problems: tuple[Problem, ...]


def list_files(root: Path, exclude: Iterable[str] = (), skip: Iterable[Path] = ()) -> Listing:
    """List a vault without reading a note.

    Left out: names that begin with a dot (`.obsidian`, `.trash`), the notes of template folders, Excalidraw drawings,
    `exclude` globs, the folders of `skip` (the workspace's own). Links that lead out of the vault, loops, pipes and
    devices are reported and not followed.
    """
    templates = (*(f"{folder}/*" for folder in _template_folders(root)), *_TEMPLATES)
    skipped = {os.path.realpath(folder) for folder in skip}
    walk = _Walk(root, tuple(exclude), templates, skipped)
    walk.folder(str(root), "")
    notes = sorted(walk.notes)
    return Listing(tuple(notes), frozenset(walk.attachments), frozenset(walk.folders), tuple(walk.problems))


class _Walk:
    """The state of one walk."""

    def __init__(self, root: Path, exclude: tuple[str, ...], templates: tuple[str, ...], skipped: set[str]) -> None:
        self.real_root = os.path.realpath(root)
        self.exclude = exclude
        self.templates = templates
        self.skipped = skipped
        self.seen: set[tuple[int, int]] = set()
        self.notes: list[File] = []
        self.attachments: list[str] = []
        self.folders: list[str] = []
        self.problems: list[Problem] = []

    def folder(self, path: str, relative: str) -> None:
        try:
            status = Path(path).stat()
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError as error:
            self.problems.append(problem(Severity.ERROR, "folder-unreadable", relative, detail=error.strerror or ""))
            return
        identity = (status.st_dev, status.st_ino)
        if identity in self.seen:
            self.problems.append(problem(Severity.WARNING, "link-loop", relative))
            return
        self.seen.add(identity)
        for entry in entries:
            self.entry(entry, f"{relative}/{entry.name}" if relative else entry.name)

    def entry(self, entry: os.DirEntry[str], relative: str) -> None:
        if entry.name.startswith(".") or _fits(relative, self.exclude):
            return
        try:
            if entry.is_symlink() and not self.inside(entry.path):
                self.problems.append(problem(Severity.WARNING, "link-outside", relative))
                return
            status = entry.stat()
        except OSError as error:
            self.problems.append(problem(Severity.WARNING, "file-unreadable", relative, detail=error.strerror or ""))
            return
        if stat.S_ISDIR(status.st_mode):
            if self.skipped and os.path.realpath(entry.path) in self.skipped:
                return
            self.folders.append(relative)
            self.folder(entry.path, relative)
        elif not stat.S_ISREG(status.st_mode):
            self.problems.append(problem(Severity.WARNING, "file-special", relative))
        elif not relative.lower().endswith(".md"):
            self.attachments.append(relative)
        elif not relative.lower().endswith(".excalidraw.md") and not _fits(relative, self.templates):
            if status.st_size > LARGEST_NOTE:
                self.problems.append(problem(Severity.WARNING, "note-too-large", relative, size=status.st_size))
            else:
                self.notes.append(File(relative, status.st_mtime_ns, status.st_size, status.st_ino))

    def inside(self, path: str) -> bool:
        return os.path.commonpath([self.real_root, os.path.realpath(path)]) == self.real_root


def _fits(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def _template_folders(root: Path) -> Iterator[str]:
    """Where Obsidian says that templates lie; `.obsidian` may be missing or broken."""
    for name, key in (
        ("templates.json", "folder"),
        ("daily-notes.json", "template"),
        ("templater-obsidian/data.json", ""),
    ):
        path = root / ".obsidian" / (f"plugins/{name}" if "/" in name else name)
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        folder = value.get(key or "templates_folder") if isinstance(value, dict) else None
        if isinstance(folder, str) and folder.strip("/ "):
            cleaned = folder.strip("/ ")
            yield cleaned.rpartition("/")[0] if key == "template" else cleaned


def read_bytes(root: Path, path: NotePath | str) -> bytes | Problem:
    """A file's bytes, whole and of one moment: read again once where it changed meanwhile, then reported."""
    full = root / path
    for _ in range(2):
        try:
            descriptor = os.open(full, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except OSError as error:
            return problem(Severity.ERROR, "file-unreadable", path, detail=error.strerror or "")
        with os.fdopen(descriptor, "rb") as stream:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                return problem(Severity.WARNING, "file-special", path)
            try:
                data = stream.read(LARGEST_NOTE + 1)
                after = os.fstat(descriptor)
            except OSError as error:
                return problem(Severity.ERROR, "file-unreadable", path, detail=error.strerror or "")
        if len(data) > LARGEST_NOTE:
            return problem(Severity.WARNING, "note-too-large", path, size=before.st_size)
        if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size) and len(data) == after.st_size:
            return data
    return problem(Severity.WARNING, "changed-while-reading", path)
