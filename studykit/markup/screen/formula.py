"""Formulas on a terminal: a picture of several lines where it fits, one line of Unicode, or the source."""

import re
from collections.abc import Sequence
from typing import Final

from studykit.markup import math
from studykit.markup.cloze import Deletion
from studykit.markup.places import CLOSE, HINT, OPEN
from studykit.markup.screen.runs import BLANK, Run, with_style
from studykit.text.width import width

_HINTED: Final = re.compile(f"{HINT}[^{OPEN}{HINT}{CLOSE}]*{CLOSE}")
_MARKS: Final = re.compile(f"[{OPEN}{HINT}{CLOSE}]")
_PLACE: Final = r"\square "
"""What stands in a formula for a part of it that is hidden."""


def answered(source: str) -> str:
    """The formula with its deletions shown and without their hints."""
    return _MARKS.sub("", _HINTED.sub("", source))


def asked_formula(source: str, found: Sequence[Deletion], asked: int) -> str:
    """The formula with a sign in the place of each deletion that is asked."""
    out: list[str] = []
    hidden: list[bool] = []
    in_hint = 0
    following = iter(found)
    for piece in re.split(f"([{OPEN}{HINT}{CLOSE}])", source):
        if piece == OPEN:
            deletion = next(following, None)
            hidden.append(deletion is not None and deletion.number == asked)
            if hidden[-1] and sum(hidden) == 1:
                out.append(_PLACE)
        elif piece == HINT:
            in_hint += 1
        elif piece == CLOSE:
            in_hint = max(0, in_hint - 1)
            if hidden:
                hidden.pop()
        elif not any(hidden) and not in_hint:
            out.append(piece)
    return "".join(out)


def one_line(source: str) -> str:
    """A formula on one line; its source between dollars where it cannot be said in one."""
    shown = math.render_inline(source)
    return shown if shown is not None else f"${' '.join(source.split())}$"


def inline_formula(source: str, style: str, found: Sequence[Deletion], asked: int) -> Run:
    """A formula in a line of text; where part of it is asked, covered by the formula without that part."""
    text = one_line(answered(source))
    if not any(deletion.number == asked for deletion in found):
        return Run(text, with_style(style, "math"), None, solid=True)
    cover = one_line(asked_formula(source, found, asked))
    size = max(width(text), width(cover))
    padded = text + "\u00a0" * (size - width(text))
    return Run(padded, with_style(style, "math cloze"), cover + BLANK * (size - width(cover)), solid=True)


def display_formula(source: str, columns: int) -> list[str]:
    """The lines of a formula that stands by itself."""
    picture = math.render_display(source, columns)
    if picture is not None:
        return list(picture.lines)
    line = math.render_inline(source)
    if line is not None and width(line) <= columns:
        return [line]
    return ["$$", *source.strip().split("\n"), "$$"]
