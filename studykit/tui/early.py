"""The first question, on the screen before Textual is loaded: a person reads while the rest comes.

Loading Textual takes longer than opening the store and finding the card. So the question is drawn at its place first,
plainly, and the interface paints over it, with the same text at the same place. Keys that are pressed meanwhile wait.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from studykit.errors import StudykitError
from studykit.flows.review.sitting import Sitting
from studykit.markup.screen import line_text
from studykit.scheduling.progress import Question
from studykit.text.safe import safe_text
from studykit.tui.lines import Room, Rows, question_of
from studykit.tui.words import Words

if TYPE_CHECKING:
    from textual.driver import Driver

_ENTER = "\x1b[?1049h"
_CLEAN = "\x1b[?25l\x1b[2J"
_LEAVE = "\x1b[?25h\x1b[?1049l"


@contextmanager
def drawn(sitting: Sitting, words: Words) -> Iterator[bool]:
    """The question on the other screen while the body runs, and no echo of keys; whether it was drawn.

    Whoever follows is on that screen already (`driver`). If the body fails, the terminal is as before.
    """
    question = _question(sitting, words)
    if question is None or sys.__stderr__ is None:
        yield False
        return
    import termios

    stderr, keyboard = sys.__stderr__, sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    silent = termios.tcgetattr(keyboard)
    silent[3] &= ~(termios.ECHO | termios.ICANON)
    try:
        termios.tcsetattr(keyboard, termios.TCSANOW, silent)
        stderr.write(_ENTER + _CLEAN + question)
        stderr.flush()
        yield True
    except BaseException:
        stderr.write(_LEAVE)
        stderr.flush()
        raise
    finally:
        termios.tcsetattr(keyboard, termios.TCSANOW, before)


def _question(sitting: Sitting, words: Words) -> str | None:
    """The question at its place, as a terminal takes it; None where there is none, or where it cannot be drawn so."""
    position = sitting.session.position
    if sys.platform == "win32" or os.environ.get("TEXTUAL_DRIVER") or not isinstance(position, Question):
        return None
    try:
        shown = sitting.shown(position.row.key)
    except (StudykitError, OSError):
        return None  # the interface tells what is wrong, and goes on with the next card
    if shown is None:
        return None
    size = os.get_terminal_size(sys.stdin.fileno())
    room, rows = Room(size.columns), Rows(size.lines)
    first = 1 + rows.head + rows.gap
    last = size.lines - 1 - rows.keys
    lines = question_of(shown, room, words)[: max(0, last - first + 1)]
    return "".join(
        f"\x1b[{first + number};{room.margin + 1}H{safe_text(line_text(line)).replace(chr(9), ' ')}"
        for number, line in enumerate(lines)
    )


def driver() -> "type[Driver]":
    """Textual's driver for a screen that was entered already: entering it again would wipe the question away."""
    from textual.drivers.linux_driver import LinuxDriver

    class DrawnScreen(LinuxDriver):
        entered = True

        def write(self, data: str) -> None:
            if self.entered and data == _ENTER:
                self.entered = False  # after an editor it has to be entered anew
                return
            super().write(data)

    return DrawnScreen
