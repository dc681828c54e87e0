"""Questions by kind of answer, in the note's language, each with its concept named in full.

definition   what is X                    comparison   how do A and B differ in Z
purpose      what is X for                number       how large is X
cause        why X                        condition    when X
formula      what is the formula of X     step         which step
"""

import re
from typing import Final

from studykit.drafting.rules.generic import is_generic
from studykit.drafting.unit import Unit
from studykit.text.names import bare
from studykit.text.normal import normal, weight

_MARKS: Final = re.compile(r"\*\*|==|(?<![\w}\\])[*_](?=\w)|(?<=\w)[*_](?![\w{\\])")
_EDGES: Final = " \t，,。.；;：:、-—–"
_PRONOUN: Final = re.compile(
    r"^(?:它们?|他们?|她们?|这|那|该|此|其|本|上述|前者|后者|二者|两者|我们?|你|如上|如下|以上|以下|this|that|these|those|it|"
    r"they|its|their|we|you|he|she|the (?:former|latter|above|following))(?![a-z])",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"[?？]$|什么(?:时候)?\S?$|多少$|几\S?$|哪\S{0,2}$|怎么\S{0,2}$|如何$|何时\S?$|"
    r"^(?:what|why|how|when|where|which|who)\b",
    re.IGNORECASE,
)
_NOUN: Final = re.compile(
    r"[\w /-]*(?:值|率|量|数|度|法|式|性|型|者|名|期|级|类|项|层|集|器|位|长|距|温|重|价|费|点|果|因|例|义|用|段|步|"
    r"称呼?|参数|默认|类型|范围|单位|公式|结果|首都|人口|面积|作者|年代|时间|地点|语言|颜色|大小|数量|主题|任务|"
    r"目标|对象|成分|组成|结构|功能|来源|条件|后果|影响|算法|数据|模型|损失|奖励|基线)"
)
"""What reads as a noun after 的 without quotation marks."""
_ASKING_TOPIC: Final = re.compile(
    r"[?？]|什么|哪|怎[么样]|如何|吗$|^(?:what|why|how|when|where|which|who)\b", re.IGNORECASE
)
"""A heading that asks is no place to put another question under."""
_LONGEST_TOPIC: Final = 20


def name_of(text: str) -> str:
    """A name as it stands in a question: no emphasis, no edges of punctuation."""
    return _MARKS.sub("", text).strip(_EDGES)


def is_vague(text: str) -> bool:
    """Whether a text opens with a word that points at something outside it."""
    return _PRONOUN.match(text.strip()) is not None


def context(unit: Unit, text: str, heading: str = "") -> str:
    """What a question leaves unsaid: the concept, and the heading it stands under where that says something more."""
    named = unit.named_in(text)
    topic = _topic(bare(heading))
    says_more = (
        topic
        and weight(topic) <= _LONGEST_TOPIC
        and not is_generic(topic)
        and not _ASKING_TOPIC.search(topic)
        and normal(topic) not in normal(text)
        and normal(topic) not in unit.names
    )
    if not says_more:
        return "" if named else unit.subject
    if named or unit.named_in(topic):
        return topic
    return f"{unit.subject}{'，' if unit.chinese else ', '}{topic}"


def _topic(heading: str) -> str:
    """What a heading is about: of `结果：AIME25` what says something."""
    text = name_of(heading).rstrip("?？")
    first, colon, second = text.partition("：")
    if not colon:
        first, colon, second = text.partition(": ")
    return (second if is_generic(first) else first).strip() if colon else text


def in_context(unit: Unit, question: str, heading: str = "") -> str:
    """A question with what it leaves unsaid in front."""
    before = context(unit, question, heading)
    if not before:
        return question
    return f"{before}：{question}" if unit.chinese else f"{before}: {question}"


def definition(unit: Unit, name: str, heading: str = "") -> str:
    """What is X?"""
    return in_context(unit, f"{spaced(name)}是什么？" if unit.chinese else f"What is {name}?", heading)


def meaning(unit: Unit, name: str, heading: str = "") -> str:
    """What X stands for in a list of its kind."""
    return in_context(unit, f"「{name}」指的是什么？" if unit.chinese else f"What does “{name}” mean here?", heading)


def gist(unit: Unit, name: str, heading: str = "") -> str:
    """What X comes to in one sentence."""
    question = f"{spaced(name)}用一句话怎么概括？" if unit.chinese else f"How would you sum up {name} in one sentence?"
    return in_context(unit, question, heading)


def attribute(unit: Unit, name: str, of: str, heading: str = "", *, number: bool = False) -> str:
    """What is the `of` of `name`, or how much? A head that asks by itself is let ask."""
    if _ASKS.search(of):
        mark = "？" if unit.chinese else "?"
        return in_context(unit, f"{name}{'：' if unit.chinese else ': '}{of.rstrip('?？')}{mark}", heading)
    if unit.chinese:
        quoted = of if _NOUN.fullmatch(of) else f"「{of}」"
        asked = "是多少" if number else "是什么"
        return in_context(unit, f"{spaced(name)}的{spaced(quoted, before=True)}{asked}？", heading)
    return in_context(unit, f"What is the “{of}” of {name}?", heading)


def purpose(unit: Unit, name: str, heading: str = "") -> str:
    """What is X for?"""
    return in_context(unit, f"{spaced(name)}有什么用？" if unit.chinese else f"What is {name} for?", heading)


def difference(unit: Unit, names: tuple[str, ...], aspect: str, heading: str = "") -> str:
    """How do A and B differ in an aspect?"""
    if unit.chinese:
        joined = "、".join(names[:-1]) + f" 和 {names[-1]}"
        return in_context(unit, f"{joined} 在「{aspect}」上有什么不同？", heading)
    joined = ", ".join(names[:-1]) + f" and {names[-1]}"
    return in_context(unit, f"How do {joined} differ in “{aspect}”?", heading)


def statement(unit: Unit, name: str, heading: str = "") -> str:
    """What a theorem or rule says."""
    return in_context(unit, f"{spaced(name)}说的是什么？" if unit.chinese else f"What does {name} say?", heading)


def spaced(text: str, *, before: bool = False) -> str:
    """A text with a blank where its Latin edge meets Chinese: behind it, and in front of it too where `before`."""
    front = " " if before and text[:1].isascii() and text[:1].isalnum() else ""
    return f"{front}{text}{' ' if text[-1:].isascii() else ''}"
