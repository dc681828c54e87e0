"""What turns an answer into its contrary: a negation more or less, a prefix, the other word of a pair.

Grading accepts nothing that differs by these, as they are no slips; they are told apart to say *why* it is wrong.
"""

import re
from functools import lru_cache
from typing import Final

_NEGATION: Final = re.compile(
    r"不(?!同|仅|但|过|断|妨|如|光)|无(?!论)|非(?!常)|没|未(?!来)|\b(?:not?|never|without|cannot|non|neither|nor)\b|n't\b",
    re.IGNORECASE,
)
_PREFIX: Final = re.compile(r"\b(?:un|in|im|ir|il|non|dis|anti|de|off|mis|ab|re)[- ]?(?=[a-z]{4})", re.IGNORECASE)
_CONTRARIES: Final = """
增大/减小 增加/减少 增/减 上升/下降 升高/降低 提高/降低 变大/变小 变长/变短 最大/最小 极大/极小 大于/小于 高/低 大/小
多/少 长/短 快/慢 强/弱 左/右 上/下 前/后 先/后 里/外 内/外 正/负 阳/阴 正确/错误 对/错 真/假 同/异 有/无 前向/反向
前向/后向 正向/反向 编码/解码 吸热/放热 氧化/还原 过拟合/欠拟合 充分/必要 相对/绝对 直接/间接 同步/异步 连续/离散
静态/动态 乐观/悲观 输入/输出 买/卖 供给/需求 资产/负债 出租/承租
on/off max/min maximum/minimum maximize/minimize increase/decrease increased/decreased rise/fall upper/lower
forward/backward forward/reverse positive/negative true/false before/after over/under pre/post encoder/decoder
internal/external exothermic/endothermic hyper/hypo inter/intra inter/extra explicit/implicit static/dynamic
more/less more/fewer high/low higher/lower left/right first/last sync/async symmetric/asymmetric
"""
_PAIRS: Final = tuple((first, second) for first, _, second in (pair.partition("/") for pair in _CONTRARIES.split()))


@lru_cache(maxsize=4096)
def negations(text: str) -> int:
    """How many negations a text has, whole words and Chinese ones."""
    return len(_NEGATION.findall(text))


def is_negated(expected: str, typed: str) -> bool:
    """Whether one text has a negation, or a prefix that negates, where the other has none."""
    if negations(expected) != negations(typed):
        return True
    one, other = expected.casefold(), typed.casefold()
    return one != other and _PREFIX.sub("", one) == _PREFIX.sub("", other)


def is_opposite(expected: str, typed: str) -> bool:
    """Whether the other word of a pair, put for its partner, makes one text the other."""
    one, other = expected.casefold(), typed.casefold()
    for first, second in _PAIRS:
        for word, partner in ((first, second), (second, first)):
            if word in one and partner in other and one.replace(word, partner) == other:
                return True
    return False
