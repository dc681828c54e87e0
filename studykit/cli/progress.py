"""Events of the core as a person sees them: a bar on a terminal, a line a step in a pipe, nothing with `--json`."""

import sys

import click

from studykit.cli.language import text
from studykit.model.event import Advanced, Event, Finished, Listener, Started, silent

_CELLS = 24


def listener(*, quiet: bool) -> Listener:
    """What listens to a run of this command."""
    if quiet:
        return silent
    return _Bar() if sys.stderr.isatty() else _lines


def _lines(event: Event) -> None:
    if isinstance(event, Finished):
        click.echo(text(f"step-{event.step}-done", count=event.count), err=True)


class _Bar:
    """One line that is written over, and gone when the step is done."""

    def __init__(self) -> None:
        self.total = 0

    def __call__(self, event: Event) -> None:
        match event:
            case Started(step, total):
                self.total = total
                self.draw(step, 0)
            case Advanced(step, done):
                self.draw(step, done)
            case Finished():
                click.echo("\r\x1b[K", nl=False, err=True)

    def draw(self, step: str, done: int) -> None:
        share = done / self.total if self.total else 0.0
        full = round(share * _CELLS)
        bar = "█" * full + "░" * (_CELLS - full)
        click.echo(f"\r\x1b[K{text(f'step-{step}')} {bar} {done}/{self.total}", nl=False, err=True)
