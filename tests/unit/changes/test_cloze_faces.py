"""A memory belongs to what a deletion hides, whatever number a drafter gave it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.changes.faces import in_order, with_numbers_of
from studykit.changes.matches import Offered, Standing
from studykit.changes.matching import match
from studykit.markup.cloze import deletions
from studykit.model.card import Basic, Card, Cloze, Draft, Source, Stamp, content_digest
from studykit.model.ids import CardId, NotePath


@pytest.mark.parametrize(
    ("mine", "theirs", "wanted"),
    [
        # nothing to do
        ("{{c1::组均值}}当{{c2::基线}}", "{{c1::组均值}}当{{c2::基线}}", "{{c1::组均值}}当{{c2::基线}}"),
        # swapped, and one put in front
        ("{{c1::组均值}}当{{c2::基线}}", "{{c1::基线}}是{{c2::组均值}}", "{{c2::基线}}是{{c1::组均值}}"),
        (
            "{{c1::组均值}}当{{c2::基线}}",
            "{{c1::采样}}之后{{c2::组均值}}当{{c3::基线}}",
            "{{c3::采样}}之后{{c1::组均值}}当{{c2::基线}}",
        ),
        # one went: its number is not given to another
        (
            "{{c1::组均值}}当{{c2::基线}}",
            "组均值当{{c1::基线}}，不要{{c2::价值网络}}",
            "组均值当{{c2::基线}}，不要{{c3::价值网络}}",
        ),
        # reworded stays; of a single deletion whatever it says
        ("{{c1::组的均值}}当{{c2::基线}}", "{{c1::基线}}是{{c2::组内的均值}}", "{{c2::基线}}是{{c1::组内的均值}}"),
        ("取 {{c1::八}} 个", "取 {{c1::一大组}}", "取 {{c1::一大组}}"),
        ("取 {{c2::八}} 个", "取 {{c1::一大组}}", "取 {{c2::一大组}}"),
        # hints, mathematics, two places of one number
        ("{{c1::a::x}}{{c2::b}}", "{{c1::b}}{{c2::a::y}}", "{{c2::b}}{{c1::a::y}}"),
        (
            r"{{c1::$\frac{1}{2}$}}和{{c2::二}}",
            r"{{c1::二}}和{{c2::$\frac{1}{2}$}}",
            r"{{c2::二}}和{{c1::$\frac{1}{2}$}}",
        ),
        (
            "{{c1::甲}}、{{c1::乙}}、{{c2::丙}}",
            "{{c1::丙}}、{{c2::甲}}、{{c2::乙}}",
            "{{c2::丙}}、{{c1::甲}}、{{c1::乙}}",
        ),
    ],
)
def test_numbers_follow_what_is_hidden(mine: str, theirs: str, wanted: str) -> None:
    assert with_numbers_of(Cloze(theirs), Cloze(mine)) == Cloze(wanted)


WORDS = ("组均值", "基线", "采样", "价值网络", "优势", "裁剪", "蒸馏")
CLOZES = st.lists(st.tuples(st.integers(1, 9), st.sampled_from(WORDS)), min_size=1, max_size=5, unique_by=(
    lambda one: one[0], lambda one: one[1]))  # fmt: skip


@given(CLOZES, CLOZES)
def test_the_same_words_keep_their_number_and_no_two_share_one(
    mine: list[tuple[int, str]], theirs: list[tuple[int, str]]
) -> None:
    one, other = ("，".join(f"{{{{c{number}::{word}}}}}" for number, word in parts) for parts in (mine, theirs))
    found = with_numbers_of(Cloze(other), Cloze(one))
    assert isinstance(found, Cloze)
    now = {deletion.text: deletion.number for deletion in deletions(found.text)}
    assert [deletion.text for deletion in deletions(found.text)] == [word for _, word in theirs]
    assert len(set(now.values())) == len(theirs)
    before = {word: number for number, word in mine}
    if len(mine) > 1 or len(theirs) > 1:
        for word, number in now.items():
            assert before.get(word, number) == number
            if word not in before:
                assert number not in before.values()
    assert with_numbers_of(found, Cloze(one)) == found
    assert in_order(found) == in_order(Cloze(other))


def test_a_cloze_with_other_numbers_is_known_by_its_text() -> None:
    def of(text: str) -> tuple[Cloze, Source]:
        return Cloze(text), Source("GRPO", "h", "组均值当基线")

    content, source = of("{{c2::组均值}}当{{c1::基线}}")
    card = Card(content, source, Stamp(CardId("k3f9w2qa7b"), "model:x", content_digest(content), 1))
    draft = Draft(*of("{{c1::组均值}}当{{c2::基线}}"), "model:x")
    (pair,) = match([Standing(card, NotePath("GRPO.md"))], [Offered(draft, NotePath("GRPO.md"))]).pairs
    assert pair.how == "base"
    assert with_numbers_of(Basic("a", "b"), content) == Basic("a", "b")
