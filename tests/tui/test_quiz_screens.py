"""The quiz as a person drives it: every kind of question, what is told and what is not, what is on the disk."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from studykit.errors import StoreError
from studykit.flows import quiz as flow
from studykit.flows.quiz import QuizSitting
from studykit.flows.quiz_material import Wanted
from studykit.flows.study import open_study
from studykit.flows.workspace import open_workspace
from studykit.markup.screen import line_text
from studykit.messages import Language
from studykit.model.card import Option
from studykit.model.review import FaceKey
from studykit.quiz.decisions import Answered
from studykit.quiz.grading import Expected
from studykit.quiz.judging import Given
from studykit.quiz.question import (
    Body,
    Free,
    Matching,
    OneOf,
    Ordering,
    Origin,
    Question,
    QuestionKind,
    SeveralOf,
    TrueFalse,
    Written,
)
from studykit.quiz.session import Entry
from studykit.store import quizzes
from studykit.tui.app import StudyApp
from studykit.tui.render import Room
from studykit.tui.screens.quiz import QuizScreen
from studykit.tui.screens.quiz_report import ParagraphScreen, QuizReportScreen
from studykit.tui.screens.quiz_start import QuizStartScreen
from studykit.tui.widgets.quiz_attempt import Attempt
from studykit.tui.widgets.quiz_choices import Choices, remember, remembered
from studykit.tui.widgets.quiz_rows import time_text
from studykit.tui.widgets.quiz_told import Paragraph, source_lines
from studykit.tui.words import Words
from tests.tui.world import BASIC, drive, no_editor, opened, reviews_of, text_of, workspace

QUOTE = "减去只与状态有关的基线不改变期望，只降低方差。"
BODIES: dict[str, Body] = {
    "one": OneOf((Option("GRPO", False), Option("PPO [bold]x[/bold]", True), Option("RLOO", False))),
    "several": SeveralOf((Option("GRPO", True), Option("PPO", False), Option("RLOO", True))),
    "true": TrueFalse("Asked: true?", "has a critic", True, "has a critic"),
    "written": Written(Expected("Proximal Policy Optimization", ("PPO",), ())),
    "matching": Matching(("PPO", "GRPO", "DPO"), ("pairs", "a critic", "a group"), (1, 2, 0)),
    "ordering": Ordering(("update", "sample", "score"), (1, 2, 0)),
    "free": Free("The **baseline** lowers the variance.", ("baseline", "variance")),
}
RIGHT: dict[str, list[str]] = {
    "one": ["b"],
    "several": ["a", "3"],
    "true": ["1"],
    "written": ["p", "p", "o"],
    "matching": ["b", "c", "a"],
    "ordering": ["b", "c", "a"],
}
WRONG: dict[str, list[str]] = {**RIGHT, "one": ["a"], "several": ["b"], "true": ["b"], "written": ["x", "y"],
                               "matching": ["a", "b", "c"], "ordering": ["a", "b", "c"]}  # fmt: skip


def question(name: str, number: int = 0) -> Question:
    """A question with this body, read in the note of the world."""
    origin = Origin("策略梯度.md", "Deck", "基线", QUOTE)
    return Question(f"{name}{number}", "quiz-card", f"Asked: {name}?", BODIES[name], origin, detail=f"Detail {name}")


@contextmanager
def asked(
    folder: Path, names: Sequence[str], monkeypatch: pytest.MonkeyPatch, *, minutes: int = 0, language: Language = "en"
) -> Iterator[StudyApp]:
    """The application with a quiz of these questions."""
    questions = tuple(question(name, number) for number, name in enumerate(names))
    monkeypatch.setattr(flow, "questions_of", lambda study, wanted: questions)
    if not (folder / "studykit.toml").exists():
        workspace(folder, [BASIC])
    with open_study(open_workspace(folder)) as study:
        app = StudyApp(study, Words(language), no_editor)
        app.get_default_screen = lambda: QuizScreen(QuizSitting(study, Wanted(minutes=minutes)))  # type: ignore[method-assign]
        yield app


def screen_of(app: StudyApp) -> QuizScreen:
    assert isinstance(app.screen, QuizScreen)
    return app.screen


def on(app: StudyApp, kind: type[Screen[Any]]) -> bool:
    """Whether a screen of this kind is shown."""
    return isinstance(app.screen, kind)


def kept_answers(app: StudyApp) -> list[Given]:
    """The answers that are on the disk, of the quiz begun last."""
    kept = quizzes.read_quizzes(app.study.store)[0]
    return [decision.given for decision in quizzes.read_decisions(app.study.store, kept.name)[0]
            if isinstance(decision, Answered)]  # fmt: skip


@pytest.mark.parametrize("name", list(RIGHT))
def test_every_kind_is_answered_rightly_with_its_keys(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, [name], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            assert f"Asked: {name}?" in text_of(app)
            assert "Detail" not in text_of(app)
            await pilot.press(*RIGHT[name], "enter")
            await pilot.pause()
            assert screen_of(app).told
            verdict = screen_of(app).verdict
            assert verdict is not None
            assert verdict.right is True
            assert len(kept_answers(app)) == 1
            await app.workers.wait_for_complete()
            await pilot.pause()
            shown = text_of(app)
            assert "✓ right" in shown
            assert f"Detail {name}" in shown
            assert "前文。减去只与状态有关的基线" in shown
            assert "策略梯度.md › 基线" in shown

        drive(app, steps, size=(80, 30))


@pytest.mark.parametrize("name", list(RIGHT))
def test_a_wrong_answer_is_told_with_the_right_one_and_comes_again(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, [name], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press(*WRONG[name], "enter")
            await pilot.pause()
            assert "✗" in text_of(app)
            assert "Right is:" in text_of(app)
            assert len(screen_of(app).sitting.session.entries) == 2
            await pilot.press("enter")
            await pilot.pause()
            assert "once more" in text_of(app)
            attempt = screen_of(app).attempt
            assert attempt is not None
            assert attempt.empty

        drive(app, steps, size=(80, 30))


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


def test_free_text_is_marked_by_the_person_and_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["free"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press(*"less", "space", *"variance", "enter")
            await pilot.pause()
            shown = text_of(app)
            assert "lowers the variance" in shown
            assert "✓ in your answer: variance" in shown
            assert "not in it: baseline" in shown
            await pilot.press("enter")
            assert "0 to 4" in text_of(app)
            assert screen_of(app).to_mark
            await pilot.press("３")  # full-width, as an input method sends it
            assert not screen_of(app).to_mark
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, QuizReportScreen)
            assert app.screen.report.total.right == 1

        drive(app, steps)


def test_letters_typed_into_an_answer_are_text_and_keys_again_behind_escape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, ["written"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("h", "f", "s", "q")
            assert screen_of(app).writing.text == "hfsq"
            await pilot.press("escape", "h")
            await pilot.pause()
            assert len(screen_of(app).sitting.session.hints()) == 1
            assert "characters" in text_of(app)
            await pilot.press("z")  # whoever was typing goes on typing
            assert screen_of(app).writing.text == "hfsqz"
            await pilot.press("escape", "f")
            entry = screen_of(app).entry
            assert entry is not None
            assert entry.flagged
            assert "flagged" in text_of(app)

        drive(app, steps)


def test_override_changes_the_verdict_and_remembers_what_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, ["written"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press(*"mine", "enter")
            await pilot.pause()
            await pilot.press("ｏ")
            await pilot.pause()
            verdict = screen_of(app).verdict
            assert verdict is not None
            assert verdict.right is True
            assert "right from now on" in text_of(app)
            assert len(screen_of(app).sitting.session.entries) == 1
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, QuizReportScreen)
            assert app.screen.report.overridden == 1

        drive(app, steps)


def test_nothing_is_answered_only_when_asked_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["matching"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("enter")
            assert "I do not know" in text_of(app)
            await pilot.press("b", "enter")
            assert "2 still open" in text_of(app)
            assert kept_answers(app) == []
            await pilot.press("enter")
            assert kept_answers(app) == [Given(picked=(1, -1, -1))]
            assert "partly right: 33 %" in text_of(app)

        drive(app, steps)


def test_an_exam_tells_nothing_is_gone_through_and_handed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["one", "true", "free"], monkeypatch, minutes=20) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            assert "20 min left" in text_of(app)
            await pilot.press("h")
            assert "no hints" in text_of(app)
            await pilot.press("a", "enter")
            await pilot.pause()
            assert "Asked: true?" in text_of(app)
            assert "Right is" not in text_of(app)
            await pilot.press("p")
            assert "(•) A. GRPO" in text_of(app)
            await pilot.press("b", "n")  # without Enter: what stands is the answer
            assert kept_answers(app)[-1] == Given(picked=(1,))
            await pilot.press("a", "enter")
            await pilot.pause()
            await pilot.press(*"variance", "enter")
            await pilot.pause()
            assert "Hand in? 0 open" in text_of(app)
            await pilot.press("s")
            await pilot.pause()
            assert "Your points" in text_of(app)
            await pilot.press("4")
            await pilot.pause()
            assert isinstance(app.screen, QuizReportScreen)
            assert (app.screen.report.total.right, app.screen.report.total.asked) == (3, 3)

        drive(app, steps)


def test_when_the_time_is_over_the_exam_hands_itself_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["one", "true"], monkeypatch, minutes=1) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            screen = screen_of(app)
            await pilot.press("b")
            screen.sitting.session.started_ms -= 59_000
            screen.tick()
            assert "0:0" in text_of(app) or "0:01" in text_of(app)
            screen.sitting.session.started_ms -= 300
            screen.keep()
            assert kept_answers(app) == [Given(picked=(1,))]
            screen.sitting.session.started_ms -= 60_000
            await pilot.press("a", "enter")  # too late, and no reason to break
            assert len(kept_answers(app)) == 1
            screen.tick()
            await pilot.pause()
            assert isinstance(app.screen, QuizReportScreen)
            assert "The time was over" in text_of(app)
            assert app.screen.report.total.right == 1

        drive(app, steps)


def test_time_is_told_in_minutes_and_in_seconds_only_in_the_last() -> None:
    words = Words("zh")
    assert time_text(20 * 60_000, words) == "还有 20 分钟"
    assert time_text(19 * 60_000 + 1, words) == "还有 20 分钟"
    assert time_text(60_000, words) == "还有 1 分钟"
    assert time_text(59_999, words) == "0:59"
    assert time_text(0, words) == "0:00"


def test_quitting_keeps_the_quiz_and_it_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["one", "true"], monkeypatch) as app:

        async def leave(pilot: Pilot[Any]) -> None:
            await pilot.press("b", "enter", "q")

        assert drive(app, leave) == 0
    with open_study(open_workspace(tmp_path)) as study:
        again = StudyApp(study, Words("zh"), no_editor)
        again.get_default_screen = lambda: QuizStartScreen(study)  # type: ignore[method-assign]

        async def back(pilot: Pilot[Any]) -> None:
            assert "按 r 继续" in text_of(again)
            await pilot.press("ｒ")
            await pilot.pause()
            assert "Asked: true?" in text_of(again)
            assert "2/2" in text_of(again)

        drive(again, back)


def test_what_cannot_be_written_is_said_and_the_question_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["one", "true"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            def full(*_: object, **__: object) -> bool:
                raise StoreError("store-full", path="x")

            with monkeypatch.context() as broken:
                broken.setattr(quizzes, "add_decision", full)
                await pilot.press("b", "enter")
                assert app.failure is not None
                assert not screen_of(app).told
            await pilot.press("enter")
            assert screen_of(app).told

        drive(app, steps)


def test_the_report_opens_the_paragraph_and_gives_back_on_consent_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, ["one", "true"], monkeypatch) as app:
        card, face = app.study.store.execute("SELECT card, face FROM faces").fetchone()
        given = question("one")
        given = replace(given, origin=replace(given.origin, faces=(FaceKey(card, face),)))
        monkeypatch.setattr(flow, "questions_of", lambda study, wanted: (given, question("true")))

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("f", "a", "enter", "s", "s")
            await pilot.pause()
            report = app.screen
            assert "⚑ flagged" in text_of(app)
            assert isinstance(report, QuizReportScreen)
            assert "0 of 1 right" in text_of(app)
            assert report.open_misses == 1
            before = reviews_of(app.study)
            await pilot.press("r", "j", "r", "q")  # consent that another key takes back
            assert isinstance(app.screen, QuizReportScreen)
            assert reviews_of(app.study) == before
            await pilot.press("r", "r")
            assert reviews_of(app.study) == before + 1
            assert "back in the schedule" in text_of(app)
            assert report.open_misses == 0
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, ParagraphScreen)
            assert "前文。" in text_of(app)
            await pilot.press("q")
            await pilot.pause()
            assert isinstance(app.screen, QuizReportScreen)

        drive(app, steps)


def test_the_start_remembers_its_choices_and_enter_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: list[Wanted] = []

    def questions(study: object, asked_for: Wanted) -> tuple[Question, ...]:
        wanted.append(asked_for)
        return (question("one"),)

    workspace(tmp_path, [BASIC])
    monkeypatch.setattr(flow, "questions_of", questions)
    with open_study(open_workspace(tmp_path)) as study:
        app = StudyApp(study, Words("en"), no_editor)
        app.get_default_screen = lambda: QuizStartScreen(study)  # type: ignore[method-assign]

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("down", "right", "down", "right", "down", "right", "down", "down", "right", "８", "enter")
            await pilot.pause()
            assert isinstance(app.screen, QuizScreen)

        drive(app, steps)
        assert wanted[0].count == 15
        assert wanted[0].weak
        assert wanted[0].minutes == 30
        assert not wanted[0].reviews
        assert QuestionKind.FREE not in wanted[0].kinds
        assert len(wanted[0].kinds) == 7
        assert remembered(study.store).count == 15


def test_choices_that_cannot_be_read_are_the_defaults(tmp_path: Path) -> None:
    with open_study(open_workspace(workspace(tmp_path, [BASIC]))) as study:
        remember(study.store, Choices(kinds=("choice",), cards="nothing"))
        assert remembered(study.store) == Choices()
        only = Choices(kinds=("choice",))
        remember(study.store, only)
        assert remembered(study.store) == only
        assert only.toggled(0) == only


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


@pytest.mark.parametrize("letter", ["d", "t", "c", "/", "w"])
def test_a_letter_that_means_nothing_here_leads_nowhere(
    letter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, ["true", "one"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            theme = app.theme
            await pilot.press(letter)
            await pilot.pause()
            assert isinstance(app.screen, QuizScreen)
            assert app.theme == theme
            await pilot.press("?")
            await pilot.pause()
            assert "one more hint" in text_of(app)
            await pilot.press("q")
            await pilot.pause()
            assert on(app, QuizScreen)

        drive(app, steps)


def test_an_attempt_keeps_to_what_there_is() -> None:
    several = Attempt(question("several"))
    assert not several.letter(3)
    several.letter(2)
    several.letter(0)
    assert several.given() == Given(picked=(0, 2))
    several.letter(2)
    assert several.given() == Given(picked=(0,))
    one = Attempt(question("one"))
    one.move(1)
    assert one.given() == Given(picked=(0,))
    one.move(5)
    assert one.given() == Given(picked=(2,))
    pairs = Attempt(question("matching"))
    for gloss in (0, 1, 0):
        pairs.letter(gloss)
    assert pairs.picked == [-1, 1, 0]
    assert pairs.cursor == 0
    true = Attempt(question("true"), Given(picked=(1,)))
    assert true.picked == [0]
    assert true.given() == Given(picked=(1,))


def test_the_deck_tree_opens_a_quiz_of_the_chosen_deck_and_one_can_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace(tmp_path, [BASIC])
    monkeypatch.setattr(flow, "questions_of", lambda study, wanted: (question("one"),))
    with opened(tmp_path, deck=None) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            assert "w quiz" in text_of(app)
            await pilot.press("w")
            await pilot.pause()
            assert on(app, QuizStartScreen)
            assert "Of           Deck" in text_of(app)
            await pilot.press("enter", "b", "enter", "enter")
            await pilot.pause()
            assert on(app, QuizReportScreen)
            assert "Nothing was missed" in text_of(app)
            await pilot.press("q")
            await pilot.pause()
            assert on(app, QuizStartScreen)
            await pilot.press("q")
            await pilot.pause()
            assert "w quiz" in text_of(app)

        drive(app, steps)


def test_hints_come_one_by_one_until_there_are_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["one"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("h")
            assert "It is not:" in text_of(app)
            await pilot.press("h")
            assert "It stands under: 基线" in text_of(app)
            await pilot.press("h", "h", "h")
            assert "No more hints" in text_of(app)
            await pilot.press("b", "enter", "h")
            assert "answered already" in text_of(app)

        drive(app, steps)


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
