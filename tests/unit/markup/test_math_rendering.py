"""What each construct of LaTeX looks like in a terminal, on one line and drawn."""

import pytest

from studykit.markup.math import render_display, render_inline


def drawn(source: str, width: int = 80) -> str:
    picture = render_display(source, width)
    assert picture is not None
    return "\n".join(picture.lines)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (r"x_i^2", "xᵢ²"),
        (r"\pi_\theta r", "π_θ r"),
        (r"\pi_\theta(a|s)", "π_θ(a|s)"),
        (r"\pi_{\mathrm{ref}}(y)", "π_ref(y)"),
        (r"\hat{A}_{i,t}", "Â_(i,t)"),
        (r"{\pi_\theta}^2", "π²_θ"),
        (r"e^{-x^2}", "e^(−x²)"),
        (r"{(a^b)}^c", "(aᵇ)ᶜ"),
        (r"s'_{t}", "sₜ′"),
        (r"f''", "f′′"),
        (r"x'^2", "x′²"),
        (r"\frac12", "1/2"),
        (r"\frac{a}{b}c", "(a/b)c"),
        (r"a/\frac bc", "a/(b/c)"),
        (r"\frac{a+b}{c d}", "(a + b)/(cd)"),
        (r"\frac{\partial f}{\partial x}", "∂f/∂x"),
        (r"\frac{\frac ab}{c}", "(a/b)/c"),
        (r"-\frac{1}{n}\sum_i", "−(1/n) ∑ᵢ"),
        (r"\binom nk", "(n choose k)"),
        (r"{n \over k}", "n/k"),
        (r"\sqrt2", "√2"),
        (r"\sqrt{x+1}", "√(x + 1)"),
        (r"\sqrt{x_\theta}", "√(x_θ)"),
        (r"\sqrt[3]{x}, \sqrt[n]{x}", "∛x, ⁿ√x"),
        (r"\bar{x}\,\vec v\,\dot q\,\ddot q\,\tilde y", "x̄ v⃗ q̇ q̈ ỹ"),
        (r"\overline{AB}", "A̅B̅"),
        (r"\widehat{AB}", "hat(AB)"),
        (r"\log x + \log(x) + \log\frac ab", "log x + log(x) + log(a/b)"),
        (r"\operatorname{clip}(x), \operatorname*{arg\,max}_a f", "clip(x), arg maxₐ f"),
        (r"2 \times -3", "2 × −3"),
        (r"\pi(\cdot\mid s)", "π(· | s)"),
        (r"\mathbb{E}\mathcal{L}\mathbf{W}\boldsymbol\theta\mathfrak{g}\mathsf{x}\mathit{y}", "𝔼ℒ𝐖𝛉𝔤xy"),
        (r"\alpha\epsilon\varepsilon\phi\varphi\theta\vartheta\Omega", "αϵεϕφθϑΩ"),
        (r"a\not= b\not\in C", "a ≠ b ∉ C"),
        (r"\left\{x \,\middle|\, x>0\right\}", "{x | x > 0}"),
        (r"\|x\| + |y|", "‖x‖ + |y|"),
        (r"D(p\|q)", "D(p ‖ q)"),
        (r"\overset{d}{=}", "=ᵈ"),
        (r"x \xrightarrow{f} y", "x →ᶠ y"),
        (r"\text{若 } x>0 \text{ 则 }\mathrm{KL}=0", "若 x > 0 则 KL = 0"),
        (r"\text{where $x_i > 0$}", "where xᵢ > 0"),
        (r"\textcolor{red}{x}+\color{blue}y", "x + y"),
        (r"\boxed{x}", "x"),
        (r"E=mc^2\tag{1}", "E = mc²    (1)"),
        (r"\begin{bmatrix}1&2\\3&4\end{bmatrix}", "[1, 2; 3, 4]"),
        (r"\begin{cases}1&x>0\\0&\text{else}\end{cases}", "{1, x > 0; 0, else}"),
        (r"\begin{aligned}a&=b\\&=c\end{aligned}", "a = b; = c"),
        (r"a % what a comment says" + "\n+b", "a + b"),
        (r"{\rm old}\%", "old%"),
        (r"10{,}000", "10,000"),
        (r"0.5x", "0.5x"),
        ("目标 ≤ π²", "目标 ≤ π²"),
    ],
)
def test_on_one_line(source: str, line: str) -> None:
    assert render_inline(source) == line


@pytest.mark.parametrize(
    ("source", "picture"),
    [
        (r"\frac{\frac ab}{c}", " a\n ─\n b\n───\n c"),
        (r"x_{i,j}^{\pi}", " π\nx\n i,j"),
        (r"\max_{a'}Q", "max Q\na′"),
        (r"\sum\nolimits_i x", "∑ᵢ x"),
        (r"\int\limits_0^1", "1\n∫\n0"),
        (r"\sqrt{\frac ab}", " ┌─\n │a\n │─\n√│b"),
        (r"\left.\frac ab\right|_{x=0}", "a│\n─│\nb│ₓ₌₀"),
        (r"\Big\{\frac ab\Big\}", "⎧a⎫\n⎨─⎬\n⎩b⎭"),
        (r"\left\langle\frac ab\right\rangle", "╱a╲\n⟨─⟩\n╲b╱"),
        (r"\begin{vmatrix}a&b\\c&d\end{vmatrix}", "│ a  b │\n│ c  d │"),
        (r"\begin{array}{r|l}1&a\\\hline20&b\end{array}", " 1 │ a\n──────\n20 │ b"),
        (r"\begin{gathered}a\\b+c\end{gathered}", "  a\nb + c"),
        (r"\begin{rcases}a\\b\end{rcases}", "a ⎫\n  ⎬\nb ⎭"),
        (r"a \\ b", "a\nb"),
        (r"\begin{aligned}[t]a&=1\\[2pt]b&=2\end{aligned}", "a = 1\nb = 2"),
        (r"\begin{aligned}a&=1\\ [0,1]&=b\end{aligned}", "     a = 1\n[0, 1] = b"),
        (r"\widehat{AB}", "^\nAB"),
        (r"\underline{AB}", "AB\n‾‾"),
        (r"\overbrace{a+b}^{n}", "  n\n╭─┴─╮\na + b"),
        (r"A\xrightarrow[x]{f}B", "   f\nA ──→ B\n   x"),
        (r"\frac{\text{奖励}}{n}", "奖励\n────\n n"),
        (r"x\phantom{yy}z", "x  z"),
    ],
)
def test_drawn(source: str, picture: str) -> None:
    assert drawn(source) == picture


@pytest.mark.parametrize(
    "source",
    [
        "",
        "  ",
        r"\unknown{x}",
        r"\newcommand{\a}{b}\a",
        r"\frac{a}",
        r"\frac",
        "{a",
        "a}",
        "a & b",
        r"\left( a",
        r"a \right)",
        r"\begin{cases}a",
        r"\begin{aligned}a\end{cases}",
        r"\begin{tikzpicture}\end{tikzpicture}",
        r"\end{cases}",
        "x_1_2",
        "x^1^2",
        "a$b",
        "#1",
        "a\\",
        r"\text{a \textbf{b}}",
        r"\text{$a}",
        "{" * 500 + "}" * 500,
        r"\sqrt" * 500 + "x",
        "(" * 500,
        "x" * 10_000,
    ],
)
def test_the_source_is_shown_for_what_is_unknown_or_unbalanced(source: str) -> None:
    assert render_inline(source) is None
    assert render_display(source, 80) is None


def test_what_a_terminal_could_obey_is_not_in_the_picture() -> None:
    hostile = "a\x1b[31m\u202e\u200b\x07_\\text{b\x9b\u2066c}"
    assert render_inline(hostile) == "a[31m_bc"
    picture = render_display(hostile, 80)
    assert picture is not None
    assert picture.lines == ("a[31m", "     bc")


def test_a_wide_formula_is_broken_before_a_relation_or_a_sign() -> None:
    assert drawn(r"f(x) = aaaa + bbbb + cccc + dddd", 20).split("\n") == [
        "f(x) = aaaa + bbbb",
        "    + cccc + dddd",
    ]
    assert drawn(r"x = 1, \qquad y = 22222", 14).split("\n") == ["x = 1,", "    y = 22222"]


def test_what_cannot_be_broken_has_no_picture() -> None:
    assert render_display(r"\frac{aaaaaaaaaaaaaaaaaaaa}{b}", 12) is None
    assert render_display("+".join("a" * 200), 10) is None
