"""The formulas of a vault that a terminal can show only as their source: what `studykit doctor --formulas` lists."""

from typing import NamedTuple

from studykit.flows.workspace import Workspace
from studykit.markup import math
from studykit.markup.events import parse
from studykit.text.encoding import decode
from studykit.vault import load

COLUMNS = 76
"""What a terminal of 80 columns leaves to a card."""


class Fallback(NamedTuple):
    """A formula that is shown as its source."""

    path: str
    line: int
    """1-based."""
    source: str


class Formulas(NamedTuple):
    """How many formulas there are, and those that are not drawn."""

    found: int
    fallbacks: tuple[Fallback, ...]


def count_formulas(workspace: Workspace) -> Formulas:
    """Draw every formula of every note. A note that cannot be read has none; `doctor` tells of it otherwise."""
    listing = load.list_files(workspace.vault, workspace.config.exclude, workspace.own_folders)
    count = 0
    fallbacks: list[Fallback] = []
    for file in sorted(listing.notes, key=lambda file: file.path):
        raw = load.read_bytes(workspace.vault, file.path)
        data = decode(raw).data if isinstance(raw, bytes) else None
        if data is None or (b"$" not in data and b"\\(" not in data and b"\\[" not in data):
            continue
        for event, where in parse(data).events:
            if not isinstance(event, dict):
                continue
            name, source = next(iter(event.items()))
            if name not in ("InlineMath", "DisplayMath"):
                continue
            count += 1
            if not _is_drawn(source, display=name == "DisplayMath"):
                line = data.count(b"\n", 0, where["start"]) + 1
                fallbacks.append(Fallback(file.path, line, " ".join(source.split())))
    return Formulas(count, tuple(fallbacks))


def _is_drawn(source: str, *, display: bool) -> bool:
    if display and math.render_display(source, COLUMNS) is not None:
        return True
    return math.render_inline(source) is not None
