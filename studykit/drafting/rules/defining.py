"""Whether words read as a name, and whether what stands behind it says what the name means.

`term: gloss` is the form of definitions, but also of advice, remarks, results and dates. What tells them apart is the
shape of both halves: a name holds no clause, and a definition ends in the noun it defines by (`…的温度`), opens with an
article or a measure word, or stands under a heading that says that definitions follow.
"""

import re
from functools import lru_cache
from typing import Final

from studykit.drafting.rules import asking
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.words import latin_words, listed, words
from studykit.text.expression import Expression
from studykit.text.normal import normal, weight

TERM_MOST: Final = 10
_TERM_LONGEST: Final = 80
_FIRST_WORD: Final = 20
_CLAUSE: Final = words(
    r"[是有把被让使要会能应该请别勿没当先再]|不(?!变|动|等|良|确定|可逆|饱和|完全|对称)|如果|必须|建议|注意|记得|"
    r"区别|原因|结果|例如|比如|什么|怎|如何|为何",
    "is are was were do does don't should must can will if when avoid use keep never always why how what who see note "
    "todo each every my our your because",
)
"""Words of a sentence: a text with one of them is emphasis, advice or a remark, and not a name."""
_COMPOUND: Final = Expression(
    "有氧|无氧|有限|有界|有效|有理|有向|有机|有害|有序|特有|固有|公有|所有权|占有|应激|应用|效应|响应|反应|适应|"
    "对应|供应|感应|"
    "使用|使能|大使|天使|要素|要约|要件|摘要|需要|纪要|必要|会话|会计|社会|机会|能力|能量|功能|性能|动能|势能|技能|"
    "职能|"
    "智能|可能|热能|核能|电能|原能|被动|被告|区别度|没收|没食子酸|先验|先天|先行|再生|再贴现|再现|再保险|当量|当事人|"
    "相当|特别|级别|性别|类别|辨别|差别|识别|是非|请求|申请|把手|让步|让渡|因果|结果集|不动点|不变量"
)
"""Nouns in which one of them is no word by itself."""
_NO_TERM: Final = Expression(
    r"[，。；！？,;!?=→<>、]|\s/\s|(?<=[^\x00-\x7f])/|\bvs\b|^(?:第[一二三四五六七八九十\d]|其[一二三四五]|首先|其次|最后|然后|[前后]\s*\d|\d|"
    r"[$+*/-]|多个|几个|每个|"
    r"各个|某个|两个)|\d[:：]\d|://"
)
_COUNTED: Final = Expression(r"(?:step|part|day|week)\s*\d", re.IGNORECASE)
_ADJECTIVE: Final = Expression(r"[A-Za-z]{3,}(?:sive|tive|ous|[ai]ble|less|ful)", re.IGNORECASE)
_LABELS: Final = listed(
    "作者 来源 出处 参考 链接 时间 地点 日期 参会 更新 标签 论文 版本 环境 成本 现在 目标 背景 结论 口诀 助记 练习",
    "作业 课后 注 提示 补充 思考 问 答 译者 底座 收尾 准备 其他",
    "author source date link paper version morning evening monday exercise homework tip warning result results example",
    "careful favourite favorite reminder warning important fun fact bonus",
    "教训 易错 坑 难点 重点 关键 记住 补 例外 前提 经验 口诀",
    "examples mnemonic recommendation action owner status attendees typical rest other others",
)
"""Names of what any note has beside its subject."""
_GLOSSARY: Final = words(
    "概念|术语|名词|定义|词汇|含义|黑话",
    "vocabulary term terms terminology glossary definition definitions concept concepts jargon blocks",
)
_NO_GLOSSARY: Final = words(
    "坑|踩|细节|注意|经验|建议|技巧|易错|计划|进度|安排|遗留|讨论|背景|结论|待办|指标|日志|例子|示例|案例|判例|"
    "因素|优点|缺点|优势|劣势|怎么选|如何选|选型|选择|排查|报错|决定|行动|检测|鉴定|注释|参考|延伸|小结|总结|贡献|改进|"
    "变化|结果|实验|对比|比较|区别|成本",
    "case cases pitfall pitfalls tip tips trick tricks gotcha gotchas advice todo agenda action actions decision "
    "decisions timeline result results example examples note notes reading link links reference references schedule "
    "log cause causes factor factors lesson lessons went pros cons mistake mistakes",
)
"""Headings over remarks, advice and results; what stands there is no definition."""
_REMARK: Final = Expression(
    r"见|参见|如[：:]|例如|比如|有|没有?|因为|由于|所以|只|仅|也|都|就|还|并|但|而|即使|如果|当|要|应|需|可|能|会|"
    r"别|不要|"
    r"不必|不用|不能|默认|建议|推荐|记得|注意|避免|首选|优先|改|设|调|看|用`|同上|前两|上一|下一|另外|解决|原因|"
    r"结果|[和与同跟]|像|"
    r"类似|相当于|比"
)
_REMARK_WORDS: Final = listed(
    "it this that these those they see use avoid never always do don't don no not note e default must should can",
    "because when if only same needed without like similar opposite with as is are was were has have we you i",
    "keep make set try check run add feed mix start stop",
)
"""How advice, a reference or a remark begins."""
_ASIDE: Final = words(
    "[我你您咱?？!！]|大家|老师|同学|上面|下面|上述|前者|后者|前面|见图|如图|见下|待补|这(?!么)|它|同样|存疑|\\bI\\b",
    "my you your we our above below same ones former latter previous lol",
)
_NOMINAL: Final = Expression(
    r"的(?!问题|时候|情况|原因|例子|缘故|样子|地方|东西|部分|内容|方面|事情|事|人|话|那[个种部]|关键|错误|结果|对照|好处|坏处|意思|做法|办法|[是不有也都])"
    r"(?![^的]*(?:都|也|就|必须|应该|可以|需要|不能|[被把让使]|[先再](?![验天行生])))"
    r"[^的，。；：、（）()\s]{1,9}(?:[（(][^（）()]*[）)])?$"
)
"""Behind the last 的 stands a noun: no sign of a sentence."""
_OPENS: Final = Expression(
    r"(?:指|一[种个类组段条次项套份位]|某[个种类]|由.{2,20}(?:组成|构成)|用[来于以]|"
    r"(?:an?|the|any|one|what|some|that part|those|people|someone|something)\s)",
    re.IGNORECASE,
)
_RELATIVE: Final = listed("that which whose who whom where")
_JOINS: Final = listed("of between into before after to for by in per from with")
_PHRASE_LEAST: Final = 5
_TAIL: Final = Expression(
    r"[，,；;]\s*(?:如|例如|比如|譬如|即|也|又|分|约|常|经|一般|通常|e\.g|such as|i\.e).*$", re.DOTALL
)
_GOES_ON: Final = Expression(r"\s*(?:先|再|然后|接着|会|要|就|才|于是|被|把|由此|所以|因此|但|而|却|不)")
"""How a clause goes on that tells what happens to a thing, so that the words before it define nothing."""
_ENDS: Final = Expression(r"[，,；;。]")


@lru_cache(maxsize=2048)
def is_term(text: str) -> bool:
    """Whether a label reads as the name of something: short, no clause, no number, no label that any note has."""
    plain = asking.name_of(text)
    if not plain or len(plain) > _TERM_LONGEST or _NO_TERM.search(plain) is not None or "$" in plain:
        return False
    if (
        (len(plain) > TERM_MOST and weight(plain) > TERM_MOST)
        or plain.casefold() in _LABELS
        or _COUNTED.match(plain) is not None
    ):
        return False
    if not any(map(str.isalpha, plain)) or asking.is_vague(plain) or is_generic(plain):
        return False
    if _ADJECTIVE.fullmatch(plain) is not None:
        return False
    return not _CLAUSE.within(plain) or not _CLAUSE.within(_COMPOUND.sub("", plain))


def names_terms(heading: str) -> bool:
    """Whether a heading says that definitions stand below it."""
    return _GLOSSARY.within(heading) and not names_remarks(heading)


def names_remarks(heading: str) -> bool:
    """Whether a heading says that something else than definitions stands below it."""
    return _NO_GLOSSARY.within(heading)


def is_remark(said: str) -> bool:
    """Whether what follows a name is advice, a reference or a remark on it: nothing to answer "what is it" with."""
    if _REMARK.match(said) is not None or _ASIDE.within(said) or asking.is_vague(said):
        return True
    first = latin_words(said[:_FIRST_WORD])[:1] if said[:1].isascii() else ()
    return bool(first) and first[0] in _REMARK_WORDS and not said[len(first[0]) :].startswith("-")


def defines(said: str, *, chinese: bool) -> bool:
    """Whether what follows a name has the form of a definition."""
    text = _TAIL.sub("", said.rstrip("。.；; "))
    if _OPENS.match(text) is not None:
        return True
    if not chinese:
        return False
    if _NOMINAL.search(text) is not None:
        return True
    first = _ENDS.split(text)[0]
    return _NOMINAL.search(first) is not None and _GOES_ON.match(text[len(first) + 1 :]) is None


def is_noun_phrase(said: str) -> bool:
    """Whether an English gloss without an article has what tells a thing apart: `droplets merging into larger ones`."""
    found = latin_words(said)
    if not _RELATIVE.isdisjoint(found):
        return True
    return len(found) >= _PHRASE_LEAST and "," not in said and not _JOINS.isdisjoint(found)


def repeats(term: str, said: str) -> bool:
    """Whether a definition holds its own term: it answers in a circle, or gives the answer away."""
    return normal(term) in normal(said)
