"""Building again: nothing changed, and one note changed, against `git status` of the same notes.

    python -m tests.bench.bench_regenerate [--notes 10000] [--rounds 5] [--folder DIR]

CPU of whole processes, in turn. What one note costs by itself is a build after one change in a vault of few notes:
the parser, the rules and their libraries are loaded there too.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.measure import Command, middle, paired, print_table, ratio, run, studykit, verdict


def make(folder: Path, notes: int) -> tuple[Path, Path]:
    """A vault under git, and a workspace that is built and settled."""
    vault, place = folder / f"vault-{notes}", folder / f"workspace-{notes}"
    arguments = [sys.executable, "-m", "tests.bench.generate", str(vault), "--notes", str(notes)]
    subprocess.run([*arguments, "--profile", "vault"], check=True, stdout=subprocess.DEVNULL)
    who = ["-c", "user.name=bench", "-c", "user.email=bench@localhost"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "notes"]):
        subprocess.run(["git", *command], cwd=vault, check=True, stdout=subprocess.DEVNULL)
    place.mkdir()
    (place / "studykit.toml").write_text(f"vault = '{vault}'\n", encoding="utf-8")
    time.sleep(0.1)
    for _ in range(3):  # what the first build places, the next ones look at once more
        run(Command(studykit("--workspace", str(place), "build", "--json", "--full")))
        time.sleep(0.1)
    return vault, place


def edit(vault: Path) -> None:
    """Change a number in one note."""
    note = next(path for path in sorted(vault.rglob("*.md")) if "MOC" not in path.name)
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("实验 ", "实验 1", 1), encoding="utf-8")
    time.sleep(0.1)  # a note as young as the scan would be looked at once more


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--few", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        vault, place = make(folder, options.notes)
        few, beside = make(folder, options.few)
        build = studykit("--workspace", str(place), "build", "--json", "--no-package")
        small = studykit("--workspace", str(beside), "build", "--json", "--no-package")
        runs = paired(
            {
                "git status": Command(["git", "status", "--porcelain"], folder=vault),
                "nothing changed": Command(build),
                "one note changed": Command(build, lambda: edit(vault)),
                "settling": Command(build),
                "few: nothing changed": Command(small),
                "few: one note changed": Command(small, lambda: edit(few)),
                "few: settling": Command(small),
            },
            options.rounds,
        )
    limit = 5 if options.notes <= 10_000 else 4
    times = ratio(runs["nothing changed"], runs["git status"])
    own = middle(runs["few: one note changed"]).cpu - middle(runs["few: nothing changed"]).cpu
    goal = 1.5 * middle(runs["nothing changed"]).cpu + own
    rows = [["command", "CPU ms", "wall ms", "peak MiB", "goal"]]
    for command, each in runs.items():
        one = middle(each)
        said = ""
        if command == "nothing changed":
            said = f"{times:.2f} x git status, ≤ {limit} {verdict(times, limit)}"
        elif command == "one note changed":
            said = f"≤ {goal * 1000:.0f} ms, {own * 1000:.0f} of it the note's own {verdict(one.cpu, goal)}"
        rows.append([command, f"{one.cpu * 1000:.0f}", f"{one.wall * 1000:.0f}", f"{one.peak:.0f}", said])
    print_table(f"building again, {options.notes} notes", rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
