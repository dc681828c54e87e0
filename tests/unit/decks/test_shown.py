"""A card is newer only where a package shows something else of it: where a link leads, Anki never sees."""

from dataclasses import replace

import pytest

from studykit.decks.merge import merge
from studykit.decks.shown import shows_the_same
from studykit.model.card import Basic, Card, Choice, Cloze, Content, Draft, Option, Source, Stamp, Typed, content_digest
from studykit.model.ids import CardId

NOW = 2_000
SOURCE = Source("GRPO", "为什么要组？", "见 [[旧名|基线]]：组均值。")


def card(content: Content) -> Card:
    return Card(content, SOURCE, Stamp(CardId("k3f9w2qa7b"), "rules:question", content_digest(content), 1_000))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Basic("问？", "见 [[旧名|基线]]。"), Basic("问？", "见 [[新名|基线]]。")),
        (Basic("问？", "**组** 均值", "细节 [[a|b]]"), Basic("问？", "__组__ 均值", "细节 [[c|b]]")),
        (Cloze("{{c1::组}}的 [[a|均值]]"), Cloze("{{c1::组}}的 [[c|均值]]")),
        (
            Choice("问？", (Option("[[a|x]]", True), Option("y", False))),
            Choice("问？", (Option("[[c|x]]", True), Option("y", False))),
        ),
    ],
)
def test_a_link_that_leads_elsewhere_makes_no_card_newer(before: Content, after: Content) -> None:
    draft = Draft(after, replace(SOURCE, quote="见 [[新名|基线]]：组均值。"), "rules:question")
    merged = merge(card(before), draft, quote_stands=True, now=NOW)
    assert (merged.card.content, merged.card.source) == (after, draft.source)
    assert merged.card.stamp is not None
    assert merged.card.stamp.mod == 1_000
    assert merged.action == "updated"  # the deck file is


@pytest.mark.parametrize(
    "other",
    [
        Card(Basic("问？", "见 [[旧名|基准]]。"), SOURCE, None),
        Card(Basic("问？", "见 [[旧名]]。"), SOURCE, None),
        Card(Basic("问？", "见 [[旧名|基线]]。", reversed=True), SOURCE, None),
        Card(Basic("问？", "见 [[旧名|基线]]。"), replace(SOURCE, heading="别处"), None),
        Card(Basic("问？", "见 [[旧名|基线]]。"), replace(SOURCE, note="归档/GRPO"), None),
        Card(Basic("问？", "见 [[旧名|基线]]。"), None, None),
        Card(Typed("问？", "见 [[旧名|基线]]。"), SOURCE, None),
    ],
)
def test_what_a_package_shows_otherwise_is_newer(other: Card) -> None:
    one = card(Basic("问？", "见 [[旧名|基线]]。"))
    assert shows_the_same(one, one)
    assert not shows_the_same(one, replace(other, stamp=one.stamp))


def test_tags_and_retirement_show() -> None:
    one = card(Basic("问？", "答。"))
    assert one.stamp is not None
    assert shows_the_same(one, replace(one, stamp=replace(one.stamp, mod=9, by="model:x", base="0" * 16)))
    assert not shows_the_same(one, replace(one, stamp=replace(one.stamp, tags=("rl",))))
    assert not shows_the_same(one, replace(one, stamp=replace(one.stamp, retired=True)))
