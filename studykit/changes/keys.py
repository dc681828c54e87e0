"""By what a card is known again without comparing texts: its text as last drafted, its question, what supports it."""

from collections.abc import Callable, Hashable, Iterator
from typing import Final
from zlib import crc32

from studykit.changes.elsewhere import asked
from studykit.changes.faces import in_order
from studykit.changes.matches import Offered, Standing
from studykit.model.card import Card, Content, content_digest
from studykit.model.ids import NotePath
from studykit.text.expression import Expression
from studykit.text.normal import normal

_GLOSS: Final = "rules:gloss"
_BRIEF: Final = "rules:brief"
OF_A_NOTE: Final = frozenset({_GLOSS, _BRIEF})
"""Drafters of cards of which each note has one, whatever it says."""
_LONG: Final = 12
"""So many letters are hardly said twice in a vault."""
_LINK: Final = Expression(r"\[\[([^\[\]|#\n]+)")


def keys_of_card(standing: Standing) -> set[int]:
    """What a card has in common with every draft, of whatever note, that a pass across notes could take for it."""
    stamp, source = standing.card.stamp, standing.card.source
    found = {_key_of_digest(base_of(standing.card))}
    for content in standing.contents:
        if stamp is not None and source is not None:
            found.update(_keys_of_support(content, stamp.by, source.quote, standing.note))
    return found


class DigestOf(dict[Content, str]):
    """`content_digest` of texts, each worked out once where several ask for it: a large vault has more than that
    function keeps."""

    def __missing__(self, content: Content) -> str:
        found = self[content] = content_digest.__wrapped__(content)
        return found


def keys_of_draft(offered: Offered, digest: Callable[[Content], str] = content_digest) -> set[int]:
    """The same of a draft: see `keys_of_card`."""
    draft, note = offered
    return {
        _key_of_digest(digest(in_order(draft.content))),
        *_keys_of_support(draft.content, draft.by, draft.source.quote, note),
    }


def _keys_of_support(content: Content, by: str, quote: str, note: NotePath | None) -> list[int]:
    """What two cards have in common that share one of `supports_of`: words of some length are enough.

    A large vault is asked for these of every draft that waits, and there are hardly more with the same words.
    """
    found = []
    if said := normal(quote):
        long = len(said) >= _LONG
        found.append(_key(by, said) if long else _key(by, said, normal(content.back)))
        if "[[" in quote or not long:
            unnamed = normal(_LINK.sub("", quote))
            found.append(
                _key(by, unnamed) if len(unnamed) >= _LONG else _key(by, unnamed, normal(asked(content.front)))
            )
    if by in OF_A_NOTE:
        found += [_key(*map(str, parts)) for parts in _of_its_note(by, quote, note)]
    return found


def _key(*parts: str) -> int:
    """CRC-32 of some words: that other ones have the same is rare, and only makes a build look at more than it need."""
    return crc32("\x1f".join(parts).encode("utf-8", "surrogatepass"))


def _key_of_digest(base: str) -> int:
    """The beginning of a digest in hex as a key."""
    return int(base[:8], 16)


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
        unnamed = normal(_LINK.sub("", quote)) if "[[" in quote else said
        yield by, content.kind, "asked", unnamed, normal(asked(content.front))
    yield from _of_its_note(by, quote, note)


def _of_its_note(by: str, quote: str, note: NotePath | None) -> Iterator[tuple[object, ...]]:
    """What supports a card of which each note has one."""
    if by == _GLOSS and (link := _LINK.search(quote)) is not None:
        yield by, note, normal(link.group(1).rpartition("/")[2])
    if by == _BRIEF and note is not None:
        yield by, note
