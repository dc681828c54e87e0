"""What one build of a few notes can leave in memory for the next of the same process, as `watch` makes them.

All of it stands in the store too. It holds as long as the last build is the one that left it: every build has a time
of its own (`scanned`), so that a build by another process, or a whole one, makes it worth nothing.
"""

from collections.abc import Callable, Mapping
from typing import Final

from studykit.decks.format import Deck, parse
from studykit.flows.known.alike import Alike
from studykit.flows.known.names import Names
from studykit.store.decks import StoredDeck

_MOST_DECKS: Final = 64


class Memory:
    """Names, looks and decks, each made when it is first asked for."""

    def __init__(self) -> None:
        self._names: Names | None = None
        self._alike: Alike | None = None
        self._decks: dict[str, tuple[str, Deck]] = {}

    def with_names(self, names: Names) -> "Memory":
        """The same after notes came, went or changed their names. Its looks are read again."""
        found = Memory()
        found._decks = self._decks.copy()
        found._names = names
        return found

    def names(self, read: Callable[[], Names]) -> Names:
        """The names of the vault."""
        if self._names is None:
            self._names = read()
        return self._names

    def alike(self, read: Callable[[], Alike]) -> Alike:
        """The looks of its questions."""
        if self._alike is None:
            self._alike = read()
        return self._alike

    def held_alike(self) -> Alike:
        """The same, where it was asked for."""
        assert self._alike is not None  # whoever plans asks for it
        return self._alike

    def deck(self, row: StoredDeck) -> Deck:
        """A deck file as the last build left it."""
        digest, deck = self._decks.get(row.file, ("", None))
        if deck is None or digest != row.digest:
            deck = parse(row.text, row.file)
            self.hold({row: deck})
        return deck

    def hold(self, decks: Mapping[StoredDeck, Deck]) -> None:
        """Keep decks as they were just written, in the place of others."""
        for row, deck in decks.items():
            self._decks.pop(row.file, None)
            self._decks[row.file] = (row.digest, deck)
        for file in list(self._decks)[:-_MOST_DECKS]:
            del self._decks[file]


_last: dict[str, tuple[str, Memory]] = {}
"""By store, the time of the build that left something, and what it left; of one store at most."""


def recall(store: str, scanned: str) -> Memory:
    """What the build of that time left, empty where it left nothing here."""
    time, memory = _last.get(store, ("", None))
    return memory if memory is not None and time == scanned else Memory()


def leave(store: str, scanned: str, memory: Memory) -> None:
    """Keep for the next build what this one of that time has."""
    _last.clear()
    _last[store] = (scanned, memory)
