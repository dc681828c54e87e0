"""What makes a text a question, in Chinese and in English, and the question that a short one stands for."""

import re
from functools import lru_cache
from typing import Final

from studykit.text.expression import Expression
from studykit.text.normal import weighs_at_least

CLOSERS: Final = ')）」』”"* \t'
"""What may stand behind a question mark."""
_OPENS: Final = Expression(
    r"(?:为什么|为何|如何|怎么|怎样|什么是|什么时候|何时|哪些|哪个|能否|是否"
    r"|why\b"
    r"|(?:what|how|when|where|which|who|whose)(?:\s+\w+)??(?:\s+(?:is|are|was|were|do|does|did|can|could|should|would|will"
    r"|has|have|must|may|might)\b)"
    r"|how\s+(?:to|much|many|often|long|large|big|far|fast)\b)",
    re.IGNORECASE,
)
"""In English a question word is not enough: `How it works` and `What's new` ask nothing."""
_HOLDS: Final = Expression(r"为什么|有什么(?:区别|不同|关系|作用|用)|是什么$|怎么(?:办|做|选|来的|算)$|有何")
_SAYS_TOO_LITTLE: Final = Expression(
    r"(?:那|所以|到底|究竟|它|这)?(?:为什么|为何|是什么|什么意思|怎么(?:做|办|用|算|选|理解|来的)|如何(?:做|用|选|理解|实现)"
    r"|有什么(?:用|区别|不同|关系|好处|坏处|问题|作用|影响)|什么时候用|何时用"
    r"|why(?: not)?|how|when|what is (?:it|this)|what for)(?:呢|它|要这样|这样)?[?？\s]*",
    re.IGNORECASE,
)
_BARE_MOST: Final = 17
_BARE: Final = Expression(r"[^?？，,。；;：:、（(\s][^?？，,。；;：:、（(]{1,15}[?？]")
_ASKS: Final = Expression(
    r"什么|怎|如何|何|哪|谁|几|多[少久大长远快高深]|[吗呢吧么]|[是有能会可要算该行对用需]|"
    r"(?:区别|不同|差别|差异|关系|条件|要件|期间|原因|理由|作用|特点|特征|流程|步骤|过程|定义|含义|公式|单位|分类|类型|种类|方法|方式|优缺点|"
    r"优点|缺点|好处|坏处|意义|影响|机制|原理|范围|结果|后果|构成|组成|要素|要点|时间|数量|顺序|场景|代价|复杂度|例子|来源|目的)[?？]$"
)
"""What makes a Chinese question of a few words one: a question word, a verb, or a noun that asks for something of X."""
_COMPOUND: Final = Expression(
    "要约|要素|行为|行政|银行|发行|对象|对价|用户|效用|费用|信用|会计|社会|会议|能量|动能|势能"
)
"""Nouns in which one of the verbs is none."""
_PAIR: Final = Expression(r"([^和与]{2,10})(?:和|与)([^和与]{2,10})[?？]")
_LEAST: Final = 3


@lru_cache(maxsize=512)
def is_question(text: str) -> bool:
    """Whether a heading asks: it ends with a question mark, or opens or holds what only a question has.

    Kept, as most headings that do not stand in many notes.
    """
    asks = has_mark(text) or _OPENS.match(text) is not None or _HOLDS.search(text) is not None
    return asks and weighs_at_least(text, _LEAST)


def has_mark(text: str) -> bool:
    """Whether a text ends with a question mark."""
    return text.rstrip(CLOSERS).endswith(("?", "？"))


def says_too_little(question: str) -> bool:
    """Whether a question asks nothing without the heading above it: `为什么？`."""
    return _SAYS_TOO_LITTLE.fullmatch(question) is not None


def spelt_out(question: str) -> str:
    """A Chinese name with a question mark as the question that it is short for: `缔约过失责任？`, `定金和订金？`."""
    if len(question) > _BARE_MOST or _BARE.fullmatch(question) is None or _ASKS.search(_COMPOUND.sub("", question)):
        return question
    pair = _PAIR.fullmatch(question)
    return f"{question[:-1]}有什么区别？" if pair else f"{question[:-1]}是什么？"
