"""How many notes a CPU second are drafted and checked by rules: units, rules, lints, quotes; the scan is not counted.

python -m tests.bench.bench_drafting [--notes 1000] [--profile vault|cards]
"""

import argparse
import gc
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from studykit.config import Config
from studykit.drafting import rules
from studykit.drafting.lints import check_together
from studykit.flows.drafting.draft import draft_all
from studykit.flows.drafting.units import units_of
from studykit.flows.reading.scan import Scan, read_document, scan
from studykit.model.event import silent
from tests.bench.bench_vault import make_vault
from tests.bench.generate import PROFILES
from tests.bench.measure import print_table

GOAL = 400
_ROUNDS = 3

Result = TypeVar("Result")


class Stages:
    """CPU seconds by stage, the least of all rounds: the machine is shared, and what disturbs only adds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def timed(self, stage: str, work: Callable[[], Result]) -> Result:
        """Do some work as a stage."""
        start = time.process_time()
        result = work()
        took = time.process_time() - start
        self.seconds[stage] = min(took, self.seconds.get(stage, took))
        return result


def one_round(scanned: Scan, stages: Stages) -> int:
    """Each stage once, by itself and as a whole; how many drafts that gave."""
    notes = [scanned.notes[concept.note] for concept in scanned.concepts]
    stages.timed("of units: reading notes again", lambda: [read_document(scanned.root, note) for note in notes])
    units = stages.timed("units", lambda: [unit for _, group in units_of(scanned) for unit in group])
    stages.timed("rules", lambda: [rules.draft(unit) for unit in units])
    found = stages.timed("all, with lints and quotes", lambda: draft_all(scanned, Config(), None, silent))
    kept = [draft for _, drafts in found.concepts for draft in drafts]
    stages.timed("drafts with each other, beside it", lambda: check_together(kept))
    return len(kept)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=1000)
    parser.add_argument("--profile", choices=PROFILES, default="vault")
    arguments = parser.parse_args()
    notes, stages = arguments.notes, Stages()
    gc.disable()
    with tempfile.TemporaryDirectory() as folder:
        vault = make_vault(Path(folder) / "vault", notes, arguments.profile)
        size = sum(path.stat().st_size for path in vault.rglob("*.md")) / notes
        scanned = scan(vault, Config(), silent)
        [drafted] = {one_round(scanned, stages) for _ in range(_ROUNDS)}
    whole = stages.seconds["all, with lints and quotes"]
    rows = [[stage, f"{seconds / notes * 1e6:.0f}"] for stage, seconds in stages.seconds.items()]
    print_table(f"Drafting {notes} notes of {size:.0f} bytes: {drafted} drafts", [["part", "µs a note"], *rows])
    rate = notes / whole * size / 4096
    print(f"{rate:.0f} notes of 4 kB a CPU second, goal {GOAL}: {'ok' if rate >= GOAL else 'MISSED'}")


if __name__ == "__main__":
    main()
