"""`studykit doctor --check`: one tiny request to the model, and what it told."""

import os
from contextlib import closing
from pathlib import Path

import click

from studykit.cli import output
from studykit.cli.language import text


def check_model(root: Path, *, as_json: bool) -> None:
    """Ask, and print what the server takes, whether it keeps to the shape, its speed. Exit code 4 where it fails."""
    from studykit.flows.model.ask import check
    from studykit.flows.workspace import open_workspace
    from studykit.llm.endpoint import endpoint_of
    from studykit.store import db

    workspace = open_workspace(root)
    endpoint = endpoint_of(workspace.config.llm, os.environ)
    if db.exists(workspace.store):
        with closing(db.open_store(workspace.store)) as store:
            found = check(endpoint, store)
    else:
        found = check(endpoint, None)
    speed = round(found.received / found.seconds, 1) if found.seconds else 0.0
    if as_json:
        value = found._asdict() | {"failed": found.failed.code if found.failed is not None else None, "speed": speed}
        output.print_json(value | {"seconds": round(found.seconds, 3), "without": list(found.without)})
    else:
        output.data(text("check-host", host=found.host, model=found.model))
        output.data(text("check-rung", rung=found.rung))
        if found.without:
            output.data(text("check-without", names=", ".join(found.without)))
        if found.failed is not None:
            output.note(output.problem_text(found.failed.code, dict(found.failed.parameters)), colour="red")
        else:
            output.data(text("check-enforced" if found.enforced else "check-not-enforced"))
        output.data(text("check-speed", seconds=f"{found.seconds:.2f}", received=found.received, speed=speed))
    if found.failed is not None:
        raise click.exceptions.Exit(4)
