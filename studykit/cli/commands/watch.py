"""`studykit watch`: decks follow the notes while they are written."""

import signal
import time
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from studykit.cli import output
from studykit.cli.language import text

if TYPE_CHECKING:
    from studykit.flows.watch import Watched

_COUNTS = ("new", "updated", "retired", "revived")


@click.command(help=text("help-watch"))
@click.option("--vault", metavar="PATH", help=text("help-build-vault"))
@click.option(
    "--quiet", type=click.FloatRange(0.1, 3600), default=2.0, show_default=True, help=text("help-watch-quiet")
)
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def watch(root: Path, vault: str | None, quiet: float, as_json: bool) -> None:
    from studykit.flows.watch import watch as run
    from studykit.flows.workspace import open_workspace

    stop = Event()
    before = {one: signal.signal(one, lambda *_: stop.set()) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        if not as_json:
            workspace = open_workspace(root, vault=vault)
            output.note(text("watch-started", vault=workspace.vault, decks=workspace.decks))
        ended = run(root, stop, _print_json if as_json else _print, vault=vault, quiet=quiet)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    if as_json:
        output.print_json({"event": "ended", **ended._asdict(), "seconds": round(ended.seconds, 1)})
    else:
        output.note(text("watch-ended", seconds=round(ended.seconds), builds=ended.builds, changed=ended.changed))


def _print(watched: "Watched") -> None:
    from studykit.flows.watch import ASK

    clock = time.strftime("%H:%M:%S")
    if watched.error is not None:
        code = "watch-busy" if watched.what == "busy" else "watch-failed"
        said = text(watched.error.code, **watched.error.parameters)
        output.note(text(code, time=clock, message=said, pid=watched.error.parameters.get("pid", "?")))
        return
    if watched.what == "queued":
        output.note(text("watch-queued", time=clock, count=watched.queued, seconds=round(ASK)))
        return
    report = watched.report
    assert report is not None  # a build that did not fail has one
    cards = report["cards"]
    changes = text("comma").join(text(f"count-{name}", count=cards[name]) for name in _COUNTS if cards[name])
    cause = watched.paths[0] if watched.paths else text("watch-look")
    if len(watched.paths) > 1:
        cause = text("watch-more", first=cause, count=len(watched.paths) - 1)
    said = text(
        "watch-built", time=clock, changes=changes or text("watch-same"), cause=cause, milliseconds=watched.milliseconds
    )
    if watched.what == "packaged" and not changes:
        names = ", ".join(sorted({Path(deck["package"]).name for deck in report["decks"]}))
        said = text("watch-packaged", time=clock, names=names)
    output.data(said)
    for problem in report["problems"]:
        if problem["severity"] == "error" or (watched.what == "asked" and problem["code"].startswith("model-")):
            output.print_problems([problem])


def _print_json(watched: "Watched") -> None:
    value: dict[str, Any] = {"event": watched.what, "paths": watched.paths, "milliseconds": watched.milliseconds}
    if watched.queued:
        value["queued"] = watched.queued
    if watched.report is not None:
        value["cards"] = watched.report["cards"]
        value["problems"] = output.problem_objects(watched.report["problems"])
    if watched.error is not None:
        value["code"] = watched.error.code
        value["message"] = text(watched.error.code, **watched.error.parameters)
    output.print_json(value)
