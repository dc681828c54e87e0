"""How many tokens a text is, where no server has counted them."""

from math import ceil
from typing import Final

from studykit.text.normal import han_count

A_HAN: Final = 0.75
"""Tokens for a CJK character."""
LATIN: Final = 4
"""Other characters for a token."""


def tokens(text: str) -> int:
    """About how many tokens a text is."""
    han = han_count(text)
    return ceil(A_HAN * han + (len(text) - han) / LATIN)


def tokens_at_most(text: str) -> int:
    """What a text is hardly more than: for promises about money. Formulas and code take more than prose."""
    han = han_count(text)
    return ceil(1.5 * han + (len(text) - han) / 2) + 50
