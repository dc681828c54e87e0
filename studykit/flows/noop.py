"""Tell, without opening a note, that nothing changed since the last build; then there is nothing to do.

Compared are the names in every folder of the vault, the stat of every note, every deck file, every package and the
media in it, the settings and the program. A file as young as the last scan is not trusted: it may have changed within
one tick.
"""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Final, NamedTuple, cast

from studykit import __version__
from studykit.flows.glance import Glance
from studykit.flows.report import Report
from studykit.flows.workspace import Workspace
from studykit.store.db import Store
from studykit.store.decks import read_deck_stats
from studykit.store.sources import read_facts
from studykit.vault import PARSER_VERSION

_RACY_NS = 20_000_000
"""A file system's clock ticks every 10 ms or so; what changed so near to the scan is looked at again."""
_OF_ONE_BUILD = frozenset({"deck-restored", "deck-changed-on-disk"})
"""Problems that are told once: the build that told them has dealt with them."""
_LEARNING: Final = frozenset({"review", "learn", "journal", "machine", "language"})
"""Settings that change no card, no deck and no package."""
FACTS: Final = ("report", "settings", "glance", "scanned", "packages", "stale", "rejected", "elsewhere")


class Known(NamedTuple):
    """What the last build left to compare with."""

    facts: Mapping[str, str]
    folders: Mapping[str, list[str]]
    trusted: int
    """Files as young as this (mtime, ns) may have changed after they were read."""


def known(store: Store) -> Known:
    """What the last build left. Everything is empty where there was none."""
    facts = read_facts(store, FACTS)
    return Known(facts, json.loads(facts.get("glance") or "{}"), int(facts.get("scanned") or 0) - _RACY_NS)


def unchanged(
    workspace: Workspace, before: Known, seen: Glance, store: Store, started: float, *, packages: bool = True
) -> Report | None:
    """The last build's report with this one's time, or None where something changed. Writes nothing.

    Without `packages` nobody asks what became of those.
    """
    facts = before.facts
    if facts.get("settings") != settings(workspace):
        return None
    if seen.digests() != before.folders or seen.newest >= before.trusted:
        return None
    if not decks_current(workspace, store):
        return None
    if packages and not packages_current(workspace, facts):
        return None
    report = last_report(facts)
    seconds = round(time.perf_counter() - started, 4)
    report["seconds"] = {"scan": seconds, "draft": 0.0, "merge": 0.0, "write": 0.0, "total": seconds}
    report["changed"] = False
    return report


def last_report(facts: Mapping[str, str]) -> Report:
    """The last build's report, without what only that build did."""
    report = cast("Report", json.loads(facts["report"]))
    report["problems"] = [problem for problem in report["problems"] if problem["code"] not in _OF_ONE_BUILD]
    report["rules"] = {}
    report["lints"] = {}
    return report


def facts(workspace: Workspace, seen: Glance, scan_started_ns: int, *, complete: bool) -> dict[str, str]:
    """What `unchanged` compares with. A build that left something leaves the next one everything to do."""
    return {
        "settings": settings(workspace) if complete else "",
        "glance": json.dumps(seen.digests(), ensure_ascii=True),
        "scanned": str(scan_started_ns),
        "rejected": rejected_stat(workspace),
    }


def rejected_stat(workspace: Workspace) -> str:
    """How the file of what was rejected looks: what is said there holds for every note."""
    try:
        status = (workspace.decks / "rejected.jsonl").stat()
    except OSError:
        return ""
    return json.dumps([status.st_mtime_ns, status.st_size])


def settings(workspace: Workspace) -> str:
    """Everything set that a build depends on, as text. How cards are learned is nothing to it."""
    config = workspace.config
    meant = [f"{field.name}={getattr(config, field.name)!r}" for field in fields(config) if field.name not in _LEARNING]
    return f"{__version__} {PARSER_VERSION} {workspace.vault.resolve()} {' '.join(meant)}"


def deck_stats(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Mtime (ns), size and inode of every deck file, by its path in the folder; hidden ones are none."""
    found = {}
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.lower().endswith(".md") and not name.startswith("."):
                path = Path(root, name)
                status = path.stat()
                file = path.relative_to(folder).as_posix()
                found[file] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def decks_current(workspace: Workspace, store: Store) -> bool:
    """Whether every deck file lies there as the last build left it."""
    return deck_stats(workspace.decks) == read_deck_stats(store)


def packages_current(workspace: Workspace, facts: Mapping[str, str]) -> bool:
    """Whether every package is written, lies there as it was, and so does what is in it."""
    if facts.get("stale", "[]") != "[]":
        return False
    for name, state in json.loads(facts.get("packages", "{}")).items():
        value = json.loads(state)
        try:
            status = (workspace.decks / f"{name}.apkg").stat()
            if [status.st_mtime_ns, status.st_size] != value["file"]:
                return False
            for target, stat in value["media"].items():
                medium = (workspace.vault / target).stat()
                if [medium.st_mtime_ns, medium.st_size] != stat:
                    return False
            if any((workspace.vault / target).is_file() for target in value["missing"]):
                return False
        except OSError:
            return False
    return True
