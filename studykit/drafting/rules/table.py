"""Tables of things with their properties: what a row is in a column whose head says what kind of answer stands there.

Only the plain shape goes in: the rows are names, the head is a word for a kind of answer (含义, 作用, 默认 …), and most
cells of the column answer by themselves. What is left goes to `cell`; tables whose columns are the things compared go
to `comparison`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from studykit.drafting.rules import asking
from studykit.drafting.rules.comparison import compares
from studykit.drafting.rules.defining import is_term
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.grid import (
    NOTHING,
    UNASKED,
    Grid,
    Row,
    grids,
    names_other_row,
    says_little,
    stands_alone,
    tells,
)
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.names import without_label
from studykit.text.normal import normal, weight

_MEANING: Final = Expression(
    r"含义|意义|意思|定义|解读|释义|是什么|meaning|definition|what it (?:is|does|means)|means", re.IGNORECASE
)
_REMARK: Final = Expression(r"说明|解释|描述|内容|介绍|description|explanation|details?", re.IGNORECASE)
"""Heads over meanings where nothing else stands in the table, and over remarks where something does."""
_GIST: Final = Expression(r"一句话(?:概括|总结|说明)?|概括|简述|gist|in short|in one sentence", re.IGNORECASE)
_PURPOSE: Final = Expression(
    r"作用|用途|用处|功能|目的|职责|用来(?:做什么|干嘛)?|purpose|use|used for|function|role", re.IGNORECASE
)
_DEFAULT: Final = Expression(r"默认值?|defaults?(?: value)?", re.IGNORECASE)
_COMMAND: Final = Expression(r"命令|command", re.IGNORECASE)
_NUMBER: Final = Expression(r"[\d.\-–/ ]*[a-z]?|第?[一二三四五六七八九十\d]+[章节讲课周步个天]?", re.IGNORECASE)
_QUANTITY: Final = Expression(
    r"[*≈~约<>≤≥±+-]*\s*[\d.,]+(?:e-?\d+)?(?:\s*[-–~至到]\s*[\d.,]+)?\s*(?:%|‰|℃|°C|[A-Za-z]{1,4}|[万亿倍个次条年])?\**"
)
_PARAMETER: Final = Expression(r"-{0,2}[A-Za-z_][\w.…\-]*")
_CODE_NAME: Final = Expression(r"[A-Za-z]\w*[_.][A-Za-z]")
_PARAMETERS: Final = Expression(
    r"参数|配置|选项|字段|变量|设置|属性|超参|键|开关|parameter|param|option|key|setting|flag|field|variable|config|argument|name",
    re.IGNORECASE,
)
"""What stands over the names of parameters."""
_VALUE: Final = Expression(
    r"[`\"'*]*(?:[-+]?[\d.,]+(?:e-?\d+)?\s?(?:%|‰|[A-Za-z]{1,4}|[秒分时天次个条倍])?|true|false|none|null|auto|on|off|空|关|开|"
    r"(?:[\"'][^\"'`]*[\"'])|[a-z][a-z0-9-]*)[`\"'*]*",
    re.IGNORECASE,
)
"""A number, a literal, or one plain word: a name of code with `_` or `.` in it is none."""
_PURPOSE_LEAST: Final = 5
_MEANING_LEAST: Final = 3
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
        columns = _plain_columns(grid.heads) if plain else range(1, len(grid.heads))
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
    is_plain = (
        named
        and column in _plain_columns(grid.heads)
        and (not _DEFAULT.fullmatch(head) or _are_defaults(grid, answers))
    )
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
        fits = is_plain and good and _fits(grid, row, answer, head)
        if told and fits is plain:
            question = _question(unit, row.label, head, topic, number=number)
            yield head, grid.card(row, Basic(question, answer), score)


def _are_defaults(grid: Grid, answers: list[str]) -> bool:
    """Whether a column holds the values of parameters: most rows are names of code, and no two cells are.

    Names among the values stand in another column than the head says, or tell what follows from what.
    """
    if not _PARAMETERS.search(grid.heads[0]):
        return False
    named = sum(_PARAMETER.fullmatch(row.label.replace("`", "")) is not None for row in grid.rows)
    return named >= _SHARE * len(grid.rows) and sum(_CODE_NAME.search(answer) is not None for answer in answers) < 2


def _is_default(label: str, answer: str) -> bool:
    """Whether a row is one parameter and its one value."""
    return (
        _PARAMETER.fullmatch(label) is not None
        and _VALUE.fullmatch(answer) is not None
        and weight(answer) <= _VALUE_MOST
    )


def _fits(grid: Grid, row: Row, answer: str, head: str) -> bool:
    """Whether a cell says something of its row's thing, and of no other."""
    name = row.label.replace("`", "")
    if not is_term(name) or _is_act(row.label, head):
        return False
    if names_other_row(answer, row, grid.rows) or says_little(answer, name, head):
        return False
    if _DEFAULT.fullmatch(head) and not _is_default(name, answer):
        return False
    if (_MEANING.fullmatch(head) or _REMARK.fullmatch(head)) and not _is_meaning(row.label, answer):
        return False
    return not _PURPOSE.fullmatch(head) or weight(answer) >= _PURPOSE_LEAST


def _is_meaning(label: str, answer: str) -> bool:
    """Whether a cell says what its row's thing means: more than a word; a command's switch means nothing without it."""
    return weight(answer) >= _MEANING_LEAST and not label.strip("`").startswith("-")


@lru_cache(maxsize=1024)
def _plain_columns(heads: tuple[str, ...]) -> tuple[int, ...]:
    """The columns whose head says what kind of answer stands below; tables of one vault share their heads."""
    return tuple(
        column for column in range(1, len(heads)) if _is_kind(heads[column], (*heads[1:column], *heads[column + 1 :]))
    )


def _is_kind(head: str, others: tuple[str, ...]) -> bool:
    """Whether a head beside others says what kind of answer stands below."""
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
