"""Cards and decks as text. What is printed here, `parse` reads back as the same value."""

from studykit.decks.comment import print_comment, print_source
from studykit.decks.deck import CardBlock, Deck
from studykit.decks.grammar import CONTENT, QUESTION, Special, content_lines, fence_opening
from studykit.decks.normal import content_fault, normal_card
from studykit.model.card import Basic, Card, Choice, Cloze, Typed


def print_deck(deck: Deck) -> str:
    """The file's text: the text of every block, one after the other."""
    text = "".join([deck.header.raw, *[block.raw for block in deck.blocks]])
    if deck.newline != "\n":
        text = text.replace("\n", deck.newline)
    return "\ufeff" + text if deck.bom else text


def card_block(card: Card) -> CardBlock:
    """A card as a block of its own, in normal form. ValueError (a code) where it could not be read again."""
    normal = normal_card(card)
    return CardBlock(normal, print_card(normal))


def print_card(card: Card) -> str:
    """The lines of a card in normal form, with a line feed at the end. ValueError where it could not be read again."""
    fault = content_fault(card.content)
    if fault is not None:
        raise ValueError(fault)
    fields = print_fields(card)
    if card.stamp is None:
        return f"{fields}\n"
    backwards = isinstance(card.content, Basic) and card.content.reversed
    return f"{fields}\n{print_comment(card.stamp, backwards=backwards)}\n"


def print_fields(card: Card) -> str:
    """A card without its comment, without a line feed at the end."""
    content = card.content
    match content:
        case Basic():
            lines = [_field("Q:", content.question, QUESTION), _field("A:", content.answer)]
        case Typed():
            lines = [_field("Q:", content.question, QUESTION), _field("T:", content.answer)]
        case Cloze():
            lines = [_field("C:", content.text)]
        case Choice():
            lines = [_field("Q:", content.question, QUESTION)]
            lines += [f"- [{'x' if option.right else ' '}] {option.text}" for option in content.options]
    if content.detail:
        lines += ["+", _escaped(content.detail, CONTENT)]
    if card.source is not None:
        lines.append(print_source(card.source))
    return "\n".join(lines)


def _field(token: str, text: str, special: Special = CONTENT) -> str:
    if "\n" not in text and "```" not in text and "~~~" not in text:  # as most are
        return f"{token} {text}"
    first, feed, others = text.partition("\n")
    if fence_opening(first):
        return f"{token}\n{_escaped(text, special)}"
    if not feed:
        return f"{token} {first}"
    # the first line opens no fence, so the lines behind it are escaped as they would be with it
    return f"{token} {first}\n{_escaped(others, special)}"


def _escaped(text: str, special: Special) -> str:
    if "\n" not in text:  # as in most details
        bare = text.lstrip("\\")
        if special.match(bare) is None and not fence_opening(bare):
            return text
    return "\n".join([line for line, _ in content_lines(text, special)])
