"""Whatever happens to notes, decks, machine and settings, in any order: regenerating loses nothing.

`regeneration_world.Life` says what may happen, keeps the model, and compares after each build; a second build then
changes nothing.
"""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from studykit.model.review import Rating
from tests.conftest import FULL
from tests.flows.regeneration_world import TIGHT, WIDE, Life

NUMBERS = st.integers(0, 250)
RATINGS = st.lists(st.sampled_from(tuple(Rating)), min_size=1, max_size=8)


class Regeneration(RuleBasedStateMachine):
    """One life."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.life = Life(self.folder, self.patch)
        self.life.build()

    @rule(number=NUMBERS, act=st.sampled_from(("reword", "move", "rename", "split", "reorder", "add")))
    def notes(self, number: int, act: str) -> None:
        getattr(self.life, act)(number)

    @rule(number=NUMBERS, act=st.sampled_from(("delete", "restore_note", "map")))
    def vault(self, number: int, act: str) -> None:
        getattr(self.life, act)(number)

    @rule(number=NUMBERS, act=st.sampled_from(("edit_card", "add_card", "delete_card")))
    def cards(self, number: int, act: str) -> None:
        getattr(self.life, act)(number)

    @rule(ratings=RATINGS)
    def review(self, ratings: list[Rating]) -> None:
        self.life.review(ratings)

    @rule(cap=st.sampled_from((TIGHT, WIDE)))
    def settings(self, cap: int) -> None:
        self.life.settings(cap)

    @rule()
    def build(self) -> None:
        self.life.build()

    @rule(number=NUMBERS)
    def kill(self, number: int) -> None:
        self.life.kill(number)

    @rule(number=NUMBERS, act=st.sampled_from(("lose", "back up", "restore")))
    def machine(self, number: int, act: str) -> None:
        if act == "lose":
            self.life.lose_store()
        elif act == "back up":
            self.life.back_up()
        else:
            self.life.restore_backup(number)

    def teardown(self) -> None:
        try:
            if hasattr(self, "life"):
                self.life.build()
        finally:
            if hasattr(self, "folder"):
                self.patch.undo()
                shutil.rmtree(self.folder, ignore_errors=True)


TestRegeneration = pytest.mark.timeout(1800)(Regeneration.TestCase)
TestRegeneration.settings = settings(
    max_examples=120 if FULL else 4,
    stateful_step_count=30 if FULL else 12,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # making a failing life shorter takes minutes
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
