"""`studykit drafts redo` and `drafts stats`: one draft again, and how flags agree with decisions."""

from pathlib import Path

import click

from studykit.cli import output
from studykit.cli.language import text


@click.command("redo", help=text("help-drafts-redo"))
@click.argument("key")
@click.argument("feedback")
@click.pass_obj
def redo_draft(root: Path, key: str, feedback: str) -> None:
    from studykit.flows.decks.card_text import editable
    from studykit.flows.drafts.redoing import redo
    from studykit.flows.workspace import open_workspace

    done = redo(open_workspace(root), key, feedback)
    if done.draft is not None:
        output.note(text("drafts-redone", key=done.key))
        output.data(editable(done.draft.content, done.draft.source).rstrip("\n"))
        return
    if done.failed is not None:
        output.note(output.problem_text(done.failed.code, dict(done.failed.parameters)), colour="red")
    else:
        codes = dict.fromkeys(code for one in done.dropped for code in one.codes)
        output.note(text("drafts-redo-failed", codes=", ".join(codes) or "-"), colour="yellow")
    raise click.exceptions.Exit(4 if done.failed is not None else 1)


@click.command("stats", help=text("help-drafts-stats"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def draft_stats(root: Path, as_json: bool) -> None:
    from studykit.flows.drafts.agreement import read_agreements
    from studykit.flows.workspace import open_workspace

    found = read_agreements(open_workspace(root))
    if as_json:
        output.print_json([one._asdict() for one in found])
        return
    for one in found:
        share = round(100 * one.rejected / one.decided)
        output.data(
            text("drafts-stats-row", flag=one.flag or "-", decided=one.decided, rejected=one.rejected, share=share)
        )
    if not found:
        output.note(text("drafts-stats-none"))
