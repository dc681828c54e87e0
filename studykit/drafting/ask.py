"""What a model is asked: a unit, or the notes of a section, with all that stands around them.

An `Ask` holds values; its request is built (`asking`) only when it is sent, so that a vault's requests need no memory.
What is private or holds a secret never becomes an ask.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from studykit.drafting.cutting import beginning, middle
from studykit.drafting.privacy import Privacy, without_comments
from studykit.drafting.prompt import Prompt
from studykit.drafting.secrets import find_secret
from studykit.drafting.shapes import CARDS, SECTION
from studykit.drafting.unit import Unit
from studykit.llm.outcome import Failed, failed
from studykit.llm.request import Shape
from studykit.model.card import Draft
from studykit.model.concept import Section
from studykit.model.ids import NotePath, digest
from studykit.model.note import Note
from studykit.text.normal import weight
from studykit.text.safe import safe_text

VERSION: Final = 1
"""Part of a unit's fingerprint: what stands around a model works otherwise."""
WORDS_A_CARD: Final = 60
SECTION_CHARACTERS: Final = 24_000
"""Of all the notes of a section together."""
_LEAST_OF_A_NOTE: Final = 600


class Sibling(NamedTuple):
    """Another note of the section, as the map lists it."""

    title: str
    gloss: str


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """One thing to ask: a unit, or the notes of a section together."""

    key: str
    """Of the unit or section; a half of one has a number behind it."""
    prompt: Prompt
    repair: Prompt
    shape: Shape
    units: tuple[Unit, ...]
    """One; for a section one for each of its notes."""
    texts: tuple[str, ...]
    """Of each unit, what is sent of it."""
    section: str
    concept: str
    siblings: tuple[Sibling, ...]
    standing: tuple[Draft, ...]
    """Cards that stand; the model speaks of them by number, from 1."""
    examples: tuple[Draft, ...]
    limit: int
    max_tokens: int
    salt: str
    """What makes the delimiters unknown to whoever wrote the note."""
    privacy: Privacy

    @property
    def of_section(self) -> bool:
        """Whether it asks for what joins several notes."""
        return self.shape is SECTION


@dataclass(frozen=True, slots=True, eq=False)
class Asker:
    """Makes asks of units and sections: what is alike for a whole run."""

    prompts: Mapping[str, Prompt]
    privacy: Privacy
    salt: str
    per_unit: int = 8
    max_tokens: int = 4000

    @property
    def mark(self) -> str:
        """What the fingerprint of a unit holds of the drafter, beside the model's name."""
        prompts = [self.prompts[name].digest for name in ("draft", "section", "repair")]
        return digest("model-drafter", str(VERSION), CARDS.digest, SECTION.digest, str(self.per_unit), *prompts)[:16]

    def of_unit(
        self,
        unit: Unit,
        siblings: Sequence[Sibling] = (),
        *,
        standing: Sequence[Draft] = (),
        examples: Sequence[Draft] = (),
        text: str | None = None,
    ) -> Ask | Failed:
        """Ask for the cards of a unit, or why it is held back: it is private, or holds a secret.

        `text` is the unit's text with the embeds that `Privacy.readable` lets through. Without it, a vault that has
        private notes sends embeds unopened.
        """
        if self.privacy.holds(unit.note.path):
            return failed("model-private")
        sent = self._sent(unit, text)
        if isinstance(sent, Failed):
            return sent
        hidden_map = self.privacy.holds(unit.concept.section.moc)
        most = max(1, min(self.per_unit, weight(sent) // WORDS_A_CARD))
        return Ask(
            key=unit.key,
            prompt=self.prompts["draft"],
            repair=self.prompts["repair"],
            shape=CARDS,
            units=(unit,),
            texts=(sent,),
            section="" if hidden_map else " / ".join(unit.concept.section.path),
            concept=" / ".join(unit.breadcrumb[len(unit.concept.section.path) :]),
            siblings=() if hidden_map else tuple(siblings),
            standing=tuple(standing),
            examples=self._public(examples),
            limit=max(0 if standing else 1, most - len(standing)),
            max_tokens=self.max_tokens,
            salt=self.salt,
            privacy=self.privacy,
        )

    def of_section(
        self,
        section: Section,
        units: Sequence[tuple[Unit, str | None]],
        *,
        standing: Sequence[Draft] = (),
        examples: Sequence[Draft] = (),
    ) -> Ask | Failed:
        """Ask for what joins the notes of a section. `units` are one of each note, with its text as for `of_unit`.

        Private notes and those with secrets are left out; fewer than two that are left make a failure.
        """
        if self.privacy.holds(section.id.moc):
            return failed("model-private")
        public = [(unit, text) for unit, text in units if not self.privacy.holds(unit.note.path)]
        sent = [(unit, found) for unit, text in public if not isinstance(found := self._sent(unit, text), Failed)]
        sent = sent[: SECTION_CHARACTERS // _LEAST_OF_A_NOTE]
        if len(sent) < 2:
            return failed("model-one-note")
        share = SECTION_CHARACTERS // len(sent)
        return Ask(
            key=section_key(section),
            prompt=self.prompts["section"],
            repair=self.prompts["repair"],
            shape=SECTION,
            units=tuple(unit for unit, _ in sent),
            texts=tuple(beginning(text, share) for _, text in sent),
            section=" / ".join(section.id.path),
            concept="",
            siblings=(),
            standing=tuple(standing),
            examples=self._public(examples),
            limit=max(0 if standing else 1, min(self.per_unit, len(sent)) - len(standing)),
            max_tokens=self.max_tokens,
            salt=self.salt,
            privacy=self.privacy,
        )

    def _sent(self, unit: Unit, text: str | None) -> str | Failed:
        if text is None:
            text = unit.text if not self.privacy else _unopened(unit)
        secret = find_secret(text)
        if secret is not None:
            return failed("model-secret", kind=secret.kind, line=secret.line)
        cleared = self.privacy.cleared(without_comments(safe_text(text))).strip()
        return cleared if cleared else failed("model-nothing")

    def _public(self, examples: Sequence[Draft]) -> tuple[Draft, ...]:
        return tuple(draft for draft in examples if not self.privacy.names(draft.source.note))


def siblings_of(section: Section, note: str, notes: Mapping[NotePath, Note], privacy: Privacy) -> tuple[Sibling, ...]:
    """The other notes of a section, those left out that are private."""
    return tuple(
        Sibling(entry.label or notes[entry.note].title, entry.gloss)
        for entry in section.entries
        if entry.note != note and entry.note in notes and not privacy.holds(entry.note)
    )


def section_key(section: Section) -> str:
    """The key under which a section's own cards are kept; no unit's: no note's path ends so."""
    return f"{section.id.moc or '.'}#{' / '.join(section.id.path)} ⇄"


def halves(ask: Ask) -> tuple[Ask, ...]:
    """A unit's text in two, cut between paragraphs near its middle; nothing where it cannot be cut or is a section."""
    if ask.of_section:
        return ()
    text = ask.texts[0]
    cut = middle(text)
    if cut is None:
        return ()
    pieces = (text[:cut].strip("\n"), text[cut:].strip("\n"))
    limit = max(1, (ask.limit + 1) // 2)
    return tuple(
        replace(
            ask,
            key=f"{ask.key} [{number}]",
            texts=(piece,),
            standing=ask.standing if number == 1 else (),
            limit=limit,
        )
        for number, piece in enumerate(pieces, start=1)
    )


def _unopened(unit: Unit) -> str:
    return unit.document.slice(unit.parts[0].start, unit.parts[-1].end) if unit.parts else ""
