"""Drafts are read back as they were written, whatever stands in them, and as earlier versions wrote them."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Option, Source, Typed
from studykit.model.inline import Brought, Schedule
from studykit.store.draft_text import dump_draft, dump_drafts, load_draft, load_drafts

WORDS = st.one_of(st.text(st.characters(codec="utf-8"), max_size=8), st.text("\x1f\u0100[", max_size=4))
CONTENTS: st.SearchStrategy[Content] = st.one_of(
    st.builds(Basic, WORDS, WORDS, WORDS, st.booleans()),
    st.builds(Cloze, WORDS, WORDS),
    st.builds(Typed, WORDS, WORDS, WORDS),
    st.builds(Choice, WORDS, st.lists(st.builds(Option, WORDS, st.booleans())).map(tuple), WORDS),
)
LISTS = st.lists(WORDS, max_size=2).map(tuple)
SCHEDULES = st.builds(Schedule, WORDS, st.floats(0, 9), st.just(2.5), st.just(0.0), st.just(0.0), WORDS)
DRAFTS = st.builds(
    Draft,
    CONTENTS,
    st.builds(Source, WORDS, WORDS, WORDS),
    WORDS,
    LISTS,
    st.integers(0, 9999),
    st.floats(allow_nan=False, allow_infinity=False),
    LISTS,
    st.none() | st.builds(Brought, WORDS, st.just((7,)), st.lists(SCHEDULES, max_size=2).map(tuple)),
)


@given(st.lists(DRAFTS, max_size=4))
def test_drafts_come_back(drafts: Sequence[Draft]) -> None:
    assert load_drafts(dump_drafts(drafts)) == tuple(drafts)


@given(DRAFTS)
def test_a_draft_comes_back_alone(draft: Draft) -> None:
    assert load_draft(dump_draft(draft)) == draft


def test_a_home_is_said_once() -> None:
    draft = Draft(Basic("Q", "A"), Source("A note", "", "q"), "rules:why", ("a tag",))
    text = dump_drafts([draft, draft])
    assert text.count("A note") == text.count("a tag") == 1


@pytest.mark.parametrize(
    ("kind", "more", "content"),
    [
        ("basic", True, Basic("Q", "A", "", True)),
        ("cloze", None, Cloze("Q")),
        ("choice", [["a", True], ["b", False]], Choice("Q", (Option("a", True), Option("b", False)))),
    ],
)
def test_what_an_earlier_version_wrote_is_read(kind: str, more: object, content: Content) -> None:
    words = [kind, "Q", "A" if kind == "basic" else "", "", "n", "h", "q", "rules:why", ["t"], ["flag"]]
    row = [*range(10), more, 3, 0.5, ["deck", [1], [["2026-01-01", 1.0, 2.5, 0.0, 0.0, ""]]]]
    brought = Brought("deck", (1,), (Schedule("2026-01-01", 1.0, 2.5, 0.0, 0.0, ""),))
    assert load_drafts(json.dumps([words, [row]])) == (
        Draft(content, Source("n", "h", "q"), "rules:why", ("t",), 3, 0.5, ("flag",), brought),
    )
