"""Look at a vault and say what is wrong with it, without drafting a card or writing a byte."""

import os
import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from studykit.config import Config
from studykit.flows.drafting.units import units_of
from studykit.flows.reading.scan import Scan, scan
from studykit.model.event import Listener
from studykit.model.ids import NotePath
from studykit.model.problem import Problem, Severity, problem

_SYNCED: Final = re.compile(
    r"/(dropbox|onedrive[^/]*|google ?drive|icloud ?drive|com~apple~clouddocs|nextcloud|owncloud|syncthing|"
    r"jianguoyun|坚果云)(?:/|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What `doctor` found."""

    notes: int
    links: int
    headings: int
    problems: tuple[Problem, ...]
    coverage: Mapping[str, int]
    """`listed` in a MOC, `unlisted` (homed in their folder), `mocs`, `stubs`, `unread`."""
    unlisted: tuple[NotePath, ...]
    stubs: Mapping[str, tuple[str, ...]]
    """By folder, the names of notes with too little in them."""
    scan_seconds: float


def examine(root: Path, config: Config, store: Path, listener: Listener, *, skip: tuple[Path, ...] = ()) -> Diagnosis:
    """Read a vault and gather everything worth a person's look."""
    started = time.perf_counter()
    scanned = scan(root, config, listener, skip=skip)
    seconds = time.perf_counter() - started
    if config.inline.syntaxes:
        for _ in units_of(scanned):
            pass  # what is wrong with cards in notes becomes known as they are cut
    problems = [*scanned.problems, *chain(*scanned.inline_problems.values())]
    problems += [*_stubs(scanned), *_duplicates(scanned), *_clashes(scanned), *_synced(store)]
    stubs: dict[str, list[str]] = defaultdict(list)
    for path in scanned.stubs:
        stubs[path.rpartition("/")[0]].append(path.rpartition("/")[2].removesuffix(".md"))
    notes = scanned.notes.values()
    listed = len(scanned.notes) - len(scanned.unlisted) - len(scanned.mocs)
    return Diagnosis(
        notes=len(scanned.notes),
        links=sum(len(note.links) for note in notes),
        headings=sum(len(note.headings) for note in notes),
        problems=tuple(problems),
        coverage={
            "listed": listed,
            "unlisted": len(scanned.unlisted),
            "mocs": len(scanned.mocs),
            "stubs": len(scanned.stubs),
            "unread": len(scanned.unread),
        },
        unlisted=scanned.unlisted,
        stubs={folder: tuple(names) for folder, names in sorted(stubs.items())},
        scan_seconds=round(seconds, 4),
    )


def _stubs(scanned: Scan) -> list[Problem]:
    return [problem(Severity.INFO, "stub", path) for path in scanned.stubs]


def _duplicates(scanned: Scan) -> list[Problem]:
    """Notes that are the same to the byte; empty ones aside."""
    first: dict[str, NotePath] = {}
    found = []
    for path, note in scanned.notes.items():
        if note.size and (other := first.setdefault(note.digest, path)) != path:
            found.append(problem(Severity.INFO, "duplicate-note", path, other=other))
    return found


def _clashes(scanned: Scan) -> list[Problem]:
    first: dict[str, NotePath] = {}
    found = []
    for path in scanned.notes:
        key = unicodedata.normalize("NFC", path).casefold()
        if (other := first.setdefault(key, path)) != path:
            found.append(problem(Severity.WARNING, "name-clash", path, other=other))
    return found


def _synced(store: Path) -> list[Problem]:
    match = _SYNCED.search(os.path.realpath(store).replace(os.sep, "/") + "/")
    return [problem(Severity.WARNING, "synced-folder", str(store), service=match.group(1))] if match else []
