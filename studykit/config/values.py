"""One value of `studykit.toml` checked against its type, its choices and its bounds."""

import re
from collections.abc import Sequence
from typing import Any, Final, get_args

from studykit.errors import ConfigurationError

_DURATION: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,4})?)\s*(s|m|h|d)")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def wrong(path: str, key: str, expected: str, found: object) -> ConfigurationError:
    """The error for a value of another type, or out of its bounds."""
    shown = found if isinstance(found, (int, float, str)) else type(found).__name__
    return ConfigurationError("config-type", path=path, key=key, expected=expected, found=shown)


def checked(default: Any, kind: Any, value: Any, path: str, key: str, *, low: float = 0, high: float = 1e9) -> Any:
    """A value of the default's type; one of the choices where `kind` is a Literal; a number within its bounds."""
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise wrong(path, key, '["…"]', type(value).__name__)
        return tuple(value)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise wrong(path, key, "true | false", value)
        return value
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, type(default)):
        expected = {"str": '"…"', "int": "0, 1, 2 …", "float": "0.9"}[type(default).__name__]
        raise ConfigurationError("config-type", path=path, key=key, expected=expected, found=type(value).__name__)
    choices = get_args(kind)
    if choices and value not in choices:
        raise ConfigurationError("config-choice", path=path, key=key, choices=" | ".join(choices), found=value)
    if isinstance(value, (int, float)) and not low <= value <= high:
        expected = f"{low:g} … {high:g}" if high < 1e9 else f"{low:g}, {low + 1:g}, {low + 2:g} …"
        raise wrong(path, key, expected, value)
    return value


def chosen(value: Any, choices: Sequence[str], path: str, key: str) -> tuple[str, ...]:
    """A list of some of the choices, each once."""
    for found in checked((), tuple, value, path, key):
        if found not in choices:
            raise ConfigurationError("config-choice", path=path, key=key, choices=" | ".join(choices), found=found)
    return tuple(dict.fromkeys(value))


def numbers(value: Any, count: int, path: str, key: str) -> tuple[float, ...]:
    """A list of so many numbers, or an empty one."""
    is_list = isinstance(value, list) and all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in value)
    if not is_list or len(value) not in (0, count):
        raise wrong(path, key, f"[{count} × 0.0]", value)
    return tuple(float(number) for number in value)


def durations(value: Any, path: str, key: str) -> tuple[int, ...]:
    """Steps as Anki writes them, `["1m", "10m", "1d"]`, in seconds."""
    expected = '["1m", "10m", "1d"]'
    if not isinstance(value, list):
        raise wrong(path, key, expected, value)
    steps = []
    for item in value:
        match = _DURATION.fullmatch(item.strip()) if isinstance(item, str) else None
        seconds = round(float(match[1]) * _SECONDS[match[2]]) if match is not None else 0
        if not 1 <= seconds <= 9999 * 86400:
            raise wrong(path, key, expected, item)
        steps.append(seconds)
    return tuple(steps)


def step(seconds: int) -> str:
    """A step as `durations` reads it, in the largest unit that holds it whole."""
    unit = next(unit for unit in "dhms" if seconds % _SECONDS[unit] == 0)
    return f"{seconds // _SECONDS[unit]}{unit}"
