"""Commands timed as whole processes: CPU seconds (user and system, children too) and peak memory, taken in turn.

The machine is shared, so wall time says little and one run says little: what is compared runs in turn (A B A B), and
the medians and their ratio count. The kernel hands a parent's peak down to its child at `exec`, so whatever uses this
module stays small itself and lets others make the vaults.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

MIB: float = (1 << 20) if sys.platform == "darwin" else (1 << 10)
"""Units of `ru_maxrss` in a MiB."""


class Run(NamedTuple):
    """What one run of a command cost."""

    cpu: float
    """Seconds, user and system, of the process and the children it waited for."""
    wall: float
    peak: float
    """MiB of resident memory, the largest of the process and its children."""
    output: bytes


class Command(NamedTuple):
    """A command to be timed."""

    arguments: Sequence[str]
    before: Callable[[], object] | None = None
    """Called before each run, not timed."""
    folder: Path | None = None


def studykit(*arguments: str) -> list[str]:
    """The command line of studykit, as it is installed beside this Python."""
    script = Path(sys.executable).with_name("studykit")
    return [str(script), *arguments] if script.exists() else [sys.executable, "-m", "studykit", *arguments]


def run(command: Command) -> Run:
    """Run a command to its end. CalledProcessError, with what it said, where it fails."""
    if command.before is not None:
        command.before()
    environment = {**os.environ, "STUDYKIT_LANG": "en", "PYTHONHASHSEED": "0"}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as said:
        started = os.times().elapsed
        process = subprocess.Popen(
            command.arguments, stdout=output, stderr=said, stdin=subprocess.DEVNULL, env=environment, cwd=command.folder
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = os.times().elapsed - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said.seek(0)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command.arguments, output.read(), said.read())
        return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / MIB, output.read())


def paired(commands: Mapping[str, Command], rounds: int) -> dict[str, list[Run]]:
    """Every command once, then every command again, and so on: the runs of each by name."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command))
    return runs


def middle(runs: Sequence[Run]) -> Run:
    """The medians of some runs, with the last one's output."""
    return Run(
        median(each.cpu for each in runs),
        median(each.wall for each in runs),
        max(each.peak for each in runs),
        runs[-1].output,
    )


def ratio(runs: Sequence[Run], others: Sequence[Run]) -> float:
    """How many times the CPU of the others: the median over the rounds, each compared with its own neighbour."""
    return median(one.cpu / max(other.cpu, 1e-9) for one, other in zip(runs, others, strict=True))


def verdict(figure: float, goal: float, *, least: bool = False) -> str:
    """`ok` or `MISSED`, with how near to the goal it is."""
    kept = figure >= goal if least else figure <= goal
    share = goal / figure if least else figure / goal
    return f"{'ok' if kept else 'MISSED'} ({share:.0%} of the goal)"


def print_table(title: str, rows: Sequence[Sequence[str]]) -> None:
    """Rows under a title, the first one a header; all columns but the first and last to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    print(f"\n{title}")
    for row in rows:
        cells = [
            cell.ljust(width) if column in (0, len(row) - 1) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  " + "  ".join(cells).rstrip(), flush=True)
