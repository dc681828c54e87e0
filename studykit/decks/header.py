"""The frontmatter of a deck file: four known keys, read from YAML's events, and everything else left as it is written.

Events, not values: nothing is built from the file's YAML, aliases are refused before they could grow, and every value
has its place in the text, so that a changed value replaces its own characters alone.
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from studykit.decks.deck import Header
from studykit.decks.grammar import split_lines
from studykit.errors import DeckFileError
from studykit.text.expression import Expression

if TYPE_CHECKING:
    import yaml

_MARK: Final = Expression(r"---[ \t\r]*\n?\Z")
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_ORDER: Final = Expression(r"[0-9]{1,9}")
_WORDS_OF_YAML: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_DEPTH: Final = 32
"""Levels of nesting: the parser takes quadratic time in them."""
KEYS: Final = ("deck", "moc", "section", "order")


class _Value(NamedTuple):
    text: str | None
    """None for a list or a mapping."""
    start: int
    end: int
    """Where it stands in the YAML, in characters."""
    key: int
    """Where its key stands."""


def new_header(deck: str, moc: str = "", section: str = "", order: int = 0) -> Header:
    """The header of a new file; empty values are left out."""
    lines = [f"deck: {scalar(deck)}"]
    lines += [f"{key}: {scalar(value)}" for key, value in (("moc", moc), ("section", section)) if value]
    raw = "\n".join(["---", *lines, f"order: {order}", "---", ""])
    return read_header(split_lines(raw), "")


def changed_header(header: Header, /, **values: str | int) -> Header:
    """A header with other values for known keys: `deck`, `moc`, `section`, `order`. All other text stays.

    DeckFileError where the YAML is written so that a key cannot be added to it (a flow mapping).
    """
    values = {key: " ".join(value.split()) if isinstance(value, str) else value for key, value in values.items()}
    lines = split_lines(header.raw)
    text = "".join(lines[1:-1])
    known = _known(text, "")
    for key in sorted((key for key in values if key in known), key=lambda key: known[key].start, reverse=True):
        place = known[key]
        before, old = text[: place.start], text[place.start : place.end]
        space = "" if before[-1:].isspace() else " "
        end = "\n" if old.endswith("\n") else ""
        text = f"{before}{space}{scalar(values[key])}{end}{text[place.end :]}"
    text += "".join(f"{key}: {scalar(values[key])}\n" for key in KEYS if key in values and key not in known)
    try:
        changed = read_header([lines[0], *split_lines(text), lines[-1]], "")
    except DeckFileError:
        raise DeckFileError("deck-header-fixed", line=1) from None
    if any(getattr(changed, key) != value for key, value in values.items()):
        raise DeckFileError("deck-header-fixed", line=1)
    return changed


def read_header(lines: list[str], path: str) -> Header:
    """The header at the top of a file's lines. DeckFileError where there is none or it cannot be read."""
    if not lines or _MARK.match(lines[0]) is None:
        raise DeckFileError("deck-header-missing", line=1, path=path)
    end = next((index for index in range(1, len(lines)) if _MARK.match(lines[index])), 0)
    if not end:
        raise DeckFileError("deck-header-unclosed", line=1, path=path)
    text = "".join(lines[1:end])
    known = _known(text, path)
    texts: dict[str, str] = {}
    for key, value in known.items():
        if value.text is None:
            raise _error("deck-header-value", text, value.start, path, key=key)
        texts[key] = " ".join(value.text.split())
    if not texts.get("deck"):
        place = known["deck"].key if "deck" in known else None
        if place is None:
            raise DeckFileError("deck-header-no-deck", line=end + 1, path=path)
        raise _error("deck-header-no-deck", text, place, path)
    order = texts.get("order", "")
    if order and _ORDER.fullmatch(order) is None:
        raise _error("deck-header-order", text, known["order"].start, path, value=order)
    raw = "".join(lines[: end + 1])
    return Header(texts["deck"], texts.get("moc", ""), texts.get("section", ""), int(order or 0), raw)


def _known(text: str, path: str) -> dict[str, _Value]:
    """The known keys of a YAML mapping. DeckFileError where it is none."""
    import yaml

    known: dict[str, _Value] = {}
    try:
        for key, value in _pairs(text, path):
            if key.value in known:
                raise _error("deck-header-duplicate", text, _place(key.start_mark), path, key=key.value)
            if key.value in KEYS:
                shown: str | None = None
                if isinstance(value, yaml.ScalarEvent):
                    shown = "" if value.value in _NULL and not value.style else value.value
                start, end = _place(value.start_mark), _place(value.end_mark)
                known[key.value] = _Value(shown, start, end, _place(key.start_mark))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        cause = " ".join(str(error.problem or error.context or "").split())
        raise _error("deck-header-yaml", text, min(_place(mark), len(text.rstrip("\n"))), path, cause=cause) from None
    except yaml.reader.ReaderError as error:
        place = len(text.encode()[: error.position].decode("utf-8", "ignore"))
        raise _error("deck-header-yaml", text, place, path, cause=error.reason) from None
    except UnicodeEncodeError as error:
        raise _error("deck-header-yaml", text, error.start, path, cause="lone surrogate") from None
    return known


def _pairs(text: str, path: str) -> "Iterator[tuple[yaml.ScalarEvent, yaml.ScalarEvent | yaml.CollectionStartEvent]]":
    """The scalar keys of the top mapping with the event that begins their value."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    depth = documents = 0
    key: yaml.ScalarEvent | None = None
    key_is_next = True
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _error("deck-header-alias", text, _place(event.start_mark), path)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            continue
        if documents > 1 or (depth == 0 and not isinstance(event, yaml.MappingStartEvent)):
            raise _error("deck-header-no-mapping", text, _place(event.start_mark), path)
        if depth == 1:
            if key_is_next:
                key = event if isinstance(event, yaml.ScalarEvent) else None
            elif key is not None:
                yield key, event
            key_is_next = not key_is_next
        depth += isinstance(event, yaml.CollectionStartEvent)
        if depth > _DEPTH:
            place = _place(event.start_mark)
            raise _error("deck-header-yaml", text, place, path, cause=f"more than {_DEPTH} levels")


def _place(mark: object) -> int:
    """The character at which a mark of either YAML parser stands."""
    index: int = getattr(mark, "index", 0)
    return index


def _error(code: str, text: str, place: int, path: str, **parameters: object) -> DeckFileError:
    """An error at a character of the YAML, which begins on line 2 of the file."""
    line = text.count("\n", 0, place)
    column = place - (text.rfind("\n", 0, place) + 1)
    return DeckFileError(code, line=line + 2, column=column + 1, path=path, **parameters)


def scalar(value: str | int) -> str:
    """A value as YAML, plain where every reader agrees that it is this text, else in double quotes."""
    if isinstance(value, int):
        return str(value)
    plain = (
        value.isprintable()
        and value[:1].isalpha()
        and value == value.strip()
        and value.casefold() not in _WORDS_OF_YAML
        and ": " not in value
        and " #" not in value
        and not value.endswith(":")
    )
    if plain:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in quoted)
