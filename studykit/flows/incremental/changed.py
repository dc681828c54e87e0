"""Which notes changed since the last build: a glance at stats first, the bytes of those that differ."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from studykit.flows.unchanged.glance import Glance, Stat, names_digest
from studykit.flows.unchanged.noop import Known
from studykit.flows.workspace import Workspace
from studykit.model.ids import NotePath
from studykit.model.problem import Problem
from studykit.store.db import Store
from studykit.store.sources import Seen, read_differing, read_sources
from studykit.vault.load import is_read, read_bytes

Digests = dict[str, list[str]]


class Changed(NamedTuple):
    """What differs from the last build."""

    touched: tuple[Seen, ...]
    """Every note whose stat is another one, and every one that came, as it is now."""
    texts: tuple[tuple[NotePath, bytes], ...]
    """Those of them that hold other bytes."""
    came: frozenset[NotePath] = frozenset()
    """Notes that were not there."""
    gone: frozenset[NotePath] = frozenset()
    """Notes that are there no more."""


class _Names(NamedTuple):
    came: dict[str, Stat]
    gone: frozenset[NotePath]


def changed_notes(workspace: Workspace, store: Store, before: Known, seen: Glance) -> Changed | None:
    """What changed; None where it was more than notes: attachments, notes that cannot be read."""
    digests = seen.digests(before.folders)
    names = _names(workspace, store, before, seen, digests)
    if names is None:
        return None
    touched: list[Seen] = []
    texts: list[tuple[NotePath, bytes]] = []
    suspects = [
        *_suspects(store, before, seen, digests),
        *((Seen(path, *stat, ""), stat) for path, stat in names.came.items()),
    ]
    for file, stat in suspects:
        raw = read_bytes(workspace.vault, file.path)
        if isinstance(raw, Problem):
            return None
        digest = hashlib.sha256(raw).hexdigest()
        touched.append(Seen(file.path, *stat, digest))
        if digest != file.digest:
            texts.append((NotePath(file.path), raw))
    return Changed(tuple(touched), tuple(texts), frozenset(map(NotePath, names.came)), names.gone)


def _suspects(store: Store, before: Known, seen: Glance, digests: Digests) -> Iterable[tuple[Seen, Stat]]:
    for path, folder in seen.folders.items():
        differs = path not in before.folders or digests[path][1] != before.folders[path][1]
        if differs or folder.newest >= before.trusted:
            notes = folder.notes
            for file in read_differing(store, path, notes, before.trusted):
                yield file, notes[file.path.rpartition("/")[2]]


def _names(workspace: Workspace, store: Store, before: Known, seen: Glance, digests: Digests) -> _Names | None:
    """Which notes came and went; None where anything else did."""
    other = [
        folder
        for folder in {**before.folders, **seen.folders}
        if folder not in before.folders or folder not in seen.folders or digests[folder][0] != before.folders[folder][0]
    ]
    if not other:
        return _Names({}, frozenset())
    known: dict[str, set[str]] = defaultdict(set)
    for path in read_sources(store):
        folder, _, name = path.rpartition("/")
        known[folder].add(name)
    reads = is_read(workspace.vault, workspace.config.exclude)
    came: dict[str, Stat] = {}
    gone: list[str] = []
    for folder in other:
        now = seen.folders[folder].notes if folder in seen.folders else {}
        new, lost = now.keys() - known[folder], known[folder] - now.keys()
        others, held = _others(folder, before, seen), sorted((now.keys() - new) | lost)
        if (names_digest(others, held) != before.folders[folder][0]) if folder in before.folders else others:
            return None
        start = f"{folder}/" if folder else ""
        came |= {f"{start}{name}": now[name] for name in new}
        gone += (f"{start}{name}" for name in lost)
    return _Names(came, frozenset(map(NotePath, gone))) if all(map(reads, came)) else None


def _others(folder: str, before: Known, seen: Glance) -> list[str]:
    """What lay in a folder beside its notes, if but notes and folders of notes came and went."""
    others = set(seen.folders[folder].others) if folder in seen.folders else set()
    others -= {f"{name}/" for name in _within(folder, seen.folders.keys() - before.folders.keys())}
    return sorted(others | {f"{name}/" for name in _within(folder, before.folders.keys() - seen.folders.keys())})


def _within(folder: str, folders: Iterable[str]) -> Iterator[str]:
    """The names of those of some folders that lie in one itself."""
    for path in folders:
        above, _, name = path.rpartition("/")
        if above == folder and path:
            yield name
