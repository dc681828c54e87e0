"""What a note says of the notes it links: `- [[X]] — gloss` outside of maps."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.model.card import Basic
from studykit.text.names import subject
from studykit.text.normal import weight

_GLOSS: Final = re.compile(r"^\[\[([^\[\]\n]+)\]\]\s*(?:——?|—|–|-|：|:)\s*(\S.*)$")


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each list item that is a link and a gloss."""
    for part in unit.parts:
        for block in part.blocks:
            if block.kind != "list":
                continue
            for item in block.children:
                if not item.children or not unit.document.text.startswith(b"[[", item.children[0].start):
                    continue
                text = unit.document.source(item.children[0]).split("\n")[0]
                match = _GLOSS.match(text)
                if match is None:
                    continue
                target, _, label = match[1].replace("\\|", "|").partition("|")
                name = subject(label or target.partition("#")[0].rpartition("/")[2])
                gloss = match[2].strip()
                if not name or "[[" in gloss or not 3 <= weight(gloss) <= 24 or is_generic(gloss):
                    continue
                question = f"「{name}」一句话讲的是什么？" if unit.chinese else f"What is {name} about, in one phrase?"
                yield Proposal(Basic(question, gloss), text, part.title, unit.document.line_at(item.start), 0.4)
