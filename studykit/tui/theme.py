"""Day and night: two palettes, Textual's theme from each, and how every style of a card's text looks in it.

Blue and orange carry meaning, never red against green, and never colour alone: what is right has a sign, what is hidden
is blank, what is important is bold. So all of it stays readable under NO_COLOR.
"""

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from rich.style import Style
from textual.theme import Theme

NIGHT: Final = "studykit-night"
DAY: Final = "studykit-day"


class Palette(NamedTuple):
    """The colours of a theme, as `#rrggbb`."""

    text: str
    muted: str
    """What is no part of the card: sources, rules, hints."""
    ground: str
    raised: str
    """Behind code, and behind the line that is chosen."""
    blue: str
    orange: str
    violet: str
    """With blue and orange, enough to tell the parts of code apart."""
    mark: str
    """Behind what is highlighted."""


PALETTES: Final[Mapping[str, Palette]] = {
    NIGHT: Palette("#d8dce2", "#8b93a1", "#17191c", "#2a2d32", "#7cb7ff", "#ffb26b", "#c4a7f5", "#5a4310"),
    DAY: Palette("#22262c", "#646c78", "#fbfaf7", "#ebebe8", "#0b5cad", "#a34f00", "#6b3fa0", "#ffe08a"),
}


def themes() -> list[Theme]:
    """Textual's themes of the two palettes."""
    return [
        Theme(
            name, primary=p.blue, secondary=p.violet, accent=p.orange, warning=p.orange, error=p.orange, success=p.blue,
            foreground=p.text, background=p.ground, surface=p.ground, panel=p.raised, dark=name == NIGHT,
            variables={"block-cursor-background": p.blue, "block-cursor-foreground": p.ground,
                       "input-selection-background": f"{p.blue} 35%", "border": p.blue, "footer-background": p.raised},
        )
        for name, p in PALETTES.items()
    ]  # fmt: skip


def usual() -> str:
    """The theme to begin with: what the terminal says of its background in COLORFGBG, else night."""
    ground = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return DAY if ground in ("7", "15") else NIGHT


@lru_cache(maxsize=512)
def style(name: str, theme: str) -> Style:
    """How a run of these style names looks (`markup.screen.Run.style`). Unknown names change nothing."""
    palette = PALETTES.get(theme, PALETTES[NIGHT])
    looks = Style(color=palette.text, bgcolor=palette.ground)
    for part in name.split():
        look = _look(part, palette)
        if look is not None:
            looks += look
    return looks


def _look(name: str, p: Palette) -> Style | None:
    known = {
        "strong": Style(bold=True),
        "emphasis": Style(italic=True),
        "strike": Style(strike=True),
        "heading": Style(bold=True, color=p.blue),
        "link": Style(color=p.blue, underline=True),
        "image": Style(color=p.violet),
        "mark": Style(bgcolor=p.mark, underline=True),
        "cloze": Style(bold=True, color=p.orange),
        "covered": Style(bold=True, color=p.orange),
        "code": Style(bgcolor=p.raised),
        "math": Style(color=p.text),
        "bullet": Style(color=p.blue),
        "quote": Style(color=p.muted),
        "rule": Style(color=p.muted),
        "footnote": Style(color=p.blue),
        "muted": Style(color=p.muted),
        "key": Style(bold=True, color=p.blue),
        "again": Style(bold=True, color=p.orange),
        "right": Style(bold=True, color=p.blue),
        "wrong": Style(color=p.orange, underline=True),
        "notice": Style(bold=True, color=p.orange),
        "bar": Style(color=p.blue),
        "chosen": Style(bgcolor=p.raised, bold=True),
    }
    return known.get(name) or _code_look(name, p)


def _code_look(name: str, p: Palette) -> Style | None:
    """Pygments' classes, by their first letter and by the ones that stand out."""
    if name in ("kt", "nc", "nn", "nb", "bp", "no"):
        return Style(color=p.violet)
    if name in ("nf", "fm", "nd"):
        return Style(color=p.blue)
    if name.startswith("k") or name == "ow":
        return Style(color=p.blue, bold=True)
    if name.startswith("s"):
        return Style(color=p.orange)
    if name.startswith("m"):
        return Style(color=p.violet)
    if name.startswith("c"):
        return Style(color=p.muted, italic=True)
    return None
