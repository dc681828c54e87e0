"""`studykit optimize`: FSRS parameters from the person's own reviews, kept only if they predict better."""

from pathlib import Path

import click

from studykit.cli import output
from studykit.cli.language import text


@click.command(help=text("help-optimize"))
@click.option("--dry-run", is_flag=True, help=text("help-optimize-dry-run"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.pass_obj
def optimize(root: Path, dry_run: bool, as_json: bool) -> None:
    from studykit.flows.learning.study import open_study
    from studykit.flows.statistics.tuning import optimize_parameters
    from studykit.flows.workspace import open_workspace
    from studykit.scheduling.optimize import ENOUGH

    with open_study(open_workspace(root)) as study:
        found = optimize_parameters(study, keep=not dry_run)
    if as_json:
        output.print_json({
            "reviews": found.reviews, "tested": found.tested, "loss_before": found.loss_before,
            "loss_after": found.loss_after, "better": found.better, "kept": found.better and not dry_run,
            "parameters": list(found.parameters),
        })  # fmt: skip
        return
    if found.loss_before is None or found.loss_after is None:
        output.data(text("optimize-few", reviews=found.reviews, enough=ENOUGH))
        return
    output.data(text("optimize-losses", tested=found.tested, before=f"{found.loss_before:.4f}",
                     after=f"{found.loss_after:.4f}"))  # fmt: skip
    verdict = "optimize-worse" if not found.better else "optimize-would" if dry_run else "optimize-kept"
    output.data(text(verdict))
