"""Maps of content: which notes are one, and what each of their sections lists."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Final, NamedTuple

from studykit.markup.document import Block, Document, Span
from studykit.markup.links import markdown_target, split_target
from studykit.model.concept import Entry, Moc, Section, SectionId
from studykit.model.ids import NotePath
from studykit.model.note import Link, Note
from studykit.text.names import bare, without_pictures
from studykit.text.normal import folded

_TYPES: Final = {"moc", "index", "map of content", "map-of-content"}
_NAMES: Final = re.compile(
    r"_?moc|.*[\s_-]moc|moc[\s_-].*|index|_index|目录|索引|.*[\s_-](?:目录|索引)|🗂.*|.*地图|home|map of content",
    re.IGNORECASE,
)
_NAMELESS: Final = re.compile(r"_?moc|_?index|目录|索引", re.IGNORECASE)
"""Names that say what a note is and not what it is about: the folder's name does."""
_RELATED: Final = (
    r"(?:上级|上一级|上层|父级|交叉|相关|参见|另见|返回|up|parent|related|see also|back to)"
    r"(?:\s*(?:mocs?|maps?|notes?|links?|topics?|pages?|笔记|链接|主题|阅读|内容|资料|导航|地图|索引|目录|文章|概念))*"
)
_RELATION: Final = re.compile(rf"{_RELATED}\W*", re.IGNORECASE)
"""A heading that says this and no more; `交叉熵` and `Scaling up` are subjects."""
_BEFORE: Final = re.compile(rf"\W*[↑←→⬆⬅➡]|\W*{_RELATED}[\s*_:：]*$", re.IGNORECASE)
"""What stands before a link that leads up or across."""
_DASH: Final = re.compile(r"^\s*(?:—+|–+|-+|[:：])\s*")
_FEWEST_LINKS: Final = 5
_LINKS_PER_WORD: Final = 1 / 6

Find = Callable[[Link, NotePath], str]
"""Where a link leads: a path, or empty."""


def is_moc(note: Note, names: Collection[str] = ()) -> bool:
    """Whether a note indexes others: by its type, a tag, its name, its folder's name, or as it is mostly links.

    `names` are further base names (without case) that the person says are MOCs.
    """
    kind = note.properties.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if any(isinstance(one, str) and one.strip().casefold() in _TYPES for one in kinds):
        return True
    if any(tag.casefold().rpartition("/")[2] == "moc" for tag in note.tags):
        return True
    stem = note.stem
    if stem.casefold() in names or _NAMES.fullmatch(stem) is not None:
        return True
    if stem.casefold() == note.folder.rpartition("/")[2].casefold() and _links(note):
        return True
    fewest = max(_FEWEST_LINKS, note.words * _LINKS_PER_WORD)
    return len(note.links) >= fewest and _links(note) >= fewest and "\n" not in stem


def _links(note: Note) -> int:
    """How many links to notes stand in a note's text."""
    return sum(1 for link in note.links if link.wiki and not link.embed and link.line >= note.body_line)


class _Item(NamedTuple):
    """A line of a MOC that may list notes: a list item, a table row, a heading, a line of links."""

    path: tuple[str, ...]
    block: Block
    """What holds the links; its own text only, without nested lists."""
    rest: Block | None
    """The cell after it, in a table."""


def read_moc(note: Note, document: Document, find: Find, named: Callable[[str], str], world: "World") -> Moc:
    """What a MOC lists, in its order.

    `find` resolves a link, `named` a title or alias; both answer with a path or nothing.
    """
    title = bare(note.title) or note.stem
    if note.title == note.stem and note.folder and _NAMELESS.fullmatch(note.stem):
        title = note.folder.rpartition("/")[2]
    listed: dict[tuple[str, ...], dict[NotePath, Entry]] = {}
    relations: dict[tuple[str, ...], bool] = {}
    children: dict[NotePath, None] = {}
    glosses: list[tuple[str, str, int, str]] = []
    line, counted = document.first_line, 0
    for item in _items(document):
        line += document.text.count(b"\n", counted, item.block.start)
        counted = item.block.start
        if item.path not in listed:
            listed[item.path] = {}
            relations[item.path] = any(_RELATION.fullmatch(without_pictures(heading)) for heading in item.path)
        entries, relation = listed[item.path], relations[item.path]
        found = list(_entries(note.path, document, item, line, find, world))
        if not found:
            extra = _unlinked(document, item, line, named)
            if extra is not None and extra.note:
                found = [extra]
            elif extra is not None:
                glosses.append((extra.label, extra.gloss, extra.line, extra.quote))
        for entry in found:
            if entry.note in world.mocs:
                if not relation and entry.note != note.path and not _leads_up(note.path, entry.note):
                    children[entry.note] = None
            elif not relation:
                entries.setdefault(entry.note, entry)
    sections: list[Section] = []
    for path, entries in listed.items():
        if entries:
            deck = "::".join(deck_part(part) for part in (title, *path))
            sections.append(Section(SectionId(note.path, path), deck, len(sections) + 1, tuple(entries.values())))
    return Moc(note.path, title, tuple(sections), tuple(children), tuple(glosses))


class World(NamedTuple):
    """What a MOC's reader knows of the vault."""

    mocs: frozenset[NotePath]
    folders: Callable[[str], tuple[NotePath, ...] | None]
    """The notes under a folder of the vault, or None where no such folder is."""


def deck_part(heading: str) -> str:
    """One level of a deck's name: no emoji, stars, bracketed remarks; never empty, never with `::` in it."""
    text = bare(heading) or without_pictures(heading) or heading.strip()
    return re.sub(r"\s*::+\s*", "-", text).strip() or "-"


def _leads_up(moc: NotePath, other: NotePath) -> bool:
    """A MOC in a folder above, linked from below, is a way back."""
    folder, above = moc.rpartition("/")[0], other.rpartition("/")[0]
    return folder != above and (not above or folder.startswith(f"{above}/"))


def _items(document: Document) -> Iterator[_Item]:
    path: list[tuple[int, str]] = []
    title_seen = False
    for block in document.blocks:
        if block.kind == "heading":
            if block.level == 1 and not title_seen:
                title_seen, path = True, []
                continue
            path = [(level, text) for level, text in path if level < block.level]
            if any(span.kind == "link" for span in block.spans):
                yield _Item(tuple(text for _, text in path), block, None)
            path.append((block.level, block.info))
        else:
            yield from _items_in(block, tuple(text for _, text in path))


def _items_in(block: Block, path: tuple[str, ...]) -> Iterator[_Item]:
    if block.kind == "table":
        for row in block.children:
            if row.level == 0 and row.children:
                cells = row.children
                linked = next((i for i, c in enumerate(cells) if any(s.kind == "link" for s in c.spans)), 0)
                yield _Item(path, cells[linked], cells[linked + 1] if linked + 1 < len(cells) else None)
        return
    if block.kind == "item":
        yield from (_Item(path, child, None) for child in block.children[:1] if child.kind == "paragraph")
        for child in block.children[1:] if block.children and block.children[0].kind == "paragraph" else block.children:
            yield from _items_in(child, path)
    elif block.kind == "paragraph":
        if block.spans and block.spans[0].kind in ("link", "code") and block.spans[0].start == block.start:
            yield _Item(path, block, None)
    else:
        for child in block.children:
            yield from _items_in(child, path)


def _entries(moc: NotePath, document: Document, item: _Item, line: int, find: Find, world: World) -> Iterator[Entry]:
    block = item.block
    links = [span for span in block.spans if span.kind == "link"]
    at = begin = block.start
    gloss_end = -1
    related = False
    for number, span in enumerate(links):
        if number == 0 or b"\n" in document.text[at : span.start]:  # an item may go on with a line of its own
            line += document.text.count(b"\n", at, span.start)
            begin = document.text.rfind(b"\n", block.start, span.start) + 1 or block.start
            related = _BEFORE.match(document.slice(begin, span.start)) is not None
        at = span.start
        if related or span.start < gloss_end:
            continue  # a note that a gloss mentions is listed where it has its own line
        path, label = _where(moc, document, span, find, line)
        if path.endswith(".md"):
            gloss = _gloss(document, item, span)
            if gloss and item.rest is None:
                gloss_end = _line_end(document, span.end)
            yield Entry(NotePath(path), label, gloss, line, _quote(document, item, begin))
    if not links:
        quote = _quote(document, item, block.start)
        for span in block.spans:
            notes = world.folders(span.text.strip("/ ")) if span.kind == "code" else None
            for note in notes or ():
                yield Entry(note, "", "", line, quote)


def _where(moc: NotePath, document: Document, span: Span, find: Find, line: int) -> tuple[str, str]:
    source = document.slice(span.start, span.end)
    wiki = source.startswith("[[")
    if wiki:
        target, _, label = source[2:-2].replace("\\|", "|").partition("|")
        path, heading, block = split_target(target)
    else:
        label = source[1:].partition("](")[0]
        path, heading, block = split_target(markdown_target(span.text) or "")
        if not path:
            return "", label
    return find(Link(path, heading, block, label.strip(), line, wiki=wiki), moc), label.strip()


def _gloss(document: Document, item: _Item, span: Span) -> str:
    """What stands after the link's dash on the same line, or in the next cell."""
    if item.rest is not None:
        return document.slice(item.rest.start, item.rest.end).strip().strip("|").strip()
    after = document.slice(span.end, item.block.end).partition("\n")[0].replace("**", "")
    match = _DASH.match(after)
    gloss = after[match.end() :].strip() if match is not None else ""
    return "" if gloss.startswith(("[[", "![[")) else gloss  # `[[A]] - [[B]]` is a row of links


def _line_end(document: Document, offset: int) -> int:
    end = document.text.find(b"\n", offset)
    return end if end >= 0 else len(document.text)


def _quote(document: Document, item: _Item, begin: int) -> str:
    """The line that an entry stands on, word for word."""
    text = document.slice(begin, min(item.block.end, _line_end(document, begin)))
    if item.rest is not None:
        text = document.slice(item.block.start, item.rest.end)
    return folded(text.strip().strip("|"))


def _unlinked(document: Document, item: _Item, line: int, named: Callable[[str], str]) -> Entry | None:
    """A table row without a link: its first cell names a note by title or alias, else it is a gloss of the section."""
    if item.rest is None:
        return None
    name = document.slice(item.block.start, item.block.end).strip().strip("|*_` ").strip()
    gloss = document.slice(item.rest.start, item.rest.end).strip().strip("|").strip()
    if not name or not gloss:
        return None
    return Entry(NotePath(named(name)), name, gloss, line, _quote(document, item, 0))
