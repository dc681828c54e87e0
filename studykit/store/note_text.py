"""Notes as text for the store, without what stands in them, and back.

Texts of notes are data, also here: everything is JSON, nothing is pickled.
"""

import json
from collections.abc import Sequence
from typing import Final

from studykit.model.ids import NotePath
from studykit.model.note import Heading, Link, Note

_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_SIGN: Final = "\ue000"
"""Stands between words that are written as one; hardly a text has it."""
_FORMER: Final = 11
"""So much was said of a note before version 13."""


def dump_note(note: Note) -> str:
    """A note as JSON. Properties that JSON cannot say (dates) are left out: nothing of a plan asks for them.

    A large vault has hundreds of thousands of headings and links: they are written field by field, and the words of
    each field as one.
    """
    levels, texts, at = zip(*note.headings, strict=True) if note.headings else ((),) * 3
    targets, headings, blocks, labels, lines, embeds, wikis = zip(*note.links, strict=True) if note.links else ((),) * 7
    return _encode(
        [
            note.title,
            note.aliases,
            {name: value for name, value in note.properties.items() if type(value) is str or _is_plain(value)},
            note.tags,
            sorted(note.blocks),
            note.body_line,
            note.size,
            note.words,
            note.digest,
            levels,
            _joined(texts),
            at,
            _joined(targets),
            _joined(headings),
            _joined(blocks),
            _joined(labels),
            lines,
            _places(embeds) if True in embeds else (),
            () if all(wikis) else _places([not wiki for wiki in wikis]),
        ]
    )


def load_note(path: str, text: str) -> Note:
    """The note that `dump_note` wrote, be it in a version that wrote headings and links one by one."""
    said = json.loads(text)
    if len(said) == _FORMER:
        title, aliases, properties, tags, headings, links, blocks, body_line, size, words, digest = said
    else:
        title, aliases, properties, tags, blocks, body_line, size, words, digest, levels, texts, at, *fields = said
        headings = zip(levels, _apart(texts), at, strict=True)
        *four, lines, embeds, marked = fields
        places, shown, plain = range(len(lines)), set(embeds), set(marked)
        flags = [place in shown for place in places], [place not in plain for place in places]
        links = zip(*map(_apart, four), lines, *flags, strict=True)
    return Note(
        NotePath(path), title, tuple(aliases), properties, tuple(tags), tuple(Heading(*one) for one in headings),
        tuple(Link(*one) for one in links), frozenset(blocks), body_line, size, words, digest,
    )  # fmt: skip


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, (str, int, float, bool))


def _places(flags: Sequence[bool]) -> list[int]:
    return [place for place, flag in enumerate(flags) if flag]


def _joined(words: Sequence[str]) -> str | Sequence[str]:
    """Words as one, where they can be told apart again."""
    said = _SIGN.join(words)
    return said if said.count(_SIGN) == len(words) - 1 else words


def _apart(said: str | list[str]) -> list[str]:
    """What `_joined` was given."""
    return said.split(_SIGN) if isinstance(said, str) else said
