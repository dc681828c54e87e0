"""`studykit exam`: what to ask on each day up to an exam, beside what the plain schedule would give."""

from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import click

from studykit.cli import output
from studykit.cli.language import text


@click.command(help=text("help-exam"))
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE")
@click.argument("deck", required=False, default="")
@click.option(
    "--minutes", type=click.FloatRange(min=1), default=30.0, show_default=True, help=text("help-exam-minutes")
)
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def exam(root: Path, day: datetime, deck: str, minutes: float, as_json: bool) -> None:
    from studykit.errors import UsageError
    from studykit.flows.learning.study import open_study
    from studykit.flows.statistics.tuning import plan_exam
    from studykit.flows.workspace import open_workspace

    with open_study(open_workspace(root)) as study:
        today = study.clock.moment().day
        if day.toordinal() <= today:
            raise UsageError("exam-past", date=day.date().isoformat())
        found = plan_exam(study, deck, day.toordinal(), minutes)
    prepared = found.prepared
    counts = [len(keys) for keys in prepared.days]
    if as_json:
        output.print_json({
            "faces": found.faces, "exam": day.date().isoformat(), "minutes_a_day": minutes,
            "recall": {"nothing": prepared.today.mean, "plain": prepared.plain._asdict(),
                       "planned": prepared.planned._asdict()},
            "keep_plain": prepared.keep_plain,
            "days": [{"day": date.fromordinal(today + at).isoformat(), "faces": [list(key) for key in keys]}
                     for at, keys in enumerate(prepared.days)],
        })  # fmt: skip
        return
    output.data(text("exam-recall", faces=found.faces, nothing=f"{prepared.today.mean:.1%}",
                     plain=f"{prepared.plain.mean:.1%}", planned=f"{prepared.planned.mean:.1%}"))  # fmt: skip
    if prepared.keep_plain:
        output.data(text("exam-plain"))
    output.data(text("exam-days"))
    at = 0
    for count, same in groupby(counts):  # one line for days that ask the same
        last = at + len(list(same)) - 1
        days = [date.fromordinal(today + one).isoformat() for one in sorted({at, last})]
        output.data(f"  {' – '.join(days):<23}  {count}")
        at = last + 1
