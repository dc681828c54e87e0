"""A vault's units: each concept's note read once more, and cut into what is drafted at once."""

from collections.abc import Iterator
from functools import lru_cache

from studykit.drafting.unit import Unit, cut, is_chinese, unit_key
from studykit.flows.scan import Scan, is_stub, read_document
from studykit.markup.document import Document
from studykit.model.concept import Concept
from studykit.model.ids import NotePath, UnitKey
from studykit.model.note import Link
from studykit.vault.embeds import Embeds
from studykit.vault.parse import wants_no_cards


def reason_for_none(scan: Scan, path: NotePath) -> str:
    """Why a note is not drafted, as a code of `messages/`; empty where it is."""
    if path in scan.damaged:
        return "none-damaged"
    note = scan.notes[path]
    if wants_no_cards(note):
        return "none-off"
    return "none-stub" if is_stub(note) else ""


def units_of(scan: Scan) -> Iterator[tuple[Concept, list[Unit]]]:
    """Each concept that is drafted, with its units. A note that changed since the scan is left for the next build."""

    @lru_cache(maxsize=64)
    def document_of(path: NotePath) -> Document | None:
        note = scan.notes.get(path)
        return read_document(scan.root, note) if note is not None else None

    here = NotePath("")

    def shown(path: NotePath) -> Document | None:
        scan.embedded.add((here, path))
        return document_of(path)

    embeds = Embeds(scan.resolver, shown)
    for concept in scan.concepts:
        here = concept.note
        if reason_for_none(scan, concept.note):
            continue
        document = read_document(scan.root, scan.notes[concept.note])
        if document is not None:
            yield concept, list(units_in(scan, concept, document, embeds))


def units_in(scan: Scan, concept: Concept, document: Document, embeds: Embeds) -> Iterator[Unit]:
    """The units of one concept's note, in the order of the note."""
    path = concept.note
    note = scan.notes[path]

    def embed(target: str) -> str:
        return embeds.shown(target, path)

    def file(target: str) -> str:
        found = scan.resolver.resolve(Link(target, "", "", "", 0, embed=True), path).path
        return "" if found.endswith(".md") else found

    taken: set[UnitKey] = set()
    chinese = is_chinese(document)
    glosses = scan.glosses.get(NotePath(concept.section.moc))
    siblings, wider = glosses.around(concept) if glosses is not None else ((), ())
    for heading, parts in cut(document):
        text = document.slice(parts[0].start, parts[-1].end) if parts else ""
        key = unit_key(path, heading, taken)
        yield Unit(
            key=key,
            note=note,
            concept=concept,
            document=document,
            parts=parts,
            chinese=chinese,
            opens_note=not taken - {key},
            breadcrumb=(*concept.section.path, note.title, *((heading,) if heading else ())),
            text=embeds.expanded(text, path),
            link=scan.resolver.shortest_link(path),
            moc_link=scan.resolver.shortest_link(NotePath(concept.section.moc)) if concept.section.moc else "",
            sibling_glosses=siblings,
            wider_glosses=wider,
            embed=embed,
            file=file,
        )
