"""`studykit drafts`: what awaits a person: look, accept, edit, reject, take back."""

import string
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from studykit.cli import output, progress
from studykit.cli.language import text
from studykit.cli.model_drafts import draft_stats, redo_draft

if TYPE_CHECKING:
    from studykit.flows.decide import Filter, Held
    from studykit.flows.workspace import Workspace
    from studykit.model.card import Content

_MANY = 20
"""Decided on at once without a question, on a terminal."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Drafts(click.Group):
    """A group that lists where no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        args = ["stats", *(arg for arg in args if arg != "--stats")] if "--stats" in args else args
        named = args and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["list", *args])


@click.group(cls=_Drafts, help=text("help-drafts"))
def drafts() -> None:
    """Holds those below."""


def _filters(command: _Command) -> _Command:
    for option in (
        click.option("--suggestions", is_flag=True, help=text("help-drafts-suggestions")),
        click.option("--lint", default="", metavar="CODE", help=text("help-drafts-lint")),
        click.option("--section", default="", metavar="TEXT", help=text("help-drafts-section")),
        click.option("--note", default="", metavar="TEXT", help=text("help-drafts-note")),
        click.option("--rule", default="", metavar="RULE", help=text("help-drafts-rule")),
    ):
        command = option(command)
    return command


def _many(command: _Command) -> _Command:
    """The arguments of a command that decides on one draft or many."""
    command = click.option("--yes", "-y", is_flag=True, help=text("help-build-yes"))(command)
    command = click.option("--all", "everything", is_flag=True, help=text("help-drafts-all"))(_filters(command))
    return click.argument("keys", nargs=-1, metavar="[KEY]…")(command)


@drafts.command("list", help=text("help-drafts-list"))
@_filters
@click.option("--json", "as_json", is_flag=True, help=text("help-json-lines"))
@click.pass_obj
def list_drafts(root: Path, /, as_json: bool, **filters: Any) -> None:
    from studykit.flows.decide import waiting_drafts
    from studykit.flows.workspace import open_workspace

    found = waiting_drafts(open_workspace(root), _filter(**filters))
    if as_json:
        for one in found:
            output.print_json(_object(one))
        return
    for note, group in groupby(found, key=lambda one: one.waiting.note):
        output.data(note)
        for one in group:
            output.data(f"  {one.key}  {one.draft.by}  {' '.join(one.draft.content.front.split())}")
            for reason in one.reasons:
                output.data(f"    {_reason(reason)}")
    output.note(text("drafts-waiting", count=len(found)) if found else text("drafts-none"))


@drafts.command("show", help=text("help-drafts-show"))
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def show_draft(root: Path, key: str, as_json: bool) -> None:
    from studykit.flows.card_text import editable
    from studykit.flows.decide import named, waiting_drafts
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    for one in named(waiting_drafts(workspace), [key]):
        if as_json:
            output.print_json(_object(one))
            continue
        draft = one.draft
        place = f"{one.waiting.note}:{draft.line}" if draft.line else one.waiting.note
        output.note(f"{one.key}  {draft.by}  ({place})")
        for reason in one.reasons:
            output.note(f"  {_reason(reason)}")
        output.data(editable(draft.content, draft.source).rstrip("\n"))
        if one.waiting.card:
            _print_standing(workspace, one.waiting.card)


@drafts.command("accept", help=text("help-drafts-accept"))
@_many
@click.pass_obj
def accept_drafts(root: Path, /, keys: tuple[str, ...], everything: bool, yes: bool, **filters: Any) -> None:
    from studykit.flows.decide import accept
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    chosen = _chosen(workspace, keys, _filter(**filters), everything=everything, yes=yes, ask="drafts-ask-accept")
    if chosen:
        _build(workspace, accept(workspace, chosen))


@drafts.command("reject", help=text("help-drafts-reject"))
@_many
@click.option("--why", default="", metavar="TEXT", help=text("help-drafts-why"))
@click.pass_obj
def reject_drafts(root: Path, /, keys: tuple[str, ...], everything: bool, yes: bool, why: str, **filters: Any) -> None:
    from studykit.flows.decide import reject
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    chosen = _chosen(workspace, keys, _filter(**filters), everything=everything, yes=yes, ask="drafts-ask-reject")
    if chosen:
        done = reject(workspace, chosen, why)
        output.note(text("drafts-rejected", count=len(done)))


@drafts.command("edit", help=text("help-drafts-edit"))
@click.argument("key")
@click.pass_obj
def edit_draft(root: Path, key: str) -> None:
    from studykit.flows.decide import edit, named, waiting_drafts
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    one = named(waiting_drafts(workspace), [key])[0]
    content = _edited(one)
    if content is None:
        output.note(text("drafts-not-edited"))
        return
    _build(workspace, [edit(workspace, one.digest, content)])


@drafts.command("undo", help=text("help-drafts-undo"))
@click.pass_obj
def undo_drafts(root: Path) -> None:
    from studykit.flows.build import Request, build
    from studykit.flows.decide import undo
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    for decision in undo(workspace):
        front = " ".join(decision.waited.draft.content.front.split())
        output.data(f"{text(f'drafts-undone-{decision.state}')}  {front}")
    build(workspace, Request(), progress.listener(quiet=False))


drafts.add_command(redo_draft)
drafts.add_command(draft_stats)


def _filter(*, rule: str, note: str, section: str, lint: str, suggestions: bool) -> "Filter":
    from studykit.flows.decide import SUGGESTION, Filter

    return Filter(rule, note, section, lint, SUGGESTION if suggestions else "")


def _chosen(
    workspace: "Workspace", keys: Sequence[str], wanted: "Filter", *, everything: bool, yes: bool, ask: str
) -> list[str]:
    """The keys that are meant; none where a person said no. Suggestions are taken by key, or where asked for."""
    from dataclasses import replace

    from studykit.errors import UsageError
    from studykit.flows.decide import Filter, waiting_drafts

    if everything == bool(keys) or (keys and wanted != Filter()):
        raise UsageError("drafts-key-or-all")
    if keys:
        return list(keys)
    found = waiting_drafts(workspace, replace(wanted, state=wanted.state or "pending"))
    if not found:
        output.note(text("drafts-none"))
    asks = len(found) > _MANY and not yes and output.is_terminal()
    if asks and not click.confirm(text(ask, count=len(found)), default=False, err=True):
        output.note(text("drafts-left"))
        return []
    return [one.digest for one in found]


def _build(workspace: "Workspace", decided: "Sequence[Held]") -> None:
    """Carry acceptances out, and say what came of them."""
    from studykit.flows.build import Request, build
    from studykit.flows.decide import placed

    outcome = build(workspace, Request(), progress.listener(quiet=False))
    done = placed(workspace, decided)
    for card, front in done:
        output.data(f"{card}  {' '.join(front.split())}")
    output.note(text("drafts-accepted", count=len(done)))
    if len(done) < len(decided):
        output.note(text("drafts-not-placed", count=len(decided) - len(done)), colour="yellow")
    if outcome is not None:
        output.print_problems([one for one in outcome.report["problems"] if one["severity"] == "error"])


def _edited(one: "Held") -> "Content | None":
    """The content as the person leaves it in their editor; None where they changed nothing.

    What cannot be read is shown, so that it is not lost, and may be edited again on a terminal.
    """
    from studykit.errors import DeckFileError
    from studykit.flows.card_text import editable, edited_content
    from studykit.model.card import content_digest

    shown = editable(one.draft.content, one.draft.source)
    while True:
        written = click.edit(shown, extension=".md")
        if written is None:
            return None
        try:
            content = edited_content(written, one.draft.content, one.key)
        except DeckFileError as error:
            if not output.is_terminal():
                output.note(written)
                raise
            output.note(text(error.code, **error.parameters), colour="red")
            if not click.confirm(text("drafts-edit-again"), default=True, err=True):
                output.note(written)
                return None
            shown = written
            continue
        return None if content_digest(content) == content_digest(one.draft.content) else content


def _print_standing(workspace: "Workspace", card: str) -> None:
    from studykit.decks.format import print_card
    from studykit.flows.catalogue import read_catalogue

    for file, _, found in read_catalogue(workspace).cards():
        if found.stamp is not None and found.stamp.id == card:
            output.note()
            output.note(text("drafts-beside", file=file))
            output.data(print_card(found).rstrip("\n"))


def _object(one: "Held") -> dict[str, Any]:
    """A draft as `--json` prints it."""
    from studykit.model.card import Choice

    draft, content = one.draft, one.draft.content
    options = [{"text": o.text, "right": o.right} for o in content.options] if isinstance(content, Choice) else []
    return {
        "key": one.key,
        "digest": one.digest,
        "state": one.waiting.state,
        "card": one.waiting.card or None,
        "rule": draft.by,
        "reasons": list(one.reasons),
        "kind": content.kind.value,
        "front": content.front,
        "back": content.back,
        "detail": content.detail,
        "options": options,
        "tags": list(draft.tags),
        "source": {
            "path": one.waiting.note, "heading": draft.source.heading, "line": draft.line or None,
            "quote": draft.source.quote,
        },
    }  # fmt: skip


def _reason(code: str) -> str:
    """Why a draft waits. What a lint found is not kept, so that its places in the text are left open."""
    from studykit.cli.language import spoken
    from studykit.messages import LANGUAGES, texts

    if code not in texts():
        return code
    template = texts()[code][LANGUAGES.index(spoken())]
    fields = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    said = template.format(**dict.fromkeys(fields, "…"))
    return f"{code.removeprefix('lint-')}: {said}" if code.startswith("lint-") else said
