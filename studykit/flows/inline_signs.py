"""Tags of a note that another tool reads as signs: `#card`, `#flashcards/a/b`. The cards do without them."""

from dataclasses import replace

from studykit.model.inline import Inline
from studykit.model.note import Note


def without_signs(note: Note, inline: Inline) -> Note:
    """A note without tags that are only signs of another tool: they say what a card is, or its deck, and no subject."""
    heads = {tag.casefold() for tag in inline.deck_tags} if "spaced-repetition" in inline.syntaxes else set()
    kinds = {tag.casefold() for tag in inline.card_tags} if "flashcards" in inline.syntaxes else set()
    kinds |= {f"{tag}{mark}reverse" for tag in kinds for mark in "-/_"}

    def is_sign(tag: str) -> bool:
        return tag.casefold() in kinds or tag.partition("/")[0].casefold() in heads

    tags = tuple(tag for tag in note.tags if not is_sign(tag))
    return replace(note, tags=tags) if tags != note.tags else note
