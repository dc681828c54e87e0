"""Tables of things with their properties: what a row is in a column whose head says what kind of answer stands there.

Only the plain shape goes in: the rows are names, the head is a word for a kind of answer (含义, 作用, 默认 …), and most
cells of the column answer by themselves. What is left goes to `cell`; tables whose columns are the things compared go
to `comparison`.
"""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.rules import asking
from studykit.drafting.rules.comparison import compares
from studykit.drafting.rules.defining import is_term
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.grid import NOTHING, UNASKED, Grid, grids, stands_alone, tells
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.model.card import Basic
from studykit.text.names import without_label
from studykit.text.normal import normal, weight

_MEANING: Final = re.compile(
    r"含义|意义|意思|定义|解读|释义|是什么|meaning|definition|what it (?:is|does|means)|means", re.IGNORECASE
)
_REMARK: Final = re.compile(r"说明|解释|描述|内容|介绍|description|explanation|details?", re.IGNORECASE)
"""Heads over meanings where nothing else stands in the table, and over remarks where something does."""
_GIST: Final = re.compile(r"一句话(?:概括|总结|说明)?|概括|简述|gist|in short|in one sentence", re.IGNORECASE)
_PURPOSE: Final = re.compile(
    r"作用|用途|用处|功能|目的|职责|用来(?:做什么|干嘛)?|purpose|use|used for|function|role", re.IGNORECASE
)
_DEFAULT: Final = re.compile(r"默认值?|defaults?(?: value)?", re.IGNORECASE)
_COMMAND: Final = re.compile(r"命令|command", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[\d.\-–/ ]*[a-z]?|第?[一二三四五六七八九十\d]+[章节讲课周步个天]?", re.IGNORECASE)
_QUANTITY: Final = re.compile(
    r"[*≈~约<>≤≥±+-]*\s*[\d.,]+(?:e-?\d+)?(?:\s*[-–~至到]\s*[\d.,]+)?\s*(?:%|‰|℃|°C|[A-Za-z]{1,4}|[万亿倍个次条年])?\**"
)
_SUBJECT_WORDS: Final = 14
_VALUE_MOST: Final = 6
_SHARE: Final = 0.6
_LEAST_DISTINCT: Final = 0.7


def draft(unit: Unit) -> Iterator[Proposal]:
    """Cards for the rows of each table, of columns whose head says what kind of answer they hold."""
    return (proposal for _, proposal in cells(unit, plain=True))


def cells(unit: Unit, *, plain: bool) -> Iterator[tuple[str, Proposal]]:
    """The columns' heads and their cards: those of the plain shape, or the others that can be asked for at all."""
    for grid in grids(unit):
        columns = [column for column in range(1, len(grid.heads)) if not plain or _says_kind(grid, column)]
        if columns and not compares(unit, grid) and _has_names(grid):
            named = sum(is_term(row.label.replace("`", "")) for row in grid.rows) >= _SHARE * len(grid.rows)
            if named or not plain:
                for column in columns:
                    yield from _column(unit, grid, column, plain=plain, named=named)


def _has_names(grid: Grid) -> bool:
    """Whether the rows have names to ask by: not long, and not only numbers."""
    if UNASKED.fullmatch(grid.heads[0]) or not grid.rows:
        return False
    labels = [row.label for row in grid.rows]
    if any(len(label) > _SUBJECT_WORDS and weight(label) > _SUBJECT_WORDS for label in labels):
        return False
    return sum(_NUMBER.fullmatch(label) is not None for label in labels) * 2 <= len(labels)


def _column(unit: Unit, grid: Grid, column: int, *, plain: bool, named: bool) -> Iterator[tuple[str, Proposal]]:
    head = grid.heads[column]
    if UNASKED.fullmatch(head) or weight(head) > _SUBJECT_WORDS:
        return
    answers = [row.cells[column] for row in grid.rows]
    is_plain = named and _says_kind(grid, column) and (not _DEFAULT.fullmatch(head) or _are_values(answers))
    if plain and not is_plain:
        return
    distinct = len({normal(answer) for answer in answers})
    if distinct < max(2, len(answers) / 2):
        return  # a column that says the same of most rows tells nothing of one
    telling = [tells(row.cells[column], row.label) for row in grid.rows]
    alone = [told and stands_alone(answer) for told, answer in zip(telling, answers, strict=True)]
    is_plain = is_plain and sum(alone) >= _SHARE * len(alone) and distinct >= _LEAST_DISTINCT * len(answers)
    number = sum(_QUANTITY.fullmatch(answer) is not None for answer in answers) * 2 > len(answers)
    topic = "" if is_generic(grid.heading) else without_label(grid.heading)
    score = 0.62 if _MEANING.fullmatch(head) or _PURPOSE.fullmatch(head) else 0.58
    for row, answer, told, good in zip(grid.rows, answers, telling, alone, strict=True):
        fits = is_plain and good and is_term(row.label.replace("`", "")) and not _is_act(row.label, head)
        if told and fits is plain:
            question = _question(unit, row.label, head, topic, number=number)
            yield head, grid.card(row, Basic(question, answer), score)


def _are_values(answers: list[str]) -> bool:
    return all(weight(answer) <= _VALUE_MOST for answer in answers)


def _says_kind(grid: Grid, column: int) -> bool:
    """Whether the head says what kind of answer stands below."""
    head = grid.heads[column]
    others = [other for number, other in enumerate(grid.heads) if number not in (0, column)]
    if _DEFAULT.fullmatch(head):
        return True
    if any(_DEFAULT.search(other) for other in others):
        return False  # beside defaults stand remarks on them
    if _MEANING.fullmatch(head) or _GIST.fullmatch(head) or _PURPOSE.fullmatch(head) or _COMMAND.fullmatch(head):
        return True
    if _REMARK.fullmatch(head):
        return not any(not NOTHING.fullmatch(other) for other in others)
    return asking.is_attribute(head)


def _is_act(label: str, head: str) -> bool:
    """Whether a row is a deed told rather than named, which no command can be asked for: `改了 unit 文件`, `起/停`."""
    return _COMMAND.fullmatch(head) is not None and ("了" in label or "/" in label)


def _question(unit: Unit, label: str, head: str, topic: str, *, number: bool) -> str:
    if _MEANING.fullmatch(head) or _REMARK.fullmatch(head):
        return asking.meaning(unit, label, topic)
    if _GIST.fullmatch(head):
        return asking.gist(unit, label, topic)
    if _PURPOSE.fullmatch(head):
        return asking.purpose(unit, label, topic)
    if _COMMAND.fullmatch(head):
        return asking.command(unit, label, topic)
    return asking.attribute(unit, label, head, topic, number=number)
