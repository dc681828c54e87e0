"""What a quiz is made from: concepts with their glosses, the faces of cards, and what stands beside each of them.

Everything is looked up by section or by map, so that ten thousand concepts cost no more than grouping them once.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from random import Random
from typing import Final, NamedTuple, TypeVar

from studykit.model.card import Card
from studykit.model.review import FaceKey
from studykit.text.normal import normal
from studykit.text.once import once

Thing = TypeVar("Thing")

NEAR: Final = 32
"""Candidates for wrong options that are looked at in one pool: more would cost time and change nothing."""
_OF_TABLES: Final = ("rules:table", "rules:cell")
"""Who drafts from a table: the quote of such a card is its row."""
_BETWEEN: Final = re.compile(r"(?<!\\) *\| *")


@dataclass(frozen=True, slots=True)
class Topic:
    """A concept as a quiz asks for it."""

    note: str
    """The note's path: questions of one note never follow each other in one kind."""
    name: str
    """As one would say it."""
    aliases: tuple[str, ...]
    """Every other name, those of overrides among them."""
    gloss: str
    """What the map says of it, plain text; empty where it says nothing."""
    section: str
    """The deck's name, `::` between levels."""
    moc: str
    """The map's path; empty for a folder."""
    quote: str = ""
    """The line of the map."""


@dataclass(frozen=True, slots=True)
class Item:
    """A face of a card that may be asked."""

    card: Card
    """With its stamp."""
    face: str
    note: str
    """The path of its note, or the link's target where nobody knows the path."""
    section: str
    moc: str
    chance: float | None = None
    """Retrievability, 0 to 1; None for a face that was never answered."""
    accepted: tuple[str, ...] = ()
    """What the person said was right before: the aliases of overrides."""
    asked: FaceKey | None = None
    """The face that is remembered, where it is shown as a card of its own; None where it is the card's."""

    @property
    def key(self) -> FaceKey:
        """The face's key. ValueError for a card without a stamp."""
        if self.asked is not None:
            return self.asked
        if self.card.stamp is None:
            raise ValueError("a card without a stamp has no identity yet")
        return FaceKey(self.card.stamp.id, self.face)


class Column(NamedTuple):
    """The cells of a table's column, as far as cards quote its rows."""

    note: str
    heading: str
    cells: tuple[str, ...]


class Material:
    """Topics and items with what is near them."""

    def __init__(self, topics: Sequence[Topic], items: Sequence[Item] = ()) -> None:
        self.topics = tuple(topics)
        self.items = tuple(items)

    @once
    def by_note(self) -> Mapping[str, Topic]:
        """The topic of each note."""
        return {topic.note: topic for topic in self.topics}

    @once
    def sections(self) -> Mapping[str, list[Topic]]:
        """The topics of each section, in order."""
        return _grouped(self.topics, "section")

    @once
    def maps(self) -> Mapping[str, list[Topic]]:
        """The topics of each map, in order."""
        return _grouped(self.topics, "moc")

    @once
    def items_of_section(self) -> Mapping[str, list[Item]]:
        """The items of each section, in order."""
        return _grouped(self.items, "section")

    @once
    def items_of_map(self) -> Mapping[str, list[Item]]:
        """The items of each map, in order."""
        return _grouped(self.items, "moc")

    @once
    def columns(self) -> Mapping[str, list[Column]]:
        """The columns of tables in which a cell stands, by the cell's normal text. Rows come from the cards' quotes."""
        tables: dict[tuple[str, str, int], dict[tuple[str, ...], None]] = defaultdict(dict)
        for item in self.items:
            card = item.card
            if card.stamp is not None and card.stamp.by in _OF_TABLES and card.source is not None:
                row = tuple(_BETWEEN.split(card.source.quote.strip(" |")))
                tables[item.note, card.source.heading, len(row)][row] = None
        found: dict[str, list[Column]] = defaultdict(list)
        for (note, heading, _), rows in tables.items():
            for cells in zip(*rows, strict=True):
                column = Column(note, heading, tuple(dict.fromkeys(cells)))
                for cell in dict.fromkeys(map(normal, column.cells)):
                    found[cell].append(column)
        return found

    def beside(self, topic: Topic, random: Random) -> tuple[list[Topic], list[Topic]]:
        """Other topics: of the section, and of the rest of the map; some of them where there are many."""
        near = [other for other in _some(self.sections[topic.section], random) if other.note != topic.note]
        far = [other for other in _some(self.maps[topic.moc], random) if other.section != topic.section]
        return near, far

    def items_beside(self, item: Item, random: Random) -> tuple[list[Item], list[Item]]:
        """Other cards: of the section, and of the rest of the map."""
        own = item.key.card
        near = [other for other in _some(self.items_of_section[item.section], random) if other.key.card != own]
        far = [other for other in _some(self.items_of_map[item.moc], random) if other.section != item.section]
        return near, far


def _some(things: list[Thing], random: Random) -> list[Thing]:
    return things if len(things) <= NEAR else random.sample(things, NEAR)


def _grouped(things: Sequence[Thing], name: str) -> Mapping[str, list[Thing]]:
    found: dict[str, list[Thing]] = defaultdict(list)
    for thing, value in zip(things, map(attrgetter(name), things), strict=True):
        found[value].append(thing)
    return found
