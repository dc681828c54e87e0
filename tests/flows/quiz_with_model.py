"""A quiz beside a model that answers on this machine: cards to be asked, and what the model says to them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from studykit.flows.learning.study import Study, open_study
from studykit.flows.quiz.material import Wanted
from studykit.flows.quiz.model import Tutor, tutor_of
from studykit.flows.quiz.sitting import QuizSitting
from studykit.flows.workspace import open_workspace
from studykit.quiz.question import Question, QuestionKind
from tests.flows.fortnight import START_MS, SimulatedClock
from tests.llm.loopback import Behaviour, Body, Loopback, Sent, completion
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


def both(tutor: Tutor, question: Question, answer: str = ANSWER) -> list[Any]:
    return [tutor.mark(question, answer), tutor.explain(question, lambda _: None)]
