"""The filters of Anki's card templates: `{{hint:Back}}`, `{{furigana:Reading}}` and the rest, each from HTML to HTML.

What a terminal cannot do is said in text: a hint that opens with a click shows its name before the answer and all of it
after; text to be spoken is shown. Anki's manual, "Field Replacements" and "Card Generation", has the list.
"""

import html
import re
from collections.abc import Callable
from typing import Final, NamedTuple

from studykit.anki import template_clozes

_READING: Final = re.compile(r"\[([^\[\]]+)\]")
_TAG: Final = re.compile(r"<[^<>]*>")
_BREAK: Final = re.compile(r"(?i)<(?:br|/div|/p|/li)\b[^<>]*>")
_UNSEEN: Final = re.compile(r"(?is)<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)")


class Place(NamedTuple):
    """Where a filter is used."""

    field: str
    """The field's name."""
    number: int
    """Of the deletion that the card asks for, from 1."""
    answer: bool
    """Whether the answer side is rendered."""
    cloze: bool
    """Whether the note type is one of deletions."""
    whole: bool = False
    """Whether the deletion that is asked stays one, with its mark, on both sides."""


def text_of(source: str) -> str:
    """HTML without its tags: what a reader sees, breaks as line ends."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", _UNSEEN.sub("", source)))).strip()


def _without_html(source: str, _place: Place) -> str:
    return html.escape(html.unescape(_TAG.sub("", _UNSEEN.sub("", source))), quote=False)


def _furigana(source: str, _place: Place) -> str:
    return _read_out(source, lambda word, reading: f"<ruby>{word}<rt>{reading}</rt></ruby>")


def _kanji(source: str, _place: Place) -> str:
    return _read_out(source, lambda word, _reading: word)


def _kana(source: str, _place: Place) -> str:
    return _read_out(source, lambda _word, reading: reading)


def _read_out(source: str, written: Callable[[str, str], str]) -> str:
    """Each `word[reading]` written anew; a blank before the word only says where it begins and goes."""
    out: list[str] = []
    position = 0
    for match in _READING.finditer(source):
        before = source[position : match.start()]
        start = max(before.rfind(mark) for mark in " >]") + 1
        word = before[start:]
        if not word or match[1].startswith("sound:"):
            out.append(before + match[0])
        else:
            out.append(before[: start - 1] if start and before[start - 1] == " " else before[:start])
            out.append(written(word, match[1]))
        position = match.end()
    out.append(source[position:])
    return "".join(out)


def _hint(source: str, place: Place) -> str:
    if not source.strip():
        return ""
    return f"<div>{source}</div>" if place.answer else f"<i>[{html.escape(place.field, quote=False)}…]</i>"


def _cloze(source: str, place: Place) -> str:
    if place.whole:
        return template_clozes.kept(source, place.number)
    side = template_clozes.shown if place.answer else template_clozes.hidden
    return side(source, place.number)


def _cloze_only(source: str, place: Place) -> str:
    return template_clozes.only(source, place.number, answer=place.answer)


def _as_it_is(source: str, _place: Place) -> str:
    return source


FILTERS: Final[dict[str, Callable[[str, Place], str]]] = {
    "text": _without_html,
    "furigana": _furigana,
    "kanji": _kanji,
    "kana": _kana,
    "hint": _hint,
    "cloze": _cloze,
    "cloze-only": _cloze_only,
}
"""By the name in a template. A filter that is not here belongs to an add-on: the field is shown as it is."""


def filtered(source: str, names: list[str], place: Place) -> str:
    """The field after its filters; the one next to the field's name comes first."""
    for name in reversed(names):
        source = FILTERS.get(name.strip().partition(" ")[0], _as_it_is)(source, place)
    return source
