"""What other tools' cards in notes cost: 5,000 of them in 1,000 notes, against the same words without their marks.

    python -m tests.bench.bench_inline [--notes 1000] [--rounds 7]
    python -m tests.bench.bench_inline --table

CPU seconds of a vault's scan with the units of its notes, in processes of their own, in turn; then of drafting and
checking the cards too. The figure to keep is that of the scan: with the cards at most 1.3 times as much. Beside it
stands the ratio to the very same notes without `[inline]`, where the marks are words. `--table` prints each syntax
with an example and its card.
"""

import argparse
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

from studykit.config import Config
from studykit.flows.drafting.draft import draft_all
from studykit.flows.drafting.units import units_of
from studykit.flows.reading.scan import scan
from studykit.model.event import silent
from studykit.model.inline import Inline
from tests.bench.generate import generate, names
from tests.bench.measure import print_table
from tests.flows.inline_cases import CASES

MOST: Final = 1.3
_OPTIONS: Final = Inline(("obsidian-to-anki", "hashcards", "flashcards", "spaced-repetition", "anki"))
_SPACED: Final = 4
"""Those of spaced-repetition come first."""
_CARDS: Final = (
    "{one}的作用是什么 :: {two}\n<!--SR:!2026-08-16,51,230-->\n",
    "What does {one} depend on?\n?\nOn {two}, as {three} says.\n",
    "- {one}:::{two}\n",
    "==因为{one}==，所以{two}决定{three}。\n",
    "START\nBasic\nWhy {one}?\nBack: Because of {two}.\nEND\n",
    "Q: 什么是{one}？\nA: {two}与{three}。\n\n---\n",
    "Which {one}? #card\n{two}\n",
    "The {{{{c1::{one}}}}} limits {two}.\n",
)
_WORDS: Final = (
    "{one}的作用是什么 {two}\n",
    "What does {one} depend on?\nOn {two}, as {three} says.\n",
    "- {one} {two}\n",
    "因为{one}，所以{two}决定{three}。\n",
    "Basic\nWhy {one}?\nBecause of {two}.\n",
    "什么是{one}？\n{two}与{three}。\n",
    "Which {one}?\n{two}\n",
    "The {one} limits {two}.\n",
)
"""The same without the marks."""


def make(folder: Path, notes: int, cards: Sequence[str] = _CARDS, *, marked: bool = True) -> None:
    """A vault such as real ones, by the generator of the other benchmarks, with five cards in each note."""
    random = Random(7)
    titles = names(notes)
    generate(folder, notes, "vault", 7)
    for number, path in enumerate(sorted(folder.rglob("*.md"))):
        if "moc" in path.stem.casefold():
            continue
        parts = [path.read_text(encoding="utf-8"), "\n## Cards\n\n" + f"#flashcards/deck{number % 7}\n" * marked]
        for _ in range(5):
            one, two, three = (random.choice(titles) for _ in range(3))
            parts.append(random.choice(cards).format(one=one, two=two, three=three))
            parts.append(f"Some words on {random.choice(titles)} that are no card, and `a::b`.\n")
        path.write_text("\n".join(parts), encoding="utf-8")


def one_round(folder: Path, inline: Inline) -> None:
    """Scan, units and drafts once in this process, as the command does it. Prints CPU seconds of each and the cards."""
    gc.disable()
    started = time.process_time()
    found = scan(folder, Config(inline=inline), silent)
    count = sum(len(unit.inline) for _, units in units_of(found) for unit in units)
    scanned = time.process_time()
    draft_all(found, Config(inline=inline), None, silent)
    print(json.dumps([scanned - started, time.process_time() - scanned, count]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.table:
        print_syntaxes()
        return
    if arguments.one:
        named = tuple(name for name in _OPTIONS.syntaxes if name in arguments.one[1].split(","))
        one_round(Path(arguments.one[0]), replace(_OPTIONS, syntaxes=named))
        return
    for syntaxes, kinds in ((("spaced-repetition",), _SPACED), (_OPTIONS.syntaxes, len(_CARDS))):
        compare(arguments.notes, arguments.rounds, ",".join(syntaxes), kinds)


def compare(notes: int, count: int, syntaxes: str, kinds: int) -> None:
    """A vault with cards of some syntaxes and its words without them, scanned in turn."""
    with tempfile.TemporaryDirectory() as words, tempfile.TemporaryDirectory() as cards:
        make(Path(words), notes, _WORDS[:kinds], marked=False)
        make(Path(cards), notes, _CARDS[:kinds])
        runs = {"without": (words, syntaxes), "off": (cards, ""), "with": (cards, syntaxes)}
        taken: dict[str, list[list[float]]] = {name: [] for name in runs}
        for _ in range(count):
            for name, run in runs.items():
                command = [sys.executable, "-m", "tests.bench.bench_inline", "--one", *run]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                taken[name].append(json.loads(done.stdout))
    rows = [("CPU s, median", "without", "with", "ratio", "at most", "to [inline] off")]
    for column, (name, most) in enumerate((("scan and units", f"{MOST}"), ("drafting, with lints", "–"))):
        one, off, other = (median(round_[column] for round_ in rounds) for rounds in taken.values())
        rows.append((name, f"{one:.3f}", f"{other:.3f}", f"{other / one:.2f}", most, f"{other / off:.2f}"))
    print_table(f"{taken['with'][0][2]} cards in {notes} notes: {syntaxes}", rows)


def print_syntaxes() -> None:
    """A row for each case, in Markdown: what stands in the note, and the card that a build makes of it."""
    print("| syntax | form | in the note | card | besides |\n|---|---|---|---|---|")
    for case in CASES:
        named = [f"deck {case.deck}"] if case.deck else []
        named += [f"#{tag}" for tag in case.tags]
        named += [f"due {due}" for due in case.due]
        for kind, front, back in case.cards:
            card = f"{kind}: {front} → {back}" if back else f"{kind}: {front}"
            cells = (case.syntax, case.name, f"`{_cell(case.text)}`", _cell(card), ", ".join(named))
            print(f"| {' | '.join(cells)} |")


def _cell(text: str) -> str:
    return text.strip().replace("\n", "⏎").replace("|", "\\|")


if __name__ == "__main__":
    main()
