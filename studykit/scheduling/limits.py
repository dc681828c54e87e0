"""How many cards a day allows: limits for new cards and for reviews, of a deck and of every deck above it.

`A::B` takes from `A` too, so that a map with fifteen sections is no fifteen times as much. Interday learning counts as
review. A new card also needs room among the reviews, unless its deck opted out: whoever is behind learns nothing new.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from studykit.model.options import Options

SEPARATOR = "::"


class Done(NamedTuple):
    """Faces of a deck, without its subdecks, that were answered today for the first time today."""

    new: int = 0
    reviews: int = 0
    """Interday learning among them."""


def lineage(deck: str) -> Iterator[str]:
    """The deck and the decks above it, from the top."""
    end = deck.find(SEPARATOR)
    while end >= 0:
        yield deck[:end]
        end = deck.find(SEPARATOR, end + len(SEPARATOR))
    yield deck


class _Room:
    """What is left of one deck's limits."""

    __slots__ = ("free", "new", "reviews")

    def __init__(self, options: Options) -> None:
        self.new = options.new_per_day
        self.reviews = options.reviews_per_day
        self.free = options.new_ignores_review_limit


class Limits:
    """What today's limits have left. Taking is the only change; one is made for each queue."""

    def __init__(self, options: Callable[[str], Options], done: Mapping[str, Done]) -> None:
        self._options = options
        self._rooms: dict[str, _Room] = {}
        self._paths: dict[str, tuple[_Room, ...]] = {}
        for deck, (new, reviews) in done.items():
            for room in self._path(deck):
                room.new -= new
                room.reviews -= reviews if room.free else reviews + new

    def _path(self, deck: str) -> tuple[_Room, ...]:
        path = self._paths.get(deck)
        if path is None:
            names = list(lineage(deck))
            for name in names:
                if name not in self._rooms:
                    self._rooms[name] = _Room(self._options(name))
            path = self._paths[deck] = tuple(self._rooms[name] for name in names)
        return path

    def take_review(self, deck: str) -> bool:
        """Take room for one review, if the deck and all above it have it."""
        path = self._paths.get(deck) or self._path(deck)
        for room in path:
            if room.reviews <= 0:
                return False
        for room in path:
            room.reviews -= 1
        return True

    def take_new(self, deck: str) -> bool:
        """Take room for one new card, if the deck and all above it have it."""
        path = self._path(deck)
        for room in path:
            if room.new <= 0 or (room.reviews <= 0 and not room.free):
                return False
        for room in path:
            room.new -= 1
            room.reviews -= not room.free
        return True

    def exceeded_by(self, due: Mapping[str, int]) -> bool:
        """Whether so many reviews by deck are more than some deck has room for: a backlog."""
        wanted: dict[str, int] = {}
        for deck, count in due.items():
            self._path(deck)
            for name in lineage(deck):
                wanted[name] = wanted.get(name, 0) + count
        return any(count > self._rooms[name].reviews for name, count in wanted.items())
