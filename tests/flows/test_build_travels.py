"""A passage that goes to another note and is reworded on the way keeps its card, or stays deleted; with the reasons."""

from pathlib import Path

import pytest

from studykit.drafting.unit import Unit
from studykit.flows.planning.steps import Step
from studykit.model.card import Cloze, Draft, Source
from tests.flows.small_world import World, id_of

PASSAGE = "\n## 组要取多大？\n\n一般取 8 到 64 个回答，再大收益就很小了。\n"
REWORDED = "\n## 组要取多大？\n\n一般取 8 到 64 个回答，再大的话收益就小得很了。\n"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(tmp_path / "ws", monkeypatch)
    made.build()
    return made


def travel(world: World) -> None:
    world.change("GRPO.md", PASSAGE, "")
    world.write("PPO.md", (world.root / "vault/PPO.md").read_text(encoding="utf-8") + REWORDED)


def step_of(steps: list[Step], key: str) -> Step:
    (found,) = [step for step in steps if step.card == key]
    return found


@pytest.mark.parametrize("full", [False, True])
def test_a_card_travels_with_its_passage(world: World, full: bool) -> None:
    before = id_of(world.card("组要取多大"))
    travel(world)
    outcome = world.build(full=full)
    counts = outcome.report["cards"]
    assert (counts["new"], counts["retired"], counts["updated"]) == (0, 0, 1)
    card = world.card("组要取多大")
    assert id_of(card) == before
    assert "小得很" in card.content.back
    assert outcome.plan is not None
    why = step_of(outcome.plan.steps, before).why
    assert why is not None
    assert (why.how, why.lead) == ("elsewhere", None)
    assert 0.8 < why.score < 1
    assert world.build().report["cards"]["updated"] == 0


def test_a_card_travels_where_the_first_sentence_stays_as_it_was(world: World) -> None:
    before = id_of(world.card("组要取多大"))
    world.change("GRPO.md", PASSAGE, "")
    text = "\n## 组要取多大？\n\n一般取 8 到 64 个回答，再大收益就很小了。不过要看任务。\n"
    world.write("PPO.md", (world.root / "vault/PPO.md").read_text(encoding="utf-8") + text)
    counts = world.build().report["cards"]
    assert (counts["new"], counts["updated"]) == (0, 1)
    assert id_of(world.card("组要取多大")) == before


def test_a_deleted_card_stays_deleted_when_its_passage_travels(world: World) -> None:
    count = len(world.cards())
    world.delete("Q: GRPO：组要取多大？")
    world.build()
    travel(world)
    assert world.build().report["cards"]["new"] == 0
    assert len(world.cards()) == count - 1
    clone = world.clone(world.root.parent / "clone")
    assert clone.build().report["cards"]["new"] == 0


def test_a_deleted_card_stays_deleted_when_question_and_answer_are_reworded_where_they_stand(world: World) -> None:
    world.delete("Q: GRPO：组要取多大？")
    world.build()
    world.change("GRPO.md", PASSAGE, REWORDED.replace("取多大", "该取多大"))
    assert world.build().report["cards"]["new"] == 0


def test_another_fact_of_another_note_is_a_new_card(world: World) -> None:
    before = id_of(world.card("组要取多大"))
    world.change("GRPO.md", PASSAGE, "")
    text = "\n## 批要取多大？\n\n一般取 256 到 1024 个样本，再大收益就很小了。\n"
    world.write("PPO.md", (world.root / "vault/PPO.md").read_text(encoding="utf-8") + text)
    counts = world.build().report["cards"]
    assert (counts["new"], counts["retired"]) == (1, 1)
    assert id_of(world.card("批要取多大")) != before


def test_a_passage_that_is_copied_stays_two(world: World) -> None:
    before = id_of(world.card("组要取多大"))
    world.write("PPO.md", (world.root / "vault/PPO.md").read_text(encoding="utf-8") + REWORDED)
    world.build()
    assert id_of(world.cards()[before]) == before
    card = world.cards()[before]
    assert card.source is not None
    assert card.source.note == "GRPO"


def test_steps_say_what_was_nearest_and_why_it_is_another(world: World) -> None:
    key = id_of(world.card("为什么要截断"))
    world.change("PPO.md", "## 为什么要截断比率？", "## 为什么不要截断比率？")
    outcome = world.build(dry_run=True)
    assert outcome.plan is not None
    step = step_of(outcome.plan.steps, key)
    assert step.reason == "quote-stands"
    assert step.why is not None
    assert (step.why.veto, step.why.how) == ("negations", "")
    assert "不要截断" in step.why.near
    assert step.as_object()["veto"] == "negations"
    world.change("PPO.md", "## 为什么不要截断比率？", "## 为什么要截断这个比率呢？")
    outcome = world.build(dry_run=True)
    assert outcome.plan is not None
    assert step_of(outcome.plan.steps, key).as_object()["match"] in ("quote", "alike")


def test_faces_of_a_cloze_are_kept_by_what_they_hide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def drafts(unit: Unit, **_: object) -> list[Draft]:
        """As a model would number them: from the left."""
        found = [line for line in unit.text.splitlines() if "{{c1::" in line]
        return [Draft(Cloze(line), Source("a", "", line), "rules:question", score=1.0) for line in found]

    monkeypatch.setattr("studykit.drafting.rules.draft", drafts)
    world = World(tmp_path / "cloze", monkeypatch, empty=True)
    body = "# 估计\n\n先说说背景，再往下看。\n\n{}\n\n这些都要记住，之后的推导会用到它们的。\n"
    world.write("a.md", body.format("{{c1::组均值}}当{{c2::基线}}，不需要别的网络来估计它。"))
    world.build()
    (before,) = world.cards().values()
    world.write("a.md", body.format("{{c1::采样一组}}之后{{c2::组均值}}当{{c3::基线}}，不需要别的网络来估计它。"))
    assert world.build().report["cards"]["new"] == 0
    card = world.cards()[id_of(before)]
    assert card.content.front == "{{c3::采样一组}}之后{{c1::组均值}}当{{c2::基线}}，不需要别的网络来估计它。"
    assert not card.edited
    mods = world.mods()
    for full in (True, False):
        world.write("b.md", f"# 另一篇 {full}\n\n只有几句话。")
        counts = world.build(full=full).report["cards"]
        assert (counts["new"], counts["updated"], counts["edited"], world.mods()) == (0, 0, 0, mods)


def test_a_card_that_is_retired_makes_room_at_once(world: World) -> None:
    world.settings("per_note = 3")
    world.build()
    world.change(
        "GRPO.md",
        "## 组要取多大？\n\n一般取 8 到 64 个回答，再大收益就很小了。",
        "## 什么时候不用它？\n\n奖励很密的时候，价值网络更省样本。",
    )
    counts = world.build().report["cards"]
    assert (counts["retired"], counts["new"]) == (1, 1)
    counts = world.build(full=True).report["cards"]
    assert (counts["retired"], counts["new"]) == (0, 0)
