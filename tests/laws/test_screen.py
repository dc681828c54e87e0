"""What must hold for every text on a screen: it fits, it is inert, and nothing moves when the answer is shown."""

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from studykit.markup.screen import line_text, screen_lines
from studykit.text.safe import safe_text
from studykit.text.width import width

_MARKS = """价值模型|，|。|“|”|（|）|reward |a| |- |1. |> |`x = 1`|**|*|==|~~|$r_t$|\\frac{a}{b}|\\(|\\)|[[Note]]
|![[a.png]]|[x](https://e.org)|# |^id|[^1]|<b>|<br>|{{c1::|{{c2::|::hint|::提示|}}|%%|🎯|[ ] |&amp;|&#27;|http://a.b/cccccccc
|\x1b[31m|\u202e|e\u0301|\u200d|\t|---|[[Note|"""
_LINES = "\n _\n\n _> [!note] 标题\n_```python\n_```\n_$$\n_[^1]: note\n_| a | b |\n|---|--:|\n| 1 | 二 |\n"
PIECES = st.sampled_from([*_MARKS.replace("\n", "").split("|"), *_LINES.split("_"), "label]]", "![[a.png|300]]"])
TEXTS = st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join)
FACES = st.sampled_from(["", "0", "c1", "c2"])


@given(TEXTS, FACES, st.integers(8, 100))
def test_no_line_is_wider_than_the_screen_and_all_are_inert(text: str, face: str, columns: int) -> None:
    for line in screen_lines(text, columns, face):
        for hidden in (True, False):
            shown = line_text(line, hidden=hidden)
            assert shown == safe_text(shown)
            assert not {unicodedata.category(c) for c in shown if c != "\t"} & {"Cc", "Cs"}
            assert width(shown) <= max(columns, 24)


@given(TEXTS, FACES, st.integers(8, 100))
def test_what_covers_an_answer_is_as_wide_as_the_answer(text: str, face: str, columns: int) -> None:
    for line in screen_lines(text, columns, face):
        for run in line:
            assert run.cover is None or width(run.cover) == width(run.text)


@given(TEXTS, st.integers(8, 100))
def test_without_a_face_nothing_is_covered(text: str, columns: int) -> None:
    assert all(run.cover is None for line in screen_lines(text, columns) for run in line)


WORDS = st.lists(st.sampled_from(["价值", "模型", "，", "“", "”", "abc", "x-y", " ", "e\u0301"]), max_size=60).map(
    "".join
)


@given(WORDS, st.integers(8, 40))
def test_wrapping_loses_no_character_but_blanks(text: str, columns: int) -> None:
    shown = "".join(line_text(line) for line in screen_lines(text, columns))
    assert shown.replace(" ", "") == text.replace(" ", "")


def test_a_long_text_is_laid_out_in_linear_time() -> None:
    def calls(count: int) -> int:
        text = "价值模型用来估计优势，reward model 也是。**粗体** $r_t$ `code`\n\n- 项目\n" * count
        made = 0

        def counted(_frame: object, _event: str, _argument: object) -> None:
            nonlocal made
            made += 1

        sys.setprofile(counted)
        try:
            screen_lines(text, 80, "c1")
        finally:
            sys.setprofile(None)
        return made

    calls(1)  # what is imported and compiled once
    assert calls(400) < 4.5 * calls(100)


def test_quotes_in_quotes_to_any_depth_are_shown() -> None:
    text = "> " * 5000 + "deep"
    lines = screen_lines(text, 80)
    assert "deep" in "".join(line_text(line) for line in lines)
    assert all(width(line_text(line)) <= 80 for line in lines)
