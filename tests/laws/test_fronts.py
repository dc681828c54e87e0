"""The index of fronts finds what comparing every pair finds, where no front has more neighbours than it asks."""

from hypothesis import given
from hypothesis import strategies as st

from studykit.drafting.lints.fronts import COMPARED, DUPLICATE, INTERFERENCE, Fronts
from studykit.model.card import Basic
from studykit.text.normal import bigrams, normal

_QUESTION = "GRPO 为什么用组内均值代替单独训练的价值模型"


@st.composite
def _reworded(draw: st.DrawFn) -> str:
    """One question with a few characters left out, or others put in."""
    letters = list(_QUESTION)
    for place in draw(st.lists(st.integers(0, len(letters) - 1), max_size=3)):
        letters[place] = draw(st.sampled_from(["", "奖", "势b", "a"]))
    return "".join(letters)


_TEXT = st.one_of(_reworded(), _reworded(), st.text("ab价值函数奖", max_size=14))
_CARDS = st.lists(st.builds(Basic, _TEXT, st.sampled_from(["yes", "no"])), max_size=min(COMPARED, 16))


def _alike(one: str, other: str) -> float:
    mine, theirs = bigrams(one), bigrams(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _expected(card: Basic, before: list[Basic]) -> str:
    if normal(card.question) and any(normal(one.question) == normal(card.question) for one in before):
        return "lint-duplicate"
    found = [(one, _alike(one.question, card.question)) for one in before]
    if any(alike >= DUPLICATE and one.answer == card.answer for one, alike in found):
        return "lint-duplicate"
    return "lint-interference" if any(alike >= INTERFERENCE for _, alike in found) else ""


@given(_CARDS)
def test_the_index_finds_what_comparing_every_pair_finds(cards: list[Basic]) -> None:
    fronts = Fronts(cards)
    for number, card in enumerate(cards):
        finding, _ = fronts.enter(number, look=True)
        assert (finding.code if finding is not None else "") == _expected(card, cards[:number])


@given(_CARDS)
def test_what_nobody_looks_at_is_found_by_those_behind_it(cards: list[Basic]) -> None:
    fronts = Fronts([*cards, *cards])
    for number in range(len(cards)):
        assert fronts.enter(number, look=False) == (None, False)
    for number, card in enumerate(cards, start=len(cards)):
        finding, _ = fronts.enter(number, look=True)
        assert (finding is not None) == bool(normal(card.question))
