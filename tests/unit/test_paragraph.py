"""The paragraph around a quote: as it is written, and of a long table no more than says what the quote's row means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.flows.reading.paragraph import around

HEAD = ["| name | default | why |", "|---|:-:|---|"]
ROWS = [f"| `p{n}` | {n} | because of {n} |" for n in range(30)]


def test_a_paragraph_goes_to_the_next_blank_line_or_heading() -> None:
    text = "# A\nOne,\ntwo,\nthree.\n\nAnother.\n"
    assert around(text, 3, 3) == "One,\ntwo,\nthree."
    assert around(text, 6, 6) == "Another."
    assert around(text.replace("\n", "\r\n"), 3, 3) == "One,\ntwo,\nthree."
    assert around(text, 90, 91).strip() == "Another."  # a note that became shorter


@pytest.mark.parametrize("before", [[], ["As follows:"]])
def test_of_a_long_table_the_head_and_the_row_are_shown(before: list[str]) -> None:
    lines = [*before, *HEAD, *ROWS]
    at = len(before) + 2
    for place in (0, 7, 29):
        shown = around("\n".join(lines), at + place + 1, at + place + 1).split("\n")
        assert [line for line in shown if line != "| … |"] == [*before, *HEAD, ROWS[place]]
    several = around("\n".join(lines), at + 4, at + 6).split("\n")
    assert several == [*before, *HEAD, "| … |", *ROWS[3:6], "| … |"]
    assert around("\n".join(lines), at - 1, at - 1).split("\n") == lines  # the head itself


def test_a_short_table_is_shown_whole() -> None:
    text = "\n".join([*HEAD, *ROWS[:8]])
    assert around(text, 5, 5) == text


def test_of_a_paragraph_without_end_the_quote_is_seen() -> None:
    text = "\n".join(f"line {n}" for n in range(5000))
    shown = around(text, 4000, 4000)
    assert "line 3999\n" in shown
    assert len(shown) <= 4000


@given(st.lists(st.sampled_from([*HEAD, *ROWS[:3], "", "# x", "text", "---|---"]), min_size=1, max_size=20), st.data())
def test_the_lines_themselves_are_always_there(lines: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(1, len(lines)))
    last = data.draw(st.integers(first, len(lines)))
    assert "\n".join(lines[first - 1 : last]) in around("\n".join(lines), first, last)
