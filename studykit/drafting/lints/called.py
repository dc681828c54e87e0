"""Which lints a draft calls for: nearly every draft is sound, and a lint that is not called would say nothing.

Lints of wording are called by words (`cues`). Where both sides are plainly words and punctuation, as most are, one look
at what was counted tells that most of the others have nothing to say either.
"""

from typing import Final

from studykit.drafting.lints import asking, wording
from studykit.drafting.lints.context import LANGUAGE_APART, LANGUAGE_WORDS, Context
from studykit.drafting.lints.counting import words_of
from studykit.drafting.lints.cues import Cues
from studykit.drafting.lints.facts import LATIN_FUNCTION_WORDS, LEAK_NEW_WORDS, new_characters, stands_in
from studykit.drafting.lints.form import ANSWER_FLAG, LABELLED, MARKUP, QUESTION_LEAST, QUESTION_MOST
from studykit.drafting.lints.gap import CUTS, SUSPECT
from studykit.drafting.lints.sides import Sides
from studykit.drafting.lints.sound import SOUND
from studykit.drafting.lints.table import BIT, EVERY
from studykit.model.card import Choice, Cloze

_ASKED: Final = Cues(
    {
        BIT["dangling"]: wording.POINTING_CUES,
        BIT["yes-no"]: asking.YES_NO_CUES,
        BIT["enumeration"]: asking.LIST_CUES,
        BIT["double"]: asking.JOINT_CUES,
        BIT["soft"]: wording.SOFT_CUES,
        BIT["title"]: wording.TITLE_CUES,
        BIT["passing"]: wording.PASSING_CUES,
    }
)
_ANSWERED: Final = Cues({BIT["enumeration"]: "、|\n", BIT["passing"]: wording.PASSING_CUES})
"""What the words of a question and of an answer call for."""
_WORDED: Final = _ASKED.every | _ANSWERED.every | BIT["no-question"]
"""Lints that words call for."""

_EMPTY, _QUOTE, _GAP, _LEAK, _NOVEL = (BIT[name] for name in ("empty", "quote", "gap", "leak", "novel"))
_LANGUAGE, _FORMAT, _TRIVIA = (BIT[name] for name in ("language", "format", "trivia"))
_ASKED_LENGTH, _LENGTH = BIT["question-length"], BIT["answer-length"]
_LOOKED_AT: Final = _QUOTE | _GAP | _LEAK | _NOVEL | _FORMAT


def called_by(read: Sides, context: Context) -> int:
    """The lints that a draft calls for, as bits."""
    called = _by_words(read)
    if isinstance(read.content, (Cloze, Choice)):
        return called | EVERY ^ _WORDED
    called |= _by_counts(read, context)
    return called | (_by_look(read, context) if read.plain else _LOOKED_AT)


def _by_words(read: Sides) -> int:
    """Lints of wording: all where it is no plain question with a mark and a plain answer."""
    front, back = read.front, read.back
    asked, words = front.prose, read.asked.latin
    if asked.count("？") + asked.count("?") != 1 or back.items:
        return _WORDED
    if front.shown is not asked:
        asked, words = f"{asked}\n{front.shown}", words + words_of(front.shown).latin
    return _ASKED.called_by(asked, words) | _ANSWERED.called_by(back.prose, read.answered.latin)


def _by_counts(read: Sides, context: Context) -> int:
    """Lints that go by how many words of what kind there are."""
    _, asked_words, asked_han, asked_plain = read.asked
    _, words, han, plain = read.answered
    asked, size = asked_words + asked_han, words + han
    called = 0
    if not (asked and size and asked_plain and plain):
        called = _EMPTY
    if not QUESTION_LEAST <= asked + read.front.unspoken <= QUESTION_MOST:
        called |= _ASKED_LENGTH
    if size + read.back.unspoken > ANSWER_FLAG:
        called |= _LENGTH
    if asked + size >= LANGUAGE_WORDS:
        share = (asked_han + han) / (asked + size)
        least, most = context.han_bounds
        if most - share > LANGUAGE_APART or share - least > LANGUAGE_APART:
            called |= _LANGUAGE
    return called if "\u4e00" <= read.answer[:1] <= "\u9fff" else called | _TRIVIA


def _by_look(read: Sides, context: Context) -> int:
    """Lints that look at the letters, where both sides are plain."""
    quote, (question, answer), detail = read.quote, read.texts, read.content.detail
    asked, words = read.asked.latin, read.answered.latin
    held, within = context.holds(quote), answer in quote
    called = 0
    if not (held and (quote[:1].isalnum() or (within and (words or read.answered.han)))):
        called = _QUOTE
    texts = f"\0{quote}\0{question}\0{detail}" if within else f"\0{quote}\0{question}\0{detail}\0{answer}"
    end = quote[-1:]
    if end in CUTS or end.isspace() or answer[-1] in "：: \u00a0\u3000" or SUSPECT.search(texts) is not None:
        called |= _GAP
    new = new_characters(answer, question)
    if new < LEAK_NEW_WORDS and new + len({*words}.difference(asked, LATIN_FUNCTION_WORDS)) < LEAK_NEW_WORDS:
        called |= _LEAK
    if words and not (held and within and stands_in(quote, answer)):
        called |= _NOVEL
    if question[0] in LABELLED or answer[0] in LABELLED or (detail and not _is_sound(detail)):
        called |= _FORMAT
    return called


def _is_sound(detail: str) -> bool:
    first = detail[0]
    if first in LABELLED or first.isspace():
        return False
    return MARKUP.search(detail) is None or SOUND.fullmatch(detail) is not None
