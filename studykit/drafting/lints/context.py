"""What a draft is measured against: the unit it was drafted from and the names of the vault.

Many drafts share a context, so what is read from it is read once (`prepared`).
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from studykit.drafting.grounding import Normalised
from studykit.drafting.lints.reading import spell
from studykit.text.normal import bigrams, han_count, normal, weight

LANGUAGE_WORDS: Final = 8
"""Fewer words have no language of their own."""

_NUMBER: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_LETTERS: Final = re.compile(r"[A-Za-z]+")
_NO_PROSE: Final = re.compile(r"```[^`]*```|`[^`\n]*`|\$\$[^$]*\$\$|\$[^$\n]*\$")
_NUMERALS: Final[dict[str, str]] = dict(
    zip(
        (
            *"零一二两三四五六七八九十",
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
        ),
        (*"01223456789", "10", *"0123456789", "10"),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
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


class Prepared:
    """What the lints ask of a context, each worked out at the first question."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @cached_property
    def index(self) -> Normalised:
        """The unit's text, to find quotes in."""
        return Normalised(self.context.unit_text)

    @cached_property
    def gloss(self) -> Normalised:
        """The gloss, to find quotes in."""
        return Normalised(self.context.gloss)

    @cached_property
    def told(self) -> str:
        """All that an answer may take a fact from: the unit, its breadcrumb, the concept's names and gloss."""
        context = self.context
        return "\n".join((context.unit_text, context.gloss, context.concept, *context.aliases, *context.breadcrumb))

    @cached_property
    def digits(self) -> frozenset[str]:
        """The numbers told in digits, as written."""
        found = frozenset(_NUMBER.findall(self.told))
        return found | {part for number in found if "," in number for part in number.split(",")}  # `(1,2)`

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers told in digits, as `plain_number` spells them."""
        return frozenset(map(plain_number, self.digits))

    @cached_property
    def numerals(self) -> frozenset[str]:
        """The small numbers told in words: `两`, "two"."""
        told = self.told
        return frozenset(
            digit
            for numeral, digit in _NUMERALS.items()
            if (numeral in self.words if numeral.isascii() else numeral in told)
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """The Latin words told, case folded, also without the digits in them."""
        found = frozenset(_WORD.findall(self.told.casefold()))
        return found | {letters for word in found for letters in _LETTERS.findall(word)}

    @cached_property
    def own_names(self) -> frozenset[str]:
        """`normal` of the concept's names."""
        return frozenset(filter(None, map(normal, (self.context.concept, *self.context.aliases))))

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The concept's names, spelled as `Reading.spelled`."""
        return tuple(spell(name) for name in (self.context.concept, *self.context.aliases) if normal(name))

    @cached_property
    def name_bigrams(self) -> frozenset[str]:
        """The bigrams of the concept's names."""
        return frozenset().union(*(bigrams(name) for name in self.own_names))

    @cached_property
    def han_share(self) -> float | None:
        """The share of CJK characters among the words of the unit's prose; None where it has too few words.

        The first 2,000 characters tell the language of the rest.
        """
        prose = _NO_PROSE.sub(" ", self.context.unit_text[:2000])
        total = weight.__wrapped__(prose)
        return han_count(prose) / total if total >= LANGUAGE_WORDS else None


def plain_number(number: str) -> str:
    """A number as it is compared: no commas between thousands, no zeros that say nothing. `1,000.50` is `1000.5`."""
    head, *groups = number.split(",")
    digits = head + "".join(groups) if all(len(group.partition(".")[0]) == 3 for group in groups) else number
    if digits.count(".") == 1:
        digits = digits.rstrip("0").rstrip(".")
    return digits.lstrip("0") or "0"


@lru_cache(maxsize=64)
def prepared(context: Context) -> Prepared:
    """The context's answers, kept while its drafts are checked."""
    return Prepared(context)
