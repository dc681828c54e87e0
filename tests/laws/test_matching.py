"""Laws of matching: one to one, the same whatever the order of what is offered, never against a veto, exact first."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from studykit.changes.matches import Offered, Standing
from studykit.changes.matching import match
from studykit.changes.vetoes import another_fact
from studykit.model.card import Basic, Card, Draft, Source, Stamp, content_digest
from studykit.model.ids import CardId, NotePath

WORDS = st.sampled_from(
    ["GRPO", "PPO", "为什么", "不", "要", "组", "均值", "2", "3", "基线", "裁剪", "？", "「甲」", "："]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=7).map("".join)
NOTES = st.sampled_from([NotePath("a.md"), NotePath("b.md")])
BY = st.sampled_from(["rules:question", "rules:gloss", "rules:brief"])


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    content = Basic(draw(TEXTS), draw(TEXTS))
    stamp = Stamp(CardId("0000000000"), draw(BY), content_digest(content), 1)
    shown = content if draw(st.booleans()) else Basic(draw(TEXTS), content.answer)
    note = draw(st.none() | NOTES)
    former = (content,) if draw(st.booleans()) else ()
    return Standing(Card(shown, Source((note or "c.md").removesuffix(".md"), "", draw(TEXTS)), stamp), note, former)


@st.composite
def offers(draw: st.DrawFn) -> Offered:
    note = draw(NOTES)
    return Offered(Draft(Basic(draw(TEXTS), draw(TEXTS)), Source(note[0], "", draw(TEXTS)), draw(BY)), note)


CARDS = st.lists(standings(), max_size=6)
DRAFTS = st.lists(offers(), max_size=6)


@given(CARDS, DRAFTS)
def test_one_to_one_and_nothing_ambiguous_is_taken(cards: list[Standing], drafts: list[Offered]) -> None:
    found = match(cards, drafts)
    taken = [pair.standing for pair in found.pairs]
    given_away = [pair.offered for pair in found.pairs]
    assert len(set(taken)) == len(taken)
    assert len(set(given_away)) == len(given_away)
    assert not set(taken) & set(found.ambiguous)
    assert not set(given_away) & set(found.contested)


@given(CARDS, DRAFTS)
def test_no_pair_is_against_a_veto(cards: list[Standing], drafts: list[Offered]) -> None:
    for pair in match(cards, drafts).pairs:
        if pair.how == "alike":
            front = drafts[pair.offered].draft.content.front
            fronts = [content.front for content in (cards[pair.standing].card.content, *cards[pair.standing].former)]
            assert not all(another_fact(mine, front) for mine in fronts)
        assert cards[pair.standing].card.content.kind is drafts[pair.offered].draft.content.kind


@given(st.lists(st.tuples(standings(), st.builds(Basic, TEXTS, TEXTS)), max_size=6))
def test_what_was_drafted_is_found_again_whole(drawn: list[tuple[Standing, Basic]]) -> None:
    """The drafts of an unchanged vault are the cards that stand, each its own or its twin's, whatever they were made
    to say since."""
    cards, drafts = [], []
    for standing, drafted in drawn:
        assert standing.card.stamp is not None
        assert standing.card.source is not None
        stamp = replace(standing.card.stamp, base=content_digest(drafted))
        if standing.note:
            cards.append(standing._replace(card=replace(standing.card, stamp=stamp), former=()))
            drafts.append(Offered(Draft(drafted, standing.card.source, "x"), standing.note))
    assert len(match(cards, drafts).pairs) == len(drafts)


@given(CARDS, DRAFTS, st.randoms(use_true_random=False))
def test_the_order_of_drafts_does_not_matter(cards: list[Standing], drafts: list[Offered], random: Random) -> None:
    order = list(range(len(drafts)))
    random.shuffle(order)
    first = {pair.standing: drafts[pair.offered].draft.content for pair in match(cards, drafts).pairs}
    second = {
        p.standing: drafts[order[p.offered]].draft.content for p in match(cards, [drafts[i] for i in order]).pairs
    }
    assert first.keys() == second.keys()
