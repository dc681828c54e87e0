"""What is told after an answer: whether it was right and why, what is right, and where that can be read."""

from typing import NamedTuple

from studykit.markup.screen import Line, Run
from studykit.quiz.judging import answer_text, solutions
from studykit.quiz.question import Free, Matching, OneOf, Ordering, Origin, SeveralOf, Written
from studykit.quiz.session import Entry
from studykit.text.safe import safe_line
from studykit.tui.render import Room, marked_lines
from studykit.tui.widgets.quiz_lines import plain_line, text_lines, verdict_line
from studykit.tui.words import Words


class Paragraph(NamedTuple):
    """A quote where it stands."""

    path: str
    line: int | None
    text: str


def told_lines(entry: Entry, paragraph: Paragraph | None, room: Room, words: Words) -> list[Line]:
    """All that stands below the question once it was judged."""
    question, verdict = entry.question, entry.verdict
    assert verdict is not None
    lines: list[Line] = [(), (Run("─" * room.text, "rule"),), verdict_line(verdict, words)]
    lines += _yours(entry, room, words)
    lines += _right(entry, room, words)
    if isinstance(question.body, Free):
        lines += _terms("✓", "quiz-terms-met", verdict.met, room, words)
        lines += _terms("–", "quiz-terms-missing", verdict.missing, room, words)
    if question.detail:
        lines += [(), *text_lines(question.detail, room.text, words, "muted")]
    return lines + source_lines(question.origin, paragraph, room, words)


def source_lines(origin: Origin, paragraph: Paragraph | None, room: Room, words: Words) -> list[Line]:
    """The quote in its paragraph, else alone, then the note and its heading."""
    lines: list[Line] = []
    if origin.quote:
        inner = Room(room.width - 2)
        text = paragraph.text if paragraph is not None else origin.quote
        body = marked_lines(text, origin.quote, inner)
        lines += [(), *((Run("│ ", "quote"), *line) for line in body)]
    return lines + [(), *place_lines(origin, room, words)]


def place_lines(origin: Origin, room: Room, words: Words) -> list[Line]:
    """The note and the heading. A heading is Markdown, a path is none."""
    heading = [run for line in text_lines(origin.heading, 10_000, words) for run in line] if origin.heading else []
    name = "".join([safe_line(origin.note), *(" › " if heading else "", *(run.text for run in heading))])
    return plain_line(f"{words('quiz-source')}: {name}", room, "muted")


def _yours(entry: Entry, room: Room, words: Words) -> list[Line]:
    """What was typed; what was chosen is seen above."""
    if entry.given is None or entry.given.empty or not isinstance(entry.question.body, Written | Free):
        return []
    said = answer_text(entry.question, entry.given)
    return [(Run(f"{words('quiz-yours')}:", "muted"),), *plain_line(said, room)]


def _right(entry: Entry, room: Room, words: Words) -> list[Line]:
    """What is right; not where a right choice says it already."""
    body, verdict = entry.question.body, entry.verdict
    assert verdict is not None
    chosen = isinstance(body, OneOf | SeveralOf | Matching | Ordering)
    found = solutions(entry.question)
    if (verdict.right and chosen) or not found:
        return []
    lines: list[Line] = [(Run(f"{words('quiz-right-is')}:", "muted"),)]
    if isinstance(body, Written):
        lines += text_lines(found[0], room.text, words, "strong")
        if len(found) > 1:
            lines += plain_line(f"{words('quiz-also')}: {'; '.join(found[1:])}", room, "muted")
        return lines
    for one in found:
        body_lines = text_lines(one, room.text - 2, words) if not isinstance(body, Ordering) else plain_line(one, room)
        lines += [(Run("  "), *line) for line in body_lines] if not isinstance(body, Free) else body_lines
    return lines


def _terms(sign: str, code: str, terms: tuple[str, ...], room: Room, words: Words) -> list[Line]:
    if not terms:
        return []
    return plain_line(f"{sign} {words(code)}: {', '.join(terms)}", room, "strong" if sign == "✓" else "muted")
