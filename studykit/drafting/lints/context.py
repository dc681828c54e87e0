"""What a draft is measured against: the unit it was drafted from and the names of the vault.

Many drafts share a context, so what is read from it is read once, at the first question. Most questions are settled
by a cheap look, and what would take a pass over the unit's text is never worked out.
"""

from dataclasses import dataclass
from typing import Final

from studykit.drafting.grounding import Normalised
from studykit.drafting.lints.counting import han_least, han_most
from studykit.drafting.lints.reading import spell
from studykit.text.expression import Expression
from studykit.text.normal import bigrams, counts, normal
from studykit.text.once import once

LANGUAGE_WORDS: Final = 8
"""Fewer words have no language of their own."""
LANGUAGE_APART: Final = 0.4

_NUMBER: Final = Expression(r"[0-9]+(?:[.,][0-9]+)*")
_WORD: Final = Expression(r"[A-Za-z][A-Za-z0-9]*")
_LETTERS: Final = Expression(r"[A-Za-z]+")
_GOES_ON: Final = Expression(r"[.,]?[0-9]")
IN_NUMBERS: Final = frozenset(("", *"0123456789.,"))
"""Characters beside a number that may belong to it; also that there is none."""
_LOOKS: Final = 64
_PLACES: Final = 8
_NO_PROSE: Final = Expression(r"```[^`]*```|`[^`\n]*`|\$\$[^$]*\$\$|\$[^$\n]*\$")
_NUMBER_WORDS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMERALS: Final[dict[str, str]] = dict(
    zip(
        (*"零一二两三四五六七八九十", *_NUMBER_WORDS),
        (*"01223456789", "10", *"0123456789", "10"),
        strict=True,
    )
)


@dataclass(frozen=True)
class Context:
    """Where a draft comes from."""

    unit_text: str
    """The unit's Markdown, embeds expanded."""
    names: frozenset[str] = frozenset()
    """`normal()` of every title and alias in the vault."""
    concept: str = ""
    """The title of the concept that the unit belongs to."""
    aliases: tuple[str, ...] = ()
    gloss: str = ""
    """What the concept's line in its MOC says after the dash, or empty: a gloss is quoted from the MOC."""
    breadcrumb: tuple[str, ...] = ()
    """Headings above the unit, in the MOC and in the note."""

    @once
    def index(self) -> Normalised:
        """The unit's text, to find quotes in."""
        return Normalised(self.unit_text)

    @once
    def gloss_index(self) -> Normalised:
        """The gloss, to find quotes in."""
        return Normalised(self.gloss)

    @once
    def told(self) -> str:
        """All that an answer may take a fact from: the unit, its breadcrumb, the concept's names and gloss."""
        return "\n".join((self.unit_text, self.gloss, self.concept, *self.aliases, *self.breadcrumb))

    @once
    def digits(self) -> frozenset[str]:
        """The numbers told in digits, as written."""
        found = frozenset(_NUMBER.findall(self.told))
        return found | {part for number in found if "," in number for part in number.split(",")}  # `(1,2)`

    @once
    def numbers(self) -> frozenset[str]:
        """The numbers told in digits, as `plain_number` spells them."""
        return frozenset(map(plain_number, self.digits))

    @once
    def numerals(self) -> frozenset[str]:
        """The small numbers told in words: `两`, "two"."""
        told = self.told
        return frozenset(
            digit
            for numeral, digit in _NUMERALS.items()
            if (numeral in self.words if numeral.isascii() else numeral in told)
        )

    @once
    def words(self) -> frozenset[str]:
        """The Latin words told, case folded, also without the digits in them."""
        found = frozenset(_WORD.findall(self.told.casefold()))
        return found | {letters for word in found for letters in _LETTERS.findall(word)}

    @once
    def own_names(self) -> frozenset[str]:
        """`normal` of the concept's names."""
        return frozenset(filter(None, map(normal, (self.concept, *self.aliases))))

    @once
    def terms(self) -> tuple[str, ...]:
        """The concept's names, spelled as `Reading.spelled`."""
        return tuple(spell(name) for name in (self.concept, *self.aliases) if normal(name))

    @once
    def name_bigrams(self) -> frozenset[str]:
        """The bigrams of the concept's names."""
        return frozenset().union(*(bigrams(name) for name in self.own_names))

    def holds(self, quote: str) -> bool:
        """Whether the unit has a quote letter for letter. Kept, as it is asked twice of a text that may be long."""
        held = self._held
        found = held.get(quote)
        if found is None:
            found = held[quote] = quote in self.unit_text
        return found

    @once
    def _held(self) -> dict[str, bool]:
        return {}

    def tells_in_digits(self, number: str, before: str = "", after: str = "", near: str = "") -> bool:
        """Whether a number is told in digits, as written. Nearly all are, and then the first look at the text says so.

        `before` and `after` are the character before it in the card and the two after it, which mostly stand around it
        in the note, too; `near` is a piece of the note where it is looked for first. Further looks are few: each may go
        through the whole text.
        """
        # `. ` and `, ` end a number: what has a digit after them was read as part of it
        ends = before not in IN_NUMBERS and (len(after) == 2 or after not in IN_NUMBERS)
        if ends and before + number + after in near:
            return True
        looked_up = self._looked_up
        found = looked_up.get(number)
        if found is None and len(looked_up) < _LOOKS:
            found = ends and before + number + after in self.told
            found = looked_up[number] = found or _stands_alone(number, self.told)
        return found or number in self.digits

    @once
    def _looked_up(self) -> dict[str, bool]:
        return {}

    @once
    def prose(self) -> str:
        """The unit's text without code and formulas. Its first 2,000 characters tell the language of the rest."""
        text = self.unit_text[:2000]
        return _NO_PROSE.sub(" ", text) if "`" in text or "$" in text else text

    @once
    def han_share(self) -> float | None:
        """The share of CJK characters among the words of `prose`; None where it has too few words."""
        words, han = counts.__wrapped__(self.prose)
        total = words + han
        return han / total if total >= LANGUAGE_WORDS else None

    def may_be_apart(self, share: float) -> bool:
        """Whether `han_share` may be `LANGUAGE_APART` from this one, known without counting words one by one."""
        if 1 - share > LANGUAGE_APART and self.han_most - share > LANGUAGE_APART:
            return True
        return share > LANGUAGE_APART and share - self.han_least > LANGUAGE_APART

    @once
    def han_least(self) -> float:
        """What `han_share` is at least."""
        return han_least(self.prose)

    @once
    def han_most(self) -> float:
        """What `han_share` is at most."""
        return han_most(self.prose)


def plain_number(number: str) -> str:
    """A number as it is compared: no commas between thousands, no zeros that say nothing. `1,000.50` is `1000.5`."""
    head, *groups = number.split(",")
    digits = head + "".join(groups) if all(len(group.partition(".")[0]) == 3 for group in groups) else number
    if digits.count(".") == 1:
        digits = digits.rstrip("0").rstrip(".")
    return digits.lstrip("0") or "0"


def _stands_alone(number: str, text: str) -> bool:
    """Whether a number is no part of a longer number at one of its first places in a text."""
    start = -1
    for _ in range(_PLACES):
        start = text.find(number, start + 1)
        if start < 0:
            return False
        end = start + len(number)
        if not (_GOES_ON.match(text, end) or _GOES_ON.match(text[max(0, start - 2) : start][::-1])):
            return True
    return False
