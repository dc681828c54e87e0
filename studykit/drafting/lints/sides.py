"""A draft as the lints look at it: what both of its sides say, read once for all of them.

Most sides are plainly words and punctuation: their words are counted at once, and they are read when a lint asks.
"""

from studykit.drafting.lints.counting import Words, words_of, words_of_both
from studykit.drafting.lints.reading import Reading, reading
from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Typed
from studykit.text.once import once


class Sides:
    """What a draft says."""

    def __init__(self, content: Content, quote: str) -> None:
        """`quote` is the words of the note that support it."""
        self.content = content
        self.quote = quote
        self.question = question = content.front
        """The question as written, or the text of a cloze."""
        self.answer = answer = content.back
        """The answer, or the right option, as written; empty for a cloze."""
        words = words_of_both(question, answer) if isinstance(content, (Basic, Typed)) else None
        self.plain = words is not None
        """Whether both sides are plainly words and punctuation (`words_of_both`), of a question and its answer."""
        self.asked, self.answered = words or (words_of(self.front.prose), words_of(self.back.prose))
        """The words of `front.prose` and of `back.prose`."""

    @once
    def front(self) -> Reading:
        """`question`, read."""
        return Reading(self.question, self.question, "") if self.plain else reading(self.question)

    @once
    def back(self) -> Reading:
        """`answer`, read."""
        return Reading(self.answer, self.answer, "") if self.plain else reading(self.answer)

    @property
    def shown(self) -> tuple[str, str]:
        """`front.shown` and `back.shown`."""
        return (self.question, self.answer) if self.plain else (self.front.shown, self.back.shown)

    @once
    def words(self) -> tuple[Words, Words]:
        """The words of `shown`, those of formulas and code among them."""
        if self.plain:
            return self.asked, self.answered
        front, back = self.front, self.back
        return (
            self.asked if front.shown is front.prose else words_of(front.shown),
            self.answered if back.shown is back.prose else words_of(back.shown),
        )

    @property
    def texts(self) -> tuple[str, ...]:
        """The sides as written: a question and its answer or its options; the text of a cloze, which has no other."""
        if isinstance(self.content, Cloze):
            return (self.question,)
        if isinstance(self.content, Choice):
            return (self.question, *(option.text for option in self.content.options))
        return (self.question, self.answer)

    @property
    def front_weight(self) -> int:
        """`front.weight`."""
        return self.asked.number + self.asked.han + (0 if self.plain else self.front.unspoken)

    @property
    def back_weight(self) -> int:
        """`back.weight`."""
        return self.answered.number + self.answered.han + (0 if self.plain else self.back.unspoken)


def sides(draft: Draft) -> Sides:
    """Read a draft."""
    return Sides(draft.content, draft.source.quote)
