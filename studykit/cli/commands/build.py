"""`studykit build`: notes in, deck files and packages out."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from studykit.cli import output, progress
from studykit.cli.language import text
from studykit.cli.model_lines import asking, print_usage, quote_lines

if TYPE_CHECKING:
    from studykit.flows.anki.changes import PackageChanges
    from studykit.flows.build import Outcome
    from studykit.flows.drafting.draft import Drafted
    from studykit.flows.model.cost import Quote
    from studykit.flows.planning.plan import Plan
    from studykit.flows.planning.steps import Step
    from studykit.flows.reading.scan import Scan
    from studykit.flows.report import Report

_MOST_PROBLEMS = 8
_MOST_SUGGESTIONS = 10


@click.command(help=text("help-build"))
@click.option("--vault", metavar="PATH", help=text("help-build-vault"))
@click.option("--moc", default="", metavar="PATH", help=text("help-build-moc"))
@click.option("--section", default="", metavar="TEXT", help=text("help-build-section"))
@click.option("--drafter", type=click.Choice(["rules", "model"]), default=None, help=text("help-build-drafter"))
@click.option("--budget", type=click.FloatRange(min=0), metavar="DOLLARS", help=text("help-build-budget"))
@click.option("--judge", is_flag=True, help=text("help-build-judge"))
@click.option("--all", "one_package", is_flag=True, help=text("help-build-all"))
@click.option("--dry-run", is_flag=True, help=text("help-build-dry-run"))
@click.option("--force", is_flag=True, help=text("help-build-force"))
@click.option("--yes", "-y", is_flag=True, help=text("help-build-yes"))
@click.option("--package/--no-package", "packages", default=True, help=text("help-build-package"))
@click.option("--full", "--rehash", is_flag=True, help=text("help-build-full"))
@click.option("--verbose", "-v", is_flag=True, help=text("help-build-verbose"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def build(
    root: Path,
    vault: str | None,
    moc: str,
    section: str,
    drafter: str | None,
    budget: float | None,
    judge: bool,
    one_package: bool,
    dry_run: bool,
    force: bool,
    yes: bool,
    packages: bool,
    full: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    from studykit.config import FILE_NAME
    from studykit.flows.build import Request
    from studykit.flows.build import build as run
    from studykit.flows.workspace import open_workspace

    workspace = open_workspace(root, vault=vault)
    request = Request(moc, section, dry_run, force, one_package, packages, full, drafter or "", budget, judge)
    if drafter == "model":
        request = replace(request, allow=asking(yes=yes))
    first = not (root / FILE_NAME).exists() and not workspace.decks.is_dir()
    ask = first and not (yes or as_json or dry_run) and output.is_terminal()
    outcome = run(
        workspace,
        request,
        progress.listener(quiet=as_json),
        confirm=_confirm if ask else None,
    )
    if outcome is None:
        output.note(text("build-refused"))
        return
    if as_json:
        _print_json(outcome, dry_run=dry_run, verbose=verbose)
    else:
        _print(outcome, dry_run=dry_run, verbose=verbose)


def _confirm(scanned: "Scan", drafted: "Drafted", plan: "Plan") -> bool:
    from studykit.cli.survey import print_survey
    from studykit.flows.survey import summarize

    print_survey(summarize(scanned, drafted, plan))
    return click.confirm(text("build-ask", count=plan.count("new")), default=True, err=True)


def _print_json(outcome: "Outcome", *, dry_run: bool, verbose: bool) -> None:
    value: dict[str, Any] = {
        key: item for key, item in outcome.report.items() if key not in ("rules", "lints", "without", "changed")
    }
    value["problems"] = output.problem_objects(outcome.report["problems"])
    if outcome.quote is not None:
        value["model"] = outcome.quote.as_object()
    if outcome.usage is not None:
        value["usage"] = outcome.usage._asdict()
    if verbose and outcome.anki is not None:  # beside the object that scripts read
        value["anki"] = [one.as_object() for one in outcome.anki.packages]
    if dry_run:
        value["plan"] = [step.as_object() for step in outcome.plan.steps] if outcome.plan is not None else []
    output.print_json(value)


def _print(outcome: "Outcome", *, dry_run: bool, verbose: bool) -> None:
    report = outcome.report
    if outcome.quote is not None:
        _print_quote(outcome.quote, report)
        return
    if (verbose or dry_run) and outcome.plan is not None:
        for step in sorted(outcome.plan.steps, key=lambda step: step.action == "pending"):  # these are many
            if verbose or step.action not in ("kept", "edited") or step.reason == "edited-new-draft":
                front = " ".join(step.front.split())
                output.data(f"{text(f'action-{step.action}')}  {step.card or '-'}  {front}  ({_because(step)})")
    if verbose:
        _print_rules(report)
    output.print_problems(report["problems"], most=None if verbose else _MOST_PROBLEMS)
    rows = [(deck["name"], str(deck["cards"])) for deck in report["decks"]]
    for line in output.table(rows, right=[1]):
        output.data(line)
    cards = report["cards"]
    output.note()
    changes = text("comma").join(
        text(f"count-{name}", count=cards[name])
        for name in ("new", "updated", "kept", "edited", "retired", "revived", "pending")
        if cards[name]
    )
    summary = text("build-summary", total=cards["total"], decks=len(report["decks"]), notes=report["notes"])
    output.note(summary, bold=True)
    output.note(f"  {changes}" if changes else f"  {text('build-no-cards')}")
    _print_suggestions(outcome)
    without = sum(map(len, report["without"].values()))
    if without:
        output.note(f"  {text('build-without', count=without)}")
        if verbose:
            for reason, notes in sorted(report["without"].items()):
                for path in notes:
                    output.note(f"    {path}: {text(reason)}")
    if outcome.usage is not None:
        print_usage(outcome.usage)
    seconds = report["seconds"]["total"]
    if dry_run:
        output.note(text("build-dry"))
    elif not report["changed"]:
        output.note(text("build-unchanged", seconds=seconds))
    else:
        _print_packages(outcome)
        output.note(text("build-done", seconds=seconds))


def _print_suggestions(outcome: "Outcome") -> None:
    """New texts beside cards that a person edited, of the notes that the build was about."""
    waiting = outcome.plan.waiting if outcome.plan is not None else []
    fronts = [(one.card, " ".join(one.draft.content.front.split())) for one in waiting if one.state == "suggestion"]
    if fronts:
        output.note(f"  {text('build-suggestions', count=len(fronts))}")
    for card, front in fronts[:_MOST_SUGGESTIONS]:
        output.note(f"    {card}  {front}")


def _because(step: "Step") -> str:
    from studykit.cli.reasons import because

    return "; ".join(part for part in (step.note, because(step)) if part)


def _print_packages(outcome: "Outcome") -> None:
    """The packages that are otherwise than when they were told last, and what Anki will do with them."""
    told = {one.name: one for one in outcome.anki.packages} if outcome.anki is not None else {}
    paths = sorted(map(Path, {deck["package"] for deck in outcome.report["decks"]}))  # far fewer than decks
    for path in paths:
        if (package := told.pop(path.stem, None)) is not None:
            output.note(f"  {text('build-package', path=path)}")
            _print_anki(package, path.parent)
    for package in told.values():  # its decks are gone; Anki has their notes
        _print_anki(package, paths[0].parent if paths else Path())


def _print_anki(package: "PackageChanges", folder: Path) -> None:
    """What Anki will do with a package, and what is left to a person."""
    output.note(f"    {text('anki-will', new=package.new, updated=package.updated, unchanged=package.unchanged)}")
    if package.by_hand:
        what = text("comma").join(text(f"anki-left-{kind}", count=count) for kind, count in package.left_over.items())
        output.note(f"    {text('anki-left', what=what, file=folder / f'{package.name}.changes.tsv')}")


def _print_quote(quote: "Quote", report: "Report") -> None:
    """What a dry run with a model tells: what would be sent; what the cards would be, nobody knows."""
    for line in quote_lines(quote):
        output.data(line)
    output.print_problems([one for one in report["problems"] if one["code"].startswith("model-")], most=_MOST_PROBLEMS)
    output.note(text("build-dry"))


def _print_rules(report: "Report") -> None:
    for rule, counts in report["rules"].items():
        output.note(text("build-rule", rule=rule, proposed=counts["proposed"], dropped=counts["dropped"]))
    for code, count in report["lints"].items():
        output.note(text("build-lint", code=code, count=count))
