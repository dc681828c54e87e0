"""The plain quiz and the exports, as a person or a pipe runs them; and a quiz that is killed."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from studykit.cli.quiz_lines import Said, read_line
from studykit.flows.workspace import open_workspace
from studykit.model.card import Option
from studykit.model.review import Rating, ReviewKind
from studykit.quiz.grading import Expected
from studykit.quiz.judging import Given
from studykit.quiz.question import Matching, OneOf, Ordering, Origin, Question, SeveralOf, TrueFalse, Written
from studykit.store import db
from studykit.store.log import read_log
from studykit.store.quizzes import read_decisions, read_quizzes
from tests.flows.fortnight import copy_workspace

HERE = Origin("note.md", "deck")
OPTIONS = tuple(Option(text, text == "b") for text in "abc")


def asked(body: OneOf | SeveralOf | TrueFalse | Written | Matching | Ordering) -> Question:
    return Question("id", "quiz-card", "asks", body, HERE)


WORDS = ("alpha wave", "beta decay", "gamma ray", "delta method", "epsilon greedy")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The reference decks, and one of five short answers."""
    folder = copy_workspace(tmp_path / "ws")
    cards = [
        f"Q: What is number {n} called?\nA: {word}\n<!-- card {f'{n}' * 10} by me mod 2026-11-22T15:31:37Z -->\n"
        for n, word in enumerate(WORDS, 1)
    ]
    (folder / "decks" / "words.md").write_text("---\ndeck: Words\n---\n\n" + "\n".join(cards), encoding="utf-8")
    return folder


def command(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "studykit", "--workspace", str(folder), *arguments]


def studykit(folder: Path, *arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(folder, *arguments), input=typed, capture_output=True, text=True, encoding="utf-8",
        env=os.environ | {"STUDYKIT_LANG": "en"} | environment,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "line", "meant"),
    [
        (OneOf(OPTIONS), "b", Given(picked=(1,))),
        (OneOf(OPTIONS), "Ｂ", Given(picked=(1,))),
        (OneOf(OPTIONS), " b. ", Given(picked=(1,))),
        (SeveralOf(OPTIONS), "c，a", Given(picked=(0, 2))),
        (SeveralOf(OPTIONS), "ａｃ", Given(picked=(0, 2))),
        (TrueFalse("t", "g", True, "g"), "对", Given(picked=(1,))),
        (TrueFalse("t", "g", True, "g"), "ｆ", Given(picked=(0,))),
        (Matching(("x", "y"), ("1", "2", "3"), (0, 1)), "1c 2a", Given(picked=(2, 0))),
        (Ordering(("x", "y", "z"), (2, 0, 1)), "c a b", Given(picked=(2, 0, 1))),
        (Written(Expected("0.9")), " 0.9 ", Given("0.9")),
        (Written(Expected("h")), "=h", Given("h")),
        (Written(Expected("h")), "－", Given()),
    ],
)
def test_what_an_answer_means(body: OneOf, line: str, meant: Given) -> None:
    assert read_line(line, asked(body), exam=False) == Said(given=meant)


@pytest.mark.parametrize(
    ("body", "line", "key"),
    [
        (OneOf(OPTIONS), "ｈ", "h"),
        (OneOf(OPTIONS), "？", "?"),
        (OneOf(OPTIONS), "d", "!"),
        (OneOf(OPTIONS), "ab", "!"),
        (TrueFalse("t", "g", True, "g"), ":f", "f"),
        (Ordering(("x", "y", "z"), (2, 0, 1)), "aab", "!"),
        (Written(Expected("x")), "h", "h"),
    ],
)
def test_what_a_key_means(body: OneOf, line: str, key: str) -> None:
    assert read_line(line, asked(body), exam=False) == Said(key)


def test_in_an_exam_a_number_goes_there() -> None:
    assert read_line("１２", asked(OneOf(OPTIONS)), exam=True) == Said("g", 12)
    assert read_line("12", asked(Written(Expected("12"))), exam=True) == Said(given=Given("12"))
    assert read_line("g 12", asked(Written(Expected("12"))), exam=True) == Said("g", 12)


def test_a_quiz_by_lines_ends_in_a_report(folder: Path, tmp_path: Path) -> None:
    page, text = tmp_path / "report.html", tmp_path / "report.md"
    done = studykit(
        folder, "quiz", "Words", "--plain", "--kind", "typed", "--count", "2", "--seed", "1",
        "--md", str(text), "--html", str(page), typed="h\nf\n-\nv\n\nno such thing\no\n\n-\n\nn\n",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "2 questions, seed 1" in done.stdout
    assert "It begins with" in done.stdout or "characters" in done.stdout or "Hint" in done.stdout
    assert "“no such thing” is accepted from now on." in done.stdout
    assert "Result: 1 of 2 right (50%)" in done.stdout
    assert "Read again, in this order:" in done.stdout
    assert "Count each as one Again now? y / N" in done.stdout
    assert "The schedule stays as it is." in done.stdout
    assert text.read_text(encoding="utf-8").startswith("# Quiz")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_chinese_quiz_takes_full_width_keys_and_gives_back(folder: Path) -> None:
    arguments = ("quiz", "Words", "--plain", "--kind", "typed", "--count", "1", "--seed", "1")
    done = studykit(folder, *arguments, typed="？\nｆ\nｈ\n不知道\n\n－\n\nＹ\n", STUDYKIT_LANG="zh")
    assert "共 1 题" in done.stdout
    assert "用自己的话" not in done.stdout
    assert "已标记。" in done.stdout
    assert "成绩：1 题答对 0 题" in done.stdout
    assert "1 张卡片很快会再出现。" in done.stdout
    with closing(db.open_store(open_workspace(folder).store)) as store:
        log = [(entry.kind, entry.rating) for entry in read_log(store)]
    assert log == [(ReviewKind.QUIZ, Rating.AGAIN), (ReviewKind.LEARN, Rating.AGAIN)]


def test_the_result_as_json_and_the_history(folder: Path) -> None:
    done = studykit(
        folder, "quiz", "Words", "--json", "--kind", "typed", "--count", "1", "--seed", "1", typed="-\n\n-\n\n"
    )
    result = json.loads(done.stdout)
    assert result["ended"]
    assert result["total"]["asked"] == 1
    assert result["schedule"]["open"] == 1
    history = json.loads(studykit(folder, "quiz", "--history", "--json").stdout)["quizzes"]
    assert [one["quiz"] for one in history] == [result["quiz"]]
    assert "practice  0/1 (0%)" in studykit(folder, "quiz", "--history").stdout


def test_an_exam_by_lines_is_judged_when_it_is_submitted(folder: Path) -> None:
    typed = "a thing\np\nn\ng 1\nanother\ng 3\nh\ns\n"
    done = studykit(
        folder, "quiz", "Words", "--exam", "20", "--kind", "typed", "--count", "3", "--seed", "1", typed=typed
    )
    assert done.returncode == 0, done.stderr
    assert "An exam of 20 minutes" in done.stdout
    assert "answered: a thing" in done.stdout
    assert "An exam gives no hints." in done.stdout
    assert "✗" not in done.stdout.partition("Result:")[0]
    assert "Result: 0 of 3 right" in done.stdout


def test_what_is_not_there_is_said(folder: Path) -> None:
    assert studykit(folder, "quiz", "--resume").returncode == 2
    assert "is no deck" in studykit(folder, "quiz", "nonsense", "--plain").stderr
    done = studykit(folder, "export", "nonsense", "--format", "csv", "--out", str(folder / "x.csv"))
    assert done.returncode == 2
    assert not (folder / "x.csv").exists()


@pytest.mark.parametrize("form", ["gift", "md", "tsv", "csv", "json", "apkg"])
def test_every_format_is_written(folder: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"deck.{form}"
    done = studykit(folder, "export", "DPO", "--format", form, "--out", str(out), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["count"] > 3
    assert out.stat().st_size > 100


def test_a_killed_quiz_lost_nothing(folder: Path) -> None:
    """Kill it as soon as a verdict was seen: the answer is there, once, and the next question is the next one."""
    arguments = ["quiz", "Words", "--kind", "typed", "--count", "5", "--seed", "1", "--plain"]
    told = 0
    for round_ in range(4):
        process = subprocess.Popen(
            command(folder, *arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, encoding="utf-8", env=os.environ | {"STUDYKIT_LANG": "en", "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("no such thing\n")
        process.stdin.flush()
        seen = []
        for line in process.stdout:
            seen.append(line)
            if line.startswith("✗"):
                told += 1
                break
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
        assert any(line.startswith(f"[{round_ + 1}/") for line in seen), seen
        arguments = ["quiz", "--resume", "--plain"]
    with closing(db.open_store(open_workspace(folder).store)) as store:
        (kept,) = read_quizzes(store)
        assert len(read_decisions(store, kept.name)[0]) == told == 4
        log = list(read_log(store))
        assert len(log) == 4
        assert len({(entry.card, entry.face) for entry in log}) == 4
