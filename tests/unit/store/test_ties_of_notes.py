"""The keys that tie notes to each other are found again, whoever asks for few of them or for many."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.store.db import open_store
from studykit.store.looks import tied, tied_to, write_ties
from tests.flows.incremental_twins import quick_builds
from tests.flows.small_world import World

KEYS = st.integers(0, 3) | st.integers(2**32 - 3, 2**32 - 1)
NOTES = st.sampled_from(["a.md", "b.md", "图/c.md", "\0"])
TIES = st.sets(st.tuples(KEYS, NOTES), max_size=12)


@given(TIES, st.sets(KEYS, max_size=3), st.sets(NOTES, max_size=3), TIES, st.sets(NOTES, max_size=2))
def test_ties_are_found_by_their_keys(
    tmp_path_factory: pytest.TempPathFactory,
    before: set[tuple[int, str]],
    keys: set[int],
    notes: set[str],
    after: set[tuple[int, str]],
    changed: set[str],
) -> None:
    store = open_store(tmp_path_factory.mktemp("store"))
    write_ties(store, _by_note(before))
    assert tied(store, keys, notes) == any(key in keys and note not in notes for key, note in before)
    assert tied_to(store, keys, notes) == any(key in keys and note in notes for key, note in before)
    now = {(key, note) for key, note in after if note in changed}
    write_ties(store, _by_note(now), changed)
    now |= {(key, note) for key, note in before if note not in changed}
    rows = store.execute("SELECT * FROM ties").fetchall()
    write_ties(store, _by_note(now))
    assert store.execute("SELECT * FROM ties").fetchall() == rows
    assert tied(store, keys, notes) == any(key in keys and note not in notes for key, note in now)
    store.close()


def _by_note(ties: set[tuple[int, str]]) -> dict[str, set[int]]:
    return {note: {key for key, other in ties if other == note} for _, note in ties}


_BEFORE = {
    11: """DROP TABLE ties;
        CREATE TABLE ties (key INTEGER NOT NULL, note INTEGER NOT NULL, PRIMARY KEY (key, note)) STRICT, WITHOUT ROWID;
        CREATE INDEX ties_by_note ON ties(note);
        INSERT INTO ties VALUES (1, 2);
        PRAGMA user_version = 10;""",
    12: """UPDATE facts SET value = 'GRPO.md' || char(29) || 'AAAA' || char(29) || '{}' WHERE name = 'alike';
        PRAGMA user_version = 11;""",
    13: """UPDATE ties SET keys = X'0000000000000001';
        PRAGMA user_version = 12;""",
}
"""By version what makes a store of it one of the version before, so far as quick builds go."""


@pytest.mark.parametrize("before", _BEFORE.values(), ids=map(str, _BEFORE))
def test_a_store_of_before_is_built_from_everything_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    worlds = [World(tmp_path / name, monkeypatch) for name in ("old", "new")]
    for world in worlds:
        world.settings("per_note = 1")  # so that some drafts are no card
        world.build()
    store = open_store(worlds[0].root / ".studykit")
    store.executescript(before)
    store.close()
    quick = quick_builds(monkeypatch)
    for world in worlds:
        world.change("GRPO.md", "再大收益就很小了", "再大就不值得了")
        world.build()
        world.change("GRPO.md", "再大就不值得了", "再大就浪费了")
        world.build()
    assert quick == [False, True, True, True]
    for query in ("SELECT note, hex(keys) FROM ties ORDER BY note", "SELECT value FROM facts WHERE name = 'alike'"):
        old, new = (world.rows(query) for world in worlds)
        assert old == new != []
