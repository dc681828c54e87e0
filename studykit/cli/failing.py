"""What went wrong, in words that fit a terminal."""

from difflib import SequenceMatcher
from typing import Final

from studykit.cli.language import spoken, text
from studykit.errors import StudykitError
from studykit.messages.system import system_text

_MOST: Final = 8
"""Names that an error lists."""
_ASKED: Final = ("deck", "said", "section", "moc", "heading")
"""Parameters that hold what was typed instead of one of those names."""


def error_text(error: StudykitError) -> str:
    """The text of an error. Of many names that would do only those nearest to what was typed are listed."""
    parameters = dict(error.parameters)
    known = str(parameters.get("known", "")).split(", ")
    if len(known) > _MOST:
        typed = next((str(parameters[name]) for name in _ASKED if name in parameters), "")
        listed = ", ".join(_nearest(typed, known))
        parameters["known"] = text("known-some", names=listed, count=len(known) - _MOST)
    return text(error.code, **parameters)


def _nearest(typed: str, known: list[str]) -> list[str]:
    """The names most like a text, the likest first."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(typed.casefold())

    def likeness(name: str) -> float:
        matcher.set_seq1(name.casefold())
        return matcher.ratio()

    return sorted(known, key=likeness, reverse=True)[:_MOST]


def system_error_text(error: OSError) -> str:
    """The text of what the operating system reports."""
    return system_text(error, spoken())
