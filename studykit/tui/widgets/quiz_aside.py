"""What a model says beside a verdict: its mark of an answer in one's own words, and its explanation as it comes."""

from dataclasses import dataclass, field

from studykit.llm.outcome import Failed
from studykit.markup.screen import Line, Run
from studykit.messages import texts
from studykit.quiz.explaining import Explanation, Sentence
from studykit.quiz.judging import POINTS
from studykit.quiz.marking import Assessment, BothMarks
from studykit.text.safe import safe_line
from studykit.tui.render import Room
from studykit.tui.widgets.quiz_lines import plain_line, text_lines
from studykit.tui.words import Words


@dataclass
class Explaining:
    """An explanation that is coming, or has come."""

    by: str
    sentences: list[Sentence] = field(default_factory=list)
    result: Explanation | Failed | None = None
    """None while more may come."""


def marking_lines(by: str, room: Room, words: Words) -> list[Line]:
    """That a model is marking; the person need not wait."""
    return [(), *plain_line(f"… {words('tui-quiz-marking', model=safe_line(by))}", room, "muted")]


def failed_lines(failed: Failed, room: Room, words: Words) -> list[Line]:
    """That there is no mark, and why."""
    return [(), *plain_line(words("quiz-model-failed", reason=reason(failed, words)), room, "muted")]


def assessment_lines(found: Assessment, both: BothMarks | None, room: Room, words: Words) -> list[Line]:
    """The model's points with what is met and what is not, and beside them the person's."""
    bar = "●" * found.points + "○" * (POINTS - found.points)
    said = words("quiz-model-points", model=safe_line(found.by), points=found.points, reason=safe_line(found.reason))
    lines: list[Line] = [(), *plain_line(f"{bar}  {said}", room, "strong")]
    for sign, points, look in (("✓", found.met, "strong"), ("–", found.unmet, "muted")):
        for point in points:
            body = text_lines(point, room.text - 2, words, look) or [()]
            lines += [(Run(f"{sign} " if n == 0 else "  ", "key"), *line) for n, line in enumerate(body)]
    if found.doubted:
        lines += plain_line(words("quiz-model-doubted", count=found.doubted), room, "muted")
    if both is not None and not both.accepted:
        lines += plain_line(words("quiz-model-both", model=both.model, person=both.person), room, "muted")
    return lines


def explanation_lines(told: Explaining, room: Room, words: Words) -> list[Line]:
    """The sentences so far, each with the passage of the note that it rests on."""
    lines: list[Line] = [(), *plain_line(words("quiz-model-explaining", model=safe_line(told.by)), room, "muted")]
    for sentence in told.sentences:
        lines += [(), *text_lines(sentence.text, room.text, words)]
        lines += [(Run("│ ", "quote"), *line) for line in text_lines(sentence.quote, room.text - 2, words, "muted")]
    match told.result:
        case None:
            lines += [(), (Run("…", "muted"),)]
        case Failed():
            said = words("quiz-model-not-explained", reason=reason(told.result, words))
            lines += [(), *plain_line(said, room, "muted")]
        case Explanation(dropped=dropped) if dropped:
            lines += [(), *plain_line(words("quiz-model-dropped", count=dropped), room, "muted")]
        case Explanation(sentences=sentences) if not sentences:
            lines += [(), *plain_line(words("quiz-model-nothing-said"), room, "muted")]
    return lines


def reason(failed: Failed, words: Words) -> str:
    """Why a model said nothing that can be used."""
    code = f"quiz-why-{failed.code}"
    found = code if code in texts() else failed.code
    if found not in texts():
        return found
    return words(found, **{name: safe_line(value) for name, value in failed.parameters})
