"""Which lints a draft calls for: nearly every draft is sound, and a lint that is not called would say nothing.

Lints of wording are called by words (`cues`). Of most questions and their answers, one look at what was counted and at
the letters tells that the others have nothing to say either.
"""

from typing import Final

from studykit.drafting.lints import asking, wording
from studykit.drafting.lints.asking import LISTED, may_be_trivia
from studykit.drafting.lints.context import LANGUAGE_WORDS, Context
from studykit.drafting.lints.cues import Cues
from studykit.drafting.lints.facts import ALNUM, LEAK_NEW_WORDS, new_words
from studykit.drafting.lints.form import ANSWER_FLAG, LABELLED, MARKUP, QUESTION_LEAST, QUESTION_MOST
from studykit.drafting.lints.gap import CUTS, may_have_gap
from studykit.drafting.lints.novel import is_told
from studykit.drafting.lints.sides import Sides
from studykit.drafting.lints.sound import SOUND
from studykit.drafting.lints.table import BIT, EVERY
from studykit.drafting.lints.wording import is_placed
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
_ANSWERED: Final = Cues({BIT["enumeration"]: "\n", BIT["passing"]: wording.PASSING_CUES})
"""What the words of a question and of an answer call for."""
_WORDED: Final = _ASKED.every | _ANSWERED.every | BIT["no-question"]
"""Lints that words call for."""

_EMPTY, _QUOTE, _GAP, _LEAK, _NOVEL = (BIT[name] for name in ("empty", "quote", "gap", "leak", "novel"))
_LANGUAGE, _FORMAT, _TRIVIA = (BIT[name] for name in ("language", "format", "trivia"))
_ASKED_LENGTH, _LENGTH = BIT["question-length"], BIT["answer-length"]
_TITLE, _LIST = BIT["title"], BIT["enumeration"]


def called_by(read: Sides, context: Context) -> int:
    """The lints that a draft calls for, as bits."""
    called = _by_words(read)
    if isinstance(read.content, (Cloze, Choice)):
        return called | EVERY ^ _WORDED
    return called | _by_counts(read, context) | _by_look(read, context)


def _by_words(read: Sides) -> int:
    """Lints of wording: all where it is no plain question with a mark and a plain answer."""
    asked, answer, words = read.question, read.answer, read.asked.latin
    if not read.plain:
        asked, answer = read.front.prose, read.back.prose
        if read.back.items:
            return _WORDED
    if asked.count("？") + asked.count("?") != 1:
        return _WORDED
    shown = asked if read.plain else read.front.shown
    if shown is not asked:
        asked, words = f"{asked}\n{shown}", words + read.words[0].latin
    called = _ASKED.called_by(asked, words) | _ANSWERED.called_by(answer, read.answered.latin)
    if called & _TITLE and is_placed(shown):
        called ^= _TITLE
    return called if answer.count("、") < LISTED else called | _LIST


def _by_counts(read: Sides, context: Context) -> int:
    """Lints that go by how many words of what kind there are."""
    _, asked_words, asked_han, asked_plain = read.asked
    _, words, han, plain = read.answered
    asked, size = asked_words + asked_han, words + han
    total, spoken = asked + size, size
    called = 0
    if not (asked and size and asked_plain and plain):
        called = _EMPTY
    if not read.plain:
        asked, spoken = asked + read.front.unspoken, size + read.back.unspoken
    if not QUESTION_LEAST <= asked <= QUESTION_MOST:
        called |= _ASKED_LENGTH
    if spoken > ANSWER_FLAG:
        called |= _LENGTH
    if total >= LANGUAGE_WORDS and context.may_be_apart((asked_han + han) / total):
        called |= _LANGUAGE
    if not "\u4e00" <= read.answer[:1] <= "\u9fff" and (not plain or may_be_trivia(read.shown[1], spoken)):
        called |= _TRIVIA
    return called


def _by_look(read: Sides, context: Context) -> int:
    """Lints that look at the letters. An answer that stands in the quote is not looked at twice."""
    quote, question, answer, detail = read.quote, read.question, read.answer, read.content.detail
    held = context.holds(quote)
    called = 0
    if not held or ALNUM.search(quote) is None:
        called = _QUOTE
    own = "" if read.plain and answer in quote else answer
    if not CUTS.isdisjoint((quote[-1:], answer[-1:])) or may_have_gap(quote, question, detail, own):
        called |= _GAP
    if new_words(read)[0] < LEAK_NEW_WORDS:
        called |= _LEAK
    if (read.answered.latin or not read.plain) and not (held and is_told(quote, answer)):
        called |= _NOVEL
    if not LABELLED.isdisjoint((question[:1], answer[:1], detail[:1])) or not _are_sound(read):
        called |= _FORMAT
    return called


def _are_sound(read: Sides) -> bool:
    """Whether all marks are plainly in pairs."""
    detail = read.content.detail
    if detail and MARKUP.search(detail) is not None and SOUND.fullmatch(detail) is None:
        return False
    return read.plain or (read.front.is_sound and read.back.is_sound)
