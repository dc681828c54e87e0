"""`studykit cards list|show|suspend|unsuspend|edit|add`: the cards that stand in the decks."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from studykit.cli import output
from studykit.cli.grouping import Group
from studykit.cli.imported_lines import edit_imported, list_imported, row, show_imported
from studykit.cli.language import text

if TYPE_CHECKING:
    from studykit.flows.cards.browse import Browser
    from studykit.model.card import Content
    from studykit.model.ids import CardId

_HINT = "\n\n<!-- {hint} -->\n"
_EMPTY = "Q: \nA: "


@click.group(cls=Group, help=text("help-cards"))
def cards() -> None:
    """Holds those below."""


# `-word` is part of a query, so no option here has one letter
_QUERY = {"ignore_unknown_options": True, "help_option_names": ["--help"]}


@cards.command("list", help=text("help-cards-query"), context_settings=_QUERY)
@click.argument("query", nargs=-1)
@click.option("--deck", default="", metavar="TEXT", help=text("help-cards-deck"))
@click.option("--status", type=click.Choice(["active", "retired", "new"]), help=text("help-cards-status"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json-lines"))
@click.pass_obj
def list_cards(root: Path, query: Sequence[str], deck: str, status: str | None, as_json: bool) -> None:
    from studykit.errors import UsageError
    from studykit.flows.cards.imported import imported_entries
    from studykit.flows.cards.rows import entries_of
    from studykit.flows.cards.searching import finder
    from studykit.flows.decks.catalogue import Sources, card_object, read_catalogue, read_learned, status_of
    from studykit.flows.report import sorted_problems
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    finds = finder(workspace, _joined(query))
    catalogue = read_catalogue(workspace)
    sources = Sources(workspace) if as_json else None
    learned = read_learned(workspace) if as_json else {}
    imported = list(imported_entries(workspace))
    names = [*(value.header.deck for _, value in catalogue.decks), *dict.fromkeys(entry.deck for entry in imported)]
    if deck and not any(deck.casefold() in name.casefold() for name in names):
        raise UsageError("deck-missing", deck=deck, known=", ".join(names) or "-")
    for file, value in catalogue.decks:
        if deck.casefold() not in value.header.deck.casefold():
            continue
        for block, entry in zip(value.cards, entries_of(file, value), strict=True):
            card = block.card
            if (status and status_of(card) != status) or not finds(entry):
                continue
            if sources is not None:
                output.print_json(card_object(value, card, sources, learned))
            else:
                key = card.stamp.id if card.stamp is not None else "-" * 10
                output.data(row(key, card.content.kind.value, card.content.front))
    list_imported(
        workspace,
        [
            one
            for one in imported
            if deck.casefold() in one.deck.casefold() and status in (None, "active") and finds(one)
        ],
        as_json=as_json,
    )
    output.print_problems(sorted_problems(catalogue.problems))


@cards.command("show", help=text("help-cards-show"))
@click.argument("card")
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def show_card(root: Path, card: str, as_json: bool) -> None:
    from studykit.decks.format import print_card
    from studykit.flows.decks.catalogue import Sources, card_object, find_card, read_catalogue, read_learned
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    if show_imported(workspace, card, as_json=as_json):
        return
    file, deck, found = find_card(read_catalogue(workspace), card)
    if as_json:
        output.print_json(card_object(deck, found, Sources(workspace), read_learned(workspace)))
        return
    output.note(f"{deck.header.deck}  ({workspace.decks / file})")
    output.data(print_card(found))


@cards.command("suspend", help=text("help-cards-suspend"))
@click.argument("card", nargs=-1)
@click.option("--query", default="", metavar="QUERY", help=text("help-cards-by-query"))
@click.pass_obj
def suspend_cards(root: Path, card: Sequence[str], query: str) -> None:
    _suspend(root, card, query, back=False)


@cards.command("unsuspend", help=text("help-cards-unsuspend"))
@click.argument("card", nargs=-1)
@click.option("--query", default="", metavar="QUERY", help=text("help-cards-by-query"))
@click.pass_obj
def unsuspend_cards(root: Path, card: Sequence[str], query: str) -> None:
    _suspend(root, card, query, back=True)


@cards.command("edit", help=text("help-cards-edit"))
@click.argument("card")
@click.option("--undo", is_flag=True, help=text("help-cards-edit-undo"))
@click.pass_context
def edit_card(ctx: click.Context, card: str, undo: bool) -> None:
    from studykit.cli.asking import edit_file
    from studykit.decks.files import read_deck
    from studykit.errors import UsageError
    from studykit.flows.decks.catalogue import find_card, read_catalogue
    from studykit.flows.decks.places import line_in_deck
    from studykit.flows.workspace import open_workspace
    from studykit.model.ids import CardId

    workspace = open_workspace(ctx.obj)
    if edit_imported(workspace, card, undo=undo):
        return
    if undo:
        raise UsageError("imported-undo-none", id=card)
    file, _, _ = find_card(read_catalogue(workspace), card)
    path = workspace.decks / file
    edit_file(str(path), line_in_deck(workspace, file, CardId(card)))
    read_deck(path, f"{workspace.decks.name}/{file}")  # what is wrong with it is said now, not at the next build


@cards.command("add", help=text("help-cards-add"))
@click.argument("deck")
@click.option("--front", metavar="TEXT", help=text("help-cards-front"))
@click.option("--back", metavar="TEXT", help=text("help-cards-back"))
@click.option("--cloze", metavar="TEXT", help=text("help-cards-cloze"))
@click.option("--typed", is_flag=True, help=text("help-cards-typed"))
@click.option("--heading", default="", metavar="TEXT", help=text("help-cards-heading"))
@click.pass_obj
def add_card(
    root: Path, deck: str, front: str | None, back: str | None, cloze: str | None, typed: bool, heading: str
) -> None:
    from studykit.errors import DeckFileError
    from studykit.flows.decks.adding import add_cards, deck_file
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    deck_file(workspace, deck)  # before anything is written
    contents = _given(front, back, cloze, typed=typed) or _written()
    if not contents:
        output.note(text("cards-add-empty"))
        return
    try:
        added = add_cards(workspace, deck, contents, " ".join(heading.split()))
    except ValueError as fault:
        raise DeckFileError(str(fault), line=1, path=text("cards-given")) from None
    output.note(text("cards-added", file=f"{workspace.decks.name}/{added.file}", line=added.line))


def _joined(query: Sequence[str]) -> str:
    for word in query:
        if word.startswith("--"):
            raise click.NoSuchOption(word)
    return " ".join(query)


def _suspend(root: Path, ids: Sequence[str], query: str, *, back: bool) -> None:
    from studykit.errors import UsageError
    from studykit.flows.cards.browse import Browser
    from studykit.flows.learning.study import open_study
    from studykit.flows.workspace import open_workspace

    if bool(ids) == bool(query.strip()):
        raise UsageError("cards-no-choice")
    with open_study(open_workspace(root)) as study:
        browser = Browser(study)
        meant = _named(browser, ids, query)
        count = browser.unsuspend_cards(meant) if back else browser.suspend_cards(meant)
    output.note(text("cards-unsuspended" if back else "cards-suspended", count=count))


def _named(browser: "Browser", ids: Sequence[str], query: str) -> "list[CardId]":
    from studykit.errors import UsageError
    from studykit.flows.cards.searching import parse_query

    entries = [entry for entries in browser.shelf.read() for entry in entries]
    if query:
        browser.take_progress(browser.read_progress())
        return [entry.id for entry in browser.find(entries, parse_query(query)) if entry.id]
    known = {entry.id for entry in entries}
    for card in ids:
        if card not in known:
            raise UsageError("card-missing", id=card)
    return [entry.id for entry in entries if entry.id in ids]


def _given(front: str | None, back: str | None, cloze: str | None, *, typed: bool) -> "list[Content]":
    """The card that the options give; none where they give none."""
    from studykit.errors import UsageError
    from studykit.model.card import Basic, Cloze, Typed

    if front is None and back is None and cloze is None:
        return []
    if cloze is not None and (front, back) == (None, None):
        return [Cloze(cloze)]
    if front is not None and back is not None and cloze is None:
        return [Typed(front, back) if typed else Basic(front, back)]
    raise UsageError("cards-fields")


def _written() -> "list[Content]":
    """The cards that the person writes in an editor; none where nothing was written. What cannot be read is kept."""
    import tempfile

    from studykit.cli.asking import edit_file
    from studykit.flows.decks.adding import written_cards

    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".md", prefix="card-", delete=False) as file:
        file.write(_EMPTY + _HINT.format(hint=text("cards-add-hint")))
    path = Path(file.name)
    edit_file(str(path), 1)
    said = path.read_text(encoding="utf-8")
    own = said.partition("<!--")[0]
    contents = written_cards(said, str(path)) if own.split() != _EMPTY.split() else []
    path.unlink()
    return contents
