"""`studykit batch`: what a model would be asked as files, and the files of its answers."""

from contextlib import closing
from pathlib import Path

import click

from studykit.cli import output
from studykit.cli.grouping import Group
from studykit.cli.language import text


@click.group(cls=Group, help=text("help-batch"))
def batch() -> None:
    """Holds those below."""


@batch.command("write", help=text("help-batch-write"))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--submit", is_flag=True, help=text("help-batch-submit"))
@click.option("--yes", "-y", is_flag=True, help=text("help-build-yes"))
@click.pass_obj
def write(root: Path, folder: Path, submit: bool, yes: bool) -> None:
    from studykit.flows.model.batch import write_batch
    from studykit.flows.workspace import open_workspace
    from studykit.store import db

    workspace = open_workspace(root)
    with closing(db.open_store(workspace.store)) as store:
        written = write_batch(workspace, store, folder)
        for one in written:
            output.data(text("batch-written", path=one.path, count=one.requests))
        if not written:
            output.note(text("batch-nothing"))
        elif submit:
            from studykit.flows.model.submit import submit_batches

            _agree(workspace.config, sum(one.requests for one in written), yes=yes)
            for _, number in submit_batches(workspace, store, [one.path for one in written]):
                output.data(text("batch-submitted", id=number))


def _agree(config: object, count: int, *, yes: bool) -> None:
    """The files hold the text of notes: whoever submits them says so each time."""
    import os

    from studykit.config import Config
    from studykit.llm.endpoint import endpoint_of
    from studykit.llm.errors import ModelError

    assert isinstance(config, Config)
    endpoint = endpoint_of(config.llm, os.environ)
    if endpoint.local or yes:
        return
    output.note(text("batch-written", path=endpoint.host, count=count))
    if not output.is_terminal() or not click.confirm(text("model-ask", host=endpoint.host), default=False, err=True):
        raise ModelError("model-not-asked", host=endpoint.host)


@batch.command("status", help=text("help-batch-status"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def status(root: Path, as_json: bool) -> None:
    from studykit.flows.model.submit import batch_states
    from studykit.flows.workspace import open_workspace
    from studykit.store import db

    workspace = open_workspace(root)
    with closing(db.open_store(workspace.store)) as store:
        states = batch_states(workspace, store)
    if as_json:
        output.print_json([one._asdict() for one in states])
        return
    for one in states:
        output.data(f"{one.id}  {one.state}  {one.done}/{one.total}")
    if not states:
        output.note(text("batch-none"))


@batch.command("read", help=text("help-batch-read"))
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def read(root: Path, files: tuple[Path, ...], as_json: bool) -> None:
    from studykit.flows.model.batch import read_batch
    from studykit.flows.workspace import open_workspace
    from studykit.store import db

    workspace = open_workspace(root)
    with closing(db.open_store(workspace.store)) as store:
        if not files:
            from studykit.flows.model.submit import fetch_results

            files = tuple(fetch_results(workspace, store, workspace.store / "batches"))
        taken = read_batch(workspace, store, files)
    if as_json:
        output.print_json(taken._asdict())
    else:
        output.data(text("batch-read", **taken._asdict()))
