"""Building again: nothing, one note, one card changed, a note came and went, what `watch` sees; against `git status`.

    python -m tests.bench.bench_regenerate [--notes 10000] [--rounds 7] [--large] [--no-watch] [--folder DIR]

CPU of whole processes, in turn. What one note costs by itself is a build after one change in a vault of few notes:
the parser, the rules and their libraries are loaded there too. `--large` adds 100,000 short notes, where nothing
changed: some 2 GB while it runs. What `watch` takes is wall time, from a save to the deck file: on a machine that is
busy it says little.
"""

import argparse
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.generate import names
from tests.bench.measure import Command, middle, paired, print_table, ratio, run, studykit, verdict

_GIT: Final = ("git", "-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0")
_STATUS: Final = ("git", "status", "--porcelain")
_LARGE: Final = 100_000
_A_FOLDER: Final = 500
_ASKING: Final = 20
_WATCHED: Final = (20, 1_000)
_SAVES: Final = 15
_SOON_MS: Final = 50
_HEADER: Final = ["command", "CPU ms", "wall ms", "peak MiB", "goal"]


def make(folder: Path, notes: int, *, short: bool = False) -> tuple[Path, Path]:
    """A vault under git, and a workspace that is built and settled."""
    vault, place = folder / f"vault-{notes}", folder / f"workspace-{notes}"
    if short:
        short_notes(vault, notes)
    else:
        arguments = [sys.executable, "-m", "tests.bench.generate", str(vault), "--notes", str(notes)]
        subprocess.run([*arguments, "--profile", "vault"], check=True, stdout=subprocess.DEVNULL)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "notes"]):
        subprocess.run([*_GIT, *command], cwd=vault, check=True, stdout=subprocess.DEVNULL)
    place.mkdir()
    (place / "studykit.toml").write_text(f"vault = '{vault}'\n", encoding="utf-8")
    time.sleep(0.1)
    for arguments in (["--full"], ["--full"], []):  # what the first build places, the next ones look at once more
        run(Command(studykit("--workspace", str(place), "build", "--json", *arguments)))
        time.sleep(0.1)
    return vault, place


def short_notes(vault: Path, count: int) -> None:
    """Notes of a line or two, of which one in twenty asks something: enough for a walk."""
    titles = names(count)
    for number, title in enumerate(titles):
        folder = vault / f"领域 {number // _A_FOLDER + 1:03}"
        if number % _A_FOLDER == 0:
            folder.mkdir(parents=True)
        asked = f"## 为什么{title}要减去第 {number} 条基线？\n\n第 {number} 次实验里的方差太大，减去之后才稳定。\n"
        text = f"# {title}\n\n第 {number} 条笔记，参见 [[{titles[number * 7 % count]}]]。\n"
        (folder / f"{title}.md").write_text(text + (asked if number % _ASKING == 0 else ""), encoding="utf-8")


def edit(vault: Path) -> None:
    """Change a number in one note."""
    note = first_note(vault)
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("实验 ", "实验 1", 1), encoding="utf-8")
    time.sleep(0.1)  # a note as young as the scan would be looked at once more


def add(vault: Path) -> None:
    """Write a note that no map lists and that was not there before."""
    name = f"没有列出的笔记 {time.monotonic_ns()}"
    asked = f"## 为什么要{name}？\n\n因为 {name} 来的时候，别的笔记都还是原来的样子。\n"
    first_note(vault).with_name(f"{name}.md").write_text(f"# {name}\n\n{asked}", encoding="utf-8")
    time.sleep(0.1)


def rename(vault: Path) -> None:
    """Give that note another name."""
    (note,) = vault.rglob("没有列出的笔记*.md")
    note.rename(note.with_name("改了名字的笔记.md"))


def remove(vault: Path) -> None:
    """Take it away again."""
    (note,) = vault.rglob("改了名字的笔记.md")
    note.unlink()


def edit_card(decks: Path) -> None:
    """Change the answer of one card in its file, as a person does."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(decks.rglob("*.md"))}
    deck = next(path for path, text in texts.items() if "\nA: " in text and "没有列出" not in text)
    deck.write_text(deck.read_text(encoding="utf-8").replace("\nA: ", "\nA: 我的话。", 1), encoding="utf-8")


def first_note(vault: Path) -> Path:
    return next(path for path in sorted(vault.rglob("*.md")) if "MOC" not in path.name)


def again(vault: Path, place: Path, few: tuple[Path, Path], rounds: int, limit: float) -> list[list[str]]:
    """The rows of a vault where nothing or one note changed, against those of few notes."""
    build = studykit("--workspace", str(place), "build", "--json", "--no-package")
    small = studykit("--workspace", str(few[1]), "build", "--json", "--no-package")
    runs = paired(
        {
            "git status": Command(_STATUS, folder=vault),
            "nothing changed": Command(build),
            "one note changed": Command(build, lambda: edit(vault)),
            "settling": Command(build),
            "one card changed by hand": Command(build, lambda: edit_card(place / "decks")),
            "settling after it": Command(build),
            "one note came": Command(build, lambda: add(vault)),
            "it was renamed": Command(build, lambda: rename(vault)),
            "it went": Command(build, lambda: remove(vault)),
            "few: nothing changed": Command(small),
            "few: one note changed": Command(small, lambda: edit(few[0])),
            "few: settling": Command(small),
        },
        rounds,
    )
    times = ratio(runs["nothing changed"], runs["git status"])
    own = middle(runs["few: one note changed"]).cpu - middle(runs["few: nothing changed"]).cpu
    goal = 1.5 * middle(runs["nothing changed"]).cpu + own
    rows = [_HEADER]
    for command, each in runs.items():
        one = middle(each)
        said = ""
        if command == "nothing changed":
            said = f"{times:.2f} x git status, ≤ {limit} {verdict(times, limit)}; {written(place)}"
        elif command == "one note changed":
            said = f"≤ {goal * 1000:.0f} ms, {own * 1000:.0f} of it the note's own {verdict(one.cpu, goal)}"
        rows.append([command, f"{one.cpu * 1000:.0f}", f"{one.wall * 1000:.0f}", f"{one.peak:.0f}", said])
    return rows


def still(vault: Path, place: Path, rounds: int, limit: float) -> list[list[str]]:
    """The rows of a vault where nothing changed."""
    build = studykit("--workspace", str(place), "build", "--json")
    runs = paired({"git status": Command(_STATUS, folder=vault), "nothing changed": Command(build)}, rounds)
    times = ratio(runs["nothing changed"], runs["git status"])
    rows = [_HEADER]
    for command, each in runs.items():
        one = middle(each)
        said = (
            f"{times:.2f} x git status, ≤ {limit} {verdict(times, limit)}; {written(place)}" if "no" in command else ""
        )
        rows.append([command, f"{one.cpu * 1000:.0f}", f"{one.wall * 1000:.0f}", f"{one.peak:.0f}", said])
    return rows


def written(place: Path) -> str:
    """Whether a build where nothing changed writes something into the store."""
    store = place / ".studykit" / "study.db"
    before = hashlib.sha256(store.read_bytes()).digest()
    run(Command(studykit("--workspace", str(place), "build", "--json", "--no-package")))
    same = hashlib.sha256(store.read_bytes()).digest() == before
    return "0 rows written" if same else "ROWS WRITTEN"


@contextmanager
def watching(place: Path) -> Iterator[None]:
    """A watch that runs meanwhile, and writes no packages."""
    command = studykit("--workspace", str(place), "watch", "--json", "--quiet", "3600")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def quoted(vault: Path, decks: Path) -> tuple[Path, Path]:
    """A note with a number in a passage that a card quotes, and the card's deck file."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(decks.rglob("*.md"))}
    for note in sorted(vault.rglob("*.md")):
        for deck, text in texts.items():
            quotes = re.findall(rf"^> \[\[{re.escape(note.stem)}#.*", text, re.MULTILINE)
            if any("实验 " in quote for quote in quotes):
                return note, deck
    raise ValueError("no card quotes a number")


def follow(vault: Path, place: Path) -> list[float]:
    """Milliseconds from a save, as editors do it, to the changed deck file, of some saves.

    The first, while the watch still looks at everything, is left out.
    """
    note, deck = quoted(vault, place / "decks")
    text = note.read_text(encoding="utf-8")
    beside = note.with_name(".save.tmp")
    found = []
    with watching(place):
        for number in range(_SAVES + 1):
            beside.write_text(re.sub(r"实验 \d+", f"实验 {1000 + number}", text), encoding="utf-8")
            before, started = deck.stat().st_mtime_ns, time.monotonic()
            beside.replace(note)
            while deck.stat().st_mtime_ns == before and time.monotonic() - started < 60:
                time.sleep(0.0005)
            found.append((time.monotonic() - started) * 1000)
            time.sleep(0.4 if number else 2)
    return found[1:]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--few", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--no-watch", action="store_true")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        vault, place = make(Path(name), options.notes)
        few = make(Path(name), options.few)
        limit = 5 if options.notes <= 10_000 else 4
        print_table(f"building again, {options.notes} notes", again(vault, place, few, options.rounds, limit))
    if options.large:
        with tempfile.TemporaryDirectory(dir=options.folder) as name:
            vault, place = make(Path(name), _LARGE, short=True)
            print_table(f"building again, {_LARGE} short notes", still(vault, place, options.rounds, 4))
    for notes in () if options.no_watch else _WATCHED:
        with tempfile.TemporaryDirectory(dir=options.folder) as name:
            found = follow(*make(Path(name), notes))
        rows = [["watch", "median ms", "worst ms", "goal"]]
        rows.append(
            ["from save to deck", f"{median(found):.0f}", f"{max(found):.0f}", verdict(median(found), _SOON_MS)]
        )
        print_table(f"following a save, {notes} notes", rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
