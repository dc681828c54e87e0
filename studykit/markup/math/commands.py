"""What each command with arguments takes and makes. A formula is read with this table."""

from functools import partial
from typing import Final

from studykit.markup.math.alphabets import ACCENTS, ALPHABETS, SAME_ACCENTS, SWITCHES, WORDS
from studykit.markup.math.delimited import left, middle, sized
from studykit.markup.math.environments import LENGTH, environment
from studykit.markup.math.nodes import (
    EMPTY,
    Accent,
    Arrow,
    Atom,
    Boxed,
    Brace,
    Fenced,
    Fraction,
    Grid,
    Kind,
    Node,
    Phantom,
    Root,
    Row,
    Scripts,
    Space,
    Tag,
    Unreadable,
)
from studykit.markup.math.parser import Command, Parser
from studykit.markup.math.spacing import kinds_of
from studykit.markup.math.symbols import CHARACTERS, NEGATED
from studykit.markup.math.text import text_nodes
from studykit.markup.math.tokens import cleared, tokens

LONGEST: Final = 8_000
"""Characters of the longest formula that is read; what is longer is no formula that anyone could see at once."""

_TOP: Final = frozenset(("", "\\\\", "\\newline"))
_WORDS: Final = ("text", "textrm", "textnormal", "textbf", "textit", "textsf", "texttt", "textup", "mbox", "hbox")
_SIDES: Final[dict[str, Kind | None]] = {"": None, "l": "open", "r": "close", "m": "relation"}


def read(source: str, depth: int = 0) -> Node:
    """The tree of a formula. Unreadable where it is not balanced, or has something unknown.

    Lines that `\\\\` parts without an environment are a grid of one column.
    """
    text = cleared(source)
    if len(text) > LONGEST:
        raise Unreadable("too long")
    parser = Parser(text, tokens(text), COMMANDS, depth)
    rows = [parser.row(_TOP)]
    while parser.next:
        parser.take()
        parser.skip(LENGTH)
        rows.append(parser.row(_TOP))
    if len(rows) > 1 and rows[-1] == EMPTY:
        rows.pop()
    return rows[0] if len(rows) == 1 else Grid(tuple((row,) for row in rows), "l", (0,))


def _fraction(parser: Parser) -> Node:
    return Fraction(parser.argument(), parser.argument())


def _binomial(parser: Parser) -> Node:
    return Fenced("(", Fraction(parser.argument(), parser.argument(), rule=False), ")")


def _root(parser: Parser) -> Node:
    index = parser.optional()
    return Root(parser.argument(), index)


def _accent(name: str, parser: Parser) -> Node:
    """An accent on something with scripts is one on its base, as it looks the same and reads better."""
    body = parser.argument()
    if isinstance(body, Scripts) and not body.limits and name != "underline":
        return Scripts(Accent(name, body.base), body.below, body.above, limits=False)
    return Accent(name, body)


def _brace(over: bool, parser: Parser) -> Node:
    return Brace(parser.argument(), over)


def _dressed(name: str, parser: Parser) -> Node:
    return parser.dressed(ALPHABETS[name], words=name in WORDS)


def _switch(name: str, parser: Parser) -> None:
    parser.letters, parser.words = SWITCHES[name], SWITCHES[name] is SWITCHES["rm"]


def _operator(parser: Parser) -> Node:
    """A name as an operator: `\\operatorname{clip}`; with a star its scripts stand under it."""
    star = parser.next == "*"
    if star:
        parser.take()
    return Atom(_name(parser.dressed(ALPHABETS["mathrm"], words=True)), "operator", limits=star)


def _name(node: Node) -> str:
    match node:
        case Atom(text=text):
            return text
        case Space(cells=cells):
            return " " * min(cells, 1)
        case Row(items=items):
            return "".join(_name(item) for item in items)
    raise Unreadable("no name")


def _text(parser: Parser) -> Node:
    return text_nodes(parser.raw(), partial(read, depth=parser.depth + 1))


def _base(parser: Parser) -> Node:
    """What something is set over or under: a sign stays of its kind, several operators are one."""
    base = parser.argument()
    if isinstance(base, Atom):
        return CHARACTERS.get(base.text, base)
    if isinstance(base, Row) and all(isinstance(each, Space) or kinds_of(each)[0] == "operator" for each in base.items):
        names = [each.text for each in base.items if isinstance(each, Atom)]
        return Atom(" ".join(names), "operator") if names else base
    return base


def _overset(parser: Parser) -> Node:
    above = parser.argument()
    return Scripts(_base(parser), None, above, limits=True)


def _underset(parser: Parser) -> Node:
    below = parser.argument()
    base = _base(parser)
    if isinstance(base, Scripts) and base.limits and base.below is None:
        return Scripts(base.base, below, base.above, limits=True)
    return Scripts(base, below, None, limits=True)


def _arrow(head: str, parser: Parser) -> Node:
    below = parser.optional()
    return Arrow(head, below, parser.argument())


def _not(parser: Parser) -> Node:
    base = parser.argument()
    if not isinstance(base, Atom) or len(base.text) != 1:
        raise Unreadable("nothing to negate")
    return Atom(NEGATED.get(base.text, base.text + "\u0338"), "relation")


def _modulo(parser: Parser) -> Node:
    return Row((Space(1), Fenced("(", Row((Atom("mod", "operator"), parser.argument())), ")")))


def _tag(parser: Parser) -> Node:
    if parser.next == "*":
        parser.take()
        return Tag(" ".join(parser.raw().split()))
    return Tag(f"({' '.join(parser.raw().split())})")


def _dropped(parser: Parser) -> None:
    parser.raw()


def _coloured(parser: Parser) -> Node:
    parser.raw()
    return parser.argument()


def _blank(parser: Parser) -> Node:
    if parser.next == "*":
        parser.take()
    return Space(0 if parser.raw().startswith("-") else 1)


def _substack(parser: Parser) -> Node:
    parser.expect("{")
    rows = []
    while True:
        rows.append((parser.row(frozenset(("}", "\\\\"))),))
        if parser.take().text == "}":
            return Grid(tuple(rows), "c", (0,))


def _classed(kind: Kind, parser: Parser) -> Node:
    """`\\mathrel{…}` and its like: a sign, or several, that are to be set as another kind."""
    node = parser.argument()
    try:
        return Atom(_name(node), kind, limits=kind == "operator")
    except Unreadable:
        return node


def _same(parser: Parser) -> Node:
    return parser.argument()


def _nothing(parser: Parser) -> Node:
    parser.argument()
    return EMPTY


COMMANDS: Final[dict[str, Command]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), _fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _binomial),
    "sqrt": _root,
    **{name: partial(_accent, name) for name in ACCENTS},
    **{name: partial(_accent, plain) for name, plain in SAME_ACCENTS.items()},
    "underbrace": partial(_brace, False),
    "overbrace": partial(_brace, True),
    **{name: partial(_dressed, name) for name in ALPHABETS},
    **{name: partial(_switch, name) for name in SWITCHES},
    "operatorname": _operator,
    "operatornamewithlimits": _operator,
    **dict.fromkeys(_WORDS, _text),
    **dict.fromkeys(("overset", "stackrel"), _overset),
    "underset": _underset,
    "xrightarrow": partial(_arrow, "→"),
    "xleftarrow": partial(_arrow, "←"),
    "left": left,
    "middle": middle,
    **{size + side: partial(sized, kind) for size in ("big", "Big", "bigg", "Bigg") for side, kind in _SIDES.items()},
    "not": _not,
    "pmod": _modulo,
    "tag": _tag,
    **dict.fromkeys(("label", "color", "vspace"), _dropped),
    "textcolor": _coloured,
    **dict.fromkeys(("hspace", "mspace"), _blank),
    "substack": _substack,
    **dict.fromkeys(("boxed", "fbox"), lambda parser: Boxed(parser.argument())),
    **dict.fromkeys(("phantom", "hphantom"), lambda parser: Phantom(parser.argument())),
    "vphantom": _nothing,
    "mathop": partial(_classed, "operator"),
    "mathrel": partial(_classed, "relation"),
    "mathbin": partial(_classed, "binary"),
    "mathpunct": partial(_classed, "punctuation"),
    **dict.fromkeys(("smash", "mathord", "mathopen", "mathclose", "mathinner", "ensuremath"), _same),
    "begin": environment,
}
"""What each command reads, by its name without the backslash."""
