"""Imported notes as cards to show: each face through its template, in the Markdown that all cards are shown in.

What Anki makes of a card is two sides of HTML; here they are question and answer, and where the template asks for it,
what is to be typed. A note as a whole, for a list, is its first field.
"""

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final

from studykit.markup.unhtml import sounds_as_embeds, to_markdown
from studykit.model.card import Basic, Card, Cloze, Content, Kind, Stamp, Typed
from studykit.model.ids import CardId
from studykit.model.review import FaceKey
from studykit.store.db import Store
from studykit.store.imported import (
    ImportedNote,
    StoredType,
    read_card,
    read_cards_of,
    read_note,
    read_type,
)

if TYPE_CHECKING:
    from studykit.anki.read import NoteType

BY: Final = "anki"
"""Who made these cards."""
_RULE: Final = re.compile(r"""<hr\s+id\s*=\s*["']?answer["']?\s*/?>""", re.IGNORECASE)
FACE: Final = "0"
"""An imported face is shown as the question of a card of its own."""


def card_sides(kind: StoredType, note: ImportedNote, ordinal: int, deck: str) -> Content:
    """What one face of a note asks and answers."""
    from studykit.anki.template import rendered

    fields = dict(zip(kind.fields, note.fields, strict=False))
    made = rendered(_note_type(kind), ordinal, fields, tuple(note.tags.split()), deck)
    answer_html = _RULE.split(made.answer_html, maxsplit=1)[-1]  # above it Anki repeats the question
    question, answer = markdown_of(made.question_html), markdown_of(answer_html)
    if kind.cloze:
        answer = _what_is_new(question, answer)
    answer = "\n\n".join(filter(None, (answer, *_hints(kind, ordinal, fields, made.question_html))))
    if made.typed:
        return Typed(question, made.typed, answer if answer != made.typed else "")
    return Basic(question, answer)


def _hints(kind: StoredType, ordinal: int, fields: dict[str, str], question_html: str) -> list[str]:
    """Hints that a click opens above the question, and that nothing else would ever show here: after the answer."""
    back = kind.templates[0 if kind.cloze else ordinal][2]
    closed = [name for name in kind.fields if f"[{escape(name, quote=False)}…]</i>" in question_html]
    return [f"*{name}:* {markdown_of(fields[name])}" for name in closed if f"{name}}}}}" not in back]


def _what_is_new(question: str, answer: str) -> str:
    """The answer of a cloze without the paragraphs that stand above it already, as the question says them."""
    said = question.split("\n\n")
    new = [block for block in answer.split("\n\n") if block not in said]
    return "\n\n".join(new) if new and "```" not in answer else answer


def face_card(store: Store, key: FaceKey) -> Card | None:
    """One face of an imported note, as a card with the one face `FACE`; None where it is not there any more."""
    note, asked = read_note(store, key.card), read_card(store, key)
    if note is None or asked is None:
        return None
    try:
        content = card_sides(read_type(store, note.type), note, asked.ordinal, asked.deck)
    except IndexError:  # its type has no such template any more
        return None
    return Card(content, None, stamp_of(note))


def whole_card(store: Store, card: CardId) -> Card | None:
    """An imported note as one card, for a list or a page about it; None where there is none."""
    note = read_note(store, card)
    if note is None:
        return None
    kind, asked = read_type(store, note.type), read_cards_of(store, card)
    if kind.cloze:
        text, *others = map(markdown_of, note.fields)
        return Card(Cloze(text, "\n\n".join(filter(None, others))), None, stamp_of(note))
    if asked:
        return face_card(store, asked[0].key)
    question, *others = map(markdown_of, note.fields)
    return Card(Basic(question, "\n\n".join(filter(None, others))), None, stamp_of(note))


def stamp_of(note: ImportedNote) -> Stamp:
    """What is known of an imported note beside its words."""
    tags = tuple(tag.strip(":").replace("::", "/") for tag in note.tags.split())
    return Stamp(note.card, BY, "", note.edited or note.mod, guid=note.guid, tags=tuple(filter(None, tags)))


def kind_of(kind: StoredType) -> Kind:
    """The kind that a list shows."""
    if kind.cloze:
        return Kind.CLOZE
    return Kind.TYPED if any("{{type:" in front for _, front, _ in kind.templates) else Kind.BASIC


@lru_cache(maxsize=4096)
def markdown_of(html: str) -> str:
    """HTML of Anki's as Markdown; its files by their names."""
    text = to_markdown(html, str)
    return sounds_as_embeds(text, str) if "[sound:" in html else text


@lru_cache(maxsize=256)
def _note_type(kind: StoredType) -> "NoteType":
    from studykit.anki.read import NoteType, Template

    templates = tuple(Template(*template) for template in kind.templates)
    return NoteType(kind.anki_id, kind.name, kind.cloze, kind.css, kind.fields, templates, kind.mod)
