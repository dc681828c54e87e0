"""A card as lines, for so many columns. Nothing of Textual is here: the first card is drawn before it is loaded.

The answer's lines begin with the question's, each at its place: what is hidden is covered, options have room for their
sign, and all that the answer adds stands below. So nothing moves when a card is turned.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from studykit.flows.review.sitting import Shown
from studykit.markup.screen import Labels, Line, Run, screen_lines
from studykit.markup.screen.runs import with_style
from studykit.markup.screen.wrap import wrap
from studykit.model.card import Basic, Choice, Cloze, Option, Typed
from studykit.text.normal import normal
from studykit.text.safe import safe_text
from studykit.text.width import width
from studykit.tui.words import Words

WIDEST: Final = 84
"""Columns of text that are read with ease; a wider terminal gets margins."""
_COMPARED: Final = 400
"""Characters of a typed answer that are compared one by one."""


class Rows(NamedTuple):
    """What is shown around a card in a terminal of so many rows: few of them are the card's alone."""

    height: int

    @property
    def keys(self) -> bool:
        """Whether there is a row for the keys: they go first."""
        return self.height >= 20

    @property
    def head(self) -> bool:
        """Whether there is a row for the deck and the counts."""
        return self.height > 16

    @property
    def gap(self) -> int:
        """Blank rows above the card."""
        return 1 if self.height >= 22 else 0


class Room(NamedTuple):
    """Where text stands in a terminal of so many columns; the last one is the scrollbar's, seen or not."""

    width: int

    @property
    def margin(self) -> int:
        """Blank columns on the left."""
        return max(1 if self.width < 70 else 2, (self.width - 1 - WIDEST) // 2)

    @property
    def text(self) -> int:
        """Columns of text."""
        return max(8, min(WIDEST, self.width - 1 - 2 * self.margin))


def question_of(shown: Shown, room: Room, words: Words) -> tuple[Line, ...]:
    """The lines of a card that is asked."""
    labels = Labels(words("image"), words("sound"))
    content = shown.card.content
    if isinstance(content, Cloze):
        return tuple(map(_covered, screen_lines(content.text, room.text, shown.face, labels)))
    asked = content.back if isinstance(content, Basic) and shown.face == "1" else content.front
    lines = screen_lines(asked, room.text, "", labels)
    return (*lines, (), *_options(content.options, room, labels, told=False)) if isinstance(content, Choice) else lines


def answer_of(shown: Shown, room: Room, words: Words, typed: str = "") -> tuple[Line, ...]:
    """All lines of a card once it is turned: the question's first, at the same places.

    `typed` is what the person typed, for a card that asks for it.
    """
    labels = Labels(words("image"), words("sound"))
    content = shown.card.content
    below = _below(shown, room, words, labels)
    if isinstance(content, Cloze):
        return (*map(_uncovered, screen_lines(content.text, room.text, shown.face, labels)), *below)
    if isinstance(content, Choice):
        asked = screen_lines(content.question, room.text, "", labels)
        return (*asked, (), *_options(content.options, room, labels, told=True), *below)
    if isinstance(content, Typed):
        told = _compared(typed, content.answer, room, words, labels)
    else:
        told = [*screen_lines(content.question if shown.face == "1" else content.answer, room.text, "", labels)]
    return (*question_of(shown, room, words), (), (Run("─" * room.text, "rule"),), (), *told, *below)


def _covered(line: Line) -> Line:
    return tuple(run if run.cover is None else Run(run.cover, "covered") for run in line)


def _uncovered(line: Line) -> Line:
    return tuple(run._replace(cover=None) for run in line)


def _options(options: Sequence[Option], room: Room, labels: Labels, *, told: bool) -> list[Line]:
    out: list[Line] = []
    for place, option in enumerate(options):
        right = told and option.right
        sign = "✓ " if right else "  "
        first = (Run(sign, "right"), Run(f"{chr(65 + place)}. ", "bullet"))
        inset = Run(" " * 5)
        for number, line in enumerate(screen_lines(option.text, room.text - 5, "", labels) or ((),)):
            body = tuple(run._replace(style=with_style(run.style, "strong")) for run in line) if right else line
            out.append((*(first if number == 0 else (inset,)), *body))
    return out


def _compared(typed: str, right: str, room: Room, words: Words, labels: Labels) -> list[Line]:
    """What was typed above what is right, where something was typed; what differs is marked in both."""
    if not typed.strip():
        return list(screen_lines(right, room.text, "", labels))
    mine, theirs = typed[:_COMPARED], right
    if normal(mine) == normal(theirs):
        return [(Run("✓ ", "right"), *line) for line in screen_lines(right, room.text - 2, "", labels)]
    names = [words("tui-typed"), words("tui-right")]
    size = max(map(width, names)) + 2
    out: list[Line] = []
    for name, sign, runs in zip(names, ("✗ ", "✓ "), _differing(mine, theirs), strict=True):
        for number, line in enumerate(wrap(runs, max(8, room.text - size - 2))):
            label = name + " " * (size - width(name)) if number == 0 else " " * size
            out.append((Run(label, "muted"), Run(sign if number == 0 else "  ", "right" if sign[0] == "✓" else "wrong"),
                        *line))  # fmt: skip
    return out


def _differing(mine: str, theirs: str) -> tuple[list[Run], list[Run]]:
    from difflib import SequenceMatcher

    first, second = [], []
    for what, a, b, c, d in SequenceMatcher(None, mine, theirs[:_COMPARED], autojunk=False).get_opcodes():
        look = "" if what == "equal" else "wrong"
        if b > a:
            first.append(Run(mine[a:b], look))
        if d > c:
            second.append(Run(theirs[c:d], look and "right"))
    second.append(Run(theirs[_COMPARED:]))
    return first, second


def _below(shown: Shown, room: Room, words: Words, labels: Labels) -> list[Line]:
    """What stands under the answer: the detail, where the card was read, the word that it was flagged with."""
    out: list[Line] = []
    detail = shown.card.content.detail
    if detail:
        name = f"┄┄ {words('review-detail')} "
        out += [(), (Run(name + "┄" * (room.text - width(name)), "rule"),)]
        for line in screen_lines(detail, room.text, "", labels):
            out.append(tuple(run._replace(style=with_style(run.style, "muted")) for run in line))
    source = shown.card.source
    if source is not None:
        # A heading is Markdown, and may hold a formula; a note's name is none
        heading = screen_lines(source.heading, 10_000, "", labels) if source.heading else ()
        named = [Run(" › "), *(run for line in heading for run in line)] if heading else []
        place = [Run(safe_text(source.note)), *named]
        out += [(), *wrap([run._replace(style=with_style(run.style, "muted")) for run in place], room.text)]
    if shown.flag:
        out += [(), *wrap([Run(f"⚑ {safe_text(shown.flag)}", "again")], room.text)]
    return out


def plain_lines(text: str, room: Room) -> list[Line]:
    """A text as it is written: no markup is read."""
    return wrap([Run(safe_text(text).expandtabs(4))], room.text)


def marked_lines(text: str, quote: str, room: Room) -> list[Line]:
    """A text as it is written, with the quote in it marked; the first line of a quote that its note folds elsewhere."""
    text = safe_text(text).expandtabs(4)
    for wanted in (quote, *quote.splitlines()[:1]):
        before, found, after = text.partition(safe_text(wanted).expandtabs(4))
        if found:
            return wrap([run for run in (Run(before), Run(found, "mark"), Run(after)) if run.text], room.text)
    return plain_lines(text, room)
