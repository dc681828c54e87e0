"""Cards that the author wrote in another flashcard tool's syntax: their words, cut where that tool would cut them.

They are read by `markup.inline`; here they become cards. What a card shows from elsewhere (links, embeds, pictures)
is said as in every other draft; where something of it is missing, the text stands as it was written.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from studykit.drafting.excerpt import excerpt
from studykit.drafting.rules.proposal import Proposal, first_quote
from studykit.drafting.unit import Unit
from studykit.markup.cloze import deletions
from studykit.markup.document import Block, Span
from studykit.model.card import Basic, Cloze, Content, Typed
from studykit.model.inline import Brought, InlineCard, Piece

_SCORE: Final = 1.0


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each that stands in the unit."""
    for _, proposal in drafted(unit) if unit.inline else ():
        yield proposal


def drafted(unit: Unit) -> Iterator[tuple[InlineCard, Proposal]]:
    """Each card that stands in the unit, with what is proposed for it. One that shows nothing is left out."""
    if not unit.inline:
        return
    spans = sorted(_spans(unit.document.blocks), key=lambda span: span.start)
    for card in unit.inline:
        content = _content(unit, card, spans)
        if content is None:
            continue
        start, end = card.front[0].start, max(piece.end for piece in (*card.front, *card.back))
        part = next((part for part in unit.parts if part.start <= card.whole.start < part.end), None)
        quote = first_quote(unit.document.slice(start, end))
        line = unit.document.line_at(start)
        heading = part.title if part is not None else ""
        brought = Brought(card.deck, card.notes, card.schedules)
        yield card, Proposal(content, quote, heading, line, _SCORE, tags=card.tags, brought=brought)


def _content(unit: Unit, card: InlineCard, spans: Sequence[Span]) -> Content | None:
    back = "\n\n".join(_shown(unit, piece, spans) for piece in card.back)
    if card.kind == "cloze":
        text = _cloze(unit, card, spans)
        return Cloze(text, back) if deletions(text) else None
    front = "\n\n".join(_shown(unit, piece, spans) for piece in card.front)
    if not front or not back:
        return None
    return Typed(front, back) if card.kind == "typed" else Basic(front, back, reversed=card.kind == "reversed")


def _cloze(unit: Unit, card: InlineCard, spans: Sequence[Span]) -> str:
    if not card.hidden:
        return "\n\n".join(_shown(unit, piece, spans) for piece in card.front)
    out: list[str] = []
    for piece in card.front:
        position = piece.start
        for hidden in card.hidden:
            out.append(_between(unit, Piece(position, hidden.outer.start), spans))
            hint = f"::{hidden.hint}" if hidden.hint else ""
            out.append(f"{{{{c{hidden.number}::{_between(unit, hidden.inner, spans)}{hint}}}}}")
            position = hidden.outer.end
        out.append(_between(unit, Piece(position, piece.end), spans))
    return "".join(out).strip()


def _between(unit: Unit, piece: Piece, spans: Sequence[Span]) -> str:
    """Part of a line: blanks at its edges stand between words."""
    text = unit.document.slice(piece.start, piece.end)
    inner = text.strip()
    if not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{_shown(unit, piece, spans)}{after}"


def _shown(unit: Unit, piece: Piece, spans: Sequence[Span]) -> str:
    text = unit.document.slice(piece.start, piece.end)
    first = bisect_left(spans, piece.start, key=lambda span: span.start)
    last = bisect_left(spans, piece.end, first, key=lambda span: span.start)
    within = tuple(span for span in spans[first:last] if span.end <= piece.end)
    quoted = 1 if text.lstrip().startswith(">") else 0
    found = excerpt(unit, [Block("html", piece.start, piece.end, 0, "", quoted, (), within)])
    return text.strip() if found is None else found.strip()


def _spans(blocks: Sequence[Block]) -> Iterator[Span]:
    for block in blocks:
        yield from block.spans
        yield from _spans(block.children)
