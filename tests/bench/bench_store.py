"""How long an answer takes to be safe, and what is due to be found among a million cards.

    python -m tests.bench.bench_store [CARDS]

An answer is compared with the least that any program must do to keep a few bytes: write them and flush the file. The
two take turns, and it is the wall that counts, as the disk does the work. Reading is compared with a scan of the same
table and counted in CPU time, each with a connection that has nothing cached.
"""

import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from studykit.model.review import Learning, Memory, New, Review, Standing
from studykit.store.counts import count_decks
from studykit.store.db import open_store, transaction
from studykit.store.due import due_in_steps, due_reviews, new_faces
from studykit.store.faces import MARKS, MEMORY, Marks, marks_columns, standing_columns
from studykit.store.log import verify
from studykit.store.placing import sync_faces
from studykit.store.reviews import record
from tests.bench.measure import print_table, verdict
from tests.store.learning import START_MS, answer, cards, decide, key, new_store, replay, standing

T = TypeVar("T")

TODAY = 739_942
DUE = 20_000
DECKS = 500
ROUNDS = 5


def main(count: int) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:  # /tmp may be in memory
        root = Path(folder)
        committing(root)
        placing(root)
        replaying(root)
        rows = [("reading", "faces", "rows", "ms", "a scan, ms", "goal", "")]
        small, large = make(root / "small", DUE, DUE // 10), make(root / "large", count, DUE)
        everything = "SELECT count(*) FROM faces NOT INDEXED WHERE state = 2 AND active = 1 AND due_day <= ?"
        for folder_of, faces, goal in ((small, DUE, 10.0), (large, count, 100.0)):
            scanned, _ = cpu(folder_of, lambda store: store.execute(everything, (TODAY,)).fetchall())
            took, found = cpu(folder_of, lambda store: count_decks(store, TODAY, START_MS))
            total = str(sum(map(sum, found.values())))
            rows.append(("counts by deck", f"{faces:,}", total, *figures(took, scanned, goal)))
        scanned, _ = cpu(large, lambda store: store.execute(everything, (TODAY,)).fetchall())
        took, queue = cpu(large, todays_rows)
        rows.append(("today's rows", f"{count:,}", str(queue), *figures(took, scanned, 120.0)))
        print_table("What is due (CPU)", rows)


def committing(root: Path) -> None:
    """An answer against a write and a flush."""
    bare: list[float] = []
    whole: list[float] = []
    with closing(new_store(root / "answers", 200)) as store, (root / "bare").open("wb", buffering=0) as file:
        for number in range(600):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fdatasync(file.fileno())
            bare.append(time.perf_counter() - began)
            face = key(number % 200)
            before = standing(store, face)
            entry, after = decide(before, face, f"k{number}", START_MS + number * 1000)
            began = time.perf_counter()
            record(store, entry, before, after, replay)
            whole.append(time.perf_counter() - began)
    ratio = median(whole) / median(bare)
    rows = [("what", "median ms", "p99 ms", "times", "goal", "")]
    for name, times in (("write and fdatasync", bare), ("record an answer", whole)):
        mine = times is whole
        late = quantiles(times, n=100)[98]
        rows.append(
            (
                name, f"{1000 * median(times):.3f}", f"{1000 * late:.3f}", f"{ratio if mine else 1:.2f}",
                "2.50" if mine else "", verdict(ratio, 2.5) if mine else "",
            )
        )  # fmt: skip
    print_table("An answer on the disk (wall)", rows)


def placing(root: Path) -> None:
    """5,000 cards that are new, and again."""
    rows = [("5,000 cards", "ms", "goal", "")]
    with closing(new_store(root / "placing", 0)) as store:
        many = cards(5000)
        for name in ("new", "as they were"):
            began = time.process_time()
            with transaction(store):
                sync_faces(store, many)
            took = 1000 * (time.process_time() - began)
            rows.append((name, f"{took:.1f}", "100", verdict(took, 100)))
    print_table("Taking in deck files (CPU)", rows)


def replaying(root: Path) -> None:
    """The whole log against all states, as `studykit doctor --replay` does it."""
    with closing(new_store(root / "replaying", 500)) as store:
        store.execute("PRAGMA synchronous = OFF")
        for number in range(5000):
            answer(store, key(number % 500), f"k{number}", START_MS + number * 50_000_000)
        began = time.process_time()
        assert verify(store, replay) == []
        rate = 5000 / (time.process_time() - began)
    rows = [("the log", "reviews a CPU second", ""), ("read, replayed, compared", f"{rate:,.0f}", "")]
    print_table("Replay from the store", rows)


def todays_rows(store: sqlite3.Connection) -> int:
    """All that a day's queue is built from: 20 new a deck."""
    decks = [name for (name,) in store.execute("SELECT name FROM study_decks")]
    steps = due_in_steps(store, TODAY, START_MS, lambda at_ms: at_ms // 86_400_000 + 719_163)
    return len(due_reviews(store, TODAY)) + len(steps) + len(new_faces(store, TODAY, dict.fromkeys(decks[:20], 20)))


def make(folder: Path, count: int, due: int) -> Path:
    """A store with so many faces in 500 decks: 60 % new, the rest learned, so many of them due."""
    chance = random.Random(1)

    def faces() -> Iterator[tuple[object, ...]]:
        for number in range(count):
            place, dice = chance.randrange(count // 10), chance.random() * count
            memory, last = Memory(round(chance.random() * 300, 4), 5.0), START_MS - 10**9
            state: New | Learning | Review = New()
            if dice < due:
                state = Review(memory, 10, TODAY - chance.randrange(9), last, TODAY - 20)
            elif dice < due + 500:
                state = Learning(memory, 1, START_MS - 1000, last, TODAY)
            elif dice < 0.4 * count:
                state = Review(memory, 10, TODAY + 1 + chance.randrange(300), last, TODAY - 20)
            card = f"{number * 0x9E3779B97F4A7 % (1 << 50):010x}"
            learned = standing_columns(Standing(state, 5))
            yield (
                card, "0", place, place % DECKS, number, 1, 1, *learned, *marks_columns(Marks()),
            )  # fmt: skip

    with closing(open_store(folder)) as store, transaction(store):
        decks = [(number, f"Vault::Area {number % 20}::Section {number}") for number in range(DECKS)]
        store.executemany("INSERT INTO study_decks VALUES (?, ?)", decks)
        store.executemany(
            "INSERT INTO study_places VALUES (?, ?, ?, ?, ?)",
            [
                (n, n % DECKS, f"Area/Section {n % DECKS}.md", f"Area / Section {n % DECKS}", f"folder/note {n}.md")
                for n in range(count // 10)
            ],
        )
        names = ("card", "face", "place", "deck", "position", "listed", "active", *MEMORY, *MARKS)
        marks = ", ".join("?" * len(names))
        store.executemany(f"INSERT INTO faces ({', '.join(names)}) VALUES ({marks})", faces())
    return folder


def cpu(folder: Path, work: Callable[[sqlite3.Connection], T]) -> tuple[float, T]:
    """The median of a few times, in milliseconds, and what the work gave."""
    times = []
    for _ in range(ROUNDS):
        with closing(open_store(folder)) as store:
            began = time.process_time()
            found = work(store)
            times.append(1000 * (time.process_time() - began))
    return median(times), found


def figures(took: float, scanned: float, goal: float) -> tuple[str, str, str, str]:
    """The last columns of a row."""
    return f"{took:.1f}", f"{scanned:.1f}", f"{goal:.0f}", verdict(took, goal)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
