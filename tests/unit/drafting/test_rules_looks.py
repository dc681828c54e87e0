"""Cheap looks of the rules that say that there is nothing to find: where they say so, there is nothing."""

import re
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from studykit.drafting import naming
from studykit.drafting.rules import alone, definition, formula, inline
from studykit.drafting.rules.words import listed
from studykit.drafting.sentences import sentences
from studykit.drafting.unit import Unit
from studykit.markup.document import read
from studykit.markup.parts import parts
from studykit.text.normal import normal

ASKED = sorted(
    listed(
        "什么 是什么 有什么 呢 协程 谁 负责 下一步 从哪 读起 读什么 看哪 延伸阅读 它 其 其他 这 这么 那 上面 上文 下文",
        "上下文 所以 刚才 选 选什么 几种 目标 到底 ？ ?",
    )
)
ASKED += [
    "What ",
    "what about ",
    "And how about ",
    "Where to start",
    "What else",
    "it ",
    "these",
    "Further reading",
    "x",
]
LABELS = ["Q", "问", "问题", "题", " ", "\t", "1", "12", "**", "__", ":", "：", "甲", "\n", "\u9898"]
TITLES = [
    "第",
    "三",
    "章",
    "3",
    "Ch",
    "ch ",
    "week2",
    "Q1",
    "(",
    "）",
    "一",
    "2024-03-14",
    "-",
    "--",
    "——",
    ": ",
    "：",
    "｜",
    " / ",
]
TITLES += [" ", "GRPO", "原理", "の", "no"]


@given(st.lists(st.sampled_from(ASKED), max_size=5).map("".join))
def test_a_question_that_lacks_something_may(question: str) -> None:
    text = question.strip()
    named = alone._WHAT_IS.fullmatch(text)
    lacks = (
        alone._FOLLOWS_UP.fullmatch(text), alone._NO_KNOWLEDGE.search(text), alone._BACK.within(text),
        alone._chooses(text), alone._POINTS.within(text), named,
    )  # fmt: skip
    if any(lacks):
        assert alone._may_lack(text)


@given(st.lists(st.sampled_from(LABELS), max_size=9).map("".join))
def test_a_label_of_a_question_is_found(text: str) -> None:
    label = re.compile(r"(?:Q|问题|问)[ \t]?[0-9]{0,3}(?:\*\*|__)?[ \t]?[:：]")
    data = f"甲{text}".encode()
    places = [len(f"甲{text[: found.start()]}".encode()) for found in re.finditer(f"(?={label.pattern})", text)]
    assert inline._labels(data, 3, len(data)) == places


@given(st.lists(st.sampled_from(TITLES), max_size=6).map("".join))
def test_what_has_no_sign_of_it_has_no_cut_and_no_count(text: str) -> None:
    if naming._MAY_CUT.search(text) is None:
        assert naming._CUTS.split(text) == [text]
    if naming._MAY_COUNT.search(text) is None:
        assert naming._DATE.sub(" ", naming._UNIT.sub(" ", text)) == text


@given(st.lists(st.sampled_from(["# A", "甲", "", "- b", "## C 是", "`x`"]), min_size=1).map("\n".join), st.data())
def test_a_unit_counts_lines_as_its_document_does(text: str, data: st.DataObject) -> None:
    document = read(text.encode(), first_line=4)
    every = parts(document)
    first = data.draw(st.integers(0, len(every)))
    unit = object.__new__(Unit)
    unit.__dict__.update(document=document, parts=every[first:])
    start, end = unit.extent
    for offset in range(start, end):
        assert unit.line_at(offset) == document.line_at(offset)


CALLED = st.lists(
    st.sampled_from(["GAE", "优势", "估计", "笔记", " ", "（", "）", "3. ", "é", "第一章", ": "]), max_size=6
).map("".join)


@given(CALLED, CALLED, CALLED)
def test_what_is_none_of_the_names_is_told_by_its_letters(label: str, title: str, asked: str) -> None:
    unit = object.__new__(Unit)
    concept, note = SimpleNamespace(label=label), SimpleNamespace(title=title, aliases=("策略",))
    unit.__dict__.update(concept=concept, note=note)
    for text in (asked, label, title, "策略"):
        assert unit.is_called(normal(text)) == (normal(text) in unit.names)


@given(
    st.lists(
        st.sampled_from(["A", "甲乙", " ", "是", "指的是", "即", "定**义为", "==", "**", "，", "。", "!", "指"]),
        max_size=9,
    ).map("".join)
)
def test_what_pauses_first_opens_with_no_definition(text: str) -> None:
    if definition._PAUSES_FIRST.match(text) is not None:
        assert not definition._may_open(text)


def test_a_pause_in_what_an_embed_or_a_link_is_called_is_none() -> None:
    for text in ("![[图，一]] 是", "甲[[乙，丙|丁]]是", "<b，>甲是"):
        assert definition._PAUSES_FIRST.match(text) is None
    assert definition._PAUSES_FIRST.match("采样不足时，甲是乙") is not None


LEAD_INS = st.lists(
    st.sampled_from(["GAE 的", "目标函数", "，", "。", "；", ";", "」", "**", " ", "\n", "loss", "is", "则", ". "]),
    max_size=8,
).map("".join)


@given(LEAD_INS, st.booleans())
def test_a_lead_in_that_ends_with_a_pause_names_no_formula(text: str, chinese: bool) -> None:
    if text.rstrip().endswith(formula._PAUSES):
        assert formula.formula_name(sentences(text)[-1], chinese=chinese) == ""
