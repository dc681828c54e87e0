"""`studykit sync-anki`: what an import into Anki leaves undone, shown, and done on consent, where Anki runs."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from studykit.cli import output
from studykit.cli.language import text

if TYPE_CHECKING:
    from studykit.flows.home.sync import SyncPlan


@click.command("sync-anki", help=text("help-sync-anki"))
@click.option("--yes", "-y", is_flag=True, help=text("help-sync-anki-yes"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def sync_anki(root: Path, yes: bool, as_json: bool) -> None:
    import time

    from studykit.anki.connect import AnkiConnect
    from studykit.flows.home.sync import carry_out, plan_sync, remember_places
    from studykit.flows.learning.study import open_study
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    anki = AnkiConnect(workspace.config.anki_connect)
    anki.check()
    with open_study(workspace) as study:
        plan = plan_sync(study, anki)
        if not as_json:
            _print(plan)
        asks = bool(plan.changes) and not yes and not as_json and output.is_terminal()
        agreed = yes or (asks and click.confirm(text("sync-ask", count=plan.changes), default=False, err=True))
        done = agreed and bool(plan.changes)
        if done:
            carry_out(study, anki, plan, int(time.time()))
        else:
            remember_places(study, plan.places)
    if as_json:
        output.print_json({**plan.as_object(), "done": done})
    elif done:
        output.note(text("sync-done", moved=len(plan.moves), suspended=len(plan.suspend)))
    elif plan.changes:
        output.note(text("sync-left"))
    else:
        output.note(text("sync-nothing"))


def _print(plan: "SyncPlan") -> None:
    output.data(text("sync-notes", notes=plan.notes, missing=plan.missing))
    for move in plan.moves:
        output.data(f"{text('sync-move')}  {move.card}  {move.old} → {move.new}  {move.front}")
    for one in plan.suspend:
        output.data(f"{text('sync-suspend')}  {one.card}  {one.front}")
    for edited in plan.edited:
        fields = ", ".join(edited.fields)
        output.note(f"{text('sync-edited')}  {edited.card}  {edited.front}  ({fields})", colour="yellow")
    if plan.edited:
        output.note(text("sync-edited-why"), colour="yellow")
    if plan.gone:
        output.note(text("sync-gone", count=len(plan.gone)))
        for card, front in plan.gone:
            output.note(f"  {card}  {front}")
