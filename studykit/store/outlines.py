"""What a build knows of notes that it does not open: outlines, homes, maps, and what leans on what.

Texts of notes are data, also here: everything is JSON, nothing is pickled.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, ValuesView
from typing import Any, Final, NamedTuple

from studykit.model.concept import Concept, Entry, Section, SectionId
from studykit.model.ids import NotePath
from studykit.model.note import Note
from studykit.store.note_text import dump_note, load_note
from studykit.store.table import hold

_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class Outlined(NamedTuple):
    """A note as the last build left it."""

    note: Note
    concept: Concept | None
    """None for a map, and for a note that has no home."""
    units: int
    """How many units it was cut into."""
    pending: int
    """How many of its drafts wait for a person."""


def write_outlines(
    connection: sqlite3.Connection, now: Iterable[Outlined], paths: Collection[str] | None = None
) -> int:
    """Make the table hold these, in the order of their paths. With `paths`, the rows of others stay."""
    rows = (
        (one.note.path, dump_note(one.note), dump_concept(one.concept) if one.concept else "", one.units, one.pending)
        for one in now
    )
    within = ("path", paths) if paths is not None else None
    return hold(connection, "outlines", ("path",), ("outline", "concept", "units", "pending"), rows, within)


def read_outline(connection: sqlite3.Connection, path: str) -> Outlined | None:
    """One note as the last build left it; None for one that it did not know."""
    query = "SELECT outline, concept, units, pending FROM outlines WHERE path = ?"
    row = connection.execute(query, (path,)).fetchone()
    if row is None:
        return None
    return Outlined(load_note(path, row[0]), load_concept(path, row[1]) if row[1] else None, row[2], row[3])


def read_concept(connection: sqlite3.Connection, path: str) -> Concept | None:
    """The concept of a note as the last build left it; None where it has none."""
    row = connection.execute("SELECT concept FROM outlines WHERE path = ?", (path,)).fetchone()
    return load_concept(path, row[0]) if row is not None and row[0] else None


def read_concepts(connection: sqlite3.Connection) -> dict[str, str]:
    """The concept of every note as it is written; empty where it has none."""
    return dict(connection.execute("SELECT path, concept FROM outlines ORDER BY path"))


def write_concepts(connection: sqlite3.Connection, concepts: Mapping[str, str]) -> None:
    """Give some notes other concepts, as they are written."""
    rows = [(concept, path) for path, concept in concepts.items()]
    connection.executemany("UPDATE outlines SET concept = ? WHERE path = ?", rows)


def texts_of_outlines(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The path and, as it is written, the outline of every note: to look for a word in."""
    return connection.execute("SELECT path, outline FROM outlines ORDER BY path")


def paths_of_outlines(connection: sqlite3.Connection) -> list[str]:
    """The paths of all notes, in order."""
    return [path for (path,) in connection.execute("SELECT path FROM outlines ORDER BY path")]


def write_leans(
    connection: sqlite3.Connection, now: Iterable[tuple[str, str, str]], sources: Collection[str] | None = None
) -> int:
    """Make the table hold (target, source, how); with `sources`, what others lean on stays."""
    within = ("source", sources) if sources is not None else None
    return hold(connection, "leans", ("target", "source"), ("how",), sorted(set(now)), within)


def leaning(connection: sqlite3.Connection, target: str) -> list[tuple[str, str]]:
    """The notes that lean on a note, and how: (source, `anchor` or `embed`)."""
    return connection.execute("SELECT source, how FROM leans WHERE target = ?", (target,)).fetchall()


def is_drafted_otherwise(connection: sqlite3.Connection, note: str, key: str) -> bool:
    """Whether a unit of a note, or the one of a key, is not by rules; or could not be had when it was asked for."""
    query = (
        "SELECT EXISTS (SELECT 1 FROM units WHERE note = ?1 AND drafter <> 'rules')"
        " OR EXISTS (SELECT 1 FROM units WHERE key = ?2)"
        " OR EXISTS (SELECT 1 FROM failed_units WHERE unit IN (?1, ?2) OR substr(unit, 1, length(?1) + 1) = ?1 || '#')"
    )
    return bool(connection.execute(query, (note, key)).fetchone()[0])


def is_any_drafted_otherwise(connection: sqlite3.Connection) -> bool:
    """Whether any unit is not by rules."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM units WHERE drafter <> 'rules')").fetchone()[0])


def write_maps(
    connection: sqlite3.Connection,
    now: Mapping[str, tuple[str, Iterable[Section]]],
    paths: Collection[str] | None = None,
) -> int:
    """Make the table hold the title and the sections of each map; the folders' sections go by an empty path.

    With `paths`, other maps stay.
    """
    rows = ((path, title, dump_sections(sections)) for path, (title, sections) in sorted(now.items()))
    return hold(connection, "maps", ("path",), ("title", "moc"), rows, ("path", paths) if paths is not None else None)


def read_titles(connection: sqlite3.Connection) -> dict[str, str]:
    """The title of each map."""
    return dict(connection.execute("SELECT path, title FROM maps"))


def read_sections(connection: sqlite3.Connection, path: str) -> tuple[Section, ...]:
    """A map's sections with all that they list."""
    row = connection.execute("SELECT moc FROM maps WHERE path = ?", (path,)).fetchone()
    return load_sections(path, row[0]) if row is not None else ()


def dump_concept(concept: Concept) -> str:
    """A concept as JSON, without its note."""
    return _encode(
        [
            concept.section, concept.deck, concept.order, concept.label, concept.gloss, concept.gloss_quote,
            concept.gloss_line, concept.others,
        ]
    )  # fmt: skip


def load_concept(path: str, text: str) -> Concept:
    """The concept that `dump_concept` wrote."""
    section, deck, order, label, gloss, quote, line, others = json.loads(text)
    ids = tuple(map(_section_id, others))
    return Concept(NotePath(path), _section_id(section), deck, order, label, gloss, quote, line, ids)


def _section_id(value: Any) -> SectionId:
    return SectionId(value[0], tuple(value[1]))


def dump_sections(sections: Iterable[Section]) -> str:
    """Sections of one map as JSON."""
    return json.dumps([[one.id.path, one.deck, one.order, one.entries] for one in sections], ensure_ascii=False)


def load_sections(moc: str, text: str) -> tuple[Section, ...]:
    """The sections that `dump_sections` wrote."""
    return tuple(
        Section(SectionId(moc, tuple(path)), deck, order, tuple(Entry(*entry) for entry in entries))
        for path, deck, order, entries in json.loads(text)
    )


class Known(Mapping[NotePath, Note]):
    """The notes of the last build, each loaded when it is asked for, with some as they are now."""

    def __init__(
        self,
        load: Callable[[str], Outlined | None],
        paths: Callable[[], list[str]],
        now: Mapping[NotePath, Note],
        names: Sequence[str] = (),
    ) -> None:
        self._names = names
        self._load = load
        self._paths = paths
        self._notes: dict[NotePath, Note | None] = dict(now)

    def __getitem__(self, path: NotePath) -> Note:
        if path not in self._notes:
            found = self._load(path)
            self._notes[path] = found.note if found is not None else None
        note = self._notes[path]
        if note is None:
            raise KeyError(path)
        return note

    def values(self) -> ValuesView[Note]:
        """What is asked of all notes is how they are called: one that stands for all has their names."""
        title, *others = self._names or ("",)
        every = Note(NotePath(""), title, tuple(others), {}, (), (), (), frozenset(), 1, 0, 0, "")
        return {"": every}.values()

    def __iter__(self) -> Iterator[NotePath]:
        return iter([NotePath(path) for path in self._paths()])

    def __len__(self) -> int:
        return len(self._paths())
