"""The text of an answer as a value of the shape that was asked for. What is lost at the end of a long one is let go.

A model puts its JSON between fences, after its thoughts or within a sentence; a server that enforces nothing lets it.
The text is looked through in a bounded number of tries, each linear.
"""

import json
from typing import Any, Final, NamedTuple

from studykit.llm.request import Shape
from studykit.llm.shape import errors_in, filled, pruned

LONGEST: Final = 1_000_000
"""Characters beyond which an answer is none."""
_TRIES: Final = 12
_DIGITS: Final = 18
_THOUGHT: Final = "</think>"


class Answer(NamedTuple):
    """What was made of a text."""

    value: dict[str, Any] | None
    errors: tuple[str, ...]
    """What is wrong with it, in words for the model; empty where there is a value."""


def read_answer(text: str, shape: Shape, *, truncated: bool = False, lenient: bool = False) -> Answer:
    """The value in a text. With `lenient` items of lists that do not have the shape are left out."""
    if len(text) > LONGEST:
        return Answer(None, (f"the answer has more than {LONGEST} characters",))
    found = _salvaged(text, shape) if truncated else _first_object(text, shape)
    if isinstance(found, str):
        return Answer(None, (found,))
    if lenient:
        found = pruned(found, shape)
    errors = errors_in(found, shape)
    if errors:
        return Answer(None, tuple(errors))
    return Answer(filled(found, shape.schema, shape.optional), ())


def _first_object(text: str, shape: Shape) -> object:
    """The first JSON object that looks like what was asked for; else the first one; else what is wrong."""
    text = text.rpartition(_THOUGHT)[2]
    wanted = [name for name in shape.schema["properties"] if name not in shape.optional]
    decoder = json.JSONDecoder(parse_int=_whole, parse_constant=_refused)
    first: object = None
    wrong = "the answer holds no JSON object"
    start = -1
    for _ in range(_TRIES):
        start = text.find("{", start + 1)
        if start < 0:
            break
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            wrong = f"the answer is not valid JSON: {_said(error)}"
            continue
        if isinstance(value, dict) and any(name in value for name in wanted):
            return value
        first = first if first is not None else value
        start = end - 1
    return first if first is not None else wrong


def _salvaged(text: str, shape: Shape) -> object:
    """What stands whole in an answer that broke off. The last item of the last list may be half, so it goes."""
    from jiter import from_json  # comes with the SDK

    text = text.rpartition(_THOUGHT)[2]
    start = text.find("{")
    if start < 0:
        return "the answer broke off before its JSON began"
    try:
        value = from_json(text[start:].encode("utf-8", "replace"), partial_mode=True, allow_inf_nan=False)
    except ValueError as error:
        return f"the answer is not valid JSON: {_said(error)}"
    if not isinstance(value, dict):
        return "the answer holds no JSON object"
    last = next(reversed(value), None)
    if last is not None and isinstance(value[last], list):
        value[last] = value[last][:-1]
    for name, inner in shape.schema["properties"].items():
        if inner["type"] == "array" and name not in value:
            value[name] = []
    return value


def _whole(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise ValueError("a number has too many digits")
    return int(digits)


def _refused(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _said(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)[:120]
