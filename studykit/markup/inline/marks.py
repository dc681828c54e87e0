"""What other tools write into a note beside their cards: ids of Anki's notes, schedules, decks, tags.

<!--SR:!2026-08-16,51,230!2026-08-20,12,250-->            due, days, ease in percent; one for each face
<!--SR:!fsrs,2026-08-16T…Z,14,13.8,2.1,2,2,0,0,2026-08-02T…Z-->
                                                         due, days, stability, difficulty, …, last review
<!--ID: 1626861812345-->   ID: 1626861812345   ^1626861812345
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from studykit.markup.inline.page import Page
from studykit.model.inline import Piece, Schedule

_SCHEDULE: Final = re.compile(rb"<!--SR:((?:![^!<>]{1,200})+)-->")
_ID: Final = re.compile(
    rb"<!--[ \t]*ID:[ \t]*(\d{1,16})[ \t]*-->|(?:^|(?<=[ \t]))\^(\d{13})(?=[ \t]*$)|^ID:[ \t]*(\d{1,16})"
)
_CALLOUT: Final = re.compile(rb"[ \t]*>[ \t]*\[!sr\|card-metadata\]", re.IGNORECASE)
_BELOW: Final = re.compile(rb"[^\S\n]*(?:<!--|\^|ID:|>)")
"""How a line begins that may hold nothing but marks."""
_MARK: Final = re.compile(rb"<!--|\^|ID:")
_NO_SCHEDULE: Final = re.compile(rb"\^|ID:")
_FSRS: Final = "fsrs"
_new: Final = tuple.__new__
_LONGEST = 10_000
"""Bytes of the line behind a card that are looked at."""


class Marks(NamedTuple):
    """What stands behind a card."""

    end: int
    """Where the card ends with its marks: bytes."""
    notes: tuple[int, ...]
    schedules: tuple[Schedule, ...]


def marks_behind(page: Page, number: int) -> Marks:
    """The marks on the line of this number, and on the lines below that hold nothing else."""
    lines, text = page.lines, page.text
    start, end = lines.starts[number], lines.starts[number + 1] - 1
    stop = min(end, start + _LONGEST)
    found = [] if _MARK.search(text, start, stop) is None else [text[start:stop]]
    for below in range(number + 1, min(number + 4, lines.count)):
        begin = end + 1
        if _BELOW.match(text, begin) is None:
            break
        stop = lines.end(below)
        line = text[begin : min(stop, begin + _LONGEST)]
        if not _only_marks(line):
            break
        found.append(line)
        end = stop
    if not found:
        return _new(Marks, (end, (), ()))
    ids = [int(next(filter(None, m.groups()))) for line in found if _NO_SCHEDULE.search(line) is not None
           for m in _ID.finditer(line)]  # fmt: skip
    schedules = [
        schedule
        for line in found
        for match in _SCHEDULE.finditer(line)
        if (schedule := _schedule(match[1])) is not None
    ]
    return Marks(end, tuple(ids), tuple(one for every in schedules for one in every))


def _only_marks(text: bytes) -> bool:
    rest = _SCHEDULE.sub(b"", text.strip())
    return not rest.strip() or not _ID.sub(b"", rest).strip() or _CALLOUT.match(text) is not None


def may_end_in_id(page: Page, start: int, end: int) -> bool:
    """Whether a side of a card between two bytes may end in an id."""
    return page.text.find(b"^", start, end) >= 0 or page.text.find(b"ID:", start, end) >= 0


def without_marks(page: Page, piece: Piece) -> Piece:
    """A piece that ends in an id, without it."""
    while (found := _TAIL.search(page.text, max(piece.start, piece.end - 40), piece.end)) is not None:
        piece = page.trimmed(piece.start, found.start())
    return piece


_TAIL: Final = re.compile(rb"[ \t\n]\^[A-Za-z0-9-]+[ \t]*\Z|\n[ \t]*ID:[ \t]*\d{1,16}[ \t]*\Z")


def _schedule(text: bytes) -> list[Schedule] | None:
    """The schedules of one comment; None where one of them is no schedule, as then none can be told apart."""
    found = [_one(part.split(",")) for part in text.decode("utf-8", "replace").split("!")[1:]]
    return [one for one in found if one is not None] if None not in found else None


def _one(parts: list[str]) -> Schedule | None:
    try:
        if parts[0] == _FSRS:
            due, interval, stability, difficulty = parts[1], float(parts[2]), float(parts[3]), float(parts[4])
            reviewed = _day(parts[9]) if len(parts) > 9 else ""
            sound = 0 < stability < 1e5 and 1 <= difficulty <= 10
            return Schedule(
                _day(due), _days(interval), 0.0, *((stability, difficulty) if sound else (0.0, 0.0)), reviewed
            )
        return Schedule(_day(parts[0]), _days(float(parts[1])), float(parts[2]) / 100, 0.0, 0.0, "")
    except (ValueError, IndexError, OverflowError):
        return None


def _day(text: str) -> str:
    return date.fromisoformat(text[:10]).isoformat()


def _days(interval: float) -> float:
    if not 0 <= interval < 1e5:
        raise ValueError(interval)
    return interval


_TARGET: Final = re.compile(rb"^TARGET DECK(?::[ \t]*|[ \t]*\n)([^\n]+)$", re.MULTILINE)
_FILE_TAGS: Final = re.compile(rb"^FILE TAGS(?::[ \t]*|[ \t]*\n)([^\n]+)$", re.MULTILINE)


def note_deck(target: str, properties: Mapping[str, Any], deck_tags: frozenset[str]) -> str:
    """The deck that a note names for all its cards: `cards-deck:`, its `target_deck`, a tag of its frontmatter."""
    named = properties.get("cards-deck")
    if isinstance(named, str) and named.strip():
        return deck_name(named)
    if target:
        return target
    tags = properties.get("tags")
    for tag in tags if isinstance(tags, list) else str(tags or "").replace(",", " ").split():
        if deck := deck_of_tag(str(tag).removeprefix("#"), deck_tags):
            return deck
    return ""


def target_deck(page: Page) -> str:
    """The deck of a `TARGET DECK`; empty where there is none."""
    found = _named(page, _TARGET)
    return deck_name(page.string(Piece(*found[0].span(1)))) if found else ""


def settings_of_note(page: Page) -> list[int]:
    """The numbers of the lines that name a deck or tags for the whole note."""
    found = [match for mark, one in ((b"TARGET DECK", _TARGET), (b"FILE TAGS", _FILE_TAGS)) if page.text.find(mark) >= 0
             for match in _named(page, one)]  # fmt: skip
    numbers = ((page.lines.number_at(one.start()), page.lines.number_at(one.end())) for one in found)
    return [number for first, last in numbers for number in range(first, last + 1)]


def file_tags(page: Page) -> tuple[str, ...]:
    """What `FILE TAGS` gives to every card of a note."""
    found = _named(page, _FILE_TAGS)
    return words_as_tags(page.string(Piece(*found[0].span(1)))) if found else ()


def _named(page: Page, pattern: re.Pattern[bytes]) -> list[re.Match[bytes]]:
    """Where a line begins so, or two, and stands free."""
    page.make_all()
    return list(pattern.finditer(page.free))


def words_as_tags(text: str) -> tuple[str, ...]:
    """`a, #b c` as tags, without `#`."""
    return tuple(dict.fromkeys(word.strip("#") for word in text.replace(",", " ").split() if word.strip("#")))


@lru_cache(maxsize=1024)
def deck_of_tag(tag: str, deck_tags: frozenset[str]) -> str:
    """`flashcards/a/b` as `a::b`; empty where the tag names no deck."""
    head, _, rest = tag.partition("/")
    return deck_name(rest) if rest and head.casefold() in deck_tags else ""


def deck_name(text: str) -> str:
    """A deck's name with `::` between levels, whichever of `/` and `::` was written; empty levels are left out."""
    return "::".join(part for level in text.split("::") for part in map(str.strip, level.split("/")) if part)
