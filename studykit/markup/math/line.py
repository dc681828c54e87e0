"""A formula on one line: `(a + b)/c`, `√(1 − ᾱₜ)`, `π_θ(a | s)`. What no sign says is said with parentheses."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from studykit.markup.math.alphabets import ACCENTS, SUBSCRIPTS, SUPERSCRIPTS, is_one_letter, marked, scripted
from studykit.markup.math.nodes import (
    Accent,
    Arrow,
    Atom,
    Boxed,
    Brace,
    Fenced,
    Fraction,
    Grid,
    Kind,
    Middle,
    Node,
    Phantom,
    Root,
    Row,
    Scripts,
    Space,
    Tag,
)
from studykit.markup.math.spacing import TAG_GAP, gap, kinds_of, settled

_MULTIPLIES: Final = frozenset(("ordinary", "word", "close", "inner", "operator", "big"))
_MULTIPLIED: Final = frozenset(("ordinary", "word", "open", "inner", "operator", "big"))
_DIFFERENTIALS: Final = (Atom("d", "ordinary"), Atom("∂", "ordinary"))
_LOUD: Final = frozenset(" _^()")
"""What large scripts are set with."""
_SLASH: Final = Atom("/", "ordinary")
_ROOTS: Final = {"3": "∛", "4": "∜"}


def line(node: Node, *, tight: bool = False) -> str:
    """The formula on one line. `tight` leaves the blanks out, as in scripts."""
    return _LINES[type(node)](node, tight)


def script_of(node: Node) -> str:
    """A script on a line of its own."""
    return line(node, tight=True).strip()


def _scripts_of(below: Node | None, above: Node | None) -> tuple[str, bool]:
    """Scripts on the line, small where Unicode has them, and whether they end in large characters
    without parentheses, so that what follows must be kept apart."""
    small_ones: list[str] = []
    large_ones: list[str] = []
    apart = False
    for script, table, sign in ((below, SUBSCRIPTS, "_"), (above, SUPERSCRIPTS, "^")):
        if script is None:
            continue
        text = script_of(script)
        small = scripted(text, table)
        if small is not None:
            small_ones.append(small)
            continue
        apart = is_one_letter(text) or (isinstance(script, Atom) and text.isalnum())
        large_ones.append(f"{sign}{text}" if apart else f"{sign}({text})")
    return "".join(small_ones + large_ones), apart


def joined(items: Sequence[Node], *, tight: bool, after_something: bool = False) -> str:
    """Things side by side with the blanks that their kinds ask for."""
    kinds = settled(items, after_something=after_something)
    out: list[str] = []
    right: Kind | None = "ordinary" if after_something else None
    asked, apart = 0, False
    for place, (item, pair) in enumerate(zip(items, kinds, strict=True)):
        if pair is None:
            asked += item.cells if isinstance(item, Space) and (item.firm or not tight) else 0
            continue
        wide_end = False
        if isinstance(item, Scripts):
            text, wide_end = _scripted(item, tight)
        else:
            text = line(item, tight=tight)
        if isinstance(item, Fraction) and item.rule and _has_factor(items, kinds, place):
            text, pair = f"({text})", ("open", "close")
        cells = 0 if right is None else gap(right, pair[0], tight=tight)
        if apart and text[:1].isalnum():
            cells = max(cells, 1)
        out.append(" " * (TAG_GAP if isinstance(item, Tag) else max(cells, asked)))
        out.append(text)
        right, asked, apart = pair[1], 0, wide_end
    return "".join(out) + " " * asked


def _has_factor(items: Sequence[Node], kinds: Sequence[tuple[Kind, Kind] | None], place: int) -> bool:
    """Whether a fraction stands next to something that it is multiplied with, or divided."""
    before = next((at for at in range(place - 1, -1, -1) if not isinstance(items[at], Space)), None)
    after = next((at for at in range(place + 1, len(items)) if not isinstance(items[at], Space)), None)
    if any(at is not None and items[at] == _SLASH for at in (before, after)):
        return True
    left = None if before is None else kinds[before]
    right = None if after is None else kinds[after]
    return bool((left and left[1] in _MULTIPLIES) or (right and right[0] in _MULTIPLIED))


def _row(node: Row, tight: bool) -> str:
    return joined(node.items, tight=tight)


def _scripted(node: Scripts, tight: bool) -> tuple[str, bool]:
    """A base with its scripts, and whether what follows must be kept apart."""
    base = line(node.base, tight=tight)
    if base and not _is_whole(node.base):
        base = f"({base})"
    scripts, apart = _scripts_of(node.below, node.above)
    return base + scripts, apart


def _is_whole(node: Node) -> bool:
    """Whether scripts can only be taken to belong to all of a node."""
    if isinstance(node, Brace):
        return _is_whole(node.body)
    if isinstance(node, Grid):
        return bool(node.opening and node.closing)
    return isinstance(node, Atom | Fenced | Middle | Accent | Arrow | Root | Phantom)


def _fraction(node: Fraction, tight: bool) -> str:
    top, bottom = line(node.top, tight=tight), line(node.bottom, tight=tight)
    if not node.rule:
        return f"{top} choose {bottom}"
    top = top if _is_product(node.top) else f"({top})"
    bottom = bottom if _is_factor(node.bottom) else f"({bottom})"
    return f"{top}/{bottom}"


def _is_factor(node: Node) -> bool:
    """Whether a node may stand after `/` without parentheses: one sign, or one applied to something."""
    match node:
        case Row(items=items):
            if len(items) == 2 and isinstance(items[1], Fenced) and kinds_of(items[0])[1] == "operator":
                return True
            if len(items) != 2 or not _is_factor(items[0]) or isinstance(items[0], Fenced):
                return False
            return isinstance(items[1], Fenced) or (items[0] in _DIFFERENTIALS and _is_factor(items[1]))
        case Atom(kind=kind):
            return kind in ("ordinary", "word", "inner")
        case Scripts(base=base):
            return _is_factor(base)
        case Accent() | Root() | Fenced() | Phantom():
            return True
    return False


def _is_product(node: Node) -> bool:
    """Whether a node may stand before `/` without parentheses."""
    if isinstance(node, Row):
        kinds = settled(node.items)
        return _is_factor(node) or all(
            pair is None or {*pair} <= {"ordinary", "word", "open", "close"} for pair in kinds
        )
    return _is_factor(node)


def _root(node: Root, tight: bool) -> str:
    body = line(node.body, tight=tight)
    if not is_one_letter(body) and not (_is_simple(node.body) and not _LOUD & set(body)):
        body = f"({body})"
    if node.degree is None:
        return f"√{body}"
    index = script_of(node.degree)
    if index in _ROOTS:
        return _ROOTS[index] + body
    small = scripted(index, SUPERSCRIPTS)
    return f"{f'({index})' if small is None else small}√{body}"


def _is_simple(node: Node) -> bool:
    """Whether a node is one letter or number, whatever its scripts, which no reader takes apart if they are small."""
    match node:
        case Atom(text=text):
            return len(text) == 1 or text.isdigit()
        case Accent(body=body) | Scripts(base=body):
            return _is_simple(body)
    return False


def _accent(node: Accent, tight: bool) -> str:
    body = line(node.body, tight=tight)
    mark = ACCENTS[node.name][0]
    if is_one_letter(body):
        return marked(body, mark)
    if node.name == "underline":
        return "".join(each + mark for each in body)
    if node.name == "bar":
        return "".join(each + "\u0305" for each in body)
    return f"{node.name}({body})"


def _brace(node: Brace, tight: bool) -> str:
    return line(node.body, tight=tight)


def _arrow(node: Arrow, _tight: bool) -> str:
    return node.head + _scripts_of(node.below, node.above)[0]


def _fenced(node: Fenced, tight: bool) -> str:
    return f"{node.opening}{line(node.body, tight=tight)}{node.closing}"


def _grid(node: Grid, tight: bool) -> str:
    """Rows with semicolons between them: `[1, 2; 3, 4]`."""
    rows = []
    for cells in node.rows:
        if node.continued:
            row = joined([item for cell in cells for item in _items(cell)], tight=tight)
        else:
            row = ""
            for cell in cells:
                text = line(cell, tight=tight)
                row += text if not row else f" {text}" if row.endswith((",", "，")) else f", {text}"
        rows.append(row.rstrip(",; "))
    closing = node.closing or ("}" if node.opening == "{" else "")
    opening = node.opening or ("{" if closing == "}" else "")
    return f"{opening}{'; '.join(row for row in rows if row)}{closing}"


def _items(cell: Node) -> tuple[Node, ...]:
    return cell.items if isinstance(cell, Row) else (cell,)


def _same(node: Boxed, tight: bool) -> str:
    return line(node.body, tight=tight)


def _as_written(node: Atom | Middle | Tag, _tight: bool) -> str:
    return node.text


_LINES: Final[dict[type, Callable[[Any, bool], str]]] = {
    Atom: _as_written,
    Space: lambda node, _: " " * node.cells,
    Row: _row,
    Scripts: lambda node, tight: _scripted(node, tight)[0],
    Fraction: _fraction,
    Root: _root,
    Accent: _accent,
    Brace: _brace,
    Arrow: _arrow,
    Fenced: _fenced,
    Middle: _as_written,
    Grid: _grid,
    Boxed: _same,
    Phantom: lambda *_: "",
    Tag: _as_written,
}
