"""A text that was typed, and one that is expected, in one spelling: what remains differs in meaning, or is a slip.

Folded are width, case, script (traditional Chinese), punctuation, blanks, hyphens, articles, plurals, British and
American endings, and how a number is written. Kept is all that carries meaning: signs, operators, charges, digits.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from studykit.quiz.numerals import chinese_number, plain_number
from studykit.quiz.traditional import simplified
from studykit.text.safe import safe_text

# NFKC would make x² to x2 and 2½ to 21⁄2
_RAISED: Final = str.maketrans(
    {**{c: f"^{d}" for d, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}, "⁺": "+", "⁻": "-", "½": " 1/2", "¼": " 1/4", "¾": " 3/4"}
)
_SIGNS: Final = str.maketrans(
    {**dict.fromkeys("−–‐‑‒", "-"), "∗": "*", "⁄": "/", "∕": "/", "’": "'", "‘": "'", "´": "'", "∼": "~", "･": "·"}
)
_ARROWS: Final = ((re.compile(r"[-=]{1,3}>|[⟶➔➜]"), "→"), (re.compile(r"<-{1,3}"), "←"))
_COMPARED: Final = (("!=", "≠"), ("<=", "≤"), (">=", "≥"))
_MATHS: Final = re.compile(r"\$([^$]*)\$")
# Not `A`: an A record is no record
_ARTICLE: Final = re.compile(r"\b(?:the|The|an|An|a)\s+(?=[^\W\d_]{2})")
_ROMAN: Final = {name: str(n) for n, name in enumerate(("I", "II", "III", "IV"), 1)}
_ROMAN_WORD: Final = re.compile(r"(?<=[a-z]\s)(?:I{1,3}|IV)\b")
_COUNTED: Final = re.compile(
    r"第?(?<![零一二两三四五六七八九十百千万])[零一二两三四五六七八九十百千万]{1,12}(?=[个类种步条层次项年月日章节级倍位张阶])"
)
_TOKEN: Final = re.compile(
    r"\d+(?:,\d{3})*(?:\.\d+)?|(?<![\d.])\.\d+|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+(?:'[a-z]+)?|[^\W_]|_|[^\w\s]"
)
_MEANT: Final = frozenset("#%‰&*/@\\'·_")
"""Punctuation that carries meaning; symbols (`+`, `<`, `€`, `°`) all do."""
_PARTICLE: Final = re.compile(r"(?<!目)(?<!标)的(?!确)|(?<!除)(?<!为)了(?!解)")
_BRITISH: Final = re.compile(r"is(e|ed|er|ing|ation)$")
_OUR: Final = re.compile(r"(?<=[a-z]{3})our$|(?<=[a-z]{3})our(?=ed$|ing$|al$|able$)")
_LONG: Final = 4


class Spelled(NamedTuple):
    """A text in parts: words and numbers and signs, as they are compared."""

    parts: tuple[str, ...]
    raw: tuple[str, ...]
    """The same parts before plurals and British endings were folded: slips are looked for there as well."""

    @property
    def key(self) -> str:
        """All parts in one string; two numbers in a row stay two."""
        return _joined(self.parts)


def narrowed(text: str) -> str:
    """NFKC with what NFKC would destroy kept: powers as `^2`, dashes and minus signs as `-`."""
    text = safe_text(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_RAISED)).translate(_SIGNS)
    return text.strip()


@lru_cache(maxsize=16384)
def spelled(text: str) -> Spelled:
    """The parts of a text that is no formula and no code."""
    text = _MATHS.sub(r"\1", simplified(narrowed(text.replace("`", ""))))
    if len(text) > 2 and text[0] == text[-1] == "'":
        text = text[1:-1]
    for sign, one in _COMPARED:
        text = text.replace(sign, one)
    for arrow, one in _ARROWS:
        text = arrow.sub(one, text)
    text = _ARTICLE.sub("", text)
    text = _ROMAN_WORD.sub(lambda match: _ROMAN[match.group()], text)
    raw = tuple(_parts(_COUNTED.sub(_digits, text)))
    return Spelled(tuple(map(_folded, raw)), raw)


def without_particles(key: str) -> str:
    """The key without 的 and 了 where they are particles, as far as two characters remain."""
    shorter = _PARTICLE.sub("", key)
    return shorter if len(shorter) >= 2 else key


def _parts(text: str) -> list[str]:
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token == "-":
            if not _is_minus(text, match.start()):
                continue
        elif token[0].isdigit() or (token[0] == "." and len(token) > 1):
            # `Python 3.10` is another one than `Python 3.1`
            token = token.replace(",", "") if found and _is_latin(found[-1]) else plain_number(token)
        elif not token[0].isalnum() and not _is_meant(token, found):
            continue
        elif not (len(token) <= 2 and _counts(found)):  # the case of a unit counts
            token = token.casefold()
        found.append("and" if token == "&" else token)
    return found


def _is_latin(part: str) -> bool:
    return part.isascii() and part.isalpha()


def _counts(found: list[str]) -> bool:
    """Whether a number was just read that is no part of a name: what follows is its unit."""
    return bool(found) and found[-1][-1].isdigit() and not (len(found) > 1 and _is_latin(found[-2]))


def _is_meant(sign: str, found: list[str]) -> bool:
    if sign == "!":
        return bool(found) and len(found[-1]) == 1 and found[-1].isascii()  # a factorial
    return sign in _MEANT or not unicodedata.category(sign).startswith("P")


def _is_minus(text: str, place: int) -> bool:
    """Whether a `-` is a sign: between blanks, between digits, before a number, or at the end (a charge)."""
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    if before.isdigit() and after.isdigit():
        return True
    if not before.isalnum():
        return after.isdigit() or after.isspace() or after == "-"
    return not after.isalnum() and (after == "-" or place + 1 == len(text))


def _digits(match: re.Match[str]) -> str:
    word = match.group()
    ordinal = word.startswith("第")
    value = chinese_number(word.removeprefix("第"))
    return word if value is None else ("第" if ordinal else "") + str(value)


def _folded(word: str) -> str:
    if len(word) < _LONG or not word.isascii() or not word.isalpha():
        return word
    word = _singular(word)
    if len(word) > 6:
        word = _BRITISH.sub(r"iz\1", word)
    return _OUR.sub("or", word).replace("sulph", "sulf")


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _joined(parts: tuple[str, ...]) -> str:
    pieces: list[str] = []
    for part in parts:
        if pieces and part[0].isdigit() and pieces[-1][-1:].isdigit():
            pieces.append(" ")
        pieces.append(part)
    return "".join(pieces)
