"""A card, three ways: every row of the table in the design, and what goes with a row."""

from dataclasses import replace

import pytest

from studykit.decks.merge import merge
from studykit.model.card import Basic, Card, Draft, Source, Stamp, content_digest
from studykit.model.ids import CardId

NOW = 2_000
BASE = Basic("为什么要组？", "组均值就是基线。")
SOURCE = Source("GRPO", "为什么要组？", "组均值就是基线。")
STAMP = Stamp(CardId("k3f9w2qa7b"), "rules:question", content_digest(BASE), 1_000, tags=("rl", "mine"))
CARD = Card(BASE, SOURCE, STAMP)
EDITED = replace(CARD, content=replace(BASE, answer="组均值是基线，不用价值网络。"))
SAME = Draft(BASE, SOURCE, "rules:question", ("rl",))
CHANGED = replace(SAME, content=replace(BASE, answer="同组回答的均值就是基线。"), source=replace(SOURCE, quote="同组…"))


def stamp_of(card: Card) -> Stamp:
    assert card.stamp is not None
    return card.stamp


def test_same_and_same_is_kept_to_the_byte() -> None:
    merged = merge(CARD, SAME, quote_stands=True, now=NOW, old_tags=("rl",))
    assert (merged.action, merged.card, merged.suggestion) == ("kept", CARD, None)


def test_not_offered_while_the_quote_stands_is_kept() -> None:
    merged = merge(CARD, None, quote_stands=True, now=NOW)
    assert (merged.action, merged.card) == ("kept", CARD)


def test_changed_is_updated_in_place() -> None:
    merged = merge(CARD, CHANGED, quote_stands=True, now=NOW, old_tags=("rl",))
    stamp = stamp_of(merged.card)
    assert (merged.action, merged.card.content, merged.card.source) == ("updated", CHANGED.content, CHANGED.source)
    assert (stamp.id, stamp.base, stamp.mod) == (STAMP.id, content_digest(CHANGED.content), NOW)
    assert not merged.card.edited


def test_edited_and_same_is_kept_as_edited() -> None:
    merged = merge(EDITED, SAME, quote_stands=True, now=NOW, old_tags=("rl",))
    assert (merged.action, merged.card, merged.suggestion) == ("edited", EDITED, None)


def test_edited_and_changed_keeps_the_edit_and_suggests_the_draft() -> None:
    merged = merge(EDITED, CHANGED, quote_stands=True, now=NOW, old_tags=("rl",))
    assert (merged.action, merged.card.content, merged.suggestion) == ("edited", EDITED.content, CHANGED)
    assert stamp_of(merged.card).base == STAMP.base
    assert merged.card.source == CHANGED.source


def test_edited_to_what_the_note_says_now_is_no_edit_any_more() -> None:
    mine = replace(EDITED, content=CHANGED.content, source=CHANGED.source)
    merged = merge(mine, CHANGED, quote_stands=True, now=NOW, old_tags=("rl",))
    assert (merged.card.content, merged.suggestion) == (CHANGED.content, None)
    assert not merged.card.edited
    assert stamp_of(merged.card).mod == STAMP.mod  # what a package shows is what it was


@pytest.mark.parametrize("card", [CARD, EDITED])
def test_a_quote_that_is_nowhere_retires(card: Card) -> None:
    merged = merge(card, None, quote_stands=False, now=NOW)
    assert (merged.action, merged.card.content) == ("retired", card.content)
    assert (stamp_of(merged.card).retired, stamp_of(merged.card).mod) == (True, NOW)


@pytest.mark.parametrize(("draft", "stands"), [(SAME, True), (CHANGED, True), (None, True)])
def test_a_text_that_returns_revives(draft: Draft | None, stands: bool) -> None:
    retired = replace(CARD, stamp=replace(STAMP, retired=True))
    merged = merge(retired, draft, quote_stands=stands, now=NOW)
    assert merged.action == "revived"
    assert not stamp_of(merged.card).retired
    assert stamp_of(merged.card).mod == NOW


def test_an_edited_card_that_returns_keeps_the_edit() -> None:
    retired = replace(EDITED, stamp=replace(STAMP, retired=True))
    merged = merge(retired, CHANGED, quote_stands=True, now=NOW)
    assert (merged.action, merged.card.content, merged.suggestion) == ("revived", EDITED.content, CHANGED)


def test_retired_stays_so_while_the_quote_is_gone() -> None:
    retired = replace(CARD, stamp=replace(STAMP, retired=True))
    merged = merge(retired, None, quote_stands=False, now=NOW)
    assert (merged.action, merged.card) == ("kept", retired)


def test_a_persons_own_card_is_left_alone() -> None:
    own = replace(CARD, stamp=replace(STAMP, base="", by="me"), source=None)
    assert merge(own, None, quote_stands=False, now=NOW).card == own
    with pytest.raises(ValueError, match="person"):
        merge(replace(CARD, stamp=None), SAME, quote_stands=True, now=NOW)


def test_tags_follow_the_note_and_a_persons_tag_stays() -> None:
    draft = replace(SAME, tags=("rl", "new"))
    merged = merge(CARD, draft, quote_stands=True, now=NOW, old_tags=("rl",))
    assert stamp_of(merged.card).tags == ("rl", "mine", "new")
    assert (merged.action, stamp_of(merged.card).mod) == ("updated", NOW)
    merged = merge(merged.card, replace(SAME, tags=("new",)), quote_stands=True, now=NOW + 1, old_tags=("rl", "new"))
    assert stamp_of(merged.card).tags == ("mine", "new")


def test_a_source_with_other_white_space_alone_is_the_same() -> None:
    draft = replace(SAME, source=replace(SOURCE, quote="组均值就是基线。 "))
    assert merge(CARD, draft, quote_stands=True, now=NOW, old_tags=("rl",)).card == CARD
    moved = replace(SAME, source=replace(SOURCE, note="AI/GRPO"))
    merged = merge(CARD, moved, quote_stands=True, now=NOW, old_tags=("rl",))
    assert (merged.action, merged.reason, stamp_of(merged.card).mod) == ("updated", "source", NOW)
