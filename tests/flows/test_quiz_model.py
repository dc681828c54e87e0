"""A model that marks and explains in a quiz: what it is shown, what of its word is believed, and what never leaves."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studykit.config import Llm
from studykit.flows import quiz_model, quiz_model_notes
from studykit.flows.build import build
from studykit.flows.quiz import QuizSitting, result_object
from studykit.flows.quiz_material import Wanted
from studykit.flows.quiz_model import Tutor, tutor_of
from studykit.flows.quiz_model_marks import agreement_of
from studykit.flows.request import Request
from studykit.flows.scan import read_note
from studykit.flows.study import Study, open_study
from studykit.flows.workspace import open_workspace
from studykit.llm.endpoint import Endpoint, endpoint_of
from studykit.llm.outcome import Failed
from studykit.model.event import silent
from studykit.model.ids import NotePath
from studykit.model.review import Rating
from studykit.quiz.explaining import Explanation, Sentence
from studykit.quiz.judging import Given
from studykit.quiz.marking import Assessment
from studykit.quiz.question import Free, Origin, Question, QuestionKind
from studykit.store.log import read_log, verify
from studykit.vault.parse import Parsed
from tests.flows.fortnight import START_MS, SimulatedClock
from tests.llm.loopback import Behaviour, Body, Loopback, Sent, asked_format, completion, note_in, refused, serving
from tests.llm.world import CANARY, NOTES

ANSWER = "Because the mean reward of the group is its baseline."
CARDS = """---
deck: Policy gradients
---

Q: Why does GRPO need no critic? See [[Diary of my health]].
A: It uses the **mean reward** of a group as its **baseline**, so that nothing else has to be learned beside the policy.
> [[GRPO]] GRPO uses the mean reward of a group as its baseline.
<!-- card gggggggggg by me mod 2026-11-22T15:31:37Z -->

Q: What does the diary hold back from everybody who asks for it?
A: The **strictest silence** about everything that it holds, and a good deal more than that is never said in it at all.
> [[Diary of my health]] The diary uses the strictest silence about everything that it holds.
<!-- card dddddddddd by me mod 2026-11-22T15:31:37Z -->
"""
MINE: Any = {"points": [{"number": 1, "met": True, "quote": "the mean reward"},
                        {"number": 2, "met": True, "quote": "its baseline"}], "mark": 4, "reason": ""}  # fmt: skip
BOTH = ("mean reward", "baseline")
SENTENCES = [
    {"text": "The baseline is the mean reward.", "quote": "GRPO uses the mean reward of a group as its baseline."},
    {"text": "It was found in 1987.", "quote": "GRPO uses the mean reward of a group as its baseline."},
    {"text": "A critic costs memory.", "quote": "A critic doubles the memory that is needed."},
    {"text": "More at https://x.example/a", "quote": "GRPO uses the mean reward of a group as its baseline."},
]


@contextmanager
def studying(folder: Path, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> Iterator[Study]:
    monkeypatch.setenv("CANARY", CANARY)
    for name, text in NOTES.items():
        (folder / "vault").mkdir(exist_ok=True)
        (folder / "vault" / name).write_text(text, encoding="utf-8")
    (folder / "decks").mkdir(exist_ok=True)
    (folder / "decks" / "cards.md").write_text(CARDS, encoding="utf-8")
    lines = ["[llm]", f'base_url = "{server.url}"', 'model = "m"', 'api_key_env = "CANARY"', "timeout = 5", ""]
    (folder / "studykit.toml").write_text("\n".join(lines), encoding="utf-8")
    with open_study(open_workspace(folder), SimulatedClock(START_MS)) as study:
        yield study


def sitting_of(study: Study) -> QuizSitting:
    return QuizSitting(study, Wanted(count=9, kinds=(QuestionKind.FREE,), seed=1))


def question_of(study: Study, about: str) -> Question:
    found = [e.question for e in sitting_of(study).session.entries if e.question.origin.note.startswith(about)]
    return found[0]


def tutor(study: Study) -> Tutor:
    found = tutor_of(study)
    assert found is not None
    return found


def marking(value: Any) -> Behaviour:
    return lambda _body, _number: completion(json.dumps(value))


def streaming(body: Body, text: str) -> Sent:
    """The text as a stream where one is asked for, else as it is."""
    if not body.get("stream"):
        return completion(text)
    chunks: list[Any] = [{"choices": [{"index": 0, "delta": {"content": text[n : n + 5]}, "finish_reason": None}]}
              for n in range(0, len(text), 5)]  # fmt: skip
    chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    head = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    data = "".join(f"data: {json.dumps(head | chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
    return Sent(200, data, (("Content-Type", "text/event-stream"),))


def explaining(body: Body, _number: int) -> Sent:
    return streaming(body, json.dumps({"sentences": SENTENCES}))


def shown(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False)


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


# What never leaves


def both(tutor: Tutor, question: Question, answer: str = ANSWER) -> list[Any]:
    return [tutor.mark(question, answer), tutor.explain(question, lambda _: None)]


def test_private_notes_and_their_titles_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        for outcome in both(tutor(study), question_of(study, "Diary")):
            assert isinstance(outcome, Failed)
            assert outcome.code == "model-private"
        assert not server.bodies
        both(tutor(study), question_of(study, "GRPO"), f"{ANSWER} As in Diary of my health.")
        assert server.bodies
        assert not [body for body in server.bodies if "Diary" in shown(body) or "silence" in shown(body)]


def test_private_notes_stay_after_a_build_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then most notes are not opened again: what the build knew of them has to be enough."""
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        build(study.workspace, Request(drafter="rules"), silent)
        opened: list[str] = []

        def counted(root: Path, path: NotePath) -> Parsed:
            opened.append(path)
            return read_note(root, path)

        monkeypatch.setattr(quiz_model_notes, "read_note", counted)
        for outcome in both(tutor(study), question_of(study, "Diary")):
            assert isinstance(outcome, Failed)
            assert outcome.code == "model-private"
        assert set(opened) == {"Diary of my health.md"}, "the one that is asked about, as it is now, and no other"
        opened.clear()
        both(tutor(study), question_of(study, "GRPO"), f"{ANSWER} As in Diary of my health.")
        assert set(opened) == {"GRPO.md"}
        assert server.bodies
        assert not [body for body in server.bodies if "Diary" in shown(body) or "silence" in shown(body)]


def test_a_note_that_became_private_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        question, before = question_of(study, "GRPO"), tutor(study)
        assert isinstance(before.mark(question, ANSWER), Assessment)
        server.bodies.clear()
        note = tmp_path / "vault" / "GRPO.md"
        note.write_text("---\nllm: false\n---\n" + note.read_text(encoding="utf-8"), encoding="utf-8")
        for one in (before, tutor(study)):
            assert {outcome.code for outcome in both(one, question, "another answer")} == {"model-private"}
        assert not server.bodies


@pytest.mark.parametrize("secret", [CANARY, "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6"])
def test_secrets_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        question = question_of(study, "GRPO")
        found = tutor(study).mark(question, f"My token is {secret}")
        assert isinstance(found, Failed)
        assert found.code == "model-secret"
        note = tmp_path / "vault" / "GRPO.md"
        note.write_text(note.read_text(encoding="utf-8") + f"\nMy token is {secret}\n", encoding="utf-8")
        explained = tutor(study).explain(question, lambda _: None)
        assert isinstance(explained, Failed)
        assert explained.code == "model-secret"
        assert not server.bodies


def test_a_card_of_a_note_that_nobody_knows_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        question = question_of(study, "GRPO")
        for note in ("gone.md", "gone", "Diary of my health", "My diary.md"):
            lost = replace(question, origin=Origin(note, "Policy gradients", "", question.origin.quote))
            assert {outcome.code for outcome in both(tutor(study), lost)} == {"model-private"}
        assert not server.bodies
        own = replace(question, origin=Origin("cards.md:7", "Policy gradients"))
        assert isinstance(tutor(study).mark(own, ANSWER), Assessment)


def test_nothing_goes_to_a_host_that_nobody_agreed_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        far: Callable[..., Endpoint] = lambda *given: replace(endpoint_of(*given), local=False)  # noqa: E731
        monkeypatch.setattr(quiz_model, "endpoint_of", far)
        asked: list[Endpoint] = []

        def answer(yes: bool) -> Callable[[Endpoint], bool]:
            def agree(endpoint: Endpoint) -> bool:
                asked.append(endpoint)
                return yes

            return agree

        assert tutor_of(study) is None
        assert tutor_of(study, answer(False)) is None
        assert tutor_of(study, answer(True)) is not None
        assert tutor_of(study, answer(False)) is not None, "once for a host"
        assert tutor_of(study) is not None
        assert len(asked) == 2
        assert not server.bodies


def test_without_a_setting_there_is_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        bare = replace(study.workspace, config=replace(study.workspace.config, llm=Llm()))
        study.workspace = bare
        assert tutor_of(study, lambda _: True) is None


def test_the_key_is_in_no_file_and_no_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(explaining) as server, studying(tmp_path, server, monkeypatch) as study:
        both(tutor(study), question_of(study, "GRPO"))
        assert all(headers["authorization"] == f"Bearer {CANARY}" for headers in server.headers)
        assert not [body for body in server.bodies if CANARY in shown(body)]
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


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
