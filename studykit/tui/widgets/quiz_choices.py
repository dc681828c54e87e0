"""How a quiz is wished for on its start screen: choices that are gone through with the arrows, and remembered."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from studykit.flows.quiz.material import Wanted
from studykit.quiz.question import QuestionKind
from studykit.store.db import Store
from studykit.store.sources import read_facts, write_facts
from studykit.store.transactions import transaction

COUNTS: Final = (5, 10, 15, 20, 30, 50, 100)
MINUTES: Final = (5, 10, 15, 20, 30, 45, 60, 90, 120)
CARDS: Final = ("all", "weak", "new")
ROWS: Final = ("deck", "count", "from", "reviews", "mode", "minutes", "kinds")
"""The choices in the order in which they stand."""
_FACT: Final = "quiz-choices"


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen now."""

    deck: str = ""
    count: int = 10
    kinds: tuple[str, ...] = tuple(kind.value for kind in QuestionKind)
    cards: str = "all"
    reviews: bool = True
    """Whether a due card that is answered counts as a review."""
    exam: bool = False
    minutes: int = 20

    def changed(self, row: str, step: int) -> "Choices":
        """The next choice of a row, or the one before; the deck is chosen elsewhere."""
        match row:
            case "count":
                return replace(self, count=_next(COUNTS, self.count, step))
            case "from":
                return replace(self, cards=CARDS[(CARDS.index(self.cards) + step) % len(CARDS)])
            case "reviews":
                return replace(self, reviews=not self.reviews)
            case "mode":
                return replace(self, exam=not self.exam)
            case "minutes":
                return replace(self, minutes=_next(MINUTES, self.minutes, step), exam=True)
            case "kinds":
                return replace(self, kinds=Choices().kinds)
            case _:
                return self

    def toggled(self, place: int) -> "Choices":
        """With a kind of question or without it; one has to stay."""
        every = [kind.value for kind in QuestionKind]
        kept = tuple(kind for kind in every if (kind in self.kinds) != (kind == every[place]))
        return replace(self, kinds=kept) if kept else self

    def wanted(self) -> Wanted:
        """As the quiz takes it."""
        whole = len(self.kinds) == len(QuestionKind)
        return Wanted(
            deck=self.deck, count=self.count, kinds=() if whole else tuple(map(QuestionKind, self.kinds)),
            weak=self.cards == "weak", new=self.cards == "new", minutes=self.minutes if self.exam else 0,
            reviews=self.reviews,
        )  # fmt: skip


def remembered(store: Store) -> Choices:
    """What was chosen last; the defaults where nothing was, or where it cannot be read."""
    kept = read_facts(store, [_FACT]).get(_FACT)
    try:
        found: dict[str, Any] = json.loads(kept) if kept else {}
        chosen = Choices(**{**found, "kinds": tuple(found["kinds"])}) if found else Choices()
    except (ValueError, TypeError, KeyError):
        return Choices()
    known = {kind.value for kind in QuestionKind}
    fits = chosen.kinds and set(chosen.kinds) <= known and chosen.cards in CARDS and isinstance(chosen.count, int)
    return chosen if fits and isinstance(chosen.minutes, int) else Choices()


def remember(store: Store, choices: Choices) -> None:
    """Begin with these the next time."""
    with transaction(store):
        write_facts(store, {_FACT: json.dumps(asdict(choices), ensure_ascii=False)})


def _next(every: tuple[int, ...], now: int, step: int) -> int:
    """The neighbour of a number among those that can be chosen; the last one stays the last."""
    if step > 0:
        return next((one for one in every if one > now), every[-1])
    return next((one for one in reversed(every) if one < now), every[0])
