"""The names of a vault as one text, in which a build of few notes looks up the handful that it asks for.

It is looked up in UTF-8, as the store holds it: what is in order there is in order as text, and millions of characters
are not decoded for a few.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from re import finditer
from typing import Final, NamedTuple, overload

from studykit.flows.reading.scan import Scan
from studykit.model.note import Note
from studykit.text.normal import name_key, normal

_FIELD: Final = "\x1f"
_LINE: Final = "\x1e"
_PART: Final = "\x1d"
_SIGNS: Final = (_FIELD, _LINE, _PART)
"""Stand between what `names` holds. A vault with one of them in a name is read as a whole each time."""
_LINE_BYTES: Final = _LINE.encode()
_INDEXES: Final = ("_paths", "_tails", "_aliases")
"""Of `Resolver`, in this order; behind them, in a part of their own, all titles and aliases."""


def names_fact(scanned: Scan) -> str:
    """The resolver's index, and all names: kept whole, as they are made from every note. Empty where they cannot be.

    Text that is looked up as it is: of what a large vault's names are, a build of few notes asks for a handful.
    """
    indexes: list[Mapping[str, Sequence[str]]] = [vars(scanned.resolver)[name] for name in _INDEXES]
    rows = [sorted([_FIELD.join((key, *found)) for key, found in index.items()]) for index in indexes]
    fields = sum(len(found) for index in indexes for found in index.values())
    lines = [*rows, sorted(scanned.names)]
    fact = _PART.join(map(_LINE.join, lines))
    meant = fields, sum(max(len(part) - 1, 0) for part in lines), len(lines) - 1
    if tuple(map(fact.count, _SIGNS)) != meant:  # one of them stands in a name
        return ""
    try:
        fact.encode()
    except UnicodeEncodeError:  # a file's name in another encoding
        return ""
    return fact


class _Lines(NamedTuple):
    """Sorted lines, each looked up where they lie among all that `names` holds: nobody takes them apart."""

    text: bytes
    begin: int
    end: int

    def line(self, start: bytes) -> bytes:
        """The first line that is not before `start`."""
        low, high = self.begin, self.end + 1
        while low < high:  # both are where lines begin
            middle = self.text.rfind(_LINE_BYTES, low, (low + high) // 2) + 1 or low
            found = self._at(middle)
            if found < start:
                low = middle + len(found) + 1
            else:
                high = middle
        return self._at(low)

    def _at(self, start: int) -> bytes:
        end = self.text.find(_LINE_BYTES, start, self.end)
        return self.text[start : end if end >= 0 else self.end]

    def all(self) -> list[str]:
        return self.text[self.begin : self.end].decode().split(_LINE)


def _bytes(name: str) -> bytes:
    """A name that is asked for. What no file of UTF-8 can hold is not found."""
    return name.encode("utf-8", "surrogatepass")


class Index:
    """What a dictionary would find, in sorted lines."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines

    def get(self, key: str, default: Sequence[str] | None = None) -> Sequence[str] | None:
        begin = _bytes(f"{key}{_FIELD}")
        found = self._lines.line(begin)
        return found.decode().split(_FIELD)[1:] if found.startswith(begin) else default

    def items(self) -> Iterator[tuple[str, Sequence[str]]]:
        for line in self._lines.all():
            key, *found = line.split(_FIELD)
            yield key, found


class Plain(Sequence[str]):
    """All titles and aliases, normalised and in order. It is asked as a set is, for hardly any of them."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines

    def __contains__(self, name: object) -> bool:
        asked = _bytes(str(name))
        return self._lines.line(asked) == asked

    @cached_property
    def _names(self) -> list[str]:
        return self._lines.all()

    def __len__(self) -> int:
        return len(self._names)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        return self._names[place]


class Names:
    """What the fact `names` holds, in UTF-8; kept between builds where a process makes several."""

    def __init__(self, fact: bytes) -> None:
        ends = [*(match.start() for match in finditer(_PART.encode(), fact)), len(fact)]
        *indexes, names = (_Lines(fact, start, end) for start, end in zip([0, *(end + 1 for end in ends)], ends))  # noqa: B905
        self.indexes = [Index(lines) for lines in indexes]
        self.plain = Plain(names)
        self.whole = len(indexes) == len(_INDEXES)
        """Whether they are what `names_fact` made of a vault, and not what it made of one that it could not keep."""


class Renamed(NamedTuple):
    """The names of a vault after some notes came, went or changed theirs."""

    fact: str
    tails: frozenset[str]
    """The last parts of the paths that came or went, as links are compared with them."""
    others: frozenset[str]
    """The titles and aliases that did."""


def renamed(fact: str, gone: Iterable[Note], came: Iterable[Note]) -> Renamed | None:
    """The names without those of some notes and with those of others.

    None where a name is or becomes that of two notes: which of them it means is a question of all the names.
    """
    *texts, names = fact.split(_PART)
    indexes = [list(filter(None, text.split(_LINE))) for text in texts]
    before, after = list(gone), list(came)
    old, new = ([(at, *key) for note in notes for at, key in _keys(note)] for notes in (before, after))
    for at, key, path in old:
        lines, line = indexes[at], f"{key}{_FIELD}{path}"
        place = bisect_left(lines, line)
        if place == len(lines) or lines[place] != line:
            return None
        del lines[place]
    for at, key, path in new:
        lines, start = indexes[at], f"{key}{_FIELD}"
        place = bisect_left(lines, start)
        if (place < len(lines) and lines[place].startswith(start)) or any(sign in path for sign in _SIGNS):
            return None
        insort(lines, f"{start}{path}")
    plain = set(names.split(_LINE))
    lost, found = (
        {normal(name) for note in notes for name in (note.title, *note.aliases)} for notes in (before, after)
    )
    lost -= found
    if "" in lost or not lost <= plain:
        return None
    plain -= {name for name in lost if not any(_is_named(line, name) for line in indexes[-1])}
    plain |= found
    moved = {(at, key) for at, key, _ in {*old} ^ {*new}}
    if any(sign in name for _, name in moved for sign in _SIGNS):
        return None
    said = _PART.join(map(_LINE.join, (*indexes, sorted(plain))))
    tails = frozenset(name for at, name in moved if _INDEXES[at] == "_tails")
    return Renamed(said, tails, frozenset(name for at, name in moved if _INDEXES[at] == "_aliases"))


def _keys(note: Note) -> Iterator[tuple[int, tuple[str, str]]]:
    """What `Resolver` enters for a note: the place of the index, the name, and the path."""
    name = note.path[: -len(".md")] if note.path.lower().endswith(".md") else note.path
    key = name_key(name)
    yield 0, (key, note.path)
    yield 1, (key.rpartition("/")[2], note.path)
    for one in (note.title, *note.aliases):
        yield 2, (name_key(one), note.path)


def _is_named(line: str, name: str) -> bool:
    """Whether a line of the aliases is of a note that is called so, normalised."""
    return name[0] in line and name[-1] in line and normal(line.partition(_FIELD)[0]) == name
