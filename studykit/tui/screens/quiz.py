"""A quiz: one question after the other, and in practice what is right at once. What is written is the sitting's."""

from typing import Final

from textual import events

from studykit.quiz.hints import hints_of
from studykit.quiz.judging import EASY
from studykit.quiz.question import Free
from studykit.quiz.session import Asking, Told
from studykit.tui.keys import names_of
from studykit.tui.screens.quiz_tutor import QuizTutored
from studykit.tui.widgets.quiz_writing import Writing

_MEANS: Final = {"answer": "show", "choose": "take"}
"""What a setting's name is called where other screens have the like."""
_ELSEWHERE: Final = ("decks", "browse", "statistics", "quiz", "drafts", "theme")
"""What a letter does on every other screen: where letters are answers, a slip must not lead away."""


class QuizScreen(QuizTutored):
    """One sitting of a quiz, and its keys."""

    def on_mount(self) -> None:
        self.set_interval(1.0, self.tick)
        self.go_on()
        due = self.sitting.due()
        if due and not self.sitting.session.entries[0].given:
            self.notice(self.app.words("tui-quiz-due", count=due))

    # Keys

    def hear(self, event: events.Key) -> None:
        names = names_of(event)
        if self.typing:
            if event.key == "escape":
                event.stop()
                self._leave_text()
            return
        action = self.app.quiz_keymap.action(event) or self.app.keymap.action(event) or ""
        action = _MEANS.get(action, action)
        if event.key == "escape" and self.attempt is not None and self.attempt.written and not self.told:
            action = "show"  # from the text to the keys and back again; `q` leaves
        if self._said(names) or (action in _ELSEWHERE and len(names[0]) == 1):
            event.stop()
            event.prevent_default()
        elif action:
            event.stop()
            event.prevent_default()
            self.perform(action)

    def _said(self, names: list[str]) -> bool:
        """Whether a key is a part of the answer: a letter or a number of something on the screen, or points."""
        name = next((name.lower() for name in names if len(name) == 1 and name.isascii() and name.isalnum()), "")
        if self.attempt is None or self.reading or not name:
            return False
        number = int(name) if name.isdecimal() else None
        if self.told:
            if self.to_mark and number is not None and number <= EASY:
                self.mark(number)
                return True
            return False
        if number is None:
            taken = self.attempt.letter(ord(name) - ord("a"))
        else:
            taken = number > 0 and self.attempt.number(number - 1)
        if taken:
            self._changed()
        return taken

    def perform(self, action: str) -> None:
        """As everywhere; what is asked once more is forgotten by any other key, and what is read is left first."""
        confirming, self.confirming = self.confirming, ""
        self.end_notice()
        if action.startswith("mark_") and self.to_mark:
            self.mark(int(action[-1]))
        elif self.reading and action in ("quote", "back", "show", "take"):
            self.read(False)
        elif self.reading and action in ("override", "open"):
            self.open_note()
        elif confirming and confirming == action:
            {"show": self.answer, "finish": self.submit}[action]()
        elif not (confirming == "finish" and action == "back"):
            super().perform(action)

    def on_writing_submitted(self, event: Writing.Submitted) -> None:
        event.stop()
        if self.attempt is not None:
            self.attempt.text = event.text
            self.perform("show")

    def _leave_text(self) -> None:
        if self.attempt is not None:
            self.attempt.text = self.writing.text
        self.set_focus(None)
        self.end_notice()
        self.say_rows()

    def _changed(self) -> None:
        self.confirming = ""
        self.end_notice()
        self.lay_out(self.scroller.top)
        self.say_rows()

    def do_show(self) -> None:
        """Answer; after that the next question."""
        attempt = self.attempt
        if attempt is None:
            return
        if self.to_mark:
            self._take_mark()
        elif self.told:
            if self.carry_out(self.sitting.go_on):
                self.go_on()
        elif attempt.written and not self.typing:
            self.set_focus(self.writing)
            self.say_rows()
        elif attempt.open:
            self.confirming = "show"
            code = "tui-quiz-nothing-yet" if attempt.empty else "tui-quiz-some-open"
            key = self.app.quiz_keymap.shown("answer", self.app.words.language)
            self.notice(self.app.words(code, count=attempt.open, key=key), stays=True)
        else:
            self.answer()

    def _take_mark(self) -> None:
        """Take the model's mark and go on; without one the person has to mark it."""
        if not self.take_mark():
            self.notice(self.app.words("tui-quiz-mark-first"))
        elif not isinstance(self.sitting.session.position, Told) or self.carry_out(self.sitting.go_on):
            self.go_on()

    def do_take(self) -> None:
        """Space: choose what the cursor is on. Where nothing is chosen so, a page further, and then as Enter."""
        if self.told:
            if not self.scroller.scroll_lines(self.scroller.page):
                self.do_show()
        elif self.attempt is not None and self.attempt.take():
            self._changed()

    def do_take_back(self) -> None:
        if not self.told and self.attempt is not None and self.attempt.rows:
            self.attempt.take_back()
            self._changed()

    def do_down(self) -> None:
        self._move(1)

    def do_up(self) -> None:
        self._move(-1)

    def _move(self, count: int) -> None:
        if not self.told and not self.reading and self.attempt is not None and self.attempt.move(count):
            self._changed()
        else:
            self.scroller.scroll_lines(count)

    def do_hint(self) -> None:
        if self.told and self.explains:
            self.explain()
            return
        if self.told or self.sitting.session.terms.exam:
            self.notice(self.app.words("tui-quiz-too-late" if self.told else "tui-quiz-no-hints"))
            return
        entry = self.entry
        if entry is not None and entry.hints >= len(hints_of(entry.question)):
            self.notice(self.app.words("tui-quiz-no-more-hints"))
        elif self.carry_out(self.sitting.hint):
            self.lay_out()
            self.scroller.go_to(len(self.scroller.lines))
        self._back_to_text()

    def do_flag(self) -> None:
        if isinstance(self.sitting.session.position, Asking | Told):
            self.carry_out(self.sitting.flag)
            self._back_to_text()

    def _back_to_text(self) -> None:
        """Whoever was typing goes on typing."""
        if self.attempt is not None and self.attempt.written and not self.told:
            self.set_focus(self.writing)
        self.say_rows()

    def do_override(self) -> None:
        """It was right after all, or wrong. What was typed is remembered."""
        entry, place = self.entry, self.place
        if entry is None or place is None or not self.told or isinstance(entry.question.body, Free):
            return
        if self.carry_out(lambda: self.sitting.override(place)):
            self.lay_out(self.scroller.top)
            self.say_rows()
            right = self.verdict is not None and self.verdict.right
            learned = self.attempt is not None and self.attempt.written
            code = "tui-quiz-overridden-name" if learned else "tui-quiz-overridden"
            self.notice(self.app.words(code if right else "tui-quiz-overridden-wrong"))

    def do_help(self) -> None:
        from studykit.tui.screens.quiz_help import QuizHelpScreen

        self.app.push_screen(QuizHelpScreen())

    def do_quote(self) -> None:
        if self.told:
            self.read(True)
        else:
            self.notice(self.app.words("tui-quiz-answer-first"))

    def do_next(self) -> None:
        self.go(1)

    def do_previous(self) -> None:
        self.go(-1)

    def do_finish(self) -> None:
        self.ask_to_finish()

    def do_back(self) -> None:
        """Leave: the quiz is kept as it stands."""
        self.keep()
        self.app.do_back()
