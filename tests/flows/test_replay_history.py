"""Thirty commits rewrite the reference vault; a build at each keeps the id of every fact that survives, and no id
comes to mean anything else.

    python -m tests.flows.test_replay_history

prints what became of every commit.
"""

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from studykit.model.card import Card
from tests.conftest import FULL, ROOT
from tests.flows.replay_history import COMMITS, FACTS, SOME
from tests.flows.replay_vault import Commit, git, make_repository
from tests.flows.small_world import World

VISITED = tuple(range(1, len(COMMITS) + 1)) if FULL else SOME


@dataclass
class Ledger:
    """What each fact is called, which cards hold it, and all that went wrong."""

    words: dict[str, str] = field(default_factory=lambda: dict(FACTS))
    ids: dict[str, list[str]] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    forbidden: dict[str, str] = field(default_factory=dict)
    """Of an id that stayed behind when its fact came to say another thing: the words of that thing."""
    awaited: set[str] = field(default_factory=set)
    """Facts that have no card yet."""
    known: set[str] = field(default_factory=set)
    notes: dict[str, str] = field(default_factory=dict)
    """Where each card of the first build was read."""
    faults: list[str] = field(default_factory=list)
    kept: int = 0
    """Times that a surviving card was looked for; `faults` says how often it was not found."""

    def begin(self, cards: dict[str, Card]) -> None:
        """Which cards hold each fact at first. A card that the table has no words for is a fact of its own."""
        self.known = set(cards)
        self.notes = {key: card.source.note for key, card in cards.items() if card.source is not None}
        for fact, words in self.words.items():
            asked = [key for key, card in cards.items() if words in card.content.front]
            self.ids[fact] = asked or [key for key, card in cards.items() if words in text(card)]
        self.ids = {fact: keys for fact, keys in self.ids.items() if keys}
        named = {key for keys in self.ids.values() for key in keys}
        for key in sorted(self.known - named):
            self.ids[key], self.words[key] = [key], cards[key].content.front.rpartition("：")[2]

    def of_notes(self, names: tuple[str, ...]) -> set[str]:
        """Facts, and all facts of notes."""
        return {*names, *(fact for fact, keys in self.ids.items() if any(self.notes.get(key) in names for key in keys))}

    def apply(self, commit: Commit) -> None:
        self.words |= {**commit.reworded, **commit.new}
        self.awaited |= commit.new.keys()
        away, back = (self.of_notes(facts) for facts in (commit.lost, commit.back))
        self.lost = (self.lost | away) - back
        for fact, words in commit.replaced.items():
            self.forbidden |= dict.fromkeys(self.ids.pop(fact), words)
            self.words[fact] = words
            self.awaited.add(fact)

    def check(self, cards: dict[str, Card], when: str) -> None:
        """Look at every card there is and was."""
        self.take_new(cards, when)
        for key in sorted(self.known - cards.keys()):
            self.faults.append(f"{when}: {key} is gone altogether")
        for fact, keys in self.ids.items():
            for key in keys:
                self.kept += 1
                self.look(fact, cards.get(key), f"{when}: {fact}: {key}")
            asking = {key for key, card in cards.items() if active(card) and self.words[fact] in card.content.front}
            if fact in FACTS and asking - set(keys):
                self.faults.append(f"{when}: {fact}: doubled: {sorted(asking - set(keys))} beside {keys}")
        for key, words in self.forbidden.items():
            if words in text(cards[key]):
                self.faults.append(f"{when}: {key} has come to say {words}")

    def take_new(self, cards: dict[str, Card], when: str) -> None:
        fresh = {key: card for key, card in cards.items() if key not in self.known}
        for fact in sorted(self.awaited):
            self.ids[fact] = [key for key, card in fresh.items() if self.words[fact] in text(card)]
            fresh = {key: card for key, card in fresh.items() if key not in self.ids[fact]}
        self.faults += [f"{when}: a new card: {card.content.front}" for card in fresh.values()]
        self.awaited.clear()
        self.known |= cards.keys()

    def look(self, fact: str, card: Card | None, what: str) -> None:
        if card is None or self.words[fact] not in text(card):
            self.faults.append(f"{what} is now {card.content.front if card is not None else 'no card'}")
        elif active(card) == (fact in self.lost):
            self.faults.append(f"{what} is {'not ' if active(card) else ''}retired")


def text(card: Card) -> str:
    quote = card.source.quote if card.source is not None else ""
    return f"{card.content.front}\n{card.content.back}\n{quote}"


def active(card: Card) -> bool:
    return card.stamp is not None and not card.stamp.retired


class Replay:
    """A workspace whose vault is a clone of the history, built at one commit after the other."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        repository = folder / "repository"
        self.names = make_repository(repository, ROOT / "vault", COMMITS)
        self.world = World(folder / "ws", monkeypatch, empty=True)
        (self.world.root / "studykit.toml").write_text("", encoding="utf-8")
        self.world.root.joinpath("vault").rmdir()
        git(folder, "clone", "--quiet", "--no-checkout", str(repository), str(self.world.root / "vault"))
        self.ledger, self.at = Ledger(), 0
        self.build()
        self.ledger.begin(self.world.cards())

    def build(self) -> None:
        git(self.world.root / "vault", "checkout", "--quiet", "--detach", self.names[self.at])
        self.world.build()

    def visit(self, number: int) -> None:
        """Go on to a commit, build, and look at every fact."""
        for commit in COMMITS[self.at : number]:
            self.ledger.apply(commit)
        self.at = number
        self.build()
        self.ledger.check(self.world.cards(), f"{number} ({COMMITS[number - 1].kind})")


@pytest.mark.timeout(600)
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_every_surviving_card_keeps_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(COMMITS) == 30
    replay = Replay(tmp_path, monkeypatch)
    assert len(replay.ledger.ids.keys() & FACTS.keys()) >= 40  # rules come and go; most facts have a card
    for number in VISITED:
        replay.visit(number)
        before = replay.world.deck_bytes()
        replay.world.build()
        assert replay.world.deck_bytes() == before
    assert replay.ledger.faults == []
    assert replay.ledger.kept >= 90 * len(VISITED)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        replay = Replay(Path(folder), patch)
        for number in VISITED:
            before = set(replay.ledger.faults)
            replay.visit(number)
            print(number, *(fault for fault in replay.ledger.faults if fault not in before), sep="\n    ")
        print(f"{replay.ledger.kept} looked for, {len(replay.ledger.faults)} faults")


if __name__ == "__main__":
    main()
