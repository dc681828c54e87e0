"""What a model gave a build: beside the rules, and before them.

A build without a model has `NOTHING`; then the rules draft every unit.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from studykit.llm.outcome import NOTHING as UNUSED
from studykit.llm.outcome import Usage
from studykit.model.card import Draft
from studykit.model.ids import NotePath
from studykit.model.problem import Problem
from studykit.store.drafts import UnitDrafts


@dataclass
class Given:
    """What a model drafted now, what of it stands, and what could not be done."""

    drafts: dict[str, UnitDrafts] = field(default_factory=dict)
    """By key, units and sections that were drafted now."""
    stand: set[str] = field(default_factory=set)
    """Keys of units that keep what they have: they did not change, or could not be done."""
    joined: dict[NotePath, list[tuple[Draft, str]]] = field(default_factory=dict)
    """By note, what sections as a whole gave, each with the section's key."""
    sections: set[str] = field(default_factory=set)
    """The keys of all sections that have cards of their own."""
    problems: list[Problem] = field(default_factory=list)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(drafter, lint) of cards of answers that did not pass."""
    usage: Usage = UNUSED
    requests: int = 0
    """Units and sections that were asked for; the others were answered before."""
    left: int = 0
    """Units that changed and were not done, for whatever reason."""
    used: bool = False
    """Whether any unit is a model's: then the next build has to look whether it still is."""

    def of_note(self, note: NotePath) -> list[tuple[Draft, str]]:
        """What sections gave a note."""
        return self.joined.get(note, [])


NOTHING = Given()


def by_note(
    sections: Mapping[str, UnitDrafts], notes: Mapping[str, NotePath]
) -> dict[NotePath, list[tuple[Draft, str]]]:
    """The drafts of sections by the note that each quotes first. `notes` are by link; what quotes none is left out."""
    found: dict[NotePath, list[tuple[Draft, str]]] = {}
    for key in sorted(sections):
        for draft in sections[key].drafts:
            note = notes.get(draft.source.note)
            if note is not None:
                found.setdefault(note, []).append((draft, key))
    return found
