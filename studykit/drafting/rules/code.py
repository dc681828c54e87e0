"""Code whose purpose the line before it states: `取出所有匹配：`, "To limit concurrency:"."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from studykit.drafting.excerpt import excerpt
from studykit.drafting.rules import asking
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.sentences import sentences
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.normal import weight

_LINES_MOST: Final = 8
_PURPOSE: Final = Expression(
    r"^(?:用|使用|通过|如果要|要|想要?|可以)?\s*"
    r"(?P<what>(?:取出|替换|查看|查询|查找|列出|删除|创建|新建|启动|停止|重启|安装|卸载|编译|运行|执行|生成|计算|读取|读入|写入|保存|合并|拆分|"
    r"过滤|筛选|排序|分组|统计|转换|导出|导入|上传|下载|监听|抓取|打印|修改|设置|限制|恢复|撤销|回滚|提交|克隆|切换|推送|拉取|匹配|提取|去重|"
    r"求|解|画|把|给|按|从|在)[^，。；：:,;]{2,36}?)(?:的(?:写法|做法|命令|代码|例子|方法))?[:：]$"
)
_ENGLISH: Final = Expression(
    r"^(?:to|you can)\s+(?P<what>[a-z][^.:;]{6,80}?)(?:,? (?:use|run|write|do|we use|you can use)[^:]*)?:$",
    re.IGNORECASE,
)
_TIED: Final = Expression(
    r"[这那它其]|上面|下面|不能|所以|因为|\b(?:this|that|it|them|these|those|above|below|cannot|can't|because)\b",
    re.IGNORECASE,
)
_NO_LANGUAGE: Final = frozenset(("", "text", "txt", "mermaid", "output", "console", "log", "plain", "ascii"))


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each short block of code behind a line that says what it does."""
    for part in unit.parts if unit.blocks("code") else ():
        for before, block in pairwise(part.blocks):
            if block.kind == "code" and before.kind == "paragraph":
                yield from _proposal(unit, before, block, part.title)


def _proposal(unit: Unit, before: Block, block: Block, heading: str) -> Iterator[Proposal]:
    language = block.info.partition(" ")[0]
    if language.lower() in _NO_LANGUAGE:
        return
    code, text = excerpt(unit, [block]), excerpt(unit, [before])
    if not code or not text or code.count("\n") > _LINES_MOST + 1:
        return
    match = (_PURPOSE if unit.chinese else _ENGLISH).match(sentences(text)[-1].replace("**", ""))
    if match is None or _TIED.search(match["what"]) or not 4 <= weight(match["what"]) <= 20:
        return
    what = match["what"].strip().rstrip(",")
    question = f"怎样{what}（{language}）？" if unit.chinese else f"How do you {what} ({language})?"
    lines = unit.document.source(block).split("\n")
    quote = next((line.strip() for line in lines[1:-1] if any(letter.isalnum() for letter in line)), "")
    if quote:
        content = Basic(asking.in_context(unit, question, heading), code)
        yield propose(content, quote, heading, unit.line_at(block.start), 0.6)
