"""What a vault holds on average, so that a figure says what it was measured on: events and links a note."""

import re
from pathlib import Path

import pyromark


def density(folder: Path, most: int = 1000) -> dict[str, float]:
    """What a note holds on average: of all notes the bytes, of at most `most` of them the events and links."""
    options = (
        pyromark.Options.ENABLE_TABLES
        | pyromark.Options.ENABLE_MATH
        | pyromark.Options.ENABLE_WIKILINKS
        | pyromark.Options.ENABLE_FOOTNOTES
        | pyromark.Options.ENABLE_TASKLISTS
        | pyromark.Options.ENABLE_STRIKETHROUGH
    )
    paths = sorted(path for path in folder.rglob("*.md") if "MOC" not in path.name)
    sample = paths[:: max(1, len(paths) // most)]
    events = links = front = asking = 0
    for path in sample:
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        front += head.count("[[")
        for event, _ in pyromark.events_with_range(body, options=options):
            events += 1
            match event:
                case {"Start": {"Link": {"link_type": dict()}} | {"Image": {"link_type": dict()}}}:
                    links += 1
        asking += len(re.findall(r"^#+ .*[?？]$", body, re.MULTILINE))
    every = [path.stat().st_size for path in folder.rglob("*.md")]
    return {
        "files": len(every),
        "megabytes": sum(every) / 1e6,
        "bytes": sum(path.stat().st_size for path in sample) / len(sample),
        "events": events / len(sample),
        "links": (links + front) / len(sample),
        "links in frontmatter": front / len(sample),
        "asking headings": asking / len(sample),
    }


def describe(found: dict[str, float]) -> str:
    """The density on one line."""
    return (
        f"{found['files']:.0f} files, {found['megabytes']:.1f} MB; a note: {found['bytes']:.0f} bytes, "
        f"{found['events']:.0f} events, {found['links']:.1f} wikilinks ({found['links in frontmatter']:.1f} of them in "
        f"frontmatter), {found['asking headings']:.1f} asking headings"
    )
