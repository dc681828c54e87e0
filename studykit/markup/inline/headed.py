"""mdanki and Decks: a heading of one level asks, what stands below it answers. yanki: a whole note is a card."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.markup.inline.reading import Reading
from studykit.model.inline import Hidden, InlineCard, Piece, Syntax

_HEADING: Final = re.compile(rb"(#{1,6})[ \t]+")
_STRUCK: Final = re.compile(rb"~~([^~\n]+)~~")
_HINT: Final = re.compile(rb"[ \t]+_([^_\n]+)_[ \t]*\Z")
_TYPED: Final = re.compile(rb"_([^_\n]+)_[ \t]*\Z")


def headed(reading: Reading, syntax: Syntax) -> Iterator[InlineCard]:
    """With a line `%` the question goes on below its heading, as in mdanki."""
    lines, page = reading.page.lines, reading.page
    levels = [(n, _level(lines[n].text)) for n in range(lines.count) if not lines[n].verbatim]
    levels = [(n, level) for n, level in levels if level]
    wanted = reading.options.heading_level
    for place, (number, level) in enumerate(levels):
        if level != wanted or number in reading.taken:
            continue
        end = next((n for n, other in levels[place + 1 :] if other <= wanted), lines.count)
        body = [n for n in range(number + 1, end) if n not in reading.taken]
        while body and lines[body[-1]].blank:
            body.pop()
        if not body or all(lines[n].blank for n in body):
            continue
        split = next((n for n in body if lines[n].text.strip() == b"%"), None)
        asked = lines[number].end if split is None else lines[split].start
        front = Piece(reading.content(lines[number]), asked)
        back = Piece(lines[body[0]].start if split is None else lines[split].end, lines[body[-1]].end)
        card = reading.card(syntax, "basic", list(range(number, body[-1] + 1)), _unclosed(page.free, front), back)
        if card is not None:
            yield card


def _level(text: bytes) -> int:
    found = _HEADING.match(text)
    return len(found[1]) if found is not None else 0


def _unclosed(text: bytearray, piece: Piece) -> Piece:
    """A heading without the `#` that may close it."""
    found = re.search(rb"[ \t]+#+[ \t]*\Z", text[piece.start : piece.end])
    return piece if found is None else Piece(piece.start, piece.start + found.start())


def whole(reading: Reading, syntax: Syntax) -> Iterator[InlineCard]:
    """`---` between front and back, twice for both ways; `~~x~~` is a deletion, a last line `_x_` is to be typed."""
    page, lines = reading.page, reading.page.lines
    filled = [n for n in range(lines.count) if not lines[n].blank and n not in reading.taken]
    if not filled:
        return
    taken = list(range(filled[0], filled[-1] + 1))
    every = page.trimmed(lines[filled[0]].start, lines[filled[-1]].end)
    rules = [n for n in taken if not lines[n].verbatim and lines[n].text.strip() in (b"---", b"***", b"___")]
    front = every if not rules else Piece(every.start, lines[rules[0]].start)
    both = len(rules) > 1 and all(lines[n].blank for n in range(rules[0] + 1, rules[1]))
    back = Piece(lines[rules[1] if both else rules[0]].end, every.end) if rules else None
    struck = _struck(page.free, front)
    last = lines[filled[-1]]
    typed = None if rules else _TYPED.match(page.free, page.trimmed(last.start, last.end).start, last.end)
    card = None
    if struck:
        card = reading.card(syntax, "cloze", taken, front, back, struck)
    elif rules:
        card = reading.card(syntax, "reversed" if both else "basic", taken, front, back)
    elif typed is not None and len(filled) > 1:
        card = reading.card(syntax, "typed", taken, Piece(every.start, last.start), Piece(*typed.span(1)))
    if card is not None:
        yield card


def _struck(text: bytearray, piece: Piece) -> tuple[Hidden, ...]:
    hidden = []
    for number, match in enumerate(_STRUCK.finditer(text, *piece), start=1):
        hint = _HINT.search(match[1])
        end = match.start(1) + (hint.start() if hint is not None else len(match[1]))
        said = hint[1].decode("utf-8", "replace") if hint is not None else ""
        hidden.append(Hidden(Piece(*match.span()), Piece(match.start(1), end), number, said))
    return tuple(hidden)
