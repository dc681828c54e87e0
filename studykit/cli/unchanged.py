"""What `build` prints where nothing changed, without click: to the byte what `commands.build` prints then."""

from typing import TYPE_CHECKING, Any, Final

from studykit.cli import output
from studykit.cli.language import text

if TYPE_CHECKING:
    from studykit.flows.report import Report

_MOST_PROBLEMS: Final = 8
_COUNTS: Final = ("new", "updated", "kept", "edited", "retired", "revived", "pending")
_INSIDE: Final = frozenset({"rules", "lints", "without", "changed"})
"""Parts of a report that `--json` does not show."""


def print_json(report: "Report") -> None:
    """The report as one object."""
    value: dict[str, Any] = {key: item for key, item in report.items() if key not in _INSIDE}
    value["problems"] = output.problem_objects(report["problems"])
    output.print_json(value)


def print_report(report: "Report") -> None:
    """The report as a person reads it."""
    output.print_problems(report["problems"], most=_MOST_PROBLEMS)
    rows = [(deck["name"], str(deck["cards"])) for deck in report["decks"]]
    for line in output.table(rows, right=[1]):
        output.data(line)
    cards = report["cards"]
    changes = text("comma").join(text(f"count-{name}", count=cards[name]) for name in _COUNTS if cards[name])
    without = sum(map(len, report["without"].values()))
    output.note()
    output.note(text("build-summary", total=cards["total"], decks=len(rows), notes=report["notes"]), bold=True)
    output.note(f"  {changes or text('build-no-cards')}")
    if without:
        output.note(f"  {text('build-without', count=without)}")
    output.note(text("build-unchanged", seconds=report["seconds"]["total"]))
