"""What the core tells while it works. Flows emit, the command line renders: a bar, plain lines, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Started:
    """A step of the work begins; `total` counts what it will go through, 0 where nobody knows."""

    step: str
    total: int


@dataclass(frozen=True, slots=True)
class Advanced:
    """`done` of the step's total are through."""

    step: str
    done: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A step is over; `count` things came of it."""

    step: str
    count: int


Event = Started | Advanced | Finished
Listener = Callable[[Event], None]


def silent(event: Event, /) -> None:
    """The listener of those who do not listen."""
