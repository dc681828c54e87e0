"""Loading genanki, of which the schema and the JSON of note types and decks are ours to use.

It asks a package of its own for a decorator that the standard library has by now, and that package loads asyncio: in
all two thirds of the time. A build of a small vault would wait longer for it than for its cards.
"""

import sys
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Final

_PACKAGE: Final = "cached_property"


def load_genanki() -> None:
    """Have genanki loaded, so that an import of it costs nothing."""
    if "genanki" in sys.modules or _PACKAGE in sys.modules:
        return
    standing_in = ModuleType(_PACKAGE)
    vars(standing_in)[_PACKAGE] = cached_property
    sys.modules[_PACKAGE] = standing_in
    try:
        import_module("genanki")
    finally:
        del sys.modules[_PACKAGE]  # whoever else asks for it gets the package itself
