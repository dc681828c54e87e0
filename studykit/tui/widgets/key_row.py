"""A row of keys, as many as there is room for: what leads out of a screen, and to its help, is always among them."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from studykit.text.width import width
from studykit.tui.widgets.row import Part
from studykit.tui.words import Words

ALWAYS: Final = ("help", "back")


class Key(NamedTuple):
    """A key as it is printed, with what it does."""

    key: str
    """Empty where the person took it away: then it is left out."""
    label: str
    action: str = ""
    """What a click does; empty for nothing."""

    @property
    def columns(self) -> int:
        return width(f"{self.key} {self.label}")


def search_keys(words: Words) -> list[Key]:
    """The keys that count while a query is typed."""
    return [
        Key("↓", words("browse-key-list")), Key("Esc", words("browse-key-clear")),
        Key("F1", words("browse-key-syntax"), "help"),
    ]  # fmt: skip


def key_row(
    wanted: Sequence[Key], room: int, *, gap: int = 3, strong: Collection[str] = (), always: Collection[str] = ALWAYS
) -> list[Part]:
    """The keys in their order, the first ones rather than the last; those of `always` in any case.

    `room` are columns; the labels of the actions in `strong` stand out.
    """
    wanted = [one for one in wanted if one.key]
    left = room + gap - sum(one.columns + gap for one in wanted if one.action in always)
    parts: list[Part] = []
    for one in wanted:
        if one.action not in always:
            if one.columns + gap > left:
                continue
            left -= one.columns + gap
        parts += [Part(" " * gap)] if parts else []
        look = "strong" if one.action in strong else "muted"
        parts += [Part(one.key, "key", one.action), Part(f" {one.label}", look, one.action)]
    return parts
