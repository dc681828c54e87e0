"""The note types that our packages carry. They are frozen: Anki matches them by these ids for ever.

What may change: a template's or a field's *name*, the templates' HTML, the style sheet; then `MODIFIED` is set to the
time of the change, by hand, and Anki takes the new ones over. What must never change: an id, the number of fields, the
number of templates: Anki would skip every note that is there as "conflicting". For new data there are spare fields.

Anki matches fields and templates by the 64-bit `id` within them, so that a renamed one is still itself.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from studykit.anki.library import load_genanki
from studykit.anki.style import CSS

MODIFIED: Final = 1_795_330_800
"""2026-11-22T07:00:00Z, the last change of a template or of the style sheet."""


class NotetypeKey(StrEnum):
    """The note types, by what a card of them asks."""

    BASIC = "basic"
    CLOZE = "cloze"
    CHOICE = "choice"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Template:
    """One card of a note: its id in Anki, and the HTML of its two sides."""

    id: int
    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class Notetype:
    """A note type as it is written into a package."""

    id: int
    name: str
    fields: tuple[tuple[int, str], ...]
    """Id and name of each field, in order. The first is the one that Anki sorts and compares by."""
    templates: tuple[Template, ...]
    is_cloze: bool = False


_SOURCE: Final = """
<div class="source">
<div class="deck">{{Deck}}</div>
{{#Link}}<a href="{{Link}}">{{/Link}}{{Note}}{{#Heading}} › {{Heading}}{{/Heading}}{{#Link}}</a>{{/Link}}
{{#Quote}}<blockquote>{{Quote}}</blockquote>{{/Quote}}
</div>
"""
_DETAIL: Final = """
{{#Detail}}<details class="detail"><summary>＋</summary>{{Detail}}</details>{{/Detail}}
"""
_BACK: Final = _DETAIL + _SOURCE
_ANSWER: Final = "\n\n<hr id=answer>\n\n"


def _side(content: str) -> str:
    return f'<div class="side">{content}</div>'


_COMMON: Final = ("Detail", "Note", "Heading", "Quote", "Link", "Id", "Spare 1", "Spare 2", "Spare 3")


def _fields(first_id: int, *names: str) -> tuple[tuple[int, str], ...]:
    """Fields with ids that follow on `first_id`, in the order in which they were frozen."""
    return tuple((first_id + place, name) for place, name in enumerate((*names, *_COMMON)))


NOTETYPES: Final[dict[str, Notetype]] = {
    NotetypeKey.BASIC: Notetype(
        id=1_795_330_800_001,
        name="studykit Basic · 问答",
        fields=_fields(5_817_310_246_900_101, "Front", "Back", "Reverse"),
        templates=(
            Template(
                5_817_310_246_901_101,
                "Forward · 正向",
                _side("{{Front}}"),
                "{{FrontSide}}" + _ANSWER + _side("{{Back}}") + _BACK,
            ),
            Template(
                5_817_310_246_901_102,
                "Reverse · 反向",
                "{{#Reverse}}" + _side("{{Back}}") + "{{/Reverse}}",
                "{{FrontSide}}" + _ANSWER + _side("{{Front}}") + _BACK,
            ),
        ),
    ),
    NotetypeKey.CLOZE: Notetype(
        id=1_795_330_800_002,
        name="studykit Cloze · 填空",
        fields=_fields(5_817_310_246_900_201, "Text"),
        templates=(
            Template(
                5_817_310_246_901_201, "Cloze · 填空", _side("{{cloze:Text}}"), _side("{{cloze:Text}}") + "\n\n" + _BACK
            ),
        ),
        is_cloze=True,
    ),
    NotetypeKey.CHOICE: Notetype(
        id=1_795_330_800_003,
        name="studykit Choice · 选择",
        fields=_fields(5_817_310_246_900_301, "Question", "Options", "Answer"),
        templates=(
            Template(
                5_817_310_246_901_301,
                "Choice · 选择",
                _side("{{Question}}\n{{Options}}"),
                _side("{{Question}}" + _ANSWER + "{{Answer}}") + _BACK,
            ),
        ),
    ),
    NotetypeKey.TYPED: Notetype(
        id=1_795_330_800_004,
        name="studykit Typed · 输入",
        fields=_fields(5_817_310_246_900_401, "Question", "Answer"),
        templates=(
            Template(
                5_817_310_246_901_401,
                "Typed · 输入",
                _side("{{Question}}") + "\n\n{{type:Answer}}",
                _side("{{Question}}") + _ANSWER + "{{type:Answer}}" + _BACK,
            ),
        ),
    ),
}


def model_json(notetype: Notetype) -> dict[str, Any]:
    """The note type as the column `models` of a collection holds it. Imports genanki."""
    load_genanki()
    from genanki import Model

    model = Model(
        model_id=notetype.id,
        name=notetype.name,
        fields=[{"name": name, "id": number} for number, name in notetype.fields],
        templates=[
            {"name": template.name, "qfmt": template.front, "afmt": template.back, "id": template.id}
            for template in notetype.templates
        ],
        css=CSS,
        model_type=Model.CLOZE if notetype.is_cloze else Model.FRONT_BACK,
    )
    written: dict[str, Any] = model.to_json(MODIFIED, 1)
    return written
