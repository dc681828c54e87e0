"""Checking a value against the small part of JSON Schema that `Shape` uses, with errors that a model can act on."""

from typing import Any, Final

from studykit.llm.request import Shape

_MOST: Final = 8
_NAMES: Final[dict[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
}
_EMPTY: Final[dict[str, Any]] = {"array": [], "string": "", "integer": 0, "boolean": False}


def errors_in(value: object, shape: Shape) -> list[str]:
    """What keeps a value from having the shape, at most eight things, each with its place."""
    found: list[str] = []
    _check(value, dict(shape.schema), shape.optional, "$", found)
    return found[:_MOST]


def filled(value: object, schema: Any, optional: frozenset[str]) -> Any:
    """A value that has the shape, with what was optional and missing or null filled in, and unknown names left out."""
    if isinstance(value, dict):
        known = schema["properties"]
        kept: dict[str, Any] = {}
        for name, inner in known.items():
            here = value.get(name)
            kept[name] = _EMPTY[inner["type"]] if here is None and name in optional else filled(here, inner, optional)
        return kept
    if isinstance(value, list):
        return [filled(item, schema["items"], optional) for item in value]
    return value


def pruned(value: object, shape: Shape) -> object:
    """The value without those items of its lists that do not have the shape: one bad card does not take the others."""
    if not isinstance(value, dict):
        return value
    kept = dict(value)
    for name, inner in shape.schema["properties"].items():
        if inner["type"] == "array" and isinstance(kept.get(name), list):
            kept[name] = [item for item in kept[name] if not _found(item, inner["items"], shape.optional)]
    return kept


def _found(value: object, schema: Any, optional: frozenset[str]) -> list[str]:
    found: list[str] = []
    _check(value, schema, optional, "$", found)
    return found


def _check(value: object, schema: Any, optional: frozenset[str], place: str, found: list[str]) -> None:
    if len(found) >= _MOST:
        return
    kind = schema["type"]
    if not isinstance(value, _NAMES[kind]) or (kind == "integer" and isinstance(value, bool)):
        found.append(f"{place} must be {_article(kind)}")
        return
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{place} must be one of {', '.join(map(str, schema['enum']))}")
    if isinstance(value, dict):
        for name, inner in schema["properties"].items():
            if value.get(name) is None:
                if name not in optional:
                    found.append(f"{place}.{name} is missing")
            else:
                _check(value[name], inner, optional, f"{place}.{name}", found)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            _check(item, schema["items"], optional, f"{place}[{number}]", found)


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aio" else f"a {kind}"
