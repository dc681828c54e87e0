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
    from studykit.flows.catalogue import Sources, card_object, read_catalogue, status_of
    from studykit.flows.report import sorted_problems
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    catalogue = read_catalogue(workspace)
    sources = Sources(workspace) if as_json else None
    names = [value.header.deck for _, value in catalogue.decks]
    if deck and not any(deck.casefold() in name.casefold() for name in names):
        raise UsageError("deck-missing", deck=deck, known=", ".join(names) or "-")
    for _, value, card in catalogue.cards():
        if deck.casefold() not in value.header.deck.casefold() or (status and status_of(card) != status):
            continue
        if sources is not None:
            output.print_json(card_object(value, card, sources))
        else:
            key = card.stamp.id if card.stamp is not None else "-" * 10
            output.data(f"{key}  {card.content.kind.value:<6}  {' '.join(card.content.front.split())}")
    output.print_problems(sorted_problems(catalogue.problems))


@cards.command("show", help=text("help-cards-show"))
@click.argument("card")
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def show_card(root: Path, card: str, as_json: bool) -> None:
    from studykit.decks.format import print_card
    from studykit.flows.catalogue import Sources, card_object, find_card, read_catalogue
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    file, deck, found = find_card(read_catalogue(workspace), card)
    if as_json:
        output.print_json(card_object(deck, found, Sources(workspace)))
        return
    output.note(f"{deck.header.deck}  ({workspace.decks / file})")
    output.data(print_card(found))
