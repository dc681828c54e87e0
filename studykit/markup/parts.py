"""A document cut at its headings: what stands under each, and under which headings that is."""

from typing import NamedTuple

from studykit.markup.document import Block, Document
from studykit.text.names import without_label


class Part(NamedTuple):
    """One heading and what follows it up to the next heading, of whatever level."""

    heading: Block | None
    """None for what stands before the first heading."""
    path: tuple[str, ...]
    """The headings above it and its own, without numbers and labels; the title of the note is left out."""
    level: int
    """0 before the first heading."""
    blocks: tuple[Block, ...]
    start: int
    end: int

    @property
    def title(self) -> str:
        """The heading's plain text as written; empty before the first heading."""
        return self.heading.info if self.heading is not None else ""


def parts(document: Document) -> tuple[Part, ...]:
    """The parts of a document in order. Only headings that stand free count, not those in quotes or lists."""
    found: list[Part] = []
    above: list[tuple[int, str]] = []
    heading: Block | None = None
    path: tuple[str, ...] = ()
    blocks: list[Block] = []
    start = level = 0
    for block in document.blocks:
        if block.kind != "heading":
            blocks.append(block)
            continue
        if heading is not None or blocks:
            found.append(Part(heading, path, level, tuple(blocks), start, block.start))
        level = block.level
        while above and above[-1][0] >= level:
            above.pop()
        if level > 1 or heading is not None:
            above.append((level, without_label(block.info)))
        path = tuple([text for _, text in above])
        heading, blocks, start = block, [], block.start
    if heading is not None or blocks:
        found.append(Part(heading, path, level, tuple(blocks), start, len(document.text)))
    return tuple(found)
