"""`studykit doctor`: what is wrong with the notes, and with the place studykit runs in."""

import sys
import time
from pathlib import Path
from typing import Any

import click

from studykit import __version__
from studykit.cli import output, progress
from studykit.cli.language import text

_MOST = 50


@click.command(help=text("help-doctor"))
@click.option("--vault", metavar="PATH", help=text("help-build-vault"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.option("--verbose", "-v", is_flag=True, help=text("help-doctor-verbose"))
@click.option("--replay", is_flag=True, help=text("help-doctor-replay"))
@click.option("--check", is_flag=True, help=text("help-doctor-check"))
@click.option("--mend", is_flag=True, help=text("help-doctor-mend"))
@click.option("--formulas", is_flag=True, help=text("help-doctor-formulas"))
@click.pass_obj
def doctor(
    root: Path, vault: str | None, as_json: bool, verbose: bool, replay: bool, check: bool, mend: bool, formulas: bool
) -> None:
    if formulas:
        _formulas(root, vault, as_json=as_json)
        return
    if check:
        from studykit.cli.model_check import check_model

        check_model(root, as_json=as_json)
        return
    if replay or mend:
        _replay(root, mend=mend, as_json=as_json)
        return
    from studykit.flows.doctor import examine
    from studykit.flows.report import sorted_problems
    from studykit.flows.workspace import open_workspace

    started = time.perf_counter()
    workspace = open_workspace(root, vault=vault)
    listener = progress.listener(quiet=as_json)
    found = examine(workspace.vault, workspace.config, workspace.store, listener, skip=workspace.own_folders)
    problems = sorted_problems(found.problems)
    seconds = {"scan": found.scan_seconds, "total": round(time.perf_counter() - started, 4)}
    if as_json:
        value: dict[str, Any] = {
            "notes": found.notes,
            "links": found.links,
            "headings": found.headings,
            "problems": output.problem_objects(problems),
            "seconds": seconds,
            "coverage": found.coverage,
            "unlisted": list(found.unlisted),
            "stubs": {folder: list(names) for folder, names in found.stubs.items()},
            "versions": _versions(),
        }
        output.print_json(value)
        return
    output.print_problems([p for p in problems if p["code"] != "stub"], most=None if verbose else _MOST)
    for folder, names in found.stubs.items():
        output.note(
            text("doctor-stubs", folder=folder or ".", count=len(names), names=text("list-comma").join(names[:8]))
        )
    if verbose:
        for path in found.unlisted:
            output.note(text("doctor-unlisted", path=path))
    output.data(text("doctor-notes", notes=found.notes, links=found.links, headings=found.headings))
    output.data(text("doctor-coverage", **found.coverage))
    output.data(text("doctor-problems", count=len(problems)))
    output.data(", ".join(f"{name} {version}" for name, version in _versions().items()))
    if sys.stdout.isatty():
        output.data(text("doctor-width"))
        output.data("  |强化学习|\n  |12345678|")
    output.note(text("build-done", seconds=seconds["total"]))


def _formulas(root: Path, vault: str | None, *, as_json: bool) -> None:
    """Count the formulas, and list those that are not drawn."""
    from studykit.flows.reading.formulas import count_formulas
    from studykit.flows.workspace import open_workspace

    found = count_formulas(open_workspace(root, vault=vault))
    if as_json:
        rows = [{"path": one.path, "line": one.line, "source": one.source} for one in found.fallbacks]
        output.print_json({"formulas": found.found, "fallbacks": rows})
        return
    for one in found.fallbacks:
        output.note(f"{one.path}:{one.line}: {one.source}")
    output.data(text("doctor-formulas", count=found.found, fallbacks=len(found.fallbacks)))


def _replay(root: Path, *, mend: bool, as_json: bool) -> None:
    """Compare every card's state with what its log gives; exit code 1 where they differ and stay so."""
    from studykit.flows.learning.study import open_study
    from studykit.flows.review.replaying import check_states
    from studykit.flows.workspace import open_workspace

    with open_study(open_workspace(root)) as study:
        found = check_states(study, mend=mend)
    if as_json:
        output.print_json(found.as_object())
    else:
        for difference in found.differences:
            stored, replayed = found.shown(difference)
            key = difference.key
            output.note(text("doctor-replay-differs", card=key.card, face=key.face, stored=stored, replayed=replayed))
        count = len(found.differences)
        if not count:
            output.data(text("doctor-replay-same", reviews=found.reviews))
        else:
            output.data(text("doctor-replay-mended" if mend else "doctor-replay-mend", count=count))
    if found.differences and not mend:
        raise click.exceptions.Exit(1)


def _versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {"studykit": __version__, "python": ".".join(map(str, sys.version_info[:3]))}
    for name in (
        "pyromark",
        "python-frontmatter",
        "genanki",
        "sqlite-utils",
        "rapidfuzz",
        "fsrs-rs-python",
        "textual",
        "openai",
    ):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "-"
    return found
