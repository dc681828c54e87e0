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
    "watch",
)

_texts: dict[str, tuple[str, str]] = {}


def texts() -> dict[str, tuple[str, str]]:
    """All texts by code: (English, Chinese). Loaded at the first use."""
    if not _texts:
        for name in CATALOGUES:
            _texts.update(import_module(f"studykit.messages.{name}").TEXTS)
    return _texts


def message(code: str, language: Language, /, **parameters: object) -> str:
    """The text of a code in a language, filled with its parameters. KeyError for a code that no catalogue has."""
    return texts()[code][LANGUAGES.index(language)].format(**parameters)
