"""`studykit history CARD`: what happened to a card, when, and why."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from studykit.cli import output
from studykit.cli.language import text
from studykit.cli.reasons import matched, reason
from studykit.messages import texts

if TYPE_CHECKING:
    from studykit.flows.cards.history import Line


@click.command(help=text("help-history"))
@click.argument("card")
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def history(root: Path, card: str, as_json: bool) -> None:
    from studykit.flows.cards.history import history_of
    from studykit.flows.learning.study import open_study
    from studykit.flows.workspace import open_workspace

    with open_study(open_workspace(root)) as study:
        found = history_of(study, card)
    if as_json:
        output.print_json(found.as_object())
        return
    output.note(f"{found.card}  {text(f'history-status-{found.status}')}  {found.deck}  {found.file}".rstrip())
    output.note(found.front)
    rows = []
    for line in found.lines:
        at = datetime.fromtimestamp(line.at_ms / 1000).astimezone()
        rows.append((f"{at:%Y-%m-%d %H:%M}" if line.at_ms else "-", _what(line), _detail(line)))
    for row in output.table(rows):
        output.data(row)


def _what(line: "Line") -> str:
    """In words; a code that is not known here is shown as it is."""
    code = f"history-{line.what}"
    return text(code) if code in texts() else line.what


def _detail(line: "Line") -> str:
    detail = line.detail
    if line.what == "review":
        given = text("history-days", days=detail["days"]) if detail["days"] else _span(detail["seconds"])
        rating = text(f"history-rating-{detail['rating']}")
        said = f"{detail['face']}  {rating} → {given}"
        marks = [detail["machine"], *([detail["kind"]] if detail["kind"] in ("cram", "quiz") else [])]
        return f"{said}  ({', '.join([*marks, *([text('history-undone')] if detail['undone'] else [])])})"
    first = {name: detail[name] for name in ("reason", "match") if name in detail}
    shown = first | {name: value for name, value in detail.items() if name not in ("score", "lead")}
    if "match" in detail:
        shown["match"] = matched(detail["match"], detail.get("score", 1))
    return "  ".join(_said(name, value) for name, value in shown.items() if value not in ("", [], False, None))


def _said(name: str, value: Any) -> str:
    shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if name == "reason":
        return reason(shown)
    if name in ("front", "back", "note", "file", "word", "match"):
        return shown
    return text("history-undone") if value is True else f"{name}: {shown}"


def _span(seconds: int) -> str:
    if seconds < 3600:
        return text("history-minutes", minutes=max(1, round(seconds / 60)) if seconds else 0)
    return text("history-hours", hours=round(seconds / 3600, 1))
