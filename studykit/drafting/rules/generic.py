"""Labels that stand in every note and name nothing: they are headings, never questions or answers."""

import re
from typing import Final

from studykit.text.names import without_label
from studykit.text.normal import normal

_WORDS: Final = """
核心思想 核心原理 核心概念 核心要点 核心 原理 概述 概览 简介 介绍 背景 动机 总结 小结 结论 优点 缺点
优缺点 优势 劣势 局限 问题 挑战 方法 步骤 流程 定义 直觉 例子 示例 举例 应用 实现 代码 参考 参考资料
参考文献 相关 相关链接 链接 笔记 要点 关键点 注意 注意事项 说明 备注 其他 附录 目录 正文 内容 数学
公式 推导 引用 延伸阅读 常见问题 面试题 追问 问答 思考 思考题 自测 疑问 重点方向
overview introduction background motivation summary
conclusion pros cons limitations method methods steps definition intuition example examples
applications implementation code references related links notes appendix contents math formula
derivation faq questions setup usage results discussion
"""
_LABELS: Final = frozenset(map(normal, _WORDS.split()))
_PLACEHOLDER: Final = re.compile(
    r"[\W_]*(?:(?:todo|tbd|fixme|wip|placeholder)(?![^\W_])|coming soon\b"
    r"|to be (?:written|added|done|continued|filled)\b"
    r"|待填充|待补充|待完善|待整理|待补全|有待补充|(?:待续|待写|待定|待办|未完成|未完待续|暂无|暂缺|占位)[\W_]*\Z)",
    re.IGNORECASE,
)


def is_generic(text: str) -> bool:
    """Whether a heading or gloss could stand in any note."""
    return normal(without_label(text)) in _LABELS


def is_placeholder(text: str) -> bool:
    """Whether a text says only that another one is to be written: `TODO`, `（待补充）`."""
    return _PLACEHOLDER.match(text[:80]) is not None
