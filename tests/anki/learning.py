"""Anki's own scheduler, driven from a test: a collection in a folder, cards answered at any distance in time.

Anki has no clock to set, so time passes the other way round: an answer is dated back by the gap that follows it, and
the next one then comes that much later. The zone is chosen so that it is noon there, far from the rollover.
"""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

from anki.collection import AddNoteRequest, Collection
from anki.scheduler.v3 import CardAnswer

from studykit.model.options import Options
from studykit.model.review import Memory, Rating, Step

DAY_MS = 86_400_000
DECK = 1


class Button(NamedTuple):
    """What Anki would give for one answer, or what stands."""

    step: Step
    remaining: int
    memory: Memory | None
    leech: bool


def noon() -> timezone:
    """Makes it noon in this process, and tells the zone."""
    hours = 12 - datetime.now(UTC).hour
    os.environ["TZ"] = f"Noon{-hours:+d}"  # POSIX counts hours west
    time.tzset()
    return timezone(timedelta(hours=hours))


@dataclass
class Learner:
    """One collection, with one deck and options that may change between answers."""

    collection: Any

    @classmethod
    @contextmanager
    def at(cls, folder: Path) -> Iterator["Learner"]:
        """A new collection, with FSRS and no load balance."""
        collection = Collection(str(folder / "collection.anki2"))
        collection.set_config("fsrs", True)
        collection.set_config("loadBalancerEnabled", False)
        yield cls(collection)
        collection.close()

    def set(self, options: Options, parameters: tuple[float, ...]) -> None:
        """Gives the deck our options."""
        chosen = self.collection.decks.get_config(DECK)
        chosen["fsrsParams6"] = list(parameters)
        chosen["desiredRetention"] = options.desired_retention
        chosen["new"]["delays"] = [seconds / 60 for seconds in options.learning_steps]
        chosen["lapse"]["delays"] = [seconds / 60 for seconds in options.relearning_steps]
        chosen["lapse"]["leechFails"] = options.leech_lapses
        chosen["lapse"]["leechAction"] = 1  # tag, as a suspended card has no buttons
        chosen["rev"]["maxIvl"] = options.maximum_interval
        self.collection.decks.save(chosen)

    def card(self, text: str) -> int:
        """A new card."""
        return self.cards([text])[0]

    def cards(self, texts: Sequence[str]) -> list[int]:
        """New cards, all at once."""
        requests = []
        for text in texts:
            note = self.collection.new_note(self.collection.models.by_name("Basic"))
            note["Front"] = text
            requests.append(AddNoteRequest(note, DECK))
        self.collection.add_notes(requests)
        return [int(request.note.cards()[0].id) for request in requests]

    def states(self, card: int) -> Any:
        """What stands and what the four answers would lead to, as Anki's own message."""
        return self.collection._backend.get_scheduling_states(card)

    def answer(self, card: int, states: Any, rating: Rating, gap_days: int) -> None:
        """Answers, so many days before the next answer."""
        self.collection.sched.answer_card(
            CardAnswer(
                card_id=card,
                current_state=states.current,
                new_state=getattr(states, rating.name.lower()),
                rating=rating - 1,
                answered_at_millis=int(time.time() * 1000) - gap_days * DAY_MS,
                milliseconds_taken=1000,
            )
        )


def buttons(states: Any) -> dict[Rating, Button]:
    """The four answers of Anki's message."""
    return {rating: button(getattr(states, rating.name.lower())) for rating in Rating}


def button(state: Any) -> Button:
    """One state of Anki's message."""
    normal = state.normal
    match normal.WhichOneof("kind"):
        case "new":
            return Button(Step(0, 0), 0, None, False)
        case "learning":
            found = normal.learning
            return Button(Step(found.scheduled_secs, 0), found.remaining_steps, _memory(found), False)
        case "review":
            found = normal.review
            return Button(Step(0, found.scheduled_days), 0, _memory(found), found.leeched)
        case "relearning":
            found = normal.relearning
            step = Step(found.learning.scheduled_secs, 0)
            return Button(step, found.learning.remaining_steps, _memory(found.learning), found.review.leeched)
    raise AssertionError(state)


def _memory(state: Any) -> Memory:
    return Memory(state.memory_state.stability, state.memory_state.difficulty)
