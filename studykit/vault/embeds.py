"""What an embed shows: `![[note]]`, `![[note#heading]]`, `![[note#^block]]`, expanded within bounds."""

import re
from collections.abc import Callable
from typing import Final

from studykit.markup.document import Block, Document
from studykit.markup.links import split_target
from studykit.markup.parts import parts
from studykit.model.ids import NotePath
from studykit.model.note import Link
from studykit.text.names import without_label
from studykit.text.normal import normal
from studykit.vault.resolve import Resolver

DEEPEST: Final = 5
"""How many embeds within embeds are followed; Obsidian stops there too."""
_LARGEST: Final = 100_000
_EMBED: Final = re.compile(r"!\[\[([^\[\]\n]+)\]\]")

Read = Callable[[NotePath], Document | None]


class Embeds:
    """Expands embeds of notes. Each note is opened once at most on a way down, so that cycles end."""

    def __init__(self, resolver: Resolver, read: Read) -> None:
        self._resolver = resolver
        self._read = read

    def shown(self, target: str, source: NotePath, above: tuple[NotePath, ...] = ()) -> str:
        """The Markdown that an embed of `target` shows in the note `source`; empty where it shows no note."""
        path, heading, block = split_target(target)
        found = self._resolver.resolve(Link(path, heading, block, "", 0, embed=True), source).path
        note = NotePath(found)
        if not self._resolver.is_note(found) or note in above or note == source or len(above) >= DEEPEST:
            return ""
        document = self._read(note)
        if document is None:
            return ""
        text = _section(document, heading) if heading else _block(document, block) if block else document.text.decode()
        return self.expanded(text, note, (*above, source))

    def expanded(self, text: str, source: NotePath, above: tuple[NotePath, ...] = ()) -> str:
        """A text with its embeds of notes replaced by what they show; embeds of other files stay."""
        if "!" not in text or "![[" not in text:  # one character is found in a tenth of the time
            return text
        size = len(text)

        def replace(match: re.Match[str]) -> str:
            nonlocal size
            if size > _LARGEST:
                return ""
            shown = self.shown(match.group(1).partition("|")[0], source, above)
            size += len(shown)
            return shown or match.group()

        return _EMBED.sub(replace, text)


def _section(document: Document, heading: str) -> str:
    """A heading and all below it; the whole note where no heading is called so, as Obsidian shows it."""
    wanted = normal(without_label(heading.rpartition("#")[2]))
    every = parts(document)
    for number, part in enumerate(every):
        if part.heading is not None and normal(without_label(part.title)) == wanted:
            end = next((p.start for p in every[number + 1 :] if p.level <= part.level), len(document.text))
            return document.slice(part.start, end).strip()
    return document.text.decode("utf-8")


def _block(document: Document, block_id: str) -> str:
    """The smallest block that carries an id, or the block before an id that stands alone; the whole note where the id
    is nowhere."""
    mark = re.compile(rf"(?:^|[ \t])\^{re.escape(block_id)}[ \t]*$")
    before: Block | None = None
    for block in document.blocks:
        found = _carrier(document, block, mark)
        if found is not None:
            text = mark.sub("", document.source(found)).strip()
            return text or (document.source(before) if before is not None else "")
        before = block
    return document.text.decode("utf-8")


def _carrier(document: Document, block: Block, mark: re.Pattern[str]) -> Block | None:
    if block.kind in ("list", "item", "quote", "callout"):
        for child in block.children:
            found = _carrier(document, child, mark)
            if found is not None:
                return found
    return block if mark.search(document.source(block)) else None
