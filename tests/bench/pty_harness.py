"""A terminal of our own for programs that draw: a pty, a reader of what is drawn, and times from a key to the paint.

`Display` understands what Textual sends and no more: places, clearing, text with wide and combining characters; colours
are passed over. It keeps all bytes too, so that a test can look for a control sequence that should not be there.
"""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Self

from studykit.text.width import width

_SEQUENCE: Final = re.compile(
    r"\x1b(?:\[([?<=>]?)([0-9;:]*)([ -/]*)([@-~])"  # CSI: private mark, numbers, intermediates, final
    r"|\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC
    r"|[P^_][^\x1b]*\x1b\\"  # DCS, PM, APC
    r"|[()*+][0-9A-Za-z]|[=>78cDEHMNOZ])"
)
_QUIET: Final = 0.04
"""Seconds without output after which a screen has settled."""


class Display:
    """What a terminal of so many columns and rows shows."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.cells = [[" "] * columns for _ in range(rows)]
        self.row = self.column = 0
        self.raw = bytearray()
        self.rest = ""
        self.undecoded = b""
        self.asked_sync = False

    def feed(self, data: bytes) -> None:
        """Take what a program wrote."""
        self.raw += data
        whole = self.undecoded + data
        self.undecoded = _tail(whole)
        text = self.rest + whole[: len(whole) - len(self.undecoded)].decode("utf-8", "replace")
        self.rest = ""
        position = 0
        while position < len(text):
            character = text[position]
            if character == "\x1b":
                match = _SEQUENCE.match(text, position)
                if match is None:
                    self.rest = text[position:]
                    return
                self._sequence(match)
                position = match.end()
                continue
            self._character(character)
            position += 1

    def lines(self) -> list[str]:
        """The rows as text; a wide character fills its second column with nothing."""
        return ["".join(row).rstrip() for row in self.cells]

    def text(self) -> str:
        """All rows."""
        return "\n".join(self.lines())

    def _character(self, character: str) -> None:
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self.row = min(self.row + 1, self.rows - 1)
        elif character == "\b":
            self.column = max(0, self.column - 1)
        elif character >= " ":
            wide = width(character)
            if wide == 0 or character in "\u200d\ufe0f":
                if self.column:
                    self.cells[self.row][self.column - 1] += character
                return
            if self.column + wide > self.columns:
                return  # Textual switches wrapping off
            self.cells[self.row][self.column] = character
            if wide == 2:
                self.cells[self.row][self.column + 1] = ""
            self.column += wide

    def _sequence(self, match: "re.Match[str]") -> None:
        private, numbers, between, final = match[1], match[2] or "", match[3], match[4]
        if final is None or private or between:
            self.asked_sync |= private == "?" and numbers == "2026" and final == "p"
            return
        given = [int(number) if number.isdecimal() else 0 for number in numbers.split(";")]
        first = given[0]
        if final in "Hf":
            second = given[1] if len(given) > 1 else 1
            self.row = min(max(first, 1), self.rows) - 1
            self.column = min(max(second, 1), self.columns) - 1
        elif final == "J" and first == 2:
            self.cells = [[" "] * self.columns for _ in range(self.rows)]
        elif final == "K":
            self.cells[self.row][self.column :] = [" "] * (self.columns - self.column)
        elif final in "ABCD":
            step = max(1, first)
            self.row += {"A": -step, "B": step}.get(final, 0)
            self.column += {"C": step, "D": -step}.get(final, 0)
            self.row = min(max(self.row, 0), self.rows - 1)
            self.column = min(max(self.column, 0), self.columns - 1)


def _tail(data: bytes) -> bytes:
    """The bytes of a character that is not whole yet, at the end."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte >= 0xC0:
            size = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return data[-back:] if size > back else b""
        if byte < 0x80:
            return b""
    return b""


class Press(NamedTuple):
    """What a key led to, in seconds from the key."""

    first: float
    """The first byte."""
    paint: float
    """What was waited for is seen; the last byte where nothing was waited for."""
    settled: float
    """The last byte before the silence."""


class Terminal:
    """A program in a pty. Use it with `with`: at the end the program is ended."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 80,
        rows: int = 24,
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.display = Display(columns, rows)
        self.started = time.perf_counter()
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(
                ("LC_", "LANG", "STUDYKIT", "TEXTUAL", "NO_COLOR", "COL", "LINES", "TMUX", "DISPLAY", "PYTHONDONT")
            )
        }
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, cwd=folder,
            env={**clean, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "en_US.UTF-8",
                 **(environment or {})},
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0) and None,
        )  # fmt: skip
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.master)

    def read(self, seconds: float) -> bool:
        """Take what comes within a time; whether anything did."""
        ready, _, _ = select.select([self.master], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:  # Linux: the other side is closed
            return False
        if not data:
            return False
        self.display.feed(data)
        if self.display.asked_sync:
            self.display.asked_sync = False
            os.write(self.master, b"\x1b[?2026;2$y")
        return True

    def wait_for(self, text: str, seconds: float = 15.0) -> float:
        """Wait until a text is on the screen; the seconds from the start. AssertionError, with the screen, if never."""
        end = time.perf_counter() + seconds
        while text not in self.display.text():
            if not self.read(end - time.perf_counter()) and (
                time.perf_counter() > end or self.process.poll() is not None
            ):
                raise AssertionError(f"{text!r} did not come:\n{self.display.text()}")
        return time.perf_counter() - self.started

    def wait_gone(self, text: str, seconds: float = 15.0) -> None:
        """Wait until a text is not on the screen any more."""
        end = time.perf_counter() + seconds
        while text in self.display.text():
            if not self.read(end - time.perf_counter()) and time.perf_counter() > end:
                raise AssertionError(f"{text!r} stayed:\n{self.display.text()}")

    def settle(self, quiet: float = 0.15) -> None:
        """Wait until nothing comes for a while."""
        while self.read(quiet):
            pass

    def send(self, keys: str) -> None:
        """Press keys, and take no time."""
        os.write(self.master, keys.encode())

    def press(self, keys: str, expect: str = "", seconds: float = 5.0) -> Press:
        """Press keys, and wait for a text and then for silence."""
        started = time.perf_counter()
        os.write(self.master, keys.encode())
        first = paint = last = 0.0
        while self.read(_QUIET if last and (paint or not expect) else seconds):
            last = time.perf_counter() - started
            first = first or last
            if not paint and expect and expect in self.display.text():
                paint = last
        if expect and not paint:
            raise AssertionError(f"{expect!r} did not come:\n{self.display.text()}")
        return Press(first, paint or last, last)

    def cpu(self) -> float:
        """CPU seconds that the program has used (Linux; 0 elsewhere)."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def leave(self, seconds: float = 10.0) -> int:
        """Wait until the program has ended by itself; its exit code."""
        end = time.perf_counter() + seconds
        while self.process.poll() is None:
            self.read(0.05)
            if time.perf_counter() > end:
                raise AssertionError(f"it did not end:\n{self.display.text()}")
        while self.read(0.02):
            pass
        return self.process.returncode
