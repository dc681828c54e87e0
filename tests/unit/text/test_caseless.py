"""A cheap look before a search: it may never hide a match."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.drafting.lints import asking, facts, wording
from studykit.text.caseless import Phrases, case_folded
from studykit.text.expression import Expression
from studykit.text.once import once

EVERY = {
    f"{module.__name__}.{name}": value
    for module in (asking, facts, wording)
    for name, value in vars(module).items()
    if isinstance(value, Phrases)
}
LIKE_ASCII = re.findall("[a-z]", "".join(map(chr, range(128, 0x110000))), re.IGNORECASE)


def test_there_are_phrases_to_look_at() -> None:
    assert EVERY


@pytest.mark.parametrize("name", EVERY)
@given(st.data())
def test_what_matches_is_found(name: str, data: st.DataObject) -> None:
    phrases = EVERY[name]
    pattern = phrases.expression.pattern
    assert isinstance(pattern, str)
    compiled = re.compile(pattern, phrases.expression.flags)
    text = data.draw(st.from_regex(compiled))
    found = phrases.search(text, case_folded(text))
    assert found is not None
    assert found.span() == next(compiled.finditer(text)).span()


@pytest.mark.parametrize("character", LIKE_ASCII)
def test_letters_that_ignoring_case_takes_for_ascii_are_folded(character: str) -> None:
    assert case_folded(f"x{character}x").isascii()


def test_nothing_is_searched_without_a_piece() -> None:
    phrases = Phrases("(not an expression", "left|right")
    assert phrases.search("neither", "neither") is None
    with pytest.raises(re.error):
        phrases.search("LEFT", "left")


def test_an_expression_is_a_compiled_one() -> None:
    expression = Expression(r"[0-9]+")
    assert expression.findall("1 and 22") == ["1", "22"]
    assert expression.sub("n", "1 and 22") == "n and n"
    with pytest.raises(AttributeError):
        _ = expression.nothing


def test_a_value_is_worked_out_once() -> None:
    asked: list[int] = []

    class Thing:
        @once
        def size(self) -> int:
            asked.append(1)
            return len(asked)

    one, other = Thing(), Thing()
    assert (one.size, one.size, other.size, one.size) == (1, 1, 2, 1)
