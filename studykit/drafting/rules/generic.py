"""Labels that stand in every note and name nothing: they are headings, never questions or answers."""

import re
from functools import lru_cache
from typing import Final

from studykit.drafting.lints.wordlists import GENERIC_LABELS
from studykit.text.expression import Expression
from studykit.text.names import without_label
from studykit.text.normal import normal

_WORDS: Final = """
核心概念 核心要点 举例 参考资料 参考文献 相关链接 链接 笔记 说明 备注 其他 附录 目录 正文 内容
数学 引用 延伸阅读 常见问题 面试题 追问 问答 思考 思考题 自测 疑问 重点方向 applications code
related links appendix contents math derivation faq questions 关键参数 主要参数 重要参数 参数表
超参数 关键超参数 配置 关键配置 配置项 指标 章节 单元 表格 速查 一览 术语 名词 要素 组成
组成部分 结构 分类 类型 关键概念 重要概念 关键术语 脚本 最小脚本 最小配置 想法 思路 做法 坑 踩坑
报错 环境 安装 运行 用法 命令 parameters options settings glossary terms terminology components
types features concepts ideas script pitfalls
"""
_LABELS: Final = GENERIC_LABELS | frozenset(map(normal, _WORDS.split()))
_LONGEST: Final = 3 * max(map(len, _LABELS))
"""Longer than any label with its number and spaces."""
_PLAIN: Final = Expression(r"(?!第)[^\W\d_]\w*")
"""A text with no number or label in front."""
_PLACEHOLDER: Final = Expression(
    r"[\W_]*(?:(?:todo|tbd|fixme|wip|placeholder)(?![^\W_])|coming soon\b"
    r"|to be (?:written|added|done|continued|filled)\b"
    r"|待填充|待补充|待完善|待整理|待补全|有待补充|(?:待续|待写|待定|待办|未完成|未完待续|暂无|暂缺|占位)[\W_]*\Z)",
    re.IGNORECASE,
)
_PLACEHOLDERS_BEGIN: Final = frozenset("tTfFwWpPcC待有未暂占")
"""Letters that the words of a placeholder begin with."""


@lru_cache(maxsize=1024)
def is_generic(text: str) -> bool:
    """Whether a heading or gloss could stand in any note."""
    if len(text) > _LONGEST:
        return False
    return normal(text if _PLAIN.fullmatch(text) else without_label(text)) in _LABELS


def is_placeholder(text: str) -> bool:
    """Whether a text says only that another one is to be written: `TODO`, `（待补充）`."""
    first = text[:1]
    if first.isalpha() and first not in _PLACEHOLDERS_BEGIN:
        return False
    return _PLACEHOLDER.match(text[:80]) is not None
