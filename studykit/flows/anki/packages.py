"""Packages from deck files: one `.apkg` a MOC. A function of the deck files and the media they show, nothing else."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from studykit.anki.notetypes import MODIFIED
from studykit.decks.files import digest_of
from studykit.decks.format import Deck, print_deck
from studykit.model.card import Card


class Package(NamedTuple):
    """One package to be written."""

    name: str
    """Its file's name without `.apkg`."""
    decks: tuple[tuple[str, Deck], ...]
    """(file, deck) in the order of the MOC."""


class Written(NamedTuple):
    """A package as it lies on the disk."""

    path: Path
    notes: int
    written: bool
    """False where it was up to date."""
    state: str
    """What it was made from, to know the next time whether it is up to date."""
    missing: tuple[str, ...]
    """Media that cards show and the vault has not, or that may not go along."""


def packages(decks: Mapping[str, Deck]) -> list[Package]:
    """The packages that deck files make: those of one folder together, a file outside a folder by itself."""
    groups: dict[str, list[tuple[str, Deck]]] = defaultdict(list)
    for file, deck in decks.items():
        folder, slash, _ = file.partition("/")
        groups[folder if slash else file.removesuffix(".md")].append((file, deck))
    return [Package(name, _ordered(group)) for name, group in sorted(groups.items())]


def packages_of(files: Iterable[str]) -> set[str]:
    """The names of the packages that some deck files go into."""
    return {file.partition("/")[0] if "/" in file else file.removesuffix(".md") for file in files}


def everything(decks: Mapping[str, Deck], name: str) -> Package:
    """One package of all decks."""
    return Package(name, _ordered(decks.items()))


def _ordered(group: Iterable[tuple[str, Deck]]) -> tuple[tuple[str, Deck], ...]:
    return tuple(sorted(group, key=lambda item: (item[0].rpartition("/")[0], item[1].header.order, item[0])))


def write_packages(
    wanted: Iterable[Package], folder: Path, vault: Path, vault_name: str, states: Mapping[str, str]
) -> dict[str, Written]:
    """Write the packages that are not up to date, into `folder`. `states` are those of the last time, by name."""
    written = {}
    for package in wanted:
        path = folder / f"{package.name}.apkg"
        known = states.get(package.name, "")
        if known and path.is_file() and _is_current(package, path, vault, vault_name, known):
            notes = sum(1 for _ in _cards(package))
            written[package.name] = Written(path, notes, False, known, tuple(json.loads(known)["missing"]))
        else:
            written[package.name] = _write(package, path, vault, vault_name)
    return written


def stale_packages(
    wanted: Iterable[Package], folder: Path, vault: Path, vault_name: str, states: Mapping[str, str]
) -> list[str]:
    """The names of the packages that are not what `write_packages` would write."""
    return [
        package.name
        for package in wanted
        if not (known := states.get(package.name, ""))
        or not _is_current(package, folder / f"{package.name}.apkg", vault, vault_name, known)
    ]


def _cards(package: Package) -> Iterator[tuple[Deck, Card]]:
    for _, deck in package.decks:
        for block in deck.cards:
            if block.card.stamp is not None:
                yield deck, block.card


def _write(package: Package, path: Path, vault: Path, vault_name: str) -> Written:
    from studykit.anki.fields import package_note
    from studykit.anki.media import Media
    from studykit.anki.package import write_package

    used: dict[str, Path] = {}

    def resolve(target: str) -> Path | None:
        place = vault / target
        if not place.is_file() or not place.resolve().is_relative_to(vault.resolve()):
            return None
        used[target] = place
        return place

    asked: dict[str, None] = {}
    media = Media(resolve)

    def image(target: str) -> str | None:
        asked[target] = None
        return media.name(target)

    notes = (
        package_note(card, deck=deck.header.deck, vault=vault_name, image=image, due=due)
        for due, (deck, card) in enumerate(_cards(package))
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    summary = write_package(path, notes, media.files)  # `media.files` fills while the notes are taken
    missing = tuple(target for target in asked if media.name(target) is None)
    return Written(path, summary.notes, True, _state(package, path, used, missing, vault_name), missing)


def _state(package: Package, path: Path, used: Mapping[str, Path], missing: Iterable[str], vault_name: str) -> str:
    """What a package was made from and what became of it, as text."""
    status = path.stat()
    return json.dumps(
        {
            "made": _made_from(package, vault_name),
            "media": {target: _stat(place) for target, place in sorted(used.items())},
            "missing": sorted(missing),
            "file": [status.st_mtime_ns, status.st_size],
        },
        ensure_ascii=False,
    )


def _made_from(package: Package, vault_name: str) -> list[object]:
    return [MODIFIED, vault_name, *([file, digest_of(print_deck(deck).encode())] for file, deck in package.decks)]


def _is_current(package: Package, path: Path, vault: Path, vault_name: str, known: str) -> bool:
    value = json.loads(known)
    return bool(value["made"] == _made_from(package, vault_name)) and is_untouched(path, vault, known)


def is_untouched(path: Path, vault: Path, known: str) -> bool:
    """Whether a package and the media in it lie there as they did when it was written. Opens no file."""
    value = json.loads(known)
    try:
        status = path.stat()
        media = all(_stat(vault / target) == stat for target, stat in value["media"].items())
        media = media and not any((vault / target).is_file() for target in value["missing"])
    except OSError:
        return False
    return bool([status.st_mtime_ns, status.st_size] == value["file"]) and media


def _stat(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_mtime_ns, status.st_size]
