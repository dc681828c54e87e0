"""`studykit due`: what is to be learned today, for a person or for a prompt."""

from pathlib import Path

import click

from studykit.cli import output
from studykit.cli.language import text


@click.command(help=text("help-due"))
@click.option("--short", is_flag=True, help=text("help-due-short"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json-lines"))
@click.pass_obj
def due(root: Path, short: bool, as_json: bool) -> None:
    from studykit.flows.learning.study import open_study
    from studykit.flows.review.due import deck_tree, totals
    from studykit.flows.workspace import open_workspace

    with open_study(open_workspace(root)) as study:
        lines = deck_tree(study)
    if as_json:
        for line in lines:
            output.print_json(line.as_object())
        return
    new, learning, waiting = totals(lines)
    if short:
        output.data(text("due-short", new=new, learning=learning, due=waiting))
        return
    rows = [(text("due-deck"), text("asked-new"), text("asked-learning"), text("asked-due"), "")]
    rows += [
        ("  " * line.depth + line.name.rpartition("::")[2], str(line.new), str(line.learning), str(line.due),
         "Anki" if line.learn == "anki" else "")
        for line in lines
    ]  # fmt: skip
    for row in output.table(rows, right=[1, 2, 3]):
        output.data(row)
    if not lines:
        output.note(text("review-nothing-here"))
