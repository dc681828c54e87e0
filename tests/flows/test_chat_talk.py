"""The conversation over a real quiz: by words and by ids, written at each answer, and never twice."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studykit.flows.learning.study import Study, open_study
from studykit.flows.quiz.material import Wanted
from studykit.flows.quiz.sitting import QuizSitting
from studykit.flows.workspace import open_workspace
from studykit.messages import texts
from studykit.model.review import Rating, ReviewKind
from studykit.quiz.chat_conversation import Conversation
from studykit.quiz.chat_replies import Asked, Ended, Hinted, Marked, Read, Reply, Said, Standing, Told, reply_object
from studykit.quiz.chat_talk import Talk
from studykit.quiz.marking import Assessment
from studykit.quiz.question import QuestionKind
from studykit.quiz.session import QuizSession
from studykit.store.log import read_log, verify
from studykit.store.quizzes import read_decisions, read_questions, read_quizzes
from tests.flows.fortnight import START_MS, SimulatedClock

WORDS = ("alpha wave", "beta decay", "gamma ray")
FREE = "It lowers the **variance** of the estimate and leaves its **mean** as it is, whatever the baseline may be."
CARD = "<!-- card {id} by me mod 2026-11-22T15:31:37Z -->\n\n"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    for folder in ("vault", "decks"):
        (tmp_path / folder).mkdir()
    words = [
        f"Q: What is number {n} called?\nA: {word}\n" + CARD.format(id=f"{n}" * 10) for n, word in enumerate(WORDS, 1)
    ]
    free = f"Q: What does a baseline do?\nA: {FREE}\n" + CARD.format(id="5" * 10)
    (tmp_path / "decks" / "words.md").write_text("---\ndeck: Words\n---\n\n" + "".join(words), encoding="utf-8")
    (tmp_path / "decks" / "own.md").write_text("---\ndeck: Own\n---\n\n" + free, encoding="utf-8")
    (tmp_path / "studykit.toml").write_text("", encoding="utf-8")
    with open_study(open_workspace(tmp_path), SimulatedClock(START_MS)) as study:
        yield study


def talk_of(study: Study, deck: str = "Words", kind: QuestionKind = QuestionKind.TYPED) -> Conversation:
    wanted = Wanted(deck, 9, (kind,), seed=1)
    return Conversation(
        QuizSitting(study, wanted), lambda topic: QuizSitting(study, replace(wanted, deck=topic, kinds=()))
    )


def one(replies: tuple[Reply, ...], kind: type[Any]) -> Any:
    (found,) = [reply for reply in replies if isinstance(reply, kind)]
    return found


def word_of(asked: Asked) -> str:
    return WORDS[int(asked.asks.split()[3]) - 1]


def decisions(study: Study) -> int:
    return len(read_decisions(study.store, read_quizzes(study.store)[0].name)[0])


def test_a_conversation_in_words(study: Study) -> None:
    talk = talk_of(study)
    asked = one(talk.question(), Asked)
    assert (asked.number, asked.count, asked.form) == (1, 3, "typed")
    assert one(talk.hear("why?"), Said).code == "chat-answer-first"
    assert one(talk.hear("提示"), Hinted).code == "hint-first"
    told = one(talk.hear(f"I think it is {word_of(asked)}", 1_000), Told)
    assert told.right is True
    assert talk.quiz.session.entries[0].hints == 1
    assert one(talk.hear("为什么"), Read).id == asked.id
    asked = one(talk.hear("next"), Asked)
    assert one(talk.hear("not that one"), Told).right is False
    assert one(talk.hear("I was right"), Said).code == "chat-changed-name"
    assert talk.quiz.session.entries[1].verdict.right is True  # type: ignore[union-attr]
    standing = one(talk.hear("how am I doing?"), Standing)
    assert (standing.right, standing.answered, standing.count, standing.hints) == (2, 2, 3, 1)
    talk.hear("")
    assert one(talk.hear("I don't know"), Told).reason == "grade-empty"
    asked = one(talk.hear("下一题"), Asked)
    assert asked.again
    assert asked.id.endswith("-again")
    talk.hear(word_of(asked))
    ended = one(talk.hear("next"), Ended)
    assert (ended.report.total.right, ended.report.total.asked, ended.to_give_back) == (2, 3, 1)
    assert (talk.offering, talk.over) == (True, False)
    assert one(talk.hear("yes"), Said).parameters == (("count", "1"),)
    assert talk.over
    agains = [one.kind for one in read_log(study.store) if one.rating is Rating.AGAIN]
    assert agains == [ReviewKind.QUIZ, ReviewKind.LEARN]
    assert verify(study.store, study.replayed) == []


def test_a_question_of_the_person_is_no_wrong_answer(study: Study) -> None:
    talk = talk_of(study)
    asked = one(talk.question(), Asked)
    for line in ("what does that mean?", "这是什么意思？", "How does it differ from a beta wave?"):
        assert one(talk.hear(line), Said).code == "chat-your-question"
    assert talk.quiz.session.entries[0].given is None
    assert one(talk.hear(f"{word_of(asked)}?"), Told).right is True  # not sure of it, and right
    talk.hear("next")
    assert one(talk.hear("is it this?"), Told).right is False
    talk.hear("next")
    assert one(talk.hear("=what is it?"), Told).right is False


def test_the_misses_stay_without_consent(study: Study) -> None:
    talk = talk_of(study)
    talk.question()
    talk.hear("no such thing")
    talk.hear("finish")
    assert talk.offering
    assert one(talk.hear("what?"), Said).code == "chat-not-given-back"
    assert talk.over
    assert [one.kind for one in read_log(study.store)] == [ReviewKind.QUIZ]


def test_a_skipped_question_comes_later_and_nothing_is_lost_at_a_stop(study: Study) -> None:
    talk = talk_of(study)
    first = one(talk.question(), Asked)
    second = one(talk.hear("skip"), Asked)
    assert second.id != first.id
    talk.hear(word_of(second))
    third = one(talk.hear("next"), Asked)
    talk.hear(word_of(third))
    assert one(talk.hear("next"), Asked).id == first.id
    assert one(talk.hear("skip"), Said).code == "chat-last-one"
    replies = talk.hear("stop")
    assert one(replies, Said).code == "chat-kept"
    assert talk.over
    again = Conversation(QuizSitting.resume(study))
    assert one(again.question(), Asked).id == first.id


def test_an_answer_that_sounds_like_a_wish(study: Study, tmp_path: Path) -> None:
    text = "---\ndeck: Wishes\n---\n\nQ: What ends an episode?\nA: stop\n" + CARD.format(id="6" * 10)
    (tmp_path / "decks" / "wishes.md").write_text(text, encoding="utf-8")
    with open_study(open_workspace(tmp_path), SimulatedClock(START_MS)) as other:
        talk = talk_of(other, "Wishes")
        talk.question()
        assert one(talk.hear("stop"), Told).right is True
        talk = talk_of(other, "Wishes")
        talk.question()
        assert one(talk.hear("=hint"), Told).given == "hint"
        talk = talk_of(other, "Wishes")
        talk.question()
        talk.hear("/stop")
        assert talk.over


def test_another_topic_keeps_the_first_quiz(study: Study) -> None:
    talk = talk_of(study)
    first = talk.quiz
    talk.question()
    assert one(talk.hear("quiz me on nonsense"), Asked).number == 1
    assert talk.quiz is first
    replies = talk.hear("考我 Own")
    assert [reply.code for reply in replies if isinstance(reply, Said)] == ["chat-other-kept", "chat-about"]
    assert talk.quiz is not first
    assert len(read_quizzes(study.store, ended=False)) == 2
    alone = Conversation(first)
    assert one(alone.hear("quiz me on Own"), Said).code == "chat-only-this"


def test_own_words_are_marked_by_the_person_or_taken_from_a_model(study: Study) -> None:
    talk = talk_of(study, "Own", QuestionKind.FREE)
    asked = one(talk.question(), Asked)
    told = one(talk.hear("It lowers the variance."), Told)
    assert (told.right, told.met, told.missing) == (None, ("variance",), ("mean",))
    assert one(talk.hear("next"), Said).code == "chat-mark-it"
    assert isinstance(talk.quiz, QuizSitting)
    talk.quiz.assess(0, Assessment(3, ("variance",), ("mean",), "half", "m"))
    replies = talk.hear("next")
    assert one(replies, Marked) == Marked(asked.id, 3, True, True)
    assert one(replies, Ended).report.total.right == 1
    assert talk.over


def test_easy_and_points_are_understood(study: Study) -> None:
    for line, rating in (
        ("4分", Rating.GOOD),
        ("3 points", Rating.HARD),
        ("太简单了", Rating.EASY),
        ("0", Rating.AGAIN),
    ):
        talk = talk_of(study, "Own", QuestionKind.FREE)
        talk.question()
        talk.hear("It lowers the variance and leaves the mean.")
        assert one(talk.hear(line), Marked).taken is False
        assert isinstance(talk.quiz, QuizSitting)
        assert [e.rating for e in read_log(study.store) if e.key.startswith(talk.quiz.name)] == [rating]


SAYINGS = [
    "hint", "skip", "next", "", "why?", "I don't know", "alpha wave", "beta decay", "no such thing", "3", "easy", "停",
    "I was right", "how am I doing?", "quiz me on Own", "quiz me on Words", "repeat", "finish", "yes",
]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lines=st.lists(st.sampled_from(SAYINGS), max_size=14))
def test_whatever_is_said_what_is_kept_is_what_was_said(study: Study, lines: list[str]) -> None:
    talk = talk_of(study)
    assert talk.question()
    for line in lines:
        if talk.over:
            break
        for reply in talk.hear(line, 10):
            reply_object(reply)
    assert isinstance(talk.quiz, QuizSitting)
    sitting, decisions = talk.quiz, read_decisions(study.store, talk.quiz.name)[0]
    session = sitting.session
    questions = read_questions(study.store, sitting.name)
    again = QuizSession.resumed(questions, session.terms, session.started_ms, decisions)
    assert again.entries == session.entries
    assert verify(study.store, study.replayed) == []


# By ids, as a program speaks


def test_what_is_said_twice_is_done_once(study: Study) -> None:
    talk: Talk = talk_of(study)
    asked = one(talk.question(), Asked)
    assert talk.question() == talk.question()
    first = talk.answer(asked.id, "no such thing", 900)
    before = decisions(study)
    assert talk.answer(asked.id, word_of(asked)) == first, "an answer stays"
    assert talk.answer(asked.id, "no such thing") == first
    assert decisions(study) == before
    assert talk.explain(asked.id) == talk.explain(asked.id)
    assert one(talk.change(asked.id), Said).code == "chat-changed-name"
    assert one(talk.change(asked.id), Said).code == "chat-is-so"
    assert decisions(study) == before + 1
    asked = one(talk.go_on(), Asked)
    assert one(talk.hint("nonsense"), Said).code == "chat-no-such-question"
    assert one(talk.answer("nonsense", "x"), Said).code == "chat-no-such-question"
    later = talk.id_of(2)
    assert one(talk.answer(later, "x"), Said).code == "chat-not-its-turn"
    assert one(talk.explain(later), Said).code == "chat-answer-first"
    talk.finish()
    assert isinstance(talk.finish()[0], Ended)
    assert talk.give_back() == 0
    keys = [entry.key for entry in read_log(study.store)]
    assert len(keys) == len(set(keys))


def test_replies_are_json_and_tell_no_answer_before_its_time(study: Study) -> None:
    talk = talk_of(study)
    asked = one(talk.question(), Asked)
    hint = one(talk.hint(asked.id), Hinted)
    for reply in (asked, hint):
        assert word_of(asked) not in repr(reply_object(reply))
    assert reply_object(asked) | {"id": "", "asks": ""} == {
        "kind": "question", "id": "", "form": "typed", "number": 1, "count": 3, "again": False, "section": "Words",
        "instruction": "quiz-card", "asks": "", "lines": [],
    }  # fmt: skip
    assert reply_object(one(talk.answer(asked.id, word_of(asked)), Told))["right"] is True
    assert reply_object(one(talk.finish(), Ended))["report"]["total"]["right"] == 1


def test_every_word_that_is_replied_has_a_text() -> None:
    source = Path(__file__).parents[2] / "studykit" / "quiz"
    import re

    codes = set()
    for path in source.glob("chat*.py"):
        codes |= set(re.findall(r'said\(\s*"([a-z-]+)"', path.read_text(encoding="utf-8")))
        codes |= set(re.findall(r'"(chat-[a-z-]+)" if', path.read_text(encoding="utf-8")))
    codes |= {f"chat-how-{kind.value}" for kind in QuestionKind}
    assert len(codes) > 20
    assert not codes - set(texts())
