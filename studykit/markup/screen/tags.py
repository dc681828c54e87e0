"""Tags within a line, as a terminal shows them: raised and lowered text, and readings over words.

`x<sup>2</sup>` is x², `H<sub>2</sub>O` is H₂O; where a letter has no such form it stays as it is. The reading of a
`<ruby>` stands behind its word in brackets. Other tags leave their text.
"""

import re
from typing import Final

from studykit.markup.math.alphabets import SUBSCRIPTS, SUPERSCRIPTS, scripted
from studykit.markup.sanitize import html_text

_SCRIPTS: Final = {"sup": SUPERSCRIPTS, "sub": SUBSCRIPTS}
_READING: Final = {"<rt>": "(", "</rt>": ")"}
_TAG: Final = re.compile(r"<(/?)([a-z]+)[ >]")


class Tags:
    """What is open within a line."""

    def __init__(self) -> None:
        self._script: dict[str, str] | None = None

    def read(self, tag: str) -> str:
        """Take one tag in. Returns what is shown of it."""
        name = tag.lower()
        match = _TAG.match(name)
        if match is not None and match[2] in _SCRIPTS:
            self._script = None if match[1] else _SCRIPTS[match[2]]
            return ""
        if name in _READING:
            return _READING[name]
        return "\n" if name.startswith("<br") else html_text(tag)

    def shown(self, text: str) -> str:
        """Text as the open tags have it."""
        if self._script is None:
            return text
        return scripted(text.replace("-", "−"), self._script) or text
