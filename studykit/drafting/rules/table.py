"""Tables: what a row is in a column; where the columns are the things compared, how they differ in a row.

Heads that say what kind of answer stands below them (含义, 默认, 公式 …) make questions that read well; the others are
drafted by the rule `cell`, whose cards wait.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from studykit.drafting.excerpt import excerpt
from studykit.drafting.rules import asking
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.names import without_label
from studykit.text.normal import normal, weight

_NOTHING: Final = re.compile(
    r"[-—–~/…\s✓✔✗✘√×✅❌⭕○●?？]*|n/?a|无|暂无|none|同上|略|todo|tbd|是|否|有|没有|yes|no", re.IGNORECASE
)
_ASPECTS: Final = re.compile(
    r"维度|(?:对比|比较)(?:项|维度)?|方面|特性|特征|指标|项目?|属性|区别|异同|aspect|feature|property|dimension|criteri(?:on|a)",
    re.IGNORECASE,
)
"""What stands over the first column of a table whose columns are the things compared; often nothing."""
_NO_QUESTION: Final = re.compile(
    r"备注|链接|规范|标准|版本|年份|提出(?:者|年份)?|发布|来源|出处|参考|论文|引用|编号|序号|#|日期|时间|状态|页码?|图|例|例子|示例|我的.*|.*笔记|"
    r"no\.?|link|source|spec|rfc|version|year|ref(?:erence)?s?|remarks?|notes?|comment|status|date|id|examples?|my .*",
    re.IGNORECASE,
)
_MEANING: Final = re.compile(
    r"(?:含义|意义|意思|说明|解释|描述|定义|解读|是什么|内容|介绍|meaning|description|definition|explanation|details?|"
    r"what it (?:is|does))",
    re.IGNORECASE,
)
_GIST: Final = re.compile(
    r"一句话(?:概括|总结|说明)?|要点|简述|概括|核心思想|summary|gist|in short|key idea", re.IGNORECASE
)
_PURPOSE: Final = re.compile(
    r"(?:作用|用途|用处|功能|目的|用来(?:做什么|干嘛)?|purpose|use|used for|function|role)", re.IGNORECASE
)
_CLEAR: Final = re.compile(
    r"(?:[\w. ]*\s)?默认值?|公式|符号|单位|全称|英文名?|中文名?|别名|谐音|(?:时间|空间)?复杂度|取值(?:范围)?|类型|"
    r"数据类型|端口|首都|作者|代表作|条件|适用场景|使用场景|原因|后果|触发条件|返回值|"
    r"defaults?|default value|formula|symbol|unit|full name|type|range|complexity|port|returns?|capital|author|"
    r"condition|when to use|use case",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[\d.\-–/ ]*[a-z]?|第?[一二三四五六七八九十\d]+[章节讲课周步个天]?", re.IGNORECASE)
_QUANTITY: Final = re.compile(r"[*≈~约<>≤≥±+-]*\s*[\d.,]+(?:e-?\d+)?\s*(?:%|‰|[A-Za-z]{1,4}|[万亿倍个次条年])?\**")
_LATIN_NAME: Final = re.compile(r"[A-Z]")
_ROWS_MOST: Final = 24
_ANSWER_MOST: Final = 30
_SUBJECT_WORDS: Final = 14


class _Table(NamedTuple):
    heads: tuple[str, ...]
    rows: tuple[tuple[Block, tuple[str, ...]], ...]
    """Each row with its cells as card text."""


def draft(unit: Unit) -> Iterator[Proposal]:
    """Cards for the rows of each table, of columns whose head says what kind of answer they hold."""
    return (proposal for proposal, clear in proposals(unit) if clear)


@lru_cache(maxsize=2)
def proposals(unit: Unit) -> tuple[tuple[Proposal, bool], ...]:
    """Cards for every row and column that can be asked for, and whether the head makes a clear question.

    Kept for the rules that ask for them one after the other.
    """
    found: list[tuple[Proposal, bool]] = []
    for part in unit.parts:
        for block in part.blocks:
            if block.kind == "table" and (table := _read(unit, block)) is not None:
                found += _cards(unit, table, part.title)
    return tuple(found)


def _read(unit: Unit, block: Block) -> _Table | None:
    rows = [row for row in block.children if row.kind == "row"]
    if len(rows) < 3 or rows[0].level != 1 or len(rows) > _ROWS_MOST:
        return None
    heads = tuple(asking.name_of(_cell(unit, cell) or "") for cell in rows[0].children)
    if len(heads) < 2 or sum(not head for head in heads[1:]):
        return None
    body = []
    for row in rows[1:]:
        cells = tuple(_cell(unit, cell) or "" for cell in row.children)
        if len(cells) == len(heads) and asking.name_of(cells[0]):
            body.append((row, cells))
    names = [normal(cells[0]) for _, cells in body]
    if len(body) < 2 or len(set(names)) < len(names):
        return None
    return _Table(heads, tuple(body))


def _cell(unit: Unit, cell: Block) -> str | None:
    text = excerpt(unit, [cell])
    return None if text is None else " ".join(text.replace("<br>", " ").replace("\\|", "|").split())


def _cards(unit: Unit, table: _Table, heading: str) -> Iterator[tuple[Proposal, bool]]:
    if _compares(unit, table):
        yield from ((proposal, True) for proposal in _differences(unit, table, heading))
        return
    labels = [asking.name_of(cells[0]) for _, cells in table.rows]
    if any(weight(label) > _SUBJECT_WORDS for label in labels) or _NO_QUESTION.fullmatch(table.heads[0]):
        return
    if sum(_NUMBER.fullmatch(label) is not None for label in labels) * 2 > len(labels):
        return  # rows that are only numbered have no name to ask by
    for column, head in enumerate(table.heads[1:], start=1):
        if _NO_QUESTION.fullmatch(head) or weight(head) > _SUBJECT_WORDS:
            continue
        answers = [cells[column] for _, cells in table.rows]
        if len({normal(answer) for answer in answers}) < max(2, len(answers) / 2):
            continue  # a column that says the same of most rows tells nothing of one
        clear = any(pattern.fullmatch(head) for pattern in (_MEANING, _PURPOSE, _GIST, _CLEAR))
        numeric = sum(_QUANTITY.fullmatch(answer) is not None for answer in answers) * 2 > len(answers)
        for (row, cells), label in zip(table.rows, labels, strict=True):
            answer = cells[column]
            if not _tells(answer, cells[0]):
                continue
            line = unit.document.line_at(row.start)
            question = _question(unit, label, head, heading, number=numeric)
            score = 0.62 if _MEANING.fullmatch(head) or _PURPOSE.fullmatch(head) else 0.55
            yield Proposal(Basic(question, answer), _quote(unit, row), heading, line, score), clear


def _compares(unit: Unit, table: _Table) -> bool:
    """Whether the columns are the things compared: a word for aspects stands over the first; or nothing does, and the
    other heads are names rather than attributes."""
    if len(table.heads) not in (3, 4):
        return False
    if table.heads[0]:
        return _ASPECTS.fullmatch(table.heads[0]) is not None
    names = table.heads[1:]
    return all(_LATIN_NAME.search(name) for name in names) or any(normal(name) in unit.names for name in names)


def _differences(unit: Unit, table: _Table, heading: str) -> Iterator[Proposal]:
    names = table.heads[1:]
    if any(weight(name) > 8 or is_generic(name) or _NO_QUESTION.fullmatch(name) for name in names):
        return
    for row, cells in table.rows:
        aspect = asking.name_of(cells[0])
        told = cells[1:]
        if (
            _NO_QUESTION.fullmatch(aspect)
            or not all(told)
            or len({normal(cell) for cell in told}) < len(told)
            or weight(aspect) > _SUBJECT_WORDS
        ):
            continue
        if all(_NOTHING.fullmatch(cell.strip()) for cell in told) or sum(map(weight, told)) > 2 * _ANSWER_MOST:
            continue
        answer = "\n".join(
            f"- {name}：{cell}" if unit.chinese else f"- {name}: {cell}" for name, cell in zip(names, told, strict=True)
        )
        question = asking.difference(unit, names, aspect, _topic(heading))
        yield Proposal(Basic(question, answer), _quote(unit, row), heading, unit.document.line_at(row.start), 0.6)


def _question(unit: Unit, label: str, head: str, heading: str, *, number: bool) -> str:
    topic = _topic(heading)
    if _MEANING.fullmatch(head):
        return asking.meaning(unit, label, topic)
    if _GIST.fullmatch(head):
        return asking.gist(unit, label, topic)
    if _PURPOSE.fullmatch(head):
        return asking.purpose(unit, label, topic)
    return asking.attribute(unit, label, head, topic, number=number)


def _topic(heading: str) -> str:
    return "" if is_generic(heading) else without_label(heading)


def _tells(answer: str, label: str) -> bool:
    text = answer.strip()
    return (
        not _NOTHING.fullmatch(text)
        and 0 < weight(text) <= _ANSWER_MOST
        and normal(text) != normal(label)
        and not asking.is_vague(text)
    )


def _quote(unit: Unit, row: Block) -> str:
    """The row as it stands, without the bars at its ends."""
    return unit.document.slice(row.start, row.end).strip().strip("|").strip()
