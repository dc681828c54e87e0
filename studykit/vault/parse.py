"""One file's bytes → a note, its document, and what is wrong with it. Pure: the bytes come from `load`."""

import hashlib
from collections.abc import Iterator
from sys import intern
from typing import Any, NamedTuple

from studykit.markup.document import Document, read
from studykit.markup.frontmatter import Frontmatter
from studykit.markup.frontmatter import read as read_frontmatter
from studykit.markup.links import WIKILINK, split_target
from studykit.model.ids import NotePath
from studykit.model.note import Link, Note
from studykit.model.problem import Problem, Severity, problem
from studykit.text.encoding import decode
from studykit.text.names import bare, halves, without_label
from studykit.text.normal import name_key


class Parsed(NamedTuple):
    """What a file held."""

    note: Note | None
    """None where the file is no text."""
    document: Document | None
    problems: tuple[Problem, ...]
    damaged: bool
    """Bytes were lost: its links are of use, its text is not."""


def parse_note(path: NotePath, raw: bytes) -> Parsed:
    """Parse a file's bytes. Never raises: whatever is wrong becomes a problem."""
    decoded = decode(raw)
    if decoded.data is None:
        return Parsed(None, None, (problem(Severity.ERROR, decoded.fault, path, detail=decoded.detail),), damaged=True)
    problems = []
    damaged = decoded.fault == "double-encoded-lost"
    if decoded.fault:
        severity = Severity.ERROR if damaged else Severity.WARNING
        problems.append(problem(severity, decoded.fault, path, sample=decoded.detail))
    front = read_frontmatter(decoded.data)
    problems += [problem(Severity.WARNING, f.code, path, f.line, detail=f.detail) for f in front.faults]
    document = read(decoded.data[front.body :], front.lines + 1)
    note = _note(path, raw, front, document, decoded.data[: front.body])
    return Parsed(note, document, tuple(problems), damaged)


def _note(path: NotePath, raw: bytes, front: Frontmatter, document: Document, head: bytes) -> Note:
    properties = front.properties
    stem = path.rpartition("/")[2].removesuffix(".md")
    heading = next((h.text for h in document.headings if h.level == 1), "")
    title = _string(properties.get("title")) or without_label(heading) or stem
    names: dict[str, str] = {}
    for name in (title, stem, heading, *_strings(properties.get("aliases")), *_strings(properties.get("alias"))):
        for variant in (name, without_label(name), bare(name), *halves(name)):
            if variant:
                names.setdefault(name_key(variant), variant)
    names.pop(name_key(title), None)
    tags = dict.fromkeys(
        tag.removeprefix("#")
        for tag in (*_strings(properties.get("tags"), split=True), *document.tags)
        if tag.strip("#")
    )
    return Note(
        path=path,
        title=title,
        aliases=tuple(names.values()),
        properties=properties,
        tags=tuple(intern(tag) for tag in tags),
        headings=document.headings,
        links=(*_property_links(properties, head), *document.links),
        blocks=document.block_ids,
        body_line=front.lines + 1,
        size=len(raw),
        words=_words(document),
        digest=hashlib.sha256(raw).hexdigest(),
    )


def _words(document: Document) -> int:
    """A rough count: a Han character is three bytes, a Latin word about five, so bytes of prose / 4 will do."""
    return document.prose // 4


def _string(value: Any) -> str:
    return str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _strings(value: Any, *, split: bool = False) -> Iterator[str]:
    """The strings of a property that may be a list or one string; tags in one string are split at commas and blanks."""
    if isinstance(value, list):
        yield from (text for item in value if (text := _string(item)))
    elif text := _string(value):
        yield from text.replace(",", " ").split() if split else (text,)


def _property_links(properties: dict[str, Any], head: bytes) -> Iterator[Link]:
    for value in properties.values():
        texts = value if isinstance(value, list) else (value,)
        for text in texts:
            if isinstance(text, str) and "[[" in text:
                for match in WIKILINK.finditer(text):
                    target, _, label = match.group(2).partition("|")
                    path, heading, block = split_target(target)
                    line = head.count(b"\n", 0, max(head.find(match.group(2).encode()), 0)) + 1
                    yield Link(intern(path), heading, block, label.strip(), line, match.group(1) == "!")


def is_private(note: Note) -> bool:
    """Whether a note must never leave this machine: by its properties or by its tags."""
    properties = note.properties
    if properties.get("private") is True or properties.get("draft") is True:
        return True
    if properties.get("publish") is False or properties.get("llm") is False:
        return True
    return any(tag.casefold() in ("private", "nollm") for tag in note.tags)


def wants_no_cards(note: Note) -> bool:
    """`cards: off` in the frontmatter. YAML 1.1 reads a bare `off` as false."""
    value = note.properties.get("cards")
    return value is False or (isinstance(value, str) and value.strip().casefold() in ("off", "no", "none"))
