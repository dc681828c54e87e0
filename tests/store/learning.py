"""A small world to review in: a store with faces, the real scheduler, and answers made as a session makes them."""

import sqlite3
import tempfile
from collections.abc import Sequence
from datetime import UTC
from functools import cache
from pathlib import Path

from studykit.model.ids import CardId
from studykit.model.options import Options
from studykit.model.review import FaceKey, LogEntry, Rating, Standing
from studykit.scheduling.answer import logged, outcomes
from studykit.scheduling.day import moment
from studykit.scheduling.memory import Model
from studykit.scheduling.replay import replay as replay_with
from studykit.store.db import open_store, transaction
from studykit.store.faces import Place, read_learned
from studykit.store.placing import StandingCard, sync_faces
from studykit.store.reviews import Recorded, record

START_MS = 1_795_330_800_000
"""22 November 2026, 07:00 UTC."""
OPTIONS = Options(fuzz=False)
_MODEL = Model()


def replay(entries: Sequence[LogEntry]) -> Standing:
    """What the store is handed in earnest: FSRS with the default parameters."""
    return replay_with(entries, _MODEL)


def cards(count: int, deck: str = "Vault::Section") -> list[StandingCard]:
    """Cards with one face each, in one deck."""
    place = Place(deck, f"{deck}.md", "Section", "note.md")
    return [StandingCard(CardId(f"card{number:06d}"), ("0",), place, number) for number in range(count)]


def key(number: int) -> FaceKey:
    """The face of one of `cards`."""
    return FaceKey(CardId(f"card{number:06d}"), "0")


def new_store(folder: Path, count: int = 3) -> sqlite3.Connection:
    """An open store with some new faces."""
    store = open_store(folder)
    with transaction(store):
        sync_faces(store, cards(count))
    return store


def quick_store(folder: Path, count: int = 3) -> sqlite3.Connection:
    """`new_store` for laws that need hundreds: a copy of one that is made once, and nothing waits for the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.db").write_bytes(_template(count))
    store = open_store(folder)
    store.execute("PRAGMA synchronous = OFF")
    return store


@cache
def _template(count: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        new_store(Path(folder), count).close()
        return Path(folder, "study.db").read_bytes()


def standing(store: sqlite3.Connection, face: FaceKey) -> Standing:
    """What a face stands at."""
    learned = read_learned(store, face)
    return learned.standing if learned else Standing()


def decide(
    before: Standing, face: FaceKey, name: str, at_ms: int, rating: Rating = Rating.GOOD, machine: str = "here"
) -> tuple[LogEntry, Standing]:
    """An answer as a session decides it: its entry, and the standing it leads to."""
    outcome = outcomes(before, OPTIONS, _MODEL, moment(at_ms, UTC), face).of(rating)
    return logged(outcome, face, key=name, took_ms=4000, machine=machine), outcome.standing


def answer(
    store: sqlite3.Connection, face: FaceKey, name: str, at_ms: int, rating: Rating = Rating.GOOD,
    machine: str = "here",
) -> Recorded:  # fmt: skip
    """Decide on the state that stands and record it."""
    before = standing(store, face)
    entry, after = decide(before, face, name, at_ms, rating, machine)
    return record(store, entry, before, after, replay)
