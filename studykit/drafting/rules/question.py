"""The author's questions: a heading or a callout that asks, with the answer right under it."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.excerpt import cut_out, excerpt
from studykit.drafting.rules.answers import Answer, answer_from
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.rules.words import latin_words, listed, words
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.markup.parts import Part
from studykit.model.card import Basic
from studykit.text.names import without_label
from studykit.text.normal import normal, weight

_CLOSERS: Final = ')）」』”"* \t'
_OPENS: Final = re.compile(
    r"(?:为什么|为何|如何|怎么|怎样|什么是|什么时候|何时|哪些|哪个|能否|是否"
    r"|why\b"
    r"|(?:what|how|when|where|which|who|whose)(?:\s+\w+)??(?:\s+(?:is|are|was|were|do|does|did|can|could|should|would|will"
    r"|has|have|must|may|might)\b)"
    r"|how\s+(?:to|much|many|often|long|large|big|far|fast)\b)",
    re.IGNORECASE,
)
"""In English a question word is not enough: `How it works` and `What's new` ask nothing."""
_HOLDS: Final = re.compile(r"为什么|有什么(?:区别|不同|关系|作用|用)|是什么$|怎么(?:办|做|选|来的|算)$|有何")
_CALLOUTS: Final = {"question", "faq", "help"}
_CALLOUT_MARK: Final = re.compile(rb"[ \t>]*\[![^\]\n]+\][+-]?[ \t]*")
_QUOTE_MARKS: Final = re.compile(rb"[ \t>]*")
_DIRECT: Final = re.compile(
    r"\s*(?:\*\*|__)?(?:(?:答案|回答要点|回答|参考答案|要点|答|结论|一句话|简单(?:来)?说"
    r"|answer|short answer|tl;?dr|in short)(?:\*\*|__)?\s?[:：，,]|因为|由于|原因(?:是|在于)|because\b)",
    re.IGNORECASE,
)
"""How an answer begins that says that it is one."""
_SAYS_TOO_LITTLE: Final = re.compile(
    r"(?:那|所以|到底|究竟|它|这)?(?:为什么|为何|是什么|什么意思|怎么(?:做|办|用|算|选|理解|来的)|如何(?:做|用|选|理解|实现)"
    r"|有什么(?:用|区别|不同|关系|好处|坏处|问题|作用|影响)|什么时候用|何时用"
    r"|why(?: not)?|how|when|what is (?:it|this)|what for)(?:呢|它|要这样|这样)?[?？\s]*",
    re.IGNORECASE,
)
"""Questions that ask nothing without the heading above them."""


_BARE: Final = re.compile(r"[^?？，,。；;：:、（(\s][^?？，,。；;：:、（(]{1,15}[?？]")
_ASKS: Final = re.compile(
    r"什么|怎|如何|何|哪|谁|几|多[少久大长远快高深]|[吗呢吧么]|[是有能会可要算该行对用需]|"
    r"(?:区别|不同|差别|差异|关系|条件|要件|期间|原因|理由|作用|特点|特征|流程|步骤|过程|定义|含义|公式|单位|分类|类型|种类|方法|方式|优缺点|"
    r"优点|缺点|好处|坏处|意义|影响|机制|原理|范围|结果|后果|构成|组成|要素|要点|时间|数量|顺序|场景|代价|复杂度|例子|来源|目的)[?？]$"
)
"""What makes a Chinese question of a few words one: a question word, a verb, or a noun that asks for something of X."""
_COMPOUND: Final = re.compile(
    "要约|要素|行为|行政|银行|发行|对象|对价|用户|效用|费用|信用|会计|社会|会议|能量|动能|势能"
)
"""Nouns in which one of the verbs is none."""
_PAIR: Final = re.compile(r"([^和与]{2,10})(?:和|与)([^和与]{2,10})[?？]")
_FOLLOWS_UP: Final = re.compile(r"[^，,什怎多几哪谁何]{1,8}呢[?？]?|(?:and |but )?(?:what|how) about .*", re.IGNORECASE)
_NO_KNOWLEDGE: Final = re.compile(
    r"下一步|谁(?:来|负责|跟进)|从哪\S{0,3}(?:读|看|学)起|(?:读|看)(?:什么|哪)|延伸阅读|"
    r"[Ww]hat (?:went|happened|happens next|now|next|else|did we)\b|[Ww]h(?:ere|at) to (?:start|read)|"
    r"[Ff]urther reading"
)
"""Asks for what to read or do next, or for how it went: that is no knowledge."""
_POINTS: Final = words("它|其(?![他它中实余])", "it its they their them")
_GOES_ON: Final = re.compile(r"[^。，\n]{0,8}(?:还有|另有|除此之外|此外|另外)")
"""How an answer begins that goes on from one that the card does not show."""
_SUBJECT_MOST: Final = 10
_CHOOSES: Final = re.compile(
    r"(?:怎么|如何|怎样)?选(?:谁|哪[个种]|什么)?[?？]?$|(?:分)?几[种类步档][?？]?$|看(?:什么|哪)|能看出什么"
)
"""Asks for a choice among what the note has listed, or for a count of it: who has no note knows not between what."""
_BACK: Final = words(r"这(?!么)|那(?!么)|上[面述文]|(?<!最)前面|下[面文]|刚才|所以呢", "this these those above below")
"""Asks of something that stands beside the question."""
_NO_ANSWER: Final = re.compile(
    r"(?:先看|来看|看看|假设|例如|比如|举个?例|考虑|见|参见|如[下上]?图|[上下]图|[他她]|老师|教授|不知道|待|[^。]*例子[。.]|"
    r"(?:consider|suppose|imagine|for example|e\.g|see|he|she|prof|not sure|no idea|tbd|"
    r"let(?:'s| us)|look at|i (?:think|guess))\b)",
    re.IGNORECASE,
)
"""How a text begins that leads up to an answer, or tells what somebody said."""
_ASKING_WORDS: Final = listed(
    "what which who whom whose when where why how is are was were be do does did can could will would should must may "
    "has have had not no the a an of to in on for at by with from and or if so than then there here go goes get gets",
    "use uses used read work works make makes need needs mean means matter matters happen happens off out up down",
    "much many long often far next first best better good bad wrong right one ones thing things all else else's really",
    "just i we you he she they it its their them this that these those me my our your choose pick take know remember",
)
"""English words that ask and join; a question of nothing else names nothing."""
_ASKING_HAN: Final = re.compile(
    r"为什么|为何|什么|怎么样|怎么|怎样|如何|哪些|哪个|哪里|哪|谁|几种|几个|几|多少|是否|能否|可以|应该|需要|"
    r"[是有能会可要该用做办算选看到底究竟呢吗吧的了着和与在又都也就才它这那其个种时候意思]"
)
_LATIN: Final = re.compile(r"[A-Za-z'’]+")
_ITEMS_MOST: Final = 4
_ROWS_MOST: Final = 4
_LIST_WORDS: Final = 60
_ITEM: Final = re.compile(r"^(?:[-*+]|\d{1,3}[.)])[ \t]", re.MULTILINE)

_WHAT_IS: Final = re.compile(r"(.{1,12}?)(?:到底|究竟)?(?:是什么|有什么)[?？]?")
_SO: Final = re.compile(r"^那么?[，,]?\s*(?=\S{3})")
"""What ties a question to the one before it, which the card does not show."""


def is_question(text: str) -> bool:
    """Whether a heading asks: it ends with a question mark, or opens or holds what only a question has."""
    return bool(_has_mark(text) or _OPENS.match(text) or _HOLDS.search(text)) and weight(text) >= 3


def _has_mark(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith(("?", "？"))


def question_text(unit: Unit, asked: str, under: str = "") -> str:
    """The question as it stands on a card: without number and label, with its concept named, with its mark.

    `under` is the heading that a question within the text belongs to, and may refer to.
    """
    text = _SO.sub("", without_label(asked).strip())
    if not _has_mark(text):
        text += "？" if unit.chinese else "?"
    text = _spelt_out(unit, text)
    context = _context(unit, text, without_label(under))
    return f"{context}{'：' if unit.chinese else ': '}{text}" if context else text


def _spelt_out(unit: Unit, text: str) -> str:
    """A name with a question mark as the question that it is short for: `缔约过失责任？`, `定金和订金？`."""
    if not unit.chinese or _BARE.fullmatch(text) is None or _ASKS.search(_COMPOUND.sub("", text)):
        return text
    pair = _PAIR.fullmatch(text)
    return f"{text[:-1]}有什么区别？" if pair else f"{text[:-1]}是什么？"


def doubts(unit: Unit, asked: str, answer: Answer) -> tuple[str, ...]:
    """The flag of a question that says too little by itself: the author's own words are shown to them, not dropped."""
    return () if asks_enough(unit, asked, answer) else ("lint-alone",)


def asks_enough(unit: Unit, asked: str, answer: Answer) -> bool:
    """Whether a question can be understood and is answered away from its place.

    Not one whose `它` stands for a title that is no name, nor a follow-up (`协程呢？`), nor one for a label that any
    note has (`目标到底是什么？`) or for what to read next; nor one whose answer goes on from another.
    """
    text = without_label(asked).strip()
    if _FOLLOWS_UP.fullmatch(text) or _NO_KNOWLEDGE.search(text) or _GOES_ON.match(answer.text):
        return False
    named = _WHAT_IS.fullmatch(text)
    if named is not None and is_generic(named[1]):
        return False
    if _BACK.within(text) or _NO_ANSWER.match(answer.text) or answer.text.rstrip(_CLOSERS).endswith(("?", "？")):
        return False
    if (
        not (_names_something(text) or _SAYS_TOO_LITTLE.fullmatch(text))
        or _CHOOSES.search(text)
        or is_catalogue(answer.text)
    ):
        return False
    return not _POINTS.within(text) or _is_name(unit.subject) or unit.named_in(text)


def _names_something(question: str) -> bool:
    """Whether a question holds more than the words that ask."""
    if any(word not in _ASKING_WORDS for word in latin_words(question)) or any(map(str.isdigit, question)):
        return True
    return any(map(str.isalpha, _ASKING_HAN.sub("", _LATIN.sub("", question)))) or _POINTS.within(question)


def is_catalogue(answer: str) -> bool:
    """Whether an answer is a table, or a list too long to be known by heart: its rows have cards of their own."""
    if answer.startswith("|"):
        return answer.count("\n") > _ROWS_MOST or weight(answer) > _LIST_WORDS
    items = len(_ITEM.findall(answer))
    return items > _ITEMS_MOST or (items > 2 and weight(answer) > _LIST_WORDS)


def _is_name(subject: str) -> bool:
    return weight(subject) <= _SUBJECT_MOST and not any(mark in subject for mark in "｜|：:，,？?")


def _context(unit: Unit, text: str, topic: str) -> str:
    """What a question leaves unsaid: the concept, and the heading it stands under where that says something."""
    named = not unit.has_name or unit.named_in(text)
    topic = topic.rstrip("?？")
    if not topic or is_generic(topic) or normal(topic) in unit.names or normal(topic) in normal(text):
        return "" if named else unit.subject
    if named or unit.named_in(topic):
        return topic
    return f"{unit.subject}{'，' if unit.chinese else ', '}{topic}"


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each heading that asks and each question callout, and for a title that is answered at once."""
    yield from _title(unit)
    for part in unit.parts:
        if part.heading is not None and part.level > 1 and is_question(without_label(part.title)):
            answer = answer_from(unit, part.blocks, part.title)
            if answer is not None:
                content = Basic(question_text(unit, part.title, _above(part)), answer.text, answer.detail)
                flags = doubts(unit, part.title, answer)
                yield Proposal(content, answer.quote, part.title, answer.line, 1.0, flags=flags)
        for block in part.blocks:
            if block.kind == "callout" and block.info in _CALLOUTS:
                yield from _callout(unit, block, part.title)


def _above(part: Part) -> str:
    """The heading above a question that says too little by itself: `为什么？` under `比率截断`."""
    return part.path[-2] if len(part.path) > 1 and _SAYS_TOO_LITTLE.fullmatch(without_label(part.title)) else ""


def _title(unit: Unit) -> Iterator[Proposal]:
    """A note whose title asks: its text is about the question, and an answer only where it says that it is one."""
    if not unit.opens_note or not unit.parts or unit.parts[0].level > 1:
        return
    part = unit.parts[0]
    title = part.title or unit.note.title
    blocks = part.blocks
    if not is_question(without_label(title)) or not blocks or blocks[0].kind != "paragraph":
        return
    if _DIRECT.match(unit.document.source(blocks[0])) is None:
        return
    answer = answer_from(unit, blocks)
    if answer is not None:
        content = Basic(question_text(unit, title), answer.text, answer.detail)
        yield Proposal(content, answer.quote, part.title, answer.line, 0.96)


def _callout(unit: Unit, block: Block, heading: str) -> Iterator[Proposal]:
    if not block.children or block.children[0].kind != "paragraph":
        return
    first, text = block.children[0], unit.document.text
    mark = _CALLOUT_MARK.match(text, first.start, first.end)
    if mark is None:
        return
    newline = text.find(b"\n", mark.end(), first.end)
    title = excerpt(unit, [cut_out(first, mark.end(), newline if newline >= 0 else first.end)])
    if title is None or not is_question(without_label(title)):
        return
    body = list(block.children[1:])
    if newline >= 0:
        begin = _QUOTE_MARKS.match(text, newline + 1, first.end)
        body.insert(0, cut_out(first, begin.end() if begin else newline + 1, first.end))
    answer = answer_from(unit, body)
    if answer is not None and asks_enough(unit, title, answer):
        content = Basic(question_text(unit, title.strip(), heading), answer.text, answer.detail)
        yield Proposal(content, answer.quote, heading, answer.line, 0.97)
