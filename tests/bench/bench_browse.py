"""What browsing costs with many cards: CPU seconds to the first rows, to all of them, and for a search.

    python -m tests.bench.bench_browse [--cards 100000]

The figures to keep at 100,000 cards: first rows 0.15 s, any search 0.15 s.
"""

import argparse
import tempfile
from pathlib import Path
from random import Random
from time import process_time
from typing import Final

from studykit.flows.cards.browse import Browser
from studykit.flows.cards.rows import Entry
from studykit.flows.cards.searching import parse_query
from studykit.flows.learning.study import open_study
from studykit.flows.workspace import open_workspace
from studykit.model.ids import mint_card_id
from tests.bench.generate import names

LIMIT: Final = 0.15
"""Seconds for the first rows, and for a search."""
_A_FILE: Final = 100
_A_FOLDER: Final = 40
_FIRST: Final = 80
QUERIES: Final = ("策略", "方差 variance", "deck:节3 -rule:term", "tag:rl/a -奖励", "is:new", "is:due", "by:rules 梯度")
_CARD: Final = """Q: {title}为什么决定{thing}？
A: 因为{other}会放大方差，$\\alpha_{{{number}}}$ 与 **{thing}** ({english}) 有关。
> [[{title}#机制]] 因为{other}会放大方差
<!-- card {id} by rules:{rule} mod 2026-11-22T07:00:00Z tags rl/{tag} -->

"""


def write(root: Path, count: int) -> None:
    """A workspace with so many cards."""
    random = Random(7)
    titles = names(max(1, count // 5))
    (root / "vault").mkdir(parents=True)
    for file in range(-(-count // _A_FILE)):
        moc, section = f"MOC{file // _A_FOLDER}", f"节{file % _A_FOLDER}"
        text = f"---\ndeck: {moc}::{section}\nmoc: {moc}.md\nsection: {section}\norder: {file % _A_FOLDER}\n---\n\n"
        for number in range(file * _A_FILE, min(count, (file + 1) * _A_FILE)):
            title = titles[number // 5 % len(titles)]
            text += _CARD.format(
                title=title, number=number, id=mint_card_id("", title, "basic", str(number)),
                thing=random.choice(["梯度", "奖励", "熵"]), other=random.choice(titles),
                english=random.choice(["variance", "bias"]), rule=random.choice(["term", "question"]),
                tag=random.choice("abc"),
            )  # fmt: skip
        path = root / "decks" / moc / f"{section}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main() -> None:
    """Measure, and print a line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=100_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), arguments.cards)
        with open_study(open_workspace(Path(folder))) as study:
            started = process_time()
            browser = Browser(study)
            cards: list[Entry] = []
            reading = browser.shelf.read()
            for entries in reading:
                cards += entries
                if len(cards) >= _FIRST:
                    break
            browser.know(cards)
            _tell(f"first {len(cards)} rows", process_time() - started, LIMIT)
            cards += [entry for entries in reading for entry in entries]
            browser.take_progress(browser.read_progress())
            _tell(f"all {len(cards)}", process_time() - started)
            for query in QUERIES:
                started = process_time()
                found = browser.find(cards, parse_query(query))
                _tell(f"{query}: {len(found)}", process_time() - started, LIMIT)
            started = process_time()
            for _ in browser.shelf.read():
                pass
            _tell("read again, nothing changed", process_time() - started)


def _tell(what: str, seconds: float, limit: float | None = None) -> None:
    mark = "" if limit is None else "  ok" if seconds <= limit else f"  over {limit * 1000:.0f}"
    print(f"{seconds * 1000:8.1f} ms  {what}{mark}")


if __name__ == "__main__":
    main()
