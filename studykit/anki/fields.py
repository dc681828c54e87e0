"""From a card to a note of Anki: which field holds what. Pure; the files are found by the `image` it is given."""

import re
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

from studykit.anki.notetypes import NotetypeKey
from studykit.markup.html import cloze_to_html, text_to_html, to_html
from studykit.markup.plain import to_plain
from studykit.markup.sanitize import Image
from studykit.model.card import Basic, Card, Choice, Cloze, Source, Typed

RETIRED_TAG: Final = "studykit::retired"
_SPARE: Final = ("", "", "")
_RESERVED: Final = re.compile(r"[^A-Za-z0-9_.~%-]+")


class PackageNote(NamedTuple):
    """A note as it is written into a package."""

    guid: str
    notetype: str
    """A key of `notetypes.NOTETYPES`."""
    fields: tuple[str, ...]
    """Ready HTML, one for each field of the note type."""
    deck: str
    """Its name in Anki, `::` between levels."""
    tags: tuple[str, ...] = ()
    """Anki's spelling: `::` between levels, no blanks."""
    mod: int = 0
    """The last change of the content, in seconds since 1970: Anki takes a note over when it is newer than its own."""
    due: int = 0
    """The place in the order in which new cards are learned."""
    suspended: bool = False


def package_note(card: Card, *, deck: str, vault: str, image: Image, due: int) -> PackageNote:
    """The note for a card. `vault` is the name that Obsidian knows the vault by. ValueError for an unstamped card."""
    stamp = card.stamp
    if stamp is None:
        raise ValueError("a card without a stamp has no identity yet")
    notetype, first = _content(card, image)
    key = stamp.id if stamp.id.isalnum() else escape(stamp.id)
    fields = (*first, *_source(card, first, vault), key, *_SPARE)
    tags = _tags(stamp.tags, stamp.retired)
    return PackageNote(card.guid, notetype, fields, deck, tags, stamp.mod, due, stamp.retired)


@lru_cache(maxsize=1024)
def anki_tag(tag: str) -> str:
    """Obsidian's `算法/图 论` as Anki's `算法::图_论`; empty where nothing is left."""
    parts = ("_".join(part.split()) for part in tag.removeprefix("#").split("/"))
    return "::".join(part for part in parts if part)


@lru_cache(maxsize=256)
def _tags(tags: tuple[str, ...], retired: bool) -> tuple[str, ...]:
    """A note's tags in Anki: the cards of a note of the vault have them in common."""
    every = [anki_tag(tag) for tag in tags] + ([RETIRED_TAG] if retired else [])
    return tuple(dict.fromkeys(tag for tag in every if tag))


def obsidian_link(vault: str, source: Source) -> str:
    """The address that opens the place in Obsidian, percent-encoded; empty where the source names no note."""
    if not source.note:
        return ""
    address = f"obsidian://open?vault={_encoded(vault)}&file={_encoded(source.note)}"
    return f"{address}%23{_encoded(source.heading)}" if source.heading else address


def _encoded(text: str) -> str:
    """A text within an address, as `urllib.parse.quote` gives it with nothing safe."""
    return _RESERVED.sub(_escapes, text.replace("%", "%25").replace(" ", "%20"))


def _escapes(run: re.Match[str]) -> str:
    return f"%{run[0].encode('utf-8', 'replace').hex('%').upper()}"


def _content(card: Card, image: Image) -> tuple[NotetypeKey, tuple[str, ...]]:
    """The note type and its own fields with the detail, which is the first of those that all have."""
    content = card.content
    detail = to_html(content.detail, image)
    match content:
        case Basic():
            front, back = to_html(content.question, image), to_html(content.answer, image)
            return NotetypeKey.BASIC, (front, back, "1" if content.reversed else "", detail)
        case Cloze():
            return NotetypeKey.CLOZE, (cloze_to_html(content.text, image), detail)
        case Choice():
            asked, answered = _options(content, image, answer=False), _options(content, image, answer=True)
            return NotetypeKey.CHOICE, (to_html(content.question, image), asked, answered, detail)
        case Typed():
            answer = " ".join(to_plain(content.answer).split())
            return NotetypeKey.TYPED, (to_html(content.question, image), text_to_html(answer), detail)


def _options(choice: Choice, image: Image, *, answer: bool) -> str:
    """The options with their letters; the answer's have a class and a sign, as colour alone is no sign to everyone."""
    lines = []
    for option in choice.options:
        html = to_html(option.text, image)
        if answer:
            sign = " ✓" if option.right else ""
            lines.append(f'<li class="{"right" if option.right else "wrong"}">{html}{sign}</li>')
        else:
            lines.append(f"<li>{html}</li>")
    return f'<ol class="options" type="A">{"".join(lines)}</ol>'


def _no_image(_target: str) -> None:
    """A quote shows its formulas and code as the note does, and names its pictures: the card itself carries them."""


def _source(card: Card, first: tuple[str, ...], vault: str) -> tuple[str, str, str, str]:
    """The fields Note, Heading, Quote and Link. `first` are those before them."""
    source = card.source
    if source is None:
        return ("", "", "", "")
    name, address = _note(vault, source.note)
    heading, fragment = _heading(source.heading) if source.heading else ("", "")
    content, quote = card.content, source.quote
    if content.__class__ is Basic and content.back == quote and "!" not in quote and "<" not in quote:
        shown = first[1]  # often the answer is the quote; without pictures both are shown alike
    else:
        shown = to_html(quote, _no_image)
    return name, heading, shown, f"{address}{fragment}" if address else ""


@lru_cache(maxsize=256)
def _note(vault: str, note: str) -> tuple[str, str]:
    """The field Note and the address of the note: its cards, which stand together, have them in common."""
    link = obsidian_link(vault, Source(note, "", ""))
    return text_to_html(note.rpartition("/")[2]), link.replace("&", "&amp;")  # the rest is encoded in an address


@lru_cache(maxsize=256)
def _heading(heading: str) -> tuple[str, str]:
    """The field Heading, and what an address has of it: the cards of a section, and notes alike, have it in common."""
    return to_html(heading, _no_image), f"%23{_encoded(heading)}"
