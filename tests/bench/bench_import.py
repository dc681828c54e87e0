"""What taking in a package of others costs: ours and the real Anki, each in a process of its own, by turns.

    python -m tests.bench.bench_import [--notes 10000] [--reviews 100000] [--rounds 3]

Both import the same package, which Anki itself wrote: notes of five types in four decks, media, a log; half of the
cards have FSRS's memory, and for the others ours converts it. What counts is the CPU (user and system) that the import
itself takes, without the start of the interpreter and the opening of an empty store or collection; the peak of memory
is the whole process's.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.measure import MIB

GOAL = 5.0
PEAK_GOAL = 150.0


def write(folder: Path, notes: int, reviews: int) -> Path:
    """The package that is imported."""
    from anki.collection import Collection

    from tests.anki.foreign_world import exported, fill

    folder.mkdir(parents=True, exist_ok=True)
    collection = Collection(str(folder / "source.anki2"))
    fill(collection, notes, answers=max(2, round(reviews / (notes * 1.5 * 0.75))))
    path = exported(collection, folder / "foreign.apkg")
    collection.close()
    return path


def ours(package: Path, folder: Path) -> dict[str, Any]:
    from studykit.flows.importing.package import import_file
    from studykit.flows.learning.study import open_study
    from studykit.flows.workspace import open_workspace

    (folder / "vault").mkdir(parents=True)
    with open_study(open_workspace(folder)) as study:
        began = time.process_time()
        came = import_file(study, package)
        taken = time.process_time() - began
    assert came.foreign is not None
    return {"cpu": taken, "notes": came.foreign.new, "cards": came.foreign.cards, "reviews": came.foreign.reviews}


def anki(package: Path, folder: Path) -> dict[str, Any]:
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    folder.mkdir(parents=True)
    collection = Collection(str(folder / "collection.anki2"))
    options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
    began = time.process_time()
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))
    taken = time.process_time() - began
    counts = {
        "notes": collection.note_count(), "cards": collection.card_count(),
        "reviews": collection.db.scalar("select count() from revlog where type < 4"),
    }  # fmt: skip
    collection.close()
    return {"cpu": taken, **counts}


def once(which: str, package: Path, folder: Path) -> dict[str, Any]:
    """One import in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.bench_import", "--as", which, "--package", str(package)]
    done = subprocess.run([*command, "--folder", str(folder)], check=True, capture_output=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--as", dest="which", choices=("ours", "anki", "write"))
    parser.add_argument("--package", type=Path)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.which == "write":
        print(write(given.folder, given.notes, given.reviews))
        return 0
    if given.which is not None:
        found = {"ours": ours, "anki": anki}[given.which](given.package, given.folder)
        print(json.dumps({**found, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB}))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        counts = ["--notes", str(given.notes), "--reviews", str(given.reviews)]
        command = [sys.executable, "-m", "tests.bench.bench_import", "--as", "write", "--folder", name, *counts]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # a parent's peak would be its children's too
        runs: dict[str, list[dict[str, Any]]] = {"anki": [], "ours": []}
        for number in range(given.rounds):
            for which, kept in runs.items():
                kept.append(once(which, folder / "foreign.apkg", folder / f"{which}{number}"))
        for which, kept in runs.items():
            last = kept[-1]
            cpu, peak = median(run["cpu"] for run in kept), max(run["peak"] for run in kept)
            counted = ", ".join(f"{last[key]} {key}" for key in ("notes", "cards", "reviews"))
            print(f"{which}: {cpu:.2f} s of CPU, {peak:.0f} MiB ({counted})")
        ratio = median(one["cpu"] / other["cpu"] for one, other in zip(runs["ours"], runs["anki"], strict=True))
        peak = max(run["peak"] for run in runs["ours"])
    good = ratio <= GOAL and peak <= PEAK_GOAL
    print(f"{ratio:.2f} times Anki's CPU (at most {GOAL:g}), {peak:.0f} MiB (at most {PEAK_GOAL:g}): "
          f"{'ok' if good else 'MISSED'}")  # fmt: skip
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
