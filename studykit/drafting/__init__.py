"""Drafting cards: by rules (`rules/`, checked by `lints/`), or with a model."""

from typing import Final

RULES_VERSION: Final = 8
"""What another version drafted is drafted again. It stands here as it is asked for before any rule is loaded."""
