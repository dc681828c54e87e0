"""Lints of grounding: that a card says what its note says, in its words, and does not give its answer away."""

import re
from collections.abc import Container
from functools import lru_cache
from typing import Final

from studykit.drafting.lints.cloze import deletions
from studykit.drafting.lints.context import IN_NUMBERS, LANGUAGE_APART, LANGUAGE_WORDS, Context, plain_number
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
_TELLING: Final = Expression(  # numbers and acronyms
    r"[0-9A-Z](?:(?<=[0-9])(?<![A-Za-z0-9_.][0-9])[0-9]*(?:[.,][0-9]+)*"
    r"|(?<=[A-Z])(?<![A-Za-z0-9][A-Z])[A-Z][A-Z0-9]*(?![A-Za-z0-9]))"
)
_URL: Final = Expression(r"(?:https?://|www\.)[^\s<>()\[\]\"'，。；）]+", re.IGNORECASE)
_LOGIC: Final = frozenset({"AND", "OR", "NOT", "OK", "VS", "II", "III", "IV"})
_LAYOUT: Final = Expression(
    r"\\(?:left|right|[bB]igg?[lr]?|displaystyle|textstyle|mathrm|mathbf|mathbb|mathcal|mathit|operatorname\*?|text|bm"
    r"|boldsymbol|tag|label|begin|end|aligned|align\*?|quad|qquad|limits|[dt]frac|frac|,|;|!|:| |\\)(?![a-zA-Z])"
    r"|[\s{}&$.,]+"
)
_IN_NUMBER: Final = IN_NUMBERS - {""}
_ALNUM: Final = Expression(r"[^\W_]")
LATIN_FUNCTION_WORDS: Final = frozenset(word.encode() for word in FUNCTION_WORDS if word.isascii())
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
    front, back = sides.front, sides.back
    new = new_characters(back.shown, front.shown)
    common = sides.asked.plain and front.shown is front.prose
    if new and not common and _BECOMES_HAN.search(front.shown) is not None:
        new = 0
    if new >= LEAK_NEW_WORDS:
        return None
    latin = _new_latin(sides)
    new += len(latin - LATIN_FUNCTION_WORDS)
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


def new_characters(answer: str, question: str) -> int:
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


def _new_latin(sides: Sides) -> set[bytes]:
    """The Latin words of the answer that are not in the question, where both are plain to read; else none."""
    front, back, asked, answered = sides.front, sides.back, sides.asked, sides.answered
    plain = asked.plain and answered.plain and front.shown is front.prose and back.shown is back.prose
    return set(answered.latin).difference(asked.latin) if plain else set()


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
    if _ALNUM.search(quote) is not None and context.holds(quote):
        return None  # as nearly every quote does, and nobody asks where
    if gloss and quote in gloss and context.gloss_index.find(quote) is not None:
        return None  # the MOC's own words, which the unit would be looked through for in vain
    if context.index.find(quote) is not None:
        return None
    if gloss and context.gloss_index.find(quote) is not None:
        return None
    return error("lint-quote", quote=quote.strip()[:40])


def novel_fact(sides: Sides, context: Context) -> Finding | None:
    """Lint 15: the answer has a number, an acronym in capitals or a URL that its note does not have.

    The breadcrumb, the concept's names and its gloss count as the note, and `两` as 2. A formula that the note does not
    have is flagged only: LaTeX can be written in many ways. A cloze is all answer.
    """
    content = sides.content
    read = reading(deletions(content.text).whole) if isinstance(content, Cloze) else sides.back
    near = sides.quote if context.holds(sides.quote) else ""
    if read.prose is read.shown and stands_in(near, read.shown):
        return None
    found = _novel(read, near, context)
    if found:
        return error("lint-novel", found=found)
    for formula in read.formulas:
        if not _formula_told(formula, near, context):
            return flag("lint-novel", found=formula.strip()[:40])
    return None


def stands_in(told: str, text: str) -> bool:
    """Whether a text without markup is told word for word, and no number at its edges is a piece of another one."""
    start = told.find(text)
    if start < 0:
        return False
    end = start + len(text)
    return not (
        (text[:1] in IN_NUMBERS and told[start - 1 : start] in _IN_NUMBER)
        or (text[-1:] in IN_NUMBERS and told[end : end + 1] in _IN_NUMBER)
    )


def _novel(read: Reading, near: str, context: Context) -> str:
    """What is told nowhere. Nearly all stands `near`, in the words of the note that the card is drafted from."""
    shown = read.shown
    for formula in read.formulas:
        if f"${formula}$" in near:
            shown = shown.replace(f" {formula} ", " ")
    if "://" in shown or "www." in shown:
        urls = [match.group() for match in _URL.finditer(shown)]
        for url in (*urls, *(target for target in read.targets if "://" in target)):
            if url.rstrip(".,;:!?") not in context.told:
                return url[:60]
        shown = _URL.sub(" ", shown)
    acronym = ""
    for match in _TELLING.finditer(shown):
        word = match.group()
        if word[0] > "9":
            if not (acronym or word in near or word in context.told or word in _LOGIC):
                acronym = "" if word.casefold() in context.words else word
            continue
        start, end = match.span()
        if context.tells_in_digits(word, shown[start - 1 : start], shown[end : end + 2], near):
            continue
        plain = plain_number(word)
        if plain not in context.numbers and plain not in context.numerals:
            return word
    return acronym


def _formula_told(formula: str, near: str, context: Context) -> bool:
    written = f"${formula}$"
    if written in near or written in context.told:
        return True
    skeleton = _skeleton(formula)
    return len(skeleton) < 2 or skeleton in _skeletons(context.told)


def _skeleton(formula: str) -> str:
    skeleton: str = _LAYOUT.sub("", formula)
    return skeleton


@lru_cache(maxsize=16)
def _skeletons(told: str) -> str:
    return _skeleton(told)


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
    least, most = context.han_bounds
    if most - card <= LANGUAGE_APART and card - least <= LANGUAGE_APART:
        return None
    unit = context.han_share
    if unit is None or abs(card - unit) <= LANGUAGE_APART:
        return None
    return flag("lint-language", card=f"{card:.0%}", unit=f"{unit:.0%}")
