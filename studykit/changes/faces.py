"""Faces of a cloze are kept by what they hide, not by number: a memory belongs to a text.

A drafter numbers deletions as they come. Where the text of a card changed, each deletion that hides what one of the
standing card hides, or much the same, gets that one's number; one that hides something else gets a number of its own.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from studykit.markup.cloze import LARGEST_NUMBER, deletions
from studykit.model.card import Cloze, Content
from studykit.text.normal import normal
from studykit.text.ratio import ratio

SAME: Final = 0.6
"""The least similarity (0 to 1) of what two deletions hide, for one to be the other reworded."""


def with_numbers_of(theirs: Content, mine: Content) -> Content:
    """A draft of a cloze with the numbers of the card that it is; anything else as it is."""
    if not isinstance(theirs, Cloze) or not isinstance(mine, Cloze):
        return theirs
    hidden, standing = _hidden(theirs.text), _hidden(mine.text)
    if hidden == standing or not standing or not hidden:
        return theirs
    numbers = _numbers(hidden, standing)
    if any(number > LARGEST_NUMBER for number in numbers.values()):
        return theirs
    return replace(theirs, text=_renumbered(theirs.text, numbers))


def in_order(content: Content) -> Content:
    """A cloze with its deletions numbered as they come: the same however they were numbered."""
    if not isinstance(content, Cloze):
        return content
    order: dict[int, int] = {}
    for deletion in deletions(content.text):
        order.setdefault(deletion.number, len(order) + 1)
    return replace(content, text=_renumbered(content.text, order)) if order else content


def asked_text(content: Content) -> str:
    """The front; of a cloze its text with every deletion filled in, as a number of a deletion says nothing."""
    return _filled(content.text) if isinstance(content, Cloze) else content.front


def answered_text(content: Content) -> str:
    """The back; of a cloze what its deletions hide."""
    if isinstance(content, Cloze):
        return "\n".join(_filled(deletion.text) for deletion in deletions(content.text))
    return content.back


def hide_alike(one: Content, other: Content) -> bool:
    """Whether two clozes have a deletion in common, be it reworded; true of everything else."""
    if not isinstance(one, Cloze) or not isinstance(other, Cloze):
        return True
    mine, theirs = (tuple(text for texts in _hidden(each.text).values() for text in texts) for each in (one, other))
    return not mine or not theirs or _likeness(mine, theirs) >= SAME


def _filled(text: str) -> str:
    """A text with its deletions filled in, those within others too."""
    while found := deletions(text):
        first = found[0]
        text = f"{text[: first.start]}{first.text}{text[first.end :]}"
    return text


def _hidden(text: str) -> dict[int, tuple[str, ...]]:
    """What each face of a cloze hides, by its number, normalised."""
    found: dict[int, tuple[str, ...]] = {}
    for deletion in deletions(text):
        found[deletion.number] = (*found.get(deletion.number, ()), normal(deletion.text) or deletion.text)
    return found


def _numbers(hidden: Mapping[int, tuple[str, ...]], standing: Mapping[int, tuple[str, ...]]) -> dict[int, int]:
    """The number that each number of the draft becomes."""
    if len(hidden) == len(standing) == 1:
        return dict(zip(hidden, standing, strict=True))  # the card is the same, and so is what it asks
    scores = sorted(
        (
            (_likeness(texts, known), number == other, -number, -other)
            for number, texts in hidden.items()
            for other, known in standing.items()
        ),
        reverse=True,
    )
    numbers: dict[int, int] = {}
    for score, _, number, other in scores:
        if score >= SAME and -number not in numbers and -other not in numbers.values():
            numbers[-number] = -other
    used = {*standing, *numbers.values()}
    for number in hidden:
        if number not in numbers:
            numbers[number] = number if number not in used else max(used) + 1
            used.add(numbers[number])
    return numbers


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    return max(ratio(mine, theirs) for mine in one for theirs in other)


def _renumbered(text: str, numbers: Mapping[int, int]) -> str:
    parts, position = [], 0
    for deletion in sorted(deletions(text)):
        begin = deletion.start + len("{{c")
        parts += [text[position:begin], str(numbers[deletion.number])]
        position = begin + len(text[begin:].partition("::")[0])
    return "".join((*parts, text[position:]))
