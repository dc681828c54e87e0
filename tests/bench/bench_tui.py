"""The interface in figures, beside a minimal Textual app in the same run.

    python -m tests.bench.bench_tui [PRESSES]

First paint: from the start of the process until the first card is on the screen. A press: from the key until what was
waited for is seen (`paint`), until nothing more comes (`settled`), and the CPU of the program. Goals: a flip painted in
15 ms and settled in 30 (median), 60 at the 95th percentile, 25 ms of CPU; the first card within 1.3 times the minimal
app's first paint; a card of 20 kB scrolls at the same figures.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

from tests.bench.pty_harness import Press, Terminal

BEFORE = "FRONT"
READY = "Space show answer"
MINIMAL = """
from textual.app import App
from textual.widgets import Static

class Minimal(App):
    ENABLE_COMMAND_PALETTE = False

    def compose(self):
        self.face = Static("FRONT", markup=False)
        yield self.face

    def on_key(self, event):
        self.flipped = not getattr(self, "flipped", False)
        self.face.update("BACK" if self.flipped else "FRONT")

Minimal().run()
"""
HEADER = "---\ndeck: {deck}\nmoc: _MOC.md\nsection: {deck}\norder: 1\n---\n\n## Note\n\n"
CARD = """Q: 第 {number} 问：策略梯度里的 **基线** 为什么可以只依赖状态？说明 $b(s_t)$ 与优势 $A_t$ 的关系。
A: ANSWER{number} 减去只与状态有关的基线不改变期望，只降低方差；常用的基线是状态价值函数，也可以是组均值。

| 方法 | 基线 | 代价 |
|---|---|---|
| REINFORCE | 无，方差大 | 最小 |
| GRPO | 组内平均奖励，不需要价值网络 | 每题多次采样 |
| PPO | 价值网络 $V(s)$ | 一个与策略同样大的模型 |

```python
def advantage(rewards: list[float]) -> list[float]:
    mean = sum(rewards) / len(rewards)  # the group's own baseline
    return [reward - mean for reward in rewards]
```

$$\\hat{{A}}_{{i}}=\\frac{{r_i-\\operatorname{{mean}}(r)}}{{\\operatorname{{std}}(r)}}$$
+
单看一次采样方差很大，所以要减。
<!-- card bench{number:05} by me mod 2026-11-22T07:00:00Z -->

"""
LONG = "Q: LONGCARD\nA: {text}\n<!-- card wxyz000000 by me mod 2026-11-22T07:00:00Z -->\n"


def workspace(folder: Path, cards: int = 250) -> Path:
    """A workspace with a deck of realistic cards, and one with a card of 20 kB."""
    (folder / "vault").mkdir(parents=True)
    (folder / "decks").mkdir()
    (folder / "studykit.toml").write_text("[review]\nnew_per_day = 999\nlearning_steps = []\n", encoding="utf-8")
    (folder / "decks" / "Bench.md").write_text(
        HEADER.format(deck="Bench") + "".join(CARD.format(number=number) for number in range(cards)), encoding="utf-8"
    )
    paragraphs = [f"第 {n} 段：" + "策略在每一步都向优势更大的动作移动，步子由裁剪限制。" * 4 for n in range(70)]
    (folder / "decks" / "Long.md").write_text(
        HEADER.format(deck="Long") + LONG.format(text="\n\n".join(paragraphs)), encoding="utf-8"
    )
    return folder


def review(folder: Path, deck: str) -> list[str]:
    """The command that goes straight into a deck."""
    script = Path(sys.executable).with_name("studykit")
    return [str(script), "--workspace", str(folder), "review", deck]


def first_paints(
    commands: list[tuple[list[str], str]], rounds: int, compiled: dict[str, str]
) -> list[tuple[list[float], list[float]]]:
    """For each command and the text that says it is there: seconds to it, and CPU seconds by then; taken in turn."""
    out: list[tuple[list[float], list[float]]] = [([], []) for _ in commands]
    for _ in range(rounds):
        for (command, text), (walls, cpus) in zip(commands, out, strict=True):
            with Terminal(command, environment=compiled) as terminal:
                walls.append(terminal.wait_for(text))
                cpus.append(terminal.cpu())
    return out


def presses(terminal: Terminal, keys: list[tuple[str, str]], count: int) -> tuple[list[Press], float]:
    """These keys one after the other, so many in all, each with the text it should bring; and CPU seconds a press."""
    taken = []
    before = terminal.cpu()
    for number in range(count):
        key, expect = keys[number % len(keys)]
        taken.append(terminal.press(key, expect))
        terminal.settle(0.06)  # a person thinks; what is made ready meanwhile is made
    return taken, (terminal.cpu() - before) / count


def told(name: str, taken: list[Press], cpu: float) -> str:
    """One line of the table, in milliseconds."""
    paints, settled = ([press.paint * 1000 for press in taken], [press.settled * 1000 for press in taken])
    return (
        f"{name:28}{median(paints):9.1f}{quantiles(paints, n=20)[-1]:9.1f}{median(settled):9.1f}"
        f"{quantiles(settled, n=20)[-1]:9.1f}{cpu * 1000:9.1f}"
    )


def main(count: int = 100) -> None:
    """Print the table."""
    minimal = [sys.executable, "-c", MINIMAL]
    with tempfile.TemporaryDirectory() as place:
        folder = workspace(Path(place) / "bench")
        compiled = {"PYTHONPYCACHEPREFIX": f"{place}/compiled"}  # as pip leaves it, whatever this checkout has
        both = [(minimal, BEFORE), (review(folder, "Bench"), "第 0 问"), (review(folder, "Bench"), READY)]
        first_paints(both, 1, compiled)  # what is made at the first start only
        paints = first_paints(both, 9, compiled)
        (base, base_cpu), *ours = [(median(walls), median(cpus)) for walls, cpus in paints]
        print(f"{'first paint, ms':28}{'wall':>9}{'CPU':>9}")
        print(f"{'  minimal Textual app':28}{base * 1000:9.0f}{base_cpu * 1000:9.0f}")
        for name, (wall, cpu) in zip(("  first card", "  buttons, ready for keys"), ours, strict=True):
            ratios = f"× {wall / base:.2f} wall, × {cpu / base_cpu:.2f} CPU"
            print(f"{name:28}{wall * 1000:9.0f}{cpu * 1000:9.0f}   {ratios}")
        print(f"\n{'a press, ms':28}{'paint':>9}{'p95':>9}{'settled':>9}{'p95':>9}{'CPU':>9}")
        with Terminal(minimal, environment=compiled) as terminal:
            terminal.wait_for(BEFORE)
            terminal.settle()
            print(told("  minimal Textual app", *presses(terminal, [("x", "BACK"), ("x", BEFORE)], count)))
        for columns, rows in ((80, 24), (120, 40)):
            fresh = workspace(Path(place) / f"{columns}")
            with Terminal(review(fresh, "Bench"), columns, rows, environment=compiled) as terminal:
                terminal.wait_for(READY)
                terminal.settle()
                flips, ratings = [], []
                cpu = terminal.cpu()
                for number in range(count):
                    flips.append(terminal.press(" ", f"ANSWER{number}"))
                    terminal.settle(0.06)
                    ratings.append(terminal.press("4", f"第 {number + 1} 问"))
                    terminal.settle(0.06)
                each = (terminal.cpu() - cpu) / count / 2
                print(told(f"  flip {columns}×{rows}", flips, each))
                print(told(f"  rate {columns}×{rows}, with writing", ratings, each))
        with Terminal(review(folder, "Long"), environment=compiled) as terminal:
            terminal.wait_for(READY)
            terminal.settle()
            terminal.press(" ", "第 0 段")
            terminal.settle()
            print(told("  20 kB: a line down", *presses(terminal, [("j", "")], count)))
            print(told("  20 kB: a page", *presses(terminal, [("\x1b[6~", ""), ("\x1b[5~", "")], count)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
