"""Why a draft waits, said from the code that is kept with it."""

import string
from collections.abc import Mapping
from typing import Final

from studykit.messages import LANGUAGES, Language, texts

_UNKNOWN: Final = "…"


def reason_text(code: str, language: Language, found: Mapping[str, str] | None = None) -> str:
    """The text of a reason; `found` is what the check found, and what is not in it is left open.

    A code that no catalogue has says itself.
    """
    if code not in texts():
        return code
    template = texts()[code][LANGUAGES.index(language)]
    fields = {name: _UNKNOWN for _, name, _, _ in string.Formatter().parse(template) if name}
    return template.format(**{**fields, **(found or {})})
