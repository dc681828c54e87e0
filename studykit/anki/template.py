"""A card of a note type we don't know, through Anki's own template language: from fields to two sides of HTML.

Fields, `{{FrontSide}}`, sections `{{#Field}}…{{/Field}}` and `{{^Field}}…{{/Field}}`, filters, deletions and typed
answers are what the language has; scripts are never run, and `markup.unhtml` leaves them out. A template that is
damaged is rendered as far as it goes, with the fault named. Language: Anki's manual, "Card Templates"; behaviour:
Anki's backend, asked by tests/anki/test_template.py.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from studykit.anki import template_clozes
from studykit.anki.read import NoteType
from studykit.anki.template_filters import Place, filtered, text_of

_TAGS: Final = re.compile(r"<!--.*?(?:-->|\Z)|\{\{([^{}]*)\}\}", re.DOTALL)
_OLD_TAGS: Final = re.compile(r"<!--.*?(?:-->|\Z)|<%([^<%]*)%>", re.DOTALL)
_OLD_MARKS: Final = "{{=<% %>=}}"
_NOTHING: Final = re.compile(r"(?:\s|&nbsp;|</?(?:br|div)\s*/?>)*\Z", re.IGNORECASE)
_SOUND: Final = re.compile(r"\[sound:[^\]]*\]")
_QUOTED_FRONT: Final = re.compile(r"\s*\{\{FrontSide\}\}(?:\s|<hr[^<>]*>|<br[^<>]*>)*", re.IGNORECASE)
_BODY: Final = r"((?:[^\[]|\[(?!/?(?:\$|latex)))*)"
_LATEX: Final = re.compile(rf"\[\$\$\]{_BODY}\[/\$\$\]|\[\$\]{_BODY}\[/\$\]|\[latex\]{_BODY}\[/latex\]")
_TEX: Final = r"(?:[^\\]|\\\\|\\(?![\\()\[\]]))*"
_FORMULA: Final = re.compile(rf"\\\({_TEX}\\\)|\\\[{_TEX}\\\]")
"""A formula holds no mark of another one, so that each is looked for up to the next mark and no further."""
_CLOZE_NAME: Final = re.compile(r"c([0-9]{1,3})\Z")
_MARKUP: Final = re.compile(r"</?(?:mark|span|font|b|i|div)\b[^<>]*>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The two sides of a card."""

    question_html: str
    answer_html: str
    """What comes after the question where `appends`; else the whole answer side."""
    typed: str | None = None
    """What the person is to type, as text, where the template asks for that."""
    appends: bool = False
    """Whether the answer side begins with the question."""
    faults: tuple[str, ...] = ()
    """What of the templates could not be read: names of fields that are missing, sections that do not close."""


def rendered(
    note_type: NoteType, template_index: int, fields: Mapping[str, str], tags: tuple[str, ...] = (), deck: str = ""
) -> Rendered:
    """Both sides of a card.

    `template_index` counts from 0: the template, or with a cloze note type the deletion less one. `fields` is HTML by
    the field's name. Never raises but IndexError where a note type has no such template.
    """
    return _rendered(note_type, template_index, fields, tags, deck, whole=False)


def filled_in(
    note_type: NoteType, template_index: int, fields: Mapping[str, str], tags: tuple[str, ...] = (), deck: str = ""
) -> Rendered:
    """Both sides of a cloze as `rendered` gives them, but that the deletion which is asked stands in them as one."""
    return _rendered(note_type, template_index, fields, tags, deck, whole=True)


def _rendered(
    note_type: NoteType,
    template_index: int,
    fields: Mapping[str, str],
    tags: tuple[str, ...],
    deck: str,
    *,
    whole: bool,
) -> Rendered:
    template = note_type.templates[0 if note_type.cloze else template_index]
    special = {
        "Tags": " ".join(tags),
        "Type": note_type.name,
        "Deck": deck,
        "Subdeck": deck.rpartition("::")[2],
        "Card": f"{template.name} {template_index + 1}" if note_type.cloze else template.name,
        "CardFlag": "",
        "FrontSide": "",
    }
    side = _Side(note_type.cloze, template_index + 1, {**special, **fields}, whole=whole)
    question = side.render(template.front, answer=False)
    side.values["FrontSide"] = _SOUND.sub("", question)
    appended = _QUOTED_FRONT.match(template.back)
    answer = side.render(template.back if appended is None else template.back[appended.end() :], answer=True)
    return Rendered(
        _mathematics(question),
        _mathematics(answer),
        side.typed,
        appended is not None,
        tuple(dict.fromkeys(side.faults)),
    )


class _Side:
    """The values that templates ask for, and what was met while rendering."""

    def __init__(self, cloze: bool, number: int, values: dict[str, str], *, whole: bool) -> None:
        self.cloze = cloze
        self.whole = whole
        self.number = number
        self.values = values
        self.typed: str | None = None
        self.faults: list[str] = []

    def render(self, template: str, *, answer: bool) -> str:
        """One side. A section that nothing closes goes to the end."""
        old = template.startswith(_OLD_MARKS)
        source = template[len(_OLD_MARKS) :] if old else template
        out: list[str] = []
        open_sections: list[tuple[str, bool]] = []
        """Names, and whether what stands in the section is shown, the sections around it included."""
        position = 0
        for tag in (_OLD_TAGS if old else _TAGS).finditer(source):
            visible = not open_sections or open_sections[-1][1]
            if visible:
                out.append(source[position : tag.start()])
            position = tag.end()
            inside = tag[1]
            if inside is None:
                out.append(tag.group() if visible else "")
                continue
            mark, name = inside[:1], inside[1:].strip()
            if mark in ("#", "^") and name:
                open_sections.append((name, visible and (mark == "#") == self._holds(name)))
            elif mark == "/":
                self._close(name, open_sections)
            elif visible:
                out.append(self._field(inside.strip(), answer=answer))
        if not open_sections or open_sections[-1][1]:
            out.append(source[position:])
        self.faults.extend(f"#{name}" for name, _ in open_sections)
        return "".join(out)

    def _close(self, name: str, open_sections: list[tuple[str, bool]]) -> None:
        if open_sections and open_sections[-1][0] == name:
            open_sections.pop()
        else:
            self.faults.append(f"/{name}")

    def _holds(self, name: str) -> bool:
        """Whether a section's field holds anything; `c1` stands for the deletion that is asked."""
        number = _CLOZE_NAME.match(name) if self.cloze else None
        if number is not None and name not in self.values:
            return int(number[1]) == self.number
        if name not in self.values:
            self.faults.append(name)
        return _NOTHING.match(self.values.get(name, "")) is None

    def _field(self, inside: str, *, answer: bool) -> str:
        *names, field = inside.split(":")
        field = field.strip()
        if inside.startswith("tts-voices") or inside.startswith("!"):
            return ""
        value = self.values.get(field)
        if value is None:
            self.faults.append(field)
            return ""
        place = Place(field, self.number, answer, self.cloze, self.whole)
        if names and names[0].strip() == "type":
            return self._to_type(value, names[1:])
        return filtered(value, names, place)

    def _to_type(self, value: str, names: list[str]) -> str:
        """The answer to be typed stands for itself: neither side shows it, whoever asks compares."""
        wanted = template_clozes.typed(value, self.number) if "cloze" in map(str.strip, names) else value
        self.typed = text_of(wanted) or None
        return ""


def _mathematics(side: str) -> str:
    """Formulas of Anki's older LaTeX as those of MathJax, and none with tags within, which would tear it apart."""
    if "[$" in side or "[latex]" in side:
        side = _LATEX.sub(_formula, side)
    if "\\(" in side or "\\[" in side:
        side = _FORMULA.sub(lambda match: _MARKUP.sub("", match[0]), side)
    return side


def _formula(match: "re.Match[str]") -> str:
    display, inline, document = match[1], match[2], match[3]
    if display is not None:
        return f"\\[{_MARKUP.sub(' ', display).strip()}\\]"
    if inline is not None:
        return f"\\({_MARKUP.sub(' ', inline).strip()}\\)"
    source = _MARKUP.sub(" ", document).strip()
    for mark in ("$$", "$"):
        if len(source) > 2 * len(mark) and source.startswith(mark) and source.endswith(mark):
            body = source[len(mark) : -len(mark)].strip()
            return f"\\[{body}\\]" if mark == "$$" else f"\\({body}\\)"
    return f"<pre>{source}</pre>"
