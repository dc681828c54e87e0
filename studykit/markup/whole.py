"""A body's outline and its blocks of one pass, for whoever needs both: a text that is parsed twice costs twice.

What comes is what `outline` and `document.read` give, each by itself. A scan of a large vault still asks for outlines
alone, as the documents of all its notes together are too much to hold.
"""

from sys import intern

from studykit.markup.document import INLINE, SILENT, Document, Reader
from studykit.markup.events import parse
from studykit.markup.links import block_ids
from studykit.markup.outline import FREE_HASH, VERBATIM, Opened, Outline, ended_link, find_tags
from studykit.model.note import Heading, Link


def read_whole(text: bytes, first_line: int = 1) -> tuple[Outline, Document]:
    """Read a body (UTF-8, LF line ends). `first_line` is the body's first line in its file. Linear in its length."""
    parsed = parse(text, merge=True)
    shown = parsed.shown
    reader = Reader(shown)
    stack = reader.stack
    headings: list[Heading] = []
    links: list[Link] = []
    tags: dict[str, None] = {}
    prose = 0
    line, counted = first_line, 0  # the line on which the byte `counted` stands
    level = title_line = 0
    opened: list[Opened] = []
    for event, where in parsed.events:
        if event.__class__ is str:
            if event == "Rule":
                reader.rule(where["start"], where["end"])
            elif reader.title is not None:
                reader.title.append(" ")
            elif opened:
                opened[-1][-1].append(" ")
            continue
        name, value = event.popitem()  # half the time of looking: nobody asks the event again
        if name == "Text":
            top = stack[-1]
            if top.kind in SILENT:
                continue
            start, end = where["start"], where["end"]
            if top.last >= 0:
                top.last = end
            elif top.kind == "item":
                reader.inline(start, end)
            if opened:
                _, _, wiki, _, _, words = opened[-1]
                words.append(value)
                if not wiki and reader.title is not None:
                    reader.title.append(value)
            elif reader.title is not None:
                reader.title.append(value)
            else:
                prose += end - start
            if "#" in value and FREE_HASH.search(value) is not None:
                find_tags(shown, start, end, tags)
        elif name == "Start":
            start, end = where["start"], where["end"]
            if value.__class__ is str:
                reader.start(value, start, end)
                continue
            tag, detail = value.popitem()
            reader.start_detailed(tag, detail, start, end)
            is_heading = tag == "Heading"
            if is_heading or tag == "Link" or tag == "Image":
                if start > counted:  # each byte is counted once
                    line += shown.count(b"\n", counted, start)
                    counted = start
                if is_heading:
                    level, title_line = stack[-1].level, line
                else:
                    opened.append((start, detail, reader.links[-1][3], tag == "Image", line, []))
        elif name == "End":
            end = where["end"]
            if value.__class__ is str and value in INLINE:
                if value == "Link" or value == "Image":
                    link = ended_link(opened.pop(), shown, end)
                    if link is not None:
                        links.append(link)
                reader.end_inline(value, end)
                continue
            if reader.title is not None:
                reader.end_heading()
                headings.append(Heading(level, intern(stack[-1].info), title_line))
            reader.pop(end)
        elif stack[-1].kind not in SILENT:
            start, end = where["start"], where["end"]
            reader.leaf(name, value, start, end)
            if name in VERBATIM and reader.title is None:
                if opened:
                    opened[-1][-1].append(value)
                else:
                    prose += end - start
    told = Outline(tuple(headings), tuple(links), tuple(tags), block_ids(shown), prose)
    return told, Document(shown, first_line, tuple(reader.root.children))
