"""Cheap looks that come before a slow answer: they may never change it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from studykit.drafting import sentences as cutting
from studykit.drafting.lints import Context, form, novel
from studykit.drafting.lints.asking import _INTERROGATIVE, _JOINED, _JOINT, _TRIVIA, may_be_trivia
from studykit.drafting.lints.counting import han_least, han_most, words_of, words_of_both
from studykit.drafting.lints.reading import BLANKS, _parsed, reading
from studykit.drafting.lints.sound import SOUND
from studykit.drafting.rules import alone, definition, formula
from studykit.drafting.sentences import first_sentence, lead, sentences
from studykit.text.normal import common_han, counts, han_count, weighs_at_least, weight

ENDS = ["。", "？", "！", "!", "?", "\n", "\n\n", ". ", ".", ".\n\n", ".\n A", "」", "）", "“", ", ", "$", "`", "]("]
WORDS = [
    "A",
    "a",
    "Abc",
    "甲乙",
    "1",
    "2.5",
    " ",
    "  ",
    "Dr.",
    "e.g.",
    "e.g. The",
    "Fig. A",
    "，",
    "x. \n",
    "是",
    "指的是",
]
TEXTS = st.lists(st.sampled_from(ENDS + WORDS), max_size=25).map("".join)
PAIRS = [
    "`a`",
    "`**`",
    "`<b>`",
    "**甲乙**",
    "**a b**",
    "**关键。**",
    "$x$",
    "$\\alpha_{3} < 1$",
    "$b{x}c$",
    "$，$",
    "$x。$",
]
PLAIN = [
    "甲",
    "词语，",
    "。",
    " ",
    "\n",
    "\n\n",
    "a",
    "B",
    "5",
    "- ",
    "1. ",
    "(",
    ")",
    "%",
    "===",
    "\n- ",
    "：",
    "_",
    "é",
]
MARKED = st.lists(st.sampled_from(PAIRS + PLAIN), max_size=12).map("".join)
NUMBERS = st.lists(st.sampled_from(["1", "25", ".", ",", "甲", "a", "AB", "_", "-", " "]), max_size=14).map("".join)


@given(TEXTS)
def test_pieces_are_the_text_and_weigh_what_it_weighs(text: str) -> None:
    pieces = cutting._pieces(text)
    assert "".join(pieces) == text
    assert sum(map(weight, pieces)) == weight(text)
    assert sentences(text) == tuple(piece.strip() for piece in pieces if piece.strip())


@given(TEXTS, st.integers(0, 12), st.integers(0, 6))
def test_a_lead_is_as_many_sentences_as_fit(text: str, most: int, least: int) -> None:
    pieces = cutting._pieces(text)
    taken, words = 1, weight(pieces[0])
    while taken < len(pieces) and (words + weight(pieces[taken]) <= most or words < least):
        words += weight(pieces[taken])
        taken += 1
    plain = "".join(pieces[:taken]).strip(), "".join(pieces[taken:]).strip()
    assert lead(text, most, least) == ((text, "") if weight(text) <= most else plain)


@given(TEXTS)
def test_the_first_sentence_is_the_first_of_all(text: str) -> None:
    assert first_sentence(text) == next(iter(sentences(text)), "")


@given(TEXTS)
def test_a_text_weighs_no_more_than_its_rough_weight(text: str) -> None:
    assert weight(text) <= cutting._at_most(text)


def test_a_sentence_ends_where_a_reader_ends_it() -> None:
    assert sentences("甲是乙。丙呢？ Dr. Who came. He left.\n见 $a. B$ 。") == (
        "甲是乙。", "丙呢？", "Dr. Who came.", "He left.", "见 $a. B$ 。",
    )  # fmt: skip


@given(TEXTS, st.integers(0, 30))
def test_whether_a_text_weighs_so_much(text: str, least: int) -> None:
    assert weighs_at_least(text, least) == (weight(text) >= least)


@given(MARKED)
def test_what_is_plainly_sound_the_parser_finds_sound(text: str) -> None:
    if SOUND.fullmatch(text) is not None:
        read = _parsed(text)
        assert (read.wikilinks, read.html, read.targets) == ((), (), ())
        assert form._unbalanced(read.loose, cloze=False) == ""


@given((MARKED | MARKED.map(lambda text: text.replace("\n", ""))).map(str.strip))
def test_what_is_read_without_the_parser_is_read_as_the_parser_would(text: str) -> None:
    read = reading(text)
    assert read._replace(loose="") == _parsed(text)._replace(loose="")
    assert read.loose in ("", _parsed(text).loose)


def test_most_answers_are_plainly_sound() -> None:
    assert SOUND.fullmatch("组内的 **优势** 是 $A_i < 1$，见 `group_mean`。\n- 差 13%。") is not None
    assert SOUND.fullmatch("一个 ` 没有对") is None


@given(NUMBERS, st.integers(0, 20), st.integers(0, 20))
def test_what_stands_in_the_note_word_for_word_is_not_novel(told: str, start: int, size: int) -> None:
    read, context = reading(told[start : start + size]), Context(told)
    if read.prose is read.shown and novel.is_told(context.told, read.shown):
        assert not novel._novel(read, "", context)
        assert not read.formulas


@given(NUMBERS, NUMBERS, st.integers(0, 20), st.integers(0, 20))
def test_a_look_at_the_quote_first_changes_nothing(shown: str, told: str, start: int, size: int) -> None:
    read, near = reading(shown), told[start : start + size]
    assert novel._novel(read, near, Context(told)) == novel._novel(read, "", Context(told))


@given(MARKED | st.text(st.characters(codec=None), max_size=20) | st.text("甲䷀，。éa1., ー", max_size=20))
def test_words_are_counted_as_everywhere(text: str) -> None:
    words = words_of(text)
    assert (words.number, words.han) == counts(text)
    share = words.han / max(1, words.number + words.han)
    assert not words.number + words.han or han_least(text) <= share <= han_most(text)


@given(
    st.lists(st.sampled_from(["[[", "]]", "|", "#", "甲", "乙 1", "2.5", "，", "AB", " ", "。"]), max_size=12).map(
        "".join
    )
)
def test_a_link_reads_as_its_label(text: str) -> None:
    read = novel._LINKING.sub("", text)
    for number in re.findall(r"[0-9]+(?:[.,][0-9]+)*", read):
        assert number in Context(text).digits


def test_an_answer_stands_in_its_quote_with_the_links_as_text() -> None:
    quote = "差 39%。参见 [[领域/局部采样#定义|局部 5 步]]，见 [[KL 散度#两个方向]]。"
    assert novel.is_told(quote, "差 39%。参见 局部 5 步，见 KL 散度。")
    assert not novel.is_told(quote, "差 39%。参见 局部 6 步，见 KL 散度。")
    assert not novel.is_told("从 3[[5]] 起", "从 35 起")
    assert not novel.is_told("从 3.5 起", "5 起")


@given(
    st.text("20249.-/年月日号 3arxivstk★。星标", max_size=14)
    | st.from_regex(re.compile(str(_TRIVIA.pattern), _TRIVIA.flags), fullmatch=True)
)
def test_what_is_trivia_may_be_trivia(answer: str) -> None:
    words = words_of(answer)
    if words.plain and answer[:1] < "\u4e00" and _TRIVIA.fullmatch(answer.strip().rstrip("。.")) is not None:
        assert may_be_trivia(answer, words.number + words.han)


TWO = "".join(f"(?:{pattern})" for pattern in map(str, (_JOINED.pattern, _INTERROGATIVE.pattern))).replace(r"\Z", "")


@given(st.from_regex(re.compile(TWO, re.IGNORECASE)))
def test_two_questions_are_joined_by_a_joint(text: str) -> None:
    assert _JOINT.search(text) is not None


def test_all_white_space_is_known() -> None:
    assert {chr(code) for code in range(0x110000) if chr(code).isspace()} == set(BLANKS)


SIDE = st.text("甲乙，。？：, a1.B%$`*-3　é䷀ﾞ[_'", max_size=10)


@given(SIDE, SIDE)
def test_two_plain_sides_are_read_and_counted_as_each_by_itself(question: str, answer: str) -> None:
    words = words_of_both(question, answer)
    if words is not None:
        assert words == (words_of(question), words_of(answer))
        assert reading(question) == (question, question, "", 0, (), 0, 0, 0, (), (), ())
        assert reading(answer) == (answer, answer, "", 0, (), 0, 0, 0, (), (), ())
        assert words[0].plain
        assert words[1].plain


def test_most_sides_are_plain() -> None:
    assert words_of_both("为什么 GRPO 用组均值？", "方差更小，差 13%. So it is.") is not None
    assert words_of_both("为什么 `GRPO` 用组均值？", "方差更小") is None


@given(st.text("什么为怎样的是有甲乙 aA1½它？", max_size=12))
def test_a_character_of_no_asking_word_stays_when_they_are_gone(question: str) -> None:
    if alone._NAMING.search(question) is not None:
        assert any(map(str.isalpha, alone._ASKING.sub("", alone._LATIN.sub("", question))))


@given(st.lists(st.sampled_from([*WORDS, "即", "定**义为", "==", "**", "，", "。", "就是"]), max_size=9).map("".join))
def test_what_opens_with_a_definition_may_open_with_one(text: str) -> None:
    pieces = sentences(text)
    if pieces and definition._CHINESE.match(definition._plain(pieces[0])) is not None:
        assert definition._may_open(text)


@given(
    st.lists(st.sampled_from(["甲", "目标函数", "损失", "的", "为", "写作", "（x）", "：", " "]), max_size=8).map(
        "".join
    )
)
def test_a_lead_in_that_names_a_formula_holds_its_kind(clause: str) -> None:
    if formula._CHINESE_LEAD.match(clause) is not None:
        assert formula._NAMED_ANYWHERE.search(clause) is not None


@given(st.text(st.characters(codec="utf-8"), max_size=40) | st.text("甲乙一䷀㐀，。aé가ア", max_size=30))
def test_common_characters_are_no_more_than_there_are(text: str) -> None:
    assert common_han(text.encode()) <= han_count(text)
    assert common_han("甲乙，".encode()) == 2
