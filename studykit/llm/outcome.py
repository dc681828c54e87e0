"""What came of a request: a reply, or the reason why there is none. Both are values; both know what was used."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple


class Usage(NamedTuple):
    """Tokens of one or several requests."""

    sent: int = 0
    received: int = 0
    cached: int = 0
    """Of those sent, how many the server had read before: they cost less."""
    requests: int = 0
    estimated: bool = False
    """Whether a server gave no numbers and they were worked out from the text."""

    def plus(self, other: "Usage") -> "Usage":
        """Both together."""
        return Usage(
            self.sent + other.sent,
            self.received + other.received,
            self.cached + other.cached,
            self.requests + other.requests,
            self.estimated or other.estimated,
        )


NOTHING: Final = Usage()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that has the shape that was asked for."""

    value: dict[str, Any]
    text: str
    """As the server sent it: `answer.read_answer` makes the value of it, now and when it is read from a cache."""
    usage: Usage
    truncated: bool = False
    """It ended at the limit of tokens and its last item is lost: what was asked should be split."""


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer. `code` and `parameters` make the text of `messages/model.py`."""

    code: str
    parameters: tuple[tuple[str, str], ...] = ()
    usage: Usage = NOTHING
    split: bool = False
    """It was too long for the model: half of it might do."""


def failed(code: str, /, *, usage: Usage = NOTHING, split: bool = False, **parameters: object) -> Failed:
    """A failure with its parameters as text."""
    return Failed(code, tuple((name, str(value)) for name, value in parameters.items()), usage, split)
