"""What a card said in its package is found in the deck file as the last build left it, and in no second copy."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from studykit.store.db import open_store, transaction
from studykit.store.decks import StoredCard, StoredDeck, write_cards, write_decks
from studykit.store.packaged import (
    Packaged,
    add_versions,
    forget_decks_before,
    read_versions,
    update_packaged,
)

CARD = "Q: {}\nA: b\n<!-- card {} by me mod {}-01-01T00:00:00Z -->\n"
THEN, NOW = 1_672_531_200, 1_704_067_200  # the beginnings of 2023 and 2024


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_store(tmp_path / ".studykit")
    yield connection
    connection.close()


def write(store: sqlite3.Connection, **files: str) -> None:
    """The deck files as a build leaves them. The card `a100000000` stands in each."""
    with transaction(store):
        write_decks(store, [StoredDeck(f"{name}.md", 0, 0, 0, text, text) for name, text in files.items()])
        write_cards(store, [StoredCard("a100000000", f"{name}.md", "n", "basic", "q", "d") for name in files])


def deck(question: str, year: int) -> str:
    return "---\ndeck: d\n---\n\n" + CARD.format("zuvor", "a000000000", 2022) + "\n" + block(question, year)


def block(question: str, year: int) -> str:
    return CARD.format(question, "a100000000", year)


def tell(store: sqlite3.Connection, mod: int) -> None:
    with transaction(store):
        update_packaged(store, [Packaged("a100000000", "p", "d", mod, "0", False, "q", "d", "0")])
        forget_decks_before(store)


def test_the_text_in_the_package_is_kept_until_the_next_is_told_of(store: sqlite3.Connection) -> None:
    write(store, one=deck("eins", 2023))
    assert read_versions(store, "a100000000") == []  # no package has it yet
    tell(store, THEN)
    packaged = (THEN, "build", block("eins", 2023))
    assert read_versions(store, "a100000000") == [packaged]
    for later in ("zwei", "drei"):  # built without packages
        write(store, one=deck(later, 2024))
        assert read_versions(store, "a100000000") == [packaged]
    write(store, other=deck("drei", 2024))  # the deck is another file now
    assert read_versions(store, "a100000000") == [packaged]
    with transaction(store):
        add_versions(store, [("a100000000", *packaged)])
    tell(store, NOW)
    assert read_versions(store, "a100000000") == [(NOW, "build", block("drei", 2024)), packaged]
    assert store.execute("SELECT count(*) FROM decks_before").fetchone() == (0,)


def test_what_came_from_anki_stands_beside_the_text_in_the_package(store: sqlite3.Connection) -> None:
    write(store, one=deck("eins", 2023))
    tell(store, THEN)
    with transaction(store):
        add_versions(store, [("a100000000", NOW, "anki", block("aus Anki", 2024))])
    assert [(mod, by) for mod, by, _ in read_versions(store, "a100000000")] == [(NOW, "anki"), (THEN, "build")]


def test_a_text_of_another_time_is_not_taken_for_it(store: sqlite3.Connection) -> None:
    write(store, one=deck("eins", 2024))
    tell(store, THEN)
    assert read_versions(store, "a100000000") == []
