"""`studykit drafts`: what awaits a person, on a screen or line by line: look, accept, edit, reject, take back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from studykit.cli import output, progress
from studykit.cli.draft_lines import draft_object, edited, print_draft, print_list
from studykit.cli.grouping import Group
from studykit.cli.language import spoken, text
from studykit.cli.model_drafts import draft_stats, redo_draft

if TYPE_CHECKING:
    from studykit.flows.drafts.decide import Filter, Held
    from studykit.flows.workspace import Workspace

_MANY = 20
"""Decided on at once without a question, on a terminal."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Drafts(Group):
    """A group that opens the screen where no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        args = ["stats", *(arg for arg in args if arg != "--stats")] if "--stats" in args else args
        named = args and (not args[0].startswith("-") or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["open", *args])


@click.group(cls=_Drafts, help=text("help-drafts-group"))
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


@drafts.command("open", hidden=True, help=text("help-drafts-open"))
@_filters
@click.option("--plain", is_flag=True, help=text("help-drafts-plain"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json-lines"))
@click.pass_context
def open_drafts(ctx: click.Context, /, plain: bool, as_json: bool, **filters: Any) -> None:
    from studykit.cli.commands.review import has_screen
    from studykit.flows.workspace import open_workspace
    from studykit.store import db

    workspace = open_workspace(ctx.obj)
    if plain or as_json or not has_screen() or not db.exists(workspace.store):
        _list(workspace, _filter(**filters), as_json=as_json)
    else:
        ctx.exit(_screen(workspace, _filter(**filters)))


@drafts.command("list", help=text("help-drafts-list"))
@_filters
@click.option("--json", "as_json", is_flag=True, help=text("help-json-lines"))
@click.pass_obj
def list_drafts(root: Path, /, as_json: bool, **filters: Any) -> None:
    from studykit.flows.workspace import open_workspace

    _list(open_workspace(root), _filter(**filters), as_json=as_json)


@drafts.command("show", help=text("help-drafts-show"))
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def show_draft(root: Path, key: str, as_json: bool) -> None:
    from studykit.flows.drafts.decide import named, waiting_drafts
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    for one in named(waiting_drafts(workspace), [key]):
        if as_json:
            output.print_json(draft_object(one))
        else:
            print_draft(workspace, one)


@drafts.command("accept", help=text("help-drafts-accept"))
@_many
@click.pass_obj
def accept_drafts(root: Path, /, keys: tuple[str, ...], everything: bool, yes: bool, **filters: Any) -> None:
    from studykit.flows.drafts.decide import accept
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
    from studykit.flows.drafts.decide import reject
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
    from studykit.flows.drafts.decide import edit, named, waiting_drafts
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    one = named(waiting_drafts(workspace), [key])[0]
    content = edited(one)
    if content is None:
        output.note(text("drafts-not-edited"))
        return
    _build(workspace, [edit(workspace, one.digest, content)])


@drafts.command("undo", help=text("help-drafts-undo"))
@click.pass_obj
def undo_drafts(root: Path) -> None:
    from studykit.flows.build import Request, build
    from studykit.flows.drafts.decide import undo
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root)
    for decision in undo(workspace):
        front = " ".join(decision.waited.draft.content.front.split())
        output.data(f"{text(f'drafts-undone-{decision.state}')}  {front}")
    build(workspace, Request(), progress.listener(quiet=False))


drafts.add_command(redo_draft)
drafts.add_command(draft_stats)


def _filter(*, rule: str, note: str, section: str, lint: str, suggestions: bool) -> "Filter":
    from studykit.flows.drafts.decide import SUGGESTION, Filter

    return Filter(rule, note, section, lint, SUGGESTION if suggestions else "")


def _list(workspace: "Workspace", wanted: "Filter", *, as_json: bool) -> None:
    from studykit.flows.drafts.decide import waiting_drafts

    found = waiting_drafts(workspace, wanted)
    if not as_json:
        print_list(workspace, found)
        return
    for one in found:
        output.print_json(draft_object(one))


def _screen(workspace: "Workspace", wanted: "Filter") -> int:
    """The screen with what the filter means, then the build that makes the cards; its exit code."""
    from studykit.cli.asking import edit_file
    from studykit.flows.drafts.query import query_of
    from studykit.flows.learning.study import open_study
    from studykit.tui.app import StudyApp
    from studykit.tui.screens.drafts import DraftsScreen
    from studykit.tui.screens.drafts_finding import desk_of
    from studykit.tui.words import Words

    with open_study(workspace) as study:
        words = Words(spoken())

        class DraftsApp(StudyApp):
            """The interface that begins with the drafts."""

            def get_default_screen(self) -> DraftsScreen:
                return DraftsScreen(study, query_of(wanted))

        app = DraftsApp(study, words, edit_file)
        code = app.run()
        desk = desk_of(app, study)
        accepted = desk.hand_over() if desk.unbuilt else None
    if accepted is not None:
        _build(workspace, accepted)
    return code if code is not None else app.return_code or 0


def _chosen(
    workspace: "Workspace", keys: Sequence[str], wanted: "Filter", *, everything: bool, yes: bool, ask: str
) -> list[str]:
    """The keys that are meant; none where a person said no. Suggestions are taken by key, or where asked for."""
    from dataclasses import replace

    from studykit.errors import UsageError
    from studykit.flows.drafts.decide import Filter, waiting_drafts

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
    from studykit.flows.drafts.decide import placed

    outcome = build(workspace, Request(), progress.listener(quiet=False))
    done = placed(workspace, decided)
    for card, front in done:
        output.data(f"{card}  {' '.join(front.split())}")
    output.note(text("drafts-accepted", count=len(done)))
    if len(done) < len(decided):
        output.note(text("drafts-not-placed", count=len(decided) - len(done)), colour="yellow")
    if outcome is not None:
        output.print_problems([one for one in outcome.report["problems"] if one["severity"] == "error"])
