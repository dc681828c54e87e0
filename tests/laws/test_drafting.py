"""Laws of drafting by rules: whatever a note holds, every draft's quote stands in it, nothing fails, time is linear."""

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.drafting import rules
from studykit.drafting.grounding import Normalised
from studykit.drafting.unit import Unit
from studykit.flows.drafting.units import units_in
from studykit.flows.reading.scan import Scan
from studykit.markup.document import Document
from studykit.model.card import Draft
from studykit.model.concept import Concept, SectionId
from studykit.model.ids import NotePath
from studykit.model.note import Note
from studykit.vault.embeds import Embeds
from studykit.vault.load import list_files
from studykit.vault.parse import parse_note
from studykit.vault.resolve import Resolver

VAULT = Path(__file__).parents[2] / "vault"
NOTE = NotePath("note.md")
NOTES = Path(__file__).parents[1] / "quality" / "notes"
MUTATED = 20_000 if os.environ.get("STUDYKIT_ROUNDS") == "full" else 300
MOC_LINE = "[[note]] — 用组均值代替价值网络"


@lru_cache(maxsize=1)
def notes() -> tuple[tuple[str, ...], ...]:
    """The lines of the reference vault's notes, and of those that are marked for quality: more manners of writing."""
    paths = [root / file.path for root in (VAULT, NOTES) for file in list_files(root).notes]
    assert len(paths) > 60
    return tuple(tuple(path.read_text(encoding="utf-8").split("\n")) for path in paths)


def units_of_text(raw: bytes) -> tuple[str, list[Unit]]:
    """A note's text and its units, as a scan of a vault that holds it alone would cut it."""
    parsed = parse_note(NOTE, raw)
    assert parsed.note is not None
    assert parsed.document is not None
    document: Document = parsed.document
    section = SectionId("_MOC.md", ("核心算法", "GRPO"))
    concept = Concept(NOTE, section, "d", 0, "GRPO 深度理解", "用组均值代替价值网络", MOC_LINE, 3, ())
    resolver = Resolver({NOTE: parsed.note}, ["a.png"])
    scanned = scan_of(parsed.note, resolver)
    embeds = Embeds(resolver, lambda path: document)
    return raw.decode("utf-8"), list(units_in(scanned, concept, document, embeds))


def scan_of(note: Note, resolver: Resolver) -> Scan:
    listing = list_files(Path(__file__).parent / "nothing-is-here")
    empty: frozenset[NotePath] = frozenset()
    return Scan(Path(), "v", listing, {NOTE: note}, resolver, {}, {}, (), (), empty, empty)


def check_quotes(text: str, units: list[Unit]) -> list[Draft]:
    index = Normalised(text)
    found = []
    for unit in units:
        for draft in rules.draft(unit):
            found.append(draft)
            assert draft.source.quote.strip(), draft
            if draft.by == "rules:gloss":
                assert draft.source.quote == MOC_LINE
            elif draft.by == "rules:brief":  # YAML joins lines and undoes escapes, so that the property is what it says
                assert draft.source.quote == unit.summary
            else:
                assert index.find(draft.source.quote) is not None, draft
            assert 1 <= draft.line <= text.count("\n") + 1 or draft.by == "rules:gloss"
            assert "\x01" not in draft.content.front + draft.content.back + draft.content.detail
    return found


PIECES = st.sampled_from([
    "Q: 为什么？", "A: 因为", "问：优势怎么算", "答：减去均值", "## 为什么要组？", "# 为什么？",
    "### Q1: 怎么做？", "答：", "答案是：", "> [!question] 为什么 [[a|b]]？", "> [!todo] x", "> ",
    "- [ ] ", "- ", "1. ", "    ", "%%", "%% x %%", "<!--", "-->", "$$", "$$x = y$$", "$x$",
    "目标函数是", "The loss is:", "```", "`", "**", "==", "![[a.png]]", "![[gone.png]]", "![[note]]",
    "[[note#x]]", "[a](b%20c.md)", "![](a.png)", "[^1]", "[^1]: x", " ^id", "^id", "| a | b |",
    "| --- | --- |", "GAE（Generalized Advantage Estimation）", "brief: 一句话", "---", "\\[", "\\]",
    "\t", "\u3000", "🙂", "e\u0301", "A：", "Q：x A：y", "：", "。", "TODO",
    "- **露点**：饱和时的温度", "- **X**: a thing that is", "**景深**：清晰的范围",
    "- 倒摄抑制：后学对先学的干扰", "| 术语 | 含义 |", "| a | 温度 |",
    "| | PPO | GRPO |",
    "组块是指把小单位联合成大单位", "货币乘数等于 M 除以 B。", "A fort is a set-up that holds.",
    "为什么要闷蒸？先排掉二氧化碳才均匀。", "取出所有匹配：", "```python", "**", "\\|", "<br>", "https://x.y/z",
])  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A note of the reference vault with some of its lines dropped, doubled, moved, cut, or put into others."""
    lines = list(draw(st.sampled_from(notes())))
    start = draw(st.integers(0, max(0, len(lines) - 40)))
    lines = (lines[:8] if draw(st.booleans()) else []) + lines[start : start + 40]
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.integers(0, 6))
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
        elif kind == 2:
            lines.insert(at, draw(PIECES))
        elif kind == 3:
            cut = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:cut] + draw(PIECES) + lines[at][cut:]
        elif kind == 4:
            lines[at] = draw(st.sampled_from(["> ", "  ", "- ", "    ", "## ", "> > "])) + lines[at]
        elif kind == 5:
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        else:
            lines[at : at + 2] = ["".join(lines[at : at + 2])]
        lines = lines or [""]
    return "\n".join(lines)


@pytest.mark.timeout(1200)
@given(mutated())
@settings(max_examples=MUTATED)
def test_every_quote_stands_in_its_note(text: str) -> None:
    check_quotes(*units_of_text(text.encode()))


@given(
    st.lists(PIECES, min_size=1, max_size=30),
    st.lists(st.sampled_from(["\n", "\n\n", " ", ""]), min_size=30, max_size=30),
)
def test_notes_of_fragments_alone_are_no_harm(pieces: list[str], joints: list[str]) -> None:
    text = "".join(piece + joint for piece, joint in zip(pieces, joints, strict=False))
    check_quotes(*units_of_text(text.encode()))


def test_the_reference_vault_itself() -> None:
    found = [draft for lines in notes() for draft in check_quotes(*units_of_text("\n".join(lines).encode()))]
    assert len(found) > 60


def long_texts() -> Iterator[tuple[str, str]]:
    for piece in (
        "a", "a ", "word ", "?", "? ", "？ ", "Q: ", "Q: 为什么？\nA: 因为\n", "A: ", "：", "**", "__", "[[",
        "]](", "](", "[a](", "![[", "(", "（", "(GAE) ", "Generalized Advantage (GA) ", "公式", "因此",
        "公式(", "公式 ", "$$", "$$a$$ ", "公式是：$$a$$\n\n", "$", "`", "。", "。\n", ". ", ".", "> ",
        "> [!question] 为什么要？\n> 因为\n\n", "- ", "- [ ] ", "- a\nb\n", "\n", "\n\n", "%%", "<!--",
        "<!-- ", "^a\n", "[^1]", "## 为什么要？\n", "## 为什么要？\n因为\n\n", "答：", "答：\n\n", "a: \n\n",
        "| a ", "TODO ", "\\[a\\] ", "一", "1. ", "Abc（Def Ghi），",
        "- **露点**：饱和时的温度\n", "**景深**：清晰的范围\n",
        "**景深**：清晰的范围\n\n", "- a: ", "- 甲：一种东西\n", "组块是指把小单位联合成大单位。", "是一种",
        "的", "是甲的", "等于",
        "A fort is a set-up that holds. ", "is a ", "为什么要闷蒸？先排气。\n\n",
        "取出匹配：\n\n```python\na\n```\n\n", "（的", "，如",
        "| 术语 | 含义 |\n| - | - |\n| a | 温度 |\n| b | 湿度 |\n\n",
        "| a | b |\n", "- - ", "1. **a**：b\n", "(A, ", "(a b ", "'a",
    ):  # fmt: skip
        yield repr(piece)[:30], piece


@pytest.mark.parametrize("piece", [pytest.param(piece, id=name) for name, piece in long_texts()])
def test_time_is_linear_in_the_note(piece: str) -> None:
    """40 kB of anything, in the text and in a summary, is drafted as fast as its parsing allows."""
    head = "# GRPO\n\n## 为什么要组？\n\n"
    for size in (40_000,):
        body = piece * (size // len(piece.encode()))
        text = head + body + " 末\n"
        _, units = units_of_text(text.encode())
        started = process_time()
        for unit in units:
            rules.draft(unit)
        assert process_time() - started < 1.0


def calls_of(text: str) -> int:
    """How many functions are called to draft a text: the same on every machine, however busy."""
    _, units = units_of_text(text.encode())
    count = 0

    def count_one(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(count_one)
    try:
        for unit in units:
            rules.draft(unit)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", [pytest.param(piece, id=name) for name, piece in long_texts()])
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    """Below one heading, so that both are one unit: what a long note is cut into is drafted piece by piece anyway."""
    head, times = "# GRPO\n\n", 6000 // len(piece.encode())
    once, twice = (calls_of(f"{head}{piece * (times * factor)} 末\n") for factor in (1, 2))
    assert twice <= 2.3 * once + 400


def test_a_summary_and_a_gloss_of_any_length() -> None:
    for piece in ("[[", "<!--", "[^", "。", "a ", "^a ", "TODO "):
        text = f'---\nbrief: "{piece * 8000}"\n---\n\n正文在这里。\n'
        _, units = units_of_text(text.encode())
        started = process_time()
        for unit in units:
            rules.draft(unit)
        assert process_time() - started < 1.0
