"""A question as lines: what is asked, its options or terms or steps, and below them what was told of the answer.

Signs, not colours, say what was right, and they have their columns from the beginning: nothing moves when it is told.
"""

from collections.abc import Sequence
from typing import Final

from studykit.markup.screen import Labels, Line, Run, screen_lines
from studykit.markup.screen.runs import with_style
from studykit.markup.screen.wrap import wrap
from studykit.quiz.hints import Hint
from studykit.quiz.judging import Verdict, asked_text
from studykit.quiz.question import Matching, OneOf, Ordering, Question, SeveralOf, TrueFalse
from studykit.text.safe import safe_line, safe_text
from studykit.tui.render import Room
from studykit.tui.widgets.quiz_attempt import NONE, Attempt
from studykit.tui.words import Words

_SIGN: Final = {True: Run("✓ ", "right"), False: Run("✗ ", "again"), None: Run("  ")}


def question_lines(
    attempt: Attempt, hints: Sequence[Hint], room: Room, words: Words, *, told: bool = False
) -> tuple[list[Line], int]:
    """The lines of a question, and which of them the cursor is on. `told` is whether the right answer may be seen."""
    question = attempt.question
    lines = list(text_lines(asked(question, words), room.text, words))
    at = 0
    if attempt.rows:
        lines.append(())
        body = question.body
        gone = {hint.eliminated for hint in hints}
        for place in range(attempt.rows):
            if place == attempt.cursor:
                at = len(lines)
            lines += _row(attempt, place, room, words, told=told, struck=place in gone)
        if isinstance(body, Matching):
            lines.append(())
            for place, gloss in enumerate(body.glosses):
                used = place in attempt.picked
                lines += _hanging((Run(f"  {letter(place)}. ", "bullet"),), gloss, room, words,
                                  "muted" if used and not told else "")  # fmt: skip
    for hint in hints:
        lines += [(), *hint_lines(hint, room, words)]
    return lines, at


def asked(question: Question, words: Words) -> str:
    """What is asked with its instruction, as Markdown. The mark of a gap is no Markdown."""
    asks = asked_text(question) if isinstance(question.body, TrueFalse) else question.asks
    return words(question.instruction, asks=asks)


def text_lines(text: str, columns: int, words: Words, look: str = "") -> list[Line]:
    """Markdown as lines, nothing in it covered, all in a style."""
    found = screen_lines(text, columns, "", Labels(words("image"), words("sound")))
    return [
        tuple(run._replace(cover=None, style=with_style(run.style, look) if look else run.style) for run in line)
        for line in found
    ]


def hint_lines(hint: Hint, room: Room, words: Words) -> list[Line]:
    """A hint that was given."""
    said = words(hint.code, text=hint.text, count=hint.count)
    body = text_lines(said, room.text - 2, words)
    return [(Run("┆ ", "bullet"), *line) for line in body]


def letter(place: int) -> str:
    """The letter of an option."""
    return chr(ord("A") + place)


def plain_line(text: str, room: Room, look: str = "") -> list[Line]:
    """A text in which no markup is read, on as many lines as it takes."""
    return wrap([Run(safe_line(text), look)], room.text)


def _row(attempt: Attempt, place: int, room: Room, words: Words, *, told: bool, struck: bool) -> list[Line]:
    """One row that the cursor can be on: its sign, what was put, its letter or number, its text."""
    body, picked = attempt.question.body, attempt.picked
    sign = _sign(attempt, place) if told else Run("▸ " if place == attempt.cursor else "  ", "key")
    match body:
        case OneOf(options) | SeveralOf(options):
            text, chosen = options[place].text, place in picked
        case TrueFalse():
            text, chosen = words("tui-quiz-true" if place == 0 else "tui-quiz-false"), place in picked
        case Matching(terms=terms):
            text, chosen = terms[place], place == attempt.cursor and not told
            put = letter(picked[place]) if picked[place] != NONE else " "
            head = (sign, Run(f"{place + 1}. ", "bullet"), Run(f"[{put}] ", "strong"))
            return _hanging(head, text, room, words, "strong" if chosen else "")
        case Ordering(steps=steps):
            put = str(picked.index(place) + 1) if place in picked else " "
            head = (sign, Run(f"[{put}] ", "strong"), Run(f"{letter(place)}. ", "bullet"))
            return _hanging(head, steps[place], room, words, "")
        case _:
            return []
    if isinstance(body, SeveralOf):
        mark = Run("[x] " if chosen else "[ ] ", "strong" if chosen else "muted")
    else:
        mark = Run("(•) " if chosen else "( ) ", "strong" if chosen else "muted")
    look = "strike muted" if struck and not told else "strong" if chosen else ""
    return _hanging((sign, mark, Run(f"{letter(place)}. ", "bullet")), text, room, words, look)


def _sign(attempt: Attempt, place: int) -> Run:
    body, picked = attempt.question.body, attempt.picked
    right: bool | None = None
    match body:
        case OneOf(options) | SeveralOf(options):
            right = True if options[place].right else False if place in picked else None
        case TrueFalse(holds=holds):
            right = True if holds == (place == 0) else False if place in picked else None
        case Matching(key=key):
            right = picked[place] == key[place]
        case Ordering(key=key):
            right = place in picked and picked.index(place) == key.index(place)
        case _:
            pass
    return _SIGN[right]


def _hanging(head: tuple[Run, ...], text: str, room: Room, words: Words, look: str) -> list[Line]:
    """Text behind a head, its further lines below its first."""
    inset = sum(len(run.text) for run in head)
    body = text_lines(safe_text(text), room.text - inset, words, look) or [()]
    return [(*(head if number == 0 else (Run(" " * inset),)), *line) for number, line in enumerate(body)]


def verdict_line(verdict: Verdict, words: Words) -> Line:
    """Whether it was right, and why, with its sign."""
    said = words(verdict.reason, matched=verdict.matched)
    if verdict.right is None:
        return (Run("… ", "key"), Run(said, "strong"))
    if verdict.right is False and 0 < verdict.share < 1 and verdict.reason == "grade-chosen":
        said = words("tui-quiz-partly", percent=round(100 * verdict.share))
    return (_SIGN[verdict.right], Run(said, "strong" if verdict.right else "again"))
