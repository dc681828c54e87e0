"""What `studykit doctor` is compared with: the straightforward program, python-frontmatter and markdown-it-py.

    python -m tests.bench.plain_doctor FOLDER

It does the same work and no more: reads every note, its frontmatter, headings and wikilinks (by a regex on the text
that the parser says is text), resolves each link by its name, and counts what leads nowhere. Prints the counts.
"""

import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import frontmatter
from markdown_it import MarkdownIt

_LINK = re.compile(r"!?\[\[([^\[\]\n]+)\]\]")


def examine(root: Path) -> dict[str, int]:
    """Notes, links, headings, broken links and unreadable frontmatter of a vault."""
    parser = MarkdownIt("commonmark").enable("table")
    links: list[tuple[Path, str]] = []
    headings: dict[Path, set[str]] = {}
    bad = 0
    for path in sorted(root.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        properties: dict[str, Any] = {}
        try:
            note = frontmatter.loads(text)
            properties, text = note.metadata, note.content
        except Exception:  # noqa: BLE001 - whatever YAML says of a bad note
            bad += 1
        for value in properties.values():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, str):
                    links += [(path, match) for match in _LINK.findall(item)]
        tokens = parser.parse(text)
        found = headings[path] = set()
        for number, token in enumerate(tokens):
            if token.type == "heading_open":
                found.add(tokens[number + 1].content)
            for child in token.children or ():
                if child.type == "text":
                    links += [(path, match) for match in _LINK.findall(child.content)]
    names: dict[str, list[Path]] = {}
    for path in headings:
        relative = path.relative_to(root).as_posix().removesuffix(".md")
        for name in (relative, path.stem):
            names.setdefault(_key(name), []).append(path)
    broken = 0
    for _, link in links:
        target, _, anchor = link.partition("|")[0].partition("#")
        leads = names.get(_key(target.strip()))
        broken += leads is None or (bool(anchor) and anchor not in headings[leads[0]])
    count = sum(map(len, headings.values()))
    return {"notes": len(headings), "links": len(links), "headings": count, "broken": broken, "bad": bad}


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


if __name__ == "__main__":
    print(json.dumps(examine(Path(sys.argv[1]))))
