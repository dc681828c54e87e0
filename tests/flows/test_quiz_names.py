"""What a quiz calls a concept: as its map does, and where the map only links it, as its note is called."""

from pathlib import Path

import pytest

from studykit.flows.learning.study import open_study
from studykit.flows.quiz.material import Wanted, material_of
from studykit.flows.workspace import open_workspace
from tests.flows.small_world import World


def test_a_bare_link_names_the_concept_by_its_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path, monkeypatch)
    world.change("_MOC.md", "[[PPO]]", "[[PPO|近端策略优化]]")
    world.build()
    with open_study(open_workspace(tmp_path)) as study:
        topics = {topic.note: topic for topic in material_of(study, Wanted(seed=1)).topics}
    assert (topics["GRPO.md"].name, topics["GRPO.md"].aliases) == ("GRPO", ())
    assert (topics["PPO.md"].name, topics["PPO.md"].aliases) == ("近端策略优化", ("PPO",))
