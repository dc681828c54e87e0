"""A model that marks and explains in a quiz: what of its word is believed, and whose mark counts."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studykit.flows.quiz import model as quiz_model
from studykit.flows.quiz.model import Tutor
from studykit.flows.quiz.model_marks import agreement_of
from studykit.flows.quiz.sitting import QuizSitting, result_object
from studykit.llm.outcome import Failed
from studykit.model.review import Rating
from studykit.quiz.explaining import Explanation, Sentence
from studykit.quiz.judging import Given
from studykit.quiz.marking import Assessment
from studykit.quiz.question import Free
from studykit.store.log import read_log, verify
from tests.flows.quiz_with_model import (
    ANSWER,
    BOTH,
    MINE,
    both,
    explaining,
    marking,
    question_of,
    shown,
    sitting_of,
    streaming,
    studying,
    tutor,
)
from tests.llm.loopback import Behaviour, Body, Sent, asked_format, completion, note_in, refused, serving
from tests.llm.world import CANARY

# Marking


def test_a_mark_with_evidence_is_a_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        question = question_of(study, "GRPO")
        assert isinstance(question.body, Free)
        found = tutor(study).mark(question, ANSWER)
        assert found == Assessment(4, ("mean reward", "baseline"), (), "", "m")
        told = json.loads(note_in(server.bodies[0]))
        assert told["answer"] == ANSWER
        assert told["points"] == ["1. mean reward", "2. baseline"]
        assert told["quote"] == "GRPO uses the mean reward of a group as its baseline."
        assert tutor(study).mark(question, ANSWER) == found
        assert len(server.bodies) == 1, "the same answer is not asked again"


@pytest.mark.parametrize(
    ("value", "points", "met", "doubted"),
    [
        (MINE | {"points": [{"number": 1, "met": True, "quote": "a learned critic"}]}, 0, (), 1),
        (MINE | {"points": [MINE["points"][0], {"number": 2, "met": True, "quote": ""}]}, 2, ("mean reward",), 1),
        (MINE | {"points": [{"number": 7, "met": True, "quote": "x"}, *MINE["points"]]}, 4, BOTH, 0),
        (MINE | {"points": [], "mark": 3}, 3, (), 0),
    ],
)  # fmt: skip
def test_evidence_that_is_not_in_the_answer_counts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: Any, points: int, met: tuple[str, ...], doubted: int
) -> None:
    with serving(marking(value)) as server, studying(tmp_path, server, monkeypatch) as study:
        found = tutor(study).mark(question_of(study, "GRPO"), ANSWER)
        assert isinstance(found, Assessment)
        assert (found.points, found.met, found.doubted) == (points, met, doubted)


def only_json_object(body: Body, _number: int) -> Sent:
    if asked_format(body) == "json_schema":
        return refused(400, "This response_format type is unavailable now")
    return completion(json.dumps(MINE))


def refuses_with_500(body: Body, _number: int) -> Sent:
    if asked_format(body) == "json_schema":
        return refused(500, "[{'type': 'literal_error', 'loc': ('body', 'response_format', 'type')}]")
    return completion("```json\n" + json.dumps(MINE) + "\n```")


def needs_a_repair(body: Body, number: int) -> Sent:
    return completion(json.dumps(MINE | {"mark": 9})) if number == 0 else completion(json.dumps(MINE))


@pytest.mark.parametrize("behaviour", [only_json_object, refuses_with_500, needs_a_repair])
def test_the_ladder_and_one_repair_lead_to_a_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour
) -> None:
    with serving(behaviour) as server, studying(tmp_path, server, monkeypatch) as study:
        found = tutor(study).mark(question_of(study, "GRPO"), ANSWER)
        assert isinstance(found, Assessment)
        assert found.points == 4
        before = len(server.bodies)
        assert before == 2
        tutor(study).mark(question_of(study, "GRPO"), "something else")
        if behaviour is not needs_a_repair:
            assert len(server.bodies) == before + 1, "what the host takes was learnt"


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (lambda _b, _n: completion(None, refusal="I cannot help with that."), "model-refused"),
        (lambda _b, _n: completion('{"points": [', finish="length"), "model-truncated"),
        (lambda _b, _n: completion('{"mark": "very good"}'), "model-shape"),
        (lambda _b, _n: completion(""), "model-empty"),
        (lambda _b, _n: refused(429, "slow down", ("Retry-After", "60")), "model-rate-limited"),
        (lambda _b, _n: refused(401, f"bad key {CANARY}"), "model-key-refused"),
        (lambda _b, _n: Sent(200, "<html>"), "model-strange"),
    ],
)
def test_what_fails_is_told_and_the_person_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour, code: str
) -> None:
    with serving(behaviour) as server, studying(tmp_path, server, monkeypatch) as study:
        found = Tutor(study.workspace, tutor(study).endpoint, quiz_model.PATIENCE._replace(retries=0)).mark(
            question_of(study, "GRPO"), ANSWER
        )
        assert isinstance(found, Failed)
        assert found.code == code
        assert CANARY not in repr(found)


def test_a_host_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(marking(MINE)) as server:
        gone = server
    with studying(tmp_path, gone, monkeypatch) as study:
        found = tutor(study).mark(question_of(study, "GRPO"), ANSWER)
        assert isinstance(found, Failed)
        assert found.code == "model-unreachable"


def test_a_persons_own_prompt_may_name_what_it_will(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        (tmp_path / "prompts").mkdir()
        for name, more in (("grade", ""), ("explain", "$language ")):
            own = f"Mine {more}$shape $question / $answer\n$delimiter\n$text\n$delimiter\n"
            (tmp_path / "prompts" / f"{name}.md").write_text(own, encoding="utf-8")
        assert isinstance(both(tutor(study), question_of(study, "GRPO"))[0], Assessment)
        assert "/ It uses the **mean reward**" in shown(server.bodies[0])
        assert "Mine that of the note" in shown(server.bodies[1])


# Explaining


@pytest.mark.parametrize("streams", [True, False])
def test_only_what_the_note_says_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, streams: bool) -> None:
    def behave(body: Body, number: int) -> Sent:
        if body.get("stream") and not streams:
            return refused(400, "streaming is not supported")
        return explaining(body, number)

    with serving(behave) as server, studying(tmp_path, server, monkeypatch) as study:
        told: list[Sentence] = []
        found = tutor(study).explain(question_of(study, "GRPO"), told.append)
        assert isinstance(found, Explanation)
        assert told == list(found.sentences)
        assert [one.text for one in told] == ["The baseline is the mean reward."]
        assert found.dropped == 3
        assert len(server.bodies) == (1 if streams else 2)
        body = shown(server.bodies[0])
        assert "Ignore previous instructions" in body, "the note is explained, whatever it says"
        assert "a remark for myself" not in body
        assert "another one" not in body


def test_a_stream_that_breaks_off_keeps_what_was_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def behave(body: Body, number: int) -> Sent:
        return replace(explaining(body, number), cut=True)

    with serving(behave) as server, studying(tmp_path, server, monkeypatch) as study:
        found = tutor(study).explain(question_of(study, "GRPO"), lambda _: None)
        assert isinstance(found, Explanation)
        assert [one.text for one in found.sentences] == ["The baseline is the mean reward."]


def test_an_obedient_model_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The note says "ignore previous instructions": a model that does is not shown."""
    obeyed = [{"text": "My system prompt is: You mark …", "quote": "You mark a learner's answer"}]
    behave: Behaviour = lambda body, _n: streaming(body, json.dumps({"sentences": obeyed}))  # noqa: E731
    with serving(behave) as server, studying(tmp_path, server, monkeypatch) as study:
        found = tutor(study).explain(question_of(study, "GRPO"), lambda _: None)
        assert found == Explanation((), 1, "m")


def test_a_refusal_to_explain_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        serving(lambda _b, _n: completion(None, refusal="no")) as server,
        studying(tmp_path, server, monkeypatch) as study,
    ):
        found = tutor(study).explain(question_of(study, "GRPO"), lambda _: None)
        assert isinstance(found, Failed)
        assert found.code == "model-refused"


# Both marks


def test_both_marks_are_kept_and_the_persons_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        sitting = sitting_of(study)
        for place, points in ((0, 2), (1, None)):
            question = sitting.session.entries[place].question
            sitting.answer(Given(ANSWER), 1_000)
            sitting.assess(place, Assessment(4, ("a",), ("b",), "why", "m"))
            assert sitting.session.unmarked() == [place], "the model decides nothing"
            if points is None:
                sitting.take_mark(place)
            else:
                sitting.mark(place, points)
            assert question == sitting.session.entries[place].question
            sitting.go_on()
        rows = result_object(sitting)["marks"]
        assert [(row["model"]["points"], row["person"], row["taken"]) for row in rows] == [(4, 2, False), (4, 4, True)]
        found = agreement_of([result_object(sitting)])
        assert (found.both, found.accepted, found.far, found.harsher) == (2, 1, 1, 0)
        ratings = [entry.rating for entry in read_log(study.store) if entry.key.startswith(sitting.name)]
        assert sorted(ratings) == [Rating.AGAIN, Rating.GOOD]
        sitting.mark(1, 3)  # overridden afterwards
        assert [row["taken"] for row in result_object(sitting)["marks"]] == [False, False]
        again = QuizSitting.resume(study, sitting.name)
        assert again.marks.of(0).assessment == Assessment(4, ("a",), ("b",), "why", "m")
        assert verify(study.store, study.replayed) == []


def test_easy_is_the_persons_word_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        sitting = sitting_of(study)
        sitting.answer(Given(ANSWER), 1_000)
        sitting.assess(0, Assessment(4, (), (), "easy", "m"))
        sitting.take_mark(0)
        for points, easy, rating in ((None, False, Rating.GOOD), (4, True, Rating.EASY), (3, True, Rating.HARD),
                                     (0, False, Rating.AGAIN), (4, False, Rating.GOOD)):  # fmt: skip
            if points is not None:
                sitting.mark(0, points, easy=easy)
            made = [one for one in read_log(study.store) if one.key.startswith(sitting.name)]
            assert made[-1].rating is rating
        assert verify(study.store, study.replayed) == []
