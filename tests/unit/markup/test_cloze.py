"""The grammar of clozes: what is a deletion, where it ends, and that it never takes longer than its text."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.markup.cloze import Deletion, cloze_numbers, deletions, unclosed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a {{c1::b}} c", [(1, "b", "")]),
        ("{{c1::b::hint}}", [(1, "b", "hint")]),
        ("{{c1::b::h::i}}", [(1, "b", "h::i")]),
        ("{{c12::价值}}{{c2::函数}}", [(12, "价值", ""), (2, "函数", "")]),
        (r"{{c1::$\frac{1}{x^{2}}$}}", [(1, r"$\frac{1}{x^{2}}$", "")]),
        (r"{{c1::\frac{1}{x^{2}}}}", [(1, r"\frac{1}{x^{2}}", "")]),
        (r"{{c1::$\{a$}} b", [(1, r"$\{a$", "")]),
        ("{{c1::`a}}b`}}", [(1, "`a}}b`", "")]),
        ("{{c1::`std::vector`::type}}", [(1, "`std::vector`", "type")]),
        ("{{c1::``a`}}``}}", [(1, "``a`}}``", "")]),
        ("`{{c1::a}}`", [(1, "a", "")]),
        ("{{{c1::a}}}", [(1, "a", "")]),
        ("{{c1::a {{c2::b::h}} c::i}}", [(1, "a {{c2::b::h}} c", "i"), (2, "b", "h")]),
        ("{{c1::{a::b}}}", [(1, "{a::b}", "")]),
        ("{{c1::a\n\n- b}}", [(1, "a\n\n- b", "")]),
        ("{{c1::}}", [(1, "", "")]),
        (r"\{{c1::a}}", []),
        ("{{c0::a}} {{c500::b}} {{c::c}} {{x}} {c1::d}", []),
    ],
)
def test_deletions(text: str, expected: list[tuple[int, str, str]]) -> None:
    found = deletions(text)
    assert [(d.number, d.text, d.hint) for d in found] == expected
    assert unclosed(text) == []


@pytest.mark.parametrize(
    ("text", "places", "found"),
    [
        ("{{c1::a", [0], []),
        ("x {{c1::a} {{c2::b}}", [2], ["b"]),
        ("{{c1::a { b}} and {{c2::c}}", [0], ["c"]),
        ("{{c1::a}} {{c2::`b}}` c", [10], ["a"]),
    ],
)
def test_a_deletion_that_does_not_end_is_reported_and_is_none(text: str, places: list[int], found: list[str]) -> None:
    assert unclosed(text) == places
    assert [d.text for d in deletions(text)] == found


def test_numbers_come_once_and_in_order() -> None:
    assert cloze_numbers("{{c3::a}} {{c1::b}} {{c3::c {{c2::d}}}}") == [1, 2, 3]


PIECES = st.lists(
    st.sampled_from(["{{c1::", "{{c2::", "}}", "{", "}", "::", "`", "``", "\\", "a", "文", " ", "\n\n", "$"]),
    max_size=40,
).map("".join)


@given(PIECES)
def test_spans_are_those_of_the_text(text: str) -> None:
    found = deletions(text)
    for deletion in found:
        whole = text[deletion.start : deletion.end]
        assert re.match(r"\{\{c[12]::", whole)
        assert whole.endswith("}}")
        inner = whole[whole.index("::") + 2 : -2]
        assert inner in (deletion.text, f"{deletion.text}::{deletion.hint}")
    for one, other in pairwise(found):
        assert one.start < other.start
        assert other.start >= one.end or other.end <= one.end - 2, "deletions lie apart or within each other"
    assert not {d.start for d in found} & set(unclosed(text))


@given(st.text(alphabet=st.characters(exclude_characters="{}:`\\")), st.integers(1, 499))
def test_any_text_without_signs_can_be_deleted(text: str, number: int) -> None:
    whole = f"{{{{c{number}::{text}}}}}"
    assert deletions(whole) == [Deletion(0, len(whole), number, text, "")]


@pytest.mark.parametrize(
    "piece", ["{{c1::", "{{c1::a}}", "`", "{{c1::`", "``a`", "{", "}", "\\", "::", "{{c1::{", "\n\n`"]
)
def test_the_time_is_linear(piece: str) -> None:
    began = time.process_time()
    deletions(piece * (200_000 // len(piece)))
    assert time.process_time() - began < 1.5
