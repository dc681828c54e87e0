"""The decks and cards that stand, read from the deck files alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from studykit.decks.files import find_deck_files, read_deck
from studykit.decks.format import Deck
from studykit.errors import DeckFileError, UsageError
from studykit.flows.workspace import Workspace
from studykit.markup.cloze import cloze_numbers
from studykit.model.card import Basic, Card, Choice, Cloze
from studykit.model.problem import Problem, Severity


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


def card_object(deck: Deck, card: Card) -> dict[str, Any]:
    """One card as `cards list --json` prints it. What is not known is None."""
    content, source, stamp = card.content, card.source, card.stamp
    options = [{"text": o.text, "right": o.right} for o in content.options] if isinstance(content, Choice) else []
    retired = stamp is not None and stamp.retired
    unknown = {"due": None, "stability": None, "difficulty": None, "reps": None, "lapses": None}
    return {
        "id": stamp.id if stamp is not None else None,
        "guid": card.guid if stamp is not None else None,
        "kind": content.kind.value,
        "deck": deck.header.deck,
        "front": content.front,
        "back": content.back,
        "options": options,
        "tags": list(stamp.tags) if stamp is not None else [],
        "status": "new" if stamp is None else "retired" if retired else "active",
        "by": stamp.by if stamp is not None else "me",
        "source": None
        if source is None
        else {"path": source.note, "heading": source.heading, "line": None, "quote": source.quote},
        "faces": [{"face": face, **unknown} for face in faces(card)],
    }


def find_card(catalogue: Catalogue, key: str) -> tuple[str, Deck, Card]:
    """The card with an id. UsageError where there is none."""
    for file, deck, card in catalogue.cards():
        if card.stamp is not None and card.stamp.id == key:
            return file, deck, card
    raise UsageError("card-missing", id=key)
