"""A deck gets another name, with the decks below it: in the headers of its files. Learning and cards stay as they are.

Anki finds decks by their names alone and leaves cards where they are: they stay in the old deck there until a person,
or `sync-anki`, moves them.
"""

import time
from dataclasses import dataclass
from typing import Any, NamedTuple

from studykit.decks.edit import with_header
from studykit.decks.files import DeckFile, find_deck_files, read_deck, write_deck
from studykit.errors import DeckFileError, UsageError
from studykit.files import lock
from studykit.flows.decks.taking_in import take_in
from studykit.flows.learning.study import Study
from studykit.flows.review.sitting import within
from studykit.store.events import Event, add_events
from studykit.store.packaged import read_packaged
from studykit.store.transactions import transaction


class Renamed(NamedTuple):
    """One deck file's deck."""

    file: str
    old: str
    new: str
    cards: int


@dataclass(frozen=True, slots=True)
class DecksMoved:
    """What came of it, or would."""

    decks: tuple[Renamed, ...]
    in_anki: int
    """Cards that Anki, as far as is known, has in the old decks."""
    settings: tuple[str, ...]
    """Tables of `studykit.toml` that name the old decks and are left as they are."""
    unread: tuple[str, ...]
    """Deck files that cannot be read: whether they are concerned is not known."""

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        decks = [{"file": one.file, "from": one.old, "to": one.new, "cards": one.cards} for one in self.decks]
        return {"decks": decks, "in_anki": self.in_anki, "settings": list(self.settings), "unread": list(self.unread)}


def rename_deck(study: Study, old: str, new: str, *, dry_run: bool = False) -> DecksMoved:
    """Rename a deck and those below it. UsageError where there is none, or another has the name already.

    StoppedError where someone saves one of the files meanwhile: those before it are renamed then, and a second run
    renames the rest.
    """
    workspace = study.workspace
    new = "::".join(part.strip() for part in new.split("::"))
    if not new.isprintable() or not all(new.split("::")):
        raise UsageError("deck-name-bad", deck=new)
    if within(new, old):
        raise UsageError("deck-into-itself", old=old, new=new)
    files, unread = _read(study)
    names = {file: read.deck.header.deck for file, read in files.items()}
    moved = {file: new + name.removeprefix(old) for file, name in names.items() if within(name, old)}
    if not moved:
        raise UsageError("deck-missing", deck=old, known=", ".join(sorted(set(names.values()))) or "-")
    others = {name.casefold(): name for file, name in names.items() if file not in moved}
    for name in moved.values():
        if name.casefold() in others:
            raise UsageError("deck-name-taken", deck=others[name.casefold()])
    renamed = tuple(Renamed(f, names[f], name, sum(1 for _ in files[f].deck.cards)) for f, name in moved.items())
    packaged = read_packaged(study.store)
    in_anki = sum(within(row.anki_deck, old) for row in packaged.values())
    settings = tuple(deck for deck in workspace.config.review.decks if within(deck, old))
    if not dry_run:
        now = int(time.time())
        with lock(workspace.store / "build.lock"):
            for one in renamed:
                read = files[one.file]
                write_deck(read.path, with_header(read.deck, deck=one.new), read.digest)
        take_in(workspace, study.store)
        with transaction(study.store):
            add_events(
                study.store,
                (
                    Event(now, key, "deck-renamed", {"from": one.old, "to": one.new})
                    for one in renamed
                    for key in files[one.file].deck.by_id
                ),
            )
    return DecksMoved(renamed, in_anki, settings, unread)


def _read(study: Study) -> tuple[dict[str, DeckFile], tuple[str, ...]]:
    folder = study.workspace.decks
    files: dict[str, DeckFile] = {}
    unread = []
    for path in find_deck_files(folder):
        file = path.relative_to(folder).as_posix()
        try:
            files[file] = read_deck(path, f"{folder.name}/{file}")
        except DeckFileError:
            unread.append(file)
    return files, tuple(unread)
