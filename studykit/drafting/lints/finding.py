"""What a lint says of a draft."""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Verdict(StrEnum):
    """What becomes of a draft with a finding."""

    ERROR = "error"
    """It is dropped; a model is asked again."""
    FLAG = "flag"
    """It waits for a person."""


class Finding(NamedTuple):
    """One thing that is wrong with a draft. The text is made from `code` and `parameters` by `messages/`."""

    code: str
    verdict: Verdict
    parameters: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=512)
def error(code: str, /, **parameters: object) -> Finding:
    """A finding that drops the draft."""
    return Finding(code, Verdict.ERROR, tuple([(name, str(value)) for name, value in parameters.items()]))


@lru_cache(maxsize=512)
def flag(code: str, /, **parameters: object) -> Finding:
    """A finding that makes the draft wait."""
    return Finding(code, Verdict.FLAG, tuple([(name, str(value)) for name, value in parameters.items()]))
