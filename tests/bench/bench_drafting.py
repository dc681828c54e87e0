"""How many notes a CPU second are drafted and checked by rules: units, rules, lints, quotes; the scan is not counted.

python -m tests.bench.bench_drafting [--notes 1000]
"""

import argparse
import gc
import tempfile
import time
from pathlib import Path
from statistics import median

from studykit.config import Config
from studykit.drafting import rules
from studykit.flows.drafting import draft_all
from studykit.flows.scan import scan
from studykit.flows.units import units_of
from studykit.model.event import silent
from tests.bench.bench_vault import make_vault
from tests.bench.measure import print_table

GOAL = 400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=1000)
    notes = parser.parse_args().notes
    gc.disable()
    with tempfile.TemporaryDirectory() as folder:
        vault = make_vault(Path(folder) / "vault", notes, "vault")
        size = sum(path.stat().st_size for path in vault.rglob("*.md")) / notes
        scanned = scan(vault, Config(), silent)
        whole, drafted, only_units, only_rules = [], 0, [], []
        for _ in range(3):
            start = time.process_time()
            found = draft_all(scanned, Config(), None, silent)
            whole.append(time.process_time() - start)
            drafted = sum(len(drafts) for _, drafts in found.concepts)
            start = time.process_time()
            units = [unit for _, group in units_of(scanned) for unit in group]
            only_units.append(time.process_time() - start)
            start = time.process_time()
            for unit in units:
                rules.draft(unit)
            only_rules.append(time.process_time() - start)
    seconds = median(whole)
    rate = notes / seconds * size / 4096
    rows = [
        ["units", f"{median(only_units) / notes * 1e6:.0f}", ""],
        ["rules", f"{median(only_rules) / notes * 1e6:.0f}", ""],
        ["all, with checks", f"{seconds / notes * 1e6:.0f}", f"{drafted} drafts"],
    ]
    print_table(f"Drafting {notes} notes of {size:.0f} bytes", [["part", "µs a note", ""], *rows])
    verdict = "ok" if rate >= GOAL else "MISSED"
    print(f"{rate:.0f} notes of 4 kB a CPU second, goal {GOAL}: {verdict}")


if __name__ == "__main__":
    main()
