"""What a title is about: remarks in brackets and the words for a kind of note go from its end, nothing else does."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.text.names import bare, subject

HAN_SUFFIXES = (
    "深度理解", "深入理解", "学习笔记", "读书笔记", "论文笔记", "笔记", "详解", "精讲", "原理", "入门", "概览", "概述",
    "简介", "介绍", "总结", "论文", "教程",
)  # fmt: skip
LATIN_SUFFIXES = ("note", "notes", "overview", "introduction", "intro", "tutorial", "basics", "explained", "paper")
NAMES = ("GRPO", "操作系统", "Options", "KL 散度")
REMARKS = st.lists(st.sampled_from(["(a)", "（重点）", " [x]", "【转】 ", "([b])", "()"]), max_size=6).map("".join)


@pytest.mark.parametrize("suffix", HAN_SUFFIXES)
@pytest.mark.parametrize("name", NAMES)
def test_words_for_a_kind_of_note_are_no_subject(name: str, suffix: str) -> None:
    assert subject(f"{name} {suffix}") == subject(f"{name}{suffix}（重点）") == name


@pytest.mark.parametrize("suffix", [*LATIN_SUFFIXES, *map(str.upper, LATIN_SUFFIXES), *map(str.title, LATIN_SUFFIXES)])
@pytest.mark.parametrize("name", NAMES)
def test_english_words_for_it_are_none_where_they_stand_by_themselves(name: str, suffix: str) -> None:
    assert subject(f"{name} {suffix}") == subject(f"{name}: {suffix} (draft)") == name
    assert subject(f"{name} x{suffix}") == f"{name} x{suffix}"


@pytest.mark.parametrize("title", ["笔记", "Notes", "Newspaper", "笔记本", "Notes on options", "C"])
def test_a_title_of_such_words_alone_or_with_them_elsewhere_stays(title: str) -> None:
    assert subject(title) == title


@given(st.sampled_from(NAMES), REMARKS)
def test_remarks_go_from_the_end_however_many_there_are(name: str, remarks: str) -> None:
    assert bare(name + remarks) == name


@pytest.mark.parametrize("title", ["(a)", "f(x) = y", "a)", "x (a))", "a ]", "(a) b"])
def test_brackets_elsewhere_and_brackets_without_their_other_half_stay(title: str) -> None:
    assert bare(title) == title


@pytest.mark.parametrize("remark", ["（a）", "(a) ", "[a]", "(", ")", "【(", ")】", "a)", "([a)]"])
def test_remarks_take_time_that_grows_with_them(remark: str) -> None:
    start = process_time()
    bare("GRPO " + remark * 50_000)
    assert process_time() - start < 2  # each sought from the title's beginning, they take minutes
