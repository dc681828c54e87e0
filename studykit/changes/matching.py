"""Which new draft is which standing card: exact passes first, then the most alike of the same note, with vetoes.

A card's identity is carried from build to build by this alone, so it would rather leave a card unmatched (it stands
as it is while its quote does) than give its history to another fact.

    base    the text as last drafted, in the same note
    front   the same question in the same note, or the one it was drafted with, where a person changed it
    moved   the text as last drafted, anywhere: the note was moved; or the same question in a note that moved so
    quote   the same words support the same answer by the same drafter: the note or its section was renamed; a note's
            summary, or its line in a map, is one card whatever it says
    alike   the best pairing of what is left of a note
    elsewhere   what is left of all: a passage that went to another note and was reworded (`elsewhere`)
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import cache
from math import inf
from typing import Final

from studykit.changes.assignment import Assignment, assign
from studykit.changes.elsewhere import Said, Shelf, asked, said
from studykit.changes.faces import asked_text, hide_alike
from studykit.changes.judge import judge
from studykit.changes.keys import OF_A_NOTE, base_of, digest_of, front_of, fronts_of, named_note, supports_of
from studykit.changes.matches import Match, Matches, Nearest, Offered, Standing, Travel
from studykit.changes.vetoes import another_concept, another_fact
from studykit.model.card import Draft
from studykit.model.ids import NotePath

MARGIN: Final = 0.06
"""By how much the best pairing must beat the next; a closer race is ambiguous and nobody wins it."""


def match(
    standing: Sequence[Standing],
    offered: Sequence[Offered],
    names: Callable[[], Collection[str]] = frozenset,
    travel: Travel | None = None,
) -> Matches:
    """Match drafts with stamped cards. The exact passes are linear; those by likeness are about what is left.

    `names` gives the titles and aliases of the vault, normalised: two questions that name two of them are two cards.
    It is asked only where texts changed. Without `travel` no card is looked for in other notes by likeness.
    """
    if not standing:
        return Matches((), ())
    state = _State(standing, offered, names)
    state.exact("base", lambda s: [(s.note, base_of(s.card))], state.text)
    state.exact("front", lambda s: fronts_of(s, s.note), state.front)
    state.exact("base", lambda s: [(s.note, digest_of(content)) for content in s.former], state.text)
    state.exact("moved", lambda s: [base_of(s.card)], state.digests.__getitem__)
    state.leave_out_twins()
    state.same_support()
    state.find_moved_notes()
    state.exact(
        "moved",
        lambda s: fronts_of(s, state.moved.get(named_note(s.card))) if s.note is None else [],
        state.front,
    )
    state.alike()
    if travel is not None:
        state.elsewhere(travel)
    return Matches(
        tuple(state.pairs), tuple(sorted(state.ambiguous)), tuple(sorted(state.contested)),
        {card: near for card, near in state.cards_near.items() if card in state.cards},
        {draft: near for draft, near in state.drafts_near.items() if draft in state.drafts},
    )  # fmt: skip


class _State:
    def __init__(
        self, standing: Sequence[Standing], offered: Sequence[Offered], names: Callable[[], Collection[str]]
    ) -> None:
        self.standing = standing
        self.offered = offered
        self.digests = [digest_of(draft.content) for draft, _ in offered]
        self.names = cache(names)
        self.cards = dict.fromkeys(range(len(standing)))
        self.drafts = dict.fromkeys(range(len(offered)))
        self.pairs: list[Match] = []
        self.moved: dict[str, NotePath] = {}
        """Notes that are gone by the name cards have for them, and where their cards went."""
        self.ambiguous: set[int] = set()
        self.contested: set[int] = set()
        self.cards_near: dict[int, Nearest] = {}
        self.drafts_near: dict[int, Nearest] = {}

    def text(self, draft: int) -> tuple[NotePath, str]:
        return self.offered[draft].note, self.digests[draft]

    def front(self, draft: int) -> Hashable:
        return front_of(self.offered[draft].draft.content, self.offered[draft].note)

    def name(self, draft: int) -> tuple[bool, str, str]:
        """Tells drafts of one text apart, whatever their order: those that a note has once come first."""
        own = self.offered[draft].draft
        return own.by not in OF_A_NOTE, own.by, own.source.quote

    def take(self, card: int, draft: int, how: str, score: float = 1.0, lead: float = inf) -> None:
        del self.cards[card]
        del self.drafts[draft]
        self.pairs.append(Match(card, draft, how, score, lead))

    def exact(
        self, how: str, mine: Callable[[Standing], Iterable[Hashable]], theirs: Callable[[int], Hashable]
    ) -> None:
        """Pair what has the same key, in order; what is left over on either side goes on to the next pass."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for index in self.cards:
            for key in mine(self.standing[index]):
                waiting[key].append(index)
        for index in list(self.drafts) if waiting else ():
            found = next((card for card in waiting.get(theirs(index), ()) if card in self.cards), None)
            if found is not None:
                self.take(found, index, how)

    def leave_out_twins(self) -> None:
        """A text that a note holds twice is one card: the second draft of it, by name, competes for none."""
        seen = {self.text(pair.offered) for pair in self.pairs}
        for index in sorted(self.drafts, key=self.name):
            if (key := self.text(index)) in seen:
                del self.drafts[index]
            seen.add(key)

    def same_support(self) -> None:
        """Pair what the same words support, where just one card and one draft have them."""
        if not self.cards:
            return
        cards: dict[Hashable, list[int]] = defaultdict(list)
        drafts: dict[Hashable, list[int]] = defaultdict(list)
        for index in self.cards:
            standing = self.standing[index]
            stamp, source = standing.card.stamp, standing.card.source
            if stamp is not None and source is not None:
                contents = standing.contents
                keys = {key for one in contents for key in supports_of(one, stamp.by, source.quote, standing.note)}
                for support in keys:
                    cards[support].append(index)
        for index in self.drafts:
            draft, note = self.offered[index]
            for support in set(supports_of(draft.content, draft.by, draft.source.quote, note)):
                drafts[support].append(index)
        for shared, mine in cards.items():
            theirs = drafts.get(shared, [])
            if len(mine) != 1 or len(theirs) != 1 or mine[0] not in self.cards or theirs[0] not in self.drafts:
                continue
            if self.may_be(mine[0], theirs[0]):
                self.take(mine[0], theirs[0], "quote")

    def may_be(self, card: int, draft: int) -> bool:
        """Whether a card that the words of a draft support asks for the same, the concept's name aside."""
        standing, offered = self.standing[card], self.offered[draft]
        if offered.draft.by in OF_A_NOTE:
            return True  # there is one a note, and its question is made of names
        content = offered.draft.content
        question = asked(asked_text(content))
        return any(
            hide_alike(mine, content) and not another_fact(asked(asked_text(mine)), question)
            for mine in standing.contents
        )

    def find_moved_notes(self) -> None:
        """Where the notes that are gone went: to where most of their cards did."""
        votes: dict[str, Counter[NotePath]] = defaultdict(Counter)
        for pair in self.pairs:
            if self.standing[pair.standing].note is None:
                votes[named_note(self.standing[pair.standing].card)][self.offered[pair.offered].note] += 1
        self.moved = {name: notes.most_common(1)[0][0] for name, notes in votes.items()}

    def alike(self) -> None:
        """Pair what is left of each note for the highest total; what was too close to call is left open."""
        by_note: dict[NotePath, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for index in self.cards:
            standing = self.standing[index]
            note = standing.note or self.moved.get(named_note(standing.card))
            if note is not None:
                by_note[note][0].append(index)
        for index in self.drafts:
            if self.offered[index].note in by_note:
                by_note[self.offered[index].note][1].append(index)
        for mine, theirs in by_note.values():
            judged = {
                (card, draft): self.judge(self.standing[card], self.offered[draft].draft)
                for card in mine
                for draft in theirs
            }
            edges = {pair: score for pair, (score, veto) in judged.items() if not veto}
            found = self.settle(edges, "alike")
            self.ambiguous |= found.rows
            self.contested |= found.columns
            for (card, draft), (score, veto) in judged.items():
                if not veto:
                    veto = "race" if card in found.rows or draft in found.columns else "taken"
                _nearer(self.cards_near, card, Nearest(draft, score, veto))
                _nearer(self.drafts_near, draft, Nearest(card, score, veto))

    def settle(self, edges: Mapping[tuple[int, int], float], how: str) -> Assignment:
        """Take the pairs that win; those of a close race stay open."""
        found = assign(edges, MARGIN)
        for card, draft in found.pairs.items():
            self.take(card, draft, how, edges[card, draft], found.leads[card])
        return found

    def judge(self, standing: Standing, draft: Draft) -> tuple[float, str]:
        """How alike a card and a draft are, and what speaks against their being one: see `Nearest.veto`."""
        judged = []
        for content in standing.contents:
            score, veto = judge(standing.card, content, draft)
            if not veto and another_concept(asked_text(content), asked_text(draft.content), self.names()):
                veto = "concept"
            judged.append((not veto, score, veto))
        _, score, veto = max(judged)
        return score, veto

    def elsewhere(self, travel: Travel) -> None:
        """Pair cards whose words left their note with new drafts of other notes that say the same.

        Of a close race nobody wins, and nothing waits for it: the card is retired, and would be in no race any more.
        """
        drafts = [index for index in self.drafts if index not in self.contested and self.may_travel(index, travel)]
        left = [index for index in self.cards if drafts and index not in self.ambiguous]
        words = {index: found for index in left if (found := _said(self.standing[index]))}
        lost = sorted(travel.lost(words)) if words else []
        texts = [(card, one) for card in lost for one in words[card]]
        shelf = Shelf([one for _, one in texts], self.names)
        edges: dict[tuple[int, int], float] = {}
        for draft in drafts if texts else ():
            offered = self.offered[draft]
            for place, score in shelf.near(said(offered.draft.content, offered.draft.source.quote)):
                card = texts[place][0]
                if self.standing[card].note != offered.note:
                    edges[card, draft] = max(score, edges.get((card, draft), 0.0))
        self.settle(edges, "elsewhere")

    def may_travel(self, draft: int, travel: Travel) -> bool:
        return self.offered[draft].draft.by not in OF_A_NOTE and travel.is_new(draft)


def _nearer(found: dict[int, Nearest], index: int, one: Nearest) -> None:
    if index not in found or found[index].score < one.score:
        found[index] = one


def _said(standing: Standing) -> list[Said]:
    """What a card says, in all its forms; nothing of a card that goes with its note, or has gone already."""
    stamp, source = standing.card.stamp, standing.card.source
    if stamp is None or source is None or not stamp.base or stamp.retired or stamp.by in OF_A_NOTE:
        return []
    return [said(content, source.quote) for content in standing.contents]
