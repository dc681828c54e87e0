"""Whether two states of a card are one and the same note to Anki: then neither is newer than the other.

Anki never sees where a link in a text leads, nor how a text was spelled in Markdown. A note that was made newer for
that alone would be written over what a person did to it there.
"""

from studykit.markup.html import cloze_to_html, to_html
from studykit.model.card import Basic, Card, Choice, Cloze, Content, Source


def shows_the_same(one: Card, other: Card) -> bool:
    """Whether a package holds the same of two states of one card, its time and its deck aside."""
    return (
        _stamp(one) == _stamp(other)
        and (one.source == other.source or _source(one.source) == _source(other.source))
        and (one.content == other.content or _content(one.content) == _content(other.content))
    )


def _stamp(card: Card) -> tuple[object, ...]:
    stamp = card.stamp
    return (stamp.id, stamp.guid, stamp.retired, stamp.tags) if stamp is not None else ()


def _source(source: Source | None) -> tuple[str, ...]:
    return (source.note, source.heading, _html(source.quote)) if source is not None else ()


def _content(content: Content) -> tuple[object, ...]:
    detail = _html(content.detail)
    match content:
        case Cloze(text):
            return content.kind, cloze_to_html(text, _embed), detail
        case Choice(question, options):
            return content.kind, _html(question), tuple((_html(o.text), o.right) for o in options), detail
        case Basic(reversed=backwards):
            return content.kind, _html(content.front), _html(content.back), backwards, detail
    return content.kind, _html(content.front), content.back, detail


def _html(text: str) -> str:
    return to_html(text, _embed)


def _embed(target: str) -> str:
    """Pictures by their targets: which files they are, the vault alone says."""
    return target
