"""`studykit import FILE…`: decks that studykit made come home from Anki, with reviews and edits."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from studykit.cli import output
from studykit.cli.language import text

if TYPE_CHECKING:
    from studykit.flows.home_report import Edit, Homecoming


@click.command("import", help=text("help-import"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--dry-run", is_flag=True, help=text("help-import-dry-run"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json-lines"))
@click.pass_obj
def importing(root: Path, files: tuple[Path, ...], dry_run: bool, as_json: bool) -> None:
    from studykit.flows.homecoming import come_home
    from studykit.flows.report import sorted_problems
    from studykit.flows.study import open_study
    from studykit.flows.workspace import open_workspace

    with open_study(open_workspace(root)) as study:
        for file in files:
            came = come_home(study, file, dry_run=dry_run)
            if as_json:
                output.print_json(came.as_object())
            else:
                _print(came, dry_run=dry_run)
            output.print_problems(sorted_problems(came.problems))


def _print(came: "Homecoming", *, dry_run: bool) -> None:
    output.data(text("import-notes", file=came.path, notes=came.notes, foreign=came.foreign))
    output.data(text("import-reviews", new=came.reviews, known=came.known, by_hand=came.by_hand))
    marks = came.marks
    if marks.count:
        counts = {name: len(getattr(marks, name)) for name in ("suspend", "unsuspend", "flag", "unflag")}
        output.data(text("import-marks", **counts))
    for edit in came.edits:
        said = ", ".join((*edit.fields, *(f"#{tag}" for tag in edit.tags)))
        output.data(f"{text('import-edited')}  {edit.card}  {edit.front}  ({said})")
    for code, edits in (("import-conflict", came.conflicts), ("import-unreadable", came.unreadable)):
        for edit in edits:
            _print_shown(code, edit)
    if came.gone:
        output.note(text("import-gone", count=len(came.gone)))
        for card, front in came.gone:
            output.note(f"  {card}  {front}")
    if came.held:
        output.note(text("import-held", count=came.held), colour="yellow")
    if not came.notes:
        output.note(text("import-none-ours"))
    elif not came.changed:
        output.note(text("import-nothing"))
    elif dry_run:
        output.note(text("import-dry-run"))
    elif came.edits:
        output.note(text("import-build"))


def _print_shown(code: str, edit: "Edit") -> None:
    """What stands in Anki and was not taken, so that a person can take it by hand."""
    output.note(f"{text(code)}  {edit.card}  {edit.file}", colour="yellow")
    for shown in edit.shown:
        output.note(f"  {shown.field or text('import-kind')}")
        for sign, words in (("  - ", shown.here), ("  + ", shown.there)):
            for line in words.split("\n"):
                output.note(f"  {sign}{line}")
