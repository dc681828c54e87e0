"""What never leaves this machine: notes that say so, their titles, and whatever of them another note shows.

    private: true · publish: false · draft: true · llm: false · #private #nollm #secret (and below, `#private/health`)

A note's text goes out only where the note is not private; its embeds of private notes are not opened
(`Privacy.readable`), links to them become `…`, and their titles are taken out of everything else that is sent. A title
of a single common word is taken out of links alone: as a word of the language it tells nothing of the note.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from studykit.markup.events import FILLER, parse
from studykit.markup.links import WIKILINK, split_target
from studykit.model.ids import NotePath
from studykit.model.note import Note
from studykit.text.expression import Expression
from studykit.text.normal import han_count, name_key, word_count

TAGS: Final = ("private", "nollm", "secret")
_YES: Final = frozenset(("true", "yes", "on", "1"))
_NO: Final = frozenset(("false", "no", "off", "0"))
_SAID: Final = {"private": _YES, "publish": _NO, "draft": _YES, "llm": _NO}
_GONE: Final = "…"
_MARKDOWN_LINK: Final = Expression(r"!?\[([^\[\]\n]{0,300})\]\(<?([^()<>\n]{1,500})>?\)")
_LETTER: Final = Expression(r"[A-Za-z0-9_]")

_Read = TypeVar("_Read")


def is_private(note: Note) -> bool:
    """Whether a note says of itself that it stays here."""
    for name, values in _SAID.items():
        if name in note.properties and str(note.properties[name]).strip().casefold() in values:
            return True
    return any(tag.casefold() == each or tag.casefold().startswith(f"{each}/") for tag in note.tags for each in TAGS)


class Privacy:
    """The private notes of a vault: their paths and names."""

    def __init__(self, notes: Iterable[Note]) -> None:
        private = [note for note in notes if is_private(note)]
        self.paths = frozenset(note.path for note in private)
        self._names = frozenset(name_key(name) for note in private for name in (note.title, note.stem, *note.aliases))
        told = {name for note in private for name in (note.title, note.stem) if _is_telling(name)}
        self._told = tuple(sorted(told, key=len, reverse=True))

    def __bool__(self) -> bool:
        return bool(self.paths)

    def holds(self, path: str) -> bool:
        """Whether a path is a private note's."""
        return path in self.paths

    def readable(self, read: Callable[[NotePath], _Read | None]) -> Callable[[NotePath], _Read | None]:
        """A reader of notes that opens no private one: with it, embeds of them show nothing, at any depth."""
        return lambda path: None if path in self.paths else read(path)

    def names(self, target: str) -> bool:
        """Whether a link's target is a private note: by its path, its file's name, its title or an alias."""
        path = split_target(target).path.removesuffix(".md")
        key = name_key(path.rpartition("/")[2])
        return key in self._names or f"{path}.md" in self.paths

    def cleared(self, text: str) -> str:
        """A text without links to private notes and without their titles."""
        if not self.paths:
            return text
        if "[[" in text:
            text = WIKILINK.sub(self._wikilink, text)
        if "](" in text:
            text = _MARKDOWN_LINK.sub(self._link, text)
        for name in self._told:
            if name in text:
                text = _without(name, text)
        return text

    def _wikilink(self, match: Any) -> str:
        target, _, label = match[2].partition("|")
        if not self.names(target):
            return str(match[0])
        return _GONE if not label or match[1] or self.names(label) else label

    def _link(self, match: Any) -> str:
        from urllib.parse import unquote

        if not self.names(unquote(match[2])):
            return str(match[0])
        return _GONE if match[0].startswith("!") or self.names(match[1]) else str(match[1])


def without_comments(text: str) -> str:
    """A text without `%%…%%` and `<!-- … -->`, which no reader of the note sees. Code keeps what looks like them."""
    if "%%" in text:
        text = parse(text.encode("utf-8", "replace")).shown.decode("utf-8").replace(FILLER, "")
    if "<!--" not in text:
        return text
    data = text.encode("utf-8", "replace")
    code = iter([*_code(data), (len(data), len(data))])
    begin, end = next(code)
    kept: list[bytes] = []
    position = 0
    while (start := data.find(b"<!--", position)) >= 0:
        while end <= start < len(data):
            begin, end = next(code)
        if begin <= start:  # in code
            kept.append(data[position:end])
            position = end
            continue
        kept.append(data[position:start])
        closing = data.find(b"-->", start + 4)
        position = closing + 3 if closing >= 0 else len(data)
    kept.append(data[position:])
    return b"".join(kept).decode("utf-8", "replace")


def _code(data: bytes) -> list[tuple[int, int]]:
    """Where code and mathematics stand, in bytes."""
    spans: list[tuple[int, int]] = []
    for event, where in parse(data).events:
        if not isinstance(event, dict):
            continue
        name, value = next(iter(event.items()))
        block = name == "Start" and isinstance(value, dict) and "CodeBlock" in value
        if block or name in ("Code", "InlineMath", "DisplayMath"):
            spans.append((where["start"], where["end"]))
    return spans


def _is_telling(name: str) -> bool:
    """Whether a title tells of its note wherever it stands: more than one word, or four CJK characters."""
    return han_count(name) >= 4 or word_count(name) + (han_count(name) > 0) >= 2


def _without(name: str, text: str) -> str:
    """The text with a name replaced where it stands by itself."""
    pieces: list[str] = []
    position = 0
    while (start := text.find(name, position)) >= 0:
        end = start + len(name)
        before, after = text[start - 1 : start], text[end : end + 1]
        alone = not (_LETTER.match(name) and before and _LETTER.match(before))
        alone = alone and not (_LETTER.match(name[-1]) and after and _LETTER.match(after))
        pieces += [text[position:start], _GONE if alone else name]
        position = end
    pieces.append(text[position:])
    return "".join(pieces)
