"""What `build` prints where nothing changed, without click: to the byte what `commands.build` prints then."""

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TextIO

from studykit.cli.language import text
from studykit.messages import texts
from studykit.text.safe import safe_line, safe_text
from studykit.text.width import fit, width

if TYPE_CHECKING:
    from studykit.flows.report import Report

_MOST_PROBLEMS: Final = 20
_COUNTS: Final = ("new", "updated", "kept", "edited", "retired", "revived", "pending")
_INSIDE: Final = frozenset({"rules", "lints", "without", "changed"})
"""Parts of a report that `--json` does not show."""
_COLOURS: Final = {"error": 31, "warning": 33, "info": 36}
_BOLD: Final = 1
_PLAIN: Final = 22
"""Not bold, as terminals are told it."""


def print_json(report: "Report") -> None:
    """The report as one object."""
    value: dict[str, Any] = {key: item for key, item in report.items() if key not in _INSIDE}
    value["problems"] = [
        {
            "severity": problem["severity"],
            "code": problem["code"],
            "message": _message(problem),
            "path": problem["path"],
            "line": problem["line"],
        }
        for problem in report["problems"]
    ]
    _echo(sys.stdout, json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8"))


def print_report(report: "Report") -> None:
    """The report as a person reads it."""
    for problem in report["problems"][:_MOST_PROBLEMS]:
        severity = problem["severity"]
        place = f"{problem['path']}:{problem['line']}" if problem["line"] else problem["path"]
        said = safe_text(_message(problem).removeprefix(f"{place}:")).lstrip("0123456789: ")
        _echo(sys.stderr, safe_line(place), ": ", (_COLOURS[severity], text(f"severity-{severity}")), f": {said}")
    more = len(report["problems"]) - _MOST_PROBLEMS
    if more > 0:
        _note(text("problems-more", count=more))
    rows = [(safe_line(deck["name"]), str(deck["cards"])) for deck in report["decks"]]
    names = max((width(name) for name, _ in rows), default=0)
    numbers = max((len(number) for _, number in rows), default=0)
    for name, number in rows:
        _echo(sys.stdout, f"{fit(name, names)}  {number:>{numbers}}")
    cards = report["cards"]
    changes = ", ".join(text(f"count-{name}", count=cards[name]) for name in _COUNTS if cards[name])
    without = sum(map(len, report["without"].values()))
    _note("")
    _note(text("build-summary", total=cards["total"], decks=len(rows), notes=report["notes"]), style=_BOLD)
    _note(f"  {changes or text('build-no-cards')}")
    if without:
        _note(f"  {text('build-without', count=without)}")
    _note(text("build-unchanged", seconds=report["seconds"]["total"]))


def _message(problem: Mapping[str, Any]) -> str:
    code, parameters = problem["code"], problem["parameters"]
    if code not in texts():
        return str(code)
    return text(code, **{name: safe_line(value) for name, value in parameters.items()})


def _note(line: str, *, style: int = _PLAIN) -> None:
    _echo(sys.stderr, (style, safe_text(line)))


def _echo(stream: TextIO, *parts: str | tuple[int, str]) -> None:
    """A line, at once; on a terminal a part with a style wears it, as `click.style` would have it."""
    shown = [part if isinstance(part, str) else _styled(*part, shown=stream.isatty()) for part in parts]
    stream.write("".join(shown) + "\n")
    stream.flush()


def _styled(style: int, said: str, *, shown: bool) -> str:
    return f"\x1b[{style}m{said}\x1b[0m" if shown else said
