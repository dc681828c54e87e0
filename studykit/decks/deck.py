"""What a deck file holds, as values: a header, and blocks in the order of the file.

A block keeps the text it was read from, so that a file that nobody changed is printed byte for byte as it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from studykit.model.card import Card
from studykit.model.ids import CardId
from studykit.model.quick import quick


@dataclass(frozen=True, slots=True)
class Header:
    """The frontmatter. Keys that are not known here stand in `raw` and stay there."""

    deck: str
    """The deck's name as Anki spells it, `::` between levels."""
    moc: str
    """The MOC's path in the vault, or empty."""
    section: str
    """The heading path in the MOC, ` / ` between headings, or empty."""
    order: int
    """The section's place in its MOC; 0 where the file does not say."""
    raw: str
    """The text with both `---` lines."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Text between cards: headings, remarks, blank lines. It is the person's and is never changed."""

    raw: str


@quick
@dataclass(frozen=True, slots=True)
class CardBlock:
    """A card and the lines it stands on."""

    card: Card
    raw: str
    """From the line that opens the card to its last line that is not blank."""
    line: int = field(default=0, compare=False)
    """Where it begins, 1-based, in the file; 0 for a card that was never in a file."""


Block = Prose | CardBlock


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck file. All texts inside have LF line ends, whatever the file has."""

    header: Header
    blocks: tuple[Block, ...]
    newline: str = "\n"
    """`\\r\\n` where every line of the file ends so."""
    bom: bool = False
    """Whether the file begins with a byte order mark."""

    @property
    def cards(self) -> Iterator[CardBlock]:
        """The cards in the order of the file."""
        return (block for block in self.blocks if isinstance(block, CardBlock))

    @property
    def by_id(self) -> dict[CardId, CardBlock]:
        """The cards that have an id."""
        return {block.card.stamp.id: block for block in self.cards if block.card.stamp is not None}
