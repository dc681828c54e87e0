"""An answer in the making: what was chosen so far, for every kind of question. Nothing of the screen is here."""

from typing import Final

from studykit.quiz.judging import Given
from studykit.quiz.question import Free, Matching, OneOf, Ordering, Question, SeveralOf, TrueFalse, Written

NONE: Final = -1
"""The place of nothing: a term that has no gloss yet."""


class Attempt:
    """What a person has put so far. It begins as the answer that was given before, in an exam that goes back."""

    def __init__(self, question: Question, given: Given | None = None) -> None:
        self.question = question
        self.text = given.text if given is not None else ""
        self.picked: list[int] = list(given.picked) if given is not None else []
        """Of a choice the options in the order they were chosen; of a matching a gloss or `NONE` for each term."""
        self.cursor = 0
        body = question.body
        if isinstance(body, TrueFalse):
            self.picked = [1 - place for place in self.picked]  # true stands first on the screen, and is 1 in an answer
        if isinstance(body, Matching):
            self.picked += [NONE] * (len(body.terms) - len(self.picked))
        elif isinstance(body, OneOf | TrueFalse) and self.picked:
            self.cursor = self.picked[0]

    @property
    def written(self) -> bool:
        """Whether it is typed."""
        return isinstance(self.question.body, Written | Free)

    @property
    def lettered(self) -> int:
        """How many things have a letter."""
        match self.question.body:
            case OneOf(options) | SeveralOf(options):
                return len(options)
            case TrueFalse():
                return 2
            case Matching(glosses=glosses):
                return len(glosses)
            case Ordering(steps=steps):
                return len(steps)
            case _:
                return 0

    @property
    def rows(self) -> int:
        """How many things the cursor goes through."""
        body = self.question.body
        return len(body.terms) if isinstance(body, Matching) else self.lettered

    @property
    def open(self) -> int:
        """How many places are still empty; 0 for an answer that is whole."""
        match self.question.body:
            case Matching():
                return self.picked.count(NONE)
            case Ordering(steps=steps):
                return len(steps) - len(self.picked)
            case Written() | Free():
                return int(not self.text.strip())
            case _:
                return int(not self.picked)

    @property
    def empty(self) -> bool:
        """Whether nothing was put."""
        return self.given().empty

    def letter(self, place: int) -> bool:
        """A letter was pressed; whether anything has it."""
        if place >= self.lettered:
            return False
        body = self.question.body
        if isinstance(body, Matching):
            self._match(place)
        else:
            self.cursor = place
            self._choose(place, isinstance(body, OneOf | TrueFalse))
        return True

    def number(self, place: int) -> bool:
        """A number was pressed, from 0: in a matching it names a term, elsewhere it is the letter."""
        if isinstance(self.question.body, Matching):
            if place < self.rows:
                self.cursor = place
            return place < self.rows
        return self.letter(place)

    def move(self, count: int) -> bool:
        """Go through the rows; one of many is chosen by going there."""
        if not self.rows:
            return False
        start = self.cursor if self.picked or not isinstance(self.question.body, OneOf | TrueFalse) else min(0, -count)
        self.cursor = max(0, min(start + count, self.rows - 1))
        if isinstance(self.question.body, OneOf | TrueFalse):
            self.picked = [self.cursor]
        return True

    def take(self) -> bool:
        """Choose what the cursor is on, or leave it again, where that is not done by going there."""
        if isinstance(self.question.body, SeveralOf | Ordering):
            self._choose(self.cursor, False)
            return True
        return False

    def take_back(self) -> None:
        """The last choice; in a matching that of the chosen term."""
        if isinstance(self.question.body, Matching):
            self.picked[self.cursor] = NONE
        elif self.picked:
            self.picked.pop()

    def given(self) -> Given:
        """The answer as the session takes it."""
        body = self.question.body
        if self.written:
            return Given(text=self.text.strip())
        if isinstance(body, TrueFalse):
            return Given(picked=tuple(1 - place for place in self.picked))
        if isinstance(body, SeveralOf):
            return Given(picked=tuple(sorted(self.picked)))
        return Given(picked=tuple(self.picked) if any(place != NONE for place in self.picked) else ())

    def _choose(self, place: int, alone: bool) -> None:
        if alone:
            self.picked = [place]
        elif place in self.picked:
            self.picked.remove(place)
        else:
            self.picked.append(place)

    def _match(self, gloss: int) -> None:
        """The gloss goes to the chosen term, and away from the one that had it; then on to the next without one."""
        self.picked = [NONE if place == gloss else place for place in self.picked]
        self.picked[self.cursor] = gloss
        places = [*range(self.cursor, self.rows), *range(self.cursor)]
        self.cursor = next((place for place in places if self.picked[place] == NONE), self.cursor)
