"""Printing: data to standard output, all else to standard error, nothing from a note uncleaned.

Without click, which takes longer to load than a build takes where nothing changed.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TextIO

from studykit.cli.language import text
from studykit.messages import texts
from studykit.text.safe import safe_line, safe_text
from studykit.text.width import fit, width

_COLOURS: Final = {"error": "red", "warning": "yellow", "info": "cyan"}
_CODES: Final = {"red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36}
_BOLD: Final = {True: 1, False: 22}


def data(line: str = "") -> None:
    """A line of the answer."""
    _echo(sys.stdout, safe_text(line))


def note(line: str = "", *, colour: str | None = None, bold: bool = False) -> None:
    """A line about the answer."""
    codes = [_CODES[colour]] if colour is not None else []
    _echo(sys.stderr, _styled(sys.stderr, safe_text(line), *codes, _BOLD[bold]))


def print_json(value: Any) -> None:
    """One object on one line. Text stays text: JSON escapes control characters itself."""
    _echo(sys.stdout, json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8"))


def problem_text(code: str, parameters: Mapping[str, str]) -> str:
    """What a problem's code says, its parameters cleaned."""
    if code not in texts():
        return code
    return text(code, **{name: safe_line(value) for name, value in parameters.items()})


def problem_objects(problems: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Problems as `--json` prints them, each with its text."""
    return [
        {
            "severity": problem["severity"],
            "code": problem["code"],
            "message": problem_text(problem["code"], problem["parameters"]),
            "path": problem["path"],
            "line": problem["line"],
        }
        for problem in problems
    ]


def print_problems(problems: Sequence[Mapping[str, Any]], *, most: int | None = None) -> None:
    """Problems, one a line, worst first: place, severity, what is wrong."""
    for problem in problems[:most]:
        severity = problem["severity"]
        place = f"{problem['path']}:{problem['line']}" if problem["line"] else problem["path"]
        said = problem_text(problem["code"], problem["parameters"]).removeprefix(f"{place}:")
        mark = _styled(sys.stderr, text(f"severity-{severity}"), _CODES[_COLOURS[severity]])
        _echo(sys.stderr, f"{safe_line(place)}: {mark}: {safe_text(said).lstrip('0123456789: ')}")
    if most is not None and len(problems) > most:
        note(text("problems-more", count=len(problems) - most))


def table(rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> list[str]:
    """Rows as aligned lines; columns of `right` are numbers. Chinese characters count two columns.

    Blanks before a cell's text stay: they show how deep it is.
    """
    cleaned = [[" " * (len(cell) - len(cell.lstrip(" "))) + safe_line(cell) for cell in row] for row in rows]
    if not cleaned:
        return []
    widths = [max(width(row[i]) for row in cleaned) for i in range(len(cleaned[0]))]
    numbers = set(right)
    lines = []
    for row in cleaned:
        cells = [
            " " * (widths[i] - width(cell)) + cell if i in numbers else fit(cell, widths[i])
            for i, cell in enumerate(row)
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def is_terminal() -> bool:
    """Whether a person can answer: both standard input and standard error are terminals."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _echo(stream: TextIO, line: str) -> None:
    """A line, at once."""
    stream.write(f"{line}\n")
    stream.flush()


def _styled(stream: TextIO, said: str, *codes: int) -> str:
    """A text that wears some of a terminal's codes, on one."""
    worn = "".join(f"\x1b[{code}m" for code in codes)
    return f"{worn}{said}\x1b[0m" if stream.isatty() and sys.platform != "win32" else said
