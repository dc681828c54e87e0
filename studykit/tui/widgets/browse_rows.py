"""What the browser writes: a card's row, the row of keys that fit."""

from collections.abc import Collection
from typing import Final

from studykit.flows.cards.browse import Browser
from studykit.flows.cards.rows import Entry, plain_line
from studykit.markup.screen import Line
from studykit.model.review import Step
from studykit.text.safe import safe_line
from studykit.text.width import width
from studykit.tui.keys import Keymap
from studykit.tui.widgets.browse_table import Cell, Columns
from studykit.tui.widgets.key_row import Key, key_row, search_keys
from studykit.tui.widgets.row import Part
from studykit.tui.widgets.wide import Whole
from studykit.tui.words import Words

COLUMNS: Final = ("front", "section", "state", "due", "lapses", "by")
_LOOKS: Final = {"due": "again", "learning": "again", "new": "bullet", "suspended": "muted", "retired": "muted"}
_ORDER: Final = ("read", "mark", "suspend", "move", "delete", "undo", "mark_all", "sort", "edit", "help", "back")


def column_heads(words: Words, columns: Columns) -> list[Part]:
    """The names of the columns, each above its own."""
    line = columns.line(Cell(""), [Cell(words(f"browse-column-{name}"), "muted") for name in COLUMNS])
    return [Part(run.text, run.style) for run in line]


def state_width(words: Words) -> str:
    """The widest word of the column of states."""
    names = ("column-state", *(f"state-{name}" for name in ("learning", "suspended", "retired", "review")))
    return max((words(f"browse-{name}") for name in names), key=width)


def card_line(browser: Browser, words: Words, columns: Columns, marked: Collection[str], entry: Entry) -> Line:
    """A card as a row of the table; a flag and a leech have signs beside the mark."""
    progress, state, due = browser.of(entry), browser.state(entry), browser.due(entry)
    sign = "⚑" if progress.flagged else "!" if progress.leech else ""
    cells = (
        Cell(plain_line(entry.front), "muted" if state in ("suspended", "retired") else ""),
        Cell(safe_line(entry.deck.rpartition("::")[2]), "muted"),
        Cell(words(f"browse-state-{state}"), _LOOKS.get(state, "")),
        Cell("" if due is None else _later(words, due), "again" if due is not None and due <= 0 else ""),
        Cell(str(progress.lapses or ""), "strong" if progress.leech else ""),
        Cell(safe_line(entry.by.removeprefix("rules:")), "muted"),
    )
    return columns.line(Cell(("●" if entry.id and entry.id in marked else " ") + sign, "notice"), cells)


def _later(words: Words, days: int) -> str:
    if days == 0:
        return words("browse-today")
    return f"{'-' if days < 0 else ''}{words.span(Step(0, abs(days)))}"


def key_parts(words: Words, keymap: Keymap, own: Keymap, columns: int, *, typing: bool) -> list[Part]:
    """The keys, the most used first, as many as there is room for."""
    if typing:
        keys = search_keys(words)
    else:
        shown = {name: (own if name in own.keys else keymap).shown(name, words.language) for name in _ORDER}
        keys = [Key(keymap.shown("browse", words.language), words("browse-key-search"), "browse")]
        keys += [Key(key, words(f"browse-key-{name}"), name) for name, key in shown.items()]
    return key_row(keys, Whole(columns).text, gap=2)
