"""Numbers as people write them, read as numbers: `0.90`, `90 %`, `1e-5`, `10^{-5}`, `½`, `六十万`, `16 GB`, dates."""

import re
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_BIG: Final = {"万": 10**4, "亿": 10**8}
_WORDS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_ENGLISH: Final = {word: str(number) for number, word in enumerate(_WORDS.split())}
_MEASURES: Final = frozenset("个条项步次种张层名只位句道篇份")
"""Measure words that say nothing which the number does not."""
_UNITS: Final = frozenset(("小时", "分钟", "世纪", *"倍年月日天周秒元维岁度米人分"))
"""Units after a Chinese numeral; elsewhere `一致` would be a number."""
_ABOUT: Final = re.compile(r"^(?:大约|约为|约|about|approximately|approx\.?|circa|[~≈])\s*", re.IGNORECASE)
_PLAIN: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_QUANTITY: Final = re.compile(
    rf"([+-]?)\s*(?:({_PLAIN})(?:e([+-]?\d{{1,3}}))?\s*(?:[*x×·]\s*10\s*\^\s*([+-]?\d{{1,3}}))?"
    rf"|10\s*\^\s*([+-]?\d{{1,3}}))(?:\s*/\s*({_PLAIN}))?\s*([万亿]?)\s*([%‰]?)\s*([^\d\s+\-*/^=<>,.()]{{0,16}})"
)
_DATE: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_FRACTION: Final = re.compile(r"\\[dt]?frac\s*(?:\{\s*(\d+)\s*\}|(\d)(?!\d*\s*\}))\s*(?:\{\s*(\d+)\s*\}|(\d))")
_PART_OF: Final = re.compile(r"(负?)([零一二两三四五六七八九十百]+)分之([零一二两三四五六七八九十百]+)")
_CHINESE: Final = re.compile(r"(负?)([零〇一二两三四五六七八九十百千万亿]+)(?:点([零〇一二三四五六七八九]+))?(\D*)")
_LARGEST: Final = 400
"""Digits of a number that is still read; a longer one is compared as text."""


class Quantity(NamedTuple):
    """A number and what it counts."""

    value: Fraction
    unit: str
    """As written, without blanks; empty for a bare number."""


class Date(NamedTuple):
    """A calendar day, not checked for being one."""

    year: int
    month: int
    day: int


def plain_number(text: str) -> str:
    """A number's one spelling: no thousands, no zeros at either end. `text` is digits, commas and one point."""
    text = text.replace(",", "")
    whole, _, part = text.partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


def chinese_number(text: str) -> int | None:
    """`四` → 4, `十四` → 14, `六十万` → 600000, `二〇二四` → 2024. None for what is no numeral."""
    if not text or any(c not in _DIGITS and c not in _TENS and c not in _BIG for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _TENS:
            section += (digit or 1) * _TENS[c]
            digit = 0
        else:
            total += (section + digit) * _BIG[c]
            section = digit = 0
    return total + section + digit


def date(text: str) -> Date | None:
    """The day that a text names, in numbers with the year first. `text` is narrowed."""
    match = _DATE.fullmatch(text)
    return None if match is None else Date(*map(int, match.groups()))


@lru_cache(maxsize=4096)
def quantity(text: str) -> Quantity | None:
    """The number that a text is, with its unit; None where it is more or something else. `text` is narrowed."""
    if len(text) > _LARGEST:
        return None
    text = _ABOUT.sub("", text.strip(" $").rstrip(".。!！").replace("\\%", "%"))
    text = _FRACTION.sub(lambda m: f"{m[1] or m[2]}/{m[3] or m[4]}", text)
    text = text.replace("\\times", "*").replace("\\cdot", "*").replace("^{", "^").replace("}", "").replace("\\,", " ")
    text = _ENGLISH.get(text.casefold(), text)
    if not text or not (text[0].isdigit() or text[0] in "+-."):
        return _in_chinese(text)
    match = _QUANTITY.fullmatch(text) or _QUANTITY.fullmatch(text.replace("E", "e", 1))
    return None if match is None else _value(match)


def same_quantity(one: Quantity, other: Quantity) -> bool:
    """Whether two are the same: the number, and the unit but for a measure word on one side alone."""
    return one.value == other.value and same_unit(one.unit, other.unit)


def same_unit(expected: str, typed: str) -> bool:
    """Whether units are the same. Case counts (`Gb` is not `GB`), but capitals may be typed small (`gb`)."""
    if expected == typed or (len(expected) > 1 and expected.isupper() and typed == expected.lower()):
        return True
    return (not expected and typed in _MEASURES) or (not typed and expected in _MEASURES)


def _value(match: re.Match[str]) -> Quantity | None:
    sign, plain, exponent, times, power, below, big, percent, unit = match.groups()
    value = Fraction(plain.replace(",", "")) if plain else Fraction(1)
    for place in (exponent, times, power):
        value *= Fraction(10) ** int(place) if place else 1
    if below:
        divisor = Fraction(below.replace(",", ""))
        if not divisor:
            return None
        value /= divisor
    value *= _BIG.get(big, 1)
    value /= {"%": 100, "‰": 1000}.get(percent, 1)
    return Quantity(-value if sign == "-" else value, unit)


def _in_chinese(text: str) -> Quantity | None:
    part = _PART_OF.fullmatch(text)
    if part is not None:
        below, above = chinese_number(part[2]), chinese_number(part[3])
        if not below or above is None:
            return None
        return Quantity(Fraction(-above if part[1] else above, below), "")
    match = _CHINESE.fullmatch(text)
    if match is None:
        return None
    whole = chinese_number(match[2])
    unit = match[4].strip()
    if whole is None or (unit and unit not in _MEASURES and unit not in _UNITS):
        return None
    value = Fraction(whole)
    if match[3]:
        value += Fraction("0." + "".join(str(_DIGITS[c]) for c in match[3]))
    return Quantity(-value if match[1] else value, unit)
