"""The lines around a draft: its row in the list, the head with the counts, the keys that fit."""

from typing import Final, NamedTuple

from textual import events

from studykit.flows.cards.rows import plain_line
from studykit.flows.drafts.decide import RULE_WAITS, SUGGESTION, Held
from studykit.markup.screen import Line, Run
from studykit.text.safe import safe_line
from studykit.text.width import fit, width
from studykit.tui.keys import Keymap, named
from studykit.tui.widgets.key_row import Key, key_row, search_keys
from studykit.tui.widgets.row import Part
from studykit.tui.widgets.wide import Whole, WideTable
from studykit.tui.words import Words

_WIDE: Final = 100
"""From so many columns on a row says its note."""
_ORDER: Final = ("accept", "reject", "edit", "redraft", "undo", "browse", "quote", "open", "narrow", "accept_all",
                 "reject_all", "statistics", "help", "back")  # fmt: skip
_OF_NONE: Final = ("undo", "browse", "narrow", "statistics", "help", "back")
"""Keys that have a meaning where no draft is shown."""


class Columns(NamedTuple):
    """The columns of the list in a terminal of so many."""

    front: int
    rule: int
    note: int
    """0 where there is no room for it."""


def columns_of(columns: int) -> Columns:
    """How wide each column is."""
    rule = 12 if columns >= 50 else 0
    note = min(34, columns // 4) if columns >= _WIDE else 0
    return Columns(max(10, Whole(columns).text - 3 - (rule + 1 if rule else 0) - (note + 1 if note else 0)), rule, note)


def draft_line(held: Held, columns: Columns, *, asked: bool) -> Line:
    """A draft as a row: a sign, the question, who drafted it, its note. `asked` says that a model redoes it now."""
    flagged = held.reasons != (RULE_WAITS,)
    sign = "…" if asked else "±" if held.waiting.state == SUGGESTION else "!" if flagged else "·"
    runs = [Run(f"{sign} ", "notice" if sign in "!±…" else "muted"),
            Run(fit(plain_line(held.draft.content.front), columns.front))]  # fmt: skip
    if columns.rule:
        runs += [Run(" "), Run(fit(_who(held.draft.by), columns.rule), "muted")]
    if columns.note:
        name = safe_line(held.waiting.note.removesuffix(".md").rpartition("/")[2])
        runs += [Run(" "), Run(fit(name, columns.note), "muted")]
    return tuple(runs)


def _who(by: str) -> str:
    """The rule's name, or the model's after its kind."""
    return safe_line(by.removeprefix("rules:").replace("model:", "✦ "))


class DraftTable(WideTable):
    """Drafts of which one is chosen, over the whole width. A click chooses at once."""

    def on_click(self, event: events.Click) -> None:
        # Textual calls this before the base's, which moves
        if self.top + event.y < len(self.lines):
            self.call_later(lambda: self.post_message(self.Chosen(self.place)))


def head_parts(words: Words, found: int, count: int, done: int, asked: int, *, reading: bool) -> list[Part]:
    """What waits, what is shown of it, what was done."""
    wait = words("tui-drafts-wait", count=count)
    if found != count:
        wait = words("tui-drafts-found", found=found, count=count)
    parts = [Part(words("tui-drafts-title"), "strong"), Part("  "), Part(wait)]
    if done:
        parts.append(Part(f"  ✓ {words('tui-drafts-done', count=done)}", "right"))
    if asked:
        parts.append(Part(f"  {words('tui-drafts-asked', count=asked)}", "notice"))
    if reading:
        parts.append(Part(f"  {words('tui-drafts-reading')}", "muted"))
    return parts


def between_parts(place: str, by: str, columns: int) -> list[Part]:
    """The rule under the list, with who drafted what is shown below it and where."""
    room = Whole(columns).text
    place, by = safe_line(place), safe_line(by)
    while "/" in place.removeprefix("…/") and width(f"{by}{place}") + 9 > room:  # the folders go first
        place = f"…/{place.removeprefix('…/').partition('/')[2]}"
    said = f"{fit(f' {by} · {place}', max(8, room - 5)).rstrip()} " if place else ""
    return [Part("──", "rule"), Part(said, "muted"), Part("─" * max(0, room - 2 - width(said)), "rule")]


def key_parts(
    words: Words, keymap: Keymap, columns: int, *, typing: bool, asking: bool, again: bool, some: bool
) -> list[Part]:
    """The keys, the most used first, as many as there is room for.

    Other keys count while something is typed, or `asking` is answered, with what was said last time `again`; and only
    `some` drafts can be decided.
    """
    if asking:
        keys = [Key(named("enter", words.language), words("tui-do")), Key("Esc", words("tui-cancel")),
                Key("↑" if again else "", words("tui-drafts-key-again"))]  # fmt: skip
    elif typing:
        keys = search_keys(words)
    else:
        keys = [Key(keymap.shown(name, words.language), words(_LABELS.get(name, f"tui-key-{name}")), name)
                for name in (_ORDER if some else _OF_NONE)]  # fmt: skip
    return key_row(keys, Whole(columns).text, gap=2)


_LABELS: Final = {"browse": "browse-key-search", "back": "browse-key-back", "statistics": "tui-drafts-key-agreement"}
