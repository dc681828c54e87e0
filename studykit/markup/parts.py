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
    blocks: list[Block] = []
    start = 0

    def close(end: int) -> None:
        if heading is not None or blocks:
            path = tuple(text for _, text in above)
            found.append(Part(heading, path, heading.level if heading else 0, tuple(blocks), start, end))

    for block in document.blocks:
        if block.kind != "heading":
            blocks.append(block)
            continue
        close(block.start)
        above = [(level, text) for level, text in above if level < block.level]
        if block.level > 1 or heading is not None:
            above.append((block.level, without_label(block.info)))
        heading, blocks, start = block, [], block.start
    close(len(document.text))
    return tuple(found)
