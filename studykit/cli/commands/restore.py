"""`studykit restore`: lists the backups of what was learned, and puts one of them back with its deck files."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from studykit.cli import output
from studykit.cli.language import text

if TYPE_CHECKING:
    from studykit.flows.restoring import Restoring
    from studykit.store.backup import Backup


@click.command(help=text("help-restore"))
@click.argument("backup", required=False, default="")
@click.option("--keep-decks", is_flag=True, help=text("help-restore-keep-decks"))
@click.option("--yes", "-y", is_flag=True, help=text("help-restore-yes"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json-lines"))
@click.pass_obj
def restore(root: Path, backup: str, keep_decks: bool, yes: bool, as_json: bool) -> None:
    import time

    from studykit.errors import UsageError
    from studykit.flows.restoring import carry_out, named, plan_restore
    from studykit.flows.workspace import open_workspace
    from studykit.store.backup import list_backups

    workspace = open_workspace(root)
    found = list_backups(workspace.store)
    if not backup:
        _list(found, workspace.store, as_json=as_json)
        return
    chosen = named(found, backup)
    if chosen is None:
        raise UsageError("restore-unknown", name=backup, known=", ".join(one.path.name for one in found[:5]) or "-")
    plan = plan_restore(workspace, chosen)
    name = chosen.path.name
    if not as_json and not keep_decks:
        _print_files(plan, workspace.decks.name)
    decks = not keep_decks and plan.decks > 0
    if not yes:
        if as_json or not output.is_terminal():
            raise UsageError("restore-unasked", name=name)
        click.confirm(text("restore-ask", name=name, reviews=plan.holds.reviews), abort=True, err=True)
        decks = decks and click.confirm(text("restore-ask-decks", count=plan.decks), default=True, err=True)
    done = carry_out(workspace, plan, time.time_ns() // 1_000_000, decks=decks)
    if as_json:
        output.print_json({**plan.as_object(), **done.as_object()})
        return
    count = len(done.written) + len(done.removed)
    output.data(text("restore-done", name=name, reviews=plan.holds.reviews, decks=count))
    for aside in (done.store_aside, done.decks_aside):
        if aside is not None:
            output.note(text("restore-aside", path=aside))
    output.note(text("restore-build"))


def _list(found: "list[Backup]", folder: Path, *, as_json: bool) -> None:
    from studykit.errors import StoreError
    from studykit.store.backup import check
    from studykit.store.kept import kept_files

    for one in found:
        try:
            holds = check(one.path)
        except StoreError as error:
            output.note(text(error.code, **error.parameters))
            continue
        decks = sum(file.endswith(".md") for file in kept_files(one.path))
        if as_json:
            output.print_json({"name": one.path.name, "at": one.at.isoformat(), **holds._asdict(), "decks": decks})
        else:
            said = text("restore-holds", reviews=holds.reviews, faces=holds.faces, decks=decks)
            output.data(f"{one.path.name}  {one.at.astimezone():%Y-%m-%d %H:%M}  {said}")
    if not found:
        output.note(text("restore-none", path=str(folder)))


def _print_files(plan: "Restoring", folder: str) -> None:
    for kind in ("missing", "differing", "doubled", "unread"):
        for file in getattr(plan, kind):
            output.note(f"  {folder}/{file}: {text(f'restore-{kind}')}")
