"""What Anki will do with the next packages, and what it will not: that is left to a person, or to `sync-anki`.

Anki finds a note by its GUID and takes what is newer. It leaves its cards in the deck where they were made, keeps notes
that no package holds any more and cards whose deletion is gone, and suspends none. Where Anki has the cards is known
from the first package on, and from every look into Anki since (`import`, `sync-anki`).
"""

from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from studykit.decks.deck import Deck
from studykit.files import write_bytes_in_place
from studykit.flows.anki.packages import packages
from studykit.flows.decks.catalogue import faces
from studykit.model.card import Card
from studykit.store.db import Store
from studykit.store.packaged import (
    Packaged,
    add_versions,
    forget_decks_before,
    read_packaged,
    read_versions,
    update_packaged,
)

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

    @property
    def left_over(self) -> dict[str, int]:
        """How much of each kind is left to do by hand, by the kinds of which there is some."""
        counts = Counter(row.what for row in self.by_hand)
        return {what: counts[what] for what in KINDS if counts[what]}

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        told = {"package": self.name, "new": self.new, "updated": self.updated, "unchanged": self.unchanged}
        return {**told, "by_hand": self.left_over}


@dataclass(frozen=True, slots=True)
class AnkiChanges:
    """What Anki will do, and what is to be remembered once the packages are written."""

    packages: tuple[PackageChanges, ...]
    rows: tuple[Packaged, ...]
    """All notes of the packages that are told of."""
    changed: tuple[Packaged, ...]
    """Those of them that are otherwise than they were remembered."""
    versions: tuple[tuple[str, int, str, str], ...]
    """Texts of cards that the store would not hold any more, as `store.packaged.add_versions` takes them."""


def anki_changes(
    store: Store,
    decks: Mapping[str, Deck],
    *,
    elsewhere: Callable[[], Container[str]] = tuple,
    names: Collection[str] | None = None,
    stored: Container[str] = (),
) -> AnkiChanges:
    """Compare deck files, by file, with what the last packages held. Reads what is remembered of those alone.

    Cards of `elsewhere`, which is asked where some are not here, stand in other files, or in files that cannot be read,
    and are where they were; what is in none of both is gone. `names` are the packages that are told of, all of them
    where it is None. `stored` are the files that the store holds as they are here: what a new card of theirs says need
    not be kept.
    """
    stamps = (block.card.stamp for deck in decks.values() for block in deck.cards)
    before = read_packaged(store, names, (stamp.id for stamp in stamps if stamp is not None))
    rows: dict[str, Packaged] = {}
    counts: dict[str, tuple[int, int]] = dict.fromkeys(names or (), (0, 0))
    versions: list[tuple[str, int, str, str]] = []
    for package in packages(decks):
        new = updated = 0
        for file, deck in package.decks:
            is_stored = file in stored
            for block in deck.cards:
                stamp = block.card.stamp
                if stamp is None:
                    continue
                old = before.get(stamp.id)
                rows[stamp.id] = _row(package.name, deck.header.deck, block.card, old)
                if old is None:
                    new += 1
                    if not is_stored:
                        versions.append((stamp.id, stamp.mod, "build", block.raw))
                elif stamp.mod > old.mod:
                    updated += 1
                    versions += [*_versions(store, stamp.id), (stamp.id, stamp.mod, "build", block.raw)]
        counts[package.name] = new, updated
    missing = [card for card in before if card not in rows]
    others = elsewhere() if missing else ()
    for card in missing:
        old = before[card]
        rows[card] = old if card in others else old._replace(gone=True)
        if card not in others and not old.gone:
            versions += _versions(store, card)
    of_package = _by_package(rows.values())
    found = []
    for name in sorted({*counts, *of_package}):
        group, (new, updated) = of_package.get(name, []), counts.get(name, (0, 0))
        held = sum([not row.gone for row in group])
        found.append(PackageChanges(name, new, updated, held - new - updated, by_hand(group)))
    changed = tuple([row for card, row in rows.items() if before.get(card) != row])
    return AnkiChanges(tuple(found), tuple(rows.values()), changed, tuple(versions))


def _versions(store: Store, card: str) -> list[tuple[str, int, str, str]]:
    """What a card said before: its deck file says otherwise now."""
    return [(card, *one) for one in read_versions(store, card)]


def _by_package(rows: Iterable[Packaged]) -> dict[str, list[Packaged]]:
    found: dict[str, list[Packaged]] = {}
    for row in rows:
        found.setdefault(row.package, []).append(row)
    return dict(sorted(found.items()))


def _row(package: str, deck: str, card: Card, old: Packaged | None) -> Packaged:
    stamp = card.stamp
    assert stamp is not None  # only such cards are in packages
    asked = faces(card)
    names = " ".join(asked)
    front = " ".join(card.content.front.split())
    if old is None:
        return Packaged(stamp.id, package, deck, stamp.mod, names, stamp.retired, front, deck, names)
    known = old.anki_faces.split(" ")
    return old._replace(
        package=package, deck=deck, mod=stamp.mod, faces=names, retired=stamp.retired, front=front,
        anki_faces=" ".join([*known, *(face for face in asked if face not in known)]), gone=False,
    )  # fmt: skip


def by_hand(rows: Iterable[Packaged]) -> tuple[ByHand, ...]:
    """What is left to a person, in the order of decks."""
    found = []
    for card, _, deck, _, faces_now, retired, front, anki_deck, anki_faces, anki_asleep, gone in rows:
        if gone:
            found.append(ByHand("remove", card, anki_deck, "", front))
            continue
        if anki_deck != deck:
            found.append(ByHand("move", card, anki_deck, deck, front))
        if retired != anki_asleep:
            found.append(ByHand("suspend" if retired else "unsuspend", card, anki_deck, deck, front))
        if anki_faces == faces_now:
            continue
        asked = set(faces_now.split(" "))
        empty = [face for face in anki_faces.split(" ") if face not in asked]
        if empty:
            found.append(ByHand("empty", card, anki_deck, " ".join(empty), front))
    return tuple(sorted(found, key=lambda one: (one.what, one.old, one.new, one.card)))


def remember_changes(store: Store, changes: AnkiChanges) -> None:
    """Keep what the packages that were written now hold. In the caller's transaction."""
    add_versions(store, changes.versions)
    forget_decks_before(store)
    update_packaged(store, changes.changed)


def write_change_lists(folder: Path, rows: Iterable[Packaged]) -> list[Path]:
    """`write_lists` of what is left of each package in these rows."""
    return write_lists(folder, {name: by_hand(group) for name, group in _by_package(rows).items()})


def write_lists(folder: Path, left: Mapping[str, Iterable[ByHand]]) -> list[Path]:
    """Write `<package>.changes.tsv` for each package that leaves something to do by hand, and remove the others.

    Returns the files that are there now, of these packages. A file that says the same is not touched.
    """
    written = []
    for name, rows in left.items():
        path = folder / f"{name}{ENDING}"
        lines = [_HEADER, *rows]
        if len(lines) == 1:
            path.unlink(missing_ok=True)
            continue
        text = "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines)
        data = text.encode("utf-8", "replace")
        if not path.is_file() or path.read_bytes() != data:
            write_bytes_in_place(path, data)
        written.append(path)
    return written
