"""How the shape of an answer is asked for, and what a host turned out to take.

    json_schema   the server makes the answer have the shape
    json_object   it makes it JSON; the shape stands in the prompt
    text          it does nothing; JSON is looked for in what it says

Servers refuse what they do not know with 400, 404, 422 or even 500; what they say with it tells what to leave out.
What was learnt is kept for a host and model, so that the next run begins there.
"""

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from studykit.llm.request import Shape


class Rung(StrEnum):
    """How the shape is asked for, the strictest first."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    TEXT = "text"


_RUNGS: Final = tuple(Rung)
_REFUSED: Final = frozenset((400, 404, 415, 422, 500, 501))
_FORMAT_WORDS: Final = (
    "response_format",
    "json_schema",
    "json_object",
    "response format",
    "grammar",
    "literal_error",
    "guided",
    "structured output",
)
_LENGTH_WORDS: Final = (
    "context length",
    "context_length",
    "context size",
    "context window",
    "n_ctx",
    "too many tokens",
    "prompt is too long",
    "maximum context",
)
LIMITS: Final = ("max_completion_tokens", "max_tokens")
"""The two names of the most tokens that an answer may have."""
OPTIONAL: Final = ("temperature", "seed", "top_p", "presence_penalty", "frequency_penalty", "prompt_cache_key")
"""Parameters that can be left out."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a host and model take."""

    rung: Rung = Rung.SCHEMA
    without: frozenset[str] = frozenset()
    """Parameters that it refuses."""
    limit: str = ""
    """How it calls the most tokens of an answer, where it refused the usual name."""

    def dump(self) -> str:
        """As a line for the store."""
        return json.dumps({"rung": self.rung, "without": sorted(self.without), "limit": self.limit})

    def joined(self, other: "Learnt") -> "Learnt":
        """What both have learnt."""
        rung = max(self.rung, other.rung, key=_RUNGS.index)
        return Learnt(rung, self.without | other.without, other.limit or self.limit)

    def lower(self) -> "Learnt | None":
        """One rung down; None at the bottom."""
        place = _RUNGS.index(self.rung) + 1
        return replace(self, rung=_RUNGS[place]) if place < len(_RUNGS) else None


def load_learnt(text: str) -> Learnt:
    """What `Learnt.dump` wrote; the beginning where it cannot be read."""
    try:
        value = json.loads(text)
        limit = value["limit"] if value["limit"] in LIMITS else ""
        return Learnt(Rung(value["rung"]), frozenset(map(str, value["without"])) & frozenset(OPTIONAL), limit)
    except (ValueError, KeyError, TypeError):
        return Learnt()


def response_format(rung: Rung, shape: Shape) -> dict[str, Any] | None:
    """The parameter `response_format` for a rung."""
    match rung:
        case Rung.SCHEMA:
            named = {"name": shape.name, "schema": dict(shape.schema), "strict": True}
            return {"type": "json_schema", "json_schema": named}
        case Rung.OBJECT:
            return {"type": "json_object"}
        case Rung.TEXT:
            return None


def speaks_of_format(body: str) -> bool:
    """Whether a refusal is about the way the shape was asked for."""
    said = body.casefold()
    return any(word in said for word in _FORMAT_WORDS)


def speaks_of_length(body: str) -> bool:
    """Whether a refusal says that the request is too long."""
    said = body.casefold()
    return any(word in said for word in _LENGTH_WORDS)


def learn(learnt: Learnt, status: int, body: str, sent: frozenset[str]) -> Learnt | None:
    """What a refusal teaches, or None where it is about something else. `sent` are the parameters of the request."""
    if status not in _REFUSED:
        return None
    said = body.casefold()
    if learnt.rung is not Rung.TEXT and speaks_of_format(body):
        return learnt.lower()
    limit = next((name for name in LIMITS if name in sent), "")
    other = next(name for name in LIMITS if name != limit)
    if limit and learnt.limit != limit and limit in said and (other in said or "unsupported" in said or status == 422):
        return replace(learnt, limit=other)
    refused = frozenset(name for name in OPTIONAL if name in sent and name in said)
    return replace(learnt, without=learnt.without | refused) if refused else None
