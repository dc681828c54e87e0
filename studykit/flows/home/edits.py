"""A note that comes home from Anki, merged three ways with its card: base (as packaged), mine (the file), theirs.

    base → mine    base → theirs    result
    any            same             the file's words
    same           changed          Anki's words, where Markdown can say them; else they are shown
    changed        changed          the file's words; Anki's are shown

Decided for every field by itself. The base is the version of the card that Anki's note is most like: a person may have
changed a note in Anki that several builds had changed here since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from studykit.anki.fields import package_note
from studykit.anki.home import CONTENT_FIELDS, OurNote
from studykit.anki.notetypes import NOTETYPES
from studykit.decks.normal import content_fault, normal_content
from studykit.flows.home.pictures import Pictures
from studykit.markup.same import canonical, same
from studykit.markup.sanitize import Image
from studykit.markup.unhtml import sounds_as_embeds, to_markdown
from studykit.model.card import Basic, Card, Choice, Content, Option, Stamp
from studykit.model.ids import CardId
from studykit.text.patch import carried_over

_STAMP: Final = Stamp(CardId("0" * 10), "me", "", 0)
_ATTRIBUTES: Final = {
    "Front": "question",
    "Back": "answer",
    "Question": "question",
    "Answer": "answer",
    "Text": "text",
    "Detail": "detail",
}
_OPTIONS: Final = "Options"
_SIGN: Final = "✓"


class Shown(NamedTuple):
    """What Anki's note says otherwise than the deck file, and was not taken."""

    field: str
    here: str
    there: str
    """Markdown, as near as it comes; HTML as it stands in Anki where Markdown would lose what was changed."""


@dataclass(frozen=True, slots=True)
class MergedNote:
    """What becomes of a card."""

    content: Content
    taken: tuple[str, ...] = ()
    """Fields that have Anki's words now."""
    conflicts: tuple[Shown, ...] = ()
    """Changed on both sides."""
    unreadable: tuple[Shown, ...] = ()
    """Markdown cannot say what stands in Anki."""
    agreed: Content | None = None
    """What Anki's note says, where all of it is known here now."""
    like_anki: bool = True
    """Whether a package made of the card would say what Anki's note says."""


def merge_note(mine: Content, bases: Sequence[Content], note: OurNote, pictures: Pictures) -> MergedNote:
    """Merge a note with its card's content. Without bases nothing is known of what was packaged: nothing is taken."""
    if mine.kind.value != note.key:  # a person gave the note another type in Anki
        return MergedNote(mine, unreadable=(Shown("", mine.front, ""),), like_anki=False)
    theirs = units(note.key, note.fields, pictures)
    now = units(note.key, rendered(mine, pictures.any), pictures)
    near = max(
        bases, key=lambda base: _likeness(units(note.key, rendered(base, pictures.any), pictures), theirs), default=None
    )
    merging = _Merging(note, pictures, mine, near)
    for unit, html in theirs.items():
        if html != now[unit]:
            merging.decide(unit, html, now[unit])
    return merging.result()


def rendered(content: Content, image: Image) -> dict[str, str]:
    """The fields of the note that a package would hold, by name."""
    note = package_note(Card(content, None, _STAMP), deck="-", vault="", image=image, due=0)
    return dict(zip((name for _, name in NOTETYPES[note.notetype].fields), note.fields, strict=True))


def units(key: str, fields: Mapping[str, str], pictures: Pictures) -> dict[str, str]:
    """What is decided about at once, in a form to be compared: a field, or all options of a choice."""
    found = {name: canonical(fields.get(name, ""), pictures.target) for name in CONTENT_FIELDS[key]}
    if "Reverse" in found:
        found["Reverse"] = "1" if found["Reverse"] else ""
    if _OPTIONS in found:
        found[_OPTIONS] += f"\n{found.pop('Answer')}"
    return found


def _likeness(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    from rapidfuzz.fuzz import ratio

    return sum(ratio(one[unit], other[unit]) for unit in other)


class _Merging:
    """One card's fields, one after the other."""

    def __init__(self, note: OurNote, pictures: Pictures, mine: Content, base: Content | None) -> None:
        self.note, self.pictures, self.mine, self.base = note, pictures, mine, base
        self.content = mine
        self.agreed = base
        self.taken: list[str] = []
        self.conflicts: list[Shown] = []
        self.unreadable: list[Shown] = []
        self.like_anki = True

    def decide(self, unit: str, theirs: str, mine: str) -> None:
        """What becomes of a field in which Anki's note and the deck file differ."""
        before = self._forms(self.base, unit) if self.base is not None else None
        if before is not None and theirs in before:
            self.like_anki = False  # changed here alone
            return
        if before is None or mine not in before:
            self.conflicts.append(self._shown(unit))
            return
        content = self._taken(unit)
        if content is None:
            self.unreadable.append(self._shown(unit, as_it_is=True))
            return
        self.taken.append(unit)
        self.content = content
        if self.agreed is not None:
            self.agreed = _with(self.agreed, unit, _value(content, unit))

    def result(self) -> MergedNote:
        whole = not self.conflicts and not self.unreadable
        return MergedNote(
            self.content, tuple(self.taken), tuple(self.conflicts), tuple(self.unreadable),
            self.agreed if whole else None, self.like_anki and whole,
        )  # fmt: skip

    def _forms(self, content: Content, unit: str) -> set[str]:
        """A version's field, with its pictures and without those whose files are not there."""
        images = (self.pictures.any, self.pictures.there)
        return {units(self.note.key, rendered(content, image), self.pictures)[unit] for image in images}

    def _shown(self, unit: str, *, as_it_is: bool = False) -> Shown:
        here = _value(self.mine, unit)
        shown = "\n".join(option.text for option in here) if isinstance(here, tuple) else str(here)
        html = self.note.fields.get(unit, "")
        return Shown(unit, shown, html if as_it_is else self._markdown(html))

    def _markdown(self, html: str) -> str:
        text = to_markdown(html, self.pictures.target)
        return sounds_as_embeds(text, self.pictures.target) if "[sound:" in html else text

    def _taken(self, unit: str) -> Content | None:
        """The card's content with Anki's words in a field; None where Markdown cannot say them, or it is no card."""
        for value in self._values(unit):
            content = normal_content(_with(self.content, unit, value))
            if content_fault(content) is None and self._says(content, unit):
                return content
        return None

    def _values(self, unit: str) -> list[Any]:
        if unit == "Reverse":
            return [bool(self.note.fields.get(unit, ""))]
        if unit == _OPTIONS:
            return [self._options()]
        base = self.base or self.mine
        plain = self._markdown(rendered(base, self.pictures.any)[unit])
        theirs = self._markdown(self.note.fields.get(unit, ""))
        return [*carried_over(plain, theirs, _value(base, unit)), theirs]

    def _says(self, content: Content, unit: str) -> bool:
        """Whether a package made of this content says in the field what Anki's note says."""
        fields = rendered(content, self.pictures.there)
        if unit == "Reverse":
            return True
        if unit == _OPTIONS:  # a person changes one of the two lists, and the package brings both in line
            equal = [same(fields[name], self.note.fields.get(name, ""), self.pictures.target) for name in _LISTS]
            self.like_anki = self.like_anki and all(equal)
            return any(equal)
        return same(fields[unit], self.note.fields.get(unit, ""), self.pictures.target)

    def _options(self) -> tuple[Option, ...]:
        asked, answered = (self._lines(self.note.fields.get(name, "")) for name in _LISTS)
        before = rendered(self.base or self.mine, self.pictures.any)
        texts = answered if asked == self._lines(before[_OPTIONS]) else asked
        right = [right for _, right in answered]
        if len(texts) != len(right):
            return ()
        return tuple(Option(text, is_right) for (text, _), is_right in zip(texts, right, strict=True))

    def _lines(self, html: str) -> list[tuple[str, bool]]:
        """The lines of a list of options, and which have the class of the right ones."""
        lines = []
        for item in html.split("<li")[1:]:
            head, _, inner = item.partition("</li>")[0].partition(">")
            text = self._markdown(inner).strip().removesuffix(_SIGN).strip()
            lines.append((" ".join(text.split("\n")), "right" in head))
        return lines


_LISTS: Final = (_OPTIONS, "Answer")


def _value(content: Content, unit: str) -> Any:
    if unit == "Reverse":
        return isinstance(content, Basic) and content.reversed
    if unit == _OPTIONS:
        return content.options if isinstance(content, Choice) else ()
    return getattr(content, _ATTRIBUTES[unit])


def _with(content: Content, unit: str, value: Any) -> Content:
    name = {"Reverse": "reversed", _OPTIONS: "options"}.get(unit) or _ATTRIBUTES[unit]
    changes: dict[str, Any] = {name: value}
    return replace(content, **changes)
