"""A note is called what its outline says."""

from pathlib import Path

import pytest

from studykit.flows.learning.study import open_study
from studykit.flows.workspace import open_workspace
from studykit.store.named import Named, read_named
from studykit.store.outlines import paths_of_outlines, read_outline
from tests.flows.small_world import World


def test_names_are_those_of_the_outlines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path, monkeypatch)
    world.change("GRPO.md", "tags: [rl, group]", 'aliases: [组相对策略优化, "Group’s \\"own\\" PO"]')
    world.build()
    with open_study(open_workspace(tmp_path)) as study:
        paths = paths_of_outlines(study.store)
        named = read_named(study.store, [*paths, "nowhere.md"])
        outlines = {path: read_outline(study.store, path) for path in paths}
    assert len(named["GRPO.md"].aliases) >= 2
    assert named == {
        path: Named(one.note.title, one.note.aliases, one.concept) for path, one in outlines.items() if one is not None
    }
