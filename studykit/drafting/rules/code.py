"""Code whose purpose the sentence before it states."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.excerpt import excerpt, sentences
from studykit.drafting.rules import asking
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.normal import weight

_LINES_MOST: Final = 12
_PURPOSE: Final = re.compile(
    r"^(?:(?:可以|我们|这里|下面|然后|最后|先|再|接着)\s*)*(?:用|使用|通过|如果要|要|想)?\s*(?P<what>.{4,40}?)(?:的(?:写法|做法|命令|代码|例子|方法))?[:：]$"
)
_ENGLISH: Final = re.compile(
    r"^(?:to|for|use this to|you can)\s+(?P<what>[^.:]{6,80}?)(?:, (?:use|run|write)[^:]*)?:$", re.IGNORECASE
)


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each short block of code behind a sentence that ends in a colon."""
    for part in unit.parts:
        for before, block in zip(part.blocks, part.blocks[1:], strict=False):
            if (
                block.kind == "code"
                and block.info.split(" ")[0] not in ("", "text", "mermaid", "output")
                and before.kind == "paragraph"
            ):
                yield from _proposal(unit, before, block, part.title)


def _proposal(unit: Unit, before: Block, block: Block, heading: str) -> Iterator[Proposal]:
    code = excerpt(unit, [block])
    text = excerpt(unit, [before])
    if not code or not text or code.count("\n") > _LINES_MOST + 1:
        return
    pieces = sentences(text)
    match = (_PURPOSE if unit.chinese else _ENGLISH).match(asking.name_of(pieces[-1]) + text[-1:] if pieces else "")
    if match is None or asking.is_vague(match["what"]) or weight(match["what"]) < 3:
        return
    what = match["what"].strip()
    language = block.info.split(" ")[0]
    question = f"怎样写：{what}（{language}）？" if unit.chinese else f"How do you {what} ({language})?"
    quote = unit.document.source(block).split("\n")[1:2]
    if quote and quote[0].strip():
        yield Proposal(
            Basic(asking.in_context(unit, question, heading), code), quote[0].strip(), heading,
            unit.document.line_at(block.start), 0.45,
        )  # fmt: skip
