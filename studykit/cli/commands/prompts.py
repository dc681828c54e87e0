"""`studykit prompts`: which prompts are in use, what a unit would send, how one's own differ from the packaged."""

import difflib
from contextlib import closing
from pathlib import Path

import click

from studykit.cli import output
from studykit.cli.language import text


@click.command(help=text("help-prompts"))
@click.option("--unit", metavar="NOTE[#HEADING]", help=text("help-prompts-unit"))
@click.option("--diff", "show_difference", is_flag=True, help=text("help-prompts-diff"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def prompts(root: Path, unit: str | None, show_difference: bool, as_json: bool) -> None:
    from studykit.config import load

    own = root / load(root).prompts
    if unit is not None:
        _unit(root, unit, as_json=as_json)
    elif show_difference:
        _difference(own)
    else:
        _list(own, as_json=as_json)


def _list(own: Path, *, as_json: bool) -> None:
    from studykit.drafting.templates import load_prompts, packaged_folder

    found = load_prompts(own).values()
    packaged = packaged_folder()
    if as_json:
        values = [
            {
                "name": prompt.name,
                "version": prompt.version,
                "purpose": prompt.purpose,
                "parameters": dict(prompt.parameters),
                "path": prompt.path,
                "own": not _is_packaged(Path(prompt.path), packaged),
            }
            for prompt in found
        ]
        output.print_json(values)
        return
    for prompt in found:
        whose = "" if _is_packaged(Path(prompt.path), packaged) else f"  {text('prompts-own')}"
        output.data(f"{prompt.name}  {prompt.version}  {prompt.purpose}{whose}")
        output.data(f"  {prompt.path}")


def _is_packaged(path: Path, packaged: Path) -> bool:
    return path.resolve().parent == packaged.resolve()


def _difference(own: Path) -> None:
    """The differences as a patch of the packaged prompts."""
    from studykit.drafting.prompt import PLACEHOLDERS
    from studykit.drafting.templates import path_of

    same = True
    for name in PLACEHOLDERS:
        mine, theirs = path_of(name, own), path_of(name, None)
        if mine.resolve() == theirs.resolve():
            continue
        before, after = (path.read_text(encoding="utf-8-sig").splitlines() for path in (theirs, mine))
        for line in difflib.unified_diff(before, after, str(theirs), str(mine), lineterm=""):
            same = False
            output.data(line)
    if same:
        output.note(text("prompts-same"))


def _unit(root: Path, name: str, *, as_json: bool) -> None:
    """What a build would send for a unit, word by word; nothing is sent."""
    from studykit.drafting.asking import request_of
    from studykit.flows.model.unit import asked_of
    from studykit.flows.workspace import open_workspace
    from studykit.llm.outcome import Failed
    from studykit.llm.tokens import tokens
    from studykit.store import db

    workspace = open_workspace(root)
    if db.exists(workspace.store):
        with closing(db.open_store(workspace.store)) as store:
            asked = asked_of(workspace, store, name)
    else:
        asked = asked_of(workspace, None, name)
    if isinstance(asked.ask, Failed):
        output.note(output.problem_text(asked.ask.code, dict(asked.ask.parameters)), colour="yellow")
        return
    request = request_of(asked.ask)
    size = tokens(request.system) + tokens(request.user)
    if as_json:
        messages = [{"role": "system", "content": request.system}, {"role": "user", "content": request.user}]
        schema = request.shape.schema
        output.print_json({"unit": asked.unit.key, "messages": messages, "tokens": size, "schema": schema})
        return
    output.data("[system]")
    output.data(request.system)
    output.data()
    output.data("[user]")
    output.data(request.user)
    output.note(text("prompts-tokens", unit=asked.unit.key, tokens=size))
