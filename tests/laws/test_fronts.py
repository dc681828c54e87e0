"""The index of fronts finds what comparing every pair finds, where no front has more neighbours than it asks.

Where one has more, it finds what comparing those finds that share its rarest pairs.
"""

from collections import Counter
from math import ceil
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from studykit.drafting.lints import fronts as module
from studykit.drafting.lints.fronts import COMPARED, DUPLICATE, INTERFERENCE, Fronts, front_of
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


_TEXT = st.one_of(_reworded(), _reworded(), st.text("ab价值函数奖一𤸀", max_size=14))
_MANY = st.lists(st.builds(Basic, _TEXT, st.sampled_from(["yes", "no"])), min_size=12, max_size=24)
_FEW = 2
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


def _asked(cards: list[Basic]) -> list[list[int]]:
    """Of each card those before it that it is compared with, the plain way: `_FEW` that share a rare pair with it.

    The rarest pair comes first, and of those that have it the latest.
    """
    fronts = [bigrams(card.question) for card in cards]
    often = Counter(pair for front in fronts for pair in front)
    places: dict[str, list[int]] = {pair: [] for pair in often}
    asked: list[list[int]] = []
    for number, front in enumerate(fronts):
        rarest = sorted(front, key=lambda pair: (often[pair], pair))[: len(front) - ceil(DUPLICATE * len(front)) + 1]
        found = dict.fromkeys(other for pair in rarest for other in places[pair][: -_FEW - 1 : -1])
        asked.append([*found][:_FEW])
        for pair in rarest:
            places[pair].append(number)
    return asked


@given(_MANY)
def test_of_many_that_share_a_rare_pair_the_rarest_and_latest_are_asked(cards: list[Basic]) -> None:
    fronts = Fronts(cards, [front_of(card) for card in cards])
    for number, (card, asked) in enumerate(zip(cards, _asked(cards), strict=True)):
        with patch.object(module, "COMPARED", _FEW):
            finding, _ = fronts.enter(number, look=True)
        equal = [one for one in cards[:number] if normal(one.question) == normal(card.question)]
        expected = _expected(card, equal) or _expected(card, [cards[one] for one in asked])
        assert (finding.code if finding is not None else "") == expected
