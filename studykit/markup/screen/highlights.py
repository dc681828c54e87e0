"""`==…==`: what is highlighted is known only when a paragraph is whole."""

from collections.abc import Sequence
from typing import Final

from studykit.markup.screen.runs import Run, with_style

SIGN: Final = "mark-sign"
"""The style of a `==` of the text, until it is known whether it begins or ends a highlight."""


def _is_sign(run: Run) -> bool:
    return run.style.startswith(SIGN)


def highlighted(runs: Sequence[Run]) -> list[Run]:
    """The runs with what stands between two signs marked; `a == b` is a comparison and stays."""
    if not any(_is_sign(run) for run in runs):
        return list(runs)
    out: list[Run] = []
    held = -1
    around = [Run(" "), *runs, Run(" ")]
    for before, run, after in zip(around, runs, around[2:], strict=False):
        if not _is_sign(run):
            out.append(run)
        elif held >= 0 and not before.text[-1:].isspace() and not _is_sign(before):
            out[held:] = [piece._replace(style=with_style(piece.style, "mark")) for piece in out[held + 1 :]]
            held = -1
        else:
            if held < 0 and not after.text[:1].isspace() and not _is_sign(after):
                held = len(out)
            out.append(run._replace(style=run.style.removeprefix(SIGN).strip()))
    return out
