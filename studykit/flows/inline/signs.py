"""Tags of a note that another tool reads as signs: `#card`, `#flashcards/a/b`. The cards do without them."""

from dataclasses import replace
from functools import lru_cache

from studykit.model.inline import Inline
from studykit.model.note import Note


def without_signs(note: Note, inline: Inline) -> Note:
    """A note without tags that are only signs of another tool: they say what a card is, or its deck, and no subject."""
    heads, kinds = _signs(inline)
    tags = [tag for tag in note.tags if tag.partition("/")[0].casefold() not in heads and tag.casefold() not in kinds]
    return replace(note, tags=tuple(tags)) if len(tags) < len(note.tags) else note


@lru_cache(maxsize=16)
def _signs(inline: Inline) -> tuple[frozenset[str], frozenset[str]]:
    """The first parts of tags that name decks, and the tags that make a question."""
    heads = [tag.casefold() for tag in inline.deck_tags] if "spaced-repetition" in inline.syntaxes else []
    kinds = [tag.casefold() for tag in inline.card_tags] if "flashcards" in inline.syntaxes else []
    return frozenset(heads), frozenset((*kinds, *(f"{tag}{mark}reverse" for tag in kinds for mark in "-/_")))
