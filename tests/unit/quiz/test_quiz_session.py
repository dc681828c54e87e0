"""A sitting: practice tells at once and asks the missed once more, an exam tells at its end, nothing is lost."""

import json
from dataclasses import replace

import pytest

from studykit.messages import message, texts
from studykit.model.card import Option
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Rating
from studykit.quiz.decisions import Decision
from studykit.quiz.grading import Expected
from studykit.quiz.hints import hints_of
from studykit.quiz.judging import Given, judge, rating
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
from studykit.quiz.report import Score, report
from studykit.quiz.report_text import to_html, to_markdown
from studykit.quiz.saving import decision_object, read_decision, read_question
from studykit.quiz.session import Asking, Finished, OutOfTurn, Position, QuizSession, Terms, Told

QUOTE = "组均值就是 $V(q)$ 的估计。"


def question(name: str, body: Body, note: str = "n/GRPO.md", section: str = "RL::GRPO") -> Question:
    origin = Origin(note, section, "基线", QUOTE, (FaceKey(CardId(f"{name:0>10}"), "0"),))
    return Question(name, "quiz-card", f"{name}？", body, origin)


TYPED = question("typed", Written(Expected("组均值", ("group mean",), ("组标准差",))))
CHOICE = question("choice", OneOf((Option("甲", False), Option("乙", True), Option("丙", False))))
SEVERAL = question("several", SeveralOf((Option("甲", True), Option("乙", True), Option("丙", False))))
TRUTH = question("truth", TrueFalse("GRPO", "价值函数", False, "组内标准化"))
MATCH = question("match", Matching(("甲", "乙", "丙"), ("一", "二", "三"), (2, 0, 1)))
ORDER = question("order", Ordering(("第二", "第一", "第三"), (1, 0, 2)))
FREE = question("free", Free("因为 **组均值** 是 `baseline`。", ("组均值", "baseline")), note="n/PPO.md")
ALL = (TYPED, CHOICE, SEVERAL, TRUTH, MATCH, ORDER, FREE)


def sat(questions: tuple[Question, ...], minutes: int = 0) -> QuizSession:
    return QuizSession(questions, Terms(minutes), 0)


def at(session: QuizSession) -> Position:
    return session.position


def act(session: QuizSession, decision: Decision) -> None:
    session.advance(decision)


def answered(session: QuizSession, given: Given) -> None:
    act(session, session.answer(given, 1, 10))


def test_a_practice_tells_at_once_and_asks_the_missed_once_more() -> None:
    session = sat((TYPED, CHOICE))
    answered(session, Given("组标准差"))
    assert at(session) == Told(0)
    verdict = session.verdict(0)
    assert verdict is not None
    assert (verdict.right, verdict.reason) == (False, "grade-sibling")
    session.go_on()
    answered(session, Given(picked=(1,)))
    session.go_on()
    assert session.entry is not None
    assert session.entry.question is TYPED
    assert session.entry.again
    answered(session, Given("不知道"))
    session.go_on()
    assert at(session) == Finished()


def test_nothing_changes_until_the_decision_was_written() -> None:
    session = sat((TYPED,))
    first = session.answer(Given("x"), 1, 1)
    second = session.answer(Given("组均值"), 2, 1)
    assert at(session) == Asking(0)
    assert session.entries[0].given is None
    with pytest.raises(OutOfTurn):
        session.advance(first)
    session.advance(second)
    with pytest.raises(OutOfTurn):
        session.advance(second)


def test_an_override_is_right_remembered_and_asked_no_more() -> None:
    session = sat((TYPED,))
    answered(session, Given("一组的平均"))
    decision = session.override(0, 2)
    assert (decision.right, decision.alias) == (True, "一组的平均")
    act(session, decision)
    assert len(session.entries) == 1
    session.go_on()
    assert at(session) == Finished()


def test_hints_come_one_at_a_time_and_count() -> None:
    session = sat((TYPED,))
    assert session.hints() == ()
    for number in range(1, len(hints_of(TYPED)) + 1):
        act(session, session.hint(number))
        assert len(session.hints()) == number
    with pytest.raises(OutOfTurn):
        session.hint(9)
    assert report(session).hints == len(hints_of(TYPED))
    verdict = judge(TYPED, Given("组均值"))
    assert rating(verdict, 0) is Rating.GOOD
    assert rating(verdict, 1) is Rating.HARD
    assert rating(judge(TYPED, Given("x")), 0) is Rating.AGAIN


@pytest.mark.parametrize("one", ALL)
def test_a_hint_never_holds_the_whole_answer(one: Question) -> None:
    for hint in hints_of(one):
        assert message(hint.code, "zh", text=hint.text, count=hint.count)
        if isinstance(one.body, Written | OneOf):
            assert "组均值" not in hint.text
            assert hint.text != "乙"


def test_free_text_is_marked_before_it_goes_on() -> None:
    session = sat((FREE,))
    answered(session, Given("拿组均值当基线"))
    verdict = session.verdict(0)
    assert verdict is not None
    assert (verdict.right, verdict.met, verdict.missing) == (None, ("组均值",), ("baseline",))
    with pytest.raises(OutOfTurn):
        session.go_on()
    act(session, session.mark(0, 2, 2))
    assert [entry.again for entry in session.entries] == [False, True]
    act(session, session.mark(0, 3, 3))
    assert [entry.again for entry in session.entries] == [False]
    found = session.verdict(0)
    assert found is not None
    assert rating(found, 0) is Rating.HARD
    session.go_on()
    assert at(session) == Finished()


def test_an_exam_tells_nothing_before_its_end() -> None:
    session = sat(ALL, minutes=1)
    answered(session, Given("组均值"))
    assert at(session) == Asking(1)
    assert session.verdict(0) is None
    assert session.unmarked() == []
    for refused in (lambda: session.hint(1), lambda: session.override(0, 1), lambda: session.mark(0, 3, 1)):
        with pytest.raises(OutOfTurn):
            refused()
    session.go(0)
    answered(session, Given("组标准差"))
    session.go(6)
    act(session, session.flag(True, 5))
    answered(session, Given("组均值"))
    act(session, session.submit(9))
    assert at(session) == Finished()
    told = session.verdict(0)
    assert told is not None
    assert told.right is False
    assert session.unmarked() == [6]
    act(session, session.mark(6, 4, 10))
    result = report(session)
    assert (result.total.right, result.total.asked, result.unanswered) == (1, 7, 5)
    assert result.flagged == ("free？",)


def test_an_exam_ends_with_its_time() -> None:
    session = sat(ALL, minutes=1)
    assert session.left_ms(0) == 60_000
    assert session.left_ms(59_999) == 1
    with pytest.raises(OutOfTurn):
        session.answer(Given("组均值"), 60_000, 1)
    act(session, session.submit(60_000))
    assert session.timed_out
    away = QuizSession(ALL, Terms(1), 0, away_ms=30_000)
    assert away.left_ms(60_000) == 30_000


def test_a_broken_off_exam_goes_on_from_what_was_kept() -> None:
    session = sat(ALL, minutes=5)
    kept = []
    for given in (Given("组均值"), Given(picked=(0,)), Given(picked=(0, 1))):
        decision = session.answer(given, 1, 10)
        kept.append(json.dumps(decision_object(decision), ensure_ascii=False))
        session.advance(decision)
    lost = session.answer(Given(picked=(0,)), 9, 1)  # killed before it was written
    again = QuizSession.resumed(ALL, Terms(5), 0, [read_decision(json.loads(line)) for line in kept])
    assert again.entries == session.entries
    assert again.position == Asking(lost.place)


def test_what_is_no_question_and_no_decision_is_refused() -> None:
    for found in ({}, {"kind": "choice"}, {"kind": "essay"}):
        with pytest.raises(ValueError, match=r"quiz|essay"):
            read_question(found)
    for found in ({}, {"decision": "answered"}, {"decision": "hinted"}):
        with pytest.raises(ValueError, match="decision of a quiz"):
            read_decision(found)


@pytest.mark.parametrize(
    ("one", "picked", "share"),
    [
        (CHOICE, (1,), 1.0),
        (CHOICE, (0,), 0.0),
        (CHOICE, (0, 1), 0.0),
        (CHOICE, (7,), 0.0),
        (SEVERAL, (0, 1), 1.0),
        (SEVERAL, (0,), 0.5),
        (SEVERAL, (0, 1, 2), 0.5),
        (SEVERAL, (2,), 0.0),
        (TRUTH, (0,), 1.0),
        (TRUTH, (1,), 0.0),
        (MATCH, (2, 0, 1), 1.0),
        (MATCH, (2, 1, 0), 1 / 3),
        (MATCH, (2,), 1 / 3),
        (ORDER, (1, 0, 2), 1.0),
        (ORDER, (2, 1, 0), 1 / 3),
        (ORDER, (1, 1, 1), 0.0),
    ],
)
def test_the_share_of_what_was_right(one: Question, picked: tuple[int, ...], share: float) -> None:
    verdict = judge(one, Given(picked=picked))
    assert verdict.share == pytest.approx(share)
    assert verdict.right is (share == 1.0)


def _finished() -> QuizSession:
    other = replace(CHOICE, id="other", origin=replace(CHOICE.origin, note="n/<b>PPO</b>.md", section="RL::PPO"))
    session = QuizSession((TYPED, CHOICE, other, TRUTH), Terms(20, repeat_missed=True), 0)
    for given in (Given("<script>*x*</script>"), Given(picked=(0,)), Given(picked=(0,)), Given(picked=(0,))):
        answered(session, given)
    act(session, session.submit(100))
    return session


def test_the_report_says_what_to_read_again_in_order() -> None:
    found = report(_finished(), Score("", 2, 4, 2.0))
    assert (found.total.right, found.total.asked) == (1, 4)
    assert found.gained == -0.25
    assert [score.name for score in found.sections] == ["RL::GRPO", "RL::PPO"]
    assert {score.name: score.asked for score in found.kinds} == {"typed": 1, "choice": 2, "true-false": 1}
    assert [(reading.note, len(reading.missed)) for reading in found.again] == [
        ("n/GRPO.md", 2),
        ("n/<b>PPO</b>.md", 1),
    ]
    assert found.again[0].headings == ("基线",)
    assert found.again[0].missed[0].cards == ("00000typed",)
    assert json.loads(json.dumps(found.as_object()))["total"]["share"] == 0.25


def test_the_writers_of_the_report_escape_what_is_in_notes() -> None:
    found = report(_finished())
    page = to_html(found, lambda code: message(code, "en"), "en")
    assert "<script>" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;*x*" in page
    text = to_markdown(found, lambda code: message(code, "zh"))
    assert r"\<script\>\*x\*" in text
    assert "## 建议重读" in text
    assert f"> {QUOTE}" in text  # a formula stays one
    assert "单选" in text


def test_every_kind_and_reason_has_its_words() -> None:
    from typing import get_args

    from studykit.quiz.grading import Reason

    for kind in QuestionKind:
        assert f"quiz-kind-{kind.value}" in texts()
    assert set(get_args(Reason)) | {"grade-chosen", "grade-yours", "grade-marked", "grade-overridden"} <= set(texts())


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("- x", "\\- x"),
        ("12. x", "12\\. x"),
        ("$p_1$ 与 _q_", "$p_1$ 与 \\_q\\_"),
        ("$<b>$", "\\$\\<b\\>\\$"),
        ("[[n]] ![i](u)", "\\[\\[n\\]\\] !\\[i\\](u)"),
        ("5$ 和 6$", "5\\$ 和 6\\$"),
        ("# t", "\\# t"),
    ],
)
def test_nothing_in_a_text_is_markdown(text: str, markdown: str) -> None:
    one = replace(TYPED, origin=replace(TYPED.origin, heading=text))
    session = sat((one,))
    answered(session, Given("x"))
    assert f": {markdown}\n" in to_markdown(report(session), lambda code: code)


def test_a_hint_names_no_heading_that_is_the_answer_or_the_question() -> None:
    for heading in ("组均值", "typed", "RL::组均值"):
        one = replace(TYPED, origin=replace(TYPED.origin, heading=heading, section="S"))
        assert "hint-heading" not in {hint.code for hint in hints_of(one)}
    assert "hint-heading" in {hint.code for hint in hints_of(TYPED)}
