"""What is asked of a model, and the shape that the answer must have."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studykit.llm.endpoint import Endpoint
from studykit.model.ids import digest

Parameters = tuple[tuple[str, float], ...]
"""Sampling parameters by name, as the API names them: `temperature`, `seed`, `top_p`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of an answer: a JSON schema of objects, arrays, strings, whole numbers and enumerations, no more.

    What servers enforce differs, and some break on patterns, lengths and unions, so none are used.
    """

    name: str
    schema: Mapping[str, Any]
    optional: frozenset[str] = frozenset()
    """Names that the schema requires, as strict servers want it, and that may yet be missing or null."""

    @property
    def digest(self) -> str:
        """Identity of the schema, for the cache."""
        return digest("shape", self.name, json.dumps(self.schema, sort_keys=True, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a model."""

    system: str
    """What stays the same from request to request: servers read a common beginning only once."""
    user: str
    shape: Shape
    repair: str
    """What is said after an answer that cannot be used; `$errors` stands for what is wrong with it."""
    identity: str
    """A digest of what is asked, without what is random in it."""
    parameters: Parameters = ()
    max_tokens: int = 4000
    expected: int = 900
    """Tokens that an answer usually has, for the estimate of the price."""
    family: str = ""
    """Requests of one family begin alike."""


def cache_key(request: Request, endpoint: Endpoint) -> str:
    """What a reply is kept under: everything that could change it, and nothing that is random."""
    return digest(
        "reply",
        request.identity,
        request.shape.digest,
        endpoint.model,
        endpoint.host,
        json.dumps([*sorted(request.parameters), request.max_tokens]),
    )
