"""The decks and cards that stand, read from the deck files alone."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from studykit.decks.files import find_deck_files, read_deck
from studykit.decks.format import Deck, print_time
from studykit.drafting.grounding import Normalised, line_of
from studykit.errors import DeckFileError, UsageError
from studykit.flows.workspace import Workspace
from studykit.markup.cloze import cloze_numbers
from studykit.model.card import Basic, Card, Choice, Cloze, Source
from studykit.model.ids import CardId
from studykit.model.problem import Problem, Severity
from studykit.model.review import FaceKey, New, Review, Standing
from studykit.store import db
from studykit.store.faces import read_faces
from studykit.text.encoding import decode
from studykit.text.normal import name_key
from studykit.vault import load


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the decks' folder holds."""

    decks: tuple[tuple[str, Deck], ...]
    """(file, deck), by folder and then in the order of the MOC."""
    problems: tuple[Problem, ...]

    def cards(self) -> Iterator[tuple[str, Deck, Card]]:
        """Every card with its file and deck."""
        return ((file, deck, block.card) for file, deck in self.decks for block in deck.cards)


def read_catalogue(workspace: Workspace) -> Catalogue:
    """Read every deck file; a broken one is a problem."""
    decks, problems = [], []
    for path in find_deck_files(workspace.decks):
        file = path.relative_to(workspace.decks).as_posix()
        try:
            decks.append((file, read_deck(path, f"{workspace.decks.name}/{file}").deck))
        except DeckFileError as error:
            details = tuple((name, str(value)) for name, value in error.parameters.items())
            problems.append(Problem(Severity.ERROR, error.code, error.path, error.line, details))
    decks.sort(key=lambda item: (item[0].rpartition("/")[0], item[1].header.order, item[0]))
    return Catalogue(tuple(decks), tuple(problems))


def faces(card: Card) -> list[str]:
    """What is asked separately: `0`, `1` of a reversed card, `c1` … of a cloze."""
    match card.content:
        case Cloze(text):
            return [f"c{number}" for number in cloze_numbers(text)]
        case Basic(reversed=True):
            return ["0", "1"]
        case _:
            return ["0"]


class Sources:
    """Where cards were read, as the vault is now: a source's note by its link, and the line of its quote."""

    def __init__(self, workspace: Workspace) -> None:
        self._root = workspace.vault
        listing = load.list_files(workspace.vault, workspace.config.exclude, workspace.own_folders)
        self._paths: dict[str, str] = {}
        for file in sorted(listing.notes, key=lambda file: file.path.count("/"), reverse=True):
            name = file.path[: -len(".md")]
            self._paths[name_key(name.rpartition("/")[2])] = file.path
        self._paths |= {name_key(file.path[: -len(".md")]): file.path for file in listing.notes}
        self._text = lru_cache(maxsize=8)(self._read)

    def _read(self, path: str) -> Normalised | None:
        raw = load.read_bytes(self._root, path)
        data = None if isinstance(raw, Problem) else decode(raw).data
        return Normalised(data.decode("utf-8", "replace")) if data is not None else None

    def place(self, source: Source) -> tuple[str | None, int | None]:
        """(path, line) of a source, each None where it cannot be found any more."""
        path = self._paths.get(name_key(source.note))
        text = self._text(path) if path is not None else None
        found = text.find(source.quote) if text is not None and source.quote else None
        return path, line_of(text.text, found) if text is not None and found is not None else None


def card_object(
    deck: Deck, card: Card, sources: Sources, learned: Mapping[FaceKey, Standing] | None = None
) -> dict[str, Any]:
    """One card as `cards list --json` prints it. What is not known is None; `learned` is what the store knows."""
    content, source, stamp = card.content, card.source, card.stamp
    options = [{"text": o.text, "right": o.right} for o in content.options] if isinstance(content, Choice) else []
    key = stamp.id if stamp is not None else CardId("")
    return {
        "id": stamp.id if stamp is not None else None,
        "guid": card.guid if stamp is not None else None,
        "kind": content.kind.value,
        "deck": deck.header.deck,
        "front": content.front,
        "back": content.back,
        "options": options,
        "tags": list(stamp.tags) if stamp is not None else [],
        "status": status_of(card),
        "by": stamp.by if stamp is not None else "me",
        "source": None if source is None else _source_object(source, sources),
        "faces": [{"face": face, **face_object((learned or {}).get(FaceKey(key, face)))} for face in faces(card)],
    }


def read_learned(workspace: Workspace) -> dict[FaceKey, Standing]:
    """What the store knows of every face; nothing where there is no store."""
    if not db.exists(workspace.store):
        return {}
    with closing(db.open_store(workspace.store)) as store:
        return {face.key: face.standing for face in read_faces(store)}


def face_object(standing: Standing | None) -> dict[str, Any]:
    """`due` is a date, or an instant (UTC) within the steps; a new face has none, and no memory."""
    if standing is None:
        return {"due": None, "stability": None, "difficulty": None, "reps": None, "lapses": None}
    state = standing.state
    counts = {"reps": standing.reps, "lapses": standing.lapses}
    if isinstance(state, New):
        return {"due": None, "stability": None, "difficulty": None, **counts}
    due = date.fromordinal(state.due_day).isoformat() if isinstance(state, Review) else print_time(state.due_ms // 1000)
    return {"due": due, "stability": state.memory.stability, "difficulty": state.memory.difficulty, **counts}


def _source_object(source: Source, sources: Sources) -> dict[str, Any]:
    path, line = sources.place(source)
    return {"path": path, "heading": source.heading, "line": line, "quote": source.quote}


def status_of(card: Card) -> str:
    """`active`, `retired`, or `new` for one that no build has taken in."""
    if card.stamp is None:
        return "new"
    return "retired" if card.stamp.retired else "active"


def find_card(catalogue: Catalogue, key: str) -> tuple[str, Deck, Card]:
    """The card with an id. UsageError where there is none."""
    for file, deck, card in catalogue.cards():
        if card.stamp is not None and card.stamp.id == key:
            return file, deck, card
    raise UsageError("card-missing", id=key)
