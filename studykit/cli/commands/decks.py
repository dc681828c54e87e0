"""`studykit decks`: the decks and how many cards stand in each; `studykit decks move OLD NEW` renames one."""

from pathlib import Path

import click

from studykit.cli import output
from studykit.cli.grouping import Group
from studykit.cli.language import text


class _Decks(Group):
    """A group that lists where no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = args and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["list", *args])


@click.group(cls=_Decks, help=text("help-decks"))
def decks() -> None:
    """Holds the two below."""


@decks.command("list", help=text("help-decks-list"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json-lines"))
@click.pass_obj
def list_decks(root: Path, as_json: bool) -> None:
    from studykit.flows.cards.imported import imported_decks
    from studykit.flows.decks.catalogue import read_catalogue
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
    for name, count in imported_decks(workspace):
        if as_json:
            output.print_json({"name": name, "file": None, "cards": count, "retired": 0, "unbuilt": 0})
        rows.append((name, str(count), text("decks-from-anki")))
    if not as_json:
        for line in output.table(rows, right=[1]):
            output.data(line)
        if not rows:
            output.note(text("decks-none"))
    output.print_problems(sorted_problems(catalogue.problems))


@decks.command("move", help=text("help-decks-move"))
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help=text("help-decks-move-dry-run"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def move_deck(root: Path, old: str, new: str, dry_run: bool, as_json: bool) -> None:
    from studykit.flows.cards.renaming import rename_deck
    from studykit.flows.learning.study import open_study
    from studykit.flows.workspace import open_workspace

    with open_study(open_workspace(root)) as study:
        moved = rename_deck(study, old, new, dry_run=dry_run)
    if as_json:
        output.print_json(moved.as_object())
        return
    for line in output.table([(one.old, "→", one.new, str(one.cards)) for one in moved.decks], right=[3]):
        output.data(line)
    if moved.in_anki:
        output.note(text("decks-move-anki", count=moved.in_anki, old=old), colour="yellow")
    for deck in moved.settings:
        output.note(text("decks-move-settings", deck=deck), colour="yellow")
    for file in moved.unread:
        output.note(text("decks-move-unread", file=file), colour="yellow")
    output.note(text("decks-move-dry-run" if dry_run else "decks-move-done"))
