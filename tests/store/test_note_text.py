"""What is written of a note is read as it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.model.ids import NotePath
from studykit.model.note import Heading, Link, Note
from studykit.store.note_text import dump_note, load_note

WORDS = st.text('ab"\\\n\ue000\x1f中', max_size=3)
LINES = st.integers(1, 10_000)
HEADINGS = st.lists(st.builds(Heading, st.integers(1, 6), WORDS, LINES), max_size=4).map(tuple)
LINKS = st.lists(st.builds(Link, WORDS, WORDS, WORDS, WORDS, LINES, st.booleans(), st.booleans()), max_size=4).map(
    tuple
)
SAID = st.lists(WORDS, max_size=2).map(tuple)
NOTES = st.builds(
    Note, st.just(NotePath("n.md")), WORDS, SAID, st.dictionaries(WORDS, WORDS | SAID.map(list) | st.none()), SAID,
    HEADINGS, LINKS, SAID.map(frozenset), LINES, LINES, LINES, WORDS,
)  # fmt: skip


@given(NOTES)
def test_a_note_is_read_as_it_was_written(note: Note) -> None:
    assert load_note("n.md", dump_note(note)) == note


@given(NOTES)
def test_a_note_of_a_former_version_is_read_too(note: Note) -> None:
    former = [
        note.title, note.aliases, dict(note.properties), note.tags, note.headings, note.links, sorted(note.blocks),
        note.body_line, note.size, note.words, note.digest,
    ]  # fmt: skip
    assert load_note("n.md", json.dumps(former)) == note


@pytest.mark.parametrize("target", ["a\ue000b", "", "\ue000"])
def test_the_sign_between_words_may_be_one_of_them(target: str) -> None:
    links = (Link(target, "", "", "", 1), Link("", "h", "", "l", 2, True, False))
    note = Note(NotePath("n.md"), "", (), {}, (), (), links, frozenset(), 1, 0, 0, "")
    assert load_note("n.md", dump_note(note)).links == links
