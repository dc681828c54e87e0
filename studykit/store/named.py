"""What notes are called and where they have their home, many at once: a quiz asks for hundreds, and for nothing else.

Of an outline only the title and the aliases are read, the first two of what `note_text.dump_note` writes.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import Final, NamedTuple

from studykit.model.concept import Concept
from studykit.store.outlines import load_concept

_NAMED: Final = """SELECT path, json_extract(outline, '$[0]'), json_extract(outline, '$[1]'), concept FROM outlines
    WHERE path IN (SELECT value FROM json_each(?))"""


class Named(NamedTuple):
    """A note's names, and the concept that it is."""

    title: str
    aliases: tuple[str, ...]
    concept: Concept | None
    """None for a note that has no home in a section."""


def read_named(connection: sqlite3.Connection, paths: Iterable[str]) -> dict[str, Named]:
    """Notes by their paths, as the last build left them; without those that it did not know."""
    rows = connection.execute(_NAMED, (json.dumps(list(paths)),))
    return {
        path: Named(title, tuple(json.loads(aliases)), load_concept(path, concept) if concept else None)
        for path, title, aliases, concept in rows
    }
