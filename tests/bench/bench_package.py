"""What writing 100,000 notes costs: ours, plain SQLite with a zip, and genanki, each in a process of its own.

    python -m tests.bench.bench_package [--notes 100000] [--rounds 3]

All three get the same notes from the same generator. The baseline inserts ready rows into the same schema and deflates
the file at our level; it computes no checksum, no ids, and checks nothing. Ours does, and reads the package back.
Rounds are paired and taken in turn, as the machine is shared; CPU seconds (user and system) count, the median of them.
"""

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from studykit.anki.fields import PackageNote

GOALS = {"raw": 2.0, "genanki": 0.75}
PEAK_GOAL = 100.0
MODIFIED = 1_790_000_000


def notes(count: int) -> Iterator[PackageNote]:
    """Notes of about 200 bytes, Chinese and English, eight to a topic, in ten decks."""
    for number in range(count):
        front = f"第 {number} 题：GRPO 用什么代替<b>价值模型</b>（Critic）？ What replaces the critic &amp; why?"
        back = f"同一问题的一组回答的奖励：减去组均值、除以组标准差，就是优势。 Group mean, {number * 7919 % 99991}."
        yield PackageNote(
            guid=f"g{number:09d}",
            notetype="basic",
            fields=(front, back, "", "", f"笔记 {number // 8}", "理论", "", "", f"i{number}", "", "", ""),
            deck=f"强化学习::第 {number % 10} 章",
            tags=("rl::grpo",),
            mod=MODIFIED,
            due=number,
        )


def ours(path: Path, count: int) -> None:
    from studykit.anki.package import write_package

    write_package(path, notes(count), {})


def raw(path: Path, count: int) -> None:
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    database = path.with_suffix(".anki2")
    connection = sqlite3.connect(database)
    connection.executescript(APKG_SCHEMA + APKG_COL)
    connection.executemany(
        "INSERT INTO notes VALUES (?, ?, 1, ?, -1, ' rl::grpo ', ?, ?, 0, 0, '')",
        (
            (place, note.guid, note.mod, "\x1f".join(note.fields), note.fields[0])
            for place, note in enumerate(notes(count), 1)
        ),
    )
    connection.executemany(
        "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
        ((place, place, place % 10, MODIFIED, place) for place in range(1, count + 1)),
    )
    connection.commit()
    connection.close()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.write(database, "collection.anki2")
        package.writestr("media", "{}")


def genanki(path: Path, count: int) -> None:
    import genanki as library

    from studykit.anki.notetypes import NOTETYPES

    basic = NOTETYPES["basic"]
    model = library.Model(
        basic.id,
        basic.name,
        fields=[{"name": name} for _, name in basic.fields],
        templates=[{"name": side.name, "qfmt": side.front, "afmt": side.back} for side in basic.templates],
    )
    decks: dict[str, library.Deck] = {}
    for note in notes(count):
        if note.deck not in decks:
            decks[note.deck] = library.Deck(1_500_000_000_000 + len(decks), note.deck)
        decks[note.deck].add_note(
            library.Note(model, list(note.fields), guid=note.guid, tags=list(note.tags), due=note.due)
        )
    library.Package(list(decks.values())).write_to_file(str(path), timestamp=MODIFIED)


def generator(path: Path, count: int) -> None:
    for _ in notes(count):
        pass
    path.touch()


WRITERS: dict[str, Callable[[Path, int], None]] = {"ours": ours, "raw": raw, "genanki": genanki, "generator": generator}


def measure(name: str, count: int) -> dict[str, float]:
    """CPU seconds, peak MiB and MB written of one writer, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "deck.apkg")
        before = resource.getrusage(resource.RUSAGE_SELF)
        WRITERS[name](path, count)
        after = resource.getrusage(resource.RUSAGE_SELF)
        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return {
            "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            "peak": after.ru_maxrss / unit,
            "size": path.stat().st_size / 1e6,
        }


def run(count: int, rounds: int) -> dict[str, dict[str, float]]:
    """The medians of some rounds, each writer in a fresh process."""
    results: dict[str, list[dict[str, float]]] = {name: [] for name in WRITERS}
    for _ in range(rounds):
        for name, found in results.items():
            command = [sys.executable, "-m", "tests.bench.bench_package", "--one", name, "--notes", str(count)]
            answer = subprocess.run(command, check=True, capture_output=True, text=True)
            found.append(json.loads(answer.stdout))
    return {name: {key: median(result[key] for result in found) for key in found[0]} for name, found in results.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", choices=tuple(WRITERS))
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.notes)))
        return 0
    results = run(arguments.notes, arguments.rounds)
    mine = results["ours"]
    print(f"{arguments.notes} notes, median of {arguments.rounds}")
    print(f"{'writer':<10} {'CPU s':>7} {'peak MiB':>9} {'MB':>7} {'ours/it':>8}")
    for name, result in results.items():
        ratio = mine["cpu"] / result["cpu"]
        print(f"{name:<10} {result['cpu']:>7.2f} {result['peak']:>9.1f} {result['size']:>7.1f} {ratio:>8.2f}")
    kept = mine["peak"] <= PEAK_GOAL and all(mine["cpu"] <= goal * results[name]["cpu"] for name, goal in GOALS.items())
    print(f"goals (2.0 × raw, 0.75 × genanki, 100 MiB): {'kept' if kept else 'MISSED'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
