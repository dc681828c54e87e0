"""Figures in their column, and a share as a bar."""

from studykit.markup.screen import Run
from studykit.text.width import fit, width


def right(text: str, columns: int) -> str:
    """A text at the right end of so many columns; cut where it is longer."""
    size = width(text)
    return " " * (columns - size) + text if size <= columns else fit(text, columns)


def share_bar(share: float, columns: int) -> tuple[Run, Run]:
    """A share of one, of a bar of so many columns."""
    full = round(columns * share)
    return Run("━" * full, "bar"), Run("─" * (columns - full), "rule")
