"""The deck files as they stand: read, and everything taken in that a person did to them since the last build.

A card without a comment is the person's own and gets an id. A card that is missing from a file that is there was
deleted, and is remembered so that it never comes back. A file that is missing is restored. A broken file is refused,
left as it is, and named; the others go on.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from studykit.decks.files import (
    DECK_LIMIT,
    DeckFile,
    Rejection,
    digest_of,
    find_deck_files,
    read_deck,
    read_rejected,
)
from studykit.decks.format import CardBlock, Deck, Header, parse, print_deck, print_time, remove_cards, replace_cards
from studykit.decks.grammar import split_lines
from studykit.decks.header import read_header
from studykit.errors import DeckFileError, StudykitError
from studykit.files import read_regular
from studykit.model.card import Card, Content, Stamp, content_digest
from studykit.model.ids import CardId, digest, mint_card_id
from studykit.model.problem import Problem, Severity, problem
from studykit.store.decks import StoredCard, StoredDeck
from studykit.text.normal import folded

REJECTED = "rejected.jsonl"
_COMMENT: Final = re.compile(
    r"^<!--[ \t]*card[ \t]+([0-9a-hjkmnp-tv-z]{10})\b(?:[^\n]*?\bbase ([0-9a-f]{16})\b)?", re.MULTILINE
)


@dataclass
class Held:
    """What is known of the cards in refused files: nobody touches them, and they are drafted nowhere else."""

    cards: list[Card] = field(default_factory=list)
    """As the last build left them."""
    ids: set[CardId] = field(default_factory=set)
    bases: set[str] = field(default_factory=set)
    files: dict[CardId, str] = field(default_factory=dict)
    """The files of `cards`."""
    sections: dict[tuple[str, str], str] = field(default_factory=dict)
    """(moc, section) of a refused file's frontmatter, where that can be read, and the file."""


@dataclass
class Standing:
    """What stands in the decks' folder, by file name relative to it."""

    decks: dict[str, Deck] = field(default_factory=dict)
    """Each readable file's deck, with what was taken in."""
    digests: dict[str, str | None] = field(default_factory=dict)
    """What the file holds on the disk; None where it is missing and restored."""
    refused: dict[str, DeckFileError] = field(default_factory=dict)
    held: Held = field(default_factory=Held)
    rejected: list[Rejection] = field(default_factory=list)
    """Everything a person rejected or deleted, in the order it was said."""
    deletions: list[Rejection] = field(default_factory=list)
    """Those of them that are new."""
    restored: list[str] = field(default_factory=list)
    emptied: set[str] = field(default_factory=set)
    """Files whose last card left with its acceptance, and in which nothing else stands."""
    adopted: list[Card] = field(default_factory=list)
    """The person's own cards that got their id now."""
    problems: list[Problem] = field(default_factory=list)

    def cards(self) -> list[tuple[str, Card]]:
        """Every stamped card with its file, in the order of the files."""
        return [
            (file, block.card)
            for file, deck in self.decks.items()
            for block in deck.cards
            if block.card.stamp is not None
        ]


def read_standing(
    folder: Path,
    stored: Mapping[str, StoredDeck],
    cards: Mapping[str, StoredCard],
    *,
    now: int,
    files: Collection[str] | None = None,
    moving: Mapping[str, str] = {},
) -> Standing:
    """Read every deck file and take in what changed. Nothing is written. With `files`, no others are looked at.

    `moving` are cards that a build was about to take out of a file, by id: such a card may still stand there too.
    """
    standing = Standing()
    paths = find_deck_files(folder) if files is None else [folder / file for file in sorted(files)]
    found = {path.relative_to(folder).as_posix(): path for path in paths}
    owners: dict[CardId, str] = {}
    for file in sorted(found, key=lambda file: file not in stored):  # of a file and its copy, the copy is refused
        try:
            _add(standing, file, read_deck(found[file], f"{folder.name}/{file}"), owners, folder.name, moving, stored)
        except DeckFileError as error:
            standing.refused[file] = error
            details = tuple((name, str(value)) for name, value in error.parameters.items())
            standing.problems.append(Problem(Severity.ERROR, error.code, error.path, error.line, details))
            _hold(standing.held, file, found[file], stored.get(file))
        except OSError as error:
            path = f"{folder.name}/{file}"
            standing.problems.append(problem(Severity.ERROR, "file-unreadable", path, detail=error.strerror or ""))
    standing.decks = {file: standing.decks[file] for file in found if file in standing.decks}
    records, problems = read_rejected(folder / REJECTED, f"{folder.name}/{REJECTED}")
    standing.rejected += records
    standing.problems += problems
    _restore(standing, stored, folder.name)
    _take_deletions(standing, stored, cards, now)
    _take_edits(standing, stored, now)
    _adopt(standing, now)
    return standing


def _add(
    standing: Standing,
    file: str,
    read: DeckFile,
    owners: dict[CardId, str],
    folder: str,
    moving: Mapping[str, str],
    stored: Mapping[str, StoredDeck],
) -> None:
    twice = [block for block in read.deck.cards if block.card.stamp is not None and block.card.stamp.id in owners]
    left: dict[str, list[CardId]] = {}
    for block in twice:
        assert block.card.stamp is not None
        key = block.card.stamp.id
        source = moving.get(key)
        if source is None or source not in (file, owners[key]):
            path, other = f"{folder}/{file}", f"{folder}/{owners[key]}"
            raise DeckFileError("deck-id-elsewhere", line=block.line, path=path, id=key, other=other)
        left.setdefault(source, []).append(key)
    deck = read.deck
    for source, keys in left.items():
        gone, stay = (deck, standing.decks) if source == file else (standing.decks[source], {file: deck})
        for key in keys:
            block, target = gone.by_id[key], owners[key] if source == file else file
            if source in stored and block.raw.strip() not in stored[source].text:  # a person changed it since
                stay[target] = replace_cards(stay[target], {key: block.card})
        deck = remove_cards(deck, keys) if source == file else stay[file]
        if source != file:
            standing.decks[source] = remove_cards(gone, keys)
    owners |= dict.fromkeys(deck.by_id, file)
    standing.decks[file] = deck
    standing.digests[file] = read.digest


def _hold(held: Held, file: str, path: Path, stored: StoredDeck | None) -> None:
    """Gather what can be known of a refused file: from the store, and from the lines that can be read."""
    if stored is not None:
        cards = parse(stored.text, file).by_id
        held.cards += [block.card for block in cards.values()]
        held.files |= dict.fromkeys(cards, file)
    try:
        text = read_regular(path, DECK_LIMIT).decode("utf-8", "replace").replace("\r\n", "\n")
    except (StudykitError, OSError):
        text = stored.text if stored is not None else ""
    held.ids |= {card.stamp.id for card in held.cards if card.stamp is not None}
    for key, base in _COMMENT.findall(text):
        held.ids.add(CardId(key))
        held.bases.add(base)
    header: Header | None
    for source in (text, stored.text if stored is not None else ""):
        try:
            header = read_header(split_lines(source.removeprefix("\ufeff")), file)
        except DeckFileError:
            continue
        held.sections[header.moc, header.section] = file
        break


def _restore(standing: Standing, stored: Mapping[str, StoredDeck], folder: str) -> None:
    """Bring back files that were there and are not, but for cards that now stand in another file."""
    present = _present(standing)
    for file, deck in stored.items():
        if file in standing.decks or file in standing.refused:
            continue
        whole = parse(deck.text, file)
        moved = [key for key in whole.by_id if key in present]
        if moved and len(moved) == len(whole.by_id):
            continue  # renamed by the person: all its cards stand elsewhere
        standing.decks[file] = remove_cards(whole, moved)
        standing.digests[file] = None
        standing.restored.append(file)
        standing.problems.append(problem(Severity.WARNING, "deck-restored", f"{folder}/{file}"))


def _take_deletions(
    standing: Standing, stored: Mapping[str, StoredDeck], cards: Mapping[str, StoredCard], now: int
) -> None:
    present = _present(standing)
    said = {record["id"] for record in standing.rejected}
    parsed: dict[str, Mapping[CardId, CardBlock]] = {}
    for card in cards.values():
        if card.id in present or card.id in said or card.file not in standing.decks or card.file in standing.restored:
            continue
        if card.file in stored and card.file not in parsed:
            parsed[card.file] = parse(stored[card.file].text, card.file).by_id
        block = parsed.get(card.file, {}).get(CardId(card.id))
        if block is not None:
            standing.deletions.append(rejection(block.card, standing.decks[card.file].header.deck, now, "deleted"))
    standing.rejected += standing.deletions


def _present(standing: Standing) -> set[CardId]:
    """Every id that stands in some file, be it one that was refused."""
    return standing.held.ids | {card.stamp.id for _, card in standing.cards() if card.stamp is not None}


def _take_edits(standing: Standing, stored: Mapping[str, StoredDeck], now: int) -> None:
    """Date what a person changed: a package shows it, and Anki takes a note only where it is newer."""
    before: dict[CardId, Card] = {}
    for file, row in stored.items():
        if standing.digests.get(file) != row.digest and file not in standing.refused:
            before |= {key: block.card for key, block in parse(row.text, file).by_id.items()}
    if not before:
        return
    for file, deck in standing.decks.items():
        changes: dict[int | str, Card] = {}
        for key, block in deck.by_id.items():
            card, old = block.card, before.get(key)
            if old is None or card.stamp is None or old.stamp is None or card.stamp.mod > old.stamp.mod:
                continue
            like_old = replace(card.stamp, mod=old.stamp.mod, by=old.stamp.by, base=old.stamp.base)
            if replace(card, stamp=like_old) != old:
                changes[key] = replace(card, stamp=replace(card.stamp, mod=now))
        if changes:
            standing.decks[file] = replace_cards(deck, changes)


def rejection(card: Card, deck: str, now: int, why: str) -> Rejection:
    """The record that keeps a card from coming back. `now` is in seconds since 1970 (UTC)."""
    source = card.source
    return Rejection(
        id=card.stamp.id if card.stamp is not None else "",
        deck=deck,
        note=source.note if source is not None else "",
        kind=card.content.kind.value,
        front=card.content.front,
        quote_digest=quote_digest(source.quote if source is not None else ""),
        text_digest=card.stamp.base if card.stamp is not None and card.stamp.base else content_digest(card.content),
        when=print_time(now),
        why=why,
        back=card.content.back,
        quote=source.quote if source is not None else "",
    )


def quote_digest(quote: str) -> str:
    """SHA-256 (16 hex digits) of a quote with its white space folded; empty for no quote."""
    return digest("quote", folded(quote))[:16] if quote.strip() else ""


def _adopt(standing: Standing, now: int) -> None:
    """Give the person's new cards their ids."""
    taken = _present(standing)
    taken |= {CardId(record["id"]) for record in standing.rejected}
    for file, deck in standing.decks.items():
        changes: dict[int | str, Card] = {}
        for index, block in enumerate(deck.blocks):
            if isinstance(block, CardBlock) and block.card.stamp is None:
                card = block.card
                note = card.source.note if card.source is not None else ""
                key = fresh_id(taken, deck.header.section or deck.header.deck, note, card.content)
                changes[index] = replace(card, stamp=Stamp(key, "me", "", now))
        if changes:
            standing.decks[file] = replace_cards(deck, changes)
            standing.adopted += changes.values()


def fresh_id(taken: set[CardId], section: str, note: str, content: Content) -> CardId:
    """An id that no card has or had; it is taken from now on."""
    attempt = 0
    while (key := mint_card_id(section, note, content.kind, content.front, attempt=attempt)) in taken:
        attempt += 1
    taken.add(key)
    return key


def stored_deck(folder: Path, file: str, deck: Deck) -> StoredDeck:
    """A deck file for the store, as it lies on the disk now.

    Where it holds other bytes than the deck's (a person just saved it), its time is 0, so that the next build looks.
    """
    text = print_deck(deck)
    data = text.encode()
    status = (folder / file).stat()
    same = (folder / file).read_bytes() == data
    return StoredDeck(file, status.st_mtime_ns if same else 0, status.st_size, status.st_ino, digest_of(data), text)
