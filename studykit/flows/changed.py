"""Which notes changed since the last build: a glance at stats first, the bytes of those that differ."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from studykit.flows.glance import Glance
from studykit.flows.noop import Known
from studykit.flows.workspace import Workspace
from studykit.model.ids import NotePath
from studykit.model.problem import Problem
from studykit.store.db import Store
from studykit.store.sources import Seen, read_differing
from studykit.vault.load import read_bytes


class Changed(NamedTuple):
    """What differs from the last build."""

    touched: tuple[Seen, ...]
    """Every note whose stat is another one, as it is now."""
    texts: tuple[tuple[NotePath, bytes], ...]
    """Those of them that hold other bytes."""


def changed_notes(workspace: Workspace, store: Store, before: Known, seen: Glance) -> Changed | None:
    """What changed; None where more did than the text of notes: names, folders, notes that cannot be read."""
    digests = seen.digests(before.folders)
    if digests.keys() != before.folders.keys():
        return None
    if any(names != before.folders[path][0] for path, (names, _) in digests.items()):
        return None
    touched: list[Seen] = []
    texts: list[tuple[NotePath, bytes]] = []
    for file, stat in _suspects(store, before, seen, digests):
        raw = read_bytes(workspace.vault, file.path)
        if isinstance(raw, Problem):
            return None
        digest = hashlib.sha256(raw).hexdigest()
        touched.append(Seen(file.path, *stat, digest))
        if digest != file.digest:
            texts.append((NotePath(file.path), raw))
    return Changed(tuple(touched), tuple(texts))


def _suspects(
    store: Store, before: Known, seen: Glance, digests: dict[str, list[str]]
) -> Iterable[tuple[Seen, tuple[int, int, int]]]:
    for path, folder in seen.folders.items():
        differs = digests[path][1] != before.folders[path][1]
        if differs or folder.newest >= before.trusted:
            notes = folder.notes
            for file in read_differing(store, path, notes, before.trusted):
                yield file, notes[file.path.rpartition("/")[2]]
