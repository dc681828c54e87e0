"""Words that the lints know: what says nothing by itself. Compared as `normal` spells them."""

from typing import Final

from studykit.text.normal import normal


def _normals(*lines: str, separator: str | None = None) -> frozenset[str]:
    return frozenset(normal(word) for line in lines for word in line.split(separator))


STOPS: Final = _normals(
    "的 了 着 是 在 和 与 或 及 以及 不 不是 不会 不能 不要 没 没有 无 非 并非 未 别 无法 很 非常 十分 更 最 较",
    "比较 太 也 都 就 才 又 再 而 但 但是 而且 因为 所以 因此 如果 那么 可以 可能 应该 必须 需要 能够 通常 一般",
    "往往 经常 总是 从不 主要 只 仅 仅仅 只有 直接 间接 进行 通过 使用 采用 利用 根据 对于 关于 这 那 该 其 它 他",
    "我们 一个 一种 这个 那个 这种 大大 显著 逐渐 同时 之间 什么",
    "the a an is are was were be been not no never none nor very only just also too often usually always sometimes",
    "and or but so if then because of to in on at by for with from as it its this that these those can could may",
    "might must should will would do does did has have had there here more most less least than about into we they",
    "you mainly quickly slowly simply directly really quite rather typically generally significantly easily commonly",
)
"""Stop words, negations and adverbs: no word to hide in a cloze."""

FUNCTION_WORDS: Final = frozenset(
    "的了着是在和与或也都就而但因为所以它其这那会能可有一个种被把对于将让使用以之中到从由时后前上下么什吗呢不"
) | _normals(
    "a an the is are was were be been it its they them their this that these those of to in on at by for with from as",
    "and or but so because does do did can will would has have not no yes than then when which what why how if into",
)
"""Words, one character each in Chinese, that add nothing to an answer when the question has the rest."""

GENERIC_LABELS: Final = _normals(
    "核心思想 核心 核心原理 思想 优点 缺点 优势 劣势 优缺点 问题 结论 总结 小结 背景 动机 方法 定义 概述 概览",
    "简介 介绍 原理 基本原理 实验 结果 实验结果 特点 特性 作用 意义 目标 目的 关键 关键点 要点 重点 注意 注意事项",
    "步骤 流程 过程 应用 场景 应用场景 局限 局限性 贡献 参考 相关 公式 例子 示例 本质 直觉 直观理解 区别 对比",
    "比较 分析 推导 证明 实现 代码 参数 细节 背景知识 算法 模型 概念 基本概念 输入 输出 难点 挑战 解决方案 方案",
    "策略 前提 假设 条件 影响 原因",
) | _normals(
    "overview,summary,introduction,background,motivation,method,methods,approach,result,results,conclusion",
    "conclusions,advantage,advantages,disadvantage,disadvantages,benefit,benefits,drawback,drawbacks,pros,cons",
    "limitation,limitations,definition,problem,problems,key idea,main idea,core idea,idea,note,notes,reference",
    "references,example,examples,intuition,goal,purpose,contribution,contributions,experiment,experiments",
    "discussion,details,formula,equation,algorithm,step,steps,setup,usage,difference,comparison,implementation",
    separator=",",
)
"""Labels that any note has: no question by themselves, even where a note is called so."""
