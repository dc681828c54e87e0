"""The rows around a card: the deck and what is left, the buttons, the keys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from studykit.model.review import Rating
from studykit.scheduling.progress import Question, Waiting
from studykit.scheduling.rows import Kind
from studykit.text.safe import safe_line
from studykit.text.width import fit, width
from studykit.tui.keys import named
from studykit.tui.render import Room
from studykit.tui.widgets.key_row import Key, key_row
from studykit.tui.widgets.row import Part

if TYPE_CHECKING:
    from studykit.tui.screens.review_stage import ReviewStage

_RATINGS: Final = ("again", "hard", "good", "easy")
_BAR: Final = 12
"""Columns of the bar that says how far the sitting is."""
_KEYS: Final = ("undo", "edit", "open", "quote", "suspend", "bury", "flag", "delete", "help")
_KINDS: Final = {Kind.NEW: 0, Kind.LEARNING: 1, Kind.INTERDAY: 2, Kind.REVIEW: 2}


def head(screen: "ReviewStage") -> tuple[list[Part], list[Part]]:
    """The deck on the left; on the right what is left, the sort that is asked now standing out, and a bar."""
    words, session = screen.app.words, screen.sitting.session
    row = session.progress.row
    counts = session.counts
    asked = -1 if row is None else _KINDS[row.kind]
    right: list[Part] = []
    columns = screen.app.size.width
    for place, (name, count) in enumerate(zip(("new", "learning", "due"), counts, strict=True)):
        label = f"{words(f'asked-{name}')} " if columns >= 70 else ""
        right += [Part(" · " if place else "", "muted"), Part(f"{label}{count}", "key" if place == asked else "muted")]
    done, left = len(screen.answers), sum(counts)
    if columns >= 78 and done + left:
        full = _BAR * done // (done + left)
        right = [Part("━" * full, "bar"), Part("─" * (_BAR - full), "rule"), Part("  "), *right]
    deck = safe_line((row.deck if row is not None else screen.sitting.deck) or words("tui-all-decks"))
    room = screen.query_one("#head").size.width - 6 - sum(width(part.text) for part in right)
    levels = deck.split("::")
    while len(levels) > 1 and width(" › ".join(levels)) > room:
        levels.pop(0)
    name = " › ".join(levels)
    flagged = [Part("  ⚑", "again")] if screen.shown is not None and screen.shown.flag else []
    return [Part(name if width(name) <= room else fit(name, max(1, room)), "muted"), *flagged], right


def buttons(screen: "ReviewStage") -> list[Part]:
    """How to go on: the four answers, each with its number, its word and when the card comes back."""
    words, keymap = screen.app.words, screen.app.keymap
    if screen.asking:  # the keys of a line that is typed in
        done, other = ("tui-check", "tui-keys") if screen.asking == "typed" else ("tui-flag-keep", "tui-cancel")
        return [*_button(named("enter", words.language), words(done)), Part("   "), *_button("Esc", words(other))]
    if screen.reading:
        return _button(keymap.shown("back", words.language), words("tui-back-to-card"), "back")
    if isinstance(screen.sitting.session.position, Question):
        return _button(keymap.shown("show", words.language), words("tui-show"), "show")
    if isinstance(screen.sitting.session.position, Waiting):
        return _button(keymap.shown("back", words.language), words("tui-stop"), "back")
    if not screen.answered:
        return []
    steps = screen.next_steps()
    spans = [f" {words.span(step)}" for step in steps] if steps is not None else [""] * len(_RATINGS)
    room = Room(screen.app.size.width).text
    shapes = ((3, spans), (2, spans), (3, [""] * len(spans)), (1, [""] * len(spans)))  # in a narrow window less is said
    for gap, afters in shapes:
        row = _answers(screen, gap, afters)
        if sum(width(part.text) for part in row) <= room:
            break
    return row


def _answers(screen: "ReviewStage", gap: int, afters: Sequence[str]) -> list[Part]:
    words, keymap = screen.app.words, screen.app.keymap
    parts: list[Part] = []
    for rating, action, after in zip(Rating, _RATINGS, afters, strict=True):
        if parts:
            parts.append(Part(" " * gap))
        parts += _button(keymap.shown(action, words.language), words(f"rating-{rating.value}"), action)
        parts.append(Part(after, "muted", action))
    return parts


def _button(key: str, label: str, action: str = "") -> list[Part]:
    return [Part(key, "key", action), Part(f" {label}", "strong", action)]


def keys(screen: "ReviewStage") -> list[Part]:
    """The other keys, as many as there is room for; help is always among them."""
    words, keymap = screen.app.words, screen.app.keymap
    if screen.asking == "flag":
        return []
    then = [Part(words("tui-after-escape"), "muted")] if screen.asking else []
    actions = _KEYS if screen.shown is not None else ("undo", "help")
    wanted = [Key(keymap.shown(action, words.language), words(f"tui-key-{action}"), action) for action in actions]
    room = Room(screen.app.size.width).text - sum(width(part.text) for part in then)
    return [*then, *key_row(wanted, room, gap=2)]
