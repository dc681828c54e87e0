"""A draft as the lints look at it: both of its sides read once, for all of them."""

from typing import NamedTuple

from studykit.drafting.lints.reading import Reading, reading
from studykit.model.card import Choice, Cloze, Content, Draft


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


def sides(draft: Draft) -> Sides:
    """Read a draft."""
    content = draft.content
    question, answer = content.front, content.back
    texts: tuple[str, ...] = (question, answer)
    if isinstance(content, Cloze):
        texts = (question,)
    elif isinstance(content, Choice):
        texts = (question, *(option.text for option in content.options))
    return Sides(content, draft.source.quote, texts, reading(question), reading(answer), answer)
