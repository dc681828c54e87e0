"""Turning a card moves nothing, and nothing of a card's text reaches the terminal but as text."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.flows.review.sitting import Shown
from studykit.markup.screen import Line, line_text, line_width
from studykit.model.card import Basic, Card, Choice, Cloze, Content, Option, Source, Typed
from studykit.store.faces import Place
from studykit.tui.render import Room, answer_of, marked_lines, question_of, strip_of
from studykit.tui.theme import DAY, NIGHT
from studykit.tui.words import Words

WORDS = Words("zh")
TEXTS = st.text(
    st.sampled_from("策略梯度，。ab c*_`$|\n\t{}[]!\\\u202e\u0301\x1b\x07👩\u200d🔬-#>"), min_size=1, max_size=120
)
ROOMS = st.integers(20, 160).map(Room)


def shown(content: Content, face: str = "0") -> Shown:
    """A card as the sitting gives it."""
    return Shown(face, Card(content, Source("笔记", "标题", "引文"), None), Place("Deck", "Deck.md", "Deck", "笔记"))


def positions(lines: tuple[Line, ...], *, hidden: bool) -> list[list[str]]:
    """What stands in each column of each line, blanks where nothing or something hidden stands."""
    return [[*line_text(line, hidden=hidden)] for line in lines]


CONTENTS: list[tuple[Callable[[str], Content], str]] = [
    (lambda text: Basic(text, "答案"), "0"),
    (lambda text: Basic("题目", text, reversed=True), "1"),
    (lambda text: Typed(text, "答案"), "0"),
]


@pytest.mark.parametrize(("make", "face"), CONTENTS)
@given(text=TEXTS, room=ROOMS)
def test_the_question_stays_line_by_line(make: Callable[[str], Content], face: str, text: str, room: Room) -> None:
    card = shown(make(text), face)
    question = question_of(card, room, WORDS)
    assert answer_of(card, room, WORDS)[: len(question)] == question


@given(before=TEXTS, inside=st.text("策略a b，", min_size=1, max_size=40), after=TEXTS, room=ROOMS)
def test_a_cloze_is_uncovered_in_its_place(before: str, inside: str, after: str, room: Room) -> None:
    text = before.replace("{", "").replace("}", "") + "{{c1::" + inside + "::提示}}" + after.replace("}", "")
    card = shown(Cloze(text), "c1")
    question, answer = question_of(card, room, WORDS), answer_of(card, room, WORDS)
    for asked, told in zip(question, answer, strict=False):
        assert line_width(asked) == line_width(told)
        for before_run, after_run in zip(asked, told, strict=True):
            assert before_run.style == "covered" or before_run.text == after_run.text


@given(option=TEXTS, room=ROOMS)
def test_options_stay_and_the_right_one_gets_a_sign(option: str, room: Room) -> None:
    card = shown(Choice("题目？", (Option("错", False), Option(option, True))))
    question, answer = question_of(card, room, WORDS), answer_of(card, room, WORDS)
    signs = 0
    for asked, told in zip(question, answer, strict=False):
        before, after = line_text(asked), line_text(told)
        signs += "✓" in after and "✓" not in before
        assert before == after.replace("✓ ", "  ", 1) or before == after
    assert signs == 1


@given(text=TEXTS, room=ROOMS, theme=st.sampled_from([DAY, NIGHT]))
def test_a_strip_is_text_of_exactly_its_columns(text: str, room: Room, theme: str) -> None:
    for line in answer_of(shown(Basic(text, text, text)), room, WORDS):
        strip = strip_of(line, room.width, room.margin, theme, "", "▐")
        assert strip.cell_length == room.width
        assert all(character.isprintable() or character in "\u200d" for segment in strip for character in segment.text)
        assert not any(segment.control for segment in strip)


def test_what_was_typed_stands_above_what_is_right() -> None:
    card = shown(Typed("全称？", "Proximal Policy Optimization"))
    lines = [line_text(line) for line in answer_of(card, Room(80), WORDS, "Proximal Polcy Optimisation")]
    assert "输入  ✗ Proximal Polcy Optimisation" in lines
    assert "正确  ✓ Proximal Policy Optimization" in lines
    same = [line_text(line) for line in answer_of(card, Room(80), WORDS, "proximal policy optimization")]
    assert "✓ Proximal Policy Optimization" in same
    assert not any("✗" in line for line in same)


def test_a_quote_is_marked_in_its_paragraph() -> None:
    lines = marked_lines("前文。减去基线不改变期望。后文 **x**。", "减去基线不改变期望。", Room(80))
    marked = [run.text for line in lines for run in line if run.style == "mark"]
    assert "".join(marked) == "减去基线不改变期望。"
    assert "".join(map(line_text, lines)) == "前文。减去基线不改变期望。后文 **x**。"
