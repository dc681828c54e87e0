"""Lints 1, 2, 3, 17 and `gap`: two texts that each has to find in either language, and near misses it may not."""

import pytest

from studykit.drafting.lints import LINTS, Context, Finding, Verdict
from studykit.drafting.lints.form import answer_length, broken_format, empty, question_length
from studykit.drafting.lints.gap import gap, hole_in
from studykit.drafting.lints.sides import Sides, sides
from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Option, Source, Typed

CONTEXT = Context("原文。")


def draft(content: Content, quote: str = "原文") -> Sides:
    return sides(Draft(content, Source("笔记", "", quote), "rules:test"))


def qa(question: str, answer: str, detail: str = "", quote: str = "原文") -> Sides:
    return draft(Basic(question, answer, detail), quote)


@pytest.mark.parametrize(
    "content",
    [
        Basic("", "答案"),
        Basic("问题是什么？", " **  ** \n"),
        Basic("What is it?", "…"),
        Typed("What is it?", ""),
        Cloze("　"),
        Choice("选哪个？", (Option("甲", True), Option("", False))),
    ],
)
def test_an_empty_side_is_found(content: Content) -> None:
    assert empty(draft(content), CONTEXT) == Finding("lint-empty", Verdict.ERROR)


@pytest.mark.parametrize("answer", ["$+$", "→", "![[图.png]]", "`x`", "是", "0", "$$\n\\nabla\n$$", "- \u00d7"])
def test_a_formula_a_symbol_and_a_picture_are_something(answer: str) -> None:
    assert empty(qa("它是什么符号？", answer), CONTEXT) is None


def test_a_cloze_has_no_other_side() -> None:
    assert empty(draft(Cloze("{{c1::甲}}")), CONTEXT) is None


@pytest.mark.parametrize("question", ["为何？", "Why?", "$G$？", "为" * 46 + "？", " ".join(["word"] * 46) + "?"])
def test_a_question_too_short_or_too_long_is_found(question: str) -> None:
    found = question_length(qa(question, "答案"), CONTEXT)
    assert found is not None
    assert found.verdict is Verdict.ERROR


@pytest.mark.parametrize(
    "question",
    [
        "什么是熵？",
        "What is PPO?",
        "为" * 45,
        "下式是什么？\n\n$$\n"
        + r"\nabla_\theta J = \sum_t \gamma^t G_t \nabla_\theta \log \pi_\theta(a_t \mid s_t) " * 4
        + "\n$$",
        "这段代码打印什么？\n\n```python\n" + "value = reward + gamma * value\n" * 9 + "```",
    ],
)
def test_a_formula_or_code_does_not_make_a_question_long(question: str) -> None:
    assert question_length(qa(question, "答案"), CONTEXT) is None


def test_an_answer_is_flagged_beyond_30_and_dropped_beyond_60() -> None:
    verdicts = []
    for size in (30, 31, 60, 61):
        found = answer_length(qa("问题是什么？", "字" * size), CONTEXT)
        verdicts.append(found and found.verdict)
    assert verdicts == [None, Verdict.FLAG, Verdict.FLAG, Verdict.ERROR]
    english = answer_length(qa("What is it?", "word " * 61), CONTEXT)
    assert english is not None
    assert english.verdict is Verdict.ERROR


def test_detail_formulas_and_code_do_not_make_an_answer_long() -> None:
    formula = r"$$\hat A_t = \sum_{l=0}^{\infty} (\gamma\lambda)^l \delta_{t+l} " + r"+ \alpha\beta " * 40 + "$$"
    assert answer_length(qa("公式是什么？", formula), CONTEXT) is None
    assert answer_length(qa("代码是什么？", "```python\n" + "a = b + c * d\n" * 20 + "```"), CONTEXT) is None
    assert answer_length(qa("要点是什么？", "要点", "字" * 500), CONTEXT) is None


@pytest.mark.parametrize(
    "text",
    [
        "优势是 $A_t 的均值",
        "公式 $$x + y",
        "代码 `kl_coef 的默认值",
        "**重要 的结论",
        "模板 {{name 的值",
        "见 [[PPO 原理]]",
        "见 [[PPO 原理|这里]]",
        "![[GRPO 深度理解]]",
        "<script>alert(1)</script>",
        "<span style='x'>甲</span>",
        "<b onclick=x>甲</b>",
        "甲 <!-- card x --> 乙",
        "std::vector<int> 的大小",
        "[点我](javascript:alert(1))",
        "[x]( JavaScript:alert)",
        "Q: 什么是熵",
        "A：动作",
        "Card 3: 熵",
        "问题 2：熵",
        "答：是熵",
        "Question: what",
    ],
)
def test_broken_markup_is_found(text: str) -> None:
    for one in (qa(text, "答案"), qa("问题是什么？", text), qa("问题是什么？", "答案", text)):
        found = broken_format(one, CONTEXT)
        assert found is not None
        assert found.verdict is Verdict.ERROR


@pytest.mark.parametrize(
    "text",
    [
        r"$\frac{{a}}{{b_{c}}}$ 与 $a * b * c$、$x_1 ** y$",
        r"集合 $\{x \mid x > 0\}$ 与 \[a\] 和 \(b\)",
        "`**kwargs` 与 `a * b` 与 `{{ title }}`",
        "```jinja\n{{ title\n**\n$x\n[[x]]\n<div>\n```",
        "2**3 等于 8",
        "价格是 $5",
        "价格从 $5 到 $10",
        "US$ 计价",
        r"写作 \$x 与 \*\* 与 \`",
        "![[图.png]] 与 ![[声音.mp3|200]] 与 ![图](a.png)",
        "H<sub>2</sub>O<br>甲<br/><kbd>Ctrl</kbd>",
        "a < b 且 c > d",
        "**重要：**后面的字",  # CommonMark sees no emphasis here, but the marks pair up
        "矩阵 [[1, 2], [3, 4]]",
        "[论文](https://arxiv.org/abs/1707.06347)",
        "Q-learning 的目标",
        "A* 搜索",
        "问题在于方差",
        "JavaScript: 一种语言",
        "C{{c1::x}}",
        "方差 %%**待查 `%% 更小",
    ],
)
def test_what_only_looks_broken_is_not_found(text: str) -> None:
    assert broken_format(qa("问题是什么？", text), CONTEXT) is None


def test_every_option_is_looked_at() -> None:
    options = (Option("甲", True), Option("乙", False), Option("`丙", False))
    assert broken_format(draft(Choice("选哪个？", options)), CONTEXT) is not None


@pytest.mark.parametrize(
    "text",
    [
        "其中参数  ，控制步长",
        "由参数 $a$ 与  。",
        "- ：学习率\n- ：折扣",
        "优势（ ）越大越好",
        "优势（）越大越好",
        "the ratio ( ) is clipped",
        "更新量为 ，再乘以步长",
        "其中  是学习率",
        "where  is the learning rate",
        "the parameter  , which is small",
        "目标定义为：\n\n然后取期望。",
        "The loss is defined as:\n\nThen it is averaged.",
    ],
)
def test_a_hole_is_found_in_the_quote_and_in_the_card(text: str) -> None:
    for one in (qa("问题是什么？", "答案", quote=text), qa("问题是什么？", text), qa("问题是什么？", "答", text)):
        found = gap(one, CONTEXT)
        assert found is not None, one
        assert found.verdict is Verdict.ERROR


@pytest.mark.parametrize(
    "text",
    [
        "第一行，  \n第二行。  \n",
        "参数 $\\theta$ ，控制步长",
        "- $x$ ：学习率\n- `y` ：折扣",
        "优势（$A$）越大越好，调用 `f( )` 或 mean()",
        "| 键    | 值  ，说明 |\n| --- | --- |\n| a     | ：b  |",
        "```python\nvalue  , other = f( )\n- ：x\n```",
        "更新量为 $x$ ，再乘以步长",
        "其中 $\\eta$ 是学习率",
        "目标定义为：\n\n$$\nJ\n$$\n\n然后取期望。",
        "步骤如下：\n\n1. 采样\n2. 更新",
        "步骤如下：\n\n- 采样",
        "接口如下：\n\n```\nx\n```",
        "> 引用，  \n> 继续。",
        "    - 子项：说明",
        "PPO ，GRPO 。",
        "好的习惯立即：开始",
    ],
)
def test_ordinary_markdown_has_no_hole(text: str) -> None:
    assert hole_in(text) == ""
    assert gap(qa("问题是什么？", text, quote=text), CONTEXT) is None


def test_a_lead_in_with_nothing_after_it_is_a_hole() -> None:
    assert gap(qa("KL 散度如何定义？", "它定义为："), CONTEXT) is not None
    assert gap(qa("How is it defined?", "It is defined as:"), CONTEXT) is not None
    assert gap(qa("KL 散度如何定义？", "期望之差", quote="KL 散度定义为："), CONTEXT) is not None
    assert gap(draft(Cloze("{{c1::KL 散度}}在离散情形下定义为：")), CONTEXT) is not None


def test_a_lead_in_is_no_hole_where_the_card_has_the_formula_or_the_question_ends_with_it() -> None:
    assert gap(qa("KL 散度如何定义？", "$D(p, q)$", quote="KL 散度定义为："), CONTEXT) is None
    assert gap(qa("请补全，KL 散度定义为：", "期望之差"), CONTEXT) is None


def test_the_table_names_every_lint_once() -> None:
    assert len(LINTS) == len(set(LINTS.values())) == 22
