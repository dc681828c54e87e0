"""Which draft is which card: moves, renames, rewordings; and what is left alone."""

from dataclasses import replace

from studykit.changes.judge import judge
from studykit.changes.matches import Matches, Offered, Standing
from studykit.changes.matching import match
from studykit.model.card import Basic, Card, Cloze, Content, Draft, Source, Stamp, content_digest
from studykit.model.ids import CardId, NotePath

NOTE = NotePath("GRPO.md")
OTHER = NotePath("AI/GRPO.md")


def card(
    front: str, back: str = "组均值就是基线。", *, quote: str = "", by: str = "rules:question", note: str = "GRPO"
) -> Card:
    content = Basic(front, back)
    stamp = Stamp(CardId("0000000000"), by, content_digest(content), 1)
    return Card(content, Source(note, "h", quote or back), stamp)


def draft(
    front: str, back: str = "组均值就是基线。", *, quote: str = "", by: str = "rules:question", note: str = "GRPO"
) -> Draft:
    return Draft(Basic(front, back), Source(note, "h", quote or back), by)


def how(matches: Matches) -> dict[tuple[int, int], str]:
    return {(pair.standing, pair.offered): pair.how for pair in matches.pairs}


def edited(stands: Card, content: Content) -> Card:
    return replace(stands, content=content)


def test_the_same_text_in_the_same_note() -> None:
    found = match([Standing(card("为什么？"), NOTE)], [Offered(draft("为什么？"), NOTE)])
    assert how(found) == {(0, 0): "base"}


def test_the_same_question_with_another_answer() -> None:
    found = match([Standing(card("为什么要组？"), NOTE)], [Offered(draft("为什么要组？", "全新的说法。"), NOTE)])
    assert how(found) == {(0, 0): "front"}


def test_a_moved_note_carries_its_cards() -> None:
    found = match([Standing(card("为什么要组？"), None)], [Offered(draft("为什么要组？"), OTHER)])
    assert how(found) == {(0, 0): "moved"}


def test_a_moved_note_carries_the_card_whose_answer_changed_too() -> None:
    standing = [Standing(card("为什么要组？"), None), Standing(card("为什么要 KL？", "防止跑远。"), None)]
    offered = [Offered(draft("为什么要组？"), OTHER), Offered(draft("为什么要 KL？", "防止奖励作弊。"), OTHER)]
    assert how(match(standing, offered)) == {(0, 0): "moved", (1, 1): "moved"}


def test_a_moved_note_carries_the_card_that_was_reworded_too() -> None:
    standing = [Standing(card("为什么要组？"), None), Standing(card("KL 惩罚为什么必要？", "防止跑远。"), None)]
    offered = [Offered(draft("为什么要组？"), OTHER), Offered(draft("KL 惩罚项为什么必要？", "防止跑得太远。"), OTHER)]
    assert how(match(standing, offered)) == {(0, 0): "moved", (1, 1): "alike"}


def test_a_renamed_note_changes_the_names_in_its_questions() -> None:
    standing = [
        Standing(card("组相对优化：为什么要组？"), None),
        Standing(card("组相对优化：一句话怎么概括？", "用组均值代替价值网络。", by="rules:brief"), None),
        Standing(card("组相对优化：目标函数的公式是什么？", "$$\nx\n$$", by="rules:formula"), None),
    ]
    offered = [
        Offered(draft("GRPO：为什么要组？"), NOTE),
        Offered(draft("GRPO：一句话怎么概括？", "用组均值代替价值网络。", by="rules:brief"), NOTE),
        Offered(draft("GRPO：目标函数的公式是什么？", "$$\nx\n$$", by="rules:formula"), NOTE),
    ]
    assert how(match(standing, offered)) == {(0, 0): "quote", (1, 1): "quote", (2, 2): "quote"}
    titled = [standing._replace(note=NOTE) for standing in standing]  # the title alone changed
    assert how(match(titled, offered)) == {(0, 0): "quote", (1, 1): "quote", (2, 2): "quote"}


def test_a_renamed_section_changes_the_gloss_questions() -> None:
    line = "[[GRPO]] — 组均值当基线"
    old = card("「算法」里的「GRPO」，一句话讲的是什么？", "组均值当基线", quote=line, by="rules:gloss", note="_MOC")
    new = draft(
        "「核心算法」里的「GRPO」，一句话讲的是什么？", "组均值当基线", quote=line, by="rules:gloss", note="_MOC"
    )
    moc = NotePath("_MOC.md")
    assert how(match([Standing(old, moc)], [Offered(new, moc)])) == {(0, 0): "quote"}


def test_the_same_words_do_not_make_another_question_the_same() -> None:
    yes = "需要。"
    for mine, theirs in (
        ("PPO 需要 critic 吗？", "GRPO 需要 critic 吗？"),
        ("需要 2 个模型吗？", "需要 3 个模型吗？"),
        ("要不要裁剪？", "要裁剪吗？"),
    ):
        assert not match([Standing(card(mine, yes), NOTE)], [Offered(draft(theirs, yes), NOTE)]).pairs


def test_a_small_rewording_is_the_same_card() -> None:
    found = match(
        [Standing(card("GRPO 为什么要用组？"), NOTE)],
        [Offered(draft("GRPO 为什么要用一组回答？", "组均值就是基线"), NOTE)],
    )
    assert [pair.how for pair in found.pairs] in (["alike"], ["quote"])


def test_another_kind_is_another_card() -> None:
    cloze = Cloze("GRPO 的{{c1::组均值}}就是基线。")
    offered = Draft(cloze, Source("GRPO", "h", "组均值就是基线。"), "rules:question")
    assert not match([Standing(card("GRPO 的组均值就是基线。"), NOTE)], [Offered(offered, NOTE)]).pairs
    stands = card("GRPO 的组均值就是基线。")
    assert judge(stands, stands.content, offered) == (0.0, "kind")


def test_another_note_is_another_card() -> None:
    found = match(
        [Standing(card("GRPO 为什么要用组？"), NOTE)], [Offered(draft("GRPO 为什么要用组 ？啊", "别的"), OTHER)]
    )
    assert not found.pairs


def test_another_concepts_name_makes_another_card() -> None:
    standing = [Standing(card("价值函数的定义用一句话怎么说？", "期望回报。"), NOTE)]
    offered = [Offered(draft("策略函数的定义用一句话怎么说？", "期望的回报。"), NOTE)]
    assert match(standing, offered).pairs
    names = frozenset({"价值函数", "策略函数"})
    assert not match(standing, offered, lambda: names).pairs


def test_a_race_too_close_is_left_alone_on_both_sides() -> None:
    standing = [Standing(card("GRPO 的组为什么要采样很多次？", "为了估计基线。"), NOTE)]
    offered = [
        Offered(draft("GRPO 的组为什么要采样很多遍？", "为了估计基线。", quote="为了估计基线。甲"), NOTE),
        Offered(draft("GRPO 的组为什么要采样很多回？", "为了估计基线。", quote="为了估计基线。乙"), NOTE),
    ]
    found = match(standing, offered)
    assert (found.pairs, found.ambiguous) == ((), (0,))
    assert found.contested == (0, 1)
    turned = match(
        [Standing(card(o.draft.content.front, "为了估计基线。", quote="x"), NOTE) for o in offered],
        [Offered(draft("GRPO 的组为什么要采样很多次？", "为了估计基线。"), NOTE)],
    )
    assert (turned.pairs, turned.ambiguous, turned.contested) == ((), (0, 1), (0,))


def test_the_best_pairing_is_of_the_whole_note() -> None:
    """The first card is nearest to the second draft, which is the second card's; it gets the one that is left."""
    standing = [
        Standing(card("GRPO 的优势为什么要减去组内均值？", "均值就是基线。"), NOTE),
        Standing(card("GRPO 的优势为什么要除以组内标准差？", "尺度才一样。"), NOTE),
    ]
    offered = [
        Offered(draft("GRPO 的优势为什么先减去组内的均值？", "均值就是基线啊。"), NOTE),
        Offered(draft("GRPO 的优势为什么再除以组内的标准差？", "尺度才能一样。"), NOTE),
    ]
    assert how(match(standing, offered)) == {(0, 0): "alike", (1, 1): "alike"}
    assert how(match(standing, offered[::-1])) == {(0, 1): "alike", (1, 0): "alike"}


def test_an_edited_question_is_known_by_what_it_was_drafted_as() -> None:
    drafted = card("GRPO：为什么要组？")
    mine = edited(drafted, Basic("用自己的话：基线从哪来？", "从同组的回答来。"))
    offered = [Offered(draft("GRPO：为什么要组？", "同组回答的均值就是基线。", quote="同组回答的均值就是基线。"), NOTE)]
    assert not match([Standing(mine, NOTE)], offered).pairs
    assert how(match([Standing(mine, NOTE, (drafted.content,))], offered)) == {(0, 0): "front"}


def test_one_to_one_where_texts_are_twice_there() -> None:
    standing = [Standing(card("为什么？"), NOTE)] * 2
    offered = [Offered(draft("为什么？"), NOTE)] * 3
    found = match(standing, offered)
    assert len({pair.standing for pair in found.pairs}) == len({pair.offered for pair in found.pairs}) == 2


def test_a_text_that_stands_twice_in_its_note_makes_no_race() -> None:
    standing = [Standing(card("旧题：为什么要组？"), NOTE)]
    offered = [Offered(draft("新题：为什么要组？"), NOTE)] * 2
    found = match(standing, offered)
    assert (len(found.pairs), found.ambiguous) == (1, ())
