"""Values that are made fast are what the plain frozen dataclass would be."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from studykit.model.card import Basic, Card, Draft, Source, Stamp
from studykit.model.ids import CardId
from studykit.model.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class Quick:
    """A value."""

    name: str
    number: int = 3


@dataclass(frozen=True, slots=True)
class Plain:
    """The same, made slowly."""

    name: str
    number: int = 3


SOURCE = Source("n", "h", "q")
VALUES = [
    Quick("a", number=1), SOURCE, Basic("q", "a", reversed=True), Draft(Basic("q", "a"), SOURCE, "rules:x", score=0.5),
    Card(Basic("q", "a"), SOURCE, Stamp(CardId("k3f9w2qa7b"), "me", "", 1)),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_it_is_frozen_and_can_be_copied(value: object) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(value, type(value).__slots__[0], None)  # type: ignore[attr-defined]
    assert not hasattr(value, "__dict__")
    assert copy.copy(value) == copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == value


def test_it_is_made_as_the_plain_one() -> None:
    assert inspect.signature(Quick) == inspect.signature(Plain)
    assert (Quick("a").number, replace(Quick("a"), number=4).number) == (3, 4)
    assert repr(Quick("a", 2)).replace("Quick", "Plain") == repr(Plain("a", 2))
    assert hash(Quick("a")) == hash(Plain("a"))
    with pytest.raises(TypeError):
        Quick()  # type: ignore[call-arg]
