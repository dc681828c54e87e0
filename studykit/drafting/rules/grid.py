"""Tables as rows of card text, read once for a unit and kept for the rules that draft from them."""

import re
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from studykit.drafting.excerpt import excerpt
from studykit.drafting.rules import asking
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.rules.words import latin_words, words
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Content
from studykit.text.expression import Expression
from studykit.text.normal import normal, weight

NOTHING: Final = Expression(
    r"[-—–~/…\s✓✔✗✘√×✅❌⭕○●?？+]*|n/?a|无|暂无|none|同上|略|todo|tbd|是|否|有|没有|会|不会|能|不能|yes|no",
    re.IGNORECASE,
)
"""A cell that says nothing by itself, or only yes or no."""
VERDICT: Final = Expression(
    r"(?:[较很最更略稍中极]?[高低大小快慢强弱多少好差长短深浅轻重冷热难易早晚优劣浓淡]|中|中等|一般|少量|大量|普通|正常|"
    r"[可能会需][以要]?|不[可能会需][以要]?|(?:不)?支持|(?:不)?适合|(?:不)?需要|(?:不)?要求|必须|可选|否定|肯定|"
    r"high|low|medium|mid|big|small|large|fast|slow|good|bad|poor|ok|okay|strong|weak|many|few|rare|common|often|fine|"
    r"short|long|warm|cool|hot|cold|easy|hard|simple|complex|cheap|expensive|light|heavy|clean|dirty|so-so|little|much|"
    r"a (?:lot|little|few|bit)|most(?:ly)?|usual(?:ly)?|safe|safer|risky|lower|higher|more|less|same|varies|unclear|"
    r"[不很较稍更]\S|[^，。、\s\d]{1,3}[大小多少高低快慢强弱长短好差]|稍[微差好]\S?|一样|相同|不同|同样|看情况|不一定|视情况|"
    r"supported|unsupported|required|optional|true|false|partly|partial|limited|some|sometimes|depends|better|worse|same)",
    re.IGNORECASE,
)
"""A cell that only judges: worth nothing without the others beside it."""
UNASKED: Final = Expression(
    r"备注|链接|规范|标准|版本|年份|提出(?:者|年份)?|发布|来源|出处|参考|论文|引用|编号|序号|#|日期|时间|状态|页码?|图|例|例子|示例|举例|"
    r"我的.*|.*笔记|得分|分数|成绩|评分|排名|负责人?|进度|优先级|"
    r"no\.?|link|source|spec|rfc|version|year|ref(?:erence)?s?|remarks?|notes?|comments?|status|date|id|e\.?g\.?|examples?|"
    r"my .*|scores?|owner|when|since|priority|rank",
    re.IGNORECASE,
)
"""Heads over what nobody asks for: remarks, links, dates, scores."""
_BACK: Final = words(
    "上[面述文一]|下[面文一]|前[者述面]|后者|同上|见上|见下|参见|^见|本表|这[个种里些]",
    "above below see former latter previous same",
)
_UNIT: Final = Expression(
    r"[%‰℃°]|°?[CF]|[kmcμnMG]?(?:s|m|g|Hz|B|b|W|V|A|J|N|Pa|L|mol|bit|px|pt)(?:/[a-z]+)?|[个次条秒分时天年月日元米克度]"
)
_PARTICLES: Final = frozenset("的了是和与或在为之")
_NAME_LEAST: Final = 2
_NEW_LEAST: Final = 2
_STEM: Final = 5
ROWS_MOST: Final = 24
ANSWER_MOST: Final = 30


class Row(NamedTuple):
    """A row of a table's body."""

    label: str
    """Its first cell as a name."""
    cells: tuple[str, ...]
    """All its cells as card text, the first too."""
    block: Block


class Grid:
    """A table with a head. Its rows are read when they are asked for: most heads already say that nobody will."""

    def __init__(self, unit: Unit, block: Block, heading: str) -> None:
        self._unit = unit
        self._body = block.children[1:]
        self.heading = heading
        """Under which it stands."""
        self.heads = tuple(asking.name_of(_cell(unit, cell)) for cell in block.children[0].children)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows that have a name and as many cells as heads; none where two have one name, or only one is left."""
        found = []
        for row in self._body:
            cells = tuple(_cell(self._unit, cell) for cell in row.children)
            label = asking.name_of(cells[0]) if cells else ""
            if len(cells) == len(self.heads) and label:
                found.append(Row(label, cells, row))
        return tuple(found) if len({normal(row.label) for row in found}) == len(found) > 1 else ()

    def card(self, row: Row, content: Content, score: float) -> Proposal:
        """A card on a row, which is its quote, without the bars at its ends."""
        document = self._unit.document
        quote = document.slice(row.block.start, row.block.end).strip().strip("|").strip()
        return propose(content, quote, self.heading, self._unit.line_at(row.block.start), score)


@lru_cache(maxsize=1)
def grids(unit: Unit) -> tuple[Grid, ...]:
    """The tables of a unit that can be asked of. Kept for the rules that draft from them one after the other."""
    found = (Grid(unit, block, part.title) for part, block in unit.blocks("table") if _has_head(block))
    return tuple(grid for grid in found if len(grid.heads) > 1 and all(grid.heads[1:]))


def _has_head(block: Block) -> bool:
    rows = block.children
    return 3 <= len(rows) <= ROWS_MOST and rows[0].level == 1


def _cell(unit: Unit, cell: Block) -> str:
    """A cell on one line; empty where it shows something that is not there."""
    text = (excerpt(unit, [cell]) or "") if cell.spans else unit.document.slice(cell.start, cell.end)
    return " ".join(text.replace("<br>", " ").replace("\\|", "|").split())


def tells(answer: str, label: str) -> bool:
    """Whether a cell answers anything: neither empty nor a bare yes, not too long, not pointing at another."""
    return (
        any(map(str.isalnum, answer))
        and not NOTHING.fullmatch(answer)
        and (len(answer) <= ANSWER_MOST or weight(answer) <= ANSWER_MOST)
        and normal(answer) != normal(label)
        and not asking.is_vague(answer)
    )


def names_other_row(answer: str, row: Row, rows: tuple[Row, ...]) -> bool:
    """Whether a cell speaks of the thing in another row: then one of the two may stand in the wrong place."""
    plain, own, known = normal(answer), normal(row.label), set(latin_words(answer))
    others = (normal(other.label) for other in rows if other is not row)
    return any(
        (name in known if name.isascii() and name.isalpha() else name in plain) and name not in own
        for name in others
        if len(name) >= _NAME_LEAST
    )


def says_little(answer: str, label: str, head: str) -> bool:
    """Whether a cell only repeats its row's name and its column's head, or is nothing but a unit or a sign."""
    plain = normal(answer)
    if _UNIT.fullmatch(answer.strip()) is not None or not plain:
        return True
    if plain.isascii():
        known = latin_words(f"{label} {head}")
        return all(any(word[:_STEM] == other[:_STEM] for other in known) for word in latin_words(answer)) and not any(
            map(str.isdigit, plain)
        )
    return len(set(plain) - set(normal(label)) - set(normal(head)) - _PARTICLES) < _NEW_LEAST


def stands_alone(answer: str) -> bool:
    """Whether a cell can be read without its neighbours: no verdict, no word that points at another cell."""
    return not VERDICT.fullmatch(answer.strip("*。. ")) and not _BACK.within(answer)
