"""The rows around a question: its kind and how far the quiz is, how to go on, the other keys."""

from typing import TYPE_CHECKING, Final

from studykit.quiz.judging import EASY
from studykit.quiz.question import Free
from studykit.text.width import width
from studykit.tui.keys import named
from studykit.tui.render import Room
from studykit.tui.widgets.key_row import Key, key_row
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
    words, made = screen.app.words, _Keys(screen)
    enter = named("enter", words.language)  # of a text, whatever else answers
    if screen.reading:
        return _row([made("back", "tui-quiz-back"), made("open", "tui-quiz-open")])
    if screen.to_mark:
        return _marks(screen, made)
    if screen.told:
        return _row([made("answer", "tui-quiz-next")])
    if screen.typing:
        return _row([Key(enter, words("tui-quiz-answer"), "show"), Key("Esc", words("tui-quiz-keys"))])
    if screen.attempt is not None and screen.attempt.written:
        return _row([made("answer", "tui-quiz-type-on")])
    return [*_row([made("answer", "tui-quiz-answer")]), Part(f"   {words(_how(screen))}", "muted")]


def _marks(screen: "QuizStage", made: "_Keys") -> list[Part]:
    """The points that the person can give, before them the model's where it has given some."""
    words = screen.app.words
    marks = [Key(str(points), words(f"tui-quiz-mark-{points}"), f"mark_{points}") for points in range(EASY + 1)]
    said = [Part(f"{words('tui-quiz-mark')}  ", "strong")]
    assessment = screen.sitting.marks.of(screen.place).assessment if screen.place is not None else None
    if assessment is not None:
        taking = Key(made.printed("answer"), words("tui-quiz-take-mark", points=assessment.points), "show")
        said = [*key_row([taking], screen.app.size.width, strong=("show",)), Part("   ")]
    room = Room(screen.app.size.width).text - sum(width(part.text) for part in said)
    return [*said, *key_row(marks, room, gap=2)]


def _how(screen: "QuizStage") -> str:
    kind = screen.entry.question.kind if screen.entry is not None else ""
    return {
        "several": "tui-quiz-how-several",
        "matching": "tui-quiz-how-matching",
        "ordering": "tui-quiz-how-ordering",
    }.get(kind, "tui-quiz-how-one")


def keys(screen: "QuizStage") -> list[Part]:
    """The other keys that mean something now, as many as there is room for; help is always among them."""
    words, exam, made = screen.app.words, screen.sitting.session.terms.exam, _Keys(screen)
    if screen.reading:
        return []
    wanted = []
    if screen.told and screen.entry is not None:
        if not isinstance(screen.entry.question.body, Free):
            wrong = screen.entry.verdict is not None and screen.entry.verdict.right is False
            wanted.append(made("override", "tui-quiz-was-right" if wrong else "tui-quiz-was-wrong"))
        wanted.append(made("quote", "tui-quiz-paragraph"))
        if screen.explains:
            wanted.append(made("hint", "tui-quiz-explain"))
    elif not exam:
        wanted.append(made("hint", "tui-quiz-hint"))
    wanted.append(made("flag", "tui-quiz-flag"))
    if exam:
        both = "/".join(filter(None, (made.printed(action) for action in ("next", "previous"))))
        wanted.append(Key(both, words("tui-quiz-neighbours"), "next"))
    wanted += [made("finish", "tui-quiz-hand-in" if exam else "tui-quiz-finish"), made("back", "tui-quiz-later"),
               made("help", "tui-key-help")]  # fmt: skip
    then = [Part(words("tui-quiz-then"), "muted")] if screen.typing else []
    room = Room(screen.app.size.width).text - sum(width(part.text) for part in then)
    return [*then, *key_row(wanted, room, always=("help",))]


class _Keys:
    """The keys as they are set, for the screen's actions."""

    def __init__(self, screen: "QuizStage") -> None:
        self.app = screen.app

    def printed(self, action: str) -> str:
        quiz = self.app.quiz_keymap
        return (quiz if action in quiz.keys else self.app.keymap).shown(action, self.app.words.language)

    def __call__(self, action: str, code: str) -> Key:
        return Key(self.printed(action), self.app.words(code), "show" if action == "answer" else action)


def _row(wanted: list[Key]) -> list[Part]:
    """The first of them stands out."""
    return key_row(wanted, 1000, strong=(wanted[0].action,))
