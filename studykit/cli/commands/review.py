"""`studykit review`: today's cards, in the terminal interface or line by line."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from studykit.cli import output
from studykit.cli.language import spoken, text

if TYPE_CHECKING:
    from studykit.flows.learning.study import Study
    from studykit.flows.review.sitting import Sitting
    from studykit.tui.app import StudyApp
    from studykit.tui.words import Words


_CLOCKS_DIFFER_MS = 120_000
"""Machines that share a journal are never quite together; more than this is told."""


@click.command(help=text("help-review"))
@click.argument("deck", required=False, default="")
@click.option("--plain", is_flag=True, help=text("help-review-plain"))
@click.option("--cram", is_flag=True, help=text("help-review-cram"))
@click.option("--count", type=click.IntRange(min=1), help=text("help-review-count"))
@click.pass_context
def review(ctx: click.Context, deck: str, plain: bool, cram: bool, count: int | None) -> None:
    from studykit.flows.learning.study import open_study
    from studykit.flows.review.sitting import Sitting
    from studykit.flows.workspace import open_workspace
    from studykit.scheduling.progress import Finished

    workspace = open_workspace(ctx.obj)
    with open_study(workspace) as study:
        tell_start(study)
        deck = deck_meant(study, deck)
        if deck and study.workspace.config.learned_in(deck) == "anki" and not cram:
            output.note(text("review-anki", deck=deck))
            return
        sitting = Sitting(study, deck, cram=cram, count=count)
        if isinstance(sitting.session.position, Finished):
            tell_nothing(study, deck)
        elif plain or not has_screen():
            from studykit.cli.asking import PlainReview

            PlainReview(sitting).run()
        else:
            ctx.exit(open_interface(study, sitting))
        if sitting.queue.reviews_over:
            output.note(text("review-over-limits", reviews=sitting.queue.reviews_over))


def deck_meant(study: "Study", said: str) -> str:
    """The deck that is meant by a part of its name, if only one can be: `PPO` for `RL::Algorithms::PPO`."""
    from studykit.flows.review.sitting import decks_of, within

    names = decks_of(study)
    if not said or any(within(name, said) for name in names):
        return said
    wanted = said.casefold()
    for fits in (lambda name: name.endswith(f"::{wanted}"), lambda name: wanted in name):
        found = [name for name in names if fits(name.casefold())]
        if found:
            return found[0] if len(found) == 1 else said
    return said


def has_screen() -> bool:
    """Whether the interface can be shown: a terminal on all sides (Textual draws on stderr) that knows screens."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return os.environ.get("TERM", "") not in ("", "dumb") and all(stream.isatty() for stream in streams)


def open_decks(root: Path) -> int:
    """The interface with the deck tree; its exit code."""
    from studykit.flows.learning.study import open_study
    from studykit.flows.workspace import open_workspace

    with open_study(open_workspace(root)) as study:
        return open_interface(study)


def open_interface(study: "Study", sitting: "Sitting | None" = None) -> int:
    """The interface, from a sitting or from the deck tree; its exit code. What could not be written is said again."""
    from studykit.tui.words import Words

    words = Words(spoken())
    if sitting is None:
        app = _loaded(study, words)
    else:
        from studykit.tui.early import drawn

        with drawn(sitting, words) as early:
            app = _loaded(study, words, sitting, early=early)
    code = app.run()
    if app.failure is not None:
        output.note(f"{text('severity-error')}: {words.error(app.failure)}")
        output.note(text("tui-safe", answers=app.answers))
    return code if code is not None else app.return_code or 0


def _loaded(study: "Study", words: "Words", sitting: "Sitting | None" = None, *, early: bool = False) -> "StudyApp":
    from studykit.tui.app import StudyApp
    from studykit.tui.early import driver

    return StudyApp(study, words, _edit, sitting, driver() if early else None)


def _edit(path: str, line: int) -> None:
    from studykit.cli.asking import edit_file

    edit_file(path, line)


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

    from studykit.flows.review.sitting import decks_of
    from studykit.store.forecast import due_by_day

    if not decks_of(study):
        config = study.workspace.config
        all_in_anki = config.learn == "anki" and any(study.workspace.decks.rglob("*.md"))
        decks = study.workspace.decks.name
        output.note(text("review-all-anki", decks=decks) if all_in_anki else text("review-nothing-here"))
        return
    output.note(text("review-nothing"))
    today = study.clock.moment().day
    ahead = due_by_day(study.store, today + 1, today + 3650, deck)
    if ahead:
        output.note(text("review-next-due", date=date.fromordinal(min(ahead)).isoformat()))
