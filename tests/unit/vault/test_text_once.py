"""A note's text is decoded once and handed on, and tags are looked for in its bytes: the plain ways say the same."""

import re

from hypothesis import given
from hypothesis import strategies as st

from studykit.markup.document import read_whole
from studykit.markup.links import tag_at
from studykit.markup.outline import find_tags, outline
from studykit.text.encoding import decode

SIGNS = ("# ", "`", "```\n", "**", "%%", "\\(", "\\)", "$", "[[x|#y]]")
WORDS = ("#", "tag", "标签", "a/b", "2024", "-", "_", " ", "\u3000", "\u00a0", "\t", "\n", "é", "，", "😀")
NOTES = st.lists(st.sampled_from(WORDS + SIGNS)).map("".join)


@given(NOTES)
def test_tags_are_those_that_stand_free(text: str) -> None:
    found: dict[str, None] = {}
    data = text.encode()
    find_tags(data, 0, len(data), found)
    every = [tag_at(text, match.start()) for match in re.finditer("#", text)]
    assert list(found) == list(dict.fromkeys(tag for tag in every if tag))


@given(NOTES)
def test_a_text_handed_on_is_read_as_its_bytes(text: str) -> None:
    data = text.encode()
    assert read_whole(data, 3, text) == read_whole(data, 3)
    assert outline(data, 3, text) == outline(data, 3)


@given(NOTES, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_the_text_is_what_the_bytes_say(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.data == decoded.text.encode()


def test_the_text_of_what_was_encoded_twice_is_the_one_that_was_meant() -> None:
    decoded = decode("# 强化学习的策略梯度\n".encode().decode("latin-1").encode())
    assert decoded.fault == "double-encoded"
    assert decoded.data == decoded.text.encode() == "# 强化学习的策略梯度\n".encode()
