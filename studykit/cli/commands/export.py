"""`studykit export`: a deck, or a quiz of it, in another format."""

from pathlib import Path

import click

from studykit.cli import output
from studykit.cli.language import spoken, text

_FORMATS = ("gift", "md", "tsv", "csv", "json", "apkg")
_TAG = "studykit::missed"


@click.command(help=text("help-export"))
@click.argument("deck", required=False, default="")
@click.option("--format", "form", type=click.Choice(_FORMATS), required=True, help=text("help-export-format"))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help=text("help-export-out"))
@click.option("--quiz", "count", type=click.IntRange(min=1), metavar="N", help=text("help-export-quiz"))
@click.option("--seed", type=int, default=1, show_default=True, help=text("help-quiz-seed"))
@click.option("--missed", is_flag=True, help=text("help-export-missed", tag=_TAG))
@click.option("--with-progress", "progress", is_flag=True, help=text("help-export-progress"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def export(
    root: Path, deck: str, form: str, out: Path, count: int | None, seed: int, missed: bool, progress: bool,
    as_json: bool,
) -> None:  # fmt: skip
    from studykit.flows.exporting.export import export_deck, export_quiz
    from studykit.flows.learning.study import open_study
    from studykit.flows.quiz.material import Wanted
    from studykit.flows.workspace import open_workspace

    with open_study(open_workspace(root)) as study:
        if count is not None:
            found = export_quiz(study, Wanted(deck, count, seed=seed), form, out, spoken())
        else:
            found = export_deck(study, deck, form, out, spoken(), missed=missed, progress=progress)
    if as_json:
        output.print_json({"path": str(found.path), "count": found.things, "format": form})
    else:
        output.note(text("export-done", count=found.things, path=found.path))
    if progress:
        output.note(text("export-progress-how"))
