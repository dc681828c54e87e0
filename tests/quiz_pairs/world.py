"""What quizzes are made from in tests and benchmarks: the reference vault with its decks, and made-up maps."""

from pathlib import Path
from random import Random

from studykit.config import Config
from studykit.decks.files import find_deck_files, read_deck
from studykit.flows.reading.scan import Scan, scan
from studykit.markup.cloze import cloze_numbers
from studykit.markup.plain import to_plain
from studykit.model.card import Basic, Card, Cloze, Content, Source, Stamp, Typed
from studykit.model.event import silent
from studykit.model.ids import CardId, NotePath
from studykit.model.note import Link
from studykit.quiz.material import Item, Material, Topic
from studykit.text.names import subject

_HAN = """
自适应 分布式 层次化 稀疏 对比 因果 离线 在线 多任务 随机 变分 贝叶斯 分组 截断 渐进 混合 局部 全局 鲁棒 延迟
策略 价值 奖励 注意力 记忆 梯度 采样 编码 检索 规划 探索 蒸馏 量化 对齐 推理 嵌入 路由 缓存 调度 微调
估计 网络 算法 机制 模型 定理 框架 目标 约束 分解 搜索 训练 评测 损失 更新 近似 表示 校准 压缩 回放
"""
_LATIN = """
sparse policy value reward memory gradient sampling encoding planning search loss update bound cache replay kernel
filter margin prior batch token layer
"""
HEADS, BODIES, TAILS = (line.split() for line in _HAN.strip().splitlines())
WORDS = _LATIN.split()


def topics_of(scanned: Scan) -> list[Topic]:
    """The concepts of a scanned vault as topics."""
    found = []
    for concept in scanned.concepts:
        note = scanned.notes[concept.note]
        name = subject(concept.label or note.title)
        names = tuple(dict.fromkeys((note.title, concept.label, *note.aliases)))
        aliases = tuple(other for other in names if other and other != name)
        gloss = to_plain(concept.gloss)
        found.append(Topic(concept.note, name, aliases, gloss, concept.deck, concept.section.moc, concept.gloss_quote))
    return found


def reference_material(root: Path) -> Material:
    """The reference vault and the decks made of it."""
    scanned = scan(root / "vault", Config(), silent)
    items = []
    for path in find_deck_files(root / "decks"):
        deck = read_deck(path).deck
        for block in deck.cards:
            card = block.card
            target = "" if card.source is None else card.source.note
            note = scanned.resolver.resolve(Link(target, "", "", "", 0), NotePath("")).path or target
            items += [Item(card, face, note, deck.header.deck, deck.header.moc) for face in faces_of(card)]
    return Material(topics_of(scanned), items)


def faces_of(card: Card) -> list[str]:
    """The faces of a card, as the schedule names them."""
    match card.content:
        case Cloze(text):
            return [f"c{number}" for number in cloze_numbers(text)]
        case Basic(reversed=True):
            return ["0", "1"]
    return ["0"]


def made_up(count: int, seed: int, *, english: bool = False) -> Material:
    """A map of so many concepts in sections of twenty-five, each with two cards. Names and glosses may be alike."""
    random = Random(seed)
    topics, items = [], []
    for number in range(count):
        section, moc = f"图::第{number // 25}节", f"moc-{number // 500}.md"
        if english:
            name = f"{random.choice(WORDS)} {random.choice(WORDS)} {random.choice(WORDS)}"
            gloss = " ".join(random.choices(WORDS, k=random.randint(3, 9)))
        else:
            name = random.choice(HEADS) + random.choice(BODIES) + random.choice(TAILS)
            pieces = random.choices(HEADS + BODIES + TAILS, k=random.randint(2, 7))
            gloss = "".join(pieces)
        note = f"n/{number}.md"
        topics.append(Topic(note, name, (f"{name}{number}",), gloss if random.random() < 0.9 else "", section, moc))
        source = Source(note, "概述", gloss)
        answer = random.choice((gloss, str(random.randint(2, 99)), f"`{random.choice(WORDS)}_{number % 7}`"))
        typed = Typed(f"第 {number} 问：{name}？", answer)
        cloze = Cloze(f"{name}{{{{c1::{random.choice(BODIES)}}}}}的{{{{c2::{random.choice(TAILS)}}}}}。")
        contents: tuple[Content, ...] = (typed, cloze)
        for place, content in enumerate(contents):
            card = Card(content, source, Stamp(CardId(f"{number:08d}{place:02d}"), "me", "", 0))
            items += [Item(card, face, note, section, moc, random.random()) for face in faces_of(card)]
    return Material(topics, items)
