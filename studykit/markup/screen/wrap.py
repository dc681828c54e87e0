"""Breaking styled text into lines of so many columns, as Chinese and Latin typesetting want it.

Chinese breaks between any two characters but those that must not begin a line (closing marks, commas) or end one
(opening marks); Latin breaks at blanks and after hyphens; what is longer than a line breaks where the line ends. The
two sets follow the basic rules of Unicode Standard Annex 14 (classes CL, CP, EX, NS, and OP) and of GB/T 15834.
"""

from collections.abc import Sequence
from typing import Final

from studykit.markup.screen.runs import Line, Run, cut
from studykit.text.width import width

NOT_FIRST: Final = frozenset(
    "!%),.:;?]}¢°·’”†‡›℃∶、。〃〆〕〗〞﹚﹜！＂％＇），．：；？］｝～…—–»」』】〉》々ー゛゜ヽヾっッゃャゅュょョァィゥェォ"
)
"""Characters that do not begin a line."""
NOT_LAST: Final = frozenset("([{£¥‘“‹《〈「『【〔〖〝﹙﹛＄（［｛￡￥«")
"""Characters that do not end a line."""


def wrap(runs: Sequence[Run], columns: int) -> list[Line]:
    """The lines of a paragraph; `\\n` within a run ends a line. An empty paragraph has one empty line."""
    lines: list[Line] = []
    for piece in _forced(runs):
        lines += _wrapped(piece, max(2, columns))
    return lines


def _forced(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs cut where a line end stands in them."""
    out: list[list[Run]] = [[]]
    for run in runs:
        if "\n" not in run.text:
            out[-1].append(run)
            continue
        cover = run.cover
        for index, text in enumerate(run.text.split("\n")):
            if index:
                out.append([])
            piece, cover = (None, None) if cover is None else cut(cover, width(text))
            if text:
                out[-1].append(run._replace(text=text, cover=piece))
    return out


def _wrapped(runs: list[Run], columns: int) -> list[Line]:
    text = "".join(run.text for run in runs)
    if width(text) <= columns:
        return [tuple(runs)]
    breaks = _breaks(text, runs)
    ends: list[tuple[int, int]] = []  # where a line ends, and where the next one begins
    start = used = last = 0
    index = 0
    while index < len(text):
        wide = width(text[index])
        if used + wide > columns and text[index] != " ":
            end = last if last > start else index
            stop = end
            while stop > start and text[stop - 1] == " ":
                stop -= 1
            ends.append((stop, end))
            start = last = end
            used = 0
            index = end
            continue
        used += wide
        index += 1
        if index < len(text) and breaks[index]:
            last = index
    ends.append((len(text), len(text)))
    return _slices(runs, ends)


def _breaks(text: str, runs: list[Run]) -> bytearray:
    """By position, 1 where a line may begin."""
    allowed = bytearray(len(text) + 1)
    before = ""
    wide_before = False
    for index, character in enumerate(text):
        wide = not character.isascii() and width(character) == 2
        if before == " ":
            allowed[index] = character != " "
        elif wide or wide_before:
            joined = character in NOT_FIRST or before in NOT_LAST or character == " " or width(character) == 0
            allowed[index] = not joined
        elif before == "-":
            allowed[index] = character.isalpha()
        before, wide_before = character, wide if width(character) else wide_before
    position = 0
    for run in runs:
        if run.solid:
            allowed[position + 1 : position + len(run.text)] = bytes(len(run.text) - 1)
        position += len(run.text)
    return allowed


def _slices(runs: list[Run], ends: list[tuple[int, int]]) -> list[Line]:
    """The runs cut into lines at these places."""
    lines: list[Line] = []
    line: list[Run] = []
    position, index, offset = 0, 0, 0  # `offset` characters of runs[index] are used up
    cover = runs[0].cover if runs else None
    for stop, following in ends:
        for end, kept in ((stop, True), (following, False)):
            while position < end:
                run = runs[index]
                text = run.text[offset : offset + end - position]
                piece, cover = (None, None) if cover is None else cut(cover, width(text))
                if kept:
                    line.append(run._replace(text=text, cover=piece))
                position += len(text)
                offset += len(text)
                if offset == len(run.text):
                    index, offset = index + 1, 0
                    cover = runs[index].cover if index < len(runs) else None
        lines.append(tuple(line))
        line = []
    return lines
