"""Questions by kind of answer, in the note's language, each with its concept named in full.

definition   what is X                    comparison   how do A and B differ in Z
purpose      what is X for                number       how large is X
cause        why X                        condition    when X
formula      what is the formula of X     step         which step
"""

import re
from functools import lru_cache
from typing import Final

from studykit.drafting.rules.topic import topic_for
from studykit.drafting.unit import Unit
from studykit.text.expression import Expression

_MARKS: Final = Expression(r"\*\*|==|(?<![\w}\\])[*_](?=\w)|(?<=\w)[*_](?![\w{\\])")
_EDGES: Final = " \t，,。.；;：:、-—–"
_PRONOUN: Final = Expression(
    r"^(?:它们?|他们?|她们?|这|那|该|此|其|本|上述|前者|后者|二者|两者|我们?|你|如上|如下|以上|以下|this|that|"
    r"these|those|it|"
    r"they|its|their|we|you|he|she|the (?:former|latter|above|following))(?![a-z])",
    re.IGNORECASE,
)
_ASKS: Final = Expression(
    r"[?？]$|什么(?:时候)?\S?$|多少$|几\S?$|哪\S{0,2}$|怎么\S{0,2}$|如何$|何时\S?$|"
    r"^(?:what|why|how|when|where|which|who)\b",
    re.IGNORECASE,
)
_NOUN: Final = Expression(
    r"[\w /-]*(?:值|率|量|数|度|法|式|性|型|者|名|期|级|类|项|层|集|器|位|长|距|温|重|价|费|点|果|因|例|义|用|段|步|"
    r"称呼?|参数|默认|类型|范围|单位|公式|结果|首都|人口|面积|作者|年代|时间|地点|语言|颜色|大小|数量|主题|任务|"
    r"目标|对象|成分|组成|结构|功能|来源|条件|后果|影响|算法|数据|模型|损失|奖励|基线)"
)
"""What reads as a noun after 的 without quotation marks."""
_PLACES: Final = frozenset(("场所", "位置", "部位"))
_AMOUNT: Final = Expression(r"(?:容量|温度|高度|浓度|频率|密度|沸点|熔点|波长|保持时间|端口号?)$")
_PLURAL: Final = Expression(r"(?:[^s]s|criteria)$")
_ATTRIBUTE: Final = Expression(
    r"默认值?|(?:\S{0,4})(?:场所|位置|部位|反应物|产物|原料|底物|成分|机制|机理|特征|不良反应|副作用|禁忌症?|适应症|"
    r"代表药物?|代表作|代表人物|容量|保持时间|编码方式|复杂度|高度|温度|浓度|频率|波长|密度|沸点|熔点|公式|符号|"
    r"单位|全称|简称|简写|缩写|"
    r"英文名?|中文名?|译名|别名|谐音|取值范围?|数据类型|端口号?|首都|作者|条件|适用场景|使用场景|应用场景|触发条件|"
    r"返回值|原因|后果|"
    r"底层实现|底层结构|实现方式|副产物|损失函数|准则|判据|递推式|调号|治法|主症|方剂|调整方法?|解决办法|处理方法|对策|"
    r"时间复杂度|空间复杂度|存储位置|作用机制|作用部位|编码|结构)|"
    r"structure|location|site|mechanism(?: of action)?|products?|substrates?|symbol|unit|formula|(?:time |"
    r"space )?complexity|"
    r"port|capital|author|origin|dose|side effects?|contraindications?|cause|full name|definition|solution|fix|range|"
    r"returns?|return value|condition|trigger|syntax",
    re.IGNORECASE,
)
"""Words for a property that reads well after `X 的` and `the … of X`."""


def name_of(text: str) -> str:
    """A name as it stands in a question: no emphasis, no edges of punctuation."""
    if "*" in text or "_" in text or "==" in text:
        text = _MARKS.sub("", text)
    return text.strip(_EDGES)


def is_vague(text: str) -> bool:
    """Whether a text opens with a word that points at something outside it."""
    return _PRONOUN.match(text.strip()) is not None


def context(unit: Unit, text: str, heading: str = "") -> str:
    """What a question leaves unsaid: the concept, and the heading it stands under where that says something more."""
    named = not unit.has_name or unit.named_in(text)
    topic = topic_for(unit, text, heading)
    if not topic:
        return "" if named else unit.subject
    if named or unit.named_in(topic):
        return topic
    return f"{unit.subject}{'，' if unit.chinese else ', '}{topic}"


def in_context(unit: Unit, question: str, heading: str = "") -> str:
    """A question with what it leaves unsaid in front."""
    before = context(unit, question, heading)
    if not before:
        return question
    return f"{before}：{question}" if unit.chinese else f"{before}: {question}"


def definition(unit: Unit, name: str, heading: str = "") -> str:
    """What is X?"""
    return in_context(unit, f"{spaced(name)}是什么？" if unit.chinese else f"What is {name}?", heading)


def kinds(unit: Unit, name: str, heading: str = "") -> str:
    """What are Xs? In English, where a name stands in the plural."""
    return in_context(unit, f"What are {name}?", heading)


def equality(unit: Unit, name: str, heading: str = "") -> str:
    """What does X equal?"""
    return in_context(unit, f"{spaced(name)}等于什么？" if unit.chinese else f"What does {name} equal?", heading)


def meaning(unit: Unit, name: str, heading: str = "") -> str:
    """What X stands for in a list of its kind."""
    return in_context(unit, f"「{name}」指的是什么？" if unit.chinese else f"What does “{name}” mean here?", heading)


def gist(unit: Unit, name: str, heading: str = "") -> str:
    """What X comes to in one sentence."""
    question = f"{spaced(name)}用一句话怎么概括？" if unit.chinese else f"How would you sum up {name} in one sentence?"
    return in_context(unit, question, heading)


@lru_cache(maxsize=512)
def is_attribute(head: str) -> bool:
    """Whether a table's head is a plain word for a property, which can be asked for of anything that has a name."""
    return _ATTRIBUTE.fullmatch(head) is not None


def attribute(unit: Unit, name: str, of: str, heading: str = "", *, number: bool = False) -> str:
    """What is the `of` of `name`, or how much? A head that asks by itself is let ask."""
    if _ASKS.search(of):
        mark = "？" if unit.chinese else "?"
        return in_context(unit, f"{name}{'：' if unit.chinese else ': '}{of.rstrip('?？')}{mark}", heading)
    plain = is_attribute(of)
    if unit.chinese:
        quoted = of if plain or _NOUN.fullmatch(of) else f"「{of}」"
        asked = "是多少" if number or _AMOUNT.search(of) else "在哪里" if of in _PLACES else "是什么"
        return in_context(unit, f"{spaced(name)}的{spaced(quoted, before=True)}{asked}？", heading)
    if plain:
        verb = "are" if _PLURAL.search(of) else "is"
        return in_context(unit, f"What {verb} the {of[:1].lower()}{of[1:]} of {name}?", heading)
    return in_context(unit, f"What is the “{of}” of {name}?", heading)


def command(unit: Unit, what: str, heading: str = "") -> str:
    """With which command does one do it?"""
    question = f"{spaced(what)}用什么命令？" if unit.chinese else f"What is the command for “{what}”?"
    return in_context(unit, question, heading)


def purpose(unit: Unit, name: str, heading: str = "") -> str:
    """What is X for?"""
    return in_context(unit, f"{spaced(name)}有什么用？" if unit.chinese else f"What is {name} for?", heading)


def difference(unit: Unit, names: tuple[str, ...], aspect: str, heading: str = "") -> str:
    """How do A and B differ in an aspect?"""
    if unit.chinese:
        joined = f"{spaced('、'.join(names[:-1]))}和{spaced(names[-1], before=True)}"
        return in_context(unit, f"{joined}在「{aspect}」上有什么不同？", heading)
    joined = ", ".join(names[:-1]) + f" and {names[-1]}"
    return in_context(unit, f"How do {joined} differ in “{aspect}”?", heading)


def next_step(unit: Unit, name: str, heading: str = "") -> str:
    """Which step follows?"""
    question = f"「{name}」之后是哪一步？" if unit.chinese else f"Which step follows “{name}”?"
    return in_context(unit, question, heading)


def statement(unit: Unit, name: str, heading: str = "") -> str:
    """What a theorem or rule says."""
    return in_context(unit, f"{spaced(name)}说的是什么？" if unit.chinese else f"What does {name} say?", heading)


def spaced(text: str, *, before: bool = False) -> str:
    """A text with a blank where its Latin edge meets Chinese: behind it, and in front of it too where `before`."""
    front = " " if before and text[:1].isascii() and text[:1].isalnum() else ""
    return f"{front}{text}{' ' if text[-1:].isascii() else ''}"
