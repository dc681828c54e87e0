"""Finding drafts: the language of the search line, what there is to choose from, and that the two agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.errors import UsageError
from studykit.flows.drafts.decide import Filter, Held
from studykit.flows.drafts.query import choices, parse_filter, query_of, row_of, select
from studykit.model.card import Basic, Choice, Draft, Option, Source, content_digest
from studykit.store.drafts import Waiting


def one(front: str, *, by: str = "rules:term", flags: tuple[str, ...] = (), note: str = "a.md", state: str = "pending",
        quote: str = "") -> Held:  # fmt: skip
    draft = Draft(Basic(front, "答案"), Source("a", "", quote), by, flags=flags)
    return Held(content_digest(draft.content), Waiting(note, state, "", draft))


HELD = [
    one("什么是**基线**？", note="RL/GRPO 深度.md", quote="Variance Reduction"),
    one("折扣因子？", by="rules:table", flags=("lint-leak", "lint-soft")),
    one("回报？", by="model:gpt-6", flags=("judge: two answers",), note="RL/PPO.md"),
    one("优势？", state="suggestion", note="b.md"),
]
ROWS = [row_of(held) for held in HELD]
SECTIONS = {"RL/PPO.md": "核心算法 / PPO"}


def found(query: str) -> list[int]:
    return [ROWS.index(row) for row in select(ROWS, parse_filter(query), SECTIONS)]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("", [0, 1, 2, 3]),
        ("基线", [0]),
        ("variance reduction", [0]),
        ('"variance reduction"', [0]),
        ("答案 -基线", [1, 2, 3]),
        ("rule:term", [0, 3]),
        ("rule:t", [0, 1, 3]),
        ("rule:rules:table", [1]),
        ("rule:model", [2]),
        ("rule:model:gpt", [2]),
        ("lint:leak", [1]),
        ("lint:lint-soft", [1]),
        ("lint:judge", [2]),
        ("lint:rule-waits", [0]),
        ("lint:suggestion", [3]),
        ('note:"grpo 深度"', [0]),
        ("ｎｏｔｅ：rl", [0, 2]),
        ("section:核心", [2]),
        ("is:suggestion", [3]),
        ("is:p -rule:model", [0, 1]),
        ("is:", [0, 1, 2, 3]),
        ("lint:", [0, 1, 2, 3]),
        ("deck:GRPO", []),
    ],
)
def test_what_a_query_finds(query: str, places: list[int]) -> None:
    assert found(query) == places


def test_a_state_that_is_none_is_told() -> None:
    with pytest.raises(UsageError) as caught:
        parse_filter("is:later")
    assert caught.value.code == "drafts-is"


def test_options_of_a_choice_are_found() -> None:
    draft = Draft(Choice("哪个？", (Option("PPO", True), Option("GRPO", False))), Source("a", "", ""), "rules:choice")
    row = row_of(Held("0" * 16, Waiting("a.md", "pending", "", draft)))
    assert select([row], parse_filter("grpo"), {}) == [row]


def test_every_choice_leaves_as_many_as_it_says() -> None:
    offered = choices(ROWS, SECTIONS)
    assert offered["lint:leak"] == 1
    assert offered['note:"RL/GRPO 深度.md"'] == 1
    assert {term: len(found(term)) for term in offered if not term.startswith("rule:t")} == {
        term: count for term, count in offered.items() if not term.startswith("rule:t")
    }


def test_the_command_lines_filter_is_a_query() -> None:
    assert query_of(Filter(rule="term", note="GRPO 深度", state="suggestion")) == (
        'rule:term note:"GRPO 深度" is:suggestion'
    )
    assert query_of(Filter()) == ""


@given(st.text(max_size=60))
def test_no_query_breaks_it(query: str) -> None:
    try:
        terms = parse_filter(query)
    except UsageError:
        return
    assert set(map(id, select(ROWS, terms, SECTIONS))) <= set(map(id, ROWS))
