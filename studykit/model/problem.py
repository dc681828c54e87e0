"""A problem found in someone's notes or decks: a value to collect and report, never a reason to stop."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters to the cards."""

    ERROR = "error"
    """A note or a deck could not be used."""
    WARNING = "warning"
    """Something is lost or guessed: a broken link, frontmatter that is no YAML."""
    INFO = "info"
    """Worth knowing: a stub, a note read in another encoding."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where. The text is made from `code` and `parameters` by `messages/`."""

    severity: Severity
    code: str
    path: str
    line: int = 0
    """1-based; 0 where the whole file is meant."""
    parameters: tuple[tuple[str, str], ...] = ()


def problem(severity: Severity, code: str, path: str, line: int = 0, **parameters: object) -> Problem:
    """A problem with its parameters as text, in the order given."""
    return Problem(severity, code, path, line, tuple((name, str(value)) for name, value in parameters.items()))
