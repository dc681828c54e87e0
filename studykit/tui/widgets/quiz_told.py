"""What is told after an answer: whether it was right and why, what is right, and where that can be read."""

from typing import Final, NamedTuple

from studykit.flows.reading.paragraph import rule_of
from studykit.markup.screen import Line, Run
from studykit.quiz.judging import answer_text, solutions
from studykit.quiz.question import Free, Matching, OneOf, Ordering, Origin, Question, SeveralOf, Written
from studykit.quiz.session import Entry
from studykit.text.safe import safe_line
from studykit.tui.render import Room, marked_lines, plain_lines
from studykit.tui.widgets.quiz_lines import plain_line, text_lines, verdict_line
from studykit.tui.words import Words

_NEAR: Final = 2
"""Lines of a paragraph that are shown on either side of the quote's."""


class Paragraph(NamedTuple):
    """A quote where it stands."""

    path: str
    line: int | None
    text: str


def verdict_lines(entry: Entry, room: Room, words: Words) -> list[Line]:
    """What stands first below a question that was judged: whether it was right, and what is."""
    question, verdict = entry.question, entry.verdict
    assert verdict is not None
    lines: list[Line] = [(), (Run("─" * room.text, "rule"),), verdict_line(verdict, words)]
    lines += _yours(entry, room, words)
    lines += _right(entry, room, words)
    if isinstance(question.body, Free) and entry.given is not None and not entry.given.empty:
        lines += _terms("✓", "tui-quiz-terms-met", verdict.met, room, words)
        lines += _terms("–", "tui-quiz-terms-missing", verdict.missing, room, words)
    return lines


def source_lines(question: Question, paragraph: Paragraph | None, room: Room, words: Words) -> list[Line]:
    """The detail, the quote in its paragraph, else alone, then the note and its heading."""
    origin = question.origin
    lines: list[Line] = [(), *text_lines(question.detail, room.text, words, "muted")] if question.detail else []
    if origin.quote:
        inner = Room(room.width - 2)
        text = _around(paragraph.text, origin.quote) if paragraph is not None else origin.quote
        body = marked_lines(text, origin.quote, inner)
        lines += [(), *((Run("│ ", "quote"), *line) for line in body)]
    return [*lines, (), *place_lines(origin, room, words)]


def _around(text: str, quote: str) -> str:
    """A paragraph as far as it stands near the quote; a table as it is, which is no long one here."""
    before, found, after = text.partition(quote)
    head, tail = before.split("\n"), after.split("\n")
    if not found or rule_of(head) is not None:
        return text
    above, below = head[-_NEAR - 1 :], tail[: _NEAR + 1]
    return "\n".join([*["…"] * (len(above) < len(head)), "\n".join(above) + found + "\n".join(below),
                      *["…"] * (len(below) < len(tail))])  # fmt: skip


def place_lines(origin: Origin, room: Room, words: Words) -> list[Line]:
    """The note and the heading, or the deck. A heading is Markdown, a path is none."""
    heading = [run for line in text_lines(origin.heading, 10_000, words) for run in line] if origin.heading else []
    name = "".join([safe_line(origin.place), *(" › " if heading else "", *(run.text for run in heading))])
    return plain_line(words("tui-quiz-source", place=name), room, "muted")


def _yours(entry: Entry, room: Room, words: Words) -> list[Line]:
    """What was typed; what was chosen is seen above."""
    if entry.given is None or entry.given.empty or not isinstance(entry.question.body, Written | Free):
        return []
    said = answer_text(entry.question, entry.given)
    return [(Run(words("tui-quiz-yours"), "muted"),), *plain_lines(said, room)]


def _right(entry: Entry, room: Room, words: Words) -> list[Line]:
    """What is right; not where a right choice says it already."""
    body, verdict = entry.question.body, entry.verdict
    assert verdict is not None
    chosen = isinstance(body, OneOf | SeveralOf | Matching | Ordering)
    found = solutions(entry.question)
    if (verdict.right and chosen and not entry.overridden) or not found:
        return []
    lines: list[Line] = [(Run(words("tui-quiz-right-is"), "muted"),)]
    if isinstance(body, Written):
        lines += text_lines(found[0], room.text, words, "strong")
        if len(found) > 1:
            lines += plain_line(words("tui-quiz-also", names="; ".join(found[1:])), room, "muted")
        return lines
    for one in found:
        body_lines = text_lines(one, room.text - 2, words) if not isinstance(body, Ordering) else plain_line(one, room)
        lines += [(Run("  "), *line) for line in body_lines] if not isinstance(body, Free) else body_lines
    return lines


def _terms(sign: str, code: str, terms: tuple[str, ...], room: Room, words: Words) -> list[Line]:
    if not terms:
        return []
    said = words(code, terms=words("tui-quiz-comma").join(terms))
    look = "strong" if sign == "✓" else "muted"
    body = plain_line(said, Room(room.width - 2), look)
    return [(Run(f"{sign} " if number == 0 else "  ", look), *line) for number, line in enumerate(body)]
