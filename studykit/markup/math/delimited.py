"""Delimiters that were asked for: `\\left … \\right`, `\\middle`, and `\\big` with its like."""

from studykit.markup.math.nodes import Atom, Fenced, Kind, Middle, Node, Unreadable
from studykit.markup.math.parser import Parser
from studykit.markup.math.symbols import DELIMITERS, ONLY_SIZED


def _delimiter(parser: Parser) -> tuple[str, Kind]:
    text = parser.take().text
    found = ONLY_SIZED.get(text) or DELIMITERS.get(text)
    if found is None:
        raise Unreadable(f"no delimiter: {text}")
    return found


def left(parser: Parser) -> Node:
    """What stands between `\\left` and `\\right`."""
    opening = _delimiter(parser)[0]
    body = parser.row(frozenset(("\\right",)))
    parser.take()
    return Fenced(opening, body, _delimiter(parser)[0])


def sized(kind: Kind | None, parser: Parser) -> Node:
    """`\\big` and its like; `\\bigl`, `\\bigr`, `\\bigm` say on which side the delimiter is."""
    text, own = _delimiter(parser)
    if (kind or own) in ("open", "close"):
        return Atom(text, kind or own)
    return Middle(text, kind or own)


def middle(parser: Parser) -> Node:
    """A bar as tall as the fence it stands in."""
    return Middle(_delimiter(parser)[0], "relation")
