"""Whether a build with a model can be told to have nothing to do without reading a note.

The last one that left nothing undone has kept a mark: how the prompts look. Notes, settings and program are compared
by `noop`. Every other build that writes something leaves the word that there are units of a model, or nothing.
"""

import json
from pathlib import Path
from typing import Final

from studykit.flows.workspace import Workspace
from studykit.store.db import Store
from studykit.store.sources import read_facts

FACT: Final = "model"
PROMPTS: Final = "prompts"
QUEUED: Final = "queued"
SOME: Final = "some"
_PACKAGE: Final = Path(__file__).resolve().parent.parent.parent


def stamp(workspace: Workspace) -> str:
    """How the prompts look: path, mtime (ns) and size of each."""
    folders = (workspace.root / workspace.config.prompts, _PACKAGE / "_prompts", _PACKAGE.parent / "prompts")
    looks = []
    for folder in folders:
        for path in sorted(folder.glob("*.md")) if folder.is_dir() else ():
            status = path.stat()
            looks.append([path.name, status.st_mtime_ns, status.st_size])
    return json.dumps(looks)


def fact(workspace: Workspace, *, used: bool, settled: bool, queued: int = 0) -> dict[str, str]:
    """What a build leaves: whether any unit is a model's, and whether a build with a model has left nothing undone.

    `queued` are units that it has not asked a model for, so that the next build does.
    """
    prompts = stamp(workspace)
    return {FACT: prompts if settled else SOME if used else "", PROMPTS: prompts, QUEUED: str(queued or "")}


def has_units(store: Store) -> bool:
    """Whether any unit may be a model's, as the last build left them."""
    return bool(read_facts(store, [FACT]).get(FACT))


def queued(store: Store) -> bool:
    """Whether the last build left units for the next to ask a model for."""
    return bool(read_facts(store, [QUEUED]).get(QUEUED))


def settled(workspace: Workspace, store: Store) -> bool:
    """Whether the last build was one with a model and these prompts that left nothing undone."""
    return read_facts(store, [FACT]).get(FACT) == stamp(workspace)
