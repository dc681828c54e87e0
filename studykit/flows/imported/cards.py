"""Imported notes as cards to show: each face through its template, in the Markdown that all cards are shown in.

What Anki makes of a card is two sides of HTML; here they are question and answer, and where the template asks for it,
what is to be typed. Those of a cloze are one text, as the answer stands where the gap was. A note as a whole, for a
list, is its first field.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Final

from studykit.flows.imported.clozes import as_one
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
"""An imported face that is no cloze is shown as the question of a card of its own."""


def card_sides(kind: StoredType, note: ImportedNote, ordinal: int, deck: str, *, apart: bool = False) -> Content:
    """What one face of a note asks and answers. With `apart` that of a cloze as two sides too."""
    from studykit.anki.template import filled_in, rendered

    fields = dict(zip(kind.fields, note.fields, strict=False))
    about = _note_type(kind), ordinal, fields, tuple(note.tags.split()), deck
    made = rendered(*about)
    if kind.cloze and not made.typed and not apart:
        whole = filled_in(*about)
        back_html = _RULE.split(whole.answer_html, maxsplit=1)[-1]
        one = as_one(whole.question_html, back_html, ordinal + 1, markdown_of)
        if one is not None:
            hints = _hints(kind, ordinal, fields, whole.question_html)
            return replace(one, detail="\n\n".join(filter(None, (one.detail, *hints))))
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


def shown_face(card: Card, key: FaceKey) -> str:
    """The face of an imported face's card: a cloze keeps its number, all others are questions."""
    return key.face if isinstance(card.content, Cloze) else FACE


def face_card(store: Store, key: FaceKey, *, apart: bool = False) -> Card | None:
    """One face of an imported note, as a card with the one face `shown_face`; None where it is not there any more.

    `apart` as for `card_sides`.
    """
    note, asked = read_note(store, key.card), read_card(store, key)
    if note is None or asked is None:
        return None
    try:
        content = card_sides(read_type(store, note.type), note, asked.ordinal, asked.deck, apart=apart)
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
        text, *others = map(markdown_of, in_words(note.fields))
        return Card(Cloze(text, "\n\n".join(filter(None, others))), None, stamp_of(note))
    if asked:
        return face_card(store, asked[0].key)
    question, *others = map(markdown_of, note.fields)
    return Card(Basic(question, "\n\n".join(filter(None, others))), None, stamp_of(note))


def in_words(fields: Sequence[str]) -> tuple[str, ...]:
    """The fields of a note as a list says them: shapes over a picture in words, behind what they lie on.

    Anki's own note type for them has the shapes first, then the picture and what stands above it.
    """
    if not any("image-occlusion:" in field for field in fields):
        return tuple(fields)
    from studykit.anki.template_clozes import masks_named

    shapes, *others = map(masks_named, fields)
    above = [field for field in reversed(others[:2]) if field.strip()]
    return "<br>".join([*above, shapes]), *others[2:]


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
