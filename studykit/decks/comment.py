"""The two lines of a card that are studykit's: its source, `> [[note#heading]] quote`, and its comment,

    <!-- card ID by WHO base HEX mod 2026-11-22T07:00:00Z [guid G] [reversed] [retired] [tags a b/c …] -->

It is printed in this order and read in any, but for the tags, which go on to the end. `by` and `mod` are always there;
`base` is missing where a person wrote the card. In values, `%XX` stands for a byte of UTF-8: percent signs, white
space, angle brackets and the second of two hyphens would break the comment. In a link, `%23`, `%5D`, `%7C` and `%25`
stand for `#`, `]`, `|` and `%` where these would be read as part of the link, and for nothing else.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from re import Match
from typing import Final, NamedTuple
from urllib.parse import quote, unquote_to_bytes

from studykit.model.card import Source, Stamp
from studykit.model.ids import CardId
from studykit.text.expression import Expression

_ID: Final = Expression(r"[0-9a-hjkmnp-tv-z]{10}")
_BASE: Final = Expression(r"[0-9a-f]{16}")
_TIME: Final = Expression(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_COMMENT: Final = Expression(r"<!--[ \t]*card(?=[ \t]|-->)")
_SIMPLE: Final = Expression(r"[A-Za-z0-9:._/\u4e00-\u9fff-]+")
"""What a value holds mostly, and needs no `%XX`."""
_WORD: Final = Expression(r"[^ \t]+")
_VALUES: Final = frozenset({"by", "base", "mod", "guid"})
_FLAGS: Final = frozenset({"reversed", "retired"})
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Unreadable(ValueError):
    """A comment or a source that cannot be read: `code` says why, `column` (1-based) where, `word` what."""

    def __init__(self, code: str, column: int, word: str = "") -> None:
        super().__init__(code, column, word)
        self.code = code
        self.column = column
        self.word = word


class Comment(NamedTuple):
    """What a comment says."""

    stamp: Stamp
    reversed: bool


@lru_cache(maxsize=64)
def print_time(seconds: int) -> str:
    """Seconds since 1970 as `2026-11-22T07:00:00Z`. OverflowError outside the years 1 to 9999."""
    return (_EPOCH + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


def parse_time(text: str) -> int:
    """The seconds since 1970 of a time as `print_time` writes it; ValueError for anything else."""
    if _TIME.fullmatch(text) is None:
        raise ValueError(text)
    return int(datetime.fromisoformat(text).timestamp())


def print_comment(stamp: Stamp, *, backwards: bool) -> str:
    """The comment's line. ValueError for a stamp whose comment could not be read again."""
    if _ID.fullmatch(stamp.id) is None or not stamp.by or (stamp.base and _BASE.fullmatch(stamp.base) is None):
        raise ValueError(f"no card's comment can carry {stamp}")
    base = f" base {stamp.base}" if stamp.base else ""
    ending = _ending(stamp.mod, stamp.guid, backwards, stamp.retired, stamp.tags)
    return f"<!-- card {stamp.id} by {_encoded(stamp.by)}{base}{ending}"


@lru_cache(maxsize=256)
def _ending(mod: int, guid: str, backwards: bool, retired: bool, tags: tuple[str, ...]) -> str:
    """What the comments of a note's new cards have in common."""
    named = f" guid {_encoded(guid)}" if guid else ""
    flags = (" reversed" if backwards else "") + (" retired" if retired else "")
    listed = " ".join([" tags", *map(_encoded, tags)]) if tags else ""
    return f" mod {print_time(mod)}{named}{flags}{listed} -->"


def parse_comment(line: str) -> Comment:
    """Read a comment's line. Unreadable with the column of the word that is wrong or behind which one is missing."""
    text = line.rstrip()
    start = _COMMENT.match(text)
    end = len(text) - len("-->")
    if start is None or text.find("-->", start.end()) != end:
        raise Unreadable("card-comment-unclosed", 1)
    words = [(match.start() + 1, match[0]) for match in _WORD.finditer(text, start.end(), end)]
    values: dict[str, str] = {}
    tags: tuple[str, ...] = ()
    if not words or _ID.fullmatch(words[0][1]) is None:
        raise _unreadable(words[:1], end)
    index = 1
    while index < len(words):
        name = words[index][1]
        if name in values or name not in _VALUES | _FLAGS | {"tags"}:
            raise _unreadable(words[index:], end)
        if name == "tags":
            tags = tuple(_decoded(*word) for word in words[index + 1 :])
            break
        index += 1
        values[name] = ""
        if name in _VALUES:
            values[name] = _checked(name, words[index : index + 1], end)
            index += 1
    for name in ("by", "mod"):
        if name not in values:
            raise Unreadable("card-comment-word", end + 1, name)
    stamp = Stamp(
        id=CardId(words[0][1]),
        by=values["by"],
        base=values.get("base", ""),
        mod=parse_time(values["mod"]),
        retired="retired" in values,
        guid=values.get("guid", ""),
        tags=tags,
    )
    return Comment(stamp, "reversed" in values)


def _unreadable(words: list[tuple[int, str]], end: int) -> Unreadable:
    column, word = words[0] if words else (end + 1, "-->")
    return Unreadable("card-comment-word", column, word)


def _checked(name: str, words: list[tuple[int, str]], end: int) -> str:
    if not words:
        raise _unreadable(words, end)
    column, word = words[0]
    if name == "base" and _BASE.fullmatch(word) is None:
        raise _unreadable(words, end)
    if name == "mod":
        try:
            parse_time(word)
        except ValueError:
            raise _unreadable(words, end) from None
    return _decoded(column, word)


@lru_cache(maxsize=256)
def _encoded(value: str) -> str:
    if _SIMPLE.fullmatch(value) is not None and "--" not in value:
        return value
    before = ""
    parts = []
    for c in value:
        odd = c in "%<>" or c.isspace() or not c.isprintable() or (c == "-" and before == "-")
        parts.append("%2D" if odd and c == "-" else quote(c, safe="") if odd else c)
        before = c
    return "".join(parts)


def _decoded(column: int, word: str) -> str:
    try:
        return unquote_to_bytes(word).decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("card-comment-word", column, word) from None


_IN_NOTE: Final = Expression(r"[#|]|\](?=\]|\Z)|%(?=23|25|5D|7C)")
_IN_HEADING: Final = Expression(r"[|]|\](?=\]|\Z)|%(?=23|25|5D|7C)")
_IN_LINK: Final = Expression(r"%(23|25|5D|7C)")


def print_source(source: Source) -> str:
    """The lines of a source, without a line feed at the end."""
    target, heading, quote = _note_in_link(source.note), source.heading, source.quote
    if heading:
        odd = "]" in heading or "|" in heading or "%" in heading
        target = f"{target}#{_IN_HEADING.sub(_percent, heading) if odd else heading}"
    if "\n" not in quote:
        return f"> [[{target}]] {quote}" if quote else f"> [[{target}]]"
    first, *others = quote.split("\n")
    line = f"> [[{target}]] {first}" if first else f"> [[{target}]]"
    return "\n".join([line, *[f"> {other}" if other else ">" for other in others]])


@lru_cache(maxsize=256)
def _note_in_link(note: str) -> str:
    return _IN_NOTE.sub(_percent, note)


def parse_source(lines: list[str]) -> Source:
    """Read a source from its lines, which all begin with `>`. Not yet in normal form."""
    start = lines[0].index("[[") + 2
    end = lines[0].find("]]", start)
    if end < 0:
        raise Unreadable("card-source-unclosed", start - 1)
    note, _, heading = lines[0][start:end].partition("|")[0].partition("#")
    if not note.strip():
        raise Unreadable("card-source-empty", start + 1)
    quoted = [lines[0][end + 2 :], *(line[1:].removeprefix(" ") for line in lines[1:])]
    return Source(_IN_LINK.sub(_character, note), _IN_LINK.sub(_character, heading), "\n".join(quoted))


def _percent(match: Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _character(match: Match[str]) -> str:
    return chr(int(match[1], 16))
