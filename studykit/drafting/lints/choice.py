"""Lints of choices: one right option among few that differ, and nothing that gives it away."""

import re
from statistics import median
from typing import Final

from studykit.drafting.lints.context import Context
from studykit.drafting.lints.finding import Finding, error, flag
from studykit.drafting.lints.reading import reading
from studykit.drafting.lints.sides import Sides
from studykit.model.card import Choice
from studykit.text.expression import Expression
from studykit.text.normal import normal

OPTIONS_LEAST: Final = 3
OPTIONS_MOST: Final = 5
LONGEST: Final = 1.3

_ALL_OF_THEM: Final = Expression(
    r"(?:以上|上述)(?:都|均|皆|全|答案|选项|说法|各项)|都(?:不)?(?:对|正确|是)\s*\Z|全部(?:正确|都对)"
    r"|\b(?:all|none|both|neither) of the (?:above|options|others)\b|\ball (?:are|of them are) (?:true|correct)\b",
    re.IGNORECASE,
)
_NEGATIVE: Final = Expression(
    r"不是|不属于|不正确|不对|不包括|不包含|不会|不能|不需要|不符合|没有|错误的|有误|\bnot\b|\bexcept\b|\bfalse\b|\bincorrect\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_ABSOLUTE: Final = Expression(
    r"总是|永远|从不|绝不|绝对|必然|必定|一定|所有|任何|完全|唯一|\b(?:always|never|all|every|only|none|must|completely)\b",
    re.IGNORECASE,
)


def choice_shape(sides: Sides, context: Context) -> Finding | None:
    """Lint 21: three to five options, all different, exactly one right, none "all of the above".

    No distractor is another name of the key, or a run of words within it (or it within the distractor).
    """
    content = sides.content
    if not isinstance(content, Choice):
        return None
    if not OPTIONS_LEAST <= len(content.options) <= OPTIONS_MOST:
        return error("lint-choice-count", count=len(content.options), least=OPTIONS_LEAST, most=OPTIONS_MOST)
    keys = [option.text for option in content.options if option.right]
    if len(keys) != 1:
        return error("lint-choice-key", count=len(keys))
    if len({normal(option.text) for option in content.options}) < len(content.options):
        return error("lint-choice-same")
    for option in content.options:
        if _ALL_OF_THEM.search(option.text):
            return error("lint-choice-all", option=option.text[:40])
    key, names = keys[0], context.own_names
    for option in content.options:
        if not option.right and (_within(option.text, key) or {normal(option.text), normal(key)} <= names):
            return error("lint-choice-alias", option=option.text[:40])
    return None


def _within(one: str, other: str) -> bool:
    a, b = reading(one).spelled, reading(other).spelled
    inner = a if len(a) < len(b) else b
    # a number is no part of another one: `1` and `-1`
    return any(character.isalpha() for character in inner) and (a in b or b in a)


def choice_cues(sides: Sides, _context: Context) -> Finding | None:
    """Lint 22: the key shows without knowing it.

    It alone is longest, more than 1.3 times the median; the question is put in the negative; or only distractors speak
    in absolutes (总是, never). Where the key stands is looked at over many choices (`together`).
    """
    content = sides.content
    if not isinstance(content, Choice):
        return None
    found = _NEGATIVE.search(sides.front.prose)
    if found is not None:
        return flag("lint-choice-negative", found=found.group())
    keys = [option for option in content.options if option.right]
    others = [option for option in content.options if not option.right]
    if len(keys) != 1 or not others:
        return None
    sizes = [reading(option.text).weight for option in content.options]
    size = sides.back_weight
    if size > LONGEST * median(sizes) and sizes.count(size) == 1 and size == max(sizes) and size >= 3:
        return flag("lint-choice-longest")
    if not _ABSOLUTE.search(keys[0].text):
        loud = next((match for match in (_ABSOLUTE.search(option.text) for option in others) if match), None)
        if loud is not None:
            return flag("lint-choice-absolute", found=loud.group())
    return None
