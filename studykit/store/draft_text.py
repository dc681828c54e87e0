"""Drafts as text for the store, and back.

Texts of notes are data, also here: everything is plain text or JSON, nothing is pickled.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from json.encoder import encode_basestring
from typing import Any, Final

from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Kind, Option, Source, Typed
from studykit.model.inline import Brought, Schedule

_FIELDS: Final = 13
"""So much is said of a draft."""
_BASIC, _CLOZE, _TYPED, _CHOICE = (str(kind) for kind in (Kind.BASIC, Kind.CLOZE, Kind.TYPED, Kind.CHOICE))
"""As words, looked up once: a name of an enumeration takes ten times as long as one of a module."""
_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def dump_draft(draft: Draft) -> str:
    """A draft as text."""
    return dump_drafts((draft,))


def load_draft(text: str) -> Draft:
    """The draft that `dump_draft` wrote."""
    (draft,) = load_drafts(text)
    return draft


def dump_drafts(drafts: Iterable[Draft]) -> str:
    """Drafts as text: all that is said of them, joined by a sign that stands nowhere in it, and before it that sign.

    A large vault has tens of thousands: nothing is escaped. A note and its tags are said once, as drafts of a unit have
    them in common.
    """
    said: list[str] = []
    before: tuple[str, ...] = ()
    for draft in drafts:
        kind, front, back, more = _shown(draft.content)
        source, brought = draft.source, draft.brought
        home = source.note, *draft.tags
        said += (
            kind, front, back, draft.content.detail, more, source.heading, source.quote, draft.by,
            _written(draft.flags) if draft.flags else "", str(draft.line), str(draft.score),
            _encode(brought) if brought is not None else "", _written(home) if home != before else "",
        )  # fmt: skip
        before = home
    for sign in _signs():
        text = sign.join(said)
        if text.count(sign) < max(len(said), 1):
            break
    return sign + text


def load_drafts(text: str) -> tuple[Draft, ...]:
    """The drafts that `dump_drafts` wrote, be it in a version that wrote JSON."""
    if text.startswith("["):
        return _load_former(text)
    said = text[1:].split(text[0])
    found, before = [], ""
    for at in range(0, len(said) - 1, _FIELDS):
        *own, home = said[at : at + _FIELDS]
        before = home or before
        found.append(_draft(before, *own))
    return tuple(found)


def _signs() -> Iterator[str]:
    """What may stand between words, but for the bracket that JSON begins with: U+001F, which hardly a text has."""
    return map(chr, chain([0x1F], range(0x100, 0xD800), range(0xE000, 0x110000)))


def _shown(content: Content) -> tuple[str, str, str, str]:
    """Kind, front, back, and what the kind has beside them."""
    match content:
        case Basic():
            return _BASIC, content.question, content.answer, "reversed" if content.reversed else ""
        case Cloze():
            return _CLOZE, content.text, "", ""
        case Typed():
            return _TYPED, content.question, content.answer, ""
        case Choice():
            options = [(option.text, option.right) for option in content.options]
            return _CHOICE, content.question, "", _encode(options)


def _draft(
    home: str, kind: str, front: str, back: str, detail: str, more: str, heading: str, quote: str, by: str, flags: str,
    line: str, score: str, brought: str,
) -> Draft:  # fmt: skip
    note, *tags = _read_words(home)
    return Draft(
        content=_content(kind, front, back, detail, more),
        source=Source(note, heading, quote),
        by=by,
        tags=tuple(tags),
        line=int(line),
        score=float(score),
        flags=_read_words(flags) if flags else (),
        brought=_brought(*json.loads(brought)) if brought else None,
    )


def _content(kind: str, front: str, back: str, detail: str, more: str) -> Content:
    match Kind(kind):
        case Kind.BASIC:
            return Basic(front, back, detail, bool(more))
        case Kind.TYPED:
            return Typed(front, back, detail)
        case Kind.CLOZE:
            return Cloze(front, detail)
        case Kind.CHOICE:
            return Choice(front, tuple(Option(text, right) for text, right in json.loads(more)), detail)


@lru_cache(maxsize=256)
def _written(words: tuple[str, ...]) -> str:
    """Some words as JSON; many drafts have them in common."""
    return f"[{','.join(map(encode_basestring, words))}]"


@lru_cache(maxsize=256)
def _read_words(text: str) -> tuple[str, ...]:
    """What `_written` wrote."""
    return tuple(json.loads(text))


def _brought(deck: str, notes: list[int], schedules: list[list[Any]]) -> Brought:
    return Brought(deck, tuple(notes), tuple(Schedule(*one) for one in schedules))


def _load_former(text: str) -> tuple[Draft, ...]:
    """Drafts as they were written before version 12: their words, and for each draft the places of its own."""
    words, rows = json.loads(text)
    found = []
    for *places, more, line, score, brought in rows:
        kind, front, back, detail, note, heading, quote, by, tags, flags = [words[place] for place in places]
        content = _content(kind, front, back, detail, _encode(more) if kind == _CHOICE else "reversed" * bool(more))
        made = _brought(*brought) if brought is not None else None
        found.append(Draft(content, Source(note, heading, quote), by, tuple(tags), line, score, tuple(flags), made))
    return tuple(found)
