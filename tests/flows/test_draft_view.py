"""What is shown beside a draft: its reasons with what the checks found, its quote where it stands now."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.flows.build import Request, build
from studykit.flows.drafts.decide import Held, waiting_drafts
from studykit.flows.drafts.view import View, Viewer
from studykit.flows.workspace import Workspace, open_workspace
from studykit.model.card import Basic
from studykit.model.event import silent
from studykit.store import db

SETTINGS = '[drafting]\ndecks = ["tier1"]\nwait = ["tier2", "tier3"]\n'
LONG = (
    "把将来的奖励按距离打折扣的系数，介于零和一之间，越接近一就越看重将来，越接近零就越看重眼前的那一步，通常取零点九九"
)
NOTE = """# 优势估计

前一段。

- **回报**：从某一步开始的折扣奖励之和，由后往前可以递推。
- **基线**：从回报里减去的一个只与状态有关的量，用来降低方差。
- **折扣因子**：把将来的奖励按距离打折扣的系数，介于零和一之间。

后一段。
"""
MOC = "---\ntype: moc\n---\n# 强化学习\n\n## 基础\n\n- [[优势估计]] — 比平均好多少的一种度量，策略梯度离不开它\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "优势估计.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "vault" / "_MOC.md").write_text(MOC, encoding="utf-8")
    (tmp_path / "studykit.toml").write_text(SETTINGS + 'accept = "none"\n', encoding="utf-8")
    found = open_workspace(tmp_path)
    build(found, Request(), silent)
    return found


@pytest.fixture
def viewer(workspace: Workspace) -> Iterator[Viewer]:
    with closing(db.open_store(workspace.store)) as store:
        yield Viewer(workspace, store)


def of(workspace: Workspace, words: str) -> Held:
    return next(one for one in waiting_drafts(workspace) if words in one.draft.content.front)


def shown(workspace: Workspace, viewer: Viewer, words: str) -> View:
    return viewer.view(of(workspace, words))


def test_the_quote_stands_in_its_paragraph(workspace: Workspace, viewer: Viewer) -> None:
    seen = shown(workspace, viewer, "基线")
    assert (seen.path, seen.line) == ("优势估计.md", 6)
    assert seen.quote in seen.paragraph
    assert seen.paragraph.splitlines()[0].startswith("- **回报**")
    assert seen.paragraph.splitlines()[-1].startswith("- **折扣因子**")


def test_what_a_check_found_is_found_again(workspace: Workspace, viewer: Viewer) -> None:
    one = of(workspace, "基线")
    flags = ("lint-answer-length", "judge: Two answers.", "lint-density")
    draft = replace(one.draft, content=Basic("折扣因子？", "很长的答案" * 8), flags=flags)
    length, judge, density = viewer.view(one._replace(waiting=one.waiting._replace(draft=draft))).reasons
    assert length.parameters == {"weight": "40", "most": "30"}
    assert (judge.code, judge.said) == ("judge", "Two answers.")
    assert density.parameters == {}  # what is known only beside others is left open


def test_a_note_that_changed_is_read_as_it_is_now(workspace: Workspace, viewer: Viewer) -> None:
    held = of(workspace, "基线")
    assert viewer.view(held).line == 6
    note = workspace.vault / "优势估计.md"
    note.write_text("# 优势估计\n\n新的开头。\n\n" + NOTE.partition("\n\n")[2], encoding="utf-8")
    assert viewer.view(held).line == 8
    note.write_text("# 优势估计\n\n全都改了。\n", encoding="utf-8")
    seen = viewer.view(held)
    assert (seen.line, seen.paragraph) == (None, held.draft.source.quote)
    note.unlink()
    assert viewer.view(held).paragraph == held.draft.source.quote


def test_a_gloss_stands_in_its_map(workspace: Workspace, viewer: Viewer) -> None:
    held = next(one for one in waiting_drafts(workspace) if one.draft.by == "rules:gloss")
    seen = viewer.view(held)
    assert (seen.path, seen.line) == ("_MOC.md", 8)
    assert held.waiting.note == "优势估计.md"
