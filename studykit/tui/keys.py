"""Which key means what. The keys are settings (`[keys]`); here a key that was pressed becomes the name of an action.

Digits and signs that an input method sends full-width, or as Chinese punctuation, are the keys they stand for.
"""

import unicodedata
from dataclasses import fields
from typing import Final

from textual import events

from studykit.config import BrowseKeys, Keys, QuizKeys

SHARED: Final = ("decks", "browse", "statistics", "quiz", "drafts", "theme", "palette", "help", "back")
"""Actions that every screen has, unless it has one of its own by that name."""

MOVES: Final = ("down", "up", "page_down", "page_up", "top", "bottom")
"""Actions that only move: nobody looks for them by name."""

_PUNCTUATION: Final = {"、": "/", "。": ".", "·": "`", "￥": "$", "…": "^", "—": "_", "「": "[", "」": "]"}
"""What Chinese input methods send for a key where NFKC leaves it as it is."""
_SHOWN: Final = {
    "space": ("Space", "空格"),
    "enter": ("Enter", "回车"),
    "escape": ("Esc", "Esc"),
    "pagedown": ("PgDn", "PgDn"),
    "pageup": ("PgUp", "PgUp"),
    "home": ("Home", "Home"),
    "end": ("End", "End"),
    "down": ("↓", "↓"),
    "up": ("↑", "↑"),
    "left": ("←", "←"),
    "right": ("→", "→"),
    "tab": ("Tab", "Tab"),
    "backspace": ("⌫", "⌫"),
    "delete": ("Del", "Del"),
    "insert": ("Ins", "Ins"),
}


class Keymap:
    """The keys of the actions, and the actions of the keys."""

    def __init__(self, keys: Keys | BrowseKeys | QuizKeys) -> None:
        self.keys: dict[str, tuple[str, ...]] = {field.name: getattr(keys, field.name) for field in fields(keys)}
        self.actions = {key: action for action, names in self.keys.items() for key in names}

    def action(self, event: events.Key) -> str | None:
        """The action of a key that was pressed; None where it has none."""
        return next((self.actions[name] for name in names_of(event) if name in self.actions), None)

    def shared(self, event: events.Key) -> str | None:
        """The action of a key, if every screen has it."""
        action = self.action(event)
        return action if action in SHARED else None

    def shown(self, action: str, language: str, *, every: bool = False) -> str:
        """The key of an action as it is printed: the first, or every one; empty where it has none."""
        names = self.keys[action] if every else self.keys[action][:1]
        return " ".join(named(key, language) for key in names)


def names_of(event: events.Key) -> list[str]:
    """The names by which settings may call a key, the most exact first."""
    character = event.character
    if character is None or not (character.isprintable() or character == "\u3000") or character == " ":
        return [event.key, *event.aliases]
    if character == "\u3000":
        return ["space"]
    plain = _PUNCTUATION.get(character) or unicodedata.normalize("NFKC", character)
    # Caps lock, or a shift held too long, is no reason not to hear
    return list(dict.fromkeys((character, plain, plain.lower(), event.key)))


def named(key: str, language: str) -> str:
    """A key as it is printed."""
    *held, last = key.split("+") if len(key) > 1 else [key]
    names = _SHOWN.get(last)
    last = last if names is None else names[language == "zh"]
    if len(key) > 1 and key.startswith("f") and key[1:].isdecimal():
        last = key.upper()
    return "-".join([*("^" if modifier == "ctrl" else modifier.capitalize() for modifier in held), last]).replace(
        "^-", "^"
    )
