"""What a line of a conversation means, by rules: a table of what people say, in English and in Chinese.

Anything that is not in the table is an answer where a question is open. A line is compared as a whole, never in part:
`stop` is a wish, `early stopping` an answer. Where the answer of the open question happens to be in the table, it is
the answer; `/stop` is always the wish, and `=stop` always the answer.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Intent(StrEnum):
    """What is wanted."""

    ANSWER = "answer"
    UNKNOWN = "unknown"
    """The person does not know."""
    WHY = "why"
    HINT = "hint"
    NEXT = "next"
    SKIP = "skip"
    REPEAT = "repeat"
    ABOUT = "about"
    """A quiz on something else: `topic`."""
    STANDING = "standing"
    STOP = "stop"
    """Go, and come back later."""
    FINISH = "finish"
    """End it here, with the report."""
    RIGHT = "right"
    """The verdict was the wrong one."""
    WRONG = "wrong"
    EASY = "easy"
    YES = "yes"
    NO = "no"
    HELP = "help"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Heard:
    """A line as it was understood."""

    intent: Intent
    text: str = ""
    """Of an answer, what was said; of `ABOUT` the topic."""
    sure: bool = True
    """Whether it can be nothing else: it was marked as a wish or as an answer. An answer that asks is not sure."""


_SAYINGS: Final[dict[Intent, str]] = {
    Intent.UNKNOWN: "i don't know|i do not know|i dont know|don't know|dont know|dunno|idk|no idea|i forgot|-"
    "|不知道|我不知道|不会|我不会|不清楚|不记得|不记得了|忘了|我忘了|没想法|没头绪|想不起来",
    Intent.WHY: "why|why is that|why so|why not|how come|explain|explain it|explain that|explain this|explain please"
    "|please explain|tell me why|tell me more"
    "|为什么|为啥|为何|怎么回事|怎么会|凭什么|解释|解释一下|请解释|解释下|讲讲|讲一下|讲解|详细说说|原因|原因呢|为什么呢",
    Intent.HINT: "hint|a hint|hint please|one more hint|another hint|give me a hint|clue|a clue|help me"
    "|提示|提示一下|给个提示|给点提示|来个提示|再给个提示|再提示一下|提醒一下|线索",
    Intent.NEXT: "next|next one|next question|go on|continue|ok|okay|got it|i see|n"
    "|下一题|下一个|下一道|下一道题|继续|好|好的|明白|明白了|懂了|知道了|嗯",
    Intent.SKIP: "skip|skip it|skip this|skip this one|pass|later|跳过|先跳过|略过|跳过这题|跳过这一题|过|换一题",
    Intent.REPEAT: "repeat|again|say it again|say that again|repeat the question|what was the question|the question"
    "|再说一遍|再说一次|重复|重复一遍|题目|题目是什么|再看一遍题目",
    Intent.STANDING: "how am i doing|how am i doing so far|how did i do|how is it going|score|my score|progress"
    "|我做得怎么样|做得怎么样|我答得怎么样|怎么样了|成绩|我的成绩|得分|分数|进度|到哪了|几题了",
    Intent.STOP: "stop|stop here|quit|exit|bye|goodbye|enough|that's enough|that is enough|see you|q"
    "|停|停止|停下|退出|不做了|先这样|先到这里|先到这|再见|拜拜|休息一下",
    Intent.FINISH: "finish|finish it|finish the quiz|end|end it|end the quiz|report|show the report|i am done|i'm done"
    "|done|结束|结束吧|结束测验|交卷|报告|看报告|出报告|做完了|完成",
    Intent.RIGHT: "i was right|that was right|it was right|that is right|that's right|count it as right|i am right"
    "|我答对了|我是对的|我对了|算对|应该算对|我说对了|判错了|这是对的",
    Intent.WRONG: "i was wrong|that was wrong|count it as wrong|我答错了|我错了|算错|应该算错|其实我不会",
    Intent.EASY: "easy|that was easy|too easy|very easy|简单|太简单了|很简单|太容易了",
    Intent.YES: "yes|y|yes please|sure|please do|do it|是|是的|对|要|可以|行|来吧",
    Intent.NO: "no|n|no thanks|no thank you|not now|don't|否|不|不用|不用了|不要|算了",
    Intent.HELP: "help|?|what can i say|commands|how does this work|帮助|怎么用|能说什么|我能说什么|命令|说明",
}
_TABLE: Final[dict[str, tuple[Intent, ...]]] = {}
for _intent, _said in _SAYINGS.items():
    for _one in _said.split("|"):
        _TABLE[_one] = (*_TABLE.get(_one, ()), _intent)
_ABOUT: Final = re.compile(
    r"(?:please )?(?:can you |could you )?(?:quiz|test|examine|ask) me (?:on|about|in) (?P<en>\S[^\n]{0,200})"
    r"|(?:请|来)?(?:考考我|考考|考我|测测我|测我|问问我|问我|考一下|出几道)(?:一下)?(?:关于)?[ ]?"
    r"(?P<zh>\S[^\n]{0,200})",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(r",? please\Z|(?:方面|相关)?的(?:题目|题|内容|知识|问题)?(?:吧|好吗)?\Z|(?:吧|好吗|的题)\Z")
_QUESTION: Final = re.compile(
    r"(?:what|why|how|which|who|when|where|can you|could you|do you|tell me)\b[^?]*\?+"
    r"|[^?]*(?:什么|为啥|为何|怎么|如何|哪|多少|几个|区别)[^?]*\?+",
    re.IGNORECASE,
)
"""A line that asks. An answer that one is not sure of ends with `?` too, but asks for nothing."""
_EDGES: Final = " \t.。!！,，~～;；…"


def heard(line: str, *, may: frozenset[Intent]) -> Heard:
    """What a line means. `may` are the wishes that make sense now: a word with two meanings has the one of them."""
    plain = unicodedata.normalize("NFKC", line).replace("’", "'").strip()
    if not plain:
        return Heard(Intent.EMPTY)
    if plain[0] == "=" and len(plain) > 1:
        return Heard(Intent.ANSWER, line.strip().lstrip("=＝").strip())
    sure = plain[0] == "/" and len(plain) > 1
    folded = (plain[1:] if sure else plain).casefold().strip(_EDGES)
    bare = folded.rstrip("?") or folded
    meant = _TABLE.get(folded) or _TABLE.get(bare) or ()
    fitting = next((one for one in meant if one in may), meant[0] if meant else None)
    if fitting is not None:
        return Heard(fitting, line.strip(), sure)
    about = _ABOUT.fullmatch(plain.strip(f"{_EDGES}?"))
    if about is not None:
        return Heard(Intent.ABOUT, _topic(about["en"] or about["zh"]))
    return Heard(Intent.ANSWER, line.strip(), sure=_QUESTION.fullmatch(plain) is None)


def _topic(said: str) -> str:
    """A topic as it was written, without what only makes a sentence of it."""
    topic = said.strip(_EDGES + "?\"'“”「」『』")
    return _TAIL.sub("", topic).strip() or topic
