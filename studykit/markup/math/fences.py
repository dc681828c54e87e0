"""Delimiters that stand in a row, brought together in pairs, so that a pair can be drawn as tall as what it holds."""

from typing import Final

from studykit.markup.math.nodes import Atom, Fenced, Kind, Middle, Node, Row, Scripts

_BARS: Final = ("|", "‖")


def fenced(items: list[Node]) -> list[Node]:
    """The items with each pair of delimiters and what is between them as one. What has no partner stays."""
    stack: list[tuple[Node, list[Node]]] = []
    current: list[Node] = []
    for item in items:
        kind = _fence(item)[1]
        if kind == "open" and not isinstance(item, Scripts):
            stack.append((item, current))
            current = []
        elif kind == "close" and stack:
            opening, outer = stack.pop()
            outer.append(_closed(opening, current, item))
            current = outer
        else:
            current.append(item)
    while stack:
        opening, outer = stack.pop()
        outer.append(opening)
        outer.extend(current)
        current = outer
    return _barred(current, _BARS)


def _fence(item: Node) -> tuple[str, Kind | None]:
    """The delimiter that an item is, or that its scripts belong to."""
    base = item.base if isinstance(item, Scripts) else item
    return (base.text, base.kind) if isinstance(base, Atom | Middle) else ("", None)


def _closed(opening: Node, body: list[Node], closing: Node) -> Node:
    pair = Fenced(_fence(opening)[0], Row(tuple(_barred(body, _BARS))), _fence(closing)[0])
    return closing._replace(base=pair) if isinstance(closing, Scripts) else pair


def _barred(items: list[Node], bars: tuple[str, ...]) -> list[Node]:
    """The items with bars that come in even number as fences: `|x| + |y|`, but `p(a|s)` has none."""
    for bar in bars:
        places = [place for place, item in enumerate(items) if _fence(item) == (bar, "bar")]
        if not places:
            continue
        if len(places) % 2:
            for place in places:
                items[place] = _alone(items[place], bar)
            continue
        out, end = [], 0
        for first, second in zip(places[::2], places[1::2], strict=True):
            out += items[end:first]
            opening = items[first]
            if isinstance(opening, Scripts):
                out += [_alone(opening, bar), *items[first + 1 : second], _alone(items[second], bar)]
            else:
                rest = tuple(each for each in bars if each != bar)
                body = Row(tuple(_barred(items[first + 1 : second], rest)))
                closing = items[second]
                pair = Fenced(bar, body, bar)
                out.append(closing._replace(base=pair) if isinstance(closing, Scripts) else pair)
            end = second + 1
        items = out + items[end:]
    return items


def _alone(item: Node, bar: str) -> Node:
    kind: Kind = "ordinary" if bar == "|" else "relation"
    base = item.base if isinstance(item, Scripts) else item
    single: Node = Middle(bar, kind) if isinstance(base, Middle) else Atom(bar, kind)
    return item._replace(base=single) if isinstance(item, Scripts) else single
