"""`studykit review`: today's cards, in the terminal interface or line by line."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from studykit.cli import output
from studykit.cli.language import spoken, text

if TYPE_CHECKING:
    from studykit.flows.study import Study


_CLOCKS_DIFFER_MS = 120_000
"""Machines that share a journal are never quite together; more than this is told."""


@click.command(help=text("help-review"))
@click.argument("deck", required=False, default="")
@click.option("--plain", is_flag=True, help=text("help-review-plain"))
@click.option("--cram", is_flag=True, help=text("help-review-cram"))
@click.option("--count", type=click.IntRange(min=1), help=text("help-review-count"))
@click.pass_obj
def review(root: Path, deck: str, plain: bool, cram: bool, count: int | None) -> None:  # noqa: ARG001
    from studykit.cli.asking import PlainReview
    from studykit.flows.review import Sitting
    from studykit.flows.study import open_study
    from studykit.flows.workspace import open_workspace
    from studykit.scheduling.progress import Finished

    workspace = open_workspace(root)
    with open_study(workspace) as study:
        tell_start(study)
        if deck and workspace.config.learned_in(deck) == "anki" and not cram:
            output.note(text("review-anki", deck=deck))
            return
        sitting = Sitting(study, deck, cram=cram, count=count)
        if isinstance(sitting.session.position, Finished):
            tell_nothing(study, deck)
        PlainReview(sitting).run()
        if sitting.queue.reviews_over:
            output.note(text("review-over-limits", reviews=sitting.queue.reviews_over))


def tell_start(study: "Study") -> None:
    """What a person has to know before the first card: broken deck files, cards without an id, what others learned."""
    from studykit.flows.report import sorted_problems
    from studykit.messages.spans import span
    from studykit.store.log import read_last_ms

    merged = study.merged
    problems = (*study.taken_in.problems, *(merged.problems if merged is not None else ()))
    output.print_problems(sorted_problems(problems))
    if study.taken_in.unminted:
        output.note(text("review-unminted", count=study.taken_in.unminted))
    if merged is not None and merged.added.entries:
        output.note(text("review-merged", count=merged.added.entries))
    behind = read_last_ms(study.store) - study.clock.now_ms()
    if behind > _CLOCKS_DIFFER_MS:
        output.note(text("review-clock", span=span(behind // 1000, behind // 86_400_000, spoken())))


def tell_nothing(study: "Study", deck: str) -> None:
    """Why nothing is asked, and when something will be."""
    from datetime import date

    from studykit.flows.review import decks_of
    from studykit.store.forecast import due_by_day

    if not decks_of(study):
        output.note(text("review-nothing-here"))
        return
    output.note(text("review-nothing"))
    today = study.clock.moment().day
    ahead = due_by_day(study.store, today + 1, today + 3650, deck)
    if ahead:
        output.note(text("review-next-due", date=date.fromordinal(min(ahead)).isoformat()))
