"""Vaults for benchmarks, seeded: the same arguments give the same bytes.

    python -m tests.bench.generate FOLDER [--notes 10000] [--profile vault|cards] [--seed 7]

`vault`: notes of about 4.7 kB, Chinese and English, with what real notes hold: frontmatter (a hundredth of it is no
YAML), links in all spellings (some broken, some to a heading), mathematics, code, tables, callouts, lists, tags, and
headings that ask, so that a note gives about five cards. Maps of content list every note under sections.
`cards`: the same notes with five asking headings each, and nothing else that any rule drafts from: five cards a note.

Words are drawn anew for every sentence, so that no cache of a program finds a text it has seen.
Prints notes, bytes, Markdown events and links a note.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from tests.bench.density import density, describe

PROFILES = ("vault", "cards")
_A_MOC = 500  # notes to a map of content
_A_SECTION = 25


def _words(text: str) -> list[str]:
    return text.split()


_HEAD = _words(
    "自适应 分布式 层次化 稀疏 对比 因果 离线 在线 多任务 正则化 随机 变分 贝叶斯 分组 截断 渐进 混合 "
    "局部 全局 鲁棒 延迟 双重 "
)
_BODY = _words(
    "策略 价值 奖励 注意力 记忆 梯度 采样 编码 检索 规划 探索 蒸馏 量化 对齐 推理 嵌入 路由 缓存 调度 "
    "归一化 预训练 微调 "
)
_TAIL = _words(
    "估计 网络 算法 机制 模型 定理 方法 框架 目标 约束 分解 搜索 训练 评测 损失 更新 近似 表示 校准 压缩 回放 边界 "
)
_ADJECTIVES = _words(
    "Adaptive Sparse Hierarchical Contrastive Causal Offline Online Robust Stochastic Variational "
    "Bayesian Grouped Clipped Progressive Hybrid Local Global Delayed Double Implicit Latent Modular "
)
_NOUNS = _words(
    "Policy Value Reward Attention Memory Gradient Sampling Encoding Retrieval Planning Exploration "
    "Distillation Quantization Alignment Reasoning Embedding Routing Caching Scheduling Normalization "
    "Pretraining Tuning "
)
_ENDS = _words(
    "Estimation Network Algorithm Mechanism Model Theorem Method Framework Objective Constraint "
    "Decomposition Search Training Evaluation Loss Update Approximation Representation Calibration "
    "Compression Replay Bound "
)
_VERBS = _words("决定 限制 放大 抵消 依赖 替代 修正 推动 降低 稳定 约束 解释")
_QUALITIES = _words(
    "方差 偏差 收敛速度 样本效率 训练成本 泛化误差 显存占用 学习率 批大小 更新幅度 置信区间 探索程度 "
    "梯度范数 奖励尺度 序列长度 温度 "
)
_PLACES = _words(
    "训练初期 长序列上 小批量时 分布偏移后 奖励稀疏时 多卡并行时 上线之后 采样不足时 数据重复时 温度较高时"
)
_EN_VERBS = _words("limits amplifies replaces stabilises needs corrects reduces explains drives bounds")
_EN_THINGS = _words(
    "variance bias convergence throughput memory entropy regret sparsity latency likelihood curvature "
    "momentum coverage calibration noise drift "
)
_SYMBOLS = _words(r"\alpha \beta \gamma \theta \phi \lambda \mu \sigma \epsilon \pi \rho \tau")


def names(count: int) -> list[str]:
    """A title for each note: seven in ten Chinese, every one another."""
    words = len(_HEAD) * len(_BODY) * len(_TAIL)
    found = []
    for number in range(count):
        place = number * 7919 % words  # a prime: neighbours have little in common
        head, body, tail = place % 22, place // 22 % 22, place // 484
        if number % 10 < 7:
            name = f"{_HEAD[head]}{_BODY[body]}{_TAIL[tail]}"
        else:
            name = f"{_ADJECTIVES[head]} {_NOUNS[body]} {_ENDS[tail]}"
        found.append(name if number < words else f"{name} {number // words + 1}")
    return found


class _Writer:
    """Writes sentences about one note after the other."""

    def __init__(self, seed: int, titles: list[str], folders: list[str]) -> None:
        self.random = Random(seed)
        self.titles = titles
        self.folders = folders

    def one(self, words: list[str]) -> str:
        return words[int(self.random.random() * len(words))]

    def link(self) -> str:
        """A wikilink: most by name, some with a label, a heading, a path; one in a hundred leads nowhere."""
        number = int(self.random.random() * len(self.titles))
        title, kind = self.titles[number], self.random.random()
        if kind < 0.62:
            return f"[[{title}]]"
        if kind < 0.80:
            return f"[[{title}|{self.one(_BODY)}的{self.one(_TAIL)}]]"
        if kind < 0.91:
            return f"[[{title}#定义]]"
        if kind < 0.99:
            return f"[[{self.folders[number]}/{title}|{title}]]"
        return f"[[{title} 草稿{number}]]"

    def chinese(self) -> str:
        number = int(self.random.random() * 9973)
        return (
            f"{self.one(_PLACES)}，{self.one(_HEAD)}{self.one(_BODY)}的{self.one(_QUALITIES)}"
            f"{self.one(_VERBS)}{self.one(_HEAD)}{self.one(_TAIL)}的{self.one(_QUALITIES)}，"
            f"实验 {number} 里差 {number % 97}%。"
        )

    def english(self) -> str:
        number = int(self.random.random() * 9973)
        return (
            f"With {self.one(_ADJECTIVES).lower()} {self.one(_NOUNS).lower()}, {self.one(_EN_THINGS)} "
            f"{self.one(_EN_VERBS)} the {self.one(_EN_THINGS)} of run {number}. "
        )

    def sentence(self) -> str:
        return self.chinese() if self.random.random() < 0.75 else self.english()

    def paragraph(self, sentences: int, links: int = 0) -> str:
        """Sentences, the first ones followed by a link, with something bold, in code or a formula."""
        parts = []
        for place in range(sentences):
            parts.append(self.sentence())
            if place < links:
                parts.append(f"参见 {self.link()}。")
        kind = self.random.random()
        if kind < 0.3:
            parts.append(f"**{self.one(_HEAD)}{self.one(_QUALITIES)}**是关键。")
        elif kind < 0.6:
            parts.append(f"这里 ${self.one(_SYMBOLS)}_{{{int(self.random.random() * 90)}}} < 1$。")
        elif kind < 0.8:
            parts.append(f"见 `{self.one(_EN_THINGS)}_{int(self.random.random() * 900)}`。")
        return "".join(parts)

    def question(self, title: str) -> str:
        number = int(self.random.random() * 997)
        return (
            f"为什么{title}在{self.one(_PLACES)}会{self.one(_VERBS)}{self.one(_HEAD)}{self.one(_QUALITIES)}？",
            f"{title}的{self.one(_QUALITIES)}和{self.one(_HEAD)}{self.one(_TAIL)}有什么关系？",
            f"{title}如何{self.one(_VERBS)}第 {number} 层的{self.one(_QUALITIES)}？",
            f"What makes {title} change the {self.one(_EN_THINGS)} of {self.one(_NOUNS).lower()} {number}?",
        )[int(self.random.random() * 4)]

    def table(self, rows: int) -> str:
        lines = ["| 设置 | 取值 | 结果 |", "| --- | --- | --- |"]
        for _ in range(rows):
            number = int(self.random.random() * 9973)
            lines.append(
                f"| {self.one(_HEAD)}{self.one(_QUALITIES)} | {number / 100} | {self.one(_EN_THINGS)} {number % 83} |"
            )
        return "\n".join(lines)

    def formula(self) -> str:
        a, b, c = self.one(_SYMBOLS), self.one(_SYMBOLS), int(self.random.random() * 99)
        gradient = f"\\frac{{\\partial L_{{{c}}}}}{{\\partial {a}_t}}"
        return f"$$\n{a}_{{t+1}} = {a}_t - {b}\\,\\mathbb{{E}}\\left[{gradient}\\right]\n$$"

    def code(self) -> str:
        name, number = self.one(_EN_THINGS), int(self.random.random() * 9973)
        return (
            f"```python\ndef {name}_{number}(batch, scale={number % 13}):\n"
            f'    """[[not a link]] Q: not a question?"""\n'
            f"    values = [item * scale for item in batch if item > {number % 7}]\n"
            f"    return sum(values) / max(len(values), {number % 5 + 1})\n```"
        )


def _frontmatter(writer: _Writer, number: int, title: str, *, brief: bool) -> str:
    lines = ["---", f"title: {title}"]
    if number % 100 == 57:
        lines.append(f"description: {title}: 两个冒号: [不成 YAML")
    else:
        lines.append(f"aliases: [{title[:6]}别名{number}, N{number}]")
    lines += [
        f"created: 2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
        f"status: {'growing' if number % 3 else 'done'}",
    ]
    lines += ["tags:", f"  - 领域/{writer.one(_BODY)}", "  - concept"]
    if brief and number % 4 == 0:
        gain = writer.one(_QUALITIES)
        lines.append(f"brief: {writer.one(_HEAD)}条件下用{writer.one(_BODY)}换取{gain}的一种做法，编号 {number}")
    lines += ["related:", f'  - "{writer.link()}"', f'up: "{writer.link()}"', "---"]
    return "\n".join(lines)


def _vault_note(writer: _Writer, number: int, title: str) -> str:
    """About 4.7 kB, 200 events, 13 links."""
    blocks = [
        _frontmatter(writer, number, title, brief=True),
        f"# {title}",
        writer.paragraph(7, 2),
        "## 定义",
        f"> [!note] 要点\n> {writer.chinese()}\n> 见 {writer.link()}。",
        f"{title}的目标函数定义为：" if number % 2 else writer.paragraph(1),
        writer.formula(),
        writer.paragraph(4, 1),
    ]
    if number % 10 == 3:
        blocks.append(f"也叫 Grouped {writer.one(_NOUNS)} Estimation (G{writer.one(_NOUNS)[0]}E)，{writer.chinese()}")
    for place in range(3 + (number % 5 > 0) + (number % 5 > 2)):
        blocks += [f"{'##' if place % 2 else '###'} {writer.question(title)}", writer.paragraph(3, place < 2)]
    items = [f"- **{writer.one(_QUALITIES)}**：{writer.chinese()}" for _ in range(2)]
    blocks += ["## 实验", writer.table(3), "\n".join(items), writer.code()]
    if number % 50 == 11:
        blocks.append(f"![[{writer.one(writer.titles)}#定义]]")
    if number % 20 == 7:
        blocks.append(f"%%{writer.chinese()}%%\n\n<!-- {writer.english()} -->")
    tasks = [
        f"- [{'x' if place else ' '}] 复查 {writer.one(_QUALITIES)} #待办/{writer.one(_BODY)}" for place in range(2)
    ]
    blocks += ["\n".join(tasks), "## 相关", "\n".join(f"- {writer.link()} — {writer.one(_HEAD)}情形" for _ in range(5))]
    return "\n\n".join(blocks) + "\n"


def _cards_note(writer: _Writer, number: int, title: str) -> str:
    """Five asking headings, and text between them that no rule drafts from."""
    blocks = [_frontmatter(writer, number, title, brief=False), f"# {title}", writer.paragraph(4, 3)]
    for place in range(5):
        blocks += [f"## {writer.question(title)}", writer.paragraph(2, place < 3), writer.paragraph(3)]
    items = [f"- **{writer.one(_QUALITIES)}**：{writer.chinese()}" for _ in range(2)]
    blocks += ["## 实验", writer.table(3), "\n".join(items), writer.code()]
    blocks += ["## 相关", "\n".join(f"- {writer.link()} — {writer.one(_HEAD)}情形" for _ in range(5))]
    return "\n\n".join(blocks) + "\n"


_NOTES: dict[str, Callable[[_Writer, int, str], str]] = {"vault": _vault_note, "cards": _cards_note}


def _mocs(titles: list[str], folders: list[str], profile: str, writer: _Writer) -> Iterator[tuple[str, str]]:
    """A map for each folder, with sections that list its notes, and one above that lists the maps."""
    every = sorted(set(folders))
    listed = "\n".join(f"- [[{folder}/_MOC|{folder}]]" for folder in every)
    yield "总览 MOC.md", f"---\ntype: moc\n---\n\n# 总览\n\n## 领域\n\n{listed}\n"
    for folder in every:
        here = [title for title, other in zip(titles, folders, strict=True) if other == folder]
        blocks = [f"---\ntype: moc\nup: '[[总览 MOC]]'\n---\n\n# {folder}"]
        for start in range(0, len(here), _A_SECTION):
            section = here[start : start + _A_SECTION]
            blocks.append(f"## {writer.one(_HEAD)}{writer.one(_BODY)} {start // _A_SECTION + 1} ⭐")
            items = [f"- [[{title}]]" for title in section]
            if profile == "vault":
                items[1::4] = [f"{item} — {writer.one(_HEAD)}{writer.one(_QUALITIES)}的来源" for item in items[1::4]]
            blocks.append("\n".join(items))
        yield f"{folder}/_MOC.md", "\n\n".join(blocks) + "\n"


def generate(folder: Path, notes: int, profile: str = "vault", seed: int = 7) -> None:
    """Write a vault into a folder that is empty or not there. Maps of content come on top of `notes`."""
    titles = names(notes)
    folders = [f"领域 {number // _A_MOC + 1:02}" for number in range(notes)]
    writer = _Writer(seed, titles, folders)
    for name in sorted(set(folders)):
        (folder / name).mkdir(parents=True)
    for number, (title, place) in enumerate(zip(titles, folders, strict=True)):
        _write(folder / place / f"{title}.md", _NOTES[profile](writer, number, title))
    for path, text in _mocs(titles, folders, profile, writer):
        _write(folder / path, text)


def _write(path: Path, text: str) -> None:
    data = text.encode()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        os.write(descriptor, data)
    finally:
        os.close(descriptor)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--profile", choices=PROFILES, default="vault")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    if arguments.folder.exists() and any(arguments.folder.iterdir()):
        parser.error(f"{arguments.folder} is not empty")
    started = time.process_time()
    generate(arguments.folder, arguments.notes, arguments.profile, arguments.seed)
    seconds = time.process_time() - started
    print(f"{arguments.profile}: {describe(density(arguments.folder))}; made in {seconds:.1f} s CPU")
    return 0


if __name__ == "__main__":
    sys.exit(main())
