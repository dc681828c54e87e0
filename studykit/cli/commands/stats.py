"""`studykit stats`: how learning goes, as figures and charts of blocks, or as a page for a browser."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from studykit.cli import output
from studykit.cli.language import spoken, text

if TYPE_CHECKING:
    from studykit.flows.statistics.figures import Statistics
    from studykit.scheduling.statistics import Retention, Share

_WIDEST = 100


@click.command(help=text("help-stats"))
@click.argument("deck", required=False, default="")
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE", help=text("help-stats-html"))
@click.pass_obj
def stats(root: Path, deck: str, as_json: bool, page: Path | None) -> None:
    from studykit.errors import UsageError
    from studykit.flows.learning.study import open_study
    from studykit.flows.review.sitting import decks_of, within
    from studykit.flows.statistics.figures import gather
    from studykit.flows.workspace import open_workspace

    with open_study(open_workspace(root)) as study:
        if deck and not any(within(name, deck) for name in decks_of(study)):
            raise UsageError("deck-missing", deck=deck, known=", ".join(decks_of(study)) or "-")
        found = gather(study, deck)
    if page is not None:
        from studykit.files import write_bytes_in_place
        from studykit.flows.statistics.page import statistics_page

        write_bytes_in_place(page, statistics_page(found, spoken()).encode("utf-8", "replace"))
        output.note(text("stats-html-done", path=page))
    if as_json:
        output.print_json(found.as_object())
    if as_json or page is not None:
        return
    columns = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    for line in report(found, columns):
        output.data(line)


def report(found: "Statistics", columns: int) -> list[str]:
    """The statistics as lines of at most so many columns."""
    from studykit.messages.spans import duration
    from studykit.scheduling.charts import bars, shaded, sparkline

    today = found.of_today
    took = duration(today.took_ms / 1000, spoken())
    lines = [text("stats-today", answers=today.answers, again=today.again, time=took)]
    lines.append(text("stats-days", days=found.days_of_thirty, load=f"{found.load:.1f}"))
    lines += ["", text("stats-retention")]
    lines += _retention(text("stats-month"), found.month) + _retention(text("stats-ever"), found.ever)
    lines += ["", text("stats-forecast", overdue=found.ahead.overdue, total=sum(found.ahead.days))]
    lines.append(f"  {sparkline(found.ahead.days, columns - 2)}")
    lines += ["", text("stats-states")]
    lines += [f"  {line}" for line in bars(
        [(text(f"maturity-{name.value}"), count) for name, count in found.states.items()], columns - 2)]  # fmt: skip
    lines += ["", text("stats-heatmap")]
    lines += [f"  {line}" for line in shaded(found.calendar, columns - 2)]
    for heading, shares in (("stats-decks", found.by_deck), ("stats-sections", found.by_section)):
        rows = [(name, 100 * _kept(value)) for name, value in shares.items() if name and _asked(value)]
        if rows:
            lines += ["", text(heading), *(f"  {line}" for line in bars(rows, columns - 2, "{:.0f}%"))]
    hard = [one for one in found.hardest if one.lapses]
    if hard:
        lines += ["", text("stats-hardest")]
        for one in hard:
            front = found.fronts.get(one.key, "") if one.key is not None else ""
            lines.append(f"  {text('stats-lapses', lapses=one.lapses)}  {front or one.note}")
        lines += ["", text("stats-notes")]
        lines += [f"  {text('stats-lapses', lapses=n.lapses)}  {n.note}" for n in found.hardest_notes if n.lapses]
    return lines


def _retention(label: str, found: "Retention") -> list[str]:
    young, mature = _share(found.young), _share(found.mature)
    shares = text("comma").join((f"{text('stats-young')} {young}", f"{text('stats-mature')} {mature}"))
    return [f"  {label}{text('colon')}{shares}"]


def _share(share: "Share") -> str:
    return "-" if share.ratio is None else f"{share.ratio:.1%} ({share.kept}/{share.asked})"


def _asked(found: "Retention") -> int:
    return found.young.asked + found.mature.asked


def _kept(found: "Retention") -> float:
    return (found.young.kept + found.mature.kept) / max(1, _asked(found))
