"""What a title names: the words one asks by, whatever stands around them, and nothing where it names nothing."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.drafting.naming import name_in
from studykit.text.names import without_label

NAMES = {
    "GRPO": ("3. GRPO 深度理解", "GRPO（重点方向）⭐", "GRPO - the basics", "GRPO: an introduction", "GRPO 学习笔记"),
    "Options": ("Options - the basics", "Options — an overview (week 3)", "The options: what I know"),
    "Heart": ("Heart - an overview (week 3)", "[Biology] Heart, part 2", "Heart 101 [draft]"),
    "HTTP caching": ("HTTP caching — how it really works", "HTTP caching | notes", "2024-05-01 HTTP caching"),
    "Photosynthesis": ("Lecture 07 - Photosynthesis (transcript)", "Ch. 4: Photosynthesis", "Intro to Photosynthesis"),
    "一阶电路": ("电路 第五章：一阶电路（补课）", "【转】一阶电路", "译｜一阶电路", "一阶电路 2024-02-11"),
    "操作系统": ("操作系统八股", "操作系统 - 笔记", "操作系统（听课整理）"),
    "C++": ("C++ basics", "C++ 入门"),
    "Social class": ("Social class", "Social class (notes)"),
    "编译原理": ("编译原理",),
    "A/B testing": ("A/B testing — an intro", "A/B testing cheat sheet"),
    "Attention Is All You Need": ("Attention Is All You Need (2017)", "Attention Is All You Need"),
    "推荐系统冷启动": ("项目复盘：推荐系统冷启动 2023Q4", "推荐系统冷启动 🧊"),
}
NAMELESS = (
    "Untitled", "Untitled 3", "2024-03-14", "20240314", "2023-11-08 组会纪要", "Weekly sync 周会 0612", "Week 3",
    "数据组周例会", "第三章", "笔记", "the", "- - -", "", "Q4", "Meeting notes (draft)", "概述",
)  # fmt: skip


@pytest.mark.parametrize(("name", "title"), [(name, title) for name, titles in NAMES.items() for title in titles])
def test_the_name_in_a_title(name: str, title: str) -> None:
    assert name_in(title).casefold() == name.casefold()


@pytest.mark.parametrize("title", NAMELESS)
def test_titles_that_name_nothing(title: str) -> None:
    assert name_in(title) == ""


WORDS = st.sampled_from([
    "the", "a", "of", "basics", "notes", "-", "—", ":", "：", "｜", "(", ")", "（", "）", "[", "]", "【", "】", "GRPO",
    "操作系统", "八股", "笔记", "第五章", "2024-02", "week", "3", "intro", "to", "译", "⭐", ",", "vs", "&",
])  # fmt: skip


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=40))
def test_a_name_stands_in_its_title_in_that_order_and_has_no_name_but_itself(title: str) -> None:
    name = name_in(title)
    assert name == name.strip()
    assert not name or any(map(str.isalpha, name))
    rest = iter(title)
    assert all(letter in rest for letter in name if not letter.isspace())


@pytest.mark.parametrize("piece", ["(", "（a）", "[a] ", "the ", "- ", "笔记", "第一章", "2024", "：", " vs ", "a b "])
def test_long_titles_take_no_time(piece: str) -> None:
    name_in(piece * (5_000 // len(piece)) + "x")


REMARK = st.sampled_from(["(a)", "（转）", "[draft] ", " 【第三周】", "(2024)", "「b」 ", "『』"])
REMARKS = st.lists(REMARK, max_size=8).map("".join)


@given(REMARKS, st.sampled_from(["GRPO", "A/B testing", "操作系统", "f(x) lemma"]), REMARKS)
def test_however_many_brackets_stand_around_a_name_it_is_the_name(before: str, name: str, behind: str) -> None:
    assert name_in(f"{before}{name}{behind}") == name


def test_of_brackets_alone_those_at_the_ends_go_in_turn_until_one_is_left() -> None:
    assert name_in("(Alpha)(Beta)") == "(Beta)"
    assert name_in("(Alpha) [Beta]（Gamma）") == "[Beta]"


@pytest.mark.parametrize(("before", "behind"), [("（a）", ""), ("(a) ", ""), ("", " [a]"), ("（a）", "（b）")])
def test_brackets_around_a_name_take_time_that_grows_with_them(before: str, behind: str) -> None:
    start = process_time()
    assert name_in(before * 40_000 + "GRPO" + behind * 40_000) == "GRPO"
    assert process_time() - start < 2  # one bracket after the other takes half a minute


def seconds(title: str) -> float:
    """The least processor time of three that it takes to find the name, nothing of it known."""
    took = []
    for _ in range(3):
        without_label.cache_clear()
        start = process_time()
        assert name_in.__wrapped__(title) == "GRPO"
        took.append(process_time() - start)
    return min(took)


@pytest.mark.parametrize(
    ("before", "behind"),
    [("", " notes"), ("the ", ""), ("the ", " notes"), ("", "笔记"), ("学习", "笔记"), ("1. ", ""), ("Q: ", " - notes"),
     ("问：", "：笔记")],
)  # fmt: skip
def test_words_that_name_nothing_take_time_that_grows_with_them(before: str, behind: str) -> None:
    some, many = (seconds(before * count + "GRPO" + behind * count) for count in (1_000, 16_000))
    assert many < 16 * some * 3 + 0.05  # one word after the other takes 256 times as long


PLAIN = st.lists(
    st.sampled_from(["GRPO", "操作系统", "Peer", "review", "the", "notes", "笔记", "第三章", "关于", "周会", " "])
)


@given(PLAIN.map("".join))
def test_letters_alone_are_looked_at_like_any_other_title(title: str) -> None:
    assert name_in(title) == name_in(f"{title}!")  # a mark at the end is no part of a name
