"""The rows around a question: its kind and how far the quiz is, how to go on, the other keys."""

from typing import TYPE_CHECKING, Final

from studykit.quiz.judging import POINTS
from studykit.quiz.question import Free
from studykit.text.width import width
from studykit.tui.widgets.row import Part

if TYPE_CHECKING:
    from studykit.tui.screens.quiz_stage import QuizStage
    from studykit.tui.words import Words

_BAR: Final = 12
_MINUTE_MS: Final = 60_000


def head(screen: "QuizStage") -> tuple[list[Part], list[Part]]:
    """The kind of the question on the left; on the right its number, a bar, and what is left of an exam's time."""
    words, session, entry = screen.app.words, screen.sitting.session, screen.entry
    columns = screen.app.size.width
    exam = session.terms.exam
    left = [Part(words("tui-quiz-exam" if exam else "tui-quiz-practice"), "muted")]
    if entry is not None:
        left.append(Part(f" · {words(f'quiz-kind-{entry.question.kind}')}", "strong"))
        if entry.again:
            left.append(Part(f" · {words('tui-quiz-once-more')}", "muted"))
        if entry.flagged:
            left.append(Part(f"  ⚑ {words('tui-quiz-flagged')}", "again"))
    total = len(session.entries)
    done = sum(one.given is not None for one in session.entries)
    right: list[Part] = []
    if columns >= 78 and total:
        full = _BAR * done // total
        right += [Part("━" * full, "bar"), Part("─" * (_BAR - full), "rule"), Part("  ")]
    if screen.place is not None:
        right.append(Part(f"{screen.place + 1}/{total}", "muted"))
    time_left = session.left_ms(screen.sitting.study.clock.now_ms())
    if time_left is not None and session.ended_ms is None:
        right.append(Part(f"   {time_text(time_left, words)}", "muted"))
    return left, right


def time_text(left_ms: int, words: "Words") -> str:
    """What is left, in whole minutes; seconds only in the last one."""
    if left_ms < _MINUTE_MS:
        return f"0:{left_ms // 1000:02}"
    return words("tui-quiz-minutes-left", minutes=-(-left_ms // _MINUTE_MS))


def buttons(screen: "QuizStage") -> list[Part]:
    """How to go on from here."""
    words = screen.app.words
    enter = "回车" if words.language == "zh" else "Enter"
    if screen.reading:
        return _pairs([("Esc", "tui-quiz-back", "back"), ("o", "tui-quiz-open", "open")], words)
    if screen.to_mark:
        parts = [Part(f"{words('tui-quiz-mark')}  ", "strong")]
        for points in range(POINTS + 1):
            parts += [
                Part(str(points), "key", f"mark_{points}"),
                Part(f" {words(f'tui-quiz-mark-{points}')}  ", "muted"),
            ]
        return parts
    if screen.told:
        return _pairs([(enter, "tui-quiz-next", "show")], words)
    if screen.typing:
        return _pairs([(enter, "tui-quiz-answer", "show"), ("Esc", "tui-quiz-keys", "back")], words)
    if screen.attempt is not None and screen.attempt.written:
        return _pairs([(enter, "tui-quiz-type-on", "show")], words)
    return [*_pairs([(enter, "tui-quiz-answer", "show")], words), Part(f"   {words(_how(screen))}", "muted")]


def _how(screen: "QuizStage") -> str:
    kind = screen.entry.question.kind if screen.entry is not None else ""
    return {
        "several": "tui-quiz-how-several",
        "matching": "tui-quiz-how-matching",
        "ordering": "tui-quiz-how-ordering",
    }.get(kind, "tui-quiz-how-one")


def keys(screen: "QuizStage") -> list[Part]:
    """The other keys that mean something now, as many as there is room for; help is always among them."""
    words, exam = screen.app.words, screen.sitting.session.terms.exam
    if screen.reading:
        return []
    wanted = []
    if screen.told and screen.entry is not None:
        if not isinstance(screen.entry.question.body, Free):
            wrong = screen.entry.verdict is not None and screen.entry.verdict.right is False
            wanted.append(("o", "tui-quiz-was-right" if wrong else "tui-quiz-was-wrong", "override"))
        wanted += [("v", "tui-quiz-paragraph", "quote")]
    elif not exam:
        wanted += [("h", "tui-quiz-hint", "hint")]
    wanted += [("f", "tui-quiz-flag", "flag")]
    if exam:
        wanted += [("n/p", "tui-quiz-neighbours", "next")]
    wanted += [("s", "tui-quiz-hand-in" if exam else "tui-quiz-finish", "suspend"), ("q", "tui-quiz-later", "back"),
               ("?", "tui-key-help", "help")]  # fmt: skip
    then = words("tui-quiz-then") if screen.typing else ""
    room = screen.app.size.width - 5 - width(then)
    out: list[tuple[str, str, str]] = []
    used = 0
    for place, one in enumerate(wanted):
        size = width(f"{one[0]} {words(one[1])}   ")
        if used + size <= room or place == len(wanted) - 1:
            out.append(one)
            used += size
    first = [Part(then, "muted")] if then else []
    return [*first, *_pairs(out, words)]


def _pairs(wanted: list[tuple[str, str, str]], words: "Words") -> list[Part]:
    parts: list[Part] = []
    for key, code, action in wanted:
        parts += [Part("   ")] if parts else []
        parts += [Part(key, "key", action), Part(f" {words(code)}", "strong" if not parts[:2] else "muted", action)]
    return parts
