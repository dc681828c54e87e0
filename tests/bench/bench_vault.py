"""What a vault costs, whole processes against what else does the work, as tables with the goals beside the figures.

    python -m tests.bench.bench_vault [--quick] [--only doctor,build,cards,help] [--folder DIR]

The vaults are made in a temporary folder (in `--folder`, if one is given) and removed. CPU seconds count, user and
system, of the whole process with its children; rounds are taken in turn. Nothing is asserted: a goal is `ok` or
`MISSED`. `--quick` takes a tenth of the notes and one round: figures to see that it runs, not to quote.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.bench.measure import Command, Run, middle, paired, print_table, ratio, run, studykit, verdict

STEPS = ("scan", "draft", "merge", "write", "total")


class Sizes(NamedTuple):
    """How much is measured."""

    notes: int
    asked: int
    """Notes of the vault with five cards a note."""
    rounds: int
    help_rounds: int


FULL = Sizes(10_000, 1_000, 3, 21)
QUICK = Sizes(1_000, 100, 1, 5)


def make_vault(folder: Path, notes: int, profile: str) -> Path:
    """Make a vault, by a process of its own so that this one stays small, and say what is in it."""
    command = [sys.executable, "-m", "tests.bench.generate", str(folder), "--notes", str(notes), "--profile", profile]
    print(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip(), flush=True)
    return folder


def workspace(place: Path, vault: Path) -> Callable[[], None]:
    """What makes a workspace anew, with nothing built in it."""

    def fresh() -> None:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        (place / "studykit.toml").write_text(f"vault = {json.dumps(str(vault))}\n", encoding="utf-8")

    return fresh


def _figures(taken: Run) -> list[str]:
    return [f"{taken.cpu:.3f}" if taken.cpu < 1 else f"{taken.cpu:.2f}", f"{taken.wall:.2f}", f"{taken.peak:.0f}"]


def bench_doctor(folder: Path, sizes: Sizes) -> None:
    vault = make_vault(folder / "vault", sizes.notes, "vault")
    place = folder / "doctor"
    workspace(place, vault)()
    read = f"find {shlex.quote(str(vault))} -name '*.md' -print0 | xargs -0 cat >/dev/null"
    commands = {
        "find | xargs cat": Command(["sh", "-c", read]),
        "studykit doctor --json": Command(studykit("--workspace", str(place), "doctor", "--json")),
    }
    for command in commands.values():
        run(command)  # the disk's cache and the compiled modules
    runs = paired(commands, sizes.rounds)
    slow = {
        "frontmatter + markdown-it": Command([sys.executable, "-m", "tests.bench.plain_doctor", str(vault)]),
        "studykit doctor --json": commands["studykit doctor --json"],
    }
    compared = paired(slow, min(2, sizes.rounds))
    ours, plain = runs["studykit doctor --json"], compared["frontmatter + markdown-it"]
    to_read = ratio(ours, runs["find | xargs cat"])
    faster = ratio(plain, compared["studykit doctor --json"])
    peak = middle(ours).peak
    rows = [["command", "CPU s", "wall s", "peak MiB", "ratio", "goal"]]
    rows.append(["find | xargs cat", *_figures(middle(runs["find | xargs cat"])), "1.0", ""])
    rows.append(["studykit doctor --json", *_figures(middle(ours)), f"{to_read:.1f}", f"≤ 22 {verdict(to_read, 22)}"])
    rows.append(
        [
            "frontmatter + markdown-it",
            *_figures(middle(plain)),
            f"{faster:.1f}",
            f"≥ 5 {verdict(faster, 5, least=True)}",
        ]
    )
    rows.append(["peak of doctor", "", "", f"{peak:.0f}", "", f"≤ 150 {verdict(peak, 150)}"])
    print_table(f"doctor, {sizes.notes} notes (ratios: to reading; of the plain program to doctor)", rows)
    found, counted = json.loads(middle(ours).output), json.loads(middle(plain).output)
    shown = {name: found[name] for name in ("notes", "links", "headings", "seconds")}
    print(f"  doctor: {shown}, {len(found['problems'])} problems; the plain program: {counted}")


def bench_build(folder: Path, sizes: Sizes) -> None:
    vault = folder / "vault"
    if not vault.is_dir():
        make_vault(vault, sizes.notes, "vault")
    place = folder / "build"
    command = Command(studykit("--workspace", str(place), "build", "--json"), workspace(place, vault))
    runs = paired({"build": command}, sizes.rounds)["build"]
    taken = middle(runs)
    report = json.loads(taken.output)
    rows = [["build from nothing", "CPU s", "wall s", "peak MiB", "goal"]]
    rows.append(["whole process", *_figures(taken), f"≤ 30 s {verdict(taken.cpu, 30)}"])
    rows.append(["peak", "", "", f"{taken.peak:.0f}", f"≤ 400 {verdict(taken.peak, 400)}"])
    rows += [[f"  step {step}", "", f"{report['seconds'][step]:.2f}", "", ""] for step in STEPS]
    print_table(f"build, {report['notes']} notes, {report['cards']['total']} cards, {len(report['decks'])} decks", rows)
    unchanged = Command(studykit("--workspace", str(place), "build", "--json"))
    again = middle(paired({"again": unchanged}, sizes.rounds)["again"])
    print(f"  nothing changed: {again.cpu:.3f} s CPU, {again.peak:.0f} MiB")


def bench_cards(folder: Path, sizes: Sizes) -> None:
    vault = make_vault(folder / "cards", sizes.asked, "cards")
    place = folder / "five"
    fresh = workspace(place, vault)
    run(Command(studykit("--workspace", str(place), "build", "--json"), fresh))  # the compiled modules
    note = next(path for path in sorted(vault.rglob("*.md")) if "MOC" not in path.name)

    def edit() -> None:
        text = note.read_text(encoding="utf-8")
        note.write_text(text.replace("实验 ", "实验 1", 1), encoding="utf-8")

    build = studykit("--workspace", str(place), "build", "--json")
    commands = {
        "from nothing": Command(build, fresh),
        "nothing changed": Command(build),
        "one note edited": Command(build, edit),
    }
    runs = paired(commands, sizes.rounds)
    report = json.loads(runs["from nothing"][-1].output)
    again = json.loads(runs["nothing changed"][-1].output)
    goals = {"from nothing": 4.0, "nothing changed": 0.3}
    rows = [["1,000 notes, 5,000 cards" if sizes is FULL else "quick", "CPU s", "wall s", "peak MiB", "goal"]]
    for name, each in runs.items():
        taken = middle(each)
        goal = f"≤ {goals[name]} s {verdict(taken.cpu, goals[name])}" if name in goals else ""
        rows.append([name, *_figures(taken), goal])
    rows += [[f"  step {step}", "", f"{report['seconds'][step]:.2f}", "", ""] for step in STEPS]
    print_table(f"build, {report['notes']} notes, {report['cards']['total']} cards, {len(report['decks'])} decks", rows)
    print(f"  cards where nothing had changed: {again['cards']}")


def bench_help(folder: Path, sizes: Sizes) -> None:
    runs = paired(
        {
            "bare Python": Command([sys.executable, "-c", "pass"]),
            "argparse --help": Command([sys.executable, "-m", "tests.bench.plain_help", "--help"]),
            "studykit --help": Command(studykit("--help")),
        },
        sizes.help_rounds,
    )
    times = ratio(runs["studykit --help"], runs["argparse --help"])
    rows = [["command", "CPU s", "wall s", "peak MiB", "ratio", "goal"]]
    for name, each in runs.items():
        share = f"{ratio(each, runs['argparse --help']):.2f}"
        goal = f"≤ 2.5 {verdict(times, 2.5)}" if name == "studykit --help" else ""
        rows.append([name, *_figures(middle(each)), share, goal])
    print_table("help", rows)


BENCHES: dict[str, Callable[[Path, Sizes], None]] = {
    "help": bench_help,
    "doctor": bench_doctor,
    "build": bench_build,
    "cards": bench_cards,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default=",".join(BENCHES))
    parser.add_argument("--folder", type=Path, help="where the vaults are made; it must not hold anything")
    arguments = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled once, not at every run
    sizes = QUICK if arguments.quick else FULL
    unknown = set(arguments.only.split(",")) - set(BENCHES)
    if unknown:
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    if arguments.folder is not None:
        arguments.folder.mkdir(parents=True, exist_ok=True)
        if any(arguments.folder.iterdir()):
            parser.error(f"{arguments.folder} is not empty")
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        for name in arguments.only.split(","):
            BENCHES[name](Path(folder), sizes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
