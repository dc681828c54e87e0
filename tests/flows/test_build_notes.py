"""What happens to notes: cards follow them, no learning is lost, and nothing else moves."""

import sqlite3
import tempfile
import zipfile
from pathlib import Path

import pytest

from tests.flows.small_world import DPO, GRPO, MOC, PPO, START, World, id_of


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    world = World(tmp_path / "ws", monkeypatch)
    world.build(now=START)
    return world


def packaged(world: World) -> dict[str, tuple[object, ...]]:
    """The package's notes by the card's id, without their own ids; last, whether their cards are suspended."""
    with zipfile.ZipFile(world.decks / "强化学习.apkg") as archive:
        data = archive.read("collection.anki2" if "collection.anki2" in archive.namelist() else "collection.anki21")
    with tempfile.NamedTemporaryFile(suffix=".anki2") as file:
        Path(file.name).write_bytes(data)
        connection = sqlite3.connect(file.name)
        suspended = {row[0] for row in connection.execute("SELECT nid FROM cards WHERE queue = -1")}
        rows = connection.execute("SELECT id, guid, mid, mod, tags, flds FROM notes").fetchall()
        connection.close()
    known = {card.guid: key for key, card in world.cards().items()}
    return {known[row[1]]: (*row[1:], row[0] in suspended) for row in rows}


def test_only_the_card_whose_text_changed_changes(world: World) -> None:
    cards, notes = world.cards(), packaged(world)
    world.change("GRPO.md", "再大收益就很小了", "再大就不值得了")
    outcome = world.build()
    assert outcome.report["cards"]["updated"] == 1
    changed = id_of(world.card("组要取多大"))
    assert world.card("组要取多大").content.back == "一般取 8 到 64 个回答，再大就不值得了。"
    assert world.mods()[changed] == world.now
    after = packaged(world)
    for key, card in world.cards().items():
        assert (card == cards[key]) is (key != changed)
        assert (after[key] == notes[key]) is (key != changed)


def test_a_note_moved_keeps_its_cards(world: World) -> None:
    ids = set(world.cards())
    world.move("GRPO.md", "AI/LLM/GRPO.md")
    outcome = world.build()
    assert set(world.cards()) == ids
    assert outcome.report["cards"]["new"] == outcome.report["cards"]["retired"] == 0


def test_a_note_renamed_keeps_its_cards_although_its_questions_name_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path / "ws", monkeypatch, empty=True)
    world.write(
        "组相对优化.md",
        GRPO.replace("# GRPO\n", "").replace("---\ntags", "---\nbrief: 组均值当基线，省掉价值网络。\ntags"),
    )
    world.write("DPO.md", DPO)
    world.build()
    ids = set(world.cards())
    assert "组相对优化：一句话怎么概括？" in world.fronts()
    world.move("组相对优化.md", "组内比较法.md")
    outcome = world.build()
    assert set(world.cards()) == ids
    assert "组内比较法：一句话怎么概括？" in world.fronts()
    assert outcome.report["cards"]["new"] == outcome.report["cards"]["retired"] == 0


def test_a_title_that_changed_keeps_the_cards(world: World) -> None:
    ids = set(world.cards())
    world.change("DPO.md", "# DPO", "# 直接偏好优化")
    world.write("_MOC.md", MOC.replace("[[DPO]]", "[[DPO|直接偏好优化]]"))
    world.build()
    assert set(world.cards()) == ids
    assert "直接偏好优化：它和奖励模型有什么关系？" in world.fronts()


def test_a_section_renamed_keeps_the_cards_and_their_deck(world: World) -> None:
    ids, files = set(world.cards()), list(world.deck_bytes())
    world.write("_MOC.md", MOC.replace("## 进阶", "## 深入"))
    outcome = world.build()
    assert set(world.cards()) == ids
    assert list(world.deck_bytes()) == files
    assert outcome.report["cards"]["retired"] == 0


def test_a_note_in_another_section_keeps_its_deck(world: World) -> None:
    deck = world.deck_of("组要取多大")
    world.write("_MOC.md", MOC.replace("- [[GRPO]] — 组均值当基线的算法\n", "") + "- [[GRPO]] — 组均值当基线的算法\n")
    world.change("GRPO.md", "## 背景", "## 温度取多少才合适？\n\n采样时一般取一，太低就没有多样性。\n\n## 背景")
    world.build()
    assert world.deck_of("组要取多大") == world.deck_of("温度取多少") == deck


def test_a_quote_that_is_gone_retires_and_its_return_revives(world: World) -> None:
    key = id_of(world.card("组要取多大"))
    gone = GRPO.replace("## 组要取多大？\n\n一般取 8 到 64 个回答，再大收益就很小了。\n\n", "")
    world.write("GRPO.md", gone)
    outcome = world.build()
    stamp = world.card("组要取多大").stamp
    assert stamp is not None
    assert (stamp.id, stamp.retired, stamp.mod) == (key, True, world.now)
    assert (outcome.report["cards"]["retired"], outcome.report["cards"]["total"]) == (1, 7)
    note = packaged(world)[key]
    assert note[-1] is True
    assert "studykit::retired" in str(note)
    world.write("other.md", "# 另一篇")
    world.build()
    assert world.card("组要取多大").stamp == stamp
    world.write("GRPO.md", GRPO)
    outcome = world.build()
    stamp = world.card("组要取多大").stamp
    assert stamp is not None
    assert (stamp.id, stamp.retired, outcome.report["cards"]["revived"]) == (key, False, 1)
    assert packaged(world)[key][-1] is False


def test_a_passage_moved_to_another_note_keeps_its_card(world: World) -> None:
    key = id_of(world.card("截断比率"))
    text = "## 为什么要截断比率？\n\n更新的步子太大时，旧策略的样本就不再有代表性，训练会崩溃。\n\n"
    world.change("PPO.md", text, "## 目标\n\n")
    world.write("截断.md", f"# 截断\n\n{text}")
    outcome = world.build()
    assert outcome.report["cards"]["retired"] == 0
    assert key in world.cards()


def test_a_quote_in_other_markup_still_stands(world: World) -> None:
    """The rule finds no question any more, but the words are there: in a quotation, with emphasis, over two lines."""
    world.write(
        "GRPO.md",
        GRPO.replace(
            "## 组要取多大？\n\n一般取 8 到 64 个回答，再大收益", "> 一般取 **8** 到 64\n> 个[[GRPO|回答]]，再大收益"
        ),
    )
    assert world.build().report["cards"]["retired"] == 0
    world.write("GRPO.md", GRPO.replace("## 组要取多大？\n\n一般取 8 到 64 个回答，再大收益就很小了。\n\n", ""))
    world.write("新家.md", "# 新家\n\n- 一般取 **8** 到 64\n  个回答，再大收益就很小了。\n")
    assert world.build().report["cards"]["retired"] == 0


def test_a_summary_that_yaml_folds_still_stands(world: World) -> None:
    head = '---\nbrief: "前景理论说\n  \\"损失\\" 更重，KTO 照着写损失函数。"\n---\n# KTO\n\n'
    world.write("KTO.md", f"{head}只要赞和踩的标注就够，不要成对的数据，线上日志直接可用。\n")
    world.build()
    assert "KTO：一句话怎么概括？" in world.fronts()
    world.settings('off = ["brief"]')
    assert world.build().report["cards"]["retired"] == 0


def test_a_map_that_is_gone_takes_no_card_with_it(world: World) -> None:
    cards = world.cards()
    world.remove("_MOC.md")
    outcome = world.build()
    assert outcome.report["cards"]["retired"] == outcome.report["cards"]["new"] == 0
    assert set(world.cards()) == set(cards)
    world.change("GRPO.md", "## 背景", "## 温度取多少才合适？\n\n采样时一般取一，太低就没有多样性。\n\n## 背景")
    world.build()
    assert world.deck_of("温度取多少") == world.deck_of("组要取多大")


def test_a_gloss_that_is_taken_back_retires_its_card(world: World) -> None:
    world.write("_MOC.md", MOC.replace(" — 直接从偏好里学习", ""))
    assert world.build().report["cards"]["retired"] == 1
    assert world.card("「DPO」").stamp.retired  # type: ignore[union-attr]


def test_an_unreadable_note_loses_nothing(world: World) -> None:
    cards = world.cards()
    world.write("GRPO.md", b"\xff\xfe\xfa not text in any encoding \x00\x01\xd8\x00")
    outcome = world.build()
    assert [problem["path"] for problem in outcome.report["problems"]] == ["GRPO.md"]
    assert world.cards() == cards
    world.write("GRPO.md", GRPO)
    assert world.build().report["cards"]["kept"] == 8
    assert world.cards() == cards


def test_a_note_that_turns_cards_off_keeps_those_it_has(world: World) -> None:
    world.change("DPO.md", "# DPO", "---\ncards: off\n---\n# DPO")
    assert world.build().report["cards"]["kept"] == 8


def test_a_rule_turned_off_or_a_cap_lowered_retires_nothing(world: World) -> None:
    world.settings('off = ["question"]', "per_note = 1", "per_unit = 1")
    assert world.build().report["cards"]["kept"] == 8


def test_a_negation_makes_another_card(world: World) -> None:
    key = id_of(world.card("截断比率"))
    world.change(
        "PPO.md",
        "## 为什么要截断比率？\n\n更新的步子太大时，旧策略的样本就不再有代表性，训练会崩溃。",
        "## 为什么不要截断比率？\n\n更新的步子不大时，旧策略的样本一直有代表性，训练很稳定。",
    )
    outcome = world.build()
    assert outcome.report["cards"]["new"] == 1
    assert world.cards()[key].content.front == "PPO：为什么要截断比率？"
    assert world.cards()[key].stamp.retired  # type: ignore[union-attr]


def test_the_same_question_in_two_notes_is_two_cards(world: World) -> None:
    """An author's own question is never dropped for being like another."""
    world.write(
        "RLOO.md", "# RLOO\n\n## 为什么要用一组回答？\n\n留一法：别的回答的均值就是它的基线，无偏而且方差小。\n"
    )
    world.build()
    assert "RLOO：为什么要用一组回答？" in world.fronts()


def test_the_same_paragraph_in_two_notes_is_one_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path / "ws", monkeypatch, empty=True)
    text = "先有 Trust Region Policy Optimization (TRPO)，它用二阶信息限制每一步的大小，算起来很贵。\n"
    world.write("a.md", f"# 历史\n\n{text}")
    world.write("b.md", f"# 背景知识\n\n{text}")
    world.build()
    assert world.fronts() == ["缩写 TRPO 的全称是什么？"]
    world.write("c.md", "# 第三篇")
    world.build()
    assert world.fronts() == ["缩写 TRPO 的全称是什么？"]
    world.remove("a.md")
    outcome = world.build()
    assert outcome.report["cards"]["retired"] == 0
    assert world.fronts() == ["缩写 TRPO 的全称是什么？"]


def many(count: int, answer: str = "因为第 {} 条理由成立，这里写得足够长。") -> str:
    names = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    return "# 问答\n\n" + "".join(f"## {names[i]}为什么成立？\n\n{answer.format(i)}\n\n" for i in range(count))


def test_caps_and_standing_cards_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path / "ws", monkeypatch, empty=True)
    world.write("many.md", many(10))
    assert world.build().report["cards"]["new"] == 8  # one unit
    ids = set(world.cards())
    world.write(
        "many.md",
        many(10).replace("# 问答\n", "# 问答\n\n## 新的问题为什么在最前面？\n\n因为它是后来加在最前面的一条。\n"),
    )
    outcome = world.build()
    assert (outcome.report["cards"]["new"], set(world.cards())) == (0, ids)
    world.delete("Q: 问答：丙为什么成立")
    world.build()
    assert "问答：新的问题为什么在最前面？" in world.fronts()
    assert len(world.cards()) == 8


def test_a_note_of_many_units_has_a_cap_too_whatever_its_map_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path / "ws", monkeypatch, empty=True)
    world.write("many.md", many(20, answer="因为第 {} 条理由成立，" + "这里写得足够长，" * 20 + "就这样。"))
    world.write("_MOC.md", "---\ntype: moc\n---\n# 图\n\n## 节\n\n- [[many]] — 很多问答在一起\n")
    assert world.build().report["cards"]["new"] == 12
    ids = set(world.cards())
    world.write("other.md", "# 另一篇")
    outcome = world.build()
    assert (outcome.report["cards"]["new"], set(world.cards())) == (0, ids)


def test_only_the_section_that_was_asked_for(world: World) -> None:
    before, package = world.deck_bytes(), packaged(world)
    for name, text in (("GRPO.md", GRPO), ("PPO.md", PPO), ("DPO.md", DPO)):
        world.write(name, text.replace("。", "，现在多说一句。").replace("DeepSeek", "有人"))
    world.write("_MOC.md", MOC.replace("## 基础", "## 前言\n\n- [[别的]] — 一篇新的笔记\n\n## 基础"))
    world.write("别的.md", "# 别的\n\n## 为什么要有它？\n\n因为测试里需要一篇新的笔记，它在别的一节里面。\n")
    outcome = world.build(section="进阶")
    assert outcome.report["cards"]["updated"] == 1
    after = world.deck_bytes()
    assert after.pop("强化学习/进阶.md") != before.pop("强化学习/进阶.md")
    assert after == before
    basic = [key for key, card in world.cards().items() if card.source and card.source.note in ("GRPO", "PPO")]
    assert all(packaged(world)[key] == package[key] for key in basic)
    whole = world.build()
    assert whole.report["cards"]["updated"] >= 3
    assert whole.report["cards"]["new"] >= 1
    assert "别的：为什么要有它？" in world.fronts()


def test_a_section_build_revives_retires_and_forgets_nothing_elsewhere(world: World) -> None:
    world.edit("A: 同一道题采样很多个回答，组内奖励的均值就是基线，不需要价值网络。", "A: 组均值就是基线。")
    gone = GRPO.replace("## 组要取多大？\n\n一般取 8 到 64 个回答，再大收益就很小了。\n\n", "").replace(
        "不需要价值网络", "省掉了价值网络"
    )
    world.write("GRPO.md", gone)
    world.build()
    assert world.card("组要取多大").stamp.retired  # type: ignore[union-attr]
    waiting, decks = world.rows("SELECT * FROM pending"), world.deck_bytes()
    assert len(waiting) == 1
    world.build(section="进阶")
    assert world.deck_bytes() == decks
    assert world.rows("SELECT * FROM pending") == waiting
    world.write("PPO.md", "# PPO\n\n从这里起什么都没有了，只剩下这一句话，证明笔记还可以读。\n")
    world.build(moc="_MOC.md", section="进阶")
    assert world.deck_bytes() == decks
    world.build(moc="_MOC.md", section="基础")
    assert world.card("截断比率").stamp.retired  # type: ignore[union-attr]


def test_tags_are_followed_after_a_section_build_too(world: World) -> None:
    world.change("GRPO.md", "tags: [rl, group]", "tags: [rl, reasoning]")
    world.build(section="进阶")
    world.build()
    assert world.card("组要取多大").stamp.tags == ("rl", "reasoning")  # type: ignore[union-attr]


def test_an_image_that_comes_back_goes_into_the_package(world: World) -> None:
    world.change("PPO.md", "训练会崩溃。", "训练会崩溃。![[a.png]]")
    world.write("a.png", b"\x89PNG one")
    world.build()
    assert media(world) == 1
    world.remove("a.png")
    outcome = world.build()
    assert "media-missing" in [problem["code"] for problem in outcome.report["problems"]]
    assert media(world) == 0
    world.change("DPO.md", "单独训练出来", "单独训练")
    assert "media-missing" in [problem["code"] for problem in world.build().report["problems"]]
    world.write("a.png", b"\x89PNG one")
    world.build()
    assert media(world) == 1


def media(world: World) -> int:
    with zipfile.ZipFile(world.decks / "强化学习.apkg") as archive:
        return sum(name.isdigit() for name in archive.namelist())


def test_a_race_too_close_waits_for_a_person(world: World) -> None:
    old = "## 组要取多大？\n\n一般取 8 到 64 个回答，再大收益就很小了。"
    two = "## 组要取多大呢？\n\n一般取 8 到 64 个回答，再大收益就小了。\n\n"
    two += "## 组要取多大呀？\n\n一般取 8 到 64 个回答，再大收益也小了。"
    world.change("GRPO.md", old, two)
    outcome = world.build()
    assert outcome.plan is not None
    assert outcome.plan.ambiguous == 1
    assert "GRPO：组要取多大？" in world.fronts()
    assert not world.card("GRPO：组要取多大？").stamp.retired  # type: ignore[union-attr]


def test_a_text_that_another_card_had_until_now_may_be_a_card(world: World) -> None:
    """What stands is what a card says after the build, not what it said before."""
    world.change("PPO.md", "# PPO\n", "# 截断法\n")
    world.change("GRPO.md", "# GRPO\n", "# 组内法\n")
    world.build()
    glosses = MOC.replace("组均值当基线的算法", "强化学习的算法之一").replace("截断比率的算法", "强化学习的算法之一")
    world.write("_MOC.md", glosses)
    world.build()
    world.change("PPO.md", "# 截断法\n", "# 组内法\n")
    world.change("GRPO.md", "# 组内法\n", "# 比较法\n")
    world.build()
    decks = world.deck_bytes()
    world.write("other.md", "# 另一篇")
    world.build()
    assert world.deck_bytes() == decks


def test_the_draft_of_an_edited_card_is_nobody_elses(world: World) -> None:
    world.edit("A: 一般取 8 到 64 个回答，再大收益就很小了。", "A: 8 到 64。")
    world.change("GRPO.md", "## 背景", "## 组要取多大？\n\n一般取 8 到 64 个回答，再大收益就很小了。\n\n## 背景")
    outcome = world.build()
    assert (outcome.report["cards"]["new"], outcome.report["cards"]["edited"]) == (0, 1)


def test_a_retired_card_keeps_no_other_from_being_drafted(world: World) -> None:
    world.write("a.md", "# 甲\n\n自己和自己下棋来学习的办法叫做 Self Play (SP)，从围棋开始流行起来。\n")
    world.build()
    world.remove("a.md")
    world.build()
    assert world.card("缩写 SP").stamp.retired  # type: ignore[union-attr]
    world.write("b.md", "# 乙\n\n图上两点之间走得最少的那一条路叫做 Shortest Path (SP)，可以用动态规划来求。\n")
    world.build()
    assert sum("缩写 SP 的全称是什么？" in front for front in world.fronts()) == 2
