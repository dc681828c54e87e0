"""Anki's log of answers as ours. Pure: the study day of an instant is given by whoever knows the zone.

What Anki's log does not hold is how many steps were still to go. It is counted from the answers, with the number of
steps that the deck has here; for the last answer of a card that is still in its steps Anki's own count is taken.
Found from the manual and from what the real backend writes: an interval is days, or seconds where negative; a step of
a day or more is written in days too, and is told from leaving the steps by what came after it.
"""

from collections.abc import Callable, Sequence
from typing import Final

from studykit.anki.read import AnkiCard, AnkiReview
from studykit.model.review import FaceKey, LogEntry, Rating, ReviewKind, Step

MACHINE: Final = "anki"
"""Who gave these answers, in the log."""
_KINDS: Final = {0: ReviewKind.LEARN, 1: ReviewKind.REVIEW, 2: ReviewKind.RELEARN}
_FILTERED: Final = 3
_LONGEST_DAYS: Final = 365_000
_LONGEST_SECONDS: Final = 366 * 86_400
_LONGEST_TOOK: Final = 1 << 31
_LAST_MS: Final = 253_402_041_600_000


def is_answer(row: AnkiReview) -> bool:
    """Whether a row is an answer: changes by hand and reschedulings are none."""
    return 1 <= row.ease <= 4 and (row.type in _KINDS or row.type == _FILTERED) and 0 < row.id < _LAST_MS


def log_entries(
    rows: Sequence[AnkiReview], card: AnkiCard, key: FaceKey, day_of: Callable[[int], int], steps: tuple[int, int]
) -> list[LogEntry]:
    """The answers to one card, in the order of `rows`, as entries of our log.

    `steps` are how many learning and relearning steps its deck has here.
    """
    answers = [row for row in rows if is_answer(row)]
    kinds = [_kind(row) for row in answers]
    entries: list[LogEntry] = []
    remaining = 0
    before: ReviewKind | None = None
    for place, (row, kind) in enumerate(zip(answers, kinds, strict=True)):
        last = place + 1 == len(answers)
        within = ReviewKind.RELEARN if kind is ReviewKind.REVIEW else kind
        step = _step(row, stays=card.type in (1, 3) if last else kinds[place + 1] is within)
        if kind is ReviewKind.CRAM:
            left = 0
        elif step.days:
            left = remaining = 0
        else:
            given = steps[kind is not ReviewKind.LEARN]
            left = remaining = _remaining(row.ease, remaining if kind is before else 0, given)
            if last and card.type in (1, 3) and card.left % 1000:
                left = card.left % 1000
        if kind is not ReviewKind.CRAM:
            before = within
        entries.append(
            LogEntry(
                f"{MACHINE}:{key.card}:{key.face}:{row.id}", key.card, key.face, row.id, day_of(row.id),
                Rating(row.ease), kind, step, left, min(max(row.took_ms, 0), _LONGEST_TOOK), MACHINE,
            )
        )  # fmt: skip
    return entries


def _kind(row: AnkiReview) -> ReviewKind:
    """An answer in a filtered deck counts, as one before its time, where Anki gave it an ease; else it was a cram."""
    if row.type != _FILTERED:
        return _KINDS[row.type]
    return ReviewKind.REVIEW if row.factor else ReviewKind.CRAM


def _step(row: AnkiReview, *, stays: bool) -> Step:
    """What was given. `stays` says that the card was still in its steps after it."""
    if row.interval <= 0:
        return Step(min(-row.interval, _LONGEST_SECONDS), 0)
    days = min(row.interval, _LONGEST_DAYS)
    in_steps = row.type in (0, 2) or (row.type == 1 and row.ease == 1)
    return Step(min(days * 86_400, _LONGEST_SECONDS), 0) if stays and in_steps else Step(0, days)


def _remaining(ease: int, before: int, steps: int) -> int:
    """Steps to go after an answer that leaves the card in them: at least the one under way."""
    if ease == Rating.AGAIN or not before:
        before = max(1, steps)
    return before if ease in (Rating.AGAIN, Rating.HARD) else max(1, before - 1)
