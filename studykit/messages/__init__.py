"""Every text a person reads, in English and in Simplified Chinese, by code.

Each catalogue is a dictionary from a code to both texts side by side, so that neither language can lack one.
"""

from importlib import import_module
from typing import Final, Literal

Language = Literal["en", "zh"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")
CATALOGUES: Final = (
    "anki",
    "browse",
    "drafts_screen",
    "errors",
    "importing",
    "inline",
    "interface",
    "lints",
    "mcp",
    "model",
    "packages",
    "problems",
    "quiz",
    "quiz_chat",
    "quizzing",
    "quiz_screen",
    "reasons",
    "restoring",
    "review",
    "tui",
    "usage",
    "watch",
)

_texts: dict[str, tuple[str, str]] = {}


class _Counting:
    """A parameter that also chooses the word beside it."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __format__(self, form: str) -> str:
        one, bar, many = form.partition("|")
        return (one if str(self.value) == "1" else many) if bar else format(self.value, form)


def texts() -> dict[str, tuple[str, str]]:
    """All texts by code: (English, Chinese). Loaded at the first use."""
    if not _texts:
        for name in CATALOGUES:
            _texts.update(import_module(f"studykit.messages.{name}").TEXTS)
    return _texts


def message(code: str, language: Language, /, **parameters: object) -> str:
    """The text of a code in a language, filled with its parameters. KeyError for a code that no catalogue has.

    `{count:card|cards}` is the word that goes with a number: the first with one, the second with any other.
    """
    template = texts()[code][LANGUAGES.index(language)]
    if "|" in template:
        return template.format(**{name: _Counting(value) for name, value in parameters.items()})
    return template.format(**parameters)
