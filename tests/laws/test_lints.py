"""Laws of all lints: they judge any text without failing, say the same twice, in time linear in the text."""

import re
import string
from dataclasses import replace
from time import process_time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.drafting.lints import LINTS, NO_CARD, Context, Verdict, check, check_together, facts
from studykit.messages import lints as catalogue
from studykit.messages import message
from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Option, Source, Typed

MARKS = "$ $$ ` ** {{c1:: {{ }} :: [[ ]] ![[ | （） \\( \\) %% <b> <!-- --> \\"
WORDS = "是什么 ? 吗？ 和 什么 GAE 0.2 https://a.b 这 the"
BLANKS = ["```\n", "\n", "\n\n", "- ", "  ，", "（ ）", "# ", "> ", "1. ", "  "]
PIECES = st.sampled_from([*MARKS.split(), *WORDS.split(), *BLANKS])
TEXTS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=14).map("".join))
SURROGATES = st.text(st.characters(codec=None), max_size=10)


def contents(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Content]:
    options = st.lists(st.builds(Option, texts, st.booleans()), max_size=6).map(tuple)
    return st.one_of(
        st.builds(Basic, texts, texts, texts),
        st.builds(Cloze, texts, texts),
        st.builds(Typed, texts, texts),
        st.builds(Choice, texts, options, texts),
    )


def drafts(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Draft]:
    return st.builds(Draft, contents(texts), st.builds(Source, st.just("n"), texts, texts), st.just("x"))


CONTEXTS = st.builds(Context, TEXTS, st.frozensets(TEXTS, max_size=2), TEXTS, st.tuples(TEXTS), TEXTS, st.tuples(TEXTS))


@given(drafts(TEXTS), CONTEXTS)
def test_any_draft_is_judged_and_the_finding_can_be_said(draft: Draft, context: Context) -> None:
    findings = check(draft, context)
    assert findings == check(draft, context)
    for finding in findings:
        for language in ("en", "zh"):
            assert message(finding.code, language, **dict(finding.parameters))


@given(drafts(SURROGATES), SURROGATES)
def test_broken_unicode_is_judged_too(draft: Draft, unit: str) -> None:
    assert isinstance(check(draft, Context(unit)), list)


@given(drafts(TEXTS), CONTEXTS)
def test_a_lint_that_is_not_asked_has_nothing_to_say(draft: Draft, context: Context) -> None:
    every = [lint(draft, context) for lint in LINTS.values()]
    assert check(draft, context) == [finding for finding in every if finding is not None]


@given(drafts(TEXTS), CONTEXTS)
def test_an_authors_draft_has_the_same_findings_and_only_flags(draft: Draft, context: Context) -> None:
    own = check(draft, context, authored=True)
    assert [finding.code for finding in own] == [finding.code for finding in check(draft, context)]
    assert all(finding.verdict is Verdict.FLAG or finding.code in NO_CARD for finding in own)


@given(st.lists(drafts(TEXTS), max_size=8), st.lists(contents(TEXTS), max_size=3))
def test_together_one_list_for_each_draft(many: list[Draft], standing: list[Content]) -> None:
    findings = check_together(many, standing)
    assert len(findings) == len(many)
    for finding in (finding for found in findings for finding in found):
        for language in ("en", "zh"):
            assert message(finding.code, language, **dict(finding.parameters))


@given(drafts(TEXTS).filter(lambda draft: bool(draft.content.front)))
def test_a_draft_drafted_twice_is_a_duplicate_or_nothing(draft: Draft) -> None:
    first, second = check_together([draft, replace(draft, by="y")])
    assert not any(finding.code in ("lint-duplicate", "lint-interference") for finding in first)
    assert all(finding.code == "lint-duplicate" for finding in second)


@pytest.mark.parametrize("code", sorted(catalogue.TEXTS))
def test_both_languages_ask_for_the_same_parameters(code: str) -> None:
    english, chinese = (
        {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in catalogue.TEXTS[code]
    )
    assert english == chinese


def test_every_lint_states_its_rule() -> None:
    assert all((lint.__doc__ or "").startswith("Lint ") for lint in LINTS.values())


ORDINARY = [
    "字",
    "word ",
    "（",
    "、",
    "？",
    "和什么",
    "为 ",
    "a.",
    "1,",
    "https://",
    "A",
    "这",
    "定义为：\n",
    "「",
    "“",
]
PATHOLOGICAL = [
    "$",
    "`",
    "**",
    "{{c1::",
    "{{c1::a}}",
    "[[",
    "(",
    "\n- ",
    "> ",
    "<b",
    "|",
    "%%",
    "\\(",
    "- ：",
    "*a_",
    "  ，",
]


def seconds(piece: str, size: int) -> float:
    """How long the checks of a question, an answer and a cloze of this size take together."""
    text = piece * (size // len(piece))
    context = Context(text[:4000], names=frozenset({"ppo"}), concept="PPO")
    start = process_time()
    for content in (Basic(text, "甲"), Basic("这是什么？", text), Cloze(text)):
        check(Draft(content, Source("n", "", text), "x"), context)
    return process_time() - start


@pytest.mark.parametrize("piece", ORDINARY)
def test_100_000_characters_are_judged_in_half_a_second_each(piece: str) -> None:
    assert seconds(piece, 100_000) < 3 * 0.5


@pytest.mark.parametrize("piece", PATHOLOGICAL)
def test_marks_without_end_take_time_linear_in_the_text(piece: str) -> None:
    assert seconds(piece, 80_000) < 3 * 2 * seconds(piece, 20_000) + 0.5


NUMBERS = st.lists(st.sampled_from(["1", "12", ".", ",", " ", "0.5", "甲", "a", "1,2"]), max_size=12).map("".join)


@given(st.from_regex(r"[0-9]+(?:[.,][0-9]+)*", fullmatch=True), NUMBERS)
def test_a_look_at_the_text_finds_the_numbers_that_reading_it_finds(number: str, text: str) -> None:
    context = Context(text)
    assert context.tells_in_digits(number) == (number in context.digits)


@given(NUMBERS, NUMBERS)
def test_what_stands_around_a_number_changes_nothing(shown: str, told: str) -> None:
    context = Context(told)
    for match in re.finditer(r"[0-9]+(?:[.,][0-9]+)*", shown):
        start, end = match.span()
        looked = context.tells_in_digits(match.group(), shown[max(0, start - 1) : start], shown[end : end + 2])
        assert looked == (match.group() in context.digits)


@given(st.text(st.characters(categories=["Lo", "Ll", "Nd", "Po"]), max_size=60))
def test_the_share_of_a_text_lies_within_its_bounds(text: str) -> None:
    context = Context(text)
    assert context.han_share is None or context.han_least <= context.han_share <= context.han_most


def test_characters_that_become_common_chinese_ones_are_known() -> None:
    for code in range(0x110000):
        character = chr(code)
        if not "\u4e00" <= character <= "\u9fff" and re.search("[\u4e00-\u9fff]", normalize("NFKC", character)):
            assert facts._BECOMES_HAN.search(character), hex(code)
