"""The drafts that wait, in figures: a list of 10,000 of them, from a key until what it brings is painted.

    python -m tests.bench.bench_drafts [DRAFTS] [PRESSES]

First paint: from the start of the process until the first draft is on the screen. A press: the next draft, a decision
(with writing it to the disk), taking it back. Goal: painted in 15 ms (median).
"""

import sys
import tempfile
from contextlib import closing
from pathlib import Path

from studykit.model.card import Basic, Draft, Source
from studykit.store import db
from studykit.store.drafts import Waiting, write_waiting
from tests.bench.bench_tui import told
from tests.bench.pty_harness import Press, Terminal

LINE = "- **名词{n}号**：第 {n} 个概念，它的基线 $b_{{{n}}}(s)$ 只与状态有关，减去它不改变期望，只降低方差。"


def workspace(folder: Path, drafts: int) -> Path:
    """A workspace with so many drafts that wait, ten a note, every other one flagged."""
    vault = folder / "vault"
    vault.mkdir(parents=True)
    (folder / "studykit.toml").write_text("", encoding="utf-8")
    waiting = []
    for number in range(-(-drafts // 10)):
        name, ids = f"n{number:05}", range(number * 10, min(drafts, number * 10 + 10))
        lines = [LINE.format(n=n) for n in ids]
        (vault / f"{name}.md").write_text("\n".join((f"# {name}", "", *lines, "")), encoding="utf-8")
        for line, (n, text) in enumerate(zip(ids, lines, strict=True), 3):
            content = Basic(f"{name}：「名词{n}号」指的是什么？", text.partition("：")[2])
            flags = ("lint-answer-length", "lint-interference") if n % 2 else ()
            waiting.append(
                Waiting(
                    f"{name}.md",
                    "pending",
                    "",
                    Draft(content, Source(name, "", text), "rules:term", (), line, 0.0, flags),
                )
            )
    with closing(db.open_store(folder / ".studykit")) as store, db.transaction(store):
        write_waiting(store, waiting)
    return folder


def pressed(terminal: Terminal, keys: list[tuple[str, str]]) -> tuple[list[Press], float]:
    """Each key with the text that it brings; and CPU seconds a press."""
    before, taken = terminal.cpu(), []
    for key, expect in keys:
        taken.append(terminal.press(key, expect))
        terminal.settle(0.06)
    return taken, (terminal.cpu() - before) / len(keys)


def main(drafts: int = 10_000, count: int = 60) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as place:
        folder = workspace(Path(place) / "bench", drafts)
        script = Path(sys.executable).with_name("studykit")
        compiled = {"PYTHONPYCACHEPREFIX": f"{place}/compiled"}
        command = [str(script), "--workspace", str(folder), "drafts"]
        for round_ in range(2):
            with Terminal(command, environment=compiled) as terminal:
                first = terminal.wait_for("名词0号")
                cpu = terminal.cpu()
                whole = terminal.wait_for(f"{drafts} wait")
            if round_:
                print(
                    f"first draft {first * 1000:.0f} ms ({cpu * 1000:.0f} CPU), all {drafts} read {whole * 1000:.0f} ms"
                )
        print(f"\n{'a press, ms':28}{'paint':>9}{'p95':>9}{'settled':>9}{'p95':>9}{'CPU':>9}")
        for columns, rows in ((80, 24), (120, 40)):
            with Terminal(command, columns, rows, environment=compiled) as terminal:
                terminal.wait_for(f"{drafts} wait")
                terminal.settle(1.0)
                size = f"{columns}×{rows}"
                print(
                    told(
                        f"  next {size}",
                        *pressed(terminal, [("j", f"{n // 10:05}.md:{n % 10 + 3}") for n in range(1, count)]),
                    )
                )
                terminal.press("g", "00000.md:3")
                accept = [("a", f"{n // 10:05}.md:{n % 10 + 3}") for n in range(1, count)]
                print(told(f"  accept {size}", *pressed(terminal, accept)))
                undo = [("u", f"{n // 10:05}.md:{n % 10 + 3}") for n in range(count - 2, -1, -1)]
                print(told(f"  undo {size}", *pressed(terminal, undo)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
