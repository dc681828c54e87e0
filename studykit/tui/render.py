"""Lines as strips of the screen: the last place that a note's text passes before the terminal."""

from functools import lru_cache

from rich.segment import Segment
from textual.strip import Strip

from studykit.markup.screen import Line
from studykit.text.safe import safe_text
from studykit.tui.lines import Room, answer_of, marked_lines, plain_lines, question_of
from studykit.tui.theme import style

__all__ = ["Room", "answer_of", "marked_lines", "plain_lines", "question_of", "strip_of"]


@lru_cache(maxsize=4096)
def strip_of(line: Line, columns: int, margin: int, theme: str, ground: str = "", end: str = "") -> Strip:
    """A line as a strip of exactly so many columns. The same line is the same strip: what did not change is seen so.

    `ground` names a style that lies under all of it, `end` is the character of the last column. The text is cleaned
    once more: this is the last place that it passes before the terminal.
    """
    base = style(ground, theme)
    segments = [Segment(" " * margin, base)] if margin else []
    for run in line:
        text = safe_text(run.text).replace("\t", " ").replace("\n", " ")
        if text:
            segments.append(Segment(text, style(f"{run.style} {ground}" if ground else run.style, theme)))
    strip = Strip(segments).adjust_cell_length(columns - len(end), base)
    return Strip([*strip, Segment(end, style("rule", theme))], columns) if end else strip
