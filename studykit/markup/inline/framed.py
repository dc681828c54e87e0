"""Obsidian_to_Anki: `START` … `END` on lines of their own, and `STARTI [Basic] … Back: … ENDI` on one line."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.markup.inline.braces import curly
from studykit.markup.inline.marks import words_as_tags
from studykit.markup.inline.page import Lines
from studykit.markup.inline.reading import Reading
from studykit.markup.inline.signs import found_by
from studykit.model.inline import InlineCard, InlineFault, Piece, Syntax

_TAGS: Final = re.compile(rb"^[ \t]*Tags:[ \t]*([^\n]*)$", re.MULTILINE)
_NUMBER: Final = re.compile(rb"^[ \t]*(?:<!--[ \t]*)?ID:[ \t]*\d{1,16}[ \t]*(?:-->)?[ \t]*$", re.MULTILINE)
_FIELD: Final = re.compile(rb"^(Back Extra|Back|Extra|Front|Text):[ \t]*", re.MULTILINE)
_OTHER_FIELD: Final = re.compile(rb"^([A-Za-z][\w ]{0,30}):[ \t]+", re.MULTILINE)
_INLINE_FIELD: Final = re.compile(rb"[ \t](?:Back Extra|Back|Extra):[ \t]*")
_INLINE_END: Final = re.compile(rb"[ \t](?:Tags:|ID:|<!--[ \t]*ID:)")
_INLINE_TAGS: Final = re.compile(rb"[ \t]Tags:[ \t]*([^\x03]*?)(?=[ \t]*(?:ID:|\x03|\Z))")
_START: Final = found_by(b"START")
_KNOWN: Final = (b"Basic", b"Cloze")


def framed(reading: Reading, syntax: Syntax) -> Iterator[InlineCard]:
    """Notes of a type we don't know are read by their first two fields."""
    lines = reading.page.lines
    before = -1
    for number in reading.page.found(_START):
        if number <= before:
            continue
        word = lines[number].text.strip()
        if word == b"START" and number not in reading.taken:
            end = _end(lines, number)
            if end is None:
                reading.faults.append(InlineFault("inline-no-end", lines[number].start))
            else:
                card = _card(reading, syntax, number, end)
                if card is not None:
                    yield card
                before = end
        elif word.find(b"STARTI") >= 0 and number not in reading.taken:
            yield from _on_a_line(reading, syntax, number)


def _end(lines: Lines, number: int) -> int | None:
    """The number of the line that ends the note; None where another one begins before."""
    for place in range(number + 1, lines.count):
        word = lines[place].text.strip()
        if word == b"END":
            return place
        if word == b"START":
            return None
    return None


def _card(reading: Reading, syntax: Syntax, number: int, end: int) -> InlineCard | None:
    lines, page = reading.page.lines, reading.page
    if end < number + 3:
        return None
    kind = lines[number + 1].text.strip()
    body = Piece(lines[number + 2].start, lines[end].start)
    text = page.free
    tags = _TAGS.search(text, *body)
    stop = min([match.start() for match in (tags, _NUMBER.search(page.text, *body)) if match is not None] + [body.end])
    named = _FIELD if kind.startswith(_KNOWN) else _OTHER_FIELD
    fields = list(named.finditer(text, body.start, stop))
    first = body.start
    if fields and not text[body.start : fields[0].start()].strip():
        first = fields.pop(0).end()
    front = Piece(first, fields[0].start() if fields else stop)
    back = Piece(fields[0].end(), fields[1].start() if len(fields) > 1 else stop) if fields else None
    given = words_as_tags(page.string(Piece(*tags.span(1)))) if tags is not None else ()
    taken = list(range(number, end + 1))
    ids = _ids(reading, body)
    card = _made(reading, syntax, kind, taken, front, back, given)
    return card._replace(notes=ids or card.notes) if card is not None else None


def _on_a_line(reading: Reading, syntax: Syntax, number: int) -> Iterator[InlineCard]:
    line, page = reading.page.lines[number], reading.page
    start = page.free.find(b"STARTI", line.start, line.end)
    made: list[InlineCard] = []
    while start >= 0:
        end = page.free.find(b"ENDI", start, line.end)
        opening = page.free.find(b"[", start, end)
        closing = page.free.find(b"]", opening, end)
        if end < 0 or opening < 0 or closing < 0:
            reading.faults.append(InlineFault("inline-no-end", start))
            break
        kind = bytes(page.free[opening + 1 : closing]).strip()
        stop = _INLINE_END.search(page.text, closing, end)
        last = stop.start() if stop is not None else end
        field = _INLINE_FIELD.search(page.free, closing, last)
        front = Piece(closing + 1, field.start() if field is not None else last)
        back = Piece(field.end(), last) if field is not None else None
        found = _INLINE_TAGS.search(page.free, closing, end)
        tags = words_as_tags(page.string(Piece(*found.span(1)))) if found is not None else ()
        reading.taken.discard(number)
        card = _made(reading, syntax, kind, [number], front, back, tags)
        if card is not None:
            made.append(
                card._replace(whole=Piece(start, end + 4), notes=_ids(reading, Piece(start, end)) or card.notes)
            )
        start = page.free.find(b"STARTI", end, line.end)
    yield from made


def _made(
    reading: Reading,
    syntax: Syntax,
    kind: bytes,
    taken: list[int],
    front: Piece,
    back: Piece | None,
    tags: tuple[str, ...],
) -> InlineCard | None:
    if kind.startswith(b"Cloze"):
        marked = b"{{c" in reading.page.text[slice(*front)]
        hidden = () if marked else curly(reading, front)
        if not hidden and not marked:
            return None
        more = reading.page.trimmed(*back) if back is not None else Piece(0, 0)
        return reading.card(syntax, "cloze", taken, front, more if more.end > more.start else None, hidden, tags)
    both = b"reversed" in kind
    return reading.card(syntax, "reversed" if both else "basic", taken, front, back, tags=tags)


_ID: Final = re.compile(rb"ID:[ \t]*(\d{1,16})")


def _ids(reading: Reading, piece: Piece) -> tuple[int, ...]:
    return tuple(int(match[1]) for match in _ID.finditer(reading.page.text, *piece))
