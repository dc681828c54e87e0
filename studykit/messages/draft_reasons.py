"""Why a draft waits, said from the code that is kept with it."""

import re
import string
from collections.abc import Mapping
from typing import Final

from studykit.messages import LANGUAGES, Language, texts

_UNKNOWN: Final = "…"
_REMARK: Final = re.compile(r" ?[(（][^()（）]*" + _UNKNOWN + r"[^()（）]*[)）]")
"""A remark in brackets of which a part is not known."""


def reason_text(code: str, language: Language, found: Mapping[str, str] | None = None) -> str:
    """The text of a reason; `found` is what the check found, and what is not in it is left out or left open.

    A code that no catalogue has says itself.
    """
    if code not in texts():
        return code
    template = texts()[code][LANGUAGES.index(language)]
    fields = {name: _UNKNOWN for _, name, _, _ in string.Formatter().parse(template) if name}
    said = template.format(**{**fields, **(found or {})})
    return said if found else _REMARK.sub("", said)
