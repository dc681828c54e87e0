"""`studykit cards list|show`: the cards that stand in the decks."""

from pathlib import Path

import click

from studykit.cli import output
from studykit.cli.language import text


@click.group(help=text("help-cards"))
def cards() -> None:
    """Holds the two below."""


@cards.command("list", help=text("help-cards-list"))
@click.option("--deck", default="", metavar="TEXT", help=text("help-cards-deck"))
@click.option("--status", type=click.Choice(["active", "retired", "new"]), help=text("help-cards-status"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json-lines"))
@click.pass_obj
def list_cards(root: Path, deck: str, status: str | None, as_json: bool) -> None:
    from studykit.errors import UsageError
    from studykit.flows.catalogue import card_object, read_catalogue
    from studykit.flows.report import sorted_problems
    from studykit.flows.workspace import open_workspace

    catalogue = read_catalogue(open_workspace(root))
    names = [value.header.deck for _, value in catalogue.decks]
    if deck and not any(deck.casefold() in name.casefold() for name in names):
        raise UsageError("deck-missing", deck=deck, known=", ".join(names) or "-")
    for _, value, card in catalogue.cards():
        shown = card_object(value, card)
        if deck.casefold() not in value.header.deck.casefold() or (status and shown["status"] != status):
            continue
        if as_json:
            output.print_json(shown)
        else:
            output.data(f"{shown['id'] or '-' * 10}  {shown['kind']:<6}  {' '.join(shown['front'].split())}")
    output.print_problems(sorted_problems(catalogue.problems))


@cards.command("show", help=text("help-cards-show"))
@click.argument("card")
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def show_card(root: Path, card: str, as_json: bool) -> None:
    from studykit.decks.format import print_card
    from studykit.flows.catalogue import card_object, find_card, read_catalogue
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    file, deck, found = find_card(read_catalogue(workspace), card)
    if as_json:
        output.print_json(card_object(deck, found))
        return
    output.note(f"{deck.header.deck}  ({workspace.decks / file})")
    output.data(print_card(found))
