"""Tell that nothing changed with next to nothing loaded: no settings parsed, no command line, no paths as objects.

The last build left a mark: the bytes of the settings that it read, and what in them says where things lie. Where the
same bytes are there, the rest is stats (see `noop`, which asks the same with everything at hand). Whatever is not
exactly as it was is None, and the build goes its ordinary way.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from studykit import __version__
from studykit.drafting import RULES_VERSION
from studykit.flows.unchanged.glance import Glance, glance, hand_over
from studykit.store.at_rest import read_at_rest
from studykit.vault import PARSER_VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from studykit.flows.report import Report

SETTINGS: Final = "studykit.toml"
MARK: Final = "mark"
TOLD: Final = "told"
"""What `packages` was when a person was last told what Anki will make of them (`telling`)."""
QUEUED: Final = "queued"
"""How many units wait for a model (`model.noop`)."""
FACTS: Final = ("report", "settings", "glance", "scanned", "packages", "stale")
"""What a build leaves that tells whether anything changed, beside the mark."""
_STORE: Final = ".studykit"
"""Where a store is looked for: who keeps it elsewhere goes the ordinary way."""
_RACY_NS: Final = 20_000_000
"""A file system's clock ticks every 10 ms or so; what changed so near to the scan is looked at again."""
_OF_ONE_BUILD: Final = frozenset({"deck-restored", "deck-changed-on-disk"})
"""Problems that are told once: the build that told them has dealt with them."""


class Mark(NamedTuple):
    """What a build leaves for this module, where no setting was overridden."""

    program: str
    settings: str
    """`digest` of the bytes of the settings' file."""
    vault: str
    """As the settings have it, like those that follow."""
    decks: str
    prompts: str
    store: str
    language: str
    real: str
    """The vault's path without symbolic links."""


def program() -> str:
    """What must be the same for what was built to stand."""
    return f"{__version__} {PARSER_VERSION} {RULES_VERSION}"


def digest(settings: bytes | None) -> str:
    """The settings' bytes in short; None where there is no such file."""
    return "none" if settings is None else hashlib.sha256(settings).hexdigest()


def find(folder: str) -> str:
    """The workspace of a folder: `config.find_workspace` without its objects."""
    above = folder
    while not os.path.isfile(f"{above}/{SETTINGS}"):  # noqa: PTH113 - pathlib is not loaded for this, here and below
        above, last = os.path.dirname(above), above  # noqa: PTH120
        if above == last:
            return folder
    return above


class Still(NamedTuple):
    """Nothing changed."""

    report: "Report"
    """The last build's, with this one's time."""
    language: str
    """What the settings say of it."""


def standstill(root: str, *, packages: bool = True, leaving: bool = False) -> Still | None:
    """The last build's report where nothing changed in a workspace; None where that has to be found out otherwise.

    `leaving` is said by who then builds at once: the build takes over what was seen of the vault.
    """
    started = time.perf_counter()
    store = os.path.join(root, _STORE)  # noqa: PTH118
    if not _is_free(f"{store}/build.lock"):
        return None
    before = read_at_rest(f"{store}/study.db", (MARK, TOLD, QUEUED, *FACTS))
    if before is None or not before.facts.get(MARK) or not before.facts.get("settings") or before.facts.get(QUEUED):
        return None  # where a build, or a decision about drafts, left something to do there are no settings
    try:
        mark = Mark(*json.loads(before.facts[MARK]))
        if (mark.program, mark.settings, mark.store) != (program(), digest(_bytes(f"{root}/{SETTINGS}")), _STORE):
            return None
        vault, decks, prompts = (os.path.join(root, path) for path in (mark.vault, mark.decks, mark.prompts))  # noqa: PTH118
        if os.path.realpath(vault) != mark.real or not os.path.isdir(vault):  # noqa: PTH112
            return None
        own = (decks, store, prompts)
        seen = glance(vault, own)
        if not is_seen(before.facts, seen) or deck_stats(decks) != before.decks:
            if leaving:
                hand_over(vault, own, seen)
            return None
    except (OSError, TypeError, ValueError):  # or a mark that another version left
        return None
    if packages and not (_is_told(before.facts) and packages_current(decks, vault, before.facts)):
        return None
    return Still(stood(before.facts, started), mark.language)


def is_seen(facts: Mapping[str, str], seen: Glance) -> bool:
    """Whether the last build saw the vault as it looks now, and late enough to have seen everything."""
    same = seen.is_as(json.loads(facts.get("glance") or "{}"))
    return same and seen.newest < trusted(facts)


def trusted(facts: Mapping[str, str]) -> int:
    """Files as young as this (mtime, ns) may have changed after the last build read them."""
    return int(facts.get("scanned") or 0) - _RACY_NS


def stood(facts: Mapping[str, str], started: float) -> "Report":
    """The last build's report with the time since `started`: nothing changed."""
    report = last_report(facts)
    seconds = round(time.perf_counter() - started, 4)
    report["seconds"] = {"scan": seconds, "draft": 0.0, "merge": 0.0, "write": 0.0, "total": seconds}
    report["changed"] = False
    return report


def last_report(facts: Mapping[str, str]) -> "Report":
    """The last build's report, without what only that build did."""
    report: Report = json.loads(facts["report"])
    report["problems"] = [problem for problem in report["problems"] if problem["code"] not in _OF_ONE_BUILD]
    report["rules"] = {}
    report["lints"] = {}
    return report


def deck_stats(folder: "str | Path") -> dict[str, tuple[int, int, int]]:
    """Mtime (ns), size and inode of every deck file, by its path in the folder; hidden ones are none."""
    found: dict[str, tuple[int, int, int]] = {}
    waiting = [""]
    while waiting:
        relative = waiting.pop()
        try:
            entries = os.scandir(os.path.join(folder, relative))  # noqa: PTH118
        except OSError:
            continue  # nothing is there, or it may not be read
        with entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                path = f"{relative}{entry.name}"
                if entry.is_dir():
                    if not entry.is_symlink():
                        waiting.append(f"{path}/")
                elif path.lower().endswith(".md"):
                    status = entry.stat()
                    found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def packages_current(decks: "str | Path", vault: "str | Path", facts: Mapping[str, str]) -> bool:
    """Whether every package is written, lies there as it was, and so does what is in it."""
    if facts.get("stale", "[]") != "[]":
        return False
    for name, state in json.loads(facts.get("packages", "{}")).items():
        value: dict[str, Any] = json.loads(state)
        try:
            if _stat(f"{decks}/{name}.apkg") != value["file"]:
                return False
            if any(_stat(f"{vault}/{target}") != stat for target, stat in value["media"].items()):
                return False
            if any(os.path.isfile(f"{vault}/{target}") for target in value["missing"]):  # noqa: PTH113
                return False
        except OSError:
            return False
    return True


def _is_told(facts: Mapping[str, str]) -> bool:
    return facts.get("packages", "{}") == facts.get(TOLD, "{}")


def _stat(path: str) -> list[int]:
    status = os.stat(path)  # noqa: PTH116
    return [status.st_mtime_ns, status.st_size]


def _bytes(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read()
    except FileNotFoundError:
        return None


if sys.platform == "win32":

    def _is_free(_: str) -> bool:
        return False  # a lock is not looked at there without being taken

else:
    import fcntl

    def _is_free(lock: str) -> bool:
        """Whether no build is running: one would be told of, and what it has half done is no standstill."""
        try:
            descriptor = os.open(lock, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return False
        finally:
            os.close(descriptor)
        return True
