"""A quiz of given questions on the world of these tests, and what of it is on the disk."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from studykit.flows.learning.study import open_study
from studykit.flows.quiz import sitting as flow
from studykit.flows.quiz.material import Wanted
from studykit.flows.quiz.sitting import QuizSitting
from studykit.flows.workspace import open_workspace
from studykit.messages import Language
from studykit.model.card import Option
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
    SeveralOf,
    TrueFalse,
    Written,
)
from studykit.store import quizzes
from studykit.tui.app import StudyApp
from studykit.tui.screens.quiz import QuizScreen
from studykit.tui.words import Words
from tests.tui.world import BASIC, no_editor, workspace

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


def kept_answers(app: StudyApp) -> list[Given]:
    """The answers that are on the disk, of the quiz begun last."""
    kept = quizzes.read_quizzes(app.study.store)[0]
    return [decision.given for decision in quizzes.read_decisions(app.study.store, kept.name)[0]
            if isinstance(decision, Answered)]  # fmt: skip
