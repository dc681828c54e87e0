"""Tell, without opening a note, that nothing changed since the last build; then there is nothing to do.

Compared are the names in every folder of the vault, the stat of every note, every deck file, every package and the
media in it, the settings and the program. A file as young as the last scan is not trusted: it may have changed within
one tick. What can be asked with next to nothing loaded is in `standstill`.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Final, NamedTuple

from studykit.config import FILE_NAME, Config, parse
from studykit.errors import ConfigurationError
from studykit.flows.report import Report
from studykit.flows.unchanged import standstill
from studykit.flows.unchanged.glance import Glance
from studykit.flows.unchanged.standstill import Mark, deck_stats, last_report
from studykit.flows.workspace import Workspace
from studykit.store.db import Store
from studykit.store.decks import read_deck_stats
from studykit.store.sources import read_facts

__all__ = [
    "FACTS", "Known", "deck_stats", "decks_current", "facts", "known", "last_report", "rejected_stat", "settings",
    "unchanged",
]  # fmt: skip

_LEARNING: Final = frozenset({"review", "learn", "journal", "machine", "language", "anki_connect"})
"""Settings that change no card, no deck and no package."""
FOLLOWED: Final = "followed"
"""The fact that holds `Plan.followed`."""
FACTS: Final = (*standstill.FACTS, "rejected", "elsewhere", FOLLOWED)


class Known(NamedTuple):
    """What the last build left to compare with."""

    facts: Mapping[str, str]
    folders: Mapping[str, list[str]]
    trusted: int
    """Files as young as this (mtime, ns) may have changed after they were read."""


def known(store: Store) -> Known:
    """What the last build left. Everything is empty where there was none."""
    facts = read_facts(store, FACTS)
    return Known(facts, json.loads(facts.get("glance") or "{}"), standstill.trusted(facts))


def unchanged(
    workspace: Workspace, before: Known, seen: Glance, store: Store, started: float, *, packages: bool = True
) -> Report | None:
    """The last build's report with this one's time, or None where something changed. Writes nothing.

    Without `packages` nobody asks what became of those.
    """
    facts = before.facts
    if facts.get("settings") != settings(workspace):
        return None
    if not seen.is_as(before.folders) or seen.newest >= before.trusted:
        return None
    if not decks_current(workspace, store):
        return None
    if packages and not standstill.packages_current(workspace.decks, workspace.vault, facts):
        return None
    return standstill.stood(facts, started)


def facts(
    workspace: Workspace,
    seen: Glance,
    scan_started_ns: int,
    *,
    complete: bool,
    before: Mapping[str, list[str]] | None = None,
) -> dict[str, str]:
    """What `unchanged` compares with. A build that left something leaves the next one everything to do.

    `before` are the folders as the last build saw them: what of them stands is not worked out again.
    """
    return {
        "settings": settings(workspace) if complete else "",
        "glance": json.dumps(seen.digests(before or {}), ensure_ascii=True),
        "scanned": str(scan_started_ns),
        "rejected": rejected_stat(workspace),
        standstill.MARK: _mark(workspace) if complete else "",
    }


def _mark(workspace: Workspace) -> str:
    """What tells the next build at a glance that the settings are those of this one; empty where they may not be."""
    try:
        raw: bytes | None = (workspace.root / FILE_NAME).read_bytes()
    except FileNotFoundError:
        raw = None
    except OSError:
        return ""
    try:
        config = parse(raw.decode("utf-8-sig")) if raw is not None else Config()
    except (UnicodeDecodeError, ConfigurationError):
        return ""
    if config != workspace.config:
        return ""  # the command line said otherwise, or a person did since this build began
    real = str(workspace.vault.resolve())
    places = (config.vault, config.decks, config.prompts, config.store)
    mark = Mark(standstill.program(), standstill.digest(raw), *places, config.language, real)
    return json.dumps(mark)


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
    return f"{standstill.program()} {workspace.vault.resolve()} {' '.join(meant)}"


def decks_current(workspace: Workspace, store: Store) -> bool:
    """Whether every deck file lies there as the last build left it."""
    return deck_stats(workspace.decks) == read_deck_stats(store)
