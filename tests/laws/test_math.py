"""Laws of formulas: any string is shown or refused without an error, in time linear in it, as printable rectangles."""

import gc
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.markup.math import render_display, render_inline
from studykit.markup.math.alphabets import ACCENTS, ALPHABETS
from studykit.markup.math.box import Box
from studykit.markup.math.commands import COMMANDS, read
from studykit.markup.math.layout import layout
from studykit.markup.math.nodes import Unreadable
from studykit.markup.math.symbols import COMMANDS as SIGNS
from studykit.markup.math.symbols import DELIMITERS
from studykit.text.width import width

MARKS = [*"{}^_&'()[]|/+-=,. $#%~\\", "\\\\", "\\\\[2pt]", "\n", "\\,", "\\quad ", "\\over ", "\\limits "]
WORDS = [f"\\{name} " for name in (*COMMANDS, "pi", "sum", "max", "int", "log", "le", "cdots", "end")]
BRACKETS = ["\\left(", "\\right)", "\\big|", "\\left.", "\\right\\}", "\\begin{cases}", "\\end{cases}", "\\text{若 x}"]
HOSTILE = ["\x1b[31m", "\u202e", "\u200d", "\u0301", "\x9b", "\u3000", "\ufe0f", "\U0001f600", "\udc80", "\x00"]
PIECES = st.sampled_from([*MARKS, *WORDS, *BRACKETS, *HOSTILE, *"abx019λ中文"])
ATOMS = st.sampled_from(
    [*"abx019", "\\pi ", "+", "=", ",", "\\sum ", "\\max ", "(", ")", "|", "\\text{ 若 }", "\\frac12"]
)


def _grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.lists(parts, max_size=4).map(lambda items: "{" + "".join(items) + "}")
    return st.one_of(
        st.builds("\\frac{}{}".format, group, group),
        st.builds("x_{}^{}".format, group, group),
        st.builds("\\sum_{}^{}".format, group, group),
        st.builds("\\sqrt{}".format, group),
        st.builds("\\{}{}".format, st.sampled_from(sorted(ACCENTS)), group),
        st.builds("\\{}{}".format, st.sampled_from(sorted(ALPHABETS)), group),
        st.builds("\\underbrace{}_{}".format, group, group),
        st.builds("\\boxed{}".format, group),
        st.builds("\\left({}\\right]".format, group),
        st.builds("\\begin{{cases}}{}&{}\\\\{}\\end{{cases}}".format, group, group, group),
        st.builds("\\begin{{aligned}}{}&={}\\\\{}&\\end{{aligned}}".format, group, group, group),
    )


FORMULAS = st.lists(st.recursive(ATOMS, _grown, max_leaves=6), max_size=5).map("".join)
ANYTHING = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(codec=None), max_size=20),
    st.lists(PIECES, max_size=25).map("".join),
    FORMULAS,
)


@settings(max_examples=2 * settings().max_examples)
@given(ANYTHING, st.integers(1, 100))
def test_any_string_is_shown_or_refused(source: str, cells: int) -> None:
    line, picture = render_inline(source), render_display(source, cells)
    assert line is None or (line.strip() == line != "" and line.isprintable())
    if picture is not None:
        assert 0 <= picture.baseline < len(picture.lines)
        assert any(picture.lines)
        for each in picture.lines:
            assert each.isprintable()
            assert width(each) <= cells
    assert render_inline(source) == line
    assert render_display(source, cells) == picture


@given(FORMULAS)
def test_what_is_well_formed_is_shown(source: str) -> None:
    assert render_inline(f"x{source}") is not None
    assert render_display(f"x{source}", 2_000) is not None


def _box(source: str) -> Box | None:
    try:
        return layout(read(source))
    except Unreadable:
        return None


@given(ANYTHING)
def test_all_lines_of_a_box_are_equally_wide(source: str) -> None:
    box = _box(source)
    if box is not None:
        assert {width(line) for line in box.lines} == {box.width}


@given(FORMULAS, st.integers(20, 80))
def test_more_room_never_takes_a_picture_away(source: str, cells: int) -> None:
    if render_display(source, cells) is not None:
        assert render_display(source, cells + 40) is not None


def test_every_sign_is_shown_alone() -> None:
    names = [*SIGNS, *(name[1:] for name in DELIMITERS if name[0] == "\\")]
    shown = {name: render_inline(f"\\{name}") for name in names}
    assert not {name: text for name, text in shown.items() if not text or not text.isprintable() or width(text) < 1}


SHAPES = {
    "sum": ("x_1+", ""),
    "row": ("a", ""),
    "words": ("\\text{若 a}", ""),
    "fractions": ("\\frac{a}{b}", ""),
    "matrix row": ("a&", "a"),
    "fences": ("(a)", ""),
    "bars": ("|a|", ""),
    "unpaired": ("[a|", ""),
    "scripts": ("x_{i,j}^{k+1}", ""),
    "primes": ("'", ""),
    "open": ("{", ""),
    "roots": ("\\sqrt", ""),
    "left": ("\\left(", ""),
    "spaces": ("\\quad", ""),
    "backslashes": ("\\\\", ""),
    "dollars": ("\\text{$", ""),
    "over": ("a\\over", ""),
    "escapes": ("\x1b", "x"),
    "commas": ("a,", ""),
}


def _seconds(source: str, rounds: int) -> float:
    gc.disable()
    try:
        best = float("inf")
        for _ in range(rounds):
            started = process_time()
            render_display(source, 80)
            render_inline(source)
            best = min(best, process_time() - started)
    finally:
        gc.enable()
    return best


@pytest.mark.parametrize("name", SHAPES)
def test_the_time_is_linear_in_the_formula(name: str) -> None:
    piece, end = SHAPES[name]
    begin, finish = ("\\begin{matrix}", "\\end{matrix}") if name == "matrix row" else ("", "")

    def source(characters: int) -> str:
        return begin + piece * (characters // len(piece)) + end + finish

    small, large = _seconds(source(1_900), 3), _seconds(source(7_600), 2)
    assert large < 0.003 or large / small < 9
    assert large < 0.5


NESTS = [
    ("x_{", "}"),
    ("x^{", "}"),
    ("\\sqrt{x_{", "}}"),
    ("\\hat{x_{", "}}"),
    ("\\frac{1}{", "}"),
    ("\\underbrace{y_{", "}}"),
    ("\\sum_{", "}"),
    ("(x_{", "})"),
]


@pytest.mark.parametrize(("opening", "closing"), NESTS)
def test_nesting_costs_no_more_than_length(opening: str, closing: str) -> None:
    sources = [opening * depth + "a" + closing * depth for depth in range(2, 13)]
    deepest = max((source for source in sources if render_inline(source) is not None), key=len)
    assert deepest in sources[3:]
    assert _seconds(deepest, 3) < 0.02
