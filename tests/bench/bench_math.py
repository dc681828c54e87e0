"""What formulas cost: CPU time for drawing each formula of the fixtures, and for setting it on one line.

`python tests/bench/bench_math.py` prints a table; the figure to keep is 2 ms a formula for display mathematics.
"""

import sys
from pathlib import Path
from statistics import median
from time import process_time

from studykit.markup.math import render_display, render_inline

FORMULAS = Path(__file__).parents[1] / "fixtures" / "math" / "formulas.txt"
LIMIT = 0.002
"""Seconds for one formula."""
_ROUNDS = 9


def _formulas() -> dict[str, str]:
    lines = FORMULAS.read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" | ", 1) for line in lines if line and not line.startswith("#")]
    return {pair[0]: pair[1] for pair in pairs}


def _seconds(source: str, width: int) -> tuple[float, float]:
    """The medians of some runs, drawn and on one line."""
    drawn, line = [], []
    for _ in range(_ROUNDS):
        started = process_time()
        render_display(source, width)
        between = process_time()
        render_inline(source)
        drawn.append(between - started)
        line.append(process_time() - between)
    return median(drawn), median(line)


def main() -> int:
    """The table. 1 where more than one formula in twenty takes longer than it may."""
    print("cells formulas  drawn: median      p95    worst  line: median   worst of all")
    failed = False
    for width in (80, 60, 30):
        times = {name: _seconds(source, width) for name, source in _formulas().items()}
        drawn = sorted(each[0] for each in times.values())
        line = median(each[1] for each in times.values())
        worst = max(times, key=lambda name: times[name][0])
        p95 = drawn[int(len(drawn) * 0.95)]
        cells = (median(drawn), p95, drawn[-1], line)
        shown = [f"{each * 1000:.2f} ms" for each in cells]
        print(f"{width:>5} {len(times):>8} {shown[0]:>14} {shown[1]:>8} {shown[2]:>8} {shown[3]:>13}   {worst}")
        failed = failed or p95 > LIMIT
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
