"""Texts whose marks are plainly in pairs: most have a few words in bold, a formula or a name in code, and no more.

What such a text says is known without the parser. The expression is narrower than need be: each pair in it is one
wherever it stands, so that whoever trusts it never says anything else than the parser would (a law in the tests).
"""

from typing import Any, Final

from studykit.text.expression import Expression

_NO_MARK: Final = r"[^`$*\\<>\[\]{}&|~#%\t\r\n\x00\x01"
_WORD: Final = r"[^\W_]"
SOUND: Final = Expression(
    rf"(?![ ])(?:{_NO_MARK}_]++|%(?!%)|\n(?![ \t])"  # nothing indented: that may be code
    r"|(?<!`)`(?! )[^`$%\\\r\n\x00\x01]++(?<! )`(?!`)"
    rf"|(?<![A-Za-z0-9)*])\*\*(?={_WORD}){_NO_MARK}_]++(?<={_WORD})\*\*(?![A-Za-z0-9(*-])"
    # a formula; the signs of prices have a digit after them or a blank before
    rf"|(?<![A-Z$*])\$(?![\s$0-9])(?:{_NO_MARK}]++|<(?=[ ])|\\[A-Za-z]|\{{{_NO_MARK}]*+\}})*+"
    r"(?<![\sA-Z\\])\$(?![A-Za-z0-9$*]))*+"
)
"""Prose in which inline code, formulas and bold type are plainly in pairs. Every character is looked at once."""

_PAIR: Final = Expression(r"\*\*|`([^`]*)`|\$([^$]*)\$")


def pieces(line: str) -> list[Any]:
    """Take a line apart that `SOUND` matches as a whole: a text, then for each mark the code, the formula and the text
    that follows. Code and formula are None where the mark is another; bold type has neither.
    """
    return _PAIR.split(line)
