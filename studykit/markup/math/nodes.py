"""What a formula is once it was read: a tree of frozen nodes. They say what was written, not how it looks."""

from typing import Final, Literal, NamedTuple

Kind = Literal[
    "ordinary", "word", "operator", "big", "binary", "relation", "open", "close", "punctuation", "inner", "bar"
]
"""What a sign is among its neighbours, which decides the blanks between them; the classes of TeX, with three more:
`word` for names of several letters, `big` for sums and integrals, `bar` for `|` until it is known what it fences."""

DEPTH: Final = 24
"""How deep braces, fences and commands may stand in one another. Beyond it the source is shown."""


class Unreadable(ValueError):
    """The formula is not balanced, or has something that is not known here. Never leaves this package."""


class Atom(NamedTuple):
    """A sign or a name."""

    text: str
    kind: Kind
    limits: bool = False
    """Whether display mathematics sets its scripts above and below."""


class Space(NamedTuple):
    """A blank that was asked for."""

    cells: int
    firm: bool = False
    """Whether it stays in scripts too, as blanks between words do."""


class Row(NamedTuple):
    """Things side by side."""

    items: "tuple[Node, ...]"


class Scripts(NamedTuple):
    """A base with something below, above or both."""

    base: "Node"
    below: "Node | None"
    above: "Node | None"
    limits: bool
    """Whether they stand under and over the base in display, rather than beside it."""


class Fraction(NamedTuple):
    """One thing over another."""

    top: "Node"
    bottom: "Node"
    rule: bool = True
    """False for a binomial coefficient."""


class Root(NamedTuple):
    """A radical, with the degree where one was given."""

    body: "Node"
    degree: "Node | None"


class Accent(NamedTuple):
    """A hat, a bar, an arrow over something. `name` is a key of `alphabets.ACCENTS`."""

    name: str
    body: "Node"


class Brace(NamedTuple):
    """A horizontal brace; its label comes as a script."""

    body: "Node"
    over: bool


class Arrow(NamedTuple):
    """An arrow as long as what stands on and under it."""

    head: str
    below: "Node | None"
    above: "Node | None"


class Fenced(NamedTuple):
    """A pair of delimiters, as tall as what they hold. Either may be empty."""

    opening: str
    body: "Node"
    closing: str


class Middle(NamedTuple):
    """A delimiter as tall as the row it stands in."""

    text: str
    kind: Kind


class Grid(NamedTuple):
    """Rows of cells: matrices, cases, aligned equations, arrays."""

    rows: "tuple[tuple[Node, ...], ...]"
    columns: str
    """The alignments `l c r` of the columns, begun again where there are more columns."""
    gaps: tuple[int, ...]
    """The blanks after each column, begun again likewise."""
    opening: str = ""
    closing: str = ""
    rules: frozenset[int] = frozenset()
    """The columns that have a vertical line before them."""
    lines: frozenset[int] = frozenset()
    """The rows that have a horizontal line above them."""
    continued: bool = False
    """Whether every second column continues the one before, as in aligned equations."""


class Boxed(NamedTuple):
    """A frame around something."""

    body: "Node"


class Phantom(NamedTuple):
    """The room that something would take."""

    body: "Node"


class Tag(NamedTuple):
    """The number of an equation, with its parentheses."""

    text: str


Node = (
    Atom
    | Space
    | Row
    | Scripts
    | Fraction
    | Root
    | Accent
    | Brace
    | Arrow
    | Fenced
    | Middle
    | Grid
    | Boxed
    | Phantom
    | Tag
)

EMPTY: Final = Row(())
