"""Tables whose two columns are the things compared: how they differ in what a row names."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.rules import asking
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.grid import ANSWER_MOST, NOTHING, UNASKED, VERDICT, Grid, Row, grids, stands_alone
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.names import without_label
from studykit.text.normal import normal, weight

_ASPECTS: Final = Expression(
    r"维度|(?:对比|比较)(?:项|维度)?|方面|特性|特征|指标|项目?|属性|区别|异同|aspect|feature|property|dimension|criteri(?:on|a)",
    re.IGNORECASE,
)
"""What stands over the first column of a table whose columns are the things compared; often nothing."""
_LATIN_NAME: Final = Expression(r"[A-Z]")
_NO_NAME: Final = Expression(
    r"一端|另一端|优点|缺点|优势|劣势|现在|目前|目标|之前|之后|以前|改前|改后|旧|新|平时|数值|值|结果|说明|内容|情况|做法|"
    r"before|after|now|target|then|old|new|pros|cons|value|result|notes?|yes|no",
    re.IGNORECASE,
)
_NO_ASPECT: Final = Expression(
    r"[?？，,。；;]|什么|几|多少|怎[么样]|如何|吗$|是否|能否|[共相]同点?|相似|联系|总结|结论|一句话|选择|推荐|例|代表|"
    r"\b(?:what|why|how|when|who|which|same|similar\w*|common|examples?|verdict|since|choose|"
    r"good|best|use|uses)\b|^(?:on|in|if|at|for|to|with|not?)\b|\b(?:by|for|to|in|at|of|on|with|from)$|"
    r"(?:recorded|ok)\b|^[能会可有是要用]|[后前时]$|适合|适用|注意|水平|优劣|评价|印象|谁|用途|使用者",
    re.IGNORECASE,
)
_ITEMS: Final = Expression(r"[,，、;；]")
_ITEMS_MOST: Final = 2
_DENIALS: Final = ("不", "非", "无", "没有", "未", "not ", "no ", "non-", "un")
_NAME_MOST: Final = 8
_ASPECT_MOST: Final = 8
_NAMED_LEAST: Final = 3


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each row in which both say something of their own."""
    for grid in grids(unit):
        if compares(unit, grid) and len(grid.heads) == 3 and not any(map(_is_no_name, grid.heads[1:])):
            topic = "" if is_generic(grid.heading) else without_label(grid.heading)
            for row in grid.rows:
                if _differs(row):
                    yield _proposal(unit, grid, row, topic)


def compares(unit: Unit, grid: Grid) -> bool:
    """Whether the columns are the things compared.

    A word for aspects stands over the first; or nothing does, and the other heads are names: capitals, the concept's
    own, or words that the note uses again and again.
    """
    if not 3 <= len(grid.heads) <= 4:
        return False
    if grid.heads[0]:
        return _ASPECTS.fullmatch(grid.heads[0]) is not None
    names = grid.heads[1:]
    if all(_LATIN_NAME.search(name) for name in names) or any(unit.is_called(normal(name)) for name in names):
        return True
    return all(unit.text.count(name) >= _NAMED_LEAST for name in names)


def _is_no_name(head: str) -> bool:
    return (
        weight(head) > _NAME_MOST
        or is_generic(head)
        or UNASKED.fullmatch(head) is not None
        or _NO_NAME.fullmatch(head) is not None
    )


def _differs(row: Row) -> bool:
    told = row.cells[1:]
    if UNASKED.fullmatch(row.label) or _NO_ASPECT.search(row.label) or weight(row.label) > _ASPECT_MOST:
        return False
    if not all(told) or len({normal(cell) for cell in told}) < len(told) or sum(map(weight, told)) > ANSWER_MOST - 4:
        return False
    if any(len(_ITEMS.findall(cell)) > _ITEMS_MOST for cell in told) or _deny_each_other(told):
        return False
    return all(stands_alone(cell) for cell in told) and not any(map(asking.is_vague, told))


def _deny_each_other(told: tuple[str, ...]) -> bool:
    """Whether one thing is only said not to be what the other is: `费力` and `不费力`, `limited` and `none`."""
    plain = {normal(cell) for cell in told}
    return any(
        normal(cell.removeprefix(no).strip()) in plain for cell in told for no in _DENIALS if cell.startswith(no)
    ) or all(NOTHING.fullmatch(cell) or VERDICT.fullmatch(cell) for cell in told)


def _proposal(unit: Unit, grid: Grid, row: Row, topic: str) -> Proposal:
    names = grid.heads[1:]
    colon = "：" if unit.chinese else ": "
    answer = "\n".join(f"- {name}{colon}{cell}" for name, cell in zip(names, row.cells[1:], strict=True))
    question = asking.difference(unit, names, row.label, topic)
    return grid.card(row, Basic(question, answer), 0.6)
