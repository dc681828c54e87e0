"""Anki's deck options, as far as we have them: retention, FSRS's parameters, steps, limits, of each deck of a package.

Which number a field has in the newer schema's messages was found by setting options in Anki and looking at what it
wrote. An option that holds nonsense is left out, as are the ones that Anki has and we have not.
"""

import json
import math
import sqlite3
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from studykit.anki import wire

_LEARN, _RELEARN, _WEIGHTS, _NEW, _REVIEWS, _LONGEST, _ACTION, _LEECH, _RETENTION = 1, 2, 6, 9, 10, 16, 21, 22, 37
_DECK_PRESET, _DECK_REVIEWS, _DECK_NEW, _DECK_RETENTION = 1, 6, 7, 10
_WEIGHTS_OF_FSRS_6: Final = 21
_LONGEST_STEP: Final = 366 * 1440
"""Minutes."""


@dataclass(frozen=True, slots=True)
class DeckOptions:
    """The options of one deck; None for one that is not said, or that cannot be."""

    desired_retention: float | None = None
    parameters: tuple[float, ...] | None = None
    """The 21 weights of FSRS-6."""
    learning_steps: tuple[int, ...] | None = None
    """Seconds."""
    relearning_steps: tuple[int, ...] | None = None
    new_per_day: int | None = None
    reviews_per_day: int | None = None
    maximum_interval: int | None = None
    leech_lapses: int | None = None
    leech_action: str | None = None
    """`suspend` or `tag`."""

    def as_object(self) -> dict[str, Any]:
        """What is said, by the names of our own options."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in found.items() if value is not None}


def read_presets(connection: sqlite3.Connection, *, modern: bool) -> dict[int, DeckOptions]:
    """The options of each deck, by its id. Decks without a preset in the file are not there."""
    if not modern:
        presets, decks = (
            json.loads(connection.execute(f"SELECT {name} FROM col").fetchone()[0] or "{}")
            for name in ("dconf", "decks")
        )
        options = {int(key): _legacy(one) for key, one in presets.items()}
        wanted: Iterator[tuple[int, int, dict[str, Any]]] = (
            (int(key), int(deck.get("conf") or 0), _legacy_own(deck)) for key, deck in decks.items()
        )
    else:
        rows = connection.execute("SELECT id, config FROM deck_config LIMIT 100000")
        options = {int(key): _preset(bytes(config)) for key, config in rows}
        wanted = _modern_decks(connection)
    found = {}
    for deck, preset, own in wanted:
        if preset in options:
            found[deck] = replace(options[preset], **own)
    return found


def _modern_decks(connection: sqlite3.Connection) -> Iterator[tuple[int, int, dict[str, Any]]]:
    for key, kind in connection.execute("SELECT id, kind FROM decks LIMIT 200000"):
        for field, normal in wire.fields(bytes(kind)):
            if field == 1 and isinstance(normal, bytes):
                said = dict(wire.fields(normal))
                own = {
                    "reviews_per_day": _count(said.get(_DECK_REVIEWS)),
                    "new_per_day": _count(said.get(_DECK_NEW)),
                    "desired_retention": _share(_single(said.get(_DECK_RETENTION))),
                }
                preset = said.get(_DECK_PRESET)
                yield int(key), preset if isinstance(preset, int) else 0, _said(own)


def _preset(config: bytes) -> DeckOptions:
    said = dict(wire.fields(config))
    return DeckOptions(
        _share(_single(said.get(_RETENTION))),
        _weights(_singles(said.get(_WEIGHTS))),
        _steps(_singles(said.get(_LEARN))),
        _steps(_singles(said.get(_RELEARN))),
        _count(said.get(_NEW, 0)),
        _count(said.get(_REVIEWS, 0)),
        _count(said.get(_LONGEST)),
        _count(said.get(_LEECH)),
        "tag" if said.get(_ACTION) == 1 else "suspend",
    )


def _legacy(preset: Mapping[str, Any]) -> DeckOptions:
    new, reviews, lapses = (_table(preset.get(name)) for name in ("new", "rev", "lapse"))
    return DeckOptions(
        _share(preset.get("desiredRetention")),
        _weights(preset.get("fsrsParams6")),
        _steps(new.get("delays")),
        _steps(lapses.get("delays")),
        _count(new.get("perDay")),
        _count(reviews.get("perDay")),
        _count(reviews.get("maxIvl")),
        _count(lapses.get("leechFails")),
        "tag" if lapses.get("leechAction") == 1 else "suspend",
    )


def _legacy_own(deck: Mapping[str, Any]) -> dict[str, Any]:
    percent = deck.get("desiredRetention")
    own = {
        "reviews_per_day": _count(deck.get("reviewLimit")),
        "new_per_day": _count(deck.get("newLimit")),
        "desired_retention": _share(percent / 100) if isinstance(percent, int | float) else None,
    }
    return _said(own)


def _said(own: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in own.items() if value is not None}


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and 0 <= value <= 1 << 31 else None


def _share(value: object) -> float | None:
    """A retention as our settings may have it, 0.70 to 0.99."""
    if not isinstance(value, int | float) or not 0.5 <= value <= 1:
        return None
    return round(min(max(float(value), 0.7), 0.99), 4)


def _steps(minutes: object) -> tuple[int, ...] | None:
    if not isinstance(minutes, list | tuple) or len(minutes) > 100:
        return None
    if not all(isinstance(step, int | float) and 0 < step <= _LONGEST_STEP for step in minutes):
        return None
    return tuple(max(1, round(step * 60)) for step in minutes)


def _weights(values: object) -> tuple[float, ...] | None:
    if not isinstance(values, list | tuple) or len(values) != _WEIGHTS_OF_FSRS_6:
        return None
    if not all(isinstance(value, int | float) and math.isfinite(value) for value in values) or values[20] <= 0:
        return None
    return tuple(round(float(value), 7) for value in values)


def _singles(packed: object) -> tuple[float, ...]:
    """Numbers in single precision, one behind the other; none where nothing was written."""
    if not isinstance(packed, bytes) or len(packed) % 4:
        return ()
    return struct.unpack(f"<{len(packed) // 4}f", packed)


def _single(packed: object) -> float | None:
    numbers = _singles(packed)
    return numbers[0] if len(numbers) == 1 else None
