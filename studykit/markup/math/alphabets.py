"""Letters in other dress: the alphabets of `\\mathbb` and its like, small letters for scripts, marks over letters.

The code points are those of Unicode's Mathematical Alphanumeric Symbols and of its superscripts and subscripts.
"""

import unicodedata
from typing import Final


def _letters(capital: int, small: int, exceptions: str, digit: int | None = None) -> dict[str, str]:
    table = {chr(65 + place): chr(capital + place) for place in range(26)}
    table |= {chr(97 + place): chr(small + place) for place in range(26)}
    if digit is not None:
        table |= {chr(48 + place): chr(digit + place) for place in range(10)}
    return table | dict(zip(exceptions[::2], exceptions[1::2], strict=True))


_BOLD: Final = (
    _letters(0x1D400, 0x1D41A, "∇𝛁∂𝛛ϵ𝛜ϑ𝛝ϰ𝛞ϕ𝛟ϱ𝛠ϖ𝛡", 0x1D7CE)
    | {chr(0x391 + place): chr(0x1D6A8 + place) for place in range(25) if place != 17}
    | {chr(0x3B1 + place): chr(0x1D6C2 + place) for place in range(25)}
)
_SCRIPT: Final = _letters(0x1D49C, 0x1D4B6, "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ")

ROMAN: Final[dict[str, str]] = {}
"""Upright letters. Letters of a formula are set upright anyway, so all that is upright is the same."""

ALPHABETS: Final[dict[str, dict[str, str]]] = {
    "mathbb": _letters(0x1D538, 0x1D552, "CℂHℍNℕPℙQℚRℝZℤ", 0x1D7D8),
    "mathbbm": _letters(0x1D538, 0x1D552, "CℂHℍNℕPℙQℚRℝZℤ", 0x1D7D8),
    "mathds": _letters(0x1D538, 0x1D552, "CℂHℍNℕPℙQℚRℝZℤ", 0x1D7D8),
    "mathcal": _SCRIPT,
    "mathscr": _SCRIPT,
    "mathfrak": _letters(0x1D504, 0x1D51E, "CℭHℌIℑRℜZℨ"),
    "mathbf": _BOLD,
    "boldsymbol": _BOLD,
    "bm": _BOLD,
    "pmb": _BOLD,
    "symbf": _BOLD,
    "mathrm": ROMAN,
    "mathup": ROMAN,
    "mathnormal": ROMAN,
    "mathit": ROMAN,
    "mathsf": ROMAN,
    "mathtt": ROMAN,
}

SWITCHES: Final = {"rm": ROMAN, "it": ROMAN, "sf": ROMAN, "tt": ROMAN, "bf": _BOLD, "cal": _SCRIPT}
"""The old commands that hold for the rest of a group: `{\\rm old}`."""

WORDS: Final = frozenset(("mathrm", "mathup", "mathbf", "mathit", "mathsf", "mathtt"))
"""The alphabets whose letters side by side are a word rather than a product."""

SUPERSCRIPTS: Final = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθφϕχ∘⊤°",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᵠᵠᵡ°ᵀ°",
        strict=True,
    )
) | {each: each for each in "′*⋆†‡"}
SUBSCRIPTS: Final = dict(
    zip(
        "0123456789+−=()aehijklmnoprstuvxβγρφϕχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵩᵪ",
        strict=True,
    )
)

ACCENTS: Final[dict[str, tuple[str, str]]] = {
    "hat": ("\u0302", "^"),
    "tilde": ("\u0303", "~"),
    "bar": ("\u0304", "_"),
    "vec": ("\u20d7", "→"),
    "dot": ("\u0307", "."),
    "ddot": ("\u0308", ".."),
    "check": ("\u030c", "v"),
    "breve": ("\u0306", "u"),
    "acute": ("\u0301", "´"),
    "grave": ("\u0300", "`"),
    "mathring": ("\u030a", "o"),
    "underline": ("\u0332", "‾"),
}
"""The mark that joins one letter, and what stands over (or under) more than one."""

SAME_ACCENTS: Final = {"widehat": "hat", "widetilde": "tilde", "overline": "bar", "overrightarrow": "vec"}


def scripted(text: str, table: dict[str, str]) -> str | None:
    """The text in small raised or lowered characters, None where one of them has no such form."""
    small = [table.get(each) for each in text]
    return None if None in small else "".join(each for each in small if each is not None)


def marked(text: str, mark: str) -> str:
    """A letter with a mark on it, as one character where Unicode has one."""
    return unicodedata.normalize("NFC", text + mark)


def is_one_letter(text: str) -> bool:
    """Whether a text is one character with any marks on it."""
    return bool(text) and all(unicodedata.combining(each) for each in text[1:])
