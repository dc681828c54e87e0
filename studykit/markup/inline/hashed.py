"""hashcards' cards with the hashes that its database knows them by.

Facts of that tool (its README, `card.rs`, `parser.rs`): a card is named by BLAKE3 in hex over

    "Basic" + question + answer                   both without white space at their edges, UTF-8
    "Cloze" + text + first byte + last byte       the text without the brackets of deletions; the deletion's first and
                                                  last byte in it as numbers of eight bytes, the lowest first

`Q:`, `A:`, `C:` begin a line, a line `---` ends a card, all other lines go on. Which brackets are none of a deletion's
has grown with its versions: those of images; then `\\[` and `\\]`; then those of links. A text that they read otherwise
has a hash by each.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from studykit.markup.inline.blake3 import blake3

_RULE: Final = "---"
_LABELS: Final = ("Q:", "A:", "C:")
_READINGS: Final = ((True, False), (True, True), (False, False))
"""Whether `\\[` is text, and whether `[a](b)` is."""


class Hashed(NamedTuple):
    """A card of one file."""

    line: int
    """1-based, of its `Q:` or `C:`."""
    faces: tuple["HashedFace", ...]
    """One, or one for each deletion in the order of the text."""


class HashedFace(NamedTuple):
    """What that tool asks separately."""

    hidden: str
    """Of a deletion, its text."""
    hashes: tuple[str, ...]
    """By every reading, each once."""


class _Deletion(NamedTuple):
    text: bytes
    """The whole text without brackets."""
    start: int
    end: int
    """Bytes of that text; the end is behind the last."""


def hashed_cards(text: str) -> Iterator[Hashed]:
    """The cards of a file, in its order. What that tool would refuse gives none."""
    label, line, parts = "", 0, list[str]()
    question = ""
    lines = text.replace("\r\n", "\n").split("\n")
    for number, content in enumerate([*lines[_behind_header(lines) :], _RULE], start=_behind_header(lines) + 1):
        mark = content[:2]
        if mark not in _LABELS and content.strip() != _RULE:
            parts.append(content)
            continue
        said = "\n".join(parts)
        if label == "A":
            yield Hashed(line, (HashedFace("", (basic_hash(question, said),)),))
        elif label == "C" and (faces := tuple(_cloze(said.strip()))):
            yield Hashed(line, faces)
        if mark == "A:" and label == "Q":
            question = said
        else:
            line = number
        label = mark[0] if mark in ("Q:", "C:") or (mark == "A:" and label == "Q") else ""
        parts = [content[2:].strip()]


def basic_hash(question: str, answer: str) -> str:
    """The hash of a question with its answer."""
    return blake3(f"Basic{question.strip()}{answer.strip()}".encode())


def cloze_hash(text: bytes, start: int, end: int) -> str:
    """The hash of one deletion, `start` to `end` (behind its last byte) of the text without brackets."""
    return blake3(b"Cloze" + text + start.to_bytes(8, "little") + (end - 1).to_bytes(8, "little"))


def _behind_header(lines: list[str]) -> int:
    """The index of the first line behind the frontmatter."""
    if lines[0].strip() != _RULE:
        return 0
    return next((number + 1 for number in range(1, len(lines)) if lines[number].strip() == _RULE), 0)


def _cloze(text: str) -> Iterator[HashedFace]:
    data = text.encode("utf-8", "replace")
    readings = [list(_deletions(data, escapes=escapes, links=links)) for escapes, links in _READINGS]
    hashes: dict[str, list[str]] = {}
    order: dict[str, None] = {}
    for reading in readings:
        seen: dict[str, int] = {}
        for one in reading:
            hidden = one.text[one.start : one.end].decode("utf-8", "replace")
            seen[hidden] = seen.get(hidden, 0) + 1
            key = f"{seen[hidden]} {hidden}"  # the same word may be hidden twice
            order[key] = None
            hashes.setdefault(key, []).append(cloze_hash(one.text, one.start, one.end))
    for key in order:
        yield HashedFace(key.partition(" ")[2], tuple(dict.fromkeys(hashes[key])))


def _deletions(text: bytes, *, escapes: bool, links: bool) -> Iterator[_Deletion]:
    """What stands in brackets that are those of a deletion."""
    clean = bytearray()
    found: list[tuple[int, int]] = []
    start = -1
    image, depth, escaped = False, 0, False
    closing = _link_ends(text) if links else {}
    for place in range(len(text)):
        byte, following = text[place : place + 1], text[place + 1 : place + 2]
        if byte == b"\\" and escapes and following in (b"[", b"]") and not image:
            escaped = True
            continue
        if byte in (b"[", b"]") and not image and not escaped and not depth:
            if byte == b"[" and place in closing:
                depth = 1
            elif byte == b"[":
                start = len(clean)
                continue
            else:
                if 0 <= start < len(clean):
                    found.append((start, len(clean)))
                start = -1
                continue
        elif byte == b"[" and depth:
            depth += 1
        elif byte == b"]" and depth:
            depth -= 1
        if byte == b"]":
            image = False
        elif byte == b"!" and following == b"[":
            image = True
        escaped = False
        clean += byte
    return (_Deletion(bytes(clean), *one) for one in found)


def _link_ends(text: bytes) -> dict[int, int]:
    """By the place of each `[` that opens a link, the place of its `]`."""
    stack: list[int] = []
    found: dict[int, int] = {}
    place = 0
    while place < len(text):
        byte = text[place : place + 1]
        if byte == b"\\":
            place += 2
            continue
        if byte == b"[":
            stack.append(place)
        elif byte == b"]" and stack:
            opening = stack.pop()
            if text[place + 1 : place + 2] == b"(":
                found[opening] = place
        place += 1
    return found
