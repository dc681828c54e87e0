"""By what a card is known again without comparing texts: its text as last drafted, its question, what supports it."""

from collections.abc import Hashable, Iterator
from typing import Final

from studykit.changes.elsewhere import asked
from studykit.changes.faces import in_order
from studykit.changes.matches import Offered, Standing
from studykit.model.card import Card, Content, content_digest
from studykit.model.ids import NotePath, digest_number
from studykit.text.expression import Expression
from studykit.text.normal import normal

_GLOSS: Final = "rules:gloss"
_BRIEF: Final = "rules:brief"
OF_A_NOTE: Final = frozenset({_GLOSS, _BRIEF})
"""Drafters of cards of which each note has one, whatever it says."""
_LINK: Final = Expression(r"\[\[([^\[\]|#\n]+)")


def keys_of_card(standing: Standing) -> set[int]:
    """What a card has in common with every draft, of whatever note, that a pass across notes could take for it."""
    stamp, source = standing.card.stamp, standing.card.source
    found = {_key(base_of(standing.card))}
    for content in standing.contents:
        if stamp is not None and source is not None:
            found |= {_key(*key) for key in supports_of(content, stamp.by, source.quote, standing.note)}
    return found


def keys_of_draft(offered: Offered) -> set[int]:
    """The same of a draft: see `keys_of_card`."""
    draft = offered.draft
    supports = supports_of(draft.content, draft.by, draft.source.quote, offered.note)
    return {_key(digest_of(draft.content)), *(_key(*key) for key in supports)}


def _key(*parts: object) -> int:
    return digest_number("tie", *map(str, parts), bits=60)


def digest_of(content: Content) -> str:
    """A digest of a text; of a cloze however its deletions are numbered."""
    return content_digest(in_order(content))


def base_of(card: Card) -> str:
    """The digest of a card's text as last drafted. Where a person changed it, only the one it was written with."""
    edited = card.stamp is not None and card.stamp.base and card.edited
    return card.stamp.base if edited and card.stamp is not None else digest_of(card.content)


def named_note(card: Card) -> str:
    """The name that a card has for its note, be that there or gone."""
    return card.source.note if card.source is not None else ""


def front_of(content: Content, note: NotePath | None) -> Hashable:
    """A question in its note."""
    return note, content.kind, normal(in_order(content).front)


def fronts_of(standing: Standing, note: NotePath | None) -> list[Hashable]:
    """All that a card asks or asked, in a note; nothing where that is not there."""
    return [front_of(content, note) for content in standing.contents] if note is not None else []


def supports_of(content: Content, by: str, quote: str, note: NotePath | None) -> Iterator[tuple[object, ...]]:
    """What supports a card: its quote with its answer; a gloss the link in its line, a summary its note."""
    said = normal(quote)
    if said:
        yield by, content.kind, said, normal(content.back)
        # a link's name changes with the note it leads to, in the answer too: the same question stands for that
        yield by, content.kind, "asked", normal(_LINK.sub("", quote)), normal(asked(content.front))
    if by == _GLOSS and (link := _LINK.search(quote)) is not None:
        yield by, note, normal(link.group(1).rpartition("/")[2])
    if by == _BRIEF and note is not None:
        yield by, note
