"""The deck files as they stand: read, and everything taken in that a person did to them since the last build.

A card without a comment is the person's own and gets an id. A card that is missing from a file that is there was
deleted, and is remembered so that it never comes back. A file that is missing is restored. A broken file is refused,
left as it is, and named; the others go on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from studykit.decks.files import DeckFile, Rejection, digest_of, find_deck_files, read_deck, read_rejected
from studykit.decks.format import CardBlock, Deck, parse, print_deck, print_time, remove_cards, replace_cards
from studykit.errors import DeckFileError
from studykit.model.card import Card, Stamp, content_digest
from studykit.model.ids import CardId, digest, mint_card_id
from studykit.model.problem import Problem, Severity, problem
from studykit.store.decks import StoredCard, StoredDeck
from studykit.text.normal import folded

REJECTED = "rejected.jsonl"


@dataclass
class Standing:
    """What stands in the decks' folder, by file name relative to it."""

    decks: dict[str, Deck] = field(default_factory=dict)
    """Each readable file's deck, with what was taken in."""
    digests: dict[str, str | None] = field(default_factory=dict)
    """What the file holds on the disk; None where it is missing and restored."""
    refused: dict[str, DeckFileError] = field(default_factory=dict)
    rejected: list[Rejection] = field(default_factory=list)
    """Everything a person rejected or deleted, in the order it was said."""
    deletions: list[Rejection] = field(default_factory=list)
    """Those of them that are new."""
    restored: list[str] = field(default_factory=list)
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
    folder: Path, stored: Mapping[str, StoredDeck], cards: Mapping[str, StoredCard], *, now: int
) -> Standing:
    """Read every deck file and take in what changed. Nothing is written."""
    standing = Standing()
    for path in find_deck_files(folder):
        file = path.relative_to(folder).as_posix()
        try:
            _add(standing, file, read_deck(path, f"{folder.name}/{file}"))
        except DeckFileError as error:
            standing.refused[file] = error
            details = tuple((name, str(value)) for name, value in error.parameters.items())
            standing.problems.append(Problem(Severity.ERROR, error.code, error.path, error.line, details))
        except OSError as error:
            standing.problems.append(problem(Severity.ERROR, "file-unreadable", file, detail=error.strerror or ""))
    records, problems = read_rejected(folder / REJECTED, f"{folder.name}/{REJECTED}")
    standing.rejected += records
    standing.problems += problems
    _restore(standing, stored, folder.name)
    _take_deletions(standing, stored, cards, now)
    _adopt(standing, now)
    return standing


def _add(standing: Standing, file: str, read: DeckFile) -> None:
    known = {stamp.id: other for other, card in standing.cards() if (stamp := card.stamp) is not None}
    for block in read.deck.cards:
        stamp = block.card.stamp
        if stamp is not None and stamp.id in known:
            raise DeckFileError("deck-id-elsewhere", line=block.line, path=file, id=stamp.id, other=known[stamp.id])
    standing.decks[file] = read.deck
    standing.digests[file] = read.digest


def _restore(standing: Standing, stored: Mapping[str, StoredDeck], folder: str) -> None:
    """Bring back files that were there and are not, but for cards that now stand in another file."""
    present = {card.stamp.id for _, card in standing.cards() if card.stamp is not None}
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
    present = {card.stamp.id for _, card in standing.cards() if card.stamp is not None}
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
    )


def quote_digest(quote: str) -> str:
    """SHA-256 (16 hex digits) of a quote with its white space folded; empty for no quote."""
    return digest("quote", folded(quote))[:16] if quote.strip() else ""


def _adopt(standing: Standing, now: int) -> None:
    """Give the person's new cards their ids."""
    taken = {card.stamp.id for _, card in standing.cards() if card.stamp is not None}
    taken |= {CardId(record["id"]) for record in standing.rejected}
    for file, deck in standing.decks.items():
        changes: dict[int | str, Card] = {}
        for index, block in enumerate(deck.blocks):
            if isinstance(block, CardBlock) and block.card.stamp is None:
                card = block.card
                note = card.source.note if card.source is not None else ""
                key = fresh_id(taken, deck.header.section or deck.header.deck, note, card)
                changes[index] = replace(card, stamp=Stamp(key, "me", "", now))
        if changes:
            standing.decks[file] = replace_cards(deck, changes)
            standing.adopted += changes.values()


def fresh_id(taken: set[CardId], section: str, note: str, card: Card) -> CardId:
    """An id that no card has or had; it is taken from now on."""
    content = card.content
    attempt = 0
    while (key := mint_card_id(section, note, content.kind, content.front, attempt=attempt)) in taken:
        attempt += 1
    taken.add(key)
    return key


def stored_deck(folder: Path, file: str, deck: Deck) -> StoredDeck:
    """A deck file for the store, as it lies on the disk now."""
    text = print_deck(deck)
    status = (folder / file).stat()
    return StoredDeck(file, status.st_mtime_ns, status.st_size, status.st_ino, digest_of(text.encode()), text)
