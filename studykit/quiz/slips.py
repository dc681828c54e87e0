"""One letter wrong in a long word: a slip of the fingers, as far as it can make no other word.

Most pairs of words that one letter tells apart differ at the beginning (absorption, adsorption), at the end (sulfate,
sulfite), or by a consonant for another one. So a slip is believed only within a long word, of a kind that people make:
a letter left out, doubled or added, two swapped, a vowel for a vowel, s for z. One an answer; the rest is a person's
to say.
"""

from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import OSA

SHORTEST: Final = 7
"""Letters of a word in which a slip is believed."""
_BEGINNING: Final = 3
_VOWELS: Final = frozenset("aeiouy")
_CONFUSED: Final = frozenset(map(frozenset, ("sz", "ck", "cs")))
_CONFUSABLE: Final = """
complement compliment ingenious ingenuous immanent imminent allocation allocution peroneal perineal uninformed
uniformed statue statute morality mortality immorality immortality human humane moral morale personal personnel
desert dessert planning planing staring starring scarring scaring hoping hopping carton cartoon reality realty
ordinance ordnance prostate prostrate convection conviction convention infection inflection infliction derivation
deprivation interstate intrastate corporal corporeal palate palette discrete discreet intension intention
formally formerly causality casualty alternately alternatively stationary stationery principal principle
proceeding preceding conscience conscious adverse averse assent ascent descent dissent counsel council
variance variants silicon silicone thorough through curser cursor marital martial veracious voracious
electron electro magnate magnet detract distract momentum moment extant extent monologue monolog
"""
_OTHER_WORDS: Final = frozenset(_CONFUSABLE.split())
"""Words that one letter makes into another one, though a slip would be believed there."""


def is_slip(expected: Sequence[str], typed: Sequence[str]) -> bool:
    """Whether two sequences of parts are the same but for one letter of one long word."""
    if len(expected) != len(typed):
        return False
    others = [(one, other) for one, other in zip(expected, typed, strict=True) if one != other]
    return len(others) == 1 and _one_letter(*others[0])


def _one_letter(word: str, typed: str) -> bool:
    if len(word) < SHORTEST or not (word.isalpha() and word.isascii() and typed.isalpha() and typed.isascii()):
        return False
    if word in _OTHER_WORDS and typed in _OTHER_WORDS:
        return False
    if OSA.distance(word, typed, score_cutoff=1) != 1:
        return False
    place = next((n for n, (a, b) in enumerate(zip(word, typed, strict=False)) if a != b), min(len(word), len(typed)))
    if len(word) != len(typed) and _doubled(max(word, typed, key=len), place):
        return True
    if word[:_BEGINNING] != typed[:_BEGINNING] or word[-2:] != typed[-2:]:
        return False
    if len(word) != len(typed) or sorted(word) == sorted(typed):
        return True
    pair = frozenset((word[place], typed[place]))
    return word[-3:] == typed[-3:] and (pair <= _VOWELS or pair in _CONFUSED or _sounds_alike(word, place, pair))


def _doubled(longer: str, place: int) -> bool:
    """Whether the letter that the longer word has more is the one before it once again."""
    return 0 < place < len(longer) and longer[place - 1] == longer[place]


def _sounds_alike(word: str, place: int, pair: frozenset[str]) -> bool:
    """`-tion` for `-sion`, `-btion` for `-ption`: the ear cannot tell."""
    after = word[place + 1 :]
    return (pair == {"s", "t"} and after == "ion") or (pair == {"b", "p"} and after.startswith("tion"))
