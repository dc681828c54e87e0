"""A vault's units: the document of each concept's note, cut into what is drafted at once."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from studykit.drafting.unit import Unit, cut, is_chinese, unit_key
from studykit.flows.inline.maps import beside_lists
from studykit.flows.inline.signs import without_signs
from studykit.flows.reading.scan import Scan, is_stub, read_document
from studykit.markup.document import Document
from studykit.markup.inline import read_inline
from studykit.model.concept import Concept
from studykit.model.ids import NotePath, UnitKey
from studykit.model.inline import InlineCard
from studykit.model.note import Link, Note
from studykit.model.problem import Severity, problem
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
    """Each concept that is drafted, with its units.

    Documents that the scan does not hold are read now; a note that changed meanwhile is left for the next build.
    """

    @lru_cache(maxsize=64)
    def document_of(path: NotePath) -> Document | None:
        if path in scan.documents:
            return scan.documents[path]
        note = scan.notes.get(path)
        return read_document(scan.root, note) if note is not None else None

    here = NotePath("")

    def shown(path: NotePath) -> Document | None:
        scan.embedded.add((here, path))
        return document_of(path)

    embeds = Embeds(scan.resolver, shown)
    for concept in scan.concepts:
        here = concept.note
        reason = reason_for_none(scan, concept.note)
        if reason and not (reason == "none-stub" and scan.inline.syntaxes):
            continue
        document = scan.documents.pop(concept.note, None) or read_document(scan.root, scan.notes[concept.note])
        if document is None:
            continue
        units = list(units_in(scan, concept, document, embeds))
        alone = bool(reason) or concept.note in scan.mocs
        if alone:  # a card in a line or two is all that many notes hold
            units = [replace(unit, inline_alone=True) for unit in units if unit.inline]
        if units or not alone:
            yield concept, units
    scan.documents.clear()


def units_in(scan: Scan, concept: Concept, document: Document, embeds: Embeds) -> Iterator[Unit]:
    """The units of one concept's note, in the order of the note."""
    path = concept.note
    note = without_signs(scan.notes[path], scan.inline) if scan.inline.syntaxes else scan.notes[path]

    def embed(target: str) -> str:
        return embeds.shown(target, path)

    def file(target: str) -> str:
        found = scan.resolver.resolve(Link(target, "", "", "", 0, embed=True), path).path
        return "" if found.endswith(".md") else found

    taken: set[UnitKey] = set()
    chinese = is_chinese(document)
    glosses = scan.glosses.get(NotePath(concept.section.moc))
    siblings, wider = glosses.around(concept) if glosses is not None else ((), ())
    inline = inline_cards(scan, note, document) if scan.inline.syntaxes else ()
    pieces = list(cut(document))
    placed = _by_piece(inline, [parts[0].start if parts else 0 for _, parts in pieces]) if inline else {}
    above = (*concept.section.path, note.title)
    link = scan.resolver.shortest_link(path)
    moc_link = scan.resolver.shortest_link(NotePath(concept.section.moc)) if concept.section.moc else ""
    for number, (heading, parts) in enumerate(pieces):
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
            breadcrumb=(*above, heading) if heading else above,
            text=embeds.expanded(text, path),
            link=link,
            moc_link=moc_link,
            sibling_glosses=siblings,
            wider_glosses=wider,
            embed=embed,
            file=file,
            inline=tuple(placed.get(number, ())),
        )


def _by_piece(cards: Iterable[InlineCard], starts: Sequence[int]) -> dict[int, list[InlineCard]]:
    """A note's cards by the number of the piece that each stands in. `starts` tells where the pieces begin."""
    found: dict[int, list[InlineCard]] = {}
    for card in cards:
        found.setdefault(max(bisect_right(starts, card.whole.start) - 1, 0), []).append(card)
    return found


def inline_cards(scan: Scan, note: Note, document: Document) -> tuple[InlineCard, ...]:
    """The cards that a note holds in other tools' syntaxes; what is wrong with some becomes known to the scan."""
    found = read_inline(document, scan.inline, note.properties, note.path.rpartition("/")[0])
    if note.path in scan.mocs:
        found = beside_lists(found, document)
    faults = [
        problem(Severity.WARNING, fault.code, note.path, document.line_at(fault.offset)) for fault in found.faults
    ]
    if faults:
        scan.inline_problems[note.path] = faults
    return found.cards
