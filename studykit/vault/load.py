"""Reading a vault from disk: the only module of the package that touches files. It opens nothing for writing."""

import fnmatch
import glob
import json
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from studykit.model.ids import NotePath
from studykit.model.problem import Problem, Severity, problem

LARGEST_NOTE: Final = 5_000_000
"""Bytes. A larger file is no note that anyone learns from; it is reported and left out."""
_READING: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
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
    unread: frozenset[str] = frozenset()
    """Folders that cannot be listed: nothing is known of what they hold."""
    left_out: frozenset[str] = frozenset()
    """Markdown files that are not read, templates, drawings and what is too large: a link to one is not broken."""


def list_files(root: Path, exclude: Iterable[str] = (), skip: Iterable[Path] = ()) -> Listing:
    """List a vault without reading a note.

    Left out: names that begin with a dot (`.obsidian`, `.trash`), the notes of template folders, Excalidraw drawings,
    `exclude` globs, the folders of `skip` (the workspace's own). Links that lead out of the vault, loops, pipes and
    devices are reported and not followed.
    """
    templates = _any_of((*_template_patterns(root), *_TEMPLATES))
    skipped = {os.path.realpath(folder) for folder in skip}
    walk = _Walk(root, _any_of([_glob(pattern) for pattern in exclude]), templates, skipped)
    walk.all()
    return Listing(
        tuple(sorted(walk.notes)),
        frozenset(walk.attachments),
        frozenset(walk.folders),
        tuple(walk.problems),
        frozenset(walk.unread),
        frozenset(walk.left_out),
    )


def is_read(root: Path, exclude: Iterable[str] = ()) -> Callable[[str], bool]:
    """What tells of a Markdown file's path whether `list_files` would have it among the notes, if it is no link."""
    templates = _any_of((*_template_patterns(root), *_TEMPLATES))
    excluded = _any_of([_glob(pattern) for pattern in exclude])

    def reads(path: str) -> bool:
        parts = path.split("/")
        above = ("/".join(parts[:number]) for number in range(1, len(parts) + 1))
        if path.lower().endswith(".excalidraw.md") or templates.match(path) is not None or not _is_text(path):
            return False
        return not any(map(_is_hidden, parts)) and all(excluded.match(one) is None for one in above)

    return reads


class _Walk:
    """The state of one walk."""

    def __init__(self, root: Path, exclude: re.Pattern[str], templates: re.Pattern[str], skipped: set[str]) -> None:
        self.real_root = os.path.realpath(root)
        self.exclude = exclude
        self.templates = templates
        self.skipped = skipped
        self.seen: set[tuple[int, int]] = set()
        self.notes: list[File] = []
        self.attachments: list[str] = []
        self.folders: list[str] = []
        self.problems: list[Problem] = []
        self.unread: list[str] = []
        self.left_out: list[str] = []
        self.waiting = [(str(root), "")]
        self.linked: list[tuple[str, str]] = []

    def all(self) -> None:
        """Folders first, links to folders after them: what a link leads to is read where it lies."""
        while self.waiting or self.linked:
            if self.waiting:
                self.folder(*self.waiting.pop())
            else:
                self.link(*self.linked.pop(0))

    def link(self, path: str, relative: str) -> None:
        real = os.path.realpath(path)
        parts = Path(os.path.relpath(real, self.real_root)).parts
        if os.path.commonpath([real, os.path.realpath(Path(path).parent)]) == real:
            self.problems.append(problem(Severity.WARNING, "link-loop", relative))
        elif not any(real == own or real.startswith(own + os.sep) for own in self.skipped) and not any(
            map(_is_hidden, parts)
        ):
            self.folder(path, relative)

    def folder(self, path: str, relative: str) -> None:
        try:
            status = Path(path).stat()
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError as error:
            self.problems.append(problem(Severity.ERROR, "folder-unreadable", relative, detail=error.strerror or ""))
            self.unread.append(relative)
            return
        identity = (status.st_dev, status.st_ino)
        if identity in self.seen:
            return
        self.seen.add(identity)
        for entry in entries:
            self.entry(entry, f"{relative}/{entry.name}" if relative else entry.name)

    def entry(self, entry: os.DirEntry[str], relative: str) -> None:
        if _is_hidden(entry.name) or self.exclude.match(relative) is not None:
            return
        if not _is_text(entry.name):
            shown = os.fsencode(relative).decode("utf-8", "replace")
            self.problems.append(problem(Severity.WARNING, "name-not-text", shown))
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
            if entry.is_symlink():
                self.linked.append((entry.path, relative))
                return
            self.folders.append(relative)
            self.waiting.append((entry.path, relative))
        elif not stat.S_ISREG(status.st_mode):
            self.problems.append(problem(Severity.WARNING, "file-special", relative))
        elif not relative.lower().endswith(".md"):
            self.attachments.append(relative)
        elif relative.lower().endswith(".excalidraw.md") or self.templates.match(relative) is not None:
            self.left_out.append(relative)
        elif status.st_size > LARGEST_NOTE:
            self.problems.append(problem(Severity.WARNING, "note-too-large", relative, size=status.st_size))
            self.left_out.append(relative)
        else:
            self.notes.append(File(relative, status.st_mtime_ns, status.st_size, status.st_ino))

    def inside(self, path: str) -> bool:
        try:
            return os.path.commonpath([self.real_root, os.path.realpath(path)]) == self.real_root
        except ValueError:  # another drive
            return False


def _any_of(globs: Iterable[str]) -> re.Pattern[str]:
    """What matches a path that fits one of the globs, and nothing where there are none."""
    return re.compile("|".join(map(fnmatch.translate, globs)) or r"(?!)")


def _glob(pattern: str) -> str:
    """An `exclude` glob as people write them: `Archive/` is the folder."""
    return pattern.removeprefix("./").rstrip("/") or pattern


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name not in (".", "..")


def _is_text(name: str) -> bool:
    """Whether a name is UTF-8. One that is not can be written in no deck file, and so cannot be cited."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _template_patterns(root: Path) -> Iterator[str]:
    """Globs of where Obsidian says that templates lie; `.obsidian` may be missing or broken."""
    for name, key in (
        ("templates.json", "folder"),
        ("daily-notes.json", "template"),
        ("templater-obsidian/data.json", ""),
    ):
        path = root / ".obsidian" / (f"plugins/{name}" if "/" in name else name)
        try:
            value = json.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else None
        except (OSError, ValueError, RecursionError):
            continue
        folder = value.get(key or "templates_folder") if isinstance(value, dict) else None
        if isinstance(folder, str) and folder.strip("/ "):
            cleaned = glob.escape(folder.strip("/ "))
            yield f"{cleaned.removesuffix('.md')}.md" if key == "template" else f"{cleaned}/*"


def read_bytes(root: Path, path: NotePath | str) -> bytes | Problem:
    """A file's bytes, whole and of one moment: read again once where it changed meanwhile, then reported."""
    full = f"{root}/{path}"
    for _ in range(2):
        try:
            descriptor = os.open(full, _READING)
        except OSError as error:
            return problem(Severity.ERROR, "file-unreadable", path, detail=error.strerror or "")
        try:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                return problem(Severity.WARNING, "file-special", path)
            data = _read_all(descriptor, min(before.st_size, LARGEST_NOTE))
            after = os.fstat(descriptor)
        except OSError as error:
            return problem(Severity.ERROR, "file-unreadable", path, detail=error.strerror or "")
        finally:
            os.close(descriptor)
        if len(data) > LARGEST_NOTE:
            return problem(Severity.WARNING, "note-too-large", path, size=before.st_size)
        if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size) and len(data) == after.st_size:
            return data
    return problem(Severity.WARNING, "changed-while-reading", path)


def _read_all(descriptor: int, size: int) -> bytes:
    """A file's bytes, and one more than `size` where there are more. One call does it but for files on a network."""
    data = os.read(descriptor, size + 1)
    while 0 < len(data) < size and (more := os.read(descriptor, size + 1 - len(data))):
        data += more
    return data
