"""Maps of content that hold cards in other tools' syntaxes: these are read, and the map stays a map.

A line that lists a note is the map's. All else that such a map says is no card's, so that only what its author wrote as
a card becomes one; its home is the map itself, where the note names no other deck.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from studykit.flows.reading.scan import Scan, read_document
from studykit.markup.document import Block, Document
from studykit.markup.inline import Found, read_inline
from studykit.model.concept import Concept, Moc, Section, SectionId
from studykit.model.inline import Inline, InlineCard
from studykit.model.note import Note
from studykit.vault.moc import deck_part


def with_maps(scanned: Scan) -> Scan:
    """The scan with those of its maps among the concepts that hold cards."""
    if not scanned.inline.syntaxes:
        return scanned
    holding = [moc for moc in scanned.mocs.values() if _holds(scanned, moc)]
    if not holding:
        return scanned
    sections = {**scanned.sections}
    for moc in holding:
        home = SectionId(moc.path, ())
        sections.setdefault(home, Section(home, deck_part(moc.title), 0, ()))
    concepts = sorted(
        (*scanned.concepts, *map(_concept, holding)),
        key=lambda c: (c.section.moc == "", c.section.moc, sections[c.section].order, c.order),
    )
    return replace(scanned, concepts=tuple(concepts), sections=sections)


def beside_lists(found: Found, document: Document) -> Found:
    """What a map holds, without what stands on lines that list notes."""
    listing = list(_listing(document.blocks))
    kept = tuple(card for card in found.cards if not any(_meets(card, block) for block in listing))
    return found._replace(cards=kept)


def holds_cards(note: Note, document: Document, inline: Inline) -> bool:
    """Whether a map holds cards: then it is a concept too, and only a build of all notes can plan about it."""
    found = read_inline(document, inline, note.properties, note.path.rpartition("/")[0])
    return bool(beside_lists(found, document).cards)


def _holds(scanned: Scan, moc: Moc) -> bool:
    note = scanned.notes[moc.path]
    document = read_document(scanned.root, note)
    return document is not None and holds_cards(note, document, scanned.inline)


def _concept(moc: Moc) -> Concept:
    """A map as its own home lists it: behind all notes that it lists there."""
    last = max((len(section.entries) for section in moc.sections if not section.id.path), default=0)
    return Concept(moc.path, SectionId(moc.path, ()), deck_part(moc.title), last, "", "", "", 0, ())


def _listing(blocks: Iterable[Block], *, item: bool = False) -> Iterator[Block]:
    """The blocks that list notes: items, cells and headings with a link, paragraphs that begin with one."""
    for block in blocks:
        first = next((span for span in block.spans if span.kind == "link"), None)
        if first is not None and (item or block.kind in ("heading", "cell") or first.start == block.start):
            yield block
        yield from _listing(block.children, item=block.kind == "item")


def _meets(card: InlineCard, block: Block) -> bool:
    return card.whole.start < block.end and block.start < card.whole.end
