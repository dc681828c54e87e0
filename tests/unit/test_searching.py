"""The language of queries: what it means, said naively a second time, and the cases that a person types."""

import re
from contextlib import suppress
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.decks.format import parse
from studykit.errors import UsageError
from studykit.flows.cards.rows import Entry, entries_of, plain_line, searchable
from studykit.flows.cards.searching import KEYS, STATES, parse_query, select
from studykit.flows.cards.terms import Term
from studykit.model.card import Kind
from studykit.model.ids import CardId
from studykit.scheduling.day import Moment
from studykit.store.search import Progress

NOW: Final = Moment(1_000_000, 740_000, 2_000_000)
LETTERS: Final = "ab 策略梯度*`A\nÄ＃１ß-"
KINDS: Final = list(Kind)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """A card as the browser holds it; its texts are made searchable as reading a file does."""
    words = st.text(LETTERS, max_size=12)
    deck, note = draw(words), draw(words)
    return Entry(
        CardId(draw(st.sampled_from(["", "k3f9w2qa7b", "0000000000"]))), "f.md", 1, deck, "", note,
        draw(st.sampled_from(KINDS)), "q", draw(st.sampled_from(["me", "rules:term", "rules:keyterm", "model:gpt"])),
        tuple(draw(st.lists(st.sampled_from(["rl", "rl/ppo", "rlx", "a"]), max_size=2))), draw(st.booleans()),
        searchable(draw(words)), searchable(deck), searchable(note),
    )  # fmt: skip


progresses = st.builds(
    Progress, new=st.booleans(), learning=st.booleans(), review=st.booleans(),
    due_day=st.none() | st.integers(739_998, 740_002), due_ms=st.none() | st.integers(0, 4_000_000),
    suspended=st.booleans(), flagged=st.booleans(), leech=st.booleans(), active=st.booleans(),
)  # fmt: skip

terms = st.builds(
    Term,
    st.sampled_from(["", "", "deck", "note"]),
    st.text(LETTERS, min_size=1, max_size=3).map(searchable).filter(bool),
    st.booleans(),
) | st.one_of(
    st.builds(Term, st.just("tag"), st.sampled_from(["rl", "rl/ppo", "a", "zz"]), st.booleans()),
    st.builds(Term, st.just("is"), st.sampled_from(STATES), st.booleans()),
    st.builds(Term, st.just("rule"), st.sampled_from(["term", "keyterm"]), st.booleans()),
    st.builds(Term, st.just("by"), st.sampled_from(["me", "rules", "model", "gpt", "term"]), st.booleans()),
    st.builds(Term, st.just("id"), st.sampled_from(["k3f9w2qa7b", "1111111111"]), st.booleans()),
)


def naive(entry: Entry, progress: dict[CardId, Progress], term: Term) -> bool:
    """What the page on searching says, word for word."""
    known = progress.get(entry.id, Progress(new=True))
    due = known.active and (
        (known.due_day is not None and known.due_day <= NOW.day)
        or (known.due_ms is not None and known.due_ms < NOW.day_end_ms)
    )
    states = {
        "new": known.new, "learning": known.learning, "review": known.review, "due": due, "leech": known.leech,
        "suspended": known.suspended, "flagged": known.flagged, "retired": entry.retired,
    }  # fmt: skip
    found = {
        "": term.value in entry.text,
        "deck": term.value in searchable(entry.deck),
        "note": term.value in searchable(entry.note),
        "tag": any(re.fullmatch(rf"{re.escape(term.value)}(/.*)?", tag) for tag in entry.tags),
        "is": states.get(term.value, False),
        "rule": entry.by == "rules:" + term.value,
        "by": term.value == entry.by or term.value in entry.by.split(":"),
        "id": entry.id == term.value,
    }[term.key]
    return found is not term.negated


@given(
    st.lists(entries(), max_size=12),
    st.dictionaries(st.sampled_from([CardId("k3f9w2qa7b"), CardId("0000000000")]), progresses),
    st.lists(terms, max_size=4),
)
def test_a_query_finds_exactly_what_a_naive_filter_finds(
    cards: list[Entry], progress: dict[CardId, Progress], query: list[Term]
) -> None:
    wanted = [card for card in cards if all(naive(card, progress, term) for term in query)]
    assert select(cards, query, progress, NOW) == wanted


@given(st.lists(terms, max_size=4))
def test_what_a_query_says_is_what_is_read_of_it(query: list[Term]) -> None:
    written = " ".join(
        f'{"-" if term.negated else ""}{term.key}{":" if term.key else ""}"{term.value}"' for term in query
    )
    assert parse_query(written) == tuple(query)


@given(st.text(max_size=60))
def test_any_text_is_a_query_or_names_its_state(text: str) -> None:
    with suppress(UsageError):
        assert all(term.value and term.key in ("", *KEYS) for term in parse_query(text))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("策略 梯度", (Term("", "策略"), Term("", "梯度"))),
        ('"policy  gradient"', (Term("", "policy gradient"),)),
        ("“策略 梯度”", (Term("", "策略 梯度"),)),
        ("deck：GRPO", (Term("deck", "grpo"),)),
        ('deck:"RL for LLM" -tag:#rl/', (Term("deck", "rl for llm"), Term("tag", "rl", True))),
        ("is:due -IS:New", (Term("is", "due"), Term("is", "new", True))),
        ("https://x.y", (Term("", "https://x.y"),)),
        ("deck: is: -", (Term("", "-"),)),
        ('"never closed', (Term("", "never closed"),)),
        ("ＧＲＰＯ **", (Term("", "grpo"),)),
        ("", ()),
    ],
)
def test_what_a_person_types(typed: str, meant: tuple[Term, ...]) -> None:
    assert parse_query(typed) == meant


def test_a_state_that_is_none_is_named_with_those_that_are() -> None:
    with pytest.raises(UsageError) as caught:
        parse_query("is:later")
    assert caught.value.parameters["found"] == "later"
    assert "due" in str(caught.value.parameters["known"])


DECK = """---
deck: 强化学习::GRPO
section: 核心 / GRPO ⭐
---

Q: **组**内奖励怎么变成 `优势`？
A: 减去组均值。
+
详情里的词。
<!-- card k3f9w2qa7b by rules:question mod 2026-11-22T07:00:00Z tags rl/GRPO -->

C: 优势是 {{c1::组内}}标准化 $\\hat{A}$ 的奖励。

Q: 选哪个？
- [x] 对的
- [ ] 错的选项
"""


def test_two_chinese_characters_find_across_markup_clozes_options_and_details() -> None:
    first, second, third = entries_of("a.md", parse(DECK))
    for query, found in [
        ("组内", [first, second]), ("组内标准化", [second]), ("优势", [first, second]), ("错的", [third]),
        ("详情", [first]), ("tag:rl", [first]), ("tag:rl/grpo", [first]), ("by:me", [second, third]),
        ("rule:question", [first]), ("deck:强化", [first, second, third]), ("组均值 -详情", []),
    ]:  # fmt: skip
        assert select([first, second, third], parse_query(query), {}, NOW) == found, query
    assert (first.line, first.section, third.id) == (6, "核心 / GRPO ⭐", "")


def test_searchable_is_stable_and_folds_width_and_case() -> None:
    found = searchable("Ｐｏｌｉｃｙ **Gradient**\n  ＝＝策略== `a_1` [[笔记]]")
    assert found == "policy gradient 策略 a_1 笔记"
    assert searchable(found) == found


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("什么是 **KL**？\n\n第二行", "什么是 KL？ 第二行"),
        ("$\\alpha_1$ 是？", "α₁ 是？"),
        ("{{c1::组内::提示}}标准化", "[组内]标准化"),
        ("坏的 \x1b[31m 字符 \u202e", "坏的 [31m 字符"),
    ],
)
def test_a_question_on_one_line(source: str, line: str) -> None:
    assert plain_line(source) == line
