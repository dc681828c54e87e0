"""A quiz by lines: what its two forms, questions with keys and a conversation, say in the same way.

A model, where one is configured, marks answers in one's own words and explains; everything else is by rules.
"""

import shutil
import time
from typing import TYPE_CHECKING, Final

from studykit.cli.language import text
from studykit.cli.quiz_tutor import Say, find_tutor, marked, tell_assessment
from studykit.flows.quiz.sitting import QuizSitting
from studykit.markup.screen import Labels, line_text, screen_lines
from studykit.quiz.marking import Assessment
from studykit.quiz.question import Free
from studykit.text.width import width

if TYPE_CHECKING:
    from studykit.flows.quiz.model import Tutor

SOLUTIONS: Final = 8
"""Solutions that are told."""
_WIDEST: Final = 100
_LONGEST_MS: Final = 600_000


class Aloud:
    """A sitting, told line by line. `say` prints a line."""

    def __init__(self, sitting: QuizSitting, say: Say) -> None:
        self.sitting = sitting
        self.say = say
        self.columns = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
        self.labels = Labels(text("image"), text("sound"))
        self.shown_at = time.monotonic()
        """When the question was shown."""
        self._tutors: list[Tutor | None] = []

    @property
    def tutor(self) -> "Tutor | None":
        """The model; looked for, and agreed to, when it is needed first."""
        if not self._tutors:
            self._tutors.append(find_tutor(self.sitting.study))
        return self._tutors[0]

    def agree_first(self) -> None:
        """Where a model will be needed, have it agreed to before the first question and not behind an answer."""
        if any(isinstance(entry.question.body, Free) for entry in self.sitting.session.entries):
            _ = self.tutor

    def took_ms(self) -> int:
        """How long the shown question was thought about."""
        return min(round((time.monotonic() - self.shown_at) * 1000), _LONGEST_MS)

    def lines(self, source: str, before: str = "  ") -> None:
        """Say Markdown, each line behind a sign."""
        for line in screen_lines(source, self.columns - width(before), "", self.labels):
            self.say(f"{before}{line_text(line)}".rstrip())

    def passage(self, path: str, line: int | None, heading: str, paragraph: str) -> None:
        """Say where something can be read, and what stands there."""
        where = f"{path}:{line}" if line else path
        self.say(f"{text('quizzing-from')}: {where}{f' # {heading}' if heading else ''}")
        self.lines(paragraph, before="│ ")

    def assessed(self, place: int) -> Assessment | None:
        """The model's mark of an answer in the person's own words, asked for once and told; None where it has none."""
        entry, found = self.sitting.session.entries[place], self.sitting.marks.of(place).assessment
        if found is not None:
            tell_assessment(found, self.say)
        elif self.tutor is not None and entry.given is not None:
            found = marked(self.tutor, entry.question, entry.given.text, self.say)
            if found is not None:
                self.sitting.assess(place, found)
        return found
