"""A change is carried over to the text with more marks, and to nothing else of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.text.patch import LONGEST, carried_over

CASES = [
    ("a b c", "a x c", "[[a|A]] b c", "[[a|A]] x c"),
    ("l ist", "l isst", "[[note|l]] ist", "[[note|l]] isst"),
    ("x = 1", "x = 2", "```python\nx = 1\n```", "```python\nx = 2\n```"),
    ("T\n\nhi", "T\n\nho", "> [!note] T\n> hi", "> [!note] T\n> ho"),
    ("组", "组\n还", "[[GRPO|组]]", "[[GRPO|组]]\n还"),
]


@pytest.mark.parametrize(("before", "after", "marked", "expected"), CASES)
def test_a_change_is_carried_over(before: str, after: str, marked: str, expected: str) -> None:
    found = carried_over(before, after, marked)
    assert found[0].rstrip() == expected.rstrip() or expected in found


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_without_marks_it_is_the_new_text(before: str, after: str) -> None:
    assert carried_over(before, after, before) == (after,)


@given(st.text("ab[] \n", max_size=30), st.text("ab[] \n", max_size=30))
def test_without_a_change_the_marked_text_stays(before: str, marked: str) -> None:
    assert carried_over(before, before, marked) in ((marked,), (before,))


@given(st.text("ab", max_size=12), st.text("ab", max_size=12), st.text("ab[]|", max_size=20))
def test_whatever_is_given_has_an_answer(before: str, after: str, marked: str) -> None:
    for found in carried_over(before, after, marked):
        assert len(found) <= len(marked) + len(after)


def test_a_long_text_is_left_to_others() -> None:
    assert carried_over("a", "b" * (LONGEST + 1), "[a]") == ()
