"""The lint of what an answer says beyond its note: numbers, acronyms, URLs and formulas.

Nearly every answer stands in its quote word for word, and then there is nothing to look for.
"""

import re
from functools import lru_cache
from typing import Final

from studykit.drafting.lints.cloze import deletions
from studykit.drafting.lints.context import IN_NUMBERS, Context, plain_number
from studykit.drafting.lints.finding import Finding, error, flag
from studykit.drafting.lints.reading import Reading, reading
from studykit.drafting.lints.sides import Sides
from studykit.model.card import Cloze
from studykit.text.expression import Expression

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
_LINKING: Final = Expression(
    r"\[\[(?<![A-Za-z0-9.,]\[\[)(?:[^\[\]|\n]*\|)?|#[^\[\]|\n]*\]\](?![A-Za-z0-9.,])|\]\](?![A-Za-z0-9.,])"
)
"""What of a wikilink is not read, where no number or word goes on in it."""


def novel_fact(sides: Sides, context: Context) -> Finding | None:
    """Lint 15: the answer has a number, an acronym in capitals or a URL that its note does not have.

    The breadcrumb, the concept's names and its gloss count as the note, and `两` as 2. A formula that the note does not
    have is flagged only: LaTeX can be written in many ways. A cloze is all answer.
    """
    content = sides.content
    written = deletions(content.text).whole if isinstance(content, Cloze) else sides.answer
    near = sides.quote if context.holds(sides.quote) else ""
    if is_told(near, written):
        return None
    read = reading(written) if isinstance(content, Cloze) else sides.back
    found = _novel(read, near, context)
    if found:
        return error("lint-novel", found=found)
    for formula in read.formulas:
        if not _formula_told(formula, near, context):
            return flag("lint-novel", found=formula.strip()[:40])
    return None


def is_told(quote: str, answer: str) -> bool:
    """Whether an answer stands in its quote word for word, or as the quote reads with its links as text."""
    return _stands_in(quote, answer) or ("[[" in quote and _stands_in(_LINKING.sub("", quote), answer))


def _stands_in(told: str, text: str) -> bool:
    """Whether a text is told word for word, and no number at its edges is a piece of another one."""
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
