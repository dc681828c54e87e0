"""What is seen of a quiz, at every size and in both languages, and what is not seen yet."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studykit.markup.screen import line_text
from studykit.messages import Language
from studykit.quiz.session import Entry
from studykit.tui.render import Room
from studykit.tui.widgets.quiz_rows import time_text
from studykit.tui.widgets.quiz_told import Paragraph, source_lines
from studykit.tui.words import Words
from tests.tui.quiz_world import BODIES, QUOTE, WRONG, asked, question
from tests.tui.world import drive, text_of


def test_markup_in_a_text_is_text_and_the_answer_is_not_shown_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, ["one"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            assert "[bold]x[/bold]" in text_of(app)
            await pilot.press("v")
            assert "First answer" in text_of(app)
            assert "前文" not in text_of(app)
            assert "✓" not in text_of(app)

        drive(app, steps)


def test_time_is_told_in_minutes_and_in_seconds_only_in_the_last() -> None:
    words = Words("zh")
    assert time_text(20 * 60_000, words) == "还有 20 分钟"
    assert time_text(19 * 60_000 + 1, words) == "还有 20 分钟"
    assert time_text(60_000, words) == "还有 1 分钟"
    assert time_text(59_999, words) == "0:59"
    assert time_text(0, words) == "0:00"


@pytest.mark.parametrize("name", list(BODIES))
@pytest.mark.parametrize(("size", "language"), [((60, 16), "en"), ((60, 16), "zh"), ((120, 40), "en")])
def test_what_is_asked_and_what_is_told_can_be_seen_at_every_size(
    name: str, size: tuple[int, int], language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, [name], monkeypatch, language=language) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            shown = text_of(app)
            assert f"Asked: {name}?" in shown
            assert Words(language)("tui-quiz-answer") in shown
            assert all(len(line) <= size[0] for line in shown.splitlines())
            await pilot.press(*WRONG.get(name, ["x"]), "enter")
            await pilot.pause()
            assert Words(language)("tui-quiz-mark" if name == "free" else "tui-quiz-next") in text_of(app)
            assert ("✗" in text_of(app)) or name == "free"
            assert Words(language)("tui-quiz-right-is") in text_of(app)

        drive(app, steps, size=size)


def test_of_a_long_paragraph_only_what_is_near_the_quote_is_told() -> None:
    entry = Entry(question("one"))
    text = "\n".join([*(f"before {n}." for n in range(9)), QUOTE, *(f"after {n}." for n in range(9))])
    lines = source_lines(entry.question, Paragraph("策略梯度.md", 10, text), Room(80), Words("en"))
    shown = "\n".join(line_text(line) for line in lines)
    assert QUOTE in shown
    assert "before 7." in shown
    assert "before 6." not in shown
    assert "after 1." in shown
    assert "after 2." not in shown
    assert shown.count("…") == 2


def test_a_table_is_told_with_its_head() -> None:
    entry = Entry(question("one"))
    table = f"| sign | why |\n|---|---|\n| … |\n| `c` | {QUOTE} |\n| … |"
    told = [
        line_text(line) for line in source_lines(entry.question, Paragraph("n.md", 10, table), Room(80), Words("en"))
    ]
    assert [line for line in told if "|" in line] == [f"│ {line}" for line in table.split("\n")]
