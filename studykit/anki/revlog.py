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
_LEARN, _REVIEW, _RELEARN, _CRAM = ReviewKind.LEARN, ReviewKind.REVIEW, ReviewKind.RELEARN, ReviewKind.CRAM
_KINDS: Final = {0: _LEARN, 1: _REVIEW, 2: _RELEARN}
_RATINGS: Final = (Rating.AGAIN, *Rating)
"""By Anki's number, from 1."""
_FILTERED: Final = 3
_LONGEST_DAYS: Final = 365_000
_LONGEST_SECONDS: Final = 366 * 86_400
_LONGEST_TOOK: Final = 1 << 31
_new: Final = tuple.__new__
_LAST_MS: Final = 253_402_041_600_000


def is_answer(row: AnkiReview) -> bool:
    """Whether a row is an answer: changes by hand and reschedulings are none."""
    at_ms, _, ease, _, _, _, _, kind = row
    return 1 <= ease <= 4 and 0 <= kind <= _FILTERED and 0 < at_ms < _LAST_MS


def log_entries(
    rows: Sequence[AnkiReview], card: AnkiCard, key: FaceKey, day_of: Callable[[int], int], steps: tuple[int, int]
) -> list[LogEntry]:
    """The answers to one card, in the order of `rows`, as entries of our log.

    `steps` are how many learning and relearning steps its deck has here.
    """
    answers = [row for row in rows if is_answer(row)]
    kinds = [_KINDS.get(row[7]) or _kind(row) for row in answers]
    named, face = f"{MACHINE}:{key.card}:{key.face}:", key.face
    in_steps = card.type in (1, 3)
    final = len(answers) - 1
    entries: list[LogEntry] = []
    remaining = 0
    before: ReviewKind | None = None
    for place, row in enumerate(answers):
        at_ms, _, ease, interval, _, _, took, _ = row
        kind = kinds[place]
        within = _RELEARN if kind is _REVIEW else kind
        if interval > 0 and not (in_steps if place == final else kinds[place + 1] is within):
            step = _new(Step, (0, interval if interval < _LONGEST_DAYS else _LONGEST_DAYS))
        else:
            step = _within_steps(row)
        left = 0
        if kind is not _CRAM:
            if not step.days:
                left = _remaining(ease, remaining if kind is before else 0, steps[kind is not _LEARN])
                if place == final and in_steps and card.left % 1000:
                    left = card.left % 1000
            before, remaining = within, left
        entries.append(
            LogEntry(
                f"{named}{at_ms}", key.card, face, at_ms, day_of(at_ms), _RATINGS[ease], kind, step, left,
                took if 0 <= took <= _LONGEST_TOOK else min(max(took, 0), _LONGEST_TOOK), MACHINE,
            )
        )  # fmt: skip
    return entries


def _kind(row: AnkiReview) -> ReviewKind:
    """An answer in a filtered deck counts, as one before its time, where Anki gave it an ease; else it was a cram."""
    if row.type != _FILTERED:
        return _KINDS[row.type]
    return _REVIEW if row.factor else _CRAM


def _within_steps(row: AnkiReview) -> Step:
    """What was given to a card that was still in its steps after it."""
    if row.interval <= 0:
        return Step(min(-row.interval, _LONGEST_SECONDS), 0)
    days = min(row.interval, _LONGEST_DAYS)
    in_steps = row.type in (0, 2) or (row.type == 1 and row.ease == 1)
    return Step(min(days * 86_400, _LONGEST_SECONDS), 0) if in_steps else Step(0, days)


def _remaining(ease: int, before: int, steps: int) -> int:
    """Steps to go after an answer that leaves the card in them: at least the one under way."""
    if ease == Rating.AGAIN or not before:
        before = max(1, steps)
    return before if ease in (Rating.AGAIN, Rating.HARD) else max(1, before - 1)
