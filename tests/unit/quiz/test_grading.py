"""The grader: what it forgives, what it never does, and the pairs that were written before it."""

import pytest

from studykit.messages import texts
from studykit.quiz.formula import formula
from studykit.quiz.grading import Expected, form_of, grade
from studykit.quiz.numerals import quantity
from studykit.quiz.spelling import spelled
from studykit.quiz.traditional import simplified
from tests.quiz_pairs.measure import by_equality, by_ratio, by_rules, read_pairs, totals


def test_the_pairs_are_as_many_as_were_promised() -> None:
    pairs = read_pairs()
    assert len(pairs) >= 500
    assert sum(pair.verdict == "wrong" for pair in pairs) >= 300
    assert len({pair.id for pair in pairs}) == len(pairs)
    assert all(pair.reason for pair in pairs)


@pytest.mark.parametrize("apart", [False, True])
def test_no_wrong_pair_passes_and_nine_of_ten_right_ones_do(apart: bool) -> None:
    half = [pair for pair in read_pairs() if pair.apart is apart]
    found = totals(half, by_rules)
    assert found.false_accepts == 0
    assert found.accepted >= 0.9 * found.right
    assert totals(half, by_ratio).false_accepts > 50
    assert totals(half, by_equality).accepted < 0.5 * found.right


@pytest.mark.parametrize(
    ("reference", "typed", "reason"),
    [
        ("on-policy", "", "grade-empty"),
        ("on-policy", " 。", "grade-empty"),
        ("收敛", "不收敛", "grade-negation"),
        ("biased", "unbiased", "grade-negation"),
        ("增大学习率", "减小学习率", "grade-opposite"),
        ("0.9", "0.99", "grade-number"),
        ("8", "the mean of the group", "grade-no-number"),
        ("第 3 步", "优势函数", "grade-other"),
        ("第 3 步", "第 4 步", "grade-number"),
        ("16 GB", "16 MB", "grade-unit"),
        ("重要性采样", "采样", "grade-partial"),
        ("采样", "重要性采样", "grade-more"),
        ("`num_iterations`", "num_iteration", "grade-code"),
        ("$x^2$", "$x_2$", "grade-formula"),
        ("重要性采样", "拒绝策略", "grade-other"),
    ],
)
def test_a_wrong_answer_is_told_why(reference: str, typed: str, reason: str) -> None:
    found = grade(Expected(reference), typed)
    assert (found.right, found.reason) == (False, reason)
    assert reason in texts()


def test_another_concepts_name_is_wrong_and_is_named() -> None:
    found = grade(Expected("adsorption", (), ("absorption", "desorption")), "absorbtion")
    assert (found.right, found.reason, found.matched) == (False, "grade-sibling", "absorption")


def test_a_name_that_is_right_is_right_though_it_is_a_siblings_too() -> None:
    assert grade(Expected("GRPO", ("GRPO 深度理解",), ("GRPO",)), "grpo").right


def test_what_a_person_called_right_is_an_alias_from_then_on() -> None:
    assert not grade(Expected("价值模型"), "价值函数网络").right
    found = grade(Expected("价值模型", ("价值函数网络",)), "价值函数网络")
    assert (found.right, found.reason) == (True, "grade-alias")
    assert found.accepted == ("价值模型", "价值函数网络")


@pytest.mark.parametrize(
    ("reference", "typed"),
    [
        ("n!", "n"),
        ("s'", "s"),
        ("A record", "record"),
        ("Python 3.10", "Python 3.1"),
        ("€5", "£5"),
        ("CO", "Co"),
        ("V", "v"),
        ("num_x", "numx"),
        ("16 GB 内存", "16 Gb 内存"),
        ("$x_{12}$", "x_1 2"),
        ("uninformed", "uniformed"),
        ("1:2", "2:1"),
        ("10.0.0.1", "10.0.1.0"),
        (".9", "9"),
        ("3-5", "35"),
        ("1,2,3", "123"),
        ("P(A|B)", "P(B|A)"),
        ("A→B", "B→A"),
        ("0", "O"),
        (r"$\bar x$", "x"),
        ("@property", "property"),
        ("[0, 1)", "[0, 1]"),
        ("(a, b)", "(b, a)"),
        ("x ∈ A", "x ∉ A"),
        ("Ω(n)", "O(n)"),
        ("convection", "conviction"),
        ("phosphate", "phosphite"),
        ("afferent", "efferent"),
        ("目的", "目"),
    ],
)
def test_what_one_sign_tells_apart_is_not_the_same(reference: str, typed: str) -> None:
    assert not grade(Expected(reference), typed).right
    assert not grade(Expected(typed), reference).right


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("`x`", "code"),
        ("num_x", "code"),
        ("$x^2$", "formula"),
        ("n-1", "formula"),
        ("$0.5$", "number"),
        ("16 GB", "number"),
        ("2024-06-20", "date"),
        ("选择、扩展、模拟", "list"),
        ("C++", "name"),
        ("策略梯度", "text"),
    ],
)
def test_the_form_of_a_reference_says_how_it_is_compared(text: str, form: str) -> None:
    assert form_of(text) == form


@pytest.mark.parametrize(
    "same",
    [
        (r"\frac12", r"\frac{1}{2}", r"\dfrac 1 2", "1/2"),
        (r"\theta_t", "θ_t", "theta_t", r"\theta_{t}"),
        (r"x \cdot y", "x*y", "xy", r"x\times y"),
        (r"\left(a\middle|b\right)", "(a|b)", r"(a \mid b)"),
        (r"\mathbb{E}_{x \sim p}", "E_{x ~ p}", r"\mathbf E_{x\sim p}"),
        (r"\mathrm{KL}(p\,\Vert\,q)", "KL(p||q)", r"\operatorname{KL}(p \| q)"),
        (r"x^{t}_{i}", "x_i^t"),
    ],
)
def test_one_formula_has_one_spelling(same: tuple[str, ...]) -> None:
    assert len({formula(text) for text in same}) == 1


def test_deep_braces_are_no_danger() -> None:
    assert isinstance(formula("{" * 5000 + "x" + "}" * 5000), str)
    assert isinstance(formula("\\frac" * 2000), str)
    assert isinstance(formula("\\sqrt" * 2000 + "√" * 500), str)


def test_numbers_are_read_as_numbers() -> None:
    same = ["60 万", "600000", "600,000", "6e5", "六十万", "6×10^5", "60万条", "６００，０００"]
    read = [quantity(spelling) for spelling in map(_narrow, same)]
    assert {None if one is None else one.value for one in read} == {600_000}
    assert quantity("3,14,1") is None
    assert quantity("1/0") is None
    assert quantity("1" * 5000) is None


def test_a_name_with_a_slash_is_no_fraction() -> None:
    assert grade(Expected("I/O"), "i/o").right
    assert not grade(Expected("I/O"), "IO").right
    assert not grade(Expected("x/y"), "y/x").right


def _narrow(text: str) -> str:
    return text.replace("６００，０００", "600,000")


def test_traditional_characters_are_the_simplified_ones() -> None:
    assert simplified("強化學習的價值函數與優勢估計") == "强化学习的价值函数与优势估计"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("The Policy Gradients", "policygradient"),
        ("Type II error", "type2error"),
        ("四個階段", "4个阶段"),
        ("Na⁺", "na+"),
        ("H₂O", "h2o"),
        ("x²", "x^2"),
        ("1 0", "1 0"),
        ("GPT-4", "gpt4"),
        ("-0.50", "-0.5"),
        ("2 倍", "2倍"),
    ],
)
def test_the_one_spelling_of_a_text(text: str, key: str) -> None:
    assert spelled(text).key == key
