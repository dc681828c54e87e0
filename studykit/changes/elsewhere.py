"""Whether a card that was read in one note and a draft of another are one and the same: it was moved, and reworded.

Within a note two questions compete with few others, and their heading speaks for them. Across notes everything could
be anything, so more is asked: much the same question, its context of names aside, and much the same words that support
it, of some length, as “proposed by OpenAI” stands in many notes and is another fact in each.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final, NamedTuple

from studykit.changes.faces import answered_text, asked_text
from studykit.changes.vetoes import another_concept, difference
from studykit.model.card import Content, Kind
from studykit.text.normal import normal
from studykit.text.ratio import ratio
from studykit.text.width import width

ASKED: Final = 0.85
"""The least similarity (0 to 1) of the questions, without the context before their colons."""
SAID: Final = 0.72
"""The least similarity of the answers, and of the quotes."""
EVIDENCE: Final = 24
"""The least length of both quotes, normalised, in columns: a Latin letter is one, a Chinese character two. A shorter
one supports too much."""


class Said(NamedTuple):
    """What a card says, wherever it stands. `asked`, `back` and `quote` are normalised."""

    kind: Kind
    front: str
    """The question as it is, for what no rewording changes: numbers, names, negations."""
    answer: str
    """As it is, for its numbers."""
    asked: str
    back: str
    quote: str


def said(content: Content, quote: str) -> Said:
    """What a card or a draft says."""
    front, back = asked(asked_text(content)), answered_text(content)
    return Said(content.kind, front, back, normal(front), normal(back), normal(quote))


def asked(front: str) -> str:
    """A question without the context before its colon, which is made of names."""
    for colon in ("：", ": "):
        before, found, question = front.partition(colon)
        if found and "\n" not in before and question.strip():
            return question
    return front


def likeness(mine: Said, theirs: Said) -> float:
    """How alike two cards of different notes are, 0 to 1; 0 where they are, or could be, two facts."""
    if mine.kind is not theirs.kind or not (_speaks(mine) and _speaks(theirs)):
        return 0.0
    question = ratio(mine.asked, theirs.asked)
    if question < ASKED or difference(mine.front, theirs.front) or _differ_in_numbers(mine.answer, theirs.answer):
        return 0.0
    quote = ratio(mine.quote, theirs.quote)
    back = ratio(mine.back, theirs.back)
    return (2 * question + quote + back) / 4 if min(quote, back) >= SAID else 0.0


def _differ_in_numbers(mine: str, theirs: str) -> bool:
    return difference(mine, theirs) == "numbers"


def _speaks(one: Said) -> bool:
    """Whether a quote is long enough to tell two facts apart."""
    return width(one.quote) >= EVIDENCE


class Shelf:
    """What some cards say, asked for those that something is like.

    `names` gives the titles and aliases of the vault, normalised: two questions that name two of them are two cards.
    """

    def __init__(self, cards: Sequence[Said], names: Callable[[], Collection[str]]) -> None:
        self._cards = cards
        self._names = names
        self._asked: dict[Kind, tuple[list[int], list[str]]] = {}
        for index, one in enumerate(cards):
            if _speaks(one):
                places, questions = self._asked.setdefault(one.kind, ([], []))
                places.append(index)
                questions.append(one.asked)

    def near(self, one: Said) -> Iterator[tuple[int, float]]:
        """The cards that it is like, by their indexes, and how much."""
        if one.kind not in self._asked or not _speaks(one):
            return
        from rapidfuzz import fuzz, process  # most builds look for nothing so

        places, questions = self._asked[one.kind]
        for _, _, at in process.extract(one.asked, questions, scorer=fuzz.ratio, score_cutoff=100 * ASKED, limit=None):
            other = self._cards[places[at]]
            score = likeness(other, one)
            if score and not another_concept(other.front, one.front, self._names()):
                yield places[at], score
