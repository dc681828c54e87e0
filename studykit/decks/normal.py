"""The normal form of a card: what printing a card and reading it again gives back exactly.

    texts      LF line ends; no blank lines and no white space at either end; lone surrogates replaced by U+FFFD
    options    one line each
    source     note and heading on one line; no source without a note
    tags       none that are empty
    a card without a comment: not `reversed`, and outside fences no two blank lines in a row, as those would end it

Whoever compares a draft with a card from a file brings the draft into this form first.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from studykit.decks.grammar import CONTENT, DELETION, QUESTION, Special, blank, content_lines
from studykit.model.card import Basic, Card, Choice, Cloze, Content, Option, Source, Typed
from studykit.text.expression import Expression

_SURROGATE: Final = Expression("[\ud800-\udfff]")


def normal_text(text: str) -> str:
    """A field in normal form."""
    if not text.isprintable():  # neither carriage returns nor surrogates are; asking is faster than looking for them
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.isascii():
            text = _SURROGATE.sub("\ufffd", text)
    return text.strip()


def normal_line(text: str) -> str:
    """A text of one line in normal form: line ends become blanks."""
    normal = normal_text(text)
    if "\n" not in normal:
        return normal
    parts = (part.strip() for part in normal.split("\n"))
    return " ".join(part for part in parts if part)


def normal_source(source: Source | None) -> Source | None:
    """A source in normal form, None where it names no note."""
    if source is None or not (note := _normal_note(source.note)):
        return None
    heading, quote = _normal_heading(source.heading), normal_text(source.quote)
    same = quote is source.quote and heading == source.heading and note == source.note
    return source if same else Source(note, heading, quote)


_normal_note = lru_cache(maxsize=256)(normal_line)
"""Of the drafts of a note, one after the other, it is the same, and so mostly is the heading."""


@lru_cache(maxsize=256)
def _normal_heading(heading: str) -> str:
    return " ".join(normal_text(heading).split())


def normal_content(content: Content) -> Content:
    """A content in normal form."""
    match content:
        case Basic():
            asked, answered = normal_text(content.question), normal_text(content.answer)
            more = normal_text(content.detail)
            if asked is content.question and answered is content.answer and more is content.detail:
                return content  # as most are: a deck then holds the very values of its drafts
            return Basic(asked, answered, more, content.reversed)
        case Cloze(text, detail):
            return Cloze(normal_text(text), normal_text(detail))
        case Choice(question, options, detail):
            lines = tuple(Option(normal_line(option.text), option.right) for option in options)
            return Choice(normal_text(question), lines, normal_text(detail))
        case Typed(question, answer, detail):
            return Typed(normal_text(question), normal_text(answer), normal_text(detail))


def normal_card(card: Card) -> Card:
    """A card in normal form. It is its own normal form."""
    content, source, stamp = normal_content(card.content), normal_source(card.source), card.stamp
    if stamp is None:
        content = _without_comment(content)
    elif "" in stamp.tags:
        stamp = replace(stamp, tags=tuple(tag for tag in stamp.tags if tag))
    if content is card.content and source is card.source and stamp is card.stamp:
        return card
    normal = Card(content, source, stamp)
    return card if normal == card else normal


def _without_comment(content: Content) -> Content:
    match content:
        case Basic(question, answer, detail):
            return Basic(_single_blanks(question, QUESTION), _single_blanks(answer), _single_blanks(detail))
        case Cloze(text, detail):
            return Cloze(_single_blanks(text), _single_blanks(detail))
        case Choice(question, options, detail):
            return Choice(_single_blanks(question, QUESTION), options, _single_blanks(detail))
        case Typed(question, answer, detail):
            return Typed(_single_blanks(question, QUESTION), _single_blanks(answer), _single_blanks(detail))


def _single_blanks(text: str, special: Special = CONTENT) -> str:
    if "\n" not in text:
        return text
    kept: list[str] = []
    after_blank = False
    for line, (_, verbatim) in zip(text.split("\n"), content_lines(text, special), strict=True):
        is_blank = not verbatim and blank(line)
        if not (is_blank and after_blank):
            kept.append(line)
        after_blank = is_blank
    return "\n".join(kept)


def content_fault(content: Content) -> str | None:
    """Why a content in normal form is no card, as a code of `messages/errors.py`; None where it is one."""
    match content:
        case Basic() | Typed():
            if not content.question:
                return "card-no-question"
            return None if content.answer else "card-no-answer"
        case Cloze():
            return None if DELETION.search(content.text) else "card-no-deletion"
        case Choice(question, options):
            if not question:
                return "card-no-question"
            if not all(option.text for option in options):
                return "card-empty-option"
            if len(options) < 2:
                return "card-few-options"
            return None if any(option.right for option in options) else "card-no-right-option"
