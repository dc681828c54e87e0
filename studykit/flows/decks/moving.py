"""Many cards moved to another deck, or taken out, a write a file; and put back.

A move writes the new place before it takes the old away: a power cut leaves a card twice, which the next build tells,
and never not at all. What a person saved in between is never written over.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from studykit.decks.deck import Deck, Prose
from studykit.decks.edit import insert_groups, remove_cards
from studykit.decks.files import DeckFile, read_deck, write_deck
from studykit.errors import UsageError
from studykit.flows.workspace import Workspace
from studykit.model.card import Card
from studykit.model.ids import CardId

Groups = list[tuple[str, list[Card]]]
"""Cards under the headings they stand under, in the order of the file."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One deck file before and after."""

    file: str
    """Relative to the decks' folder."""
    before: Deck
    digest: str
    """Of the file after."""
    taken: Groups
    """What was taken out of it."""
    put: tuple[CardId, ...] = ()
    """What was put into it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What is needed to put all cards back."""

    cards: int
    files: tuple[FileChange, ...]


def delete_cards(workspace: Workspace, cards: Collection[CardId], files: Collection[str]) -> Changed:
    """Take cards out of these files. Cards that are not there any more are passed over."""
    done: list[FileChange] = []
    try:
        for file in sorted(set(files)):
            found = _read(workspace, file)
            taken = _groups(found, cards)
            if taken:
                done.append(_taken(found, file, taken))
    except BaseException:
        put_back(workspace, Changed(0, tuple(done)))
        raise
    return Changed(_count(done), tuple(done))


def move_cards(workspace: Workspace, cards: Collection[CardId], files: Collection[str], target: str) -> Changed:
    """Bring cards from these files to the file `target`, each under the heading it stood under. Ids and bases stay.

    Cards that stand in the target already are left there. Where a file cannot be written, all is as it was before.
    """
    sources = {file: _read(workspace, file) for file in sorted(set(files) - {target})}
    taken = {file: groups for file, found in sources.items() if (groups := _groups(found, cards))}
    there = _read(workspace, target)
    moved = [group for groups in taken.values() for group in groups]
    put = tuple(card.stamp.id for _, group in moved for card in group if card.stamp is not None)
    twice = [card for card in put if card in there.deck.by_id]
    if twice:
        raise UsageError("browse-twice", id=twice[0])
    if not moved:
        return Changed(0, ())
    digest = write_deck(there.path, insert_groups(there.deck, moved), there.digest)
    done = [FileChange(target, there.deck, digest, [], put)]
    try:
        for file, groups in taken.items():
            done.append(_taken(sources[file], file, groups))  # what was done counts where the next fails
    except BaseException:
        put_back(workspace, Changed(0, tuple(done)))
        raise
    return Changed(len(put), tuple(done))


def put_back(workspace: Workspace, changed: Changed) -> None:
    """Make the files as they were; in one that was edited since, the cards alone go back."""
    for change in reversed(changed.files):
        now = _read(workspace, change.file)
        if now.digest == change.digest:
            write_deck(now.path, change.before, now.digest)
            continue
        standing = now.deck.by_id
        deck = remove_cards(now.deck, [card for card in change.put if card in standing])
        missing = [(heading, [c for c in group if _id(c) not in standing]) for heading, group in change.taken]
        write_deck(now.path, insert_groups(deck, missing), now.digest)


def _taken(found: DeckFile, file: str, groups: Groups) -> FileChange:
    ids = [_id(card) for _, group in groups for card in group]
    return FileChange(file, found.deck, write_deck(found.path, remove_cards(found.deck, ids), found.digest), groups)


def _read(workspace: Workspace, file: str) -> DeckFile:
    return read_deck(workspace.decks / file, f"{workspace.decks.name}/{file}")


def _groups(found: DeckFile, cards: Collection[CardId]) -> Groups:
    groups: dict[str, list[Card]] = defaultdict(list)
    heading = ""
    for block in found.deck.blocks:
        if isinstance(block, Prose):
            heading = heading_in(block.raw, heading)
        elif block.card.stamp is not None and block.card.stamp.id in cards:
            groups[heading].append(block.card)
    return list(groups.items())


def heading_in(prose: str, before: str = "") -> str:
    """The last heading of level 2 in a text between cards; `before` where it has none."""
    headings = [line[3:].strip() for line in prose.splitlines() if line.startswith("## ")]
    return headings[-1] if headings else before


def _id(card: Card) -> CardId:
    assert card.stamp is not None
    return card.stamp.id


def _count(changes: Sequence[FileChange]) -> int:
    return sum(len(group) for change in changes for _, group in change.taken)
