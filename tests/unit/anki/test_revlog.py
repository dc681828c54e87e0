"""Anki's rows as entries: steps and days, what is no answer, how many steps were still to go."""

import pytest

from studykit.anki.read import AnkiCard, AnkiReview
from studykit.anki.revlog import log_entries
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, ReviewKind, Step

KEY = FaceKey(CardId("0123456789"), "c2")
LEARN, REVIEW, RELEARN, FILTERED, BY_HAND, RESCHEDULED = range(6)


def row(at: int, ease: int, interval: int, kind: int, factor: int = 2500) -> AnkiReview:
    return AnkiReview(at, 1, ease, interval, 0, factor, 4000, kind)


def card(kind: int = 2, left: int = 0) -> AnkiCard:
    return AnkiCard(1, 1, 1, 1, kind, kind, 0, 0, 0, 0, 0, left, 0, None, None)


def entries(*rows: AnkiReview, of: AnkiCard | None = None, steps: tuple[int, int] = (3, 1)) -> list[tuple[object, ...]]:
    found = log_entries(rows, of or card(), KEY, lambda at_ms: at_ms // 10, steps)
    assert [entry.key for entry in found] == [f"anki:0123456789:c2:{entry.at_ms}" for entry in found]
    assert all((entry.card, entry.face, entry.day) == (*KEY, entry.at_ms // 10) for entry in found)
    return [(entry.kind, entry.step, entry.remaining) for entry in found]


def test_steps_are_counted_down() -> None:
    rows = [row(1, 3, -600, LEARN), row(2, 2, -600, LEARN), row(3, 1, -60, LEARN), row(4, 3, -600, LEARN)]
    remaining = [left for _, _, left in entries(*rows, row(5, 4, 4, LEARN))]
    assert remaining == [2, 2, 3, 2, 0]


def test_the_last_count_is_ankis_own() -> None:
    rows = [row(1, 1, -60, LEARN), row(2, 3, -600, LEARN)]
    assert entries(*rows, of=card(1, 1001))[-1] == (ReviewKind.LEARN, Step(600, 0), 1)


def test_a_step_of_a_day_is_told_from_leaving_the_steps() -> None:
    rows = [row(1, 3, 1, LEARN), row(2, 3, 3, LEARN), row(3, 1, 1, REVIEW), row(4, 3, 2, RELEARN)]
    assert [step for _, step, _ in entries(*rows)] == [Step(86_400, 0), Step(0, 3), Step(86_400, 0), Step(0, 2)]
    assert entries(row(1, 3, 1, LEARN), of=card(1, 1))[0][1] == Step(86_400, 0)


def test_without_relearning_steps_a_lapse_keeps_its_days() -> None:
    assert entries(row(1, 1, 2, REVIEW), row(2, 3, 5, REVIEW))[0] == (ReviewKind.REVIEW, Step(0, 2), 0)


def test_what_is_no_answer_is_left_out() -> None:
    rows = [
        row(1, 0, 9, BY_HAND, 0),
        row(2, 3, 9, RESCHEDULED),
        row(3, 5, 1, REVIEW),
        row(4, 3, 9, 7),
        row(-5, 3, 1, 1),
    ]
    assert entries(*rows) == []


@pytest.mark.parametrize(("factor", "kind"), [(0, ReviewKind.CRAM), (2500, ReviewKind.REVIEW)])
def test_a_filtered_answer_counts_where_anki_counted_it(factor: int, kind: ReviewKind) -> None:
    assert entries(row(1, 3, 12, FILTERED, factor))[0][0] is kind


def test_numbers_without_sense_are_bounded() -> None:
    found = log_entries(
        [row(1, 3, 1 << 60, REVIEW), row(2, 3, -(1 << 60), LEARN)], card(), KEY, lambda _: 740_000, (1, 1)
    )
    assert found[0].step.days <= 365_000
    assert found[1].step.seconds <= 366 * 86_400
