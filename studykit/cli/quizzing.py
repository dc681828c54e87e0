"""The plain quiz: questions line by line, for screen readers, pipes and simple terminals, on the session of all.

A model, where one is configured, marks answers in one's own words and explains: the person takes its mark or not.
"""

import time

from studykit.cli import output
from studykit.cli.language import text
from studykit.cli.quiz_aloud import SOLUTIONS, Aloud
from studykit.cli.quiz_ending import end, folded, read_answer
from studykit.cli.quiz_lines import read_line, shown_lines
from studykit.cli.quiz_tutor import Say, explained
from studykit.flows.quiz.sitting import QuizSitting
from studykit.markup.plain import to_plain
from studykit.quiz.judging import EASY, POINTS, Given, answer_text, asked_text
from studykit.quiz.question import Free, SeveralOf
from studykit.quiz.session import Asking, OutOfTurn


class PlainQuiz(Aloud):
    """One quiz, read from standard input. `say` prints a line: where the report is JSON, to standard error."""

    def __init__(self, sitting: QuizSitting, say: Say = output.data) -> None:
        super().__init__(sitting, say)
        self.session = sitting.session
        self.on_screen: tuple[int, bool] | None = None
        self.count = sum(not entry.again for entry in self.session.entries)

    def run(self) -> bool:
        """Ask until nothing is left; False where the person stopped before, or the input ended."""
        self.agree_first()
        while not self.sitting.finished:
            if self.sitting.left_ms() == 0:
                self.say(text("quizzing-time-over"))
                self.sitting.submit()
                break
            place = self.session.place
            assert place is not None
            asking = isinstance(self.session.position, Asking)
            if self.on_screen != (place, asking):
                self._ask(place) if asking else self.tell(place)
                self.on_screen = place, asking
            line = read_answer(self._prompt(place, asking))
            try:
                if line is None or not (self._answer(line, place) if asking else self._told(line, place)):
                    self.say(text("quizzing-kept"))
                    return False
            except OutOfTurn:
                self.say(text("quizzing-not-now"))
        end(self)
        return True

    # What is shown

    def _ask(self, place: int) -> None:
        entry = self.session.entries[place]
        question = entry.question
        self.say("")
        kind = text(f"quiz-kind-{question.kind.value}")
        head = f"{kind} · {question.origin.section}"
        if not entry.again:
            head = text("quizzing-head", place=place + 1, count=self.count, head=head)
        left = self.sitting.left_ms()
        extra = [text("quizzing-left", minutes=-(-left // 60_000))] if left is not None else []
        extra += [text("quizzing-again")] * entry.again + [text("quizzing-flagged")] * entry.flagged
        self.say(" · ".join([head, *extra]))
        self.lines(text(question.instruction, asks=asked_text(question)))
        for line in shown_lines(question):
            self.lines(line)
        if entry.given is not None and not entry.given.empty:
            self.say(text("quizzing-answered", given=answer_text(question, entry.given)))
        self.shown_at = time.monotonic()

    def tell(self, place: int) -> None:
        entry, verdict = self.session.entries[place], self.session.verdict(place)
        if verdict is None:
            return
        if verdict.right is None:
            self.say(text("quizzing-yours"))
        else:
            reason = text(verdict.reason, matched=verdict.matched)
            self.say(text("quizzing-right" if verdict.right else "quizzing-wrong", reason=reason))
        if verdict.right is not True or isinstance(entry.question.body, SeveralOf | Free):
            self.say(f"{text('quizzing-solution')}{text('colon')}".rstrip())
            for solution in verdict.accepted[:SOLUTIONS]:
                self.lines(solution)
        if verdict.reason != "grade-empty" and (verdict.met or verdict.missing):
            self.say(text("quizzing-terms", met=_listed(verdict.met), missing=_listed(verdict.missing)))
        if entry.question.detail:
            self.say(f"{text('quizzing-detail')}{text('colon')}".rstrip())
            self.lines(entry.question.detail)
        self._source(place)
        if verdict.right is None:
            self.assessed(place)

    def _source(self, place: int) -> None:
        origin = self.session.entries[place].question.origin
        path, line, paragraph = self.sitting.paragraph(place)
        self.passage(path, line, origin.heading, paragraph or origin.quote)

    def _prompt(self, place: int, asking: bool) -> str:
        entry = self.session.entries[place]
        if asking:
            return text(f"quizzing-prompt-{entry.question.kind.value}")
        if place in self.session.unmarked():
            return self.prompt_to_mark(place)
        verdict = self.session.verdict(place)
        right = verdict is not None and verdict.right
        return text("quizzing-prompt-told-right" if right else "quizzing-prompt-told")

    def prompt_to_mark(self, place: int) -> str:
        assessment = self.sitting.marks.of(place).assessment
        if assessment is None:
            return text("quizzing-prompt-mark")
        return text("quiz-model-take", points=assessment.points)

    # What is said to a question

    def _answer(self, line: str, place: int) -> bool:
        entry = self.session.entries[place]
        exam = self.session.terms.exam
        said = read_line(line, entry.question, exam=exam)
        if said.given is not None:
            return self._give(said.given)
        match said.key:
            case "h":
                self._hint()
            case "f":
                self._flag()
            case "v" if not exam:
                self.say(text("quizzing-not-now"))  # it would say the answer
            case "q":
                return False
            case "s":
                self.sitting.submit()
            case "n" | "" if exam:
                self.session.go((place + 1) % len(self.session.entries))
            case "p" if exam:
                self.session.go((place - 1) % len(self.session.entries))
            case "g":
                self.session.go(said.number - 1)
            case "?":
                self.say(text("quizzing-keys"))
            case _:
                prompt = text(f"quizzing-prompt-{entry.question.kind.value}")
                self.say(text("quizzing-not-understood", prompt=prompt))
        return True

    def _give(self, given: Given) -> bool:
        self.sitting.answer(given, self.took_ms())
        if self.session.terms.exam and not any(entry.given is None for entry in self.session.entries):
            self.say(text("quizzing-exam-open", open=0))
        self.on_screen = None
        return True

    def _hint(self) -> None:
        if self.session.terms.exam:
            self.say(text("quizzing-no-hint-exam"))
            return
        try:
            hint = self.sitting.hint()
        except OutOfTurn:
            self.say(text("quizzing-no-hint"))
            return
        self.lines(text(hint.code, text=hint.text, count=hint.count))

    def _flag(self) -> None:
        decision = self.sitting.flag()
        self.say(text("quizzing-flag-on" if decision.on else "quizzing-flag-off"))

    # What is said to a verdict

    def _told(self, line: str, place: int) -> bool:
        said = folded(line).removeprefix(":")
        marking = place in self.session.unmarked()
        if said == "q":
            return False
        if said == "s":
            self.sitting.submit()
        elif self.mark(place, said):
            if marking:
                self.sitting.go_on()
        elif said == "" and not marking:
            self.sitting.go_on()
        elif said == "w":
            self._explain(place)
        elif said == "o":
            self._override(place)
        elif said == "v":
            self._source(place)
        elif said == "f":
            self._flag()
        elif said == "?":
            self.say(text("quizzing-keys"))
        else:
            self.say(self._prompt(place, False) if marking else text("quizzing-not-now"))
        return True

    def mark(self, place: int, said: str) -> bool:
        """Whether a line was the mark of an answer in one's own words: points, or Enter for the model's."""
        if not isinstance(self.session.entries[place].question.body, Free):
            return False
        if said.isdecimal() and int(said) <= EASY:
            self.sitting.mark(place, min(int(said), POINTS), easy=int(said) == EASY)
        elif said == "" and place in self.session.unmarked() and self.sitting.marks.of(place).assessment is not None:
            self.sitting.take_mark(place)
        else:
            return False
        return True

    def _explain(self, place: int) -> None:
        """The model's explanation from the note; without a model the paragraph."""
        if self.tutor is None:
            self._source(place)
        else:
            explained(self.tutor, self.session.entries[place].question, self.say, self.lines)

    def _override(self, place: int) -> None:
        decision = self.sitting.override(place)
        known = decision.right and decision.alias
        self.say(text("quizzing-overridden-right", name=decision.alias) if known else text("quizzing-overridden"))


def _listed(terms: tuple[str, ...]) -> str:
    return text("list-comma").join(" ".join(to_plain(term).split()) for term in terms) or "–"
