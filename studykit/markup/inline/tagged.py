"""flashcards: a paragraph that ends in `#card` asks, the next one answers; `#card-reverse` asks both ways."""

from collections.abc import Iterator, Mapping

from studykit.markup.inline.reading import LONGEST, Reading
from studykit.model.inline import InlineCard, Piece, Syntax


def tagged(reading: Reading, syntax: Syntax) -> Iterator[InlineCard]:
    """Further tags behind the card's are the note's in Anki."""
    kinds = reading.signs.card_tags
    lines = reading.page.lines
    behind = 0
    for number in reading.page.found(reading.signs.card_tags_found):
        line = lines[number]
        if line.verbatim or number in reading.taken:
            continue
        tags = reading.tags(Piece(line.start, line.end))
        own = next((tag for tag in tags if tag[2].casefold() in kinds), None)
        if own is None:
            continue
        above = [] if line.text.startswith(b"#") else [n for n in reading.paragraph(number, -1) if n >= behind]
        behind = number + 1  # the line of another card is no part of this one
        headings = [place for place in above if lines[place].text.startswith(b"#")]
        above = [place for place in above if not headings or place > headings[-1]]
        first = number + 1
        while first < lines.count and lines[first].blank:
            first += 1
        below = _answer(reading, first, kinds)
        if not below:
            continue
        start = reading.content(lines[above[0] if above else number])
        front = Piece(start, own[0])
        back = Piece(lines[below[0]].start, lines[below[-1]].end)
        kind = "reversed" if kinds[own[2].casefold()] else "basic"
        further = [name for begin, _, name in tags if begin > own[0]]
        card = reading.card(syntax, kind, [*above, number, *below], front, back, tags=further)  # type: ignore[arg-type]
        if card is not None:
            yield card


def _answer(reading: Reading, first: int, kinds: Mapping[str, bool]) -> list[int]:
    """The numbers of the lines of an answer: it ends with its paragraph, or where the next card or heading begins."""
    lines = reading.page.lines
    numbers: list[int] = []
    for number in range(first, min(first + LONGEST, lines.count)):
        line = lines[number]
        if line.blank or number in reading.taken:
            break
        if not line.verbatim:
            tags = reading.tags(Piece(line.start, line.end)) if line.text.find(b"#") >= 0 else []
            if line.text.startswith((b"# ", b"##")) or any(tag[2].casefold() in kinds for tag in tags):
                break
        numbers.append(number)
    return numbers
