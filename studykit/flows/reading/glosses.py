"""What a map of content says of the notes it lists, gathered once: a large map is asked for it a note at a time."""

from collections import defaultdict
from typing import NamedTuple

from studykit.model.concept import Concept, Moc, SectionId
from studykit.model.ids import NotePath


class Glosses(NamedTuple):
    """One map's glosses."""

    texts: list[str]
    """In the map's order."""
    sections: dict[SectionId, tuple[int, int]]
    """The place of each section's first gloss, and the place after its last."""
    notes: dict[NotePath, list[int]]
    """The places of each note's glosses, in order."""

    def around(self, concept: Concept) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What the map says of other notes: in the concept's section, and in the others."""
        texts = self.texts.copy()
        first, last = self.sections.get(concept.section, (0, 0))
        for place in reversed(self.notes.get(concept.note, ())):
            del texts[place]
            first -= place < first
            last -= place < last
        return tuple(texts[first:last]), tuple(texts[:first] + texts[last:])


def glosses_of(moc: Moc) -> Glosses:
    """Gather a map's glosses."""
    texts: list[str] = []
    sections: dict[SectionId, tuple[int, int]] = {}
    notes: dict[NotePath, list[int]] = defaultdict(list)
    for section in moc.sections:
        first = len(texts)
        for entry in section.entries:
            if entry.gloss:
                notes[entry.note].append(len(texts))
                texts.append(entry.gloss)
        sections[section.id] = first, len(texts)
    return Glosses(texts, sections, notes)
