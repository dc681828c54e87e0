"""What a scan holds of documents saves reading them again, and changes nothing of what is made of them."""

from pathlib import Path

import pytest

from studykit.config import Config
from studykit.flows.drafting.draft import draft_all
from studykit.flows.drafting.units import units_of
from studykit.flows.reading.scan import Scan, scan
from studykit.model.event import silent
from studykit.model.ids import NotePath
from tests.flows.small_world import GRPO, MOC, PPO

SHOWS = (
    "# DPO\n\n## 损失和谁有关？\n\n![[GRPO#组要取多大？]]\n\n## 还要奖励模型吗？\n\n不要，偏好对直接给出损失的方向。\n"
)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    for name, text in {"MOC": MOC, "GRPO": GRPO, "PPO": PPO, "DPO": SHOWS}.items():
        (tmp_path / f"{name}.md").write_text(text)
    return tmp_path


def _scan(vault: Path, *, documents: bool) -> Scan:
    return scan(vault, Config(), silent, documents=documents)


def test_units_are_the_same_with_and_without(vault: Path) -> None:
    held, read = (_scan(vault, documents=documents) for documents in (True, False))
    assert set(held.documents) == held.notes.keys() - held.mocs.keys()
    assert not read.documents
    assert held.notes == read.notes
    one, other = (draft_all(scanned, Config(), None, silent) for scanned in (held, read))
    assert one == other
    assert any(drafts for _, drafts in one.concepts)
    assert held.embedded == read.embedded


def test_nothing_is_held_once_the_units_are_cut(vault: Path) -> None:
    held = _scan(vault, documents=True)
    for concept, _ in units_of(held):
        assert concept.note not in held.documents
    assert not held.documents


def test_a_note_is_drafted_as_it_was_scanned(vault: Path) -> None:
    held, read = (_scan(vault, documents=documents) for documents in (True, False))
    (vault / "PPO.md").write_text("# PPO\n\nanother text\n")
    assert NotePath("PPO.md") in {concept.note for concept, _ in units_of(held)}
    assert NotePath("PPO.md") not in {concept.note for concept, _ in units_of(read)}


def test_blocks_are_the_same_however_often_they_are_asked_for(vault: Path) -> None:
    document = _scan(vault, documents=True).documents[NotePath("GRPO.md")]
    assert document.blocks is document.blocks
    again = _scan(vault, documents=True).documents[NotePath("GRPO.md")]
    assert again == document
    assert again.blocks[0].kind == "heading"
