"""Whether an author's question, which was written to stand in its note, can be understood and answered without it."""

import re
from typing import Final

from studykit.drafting.rules.answers import Answer
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.interrogative import has_mark, says_too_little
from studykit.drafting.rules.words import latin_words, listed, words
from studykit.drafting.unit import Unit
from studykit.text.expression import Expression
from studykit.text.names import without_label
from studykit.text.normal import weight

_FOLLOWS_UP: Final = Expression(r"[^，,什怎多几哪谁何]{1,8}呢[?？]?|(?:and |but )?(?:what|how) about .*", re.IGNORECASE)
_WENT: Final = r"hat (?:went|happened|happens next|now|next|else|did we)\b|{0}h(?:ere|at) to (?:start|read)"
_NO_KNOWLEDGE: Final = Expression(
    r"下一步|谁(?:来|负责|跟进)|从哪\S{0,3}(?:读|看|学)起|读(?:什么|哪)|看(?:什么|哪)|延伸阅读|"
    rf"W{_WENT.format('W')}|w{_WENT.format('w')}|Further reading|further reading"
)
"""Asks for what to read or do next, or for how it went: that is no knowledge."""
_POINTS: Final = words("它|其(?![他它中实余])", "it its they their them")
_CHOOSES: Final = Expression(r"选(?:谁|哪[个种]|什么)?[?？]?$|几[种类步档][?？]?$|看(?:什么|哪)|能看出什么")
"""Asks for a choice among what the note has listed, or for a count of it: who has no note knows not between what."""
_WHY: Final = ("为什么", "为何")
_BACK: Final = words(
    r"这(?!么)|那(?!么)|上[面述文]|前面(?<!最前面)|下面|下文(?<!上下文)|刚才|所以呢", "this these those above below"
)
"""Asks of something that stands beside the question."""
_NO_ANSWER: Final = Expression(
    r"先看|来看|看看|假设|例如|比如|举个?例|考虑|见|参见|如[下上]?图|上图|下图|他|她|老师|教授|不知道|待"
    r"|[^。，\n]{0,8}(?:还有|另有|除此之外|此外|另外)"
)
"""How a text begins that leads up to an answer, tells what somebody said, or goes on from what is not shown."""
_EXAMPLE: Final = "例子"
_ENDS_WITH_EXAMPLE: Final = Expression(rf"[^。]*{_EXAMPLE}[。.]")
_NO_ANSWER_LATIN: Final = Expression(
    r"(?:consider|suppose|imagine|for example|e\.g|see|he|she|prof|not sure|no idea|tbd|"
    r"let(?:'s| us)|look at|i (?:think|guess))\b",
    re.IGNORECASE,
)
_ASKING_WORDS: Final = listed(
    "what which who whom whose when where why how is are was were be do does did can could will would should must may "
    "has have had not no the a an of to in on for at by with from and or if so than then there here go goes get gets",
    "use uses used read work works make makes need needs mean means matter matters happen happens off out up down",
    "much many long often far next first best better good bad wrong right one ones thing things all else else's really",
    "just i we you he she they it its their them this that these those me my our your choose pick take know remember",
)
"""English words that ask and join; a question of nothing else names nothing."""
_ASKING_HAN: Final = (
    r"为什么|为何|什么|怎么样|怎么|怎样|如何|哪些|哪个|哪里|哪|谁|几种|几个|几|多少|是否|能否|可以|应该|需要|"
    r"[是有能会可要该用做办算选看到底究竟呢吗吧的了着和与在又都也就才它这那其个种时候意思]"
)
_ASKING: Final = Expression(_ASKING_HAN)
_LATIN: Final = Expression(r"[A-Za-z'’]+")
_NAMING: Final = Expression(rf"(?![{''.join(sorted(set(_ASKING_HAN) - set('|[]')))}])[\u4e00-\u9fff]")
"""A Chinese character of no word that asks."""
_WHAT_IS: Final = Expression(r"(.{1,12}?)(?:到底|究竟)?(?:是什么|有什么)[?？]?")
_ITEM: Final = Expression(r"^(?:[-*+]|\d{1,3}[.)])[ \t]", re.MULTILINE)
_MAY_LACK: Final = Expression(
    "呢|谁|选|几|看|它|其|这|那|前面|刚才|从哪|读|延伸|下一|下面|下文|上面|上述|上文|是什么[?？]?$|有什么[?？]?$"
    "|hat (?:went|happen|next|now|else|did we)|here to |hat to |urther reading"
)
"""Without one of these, or of `_POINTING`, a question lacks none of what is looked for beside the words that name."""
_POINTING: Final = _POINTS.english | _BACK.english | {"about"}
_FIRST_HAN: Final = "\u2e80"
_SUBJECT_MOST: Final = 10
_ITEMS_MOST: Final = 4
_ROWS_MOST: Final = 4
_LIST_WORDS: Final = 60


def doubts(unit: Unit, asked: str, answer: Answer) -> tuple[str, ...]:
    """The flag of a question that says too little by itself: the author's own words are shown to them, not dropped."""
    return () if asks_enough(unit, asked, answer) else ("lint-alone",)


def asks_enough(unit: Unit, asked: str, answer: Answer) -> bool:
    """Whether a question can be understood and is answered away from its place.

    Not one whose `它` stands for a title that is no name, nor a follow-up (`协程呢？`), nor one for a label that any
    note has (`目标到底是什么？`) or for what to read next; nor one whose answer goes on from another.
    """
    text = without_label(asked).strip()
    if not (_names_something(text) or says_too_little(text)) or not _answers(answer.text):
        return False
    return not _may_lack(text) or not _lacks(unit, text)


def _answers(text: str) -> bool:
    """Whether a text answers by itself, and with something that one can know by heart."""
    if _NO_ANSWER.match(text) is not None or has_mark(text) or is_catalogue(text):
        return False
    if _EXAMPLE in text and _ENDS_WITH_EXAMPLE.match(text):
        return False
    return text[:1] >= _FIRST_HAN or not _NO_ANSWER_LATIN.match(text)


def _may_lack(question: str) -> bool:
    return _MAY_LACK.search(question) is not None or not _POINTING.isdisjoint(latin_words(question))


def _lacks(unit: Unit, question: str) -> bool:
    """Whether a question needs what stands beside it, or asks for what is no knowledge."""
    if _FOLLOWS_UP.fullmatch(question) or _NO_KNOWLEDGE.search(question) or _BACK.within(question):
        return True
    named = _WHAT_IS.fullmatch(question)
    if (named is not None and is_generic(named[1])) or _chooses(question):
        return True
    return _POINTS.within(question) and not _is_name(unit.subject) and not unit.named_in(question)


def _chooses(question: str) -> bool:
    """Whether a question asks for a choice. One for a reason does not: `为什么不能多走几步？`."""
    return _CHOOSES.search(question) is not None and not question.startswith(_WHY)


def _names_something(question: str) -> bool:
    """Whether a question holds more than the words that ask."""
    if _NAMING.search(question) is not None or not _ASKING_WORDS.issuperset(latin_words(question)):
        return True
    rest = _ASKING.sub("", _LATIN.sub("", question))
    return any(letter.isalpha() or letter.isdigit() for letter in rest) or _POINTS.within(question)


def is_catalogue(answer: str) -> bool:
    """Whether an answer is a table, or a list too long to be known by heart: its rows have cards of their own."""
    if answer.startswith("|"):
        return answer.count("\n") > _ROWS_MOST or weight(answer) > _LIST_WORDS
    items = len(_ITEM.findall(answer)) if "\n" in answer else 0
    return items > _ITEMS_MOST or (items > 2 and weight(answer) > _LIST_WORDS)


def _is_name(subject: str) -> bool:
    return weight(subject) <= _SUBJECT_MOST and not any(mark in subject for mark in "｜|：:，,？?")
