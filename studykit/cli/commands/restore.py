"""`studykit restore`: lists the backups of what was learned, and puts one of them back."""

from pathlib import Path

import click

from studykit.cli import output
from studykit.cli.language import text


@click.command(help=text("help-restore"))
@click.argument("backup", required=False, default="")
@click.option("--yes", "-y", is_flag=True, help=text("help-restore-yes"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json-lines"))
@click.pass_obj
def restore(root: Path, backup: str, yes: bool, as_json: bool) -> None:
    import time

    from studykit.errors import StoreError, UsageError
    from studykit.flows.workspace import open_workspace
    from studykit.store.backup import check, list_backups
    from studykit.store.restore import restore as put_back

    folder = open_workspace(root).store
    found = list_backups(folder)
    if not backup:
        for one in found:
            try:
                holds = check(one.path)
            except StoreError as error:
                output.note(text(error.code, **error.parameters))
                continue
            if as_json:
                output.print_json({"name": one.path.name, "at": one.at.isoformat(), **holds._asdict()})
            else:
                reviews = text("restore-holds", reviews=holds.reviews, faces=holds.faces)
                output.data(f"{one.path.name}  {one.at.astimezone():%Y-%m-%d %H:%M}  {reviews}")
        if not found:
            output.note(text("restore-none", path=str(folder)))
        return
    chosen = next((one for one in found if one.path.name == backup or backup in ("latest", "newest")), None)
    if chosen is None:
        raise UsageError("restore-unknown", name=backup, known=", ".join(one.path.name for one in found[:5]) or "-")
    holds = check(chosen.path)
    if not yes and output.is_terminal():
        click.confirm(text("restore-ask", name=chosen.path.name, reviews=holds.reviews), abort=True, err=True)
    aside = put_back(folder, chosen.path, time.time_ns() // 1_000_000)
    output.data(text("restore-done", name=chosen.path.name, reviews=holds.reviews))
    if aside is not None:
        output.note(text("restore-aside", path=str(aside)))
