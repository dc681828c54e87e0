"""`studykit simulate`: reviews a day and knowledge kept, for other retentions and limits."""

from pathlib import Path

import click

from studykit.cli import output
from studykit.cli.language import text


@click.command(help=text("help-simulate"))
@click.argument("deck", required=False, default="")
@click.option("--days", type=click.IntRange(30, 3650), default=365, show_default=True, help=text("help-simulate-days"))
@click.option("--new", "new_per_day", type=click.IntRange(0, 9999), help=text("help-simulate-new"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json-lines"))
@click.pass_obj
def simulate(root: Path, deck: str, days: int, new_per_day: int | None, as_json: bool) -> None:
    from studykit.flows.learning.study import open_study
    from studykit.flows.statistics.tuning import compare_settings
    from studykit.flows.workspace import open_workspace

    with open_study(open_workspace(root)) as study:
        own = study.options(deck).desired_retention
        found = compare_settings(study, deck, days, new_per_day)
    if as_json:
        for one in found:
            output.print_json({
                "desired_retention": one.options.desired_retention, "new_per_day": one.options.new_per_day,
                "reviews_a_day": one.reviews_a_day._asdict(), "minutes_a_day": one.minutes_a_day._asdict(),
                "kept": one.kept._asdict(), "learned": one.learned._asdict(),
            })  # fmt: skip
        return
    rows = [tuple(text(f"simulate-{name}") for name in ("retention", "reviews", "minutes", "kept", "learned"))]
    rows += [
        (
            f"{one.options.desired_retention:.0%}" + (" *" if one.options.desired_retention == own else "  "),
            f"{one.reviews_a_day.mean:.1f} ({one.reviews_a_day.low:.1f}–{one.reviews_a_day.high:.1f})",
            f"{one.minutes_a_day.mean:.1f}",
            f"{one.kept.mean:.0f} ({one.kept.low:.0f}–{one.kept.high:.0f})",
            f"{one.learned.mean:.0f}",
        )
        for one in found
    ]
    for line in output.table(rows, right=[0, 1, 2, 3, 4]):
        output.data(line)
    output.note(text("simulate-note", days=days))
