"""Which note or file a link means, as Obsidian decides it."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from studykit.model.ids import NotePath
from studykit.model.note import Link, Note
from studykit.text.mojibake import pattern_of
from studykit.text.names import without_label
from studykit.text.normal import name_key, normal


class Resolved(NamedTuple):
    """Where a link leads."""

    path: str
    """The note or file, or empty where there is none."""
    others: tuple[str, ...] = ()
    """Notes that the same words could mean."""


_NOWHERE = Resolved("")


class Resolver:
    """The names of a vault, indexed once. Names are compared in NFC and without case."""

    def __init__(self, notes: Mapping[NotePath, Note], attachments: Iterable[str], unread: Iterable[str] = ()) -> None:
        self._notes = notes
        self._paths: dict[str, list[str]] = defaultdict(list)
        self._tails: dict[str, list[str]] = defaultdict(list)
        self._aliases: dict[str, list[str]] = defaultdict(list)
        self._everywhere: dict[str, Resolved | None] = {}
        """Targets that lead to one place from whatever note; None for those that do not."""
        self._from: dict[tuple[str, str, bool], Resolved] = {}
        self._headings: dict[str, frozenset[str]] = {}
        for path in (*notes, *unread):
            self._add(path, path[: -len(".md")] if path.lower().endswith(".md") else path)
        for path in attachments:
            self._add(path, path)
        for path, note in notes.items():
            for name in (note.title, *note.aliases):
                self._aliases[name_key(name)].append(path)

    def _add(self, path: str, name: str) -> None:
        key = name_key(name)
        self._paths[key].append(path)
        self._tails[key.rpartition("/")[2]].append(path)

    def named(self, name: str) -> Resolved:
        """The note whose title or alias is this name."""
        found = dict.fromkeys(self._aliases.get(name_key(name.strip()), ()))
        return Resolved(next(iter(found)), tuple(found)[1:]) if found else _NOWHERE

    def resolve(self, link: Link, source: NotePath) -> Resolved:
        """Where a link in a note leads; a link without a target leads to its own note."""
        target = link.target
        if not target:
            return Resolved(source)
        try:
            found = self._everywhere[target]
        except KeyError:
            found = self._everywhere[target] = self._find_everywhere(target)
        if found is None:
            folder = source.rpartition("/")[0]
            key = (target, folder, link.wiki)
            found = self._from.get(key)
            if found is None:
                found = self._from[key] = self._find(target, folder, link.wiki)
        return found

    def _find_everywhere(self, target: str) -> Resolved | None:
        """What `_find` finds from every folder, None where that differs or is not seen at once.

        Whatever is at a path, near or far, has the last part of its name among `_tails`.
        """
        name = name_key(target).removesuffix(".md").strip("/")
        if "./" in f"{name}/":
            return None
        tail = name.rpartition("/")[2]
        candidates = self._tails.get(tail, ())
        if not candidates:
            aliased = list(dict.fromkeys(self._aliases.get(name, ())))
            if len(aliased) > 1:
                return None
            return Resolved(aliased[0]) if aliased else self._lost(target)
        return Resolved(candidates[0]) if len(candidates) == 1 and name == tail else None

    def _find(self, target: str, folder: str, wiki: bool) -> Resolved:
        name = name_key(target)
        name = name.removesuffix(".md").strip("/")
        near = _joined(name_key(folder), name)
        if name.startswith(("./", "../")):
            return self._exact(near, target) or self._near_tail(name.rpartition("/")[2], folder)
        first, second = (name, near) if wiki else (near, name)
        exact = self._exact(first, target) or self._exact(second, target)
        if exact:
            return exact
        found = self._near_tail(name, folder)
        if found.path:
            return found
        aliased = self._aliases.get(name)
        if aliased:
            return _nearest(list(dict.fromkeys(aliased)), folder)
        return self._lost(target)

    def _exact(self, name: str, target: str) -> Resolved | None:
        """The file at a path; of several that differ in case or accents alone the one that is spelled so."""
        paths = self._paths.get(name)
        if paths is None:
            return None
        if len(paths) == 1:
            return Resolved(paths[0])
        tail = target.rpartition("/")[2].removesuffix(".md")
        spelled = [path for path in paths if path.rpartition("/")[2].removesuffix(".md") == tail]
        return Resolved(spelled[0]) if len(spelled) == 1 else Resolved(paths[0], tuple(paths[1:]))

    def _near_tail(self, name: str, folder: str) -> Resolved:
        candidates = self._tails.get(name.rpartition("/")[2], [])
        if "/" in name:
            ending = f"/{name}"
            candidates = [p for p in candidates if name_key(p.removesuffix(".md")).endswith(ending)]
        return _nearest(candidates, folder) if candidates else _NOWHERE

    def _lost(self, target: str) -> Resolved:
        """A name that lost bytes leads to the one note that it fits, where just one does."""
        pattern = pattern_of(unicodedata.normalize("NFC", target.removesuffix(".md")).casefold())
        if pattern is None:
            return _NOWHERE
        fits = [path for name, paths in self._paths.items() if pattern.fullmatch(name) for path in paths]
        if not fits and "/" not in target:
            fits = [
                path
                for tail, paths in self._tails.items()
                if pattern.fullmatch(tail.removesuffix(".md"))
                for path in paths
            ]
        return Resolved(fits[0]) if len(fits) == 1 else _NOWHERE

    def is_note(self, path: str) -> bool:
        """Whether a file was read as a note: drawings, templates and notes that cannot be read are files alone."""
        return path in self._notes

    def has_anchor(self, link: Link, path: str) -> bool:
        """Whether the heading or block that a link names is there; true where it names none or leads to no note."""
        note = self._notes.get(NotePath(path))
        if note is None or not (link.heading or link.block):
            return True
        if link.block:
            return link.block in note.blocks
        last = link.heading.rpartition("#")[2]
        if last in [heading.text for heading in note.headings]:
            return True  # as most are written; the rest is compared as Obsidian does
        wanted = normal(without_label(last))
        headings = self._headings.get(path)
        if headings is None:
            headings = frozenset(normal(without_label(h.text)) for h in note.headings)
            self._headings[path] = headings
        return wanted in headings

    def shortest_link(self, path: NotePath) -> str:
        """What one would write between `[[` and `]]`: the file's name where it is the only one, else the path."""
        name = path.removesuffix(".md")
        stem = name.rpartition("/")[2]
        return stem if len(self._tails.get(name_key(stem), ())) == 1 else name


def _joined(folder: str, name: str) -> str:
    parts = folder.split("/") if folder else []
    for part in name.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _nearest(candidates: list[str], folder: str) -> Resolved:
    """Of several notes: one in the same folder, else the shortest path, else the one with most folders in common."""
    if len(candidates) == 1:
        return Resolved(candidates[0])
    here = folder.split("/") if folder else []

    def distance(path: str) -> tuple[bool, int, int, str]:
        parts = path.split("/")[:-1]
        common = 0
        for one, other in zip(parts, here, strict=False):
            if one != other:
                break
            common += 1
        return parts != here, len(parts), -common, path

    ordered = sorted(candidates, key=distance)
    if ordered[0].rpartition("/")[0] == folder:  # an alias may be one of several notes beside the link
        return Resolved(ordered[0], tuple(path for path in ordered[1:] if path.rpartition("/")[0] == folder))
    return Resolved(ordered[0], tuple(ordered[1:]))
