"""How notes are read, case by case: each file of `tests/fixtures/vault/reading/` holds cases that need no Python.

A case is a title, a line `.`, the note, a line `.`, what is read in it, a line `.`. What is read is written as
`outline` does below: properties, title, aliases, tags, block ids, problems, links, blocks with their spans.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studykit.markup.document import Block, Document
from studykit.model.ids import NotePath
from studykit.model.note import Link
from studykit.vault.parse import parse_note

FIXTURES = Path(__file__).parents[2] / "fixtures" / "vault" / "reading"


def cases(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(name, note, expected) of every case of a folder's files."""
    for path in sorted(folder.glob("*.txt")):
        parts = path.read_text(encoding="utf-8").split("\n.\n")
        for title, text, expected in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            yield f"{path.stem}: {title.strip()}", text + "\n", expected


def link_text(link: Link) -> str:
    anchor = (f"#{link.heading}" if link.heading else "") + (f"^{link.block}" if link.block else "")
    kind = ("!" if link.embed else "") + ("[[]]" if link.wiki else "[]()")
    return f"link {kind} {link.target or '(here)'}{anchor}{f' | {link.label}' if link.label else ''} @{link.line}"


def block_lines(document: Document, block: Block, depth: int = 0) -> Iterator[str]:
    pad = "  " * depth
    level = f" {block.level}" if block.level else ""
    info = f" <{block.info}>" if block.info else ""
    words = "" if block.children else f": {document.source(block)!r}"
    yield f"{pad}{block.kind}{level}{info} @{document.line_at(block.start)}{words}"
    for span in block.spans:
        shown = span.text if span.text else document.slice(span.start, span.end)
        yield f"{pad}  ~{span.kind} {shown!r}"
    for child in block.children:
        yield from block_lines(document, child, depth + 1)


def outline(text: bytes, path: str = "Folder/Note.md") -> str:
    """Everything that a note is read as."""
    parsed = parse_note(NotePath(path), text)
    lines = [f"problem {p.code} @{p.line}{''.join(f' {v}' for _, v in p.parameters if v)}" for p in parsed.problems]
    if parsed.note is None or parsed.document is None:
        return "\n".join(lines)
    note = parsed.note
    lines += [f"{key} = {value!r}" for key, value in note.properties.items()]
    if note.title != "Note":
        lines.append(f"title {note.title}")
    names = [alias for alias in note.aliases if alias != "Note"]
    lines += [f"aliases {' · '.join(names)}"] if names else []
    lines += [f"tags {' '.join(note.tags)}"] if note.tags else []
    lines += [f"ids {' '.join(sorted(note.blocks))}"] if note.blocks else []
    lines += [link_text(link) for link in note.links]
    for block in parsed.document.blocks:
        lines += block_lines(parsed.document, block)
    return "\n".join(lines)


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=n) for n, t, e in cases(FIXTURES)])
def test_a_note_is_read_as(text: str, expected: str) -> None:
    assert outline(text.encode()) == expected


def test_the_cases_are_there() -> None:
    names = [name for name, _, _ in cases(FIXTURES)]
    assert len(names) == len(set(names))
    assert len(names) > 90
