"""Imported notes as rows to show and to search, beside those of the deck files: a deck at a time."""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from html import unescape
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from studykit.errors import UsageError
from studykit.flows.imported.cards import BY, in_words, kind_of, markdown_of, whole_card
from studykit.model.card import Kind
from studykit.model.ids import CardId
from studykit.store import db
from studykit.store.db import Store
from studykit.store.faces import read_siblings
from studykit.store.imported import FILE, StoredType, exist, read_cards_of, read_note, read_type, read_types

if TYPE_CHECKING:
    from studykit.flows.cards.rows import Entry, Look
    from studykit.flows.workspace import Workspace

_TAG: Final = re.compile(r"<[^<>]*>")
_CLOZE: Final = re.compile(r"\{\{c[0-9]{1,3}::|\}\}")
_ROWS: Final = """SELECT c.deck, min(c.position), n.card, n.type, n.tags, n.fields FROM imported_notes n
    JOIN imported_cards c ON c.card = n.card GROUP BY n.card ORDER BY c.deck, min(c.position), n.card"""
_LOOK: Final = """SELECT coalesce((SELECT max(number) FROM imports), 0),
    coalesce((SELECT max(edited) FROM imported_notes), 0),
    (SELECT count(*) FROM imported_notes) + (coalesce((SELECT max(number) FROM import_undo), 0) << 24)"""
"""Imports, edits, and what was deleted or taken back."""


def read_entries(
    workspace: "Workspace", before: "Mapping[str, tuple[Look, list[Entry]]]"
) -> "Iterator[tuple[str, Look, list[Entry]]]":
    """(a name for the deck, how it looked, its rows) of every imported deck. Those that look as before are not read.

    Over a connection of its own: it may be called from another thread.
    """
    if not db.exists(workspace.store):
        return
    with closing(db.open_store(workspace.store)) as store:
        if not exist(store):
            return
        look: Look = store.execute(_LOOK).fetchone()
        known = {file: entries for file, (seen, entries) in before.items() if file.startswith(FILE) and seen == look}
        if known:
            yield from ((file, look, entries) for file, entries in known.items())
            return
        for deck, rows in groupby(store.execute(_ROWS), key=itemgetter(0)):
            types = read_types(store)
            yield f"{FILE}{deck}", look, [_entry(deck, types[kind], *rest) for _, _, card, kind, *others in rows
                                          for rest in [(card, *others)]]  # fmt: skip


def imported_decks(workspace: "Workspace") -> list[tuple[str, int]]:
    """The decks that came from Anki, by name, with how many notes have a card there."""
    if not db.exists(workspace.store):
        return []
    with closing(db.open_store(workspace.store)) as store:
        wanted = "SELECT deck, count(DISTINCT card) FROM imported_cards GROUP BY deck ORDER BY deck"
        return store.execute(wanted).fetchall() if exist(store) else []


def imported_entries(workspace: "Workspace") -> "Iterator[Entry]":
    """Every imported note as a row."""
    return (entry for _, _, entries in read_entries(workspace, {}) for entry in entries)


def entry_of(store: Store, card: str) -> "Entry | None":
    """The row of one imported note; None where there is none."""
    row = store.execute(_ROWS.replace("GROUP BY", "WHERE n.card = ? GROUP BY"), (card,)).fetchone()
    if row is None:
        return None
    deck, _, key, kind, *rest = row
    return _entry(deck, read_types(store)[kind], key, *rest)


def _entry(deck: str, kind: StoredType, card: str, tags: str, fields: str) -> "Entry":
    from studykit.flows.cards.rows import Entry, searchable

    values = in_words(fields.split("\x1f"))
    shown = next((value for value in values if value.strip()), "")
    words = _CLOZE.sub("", "\n".join(values)) if kind_of(kind) is Kind.CLOZE else "\n".join(values)
    plain = unescape(_TAG.sub(" ", words))
    named = tuple(searchable(tag.strip(":").replace("::", "/")) for tag in tags.split())
    return Entry(
        CardId(card), FILE, 1, deck, deck.rpartition("::")[2], "", kind_of(kind), markdown_of(shown), BY, named, False,
        searchable(plain), searchable(deck), "",
    )  # fmt: skip


def note_object(store: Store, entry: "Entry") -> dict[str, Any]:
    """One imported note as `cards list --json` prints a card. UsageError where it is not there any more."""
    from studykit.flows.decks.catalogue import face_object

    card, note = whole_card(store, entry.id), read_note(store, entry.id)
    if card is None or note is None:
        raise UsageError("card-missing", id=entry.id)
    stamp = card.stamp
    standing = {face.key.face: face.standing for face in read_siblings(store, entry.id)}
    return {
        "id": entry.id, "guid": note.guid, "kind": card.content.kind.value, "deck": entry.deck,
        "front": card.content.front, "back": card.content.back, "options": [],
        "tags": list(stamp.tags) if stamp is not None else [], "status": "active", "by": BY, "source": None,
        "faces": [
            {"face": one.key.face, **face_object(standing.get(one.key.face))} for one in read_cards_of(store, entry.id)
        ],
        "type": read_type(store, note.type).name, "fields": dict(zip(read_type(store, note.type).fields, note.fields,
                                                                     strict=False)),
    }  # fmt: skip
