"""One card as a deck file prints it, for a person to edit or for the store to keep, and read back."""

from typing import Final

from studykit.decks.format import normal_card, parse, print_card
from studykit.errors import DeckFileError
from studykit.model.card import Basic, Card, Content, Source, Stamp
from studykit.model.ids import CardId

_HEADER: Final = "---\ndeck: x\n---\n"
_STAMP: Final = Stamp(CardId("0" * 10), "me", "", 0)


def read_card(text: str) -> Card:
    """The card that `print_card` printed."""
    (block,) = parse(_HEADER + text).cards
    return block.card


def editable(content: Content, source: Source) -> str:
    """A card without its comment. A comment is put behind it for printing, as a card without one ends sooner."""
    return print_card(normal_card(Card(content, source, _STAMP))).rpartition("<!--")[0]


def edited_content(text: str, before: Content, name: str) -> Content:
    """What a person made of `editable`'s text. DeckFileError, with `name` and the line in that text, where it is not
    one card."""
    whole = text.replace("\r\n", "\n").strip("\n")
    comment = print_card(Card(Basic("x", "x"), None, _STAMP)).rpartition("\n<!--")[2]
    lines = _HEADER.count("\n")
    try:
        blocks = parse(f"{_HEADER}{whole}\n<!--{comment}").blocks
    except DeckFileError as error:
        others = {key: value for key, value in error.parameters.items() if key not in ("path", "line", "column")}
        raise DeckFileError(
            error.code, line=max(error.line - lines, 1), column=error.column, path=name, **others
        ) from None
    if len(blocks) != 1:
        raise DeckFileError("drafts-not-one-card", line=1, path=name)
    (block,) = parse(f"{_HEADER}{whole}\n<!--{comment}").cards
    content = block.card.content
    if isinstance(content, Basic) and isinstance(before, Basic):
        return Basic(content.question, content.answer, content.detail, before.reversed)
    return content
