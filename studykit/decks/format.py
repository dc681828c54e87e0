"""The deck file's format, in one place to import from. Two laws hold:

    parse(print_deck(deck)) == deck                 print_deck(parse(text)) == text

    deck       the values: Deck, Header, Prose, CardBlock
    grammar    the lines that mean something, fences, escaping
    header     the frontmatter                      comment    a card's comment and its source
    fields     a card's fields                      normal     the form that printing and reading keep
    parse, print                                    edit       changing cards in place

The first law holds for cards in normal form (`normal_card`) and decks whose blocks are such as parsing gives: no two
proses in a row, and behind a card without a comment something that ends it. `edit` makes no others.
"""

from studykit.decks.comment import parse_time, print_time
from studykit.decks.deck import Block, CardBlock, Deck, Header, Prose
from studykit.decks.edit import insert_cards, insert_groups, new_deck, remove_cards, replace_cards, with_header
from studykit.decks.normal import content_fault, normal_card, normal_content, normal_source, normal_text
from studykit.decks.parse import parse
from studykit.decks.print import card_block, print_card, print_deck

__all__ = [
    "Block",
    "CardBlock",
    "Deck",
    "Header",
    "Prose",
    "card_block",
    "content_fault",
    "insert_cards",
    "insert_groups",
    "new_deck",
    "normal_card",
    "normal_content",
    "normal_source",
    "normal_text",
    "parse",
    "parse_time",
    "print_card",
    "print_deck",
    "print_time",
    "remove_cards",
    "replace_cards",
    "with_header",
]
