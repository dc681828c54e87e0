"""A draft as the lints look at it: both of its sides read once, for all of them."""

from typing import NamedTuple

from studykit.drafting.lints.counting import Words, words_of, words_of_both
from studykit.drafting.lints.reading import Reading, reading
from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Typed


class Sides(NamedTuple):
    """What a draft says."""

    content: Content
    quote: str
    """The words of the note that support it."""
    texts: tuple[str, ...]
    """The sides as written: a question and its answer or its options; the text of a cloze, which has no other side."""
    front: Reading
    """The question, or the text of a cloze."""
    back: Reading
    """The answer, or the right option; empty for a cloze."""
    answer: str
    """The same as written."""
    asked: Words
    """The words of `front.prose`."""
    answered: Words
    """The words of `back.prose`."""
    plain: bool = False
    """Whether both sides are plainly words and punctuation (`words_of_both`), of a question and its answer."""

    @property
    def front_weight(self) -> int:
        """`front.weight`."""
        return self.asked.number + self.asked.han + self.front.unspoken

    @property
    def back_weight(self) -> int:
        """`back.weight`."""
        return self.answered.number + self.answered.han + self.back.unspoken


def sides(draft: Draft) -> Sides:
    """Read a draft."""
    content = draft.content
    question, answer = content.front, content.back
    texts: tuple[str, ...] = (question, answer)
    if isinstance(content, (Basic, Typed)) and (words := words_of_both(question, answer)) is not None:
        front, back = Reading(question, question, ""), Reading(answer, answer, "")
        return Sides(content, draft.source.quote, texts, front, back, answer, *words, plain=True)
    if isinstance(content, Cloze):
        texts = (question,)
    elif isinstance(content, Choice):
        texts = (question, *(option.text for option in content.options))
    front, back = reading(question), reading(answer)
    return Sides(content, draft.source.quote, texts, front, back, answer, words_of(front.prose), words_of(back.prose))
