"""Lints of grounding: that a card says what its note says, in its words, and does not give its answer away."""

from collections.abc import Container
from typing import Final

from studykit.drafting.lints.cloze import deletions
from studykit.drafting.lints.context import LANGUAGE_APART, LANGUAGE_WORDS, Context
from studykit.drafting.lints.finding import Finding, error, flag
from studykit.drafting.lints.reading import Reading, reading
from studykit.drafting.lints.sides import Sides
from studykit.drafting.lints.wordlists import FUNCTION_WORDS
from studykit.model.card import Choice, Cloze
from studykit.text.caseless import Phrases
from studykit.text.expression import Expression
from studykit.text.normal import bigrams, has_two_han, normal

LEAK_SHARE: Final = 0.6
LEAK_NEW_WORDS: Final = 2
LEAK_WORDS: Final = 3  # pairs of letters of one or two words stand in many others: `rate` in `generate`

_MOST_SEARCHED: Final = 200
"""Characters of a text that is looked through faster than a set of them is made."""
ALNUM: Final = Expression(r"[^\W_]")
_LATIN_FUNCTION_WORDS: Final = frozenset(word.encode() for word in FUNCTION_WORDS if word.isascii())
_ALTERNATIVES: Final = Phrases(r"还是|或者?|\bor\b|\bversus\b|\bvs\b|\bbetween\b", "还是|或|or|vs|versus|between")
_BECOMES_HAN: Final = Expression(
    "[\u2e80-\u2fdf\u3038-\u303a\u3190-\u33ff\uf900-\ufaff\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f]"
)
"""Characters that compatibility makes a common CJK character of."""


def leak(sides: Sides, context: Context) -> Finding | None:
    """Lint 7: the question holds its answer.

    The answer (two CJK characters or four Latin letters at least) stands in it word for word; or the question has 0.6
    of its bigrams, the concept's own names aside, and the answer adds fewer than two words of its own: an answer that
    repeats the question's frame and then says something new is none. A question of alternatives ("A or B?") names its
    answer on purpose. In a cloze, what is deleted may not stand elsewhere in the text.
    """
    if isinstance(sides.content, Cloze):
        return _cloze_leak(sides.content)
    new, latin = new_words(sides)
    front, back = sides.front, sides.back
    if new >= LEAK_NEW_WORDS or not _long_enough(back.shown) or _names_alternatives(front):
        return None
    if not (new or latin) and _may_be_within(sides) and back.spelled in front.spelled:
        return error("lint-leak", found=back.shown.strip()[:40])
    if isinstance(sides.content, Choice) or not LEAK_WORDS <= sides.back_weight <= 4 * sides.front_weight:
        return None
    asked = front.spelled.split("\x00")
    words = {word for word in back.spelled.split("\x00") if word not in FUNCTION_WORDS}.difference(asked)
    if len(words) >= LEAK_NEW_WORDS:
        return None
    told = bigrams(back.shown) - context.name_bigrams
    if told and len(told & bigrams(front.shown)) >= LEAK_SHARE * len(told):
        return error("lint-leak", found=back.shown.strip()[:40])
    return None


def _cloze_leak(content: Cloze) -> Finding | None:
    taken = deletions(content.text)
    if not taken.found:
        return None
    left = reading(taken.left).spelled
    for _, target in taken.found:
        if _long_enough(target):
            spelled = reading(target).spelled
            if len(spelled) > 2 and spelled in left:
                return error("lint-leak", found=target.strip()[:40])
    return None


def _may_be_within(sides: Sides) -> bool:
    """Whether the words of the answer may stand in the question: not where they are more. To spell both costs more."""
    if sides.back.shown is not sides.back.prose or sides.front.shown is not sides.front.prose:
        return True
    return sides.answered.number + sides.answered.han <= sides.asked.number + sides.asked.han


def new_words(sides: Sides) -> tuple[int, set[bytes]]:
    """How many words the answer has of its own that say something, which may be too few, but for two and more; and
    those in Latin letters. Where one side is not plain to read, those are not looked for.
    """
    question, answer = sides.shown
    new = _new_characters(answer, question)
    if new and not sides.plain and _BECOMES_HAN.search(question) is not None:
        new = 0
    if new >= LEAK_NEW_WORDS:
        return new, set()
    asked, answered = sides.words
    if not (asked.plain and answered.plain):
        return new, set()
    latin = set(answered.latin).difference(asked.latin)
    return new + len(latin - _LATIN_FUNCTION_WORDS), latin


def _new_characters(answer: str, question: str) -> int:
    """How many common CJK characters the answer has of its own that say something. Counts to two."""
    if answer.isascii():
        return 0
    asked: Container[str] = question if len(question) < _MOST_SEARCHED else frozenset(question)
    new = ""
    for character in answer:
        if "\u4e00" <= character <= "\u9fff" and character not in FUNCTION_WORDS and character not in asked:
            if new and new != character:
                return LEAK_NEW_WORDS
            new = character
    return len(new)


def _long_enough(answer: str) -> bool:
    if has_two_han(answer):
        return True
    plain = normal(answer)
    return len(plain) >= 4 and not plain.isdigit()


def _names_alternatives(front: Reading) -> bool:
    if _ALTERNATIVES.search(front.prose, front.folded):
        return True
    return "哪" in front.prose and any(joint in front.prose for joint in "和与、跟")


def quote_missing(sides: Sides, context: Context) -> Finding | None:
    """Lint 14: the quote is empty, or stands neither in the unit's text nor in the concept's gloss.

    Compared without white space, Markdown and widths, else as the passage that is 0.9 alike with the same digits and
    negations (`grounding`).
    """
    quote, gloss = sides.quote, context.gloss
    if ALNUM.search(quote) is not None and context.holds(quote):
        return None  # as nearly every quote does, and nobody asks where
    if gloss and quote in gloss and context.gloss_index.find(quote) is not None:
        return None  # the MOC's own words, which the unit would be looked through for in vain
    if context.index.find(quote) is not None:
        return None
    if gloss and context.gloss_index.find(quote) is not None:
        return None
    return error("lint-quote", quote=quote.strip()[:40])


def language(sides: Sides, context: Context) -> Finding | None:
    """Lint 16: the share of CJK among the words of the card is more than 0.4 away from the unit's.

    By words, not letters, so that English terms in Chinese prose count one each; formulas and code are left out, and
    a card of fewer than eight words has no language.
    """
    asked, answered = sides.asked, sides.answered
    han = asked.han + answered.han
    total = asked.number + answered.number + han
    if total < LANGUAGE_WORDS:
        return None
    card = han / total
    if not context.may_be_apart(card):
        return None
    unit = context.han_share
    if unit is None or abs(card - unit) <= LANGUAGE_APART:
        return None
    return flag("lint-language", card=f"{card:.0%}", unit=f"{unit:.0%}")
