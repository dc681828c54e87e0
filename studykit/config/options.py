"""The keys of `[review]` that are a deck's options, for all decks or under `[review.decks."…"]` for one."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from typing import Any, Final, get_args

from studykit.config.settings import Learn
from studykit.config.values import checked, durations, step, wrong
from studykit.errors import ConfigurationError
from studykit.model.options import WEEKDAYS, Load, Options

_DEFAULT: Final = Options()
_BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "desired_retention": (0.7, 0.99),
    "maximum_interval": (1, 36500),
    "new_per_day": (0, 9999),
    "reviews_per_day": (0, 9999),
    "leech_lapses": (0, 9999),
}


def _plain(name: str, kind: Any, value: Any, path: str, key: str) -> Any:
    low, high = _BOUNDS.get(name, (0, 1e9))
    return checked(getattr(_DEFAULT, name), kind, value, path, key, low=low, high=high)


def _easy_days(value: Any, path: str, key: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise wrong(path, key, '{ sat = "reduced", sun = "minimum" }', value)
    for day, load in value.items():
        for given, choices in ((day, WEEKDAYS), (load, get_args(Load))):
            if given not in choices:
                raise ConfigurationError(
                    "config-choice", path=path, key=f"{key}.{day}", choices=" | ".join(choices), found=given
                )
    return dict(value)


_Reader = Callable[[Any, str, str], Any]
OPTIONS: Final[Mapping[str, _Reader]] = {
    **{f.name: partial(_plain, f.name, f.type) for f in fields(Options)},
    "learning_steps": durations,
    "relearning_steps": durations,
    "easy_days": _easy_days,
}
"""How each key of `Options` is read."""


def read_option(name: str, value: Any, path: str, key: str) -> Any:
    """One option's value. ConfigurationError where it cannot be one."""
    return OPTIONS[name](value, path, key)


def written_option(name: str, value: Any) -> str:
    """One option as a line of `studykit.toml` holds it."""
    return f"{name} = {json.dumps([step(one) for one in value] if OPTIONS[name] is durations else value)}"


def read_decks(value: Any, path: str, key: str) -> dict[str, dict[str, Any]]:
    """`[review.decks."…"]`: each deck's own options, and `learn`."""
    if not isinstance(value, dict) or not all(isinstance(table, dict) for table in value.values()):
        raise wrong(path, key, f'[{key}."MOC::section"]', value)
    return {deck: _deck(table, path, f'{key}."{deck}"') for deck, table in value.items()}


def _deck(table: dict[str, Any], path: str, key: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in table.items():
        if name == "learn":
            found[name] = checked("", Learn, value, path, f"{key}.{name}")
        elif name in OPTIONS:
            found[name] = read_option(name, value, path, f"{key}.{name}")
        else:
            from difflib import get_close_matches  # a slip is rare

            near = get_close_matches(name, [*OPTIONS, "learn"], 1)
            raise ConfigurationError(
                "config-key", path=path, key=f"{key}.{name}", near=near[0] if near else ", ".join(OPTIONS)
            )
    return found
