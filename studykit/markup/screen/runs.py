"""Styled text for a terminal: runs of one style, and the cover that lies over a deletion until it is shown.

A cover takes exactly the columns of what it covers, so that nothing on the screen moves when it is taken away.
"""

from typing import Final, NamedTuple

from studykit.text.width import width

BLANK: Final = "_"
"""What covers a column that no hint takes."""


class Run(NamedTuple):
    """Text of one style on one line."""

    text: str
    style: str = ""
    """Names with a blank between them, such as `strong`, `code`, `link`, `mark`, `cloze`; empty for plain text."""
    cover: str | None = None
    """What stands in its place, as wide as the text, until the answer is shown; None where nothing is hidden."""
    solid: bool = False
    """Not to be broken between its characters, where a line is long enough: a formula, a picture's name."""


Line = tuple[Run, ...]


def with_style(style: str, name: str) -> str:
    """A style and one more name."""
    return f"{style} {name}" if style else name


def line_width(line: Line) -> int:
    """The columns of a line."""
    return sum(width(run.text) for run in line)


def line_text(line: Line, *, hidden: bool = False) -> str:
    """A line as plain text, covered where `hidden`."""
    return "".join(run.cover if hidden and run.cover is not None else run.text for run in line)


def cut(text: str, columns: int) -> tuple[str, str]:
    """A text's first columns and the rest. A wide character that the cut would halve becomes blanks on both sides."""
    used = 0
    for index, character in enumerate(text):
        if used == columns and width(character):
            return text[:index], text[index:]
        used += width(character)
        if used > columns:
            return text[:index] + BLANK, BLANK + text[index + 1 :]
    return text, ""


def covered(runs: list[Run], hint: str) -> list[Run]:
    """The runs of one deletion, covered: by its hint in brackets first, as Anki has it, by blanks where that ends.

    Where the hint is longer than the text, a covered piece is added that is empty once the answer is shown.
    """
    whole = sum(width(run.text) for run in runs)
    hint = f"[{hint}]" if hint else ""
    cover = hint + BLANK * max(3 - width(hint), whole - width(hint))
    out: list[Run] = []
    for run in runs:
        piece, cover = cut(cover, width(run.text))
        out.append(run._replace(style=with_style(run.style, "cloze"), cover=run.cover or piece))
    if cover:
        out.append(Run("\u00a0" * width(cover), "cloze", cover))
    return out
