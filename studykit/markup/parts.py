"""A document cut at its headings: what stands under each, and under which headings that is."""

from typing import Final, NamedTuple

from studykit.markup.document import Block, Document
from studykit.text.names import without_label

_new: Final = tuple.__new__


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
    levels: list[int] = []
    path: tuple[str, ...] = ()
    heading: Block | None = None
    blocks: list[Block] = []
    start = level = 0
    for block in document.blocks:
        if block.kind != "heading":
            blocks.append(block)
            continue
        begin = block.start
        if heading is not None or blocks:
            found.append(_new(Part, (heading, path, level, tuple(blocks), start, begin)))
        level = block.level
        while levels and levels[-1] >= level:
            levels.pop()
        path = path[: len(levels)]
        if level > 1 or heading is not None:
            levels.append(level)
            path = (*path, without_label(block.info))
        heading, blocks, start = block, [], begin
    if heading is not None or blocks:
        found.append(_new(Part, (heading, path, level, tuple(blocks), start, len(document.text))))
    return tuple(found)
