"""A change carried over: what turned one text into another, done to a third that says the same with more marks.

A note's Markdown says more than its HTML does (links to notes, a code's language, a callout's kind). When a person
changed a word of the HTML, that word is changed in the Markdown, and the rest of it stays as it was.
"""

from collections.abc import Sequence
from typing import Final

LONGEST: Final = 8_000
"""Characters of a text; of longer ones the comparison would take too much memory."""


def carried_over(before: str, after: str, marked: str) -> tuple[str, ...]:
    """`marked` with what `after` changed in `before`, the likeliest first; none where a change meets only marks.

    Where marks stand at the place of an insertion, it can go before or behind them. A result may be wrong where the
    same words stand twice: whoever calls looks whether it says what it should.
    """
    if before == marked:
        return (after,)
    if max(len(before), len(after), len(marked)) > LONGEST:
        return ()
    from rapidfuzz.distance import Indel

    places: list[int | None] = [None] * len(before)
    for step in Indel.opcodes(before, marked):
        if step.tag == "equal":
            for offset in range(step.src_end - step.src_start):
                places[step.src_start + offset] = step.dest_start + offset
    changes = [
        (step.src_start, step.src_end, after[step.dest_start : step.dest_end])
        for step in Indel.opcodes(before, after)
        if step.tag != "equal"
    ]
    found = [_changed(marked, places, changes, opening=opening) for opening in (True, False)]
    return tuple(dict.fromkeys(text for text in found if text is not None))


def _changed(
    marked: str, places: Sequence[int | None], changes: Sequence[tuple[int, int, str]], *, opening: bool
) -> str | None:
    pieces: list[str] = []
    position = 0
    for start, end, text in changes:
        span = _replaced(places, start, end) if start < end else _gap(marked, places, start, opening=opening)
        if span is None or span[0] < position:
            return None
        pieces += [marked[position : span[0]], text]
        position = span[1]
    return "".join([*pieces, marked[position:]])


def _replaced(places: Sequence[int | None], start: int, end: int) -> tuple[int, int] | None:
    first, last = places[start], places[end - 1]
    return None if first is None or last is None else (first, last + 1)


def _gap(marked: str, places: Sequence[int | None], at: int, *, opening: bool) -> tuple[int, int] | None:
    """Where an insertion goes: behind the marks that end something, before those that open something; or otherwise."""
    before = places[at - 1] if at else -1
    behind = places[at] if at < len(places) else len(marked)
    if before is None or behind is None:
        return None
    opens = marked[before + 1 : behind].endswith(("|", "[", "(", "{", "`", "> "))
    place = before + 1 if opens is opening else behind
    return place, place
