"""How a deck is learned: Anki's deck options that we have, as one frozen value with Anki's own defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

NewOrder = Literal["moc", "random"]
ReviewOrder = Literal["due", "due-random", "retrievability-ascending", "retrievability-descending", "random"]
Mix = Literal["mixed", "after", "before"]
LeechAction = Literal["suspend", "tag"]
Load = Literal["full", "reduced", "minimum"]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Options:
    """Options of one deck."""

    desired_retention: float = 0.9
    """The share of reviews that should be remembered, 0.70 to 0.99."""
    learning_steps: tuple[int, ...] = (60, 600)
    """Seconds; may be empty."""
    relearning_steps: tuple[int, ...] = (600,)
    """Seconds; may be empty."""
    new_per_day: int = 20
    reviews_per_day: int = 200
    new_ignores_review_limit: bool = False
    maximum_interval: int = 36500
    """Days."""
    fuzz: bool = True
    """Spread intervals within Anki's bounds, by a seed from card and answers, so that cards learned together part."""
    load_balance: bool = True
    """Choose the day within the fuzz by how much is due on it already."""
    easy_days: Mapping[str, Load] = field(default_factory=dict)
    """By weekday (`mon` … `sun`): how much of a usual day's reviews it should have."""
    leech_lapses: int = 8
    """Lapses that make a leech; then every half as many again. 0 for never."""
    leech_action: LeechAction = "suspend"
    bury_siblings: bool = True
    interleave: bool = True
    """No two cards of one section in a row where there is another."""
    new_order: NewOrder = "moc"
    new_mix: Mix = "mixed"
    """New cards among the reviews, after them, or before them."""
    review_order: ReviewOrder = "due-random"
    backlog_order: ReviewOrder = "retrievability-descending"
    """Where more is due than a day allows."""
