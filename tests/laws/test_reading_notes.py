"""Reading a note never fails, says where things stand, and takes time in proportion to the text."""

import os
import time
from collections.abc import Iterable
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from studykit.markup.document import Block, Document, read, read_whole
from studykit.markup.frontmatter import read as read_frontmatter
from studykit.markup.frontmatter import read_yaml
from studykit.markup.numbers import KINDS, SPANS
from studykit.markup.outline import outline
from studykit.markup.parts import parts
from studykit.markup.rows import read_rows
from studykit.model.ids import NotePath
from studykit.text.names import bare, halves, subject, without_label
from studykit.vault.moc import World, deck_part, read_moc
from studykit.vault.parse import parse_note

MARKS = (
    *("[[", "]]", "![[", "%%", "$", "$$", "\\(", "\\)", "\\[", "\\]", "`", "```", "*", "**", "_", "~~", "==", ">"),
    *("-", "+", "1.", "|", "|-|-|", "#", "##", "<!--", "-->", "[^1]", "[^1]:", "[!note]", "^id", "#tag", "---", "==="),
    *(":", "—", "[a](b.md)", "![a](b)", "<b>", "</b>", "\\", "&", "&amp;", "\u2028", "\x85", "\x01", "\u200b", "强化"),
    *("é", "🎯", "a", "word", "{{c1::x}}", "[", "]", "[x]", "~~~", "&#x0;"),
)
SIZES = (40_000, 200_000) if os.environ.get("STUDYKIT_ROUNDS") == "full" else (40_000,)
SOUP = st.lists(
    st.one_of(st.sampled_from([*MARKS, " ", "\n", "\n\n", "\n  ", "\n    ", "\t", "\r\n", "\r"]), st.text(max_size=4)),
    max_size=60,
).map("".join)
KEYS = (
    *("a", "title", "tags", "aliases", ": ", "- ", "? ", "\n", "\n  ", "[", "]", "{", "}", "[[n]]", "|", ">", "'", '"'),
    *("*x", "&x ", "!!int ", "!!timestamp ", "!!bool ", "2026-13-01", "2024", "<<", "~", "#", "\t", "\\ud800"),
)
FRONT = st.lists(st.sampled_from(KEYS), max_size=30).map("".join)


@given(st.binary(max_size=300))
def test_any_bytes_are_read(raw: bytes) -> None:
    parse_note(NotePath("a.md"), raw)


@given(FRONT, SOUP)
def test_any_frontmatter_and_text_are_read_with_lines_within_the_file(front: str, body: str) -> None:
    raw = f"---\n{front}\n---\n{body}".encode("utf-8", "replace")
    parsed = parse_note(NotePath("a.md"), raw)
    if parsed.note is None:
        assert [p.code for p in parsed.problems] == ["encoding"]
        return
    text = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = text.count(b"\n") + 1
    note = parsed.note
    assert note.title
    assert all(note.aliases)
    assert all(0 <= problem.line <= lines for problem in parsed.problems)
    assert all(1 <= heading.line <= lines for heading in note.headings)
    assert all(1 <= link.line <= lines for link in note.links)


def _titles(blocks: Iterable[Block]) -> list[tuple[int, str]]:
    found = []
    for block in blocks:
        found += [(block.level, block.info)] if block.kind == "heading" else _titles(block.children)
    return found


@given(SOUP)
def test_the_outline_and_the_blocks_tell_of_the_same_headings(text: str) -> None:
    raw = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    told = outline(raw, 5)
    assert [(heading.level, heading.text) for heading in told.headings] == _titles(read(raw).blocks)
    starts = [heading.line for heading in told.headings]
    assert starts == sorted(starts)


@given(SOUP)
def test_one_pass_gives_the_outline_and_the_blocks(text: str) -> None:
    raw = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    assert read_whole(raw, 5) == (outline(raw, 5), read(raw, 5))


def _walk(blocks: Iterable[Block]) -> list[Block]:
    """All blocks in the order in which they end."""
    found = []
    for block in blocks:
        found += [*_walk(block.children), block]
    return found


@given(SOUP)
def test_blocks_are_what_the_numbers_say(text: str) -> None:
    raw = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    rows = read_rows(raw).rows
    blocks = _walk(read(raw).blocks)
    assert [(KINDS.index(b.kind), b.start, b.end) for b in blocks] == [
        tuple(rows.blocks[place : place + 3]) for place in range(0, len(rows.blocks), 7)
    ]
    assert [rows.words[word] for word in rows.blocks[4::7]] == [block.info for block in blocks]
    spans = [span for block in blocks for span in block.spans]
    assert [(SPANS.index(s.kind), s.start, s.end) for s in spans] == [
        tuple(rows.spans[place : place + 3]) for place in range(0, len(rows.spans), 4)
    ]
    assert [rows.words[word] for word in rows.spans[3::4]] == [span.text for span in spans]
    assert not any(block.spans and block.children for block in blocks)


@pytest.mark.parametrize("mark", ["> ", "- "])
def test_what_nests_too_deep_is_hung_to_the_last_block_that_does_not(mark: str) -> None:
    blocks = read(mark.encode() * 200 + b"a **b**\n").blocks
    depth = 0
    while blocks[0].children:
        depth, blocks = depth + 1, blocks[0].children
    assert 50 <= depth <= 52
    assert (blocks[0].kind, [span.kind for span in blocks[0].spans]) == ("paragraph", ["strong"])


def test_a_heading_in_a_task_keeps_its_level() -> None:
    told, document = read_whole(b"- [x] a\n  ===\n- [x] b\n")
    assert [(heading.level, heading.text) for heading in told.headings] == [(1, "a")]
    first, second = document.blocks[0].children
    assert first.children[0][:5:3] == ("heading", 1)
    assert second.level == 2


VALUES = (
    *(
        "1",
        "-1",
        "0x1F",
        "0b101",
        "0o17",
        "017",
        "08",
        "1_000",
        "1.5",
        "-.5",
        "1e3",
        "1.0e+3",
        ".inf",
        ".NaN",
        "1:30:20",
    ),
    *("true", "No", "on", "y", "~", "null", "", "=", "<<", "2026-01-02", "2026-1-2", "2026-01-02T10:11:12.5+08:00"),
    *(
        "2026-02-30",
        "'1'",
        '"true"',
        "!!str 1",
        "!!int 3",
        "!!bool x",
        "!!binary aGk=",
        "!!set {a, b}",
        "!!omap [a: 1]",
    ),
    *("[a, '1', 2026-01-02, null]", "{a: 1, b: [2]}", "{a: 1, a: 2}", "{1: a, 1.0: b}", "{? [a] : b}", "[[note]]"),
    *('"[[a#b|c]]"', "{<<: {a: 1}, b: 2}", "| \n  text\n  more", "强化学习", "@x", "x # c", "! 12", "!x 1", "a: b"),
)


@given(
    st.lists(
        st.tuples(st.sampled_from(("a", "b", "true", "1", "2026-01-01", "null", "=", "<<")), st.sampled_from(VALUES))
    )
)
def test_frontmatter_means_what_the_safe_loader_says(pairs: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{key}: {value}" for key, value in pairs)
    properties, faults = read_yaml(text.encode())
    try:
        value = yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError):
        assert properties == {}
        assert faults
    else:
        expected = {str(key): item for key, item in (value or {}).items()}
        assert repr(properties) == repr(expected)
        assert {fault.code for fault in faults} <= {"frontmatter-duplicate"}


def _check(document: Document, blocks: Iterable[Block], start: int, end: int) -> None:
    for block in blocks:
        assert start <= block.start <= block.end <= end
        for span in block.spans:
            assert block.start <= span.start <= span.end <= block.end
            document.slice(span.start, span.end)
        document.source(block)
        _check(document, block.children, block.start, block.end)


@given(SOUP)
def test_spans_lie_within_their_blocks_and_blocks_within_each_other(text: str) -> None:
    raw = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    document = read(raw)
    assert len(document.text) == len(raw)
    assert document.text.count(b"\n") == raw.count(b"\n")
    _check(document, document.blocks, 0, len(raw))
    cut = parts(document)
    assert all(one.end <= other.start for one, other in pairwise(cut))
    assert [part.title for part in cut if part.heading] == [b.info for b in document.blocks if b.kind == "heading"]


@given(SOUP)
def test_any_note_can_be_read_as_a_moc(text: str) -> None:
    parsed = parse_note(NotePath("a.md"), text.encode("utf-8", "replace"))
    if parsed.note is None or parsed.document is None:
        return
    world = World(frozenset(), lambda _: None)
    moc = read_moc(parsed.note, parsed.document, lambda link, _: f"{link.target}.md", lambda name: name, world)
    lines = parsed.document.text.decode("utf-8").split("\n")
    for section in moc.sections:
        assert all(deck_part(part) for part in section.id.path)
        assert all(1 <= entry.line <= parsed.document.first_line + len(lines) for entry in section.entries)


@given(st.text(max_size=40))
def test_frontmatter_never_takes_a_byte_of_the_body(body: str) -> None:
    raw = b"---\na: 1\n---\n" + body.encode("utf-8", "replace")
    front = read_frontmatter(raw)
    assert raw[front.body :] == body.encode("utf-8", "replace")


PIECES = ("1.", "Q1:", "问题 2：", "第一章", "（x）", "(English)", "⭐", "强化", "GRPO", " ", "::", "详解", "[x]")
NAMES = st.one_of(
    st.text(min_size=1, max_size=20), st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
).filter(lambda name: bool(name.strip()))


@given(NAMES)
def test_a_name_that_is_none_is_never_made_of_one_that_is(name: str) -> None:
    assert deck_part(name)
    assert "::" not in deck_part(name)
    assert all(half.strip() for half in halves(name))
    if any(character.isalnum() for character in name):
        assert without_label(name)
        assert bare(name)
        assert subject(name)


@pytest.mark.parametrize(
    "unit",
    [
        *("[[", "![[", "[[a]] ", "[[a|", "%%", "%% ", "%%a%%\n", "$", "$$", "$a", "\\(", "\\[", "\\(a\\)", "`", "``` "),
        *("```\n", "*", "**a", "_a", "> > >", "> ", "- > ", "- - -", "- ", "1. ", "|", "|a", "<!--", "<!-- ", "<a"),
        *("[^", "[^a]", "[^a]: x\n", "[", "![", "](", "[a](b", "#", "# ", "#a ", "#a *b* ", "^a ", "^a\n", "a\n===\n"),
        *("&amp;", "~~", "==", "- [ ] ", "> [!a] ", "\\", "{{", "<div>\n", "---\n", "å¼º", "%%\n\n", "| a\n|-\n"),
    ],
)
def test_time_is_in_proportion_to_the_text(unit: str) -> None:
    """A quadratic way takes minutes for what a linear one takes half a second."""
    spent = {}
    for size in SIZES:
        raw = (unit * (size // len(unit.encode()) + 1)).encode()[:size].decode("utf-8", "ignore").encode()
        started = time.process_time()
        parse_note(NotePath("a.md"), raw)
        spent[size] = time.process_time() - started
    assert spent[40_000] < 1.5
    assert all(seconds < 8 for seconds in spent.values())


def test_forty_kilobytes_of_opened_links_take_no_time() -> None:
    raw = b"[[" * 20_000
    best = 1.0
    for _ in range(5):
        started = time.process_time()
        parse_note(NotePath("a.md"), raw)
        best = min(best, time.process_time() - started)
    assert best < 0.05


@pytest.mark.parametrize(
    "unit", ["- ", "? ", "[", "{", "{a: ", "- [", "&a ", "!a ", "*", "a: ", '"', "'", "|\n ", "<<: {"]
)
def test_deep_frontmatter_is_refused_in_time_and_without_overflowing_the_stack(unit: str) -> None:
    """The YAML parser recurses in C: 60,000 times `- ` killed the process."""
    for count in (3_000, 60_000):
        started = time.process_time()
        front = read_frontmatter(b"---\n" + unit.encode() * count + b"a\n---\n")
        assert time.process_time() - started < 3
        assert [fault.code for fault in front.faults][:1] != []


def test_nesting_that_a_person_writes_is_read() -> None:
    levels = 30
    text = "".join(f"{' ' * i}a:\n" for i in range(levels)) + f"{' ' * levels}- - b\n"
    value: object = read_frontmatter(f"---\n{text}---\n".encode()).properties
    for _ in range(levels):
        assert isinstance(value, dict)
        value = value["a"]
    assert value == [["b"]]
    deep = "".join(f"{' ' * i}- {i}\n" for i in range(20))
    depth, blocks = 0, read(deep.encode()).blocks
    while blocks:
        depth, blocks = depth + 1, blocks[-1].children
    assert depth > 3
