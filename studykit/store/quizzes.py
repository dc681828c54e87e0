"""Quizzes in the store: the very questions, each decision as it was made, and what the quiz came to in the end.

A decision is on the disk when `add_decision` returns; a quiz that was broken off is its questions and its decisions.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from studykit.model.review import FaceKey
from studykit.quiz.decisions import Decision
from studykit.quiz.question import Question
from studykit.quiz.saving import decision_object, question_object, read_decision, read_question
from studykit.store.log import Replay, counts, insert_undo, read_entry, settle
from studykit.store.transactions import transaction

Object = dict[str, Any]


class KeptQuiz(NamedTuple):
    """A quiz as it lies in the store, without its questions."""

    number: int
    name: str
    wanted: Object
    """What was asked for, as the flow put it."""
    started_ms: int
    seen_ms: int
    """When it was opened last."""
    away_ms: int
    """How long it lay closed."""
    ended_ms: int
    """0 for one that is still open."""
    report: Object
    """What it came to, as JSON has it; empty for one that is still open."""


class LoggedAnswer(NamedTuple):
    """An entry of the review log that a quiz made."""

    key: str
    rating: int
    kind: str
    undone: bool


_KEPT: Final = "number, name, wanted, started_ms, seen_ms, away_ms, ended_ms, report"


def add_quiz(
    store: sqlite3.Connection, name: str, wanted: Object, questions: Iterable[Question], started_ms: int
) -> None:
    """Keep a quiz that begins."""
    asked = _dump([question_object(question) for question in questions])
    with transaction(store):
        store.execute(
            "INSERT INTO quizzes (name, wanted, questions, started_ms, seen_ms, away_ms, ended_ms, report) "
            "VALUES (?, ?, ?, ?, ?, 0, 0, '{}')",
            (name, _dump(wanted), asked, started_ms, started_ms),
        )


def add_decision(store: sqlite3.Connection, quiz: str, number: int, at_ms: int, decision: Decision) -> bool:
    """Keep a decision, the `number`th of its quiz. False where another process has gone on with the quiz meanwhile."""
    with transaction(store):
        cursor = store.execute(
            "INSERT INTO quiz_decisions (quiz, number, at_ms, decision) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (quiz, number, at_ms, _dump(decision_object(decision))),
        )
    return cursor.rowcount == 1


def read_quiz(store: sqlite3.Connection, name: str) -> KeptQuiz | None:
    """One quiz by its name."""
    row = store.execute(f"SELECT {_KEPT} FROM quizzes WHERE name = ?", (name,)).fetchone()
    return None if row is None else _kept(row)


def read_quizzes(store: sqlite3.Connection, *, ended: bool | None = None) -> list[KeptQuiz]:
    """All quizzes, the last one first; with `ended` only those that have, or have not."""
    rows = store.execute(
        f"SELECT {_KEPT} FROM quizzes WHERE :ended IS NULL OR (ended_ms > 0) = :ended ORDER BY number DESC",
        {"ended": ended},
    )
    return [_kept(row) for row in rows]


def read_questions(store: sqlite3.Connection, name: str) -> tuple[Question, ...]:
    """The questions of a quiz."""
    row = store.execute("SELECT questions FROM quizzes WHERE name = ?", (name,)).fetchone()
    return () if row is None else tuple(map(read_question, json.loads(row[0])))


def read_decisions(store: sqlite3.Connection, name: str) -> tuple[list[Decision], int]:
    """The decisions of a quiz in their order, and the time of the last one; 0 where there is none."""
    rows = store.execute(
        "SELECT decision, at_ms FROM quiz_decisions WHERE quiz = ? ORDER BY number", (name,)
    ).fetchall()
    return [read_decision(json.loads(decision)) for decision, _ in rows], rows[-1][1] if rows else 0


def keep_away(store: sqlite3.Connection, name: str, away_ms: int, seen_ms: int) -> None:
    """Say how long a quiz lay closed, all in all, and that it is open again."""
    with transaction(store):
        store.execute("UPDATE quizzes SET away_ms = ?, seen_ms = ? WHERE name = ?", (away_ms, seen_ms, name))


def keep_report(store: sqlite3.Connection, name: str, ended_ms: int, report: Object) -> None:
    """Keep what a quiz came to, and that it has ended."""
    with transaction(store):
        store.execute("UPDATE quizzes SET ended_ms = ?, report = ? WHERE name = ?", (ended_ms, _dump(report), name))


def keep_name(store: sqlite3.Connection, quiz: str, about: Sequence[str], name: str, *, right: bool) -> None:
    """Remember a name that a person said was right, of a note or of a face; or forget it again."""
    with transaction(store):
        for one in about:
            if right:
                store.execute("INSERT INTO quiz_names VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (one, name, quiz))
            else:
                store.execute("DELETE FROM quiz_names WHERE about = ? AND name = ? AND quiz = ?", (one, name, quiz))


def read_names(store: sqlite3.Connection) -> Mapping[str, tuple[str, ...]]:
    """The names that a person said were right, by what they are of."""
    found: dict[str, tuple[str, ...]] = {}
    for about, name in store.execute("SELECT about, name FROM quiz_names ORDER BY about, name"):
        found[about] = (*found.get(about, ()), name)
    return found


def read_logged(store: sqlite3.Connection, prefix: str) -> list[LoggedAnswer]:
    """The entries of the log whose keys begin so, in their order."""
    rows = store.execute(
        "SELECT key, rating, kind, undone FROM reviews WHERE key >= ? AND key < ? ORDER BY seq",
        (prefix, prefix + "\U0010ffff"),
    )
    return [LoggedAnswer(key, rating, kind, bool(undone)) for key, rating, kind, undone in rows]


def take_back(store: sqlite3.Connection, key: str, at_ms: int, machine: str, replay: Replay) -> None:
    """Take an answer back that cannot be undone as the last action of its session any more."""
    with transaction(store):
        entry = read_entry(store, key)
        if insert_undo(store, key, at_ms, machine) and entry is not None and counts(entry):
            settle(store, FaceKey(entry.card, entry.face), replay)


class PlaceRow(NamedTuple):
    """Where cards stand: the cards that were made from one note, in one deck file."""

    number: int
    deck: str
    file: str
    note: str
    """The link's target, as the cards have it."""


class FaceRow(NamedTuple):
    """A face that may be asked, with what is remembered of it."""

    key: FaceKey
    place: int
    stability: float
    """0 for a face that was never answered."""
    last_day: int
    leech: bool


def read_places(store: sqlite3.Connection) -> list[PlaceRow]:
    """Every place of a deck that is learned here."""
    rows = store.execute("SELECT p.id, d.name, p.file, p.note FROM study_places p JOIN study_decks d ON d.id = p.deck")
    return [PlaceRow(*row) for row in rows]


def read_learned_faces(store: sqlite3.Connection, *, new: bool) -> list[FaceRow]:
    """The faces that were answered before, those of leeches among them, or the ones that never were."""
    asked = "state = 0 AND active = 1 AND suspended = 0" if new else "state > 0 AND active = 1"
    rows = store.execute(
        "SELECT card, face, place, stability, last_day, leech FROM faces "
        f"WHERE {asked} AND (suspended = 0 OR leech = 1)"
    )
    return [FaceRow(FaceKey(card, face), *rest) for card, face, *rest in rows]


def _kept(row: Sequence[Any]) -> KeptQuiz:
    number, name, wanted, started_ms, seen_ms, away_ms, ended_ms, report = row
    return KeptQuiz(number, name, json.loads(wanted), started_ms, seen_ms, away_ms, ended_ms, json.loads(report))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
