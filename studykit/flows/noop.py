"""Tell, without opening a note, that nothing changed since the last build; then there is nothing to do.

Compared are the stat of every note, every deck file, every package and the media in it, the names of attachments, the
settings and the program. A file as young as the last scan is not trusted: it may have changed within one tick.
"""

import hashlib
import json
import os
import time
from pathlib import Path
from typing import cast

from studykit import __version__
from studykit.config import Config
from studykit.flows.report import Report
from studykit.flows.workspace import Workspace
from studykit.store.db import Store
from studykit.store.decks import read_deck_stats
from studykit.store.sources import read_facts, read_sources
from studykit.vault import PARSER_VERSION, load

_RACY_NS = 20_000_000
"""A file system's clock ticks every 10 ms or so; what changed so near to the scan is looked at again."""
_OF_ONE_BUILD = frozenset({"deck-restored", "deck-changed-on-disk"})
"""Problems that are told once: the build that told them has dealt with them."""


def unchanged(workspace: Workspace, store: Store, started: float) -> Report | None:
    """The last build's report with this one's time, or None where something changed. Writes nothing."""
    facts = read_facts(store, ["report", "settings", "attachments", "scanned", "packages", "decks"])
    if facts.get("settings") != _settings(workspace.config, workspace.vault):
        return None
    listing = load.list_files(workspace.vault, workspace.config.exclude, workspace.own_folders)
    if facts.get("attachments") != _names(listing):
        return None
    trusted = int(facts["scanned"]) - _RACY_NS
    sources = read_sources(store)
    if len(sources) != len(listing.notes):
        return None
    for file in listing.notes:
        seen = sources.get(file.path)
        if seen is None or file.mtime_ns >= trusted or (file.mtime_ns, file.size, file.inode) != seen[1:4]:
            return None
    stats = read_deck_stats(store)
    if deck_stats(workspace.decks) != stats:
        return None
    if not _packages_current(workspace, json.loads(facts.get("packages", "{}"))):
        return None
    report = cast("Report", json.loads(facts["report"]))
    report["problems"] = [problem for problem in report["problems"] if problem["code"] not in _OF_ONE_BUILD]
    report["rules"] = {}
    report["lints"] = {}
    seconds = round(time.perf_counter() - started, 4)
    report["seconds"] = {"scan": seconds, "draft": 0.0, "merge": 0.0, "write": 0.0, "total": seconds}
    report["changed"] = False
    return report


def facts(workspace: Workspace, listing: load.Listing, scan_started_ns: int, *, complete: bool) -> dict[str, str]:
    """What `unchanged` compares with. A build that left something leaves the next one everything to do."""
    return {
        "settings": _settings(workspace.config, workspace.vault) if complete else "",
        "attachments": _names(listing),
        "scanned": str(scan_started_ns),
    }


def _settings(config: Config, vault: Path) -> str:
    return f"{__version__} {PARSER_VERSION} {vault.resolve()} {config!r}"


def _names(listing: load.Listing) -> str:
    names = "\0".join(sorted(listing.attachments))
    return hashlib.sha256(os.fsencode(names)).hexdigest()


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


def _packages_current(workspace: Workspace, states: dict[str, str]) -> bool:
    for name, state in states.items():
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
