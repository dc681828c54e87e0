"""`studykit decks`: the decks and how many cards stand in each."""

from pathlib import Path

import click

from studykit.cli import output
from studykit.cli.language import text


@click.command(help=text("help-decks"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json-lines"))
@click.pass_obj
def decks(root: Path, as_json: bool) -> None:
    from studykit.flows.catalogue import read_catalogue
    from studykit.flows.report import sorted_problems
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    catalogue = read_catalogue(workspace)
    rows = []
    for file, deck in catalogue.decks:
        stamps = [block.card.stamp for block in deck.cards]
        retired = sum(stamp is not None and stamp.retired for stamp in stamps)
        new = sum(stamp is None for stamp in stamps)
        if as_json:
            counts = {"cards": len(stamps) - retired, "retired": retired, "unbuilt": new}
            output.print_json({"name": deck.header.deck, "file": str(workspace.decks / file), **counts})
        rows.append((deck.header.deck, str(len(stamps) - retired), str(workspace.decks / file)))
    if not as_json:
        for line in output.table(rows, right=[1]):
            output.data(line)
        if not rows:
            output.note(text("decks-none"))
    output.print_problems(sorted_problems(catalogue.problems))
