"""What Anki will do with the next packages, and what it will not: that is left to a person, or to `sync-anki`.

Anki finds a note by its GUID and takes what is newer. It leaves its cards in the deck where they were made, keeps notes
that no package holds any more and cards whose deletion is gone, and suspends none. Where Anki has the cards is known
from the first package on, and from every look into Anki since (`import`, `sync-anki`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from studykit.decks.deck import Deck
from studykit.files import write_bytes_in_place
from studykit.flows.catalogue import faces
from studykit.flows.packages import packages
from studykit.model.card import Card
from studykit.store.db import Store
from studykit.store.decks import read_cards
from studykit.store.packaged import Packaged, add_versions, read_packaged, write_packaged

ENDING: Final = ".changes.tsv"
KINDS: Final = ("move", "suspend", "unsuspend", "remove", "empty")
_HEADER: Final = ("what", "card", "old deck", "new deck", "front")


class ByHand(NamedTuple):
    """Something that Anki does not do by itself."""

    what: str
    """`move`, `suspend`, `unsuspend`, `remove`, `empty` (a card whose deletion is gone: Tools → Empty Cards)."""
    card: str
    old: str
    """Deck."""
    new: str
    """Deck; of `empty` the faces that are gone."""
    front: str


class PackageChanges(NamedTuple):
    """What Anki will make of one package that it had in its last form."""

    name: str
    """Of the file, without `.apkg`."""
    new: int
    updated: int
    unchanged: int
    by_hand: tuple[ByHand, ...]


@dataclass(frozen=True, slots=True)
class AnkiChanges:
    """What Anki will do, and what is to be remembered once the packages are written."""

    packages: tuple[PackageChanges, ...]
    rows: tuple[Packaged, ...]
    versions: tuple[tuple[str, int, str, str], ...]
    """The texts of cards that are new or newer, as `store.packaged.add_versions` takes them."""

    @property
    def new(self) -> int:
        return sum(one.new for one in self.packages)

    @property
    def updated(self) -> int:
        return sum(one.updated for one in self.packages)

    @property
    def unchanged(self) -> int:
        return sum(one.unchanged for one in self.packages)

    @property
    def by_hand(self) -> tuple[ByHand, ...]:
        return tuple(row for one in self.packages for row in one.by_hand)

    @property
    def left_over(self) -> dict[str, int]:
        """How much of each kind is left to do by hand: the places of the text `anki-by-hand`."""
        counts = Counter(row.what for row in self.by_hand)
        return {what: counts[what] for what in KINDS}


def anki_changes(
    store: Store, decks: Mapping[str, Deck], *, whole: bool = True, left: Collection[str] = ()
) -> AnkiChanges:
    """Compare deck files, by file, with what the last packages held. Reads the store alone.

    Without `whole` the decks are those of some packages, each with all of its files, and the cards of others are where
    they were. `left` names files that were refused or left as they are: so are their cards.
    """
    before = read_packaged(store)
    held = {card.id for card in read_cards(store).values() if card.file in left} if left else set()
    rows: dict[str, Packaged] = {}
    counts: dict[str, Counter[str]] = {}
    versions: list[tuple[str, int, str, str]] = []
    for package in packages(decks):
        tally = counts[package.name] = Counter()
        for _, deck in package.decks:
            for block in deck.cards:
                stamp = block.card.stamp
                if stamp is None:
                    continue
                old = before.get(stamp.id)
                rows[stamp.id] = _row(package.name, deck.header.deck, block.card, old)
                what = "new" if old is None else "updated" if stamp.mod > old.mod else "unchanged"
                tally[what] += 1
                if what != "unchanged":
                    versions.append((stamp.id, stamp.mod, "build", block.raw))
    for card, old in before.items():
        if card not in rows:
            rows[card] = old._replace(gone=True) if (whole or old.package in counts) and card not in held else old
    of_package = _by_package(rows.values())
    found = tuple(
        PackageChanges(name, tally["new"], tally["updated"], tally["unchanged"], by_hand(of_package.get(name, ())))
        for name, tally in sorted(counts.items())
    )
    others = tuple(
        PackageChanges(name, 0, 0, 0, left_over)
        for name, group in of_package.items()
        if whole and name not in counts and (left_over := by_hand(group))
    )
    return AnkiChanges((*found, *others), tuple(rows.values()), tuple(versions))


def _by_package(rows: Iterable[Packaged]) -> dict[str, list[Packaged]]:
    found: dict[str, list[Packaged]] = {}
    for row in rows:
        found.setdefault(row.package, []).append(row)
    return dict(sorted(found.items()))


def _row(package: str, deck: str, card: Card, old: Packaged | None) -> Packaged:
    stamp = card.stamp
    assert stamp is not None  # only such cards are in packages
    asked = faces(card)
    front = " ".join(card.content.front.split())
    if old is None:
        names = " ".join(asked)
        return Packaged(stamp.id, package, deck, stamp.mod, names, stamp.retired, front, deck, names)
    known = old.anki_faces.split(" ")
    return old._replace(
        package=package, deck=deck, mod=stamp.mod, faces=" ".join(asked), retired=stamp.retired, front=front,
        anki_faces=" ".join([*known, *(face for face in asked if face not in known)]), gone=False,
    )  # fmt: skip


def by_hand(rows: Iterable[Packaged]) -> tuple[ByHand, ...]:
    """What is left to a person, in the order of decks."""
    found = []
    for row in rows:
        if row.gone:
            found.append(ByHand("remove", row.card, row.anki_deck, "", row.front))
            continue
        if row.anki_deck != row.deck:
            found.append(ByHand("move", row.card, row.anki_deck, row.deck, row.front))
        if row.retired != row.anki_asleep:
            what = "suspend" if row.retired else "unsuspend"
            found.append(ByHand(what, row.card, row.anki_deck, row.deck, row.front))
        asked = set(row.faces.split(" "))
        empty = [face for face in row.anki_faces.split(" ") if face not in asked]
        if empty:
            found.append(ByHand("empty", row.card, row.anki_deck, " ".join(empty), row.front))
    return tuple(sorted(found, key=lambda one: (one.what, one.old, one.new, one.card)))


def remember_changes(store: Store, changes: AnkiChanges) -> None:
    """Keep what the packages that were written now hold. In the caller's transaction."""
    add_versions(store, changes.versions)
    write_packaged(store, changes.rows)


def write_change_lists(folder: Path, rows: Iterable[Packaged]) -> list[Path]:
    """Write `<package>.changes.tsv` for each package that leaves something to do by hand, and remove the others.

    Returns the files that are there now. A file that says the same is not touched.
    """
    written = []
    for name, group in _by_package(rows).items():
        path = folder / f"{name}{ENDING}"
        lines = [_HEADER, *by_hand(group)]
        if len(lines) == 1:
            path.unlink(missing_ok=True)
            continue
        text = "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines)
        data = text.encode("utf-8", "replace")
        if not path.is_file() or path.read_bytes() != data:
            write_bytes_in_place(path, data)
        written.append(path)
    return written
