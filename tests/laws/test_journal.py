"""Learning that travels in files: in any order, in any pieces, any number of times, all machines end with the same."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.errors import StoreError
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, LogEntry, Rating, ReviewKind, Standing, Step
from studykit.store.actions import undo
from studykit.store.backup import back_up
from studykit.store.db import open_store, transaction
from studykit.store.faces import read_faces
from studykit.store.journal import Merged, append, merge_journals
from studykit.store.journal_lines import Undo, parse_line, print_line
from studykit.store.log import Added, add_entries, read_log, verify
from studykit.store.restore import restore
from tests.conftest import FULL
from tests.store.learning import START_MS, answer, key, new_store, quick_store, replay, standing

WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
WHOLE = st.integers(0, 1 << 48)
ENTRIES = st.builds(
    LogEntry, WORDS, WORDS.map(CardId), WORDS, WHOLE, st.integers(0, 3_652_059), st.sampled_from(Rating),
    st.sampled_from(ReviewKind), st.builds(Step, WHOLE, WHOLE), WHOLE, WHOLE, WORDS,
)  # fmt: skip


def image(store: sqlite3.Connection) -> tuple[list[LogEntry], dict[FaceKey, Standing]]:
    """All that machines must agree on."""
    return list(read_log(store)), {face.key: face.standing for face in read_faces(store)}


@given(st.one_of(ENTRIES, st.builds(Undo, WORDS, WHOLE)))
def test_a_line_is_read_as_it_was_written(line: LogEntry | Undo) -> None:
    data = print_line(line)
    assert data.count(b"\n") == 1
    assert parse_line(data) == line


@given(ENTRIES, st.data())
def test_a_line_that_was_changed_is_a_line_or_nothing(entry: LogEntry, data: st.DataObject) -> None:
    line = bytearray(print_line(entry))
    line[data.draw(st.integers(0, len(line) - 1))] = data.draw(st.integers(0, 255))
    found = parse_line(bytes(line))
    assert found is None or print_line(found)


@pytest.mark.parametrize(
    "line",
    [
        b"", b"{", b"[]", b"1", b"null",
        b'{"undo": 1, "at": 2}', b'{"undo": "", "at": 2}', b'{"undo": "\\ud800", "at": 2}',
        b"[" * 100_000, b"<<<<<<< HEAD", b"\xff",
        b'{"key":"k","card":"c","face":"0","at":1,"day":9999999,"rating":3,"kind":"review","seconds":0,"days":1,'
        b'"remaining":0,"took":1,"machine":"m"}',
        b'{"key":"k","card":"c","face":"0","at":1,"day":1,"rating":3.0,"kind":"review","seconds":0,"days":1,'
        b'"remaining":0,"took":1,"machine":"m"}',
        b'{"key":"k","card":"c","face":"0","at":1,"day":1,"rating":true,"kind":"review","seconds":0,"days":1,'
        b'"remaining":0,"took":1,"machine":"m"}',
        b'{"key":"k","card":"c","face":"0","at":-1,"day":1,"rating":5,"kind":"review","seconds":0,"days":1,'
        b'"remaining":0,"took":1,"machine":"m"}',
    ],
)  # fmt: skip
def test_what_is_no_review_is_nothing(line: bytes) -> None:
    assert parse_line(line) is None


HISTORIES = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 2), st.sampled_from(Rating), st.integers(-2, 5), st.booleans()),
    min_size=1,
    max_size=14,
)


@pytest.mark.timeout(600)
@settings(max_examples=500 if FULL else 25)
@given(HISTORIES, st.data())
def test_any_order_any_pieces_any_number_of_times(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, int, Rating, int, bool]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("machines")
    stores = {name: quick_store(folder / name) for name in "abc"}
    lines: list[LogEntry | Undo] = []
    for number, (name, face, rating, days, taken_back) in enumerate(history):
        at_ms = START_MS + days * 86_400_000
        lines.append(answer(stores[name], key(face), f"{name}{number}", at_ms, rating, name).entry)
        if taken_back:
            action = undo(stores[name], replay, at_ms, name)
            assert action is not None
            lines.append(Undo(action.review, at_ms))
    images = []
    for number in range(2):
        store = quick_store(folder / f"reader{number}")
        dealt = data.draw(st.permutations(lines + data.draw(st.lists(st.sampled_from(lines), max_size=5))))
        while dealt:
            count = data.draw(st.integers(1, len(dealt)))
            piece, dealt = dealt[:count], dealt[count:]
            entries = [line for line in piece if isinstance(line, LogEntry)]
            with transaction(store):
                add_entries(store, entries, [(x.key, x.at_ms) for x in piece if isinstance(x, Undo)], "other", replay)
        images.append(image(store))
        assert verify(store, replay) == []
        store.close()
    shared = folder / "shared"
    for _ in range(2):  # once for the files to be written, once for all to have read all
        for name in data.draw(st.permutations("abc")):
            merge_journals(stores[name], shared, name, replay)
    for name, store in stores.items():
        assert merge_journals(store, shared, name, replay) == Merged(Added(0, 0, 0), 0, ())
        images.append(image(store))
        store.close()
    assert all(one == images[0] for one in images)


def test_two_machines_learn_of_each_other_and_write_only_their_own_file(tmp_path: Path) -> None:
    shared = tmp_path / "reviews"
    with closing(new_store(tmp_path / "a")) as a, closing(new_store(tmp_path / "b")) as b:
        first = answer(a, key(0), "a1", START_MS, machine="a").entry
        append(shared / "a.jsonl", [first])
        before = (shared / "a.jsonl").read_bytes()
        assert merge_journals(b, shared, "b", replay) == Merged(Added(1, 0, 1), 0, ())
        assert image(a) == image(b)
        answer(b, key(0), "b1", START_MS + 60_000, machine="b")
        assert merge_journals(b, shared, "b", replay) == Merged(Added(0, 0, 0), 1, ())
        assert (shared / "a.jsonl").read_bytes() == before
        assert merge_journals(a, shared, "a", replay) == Merged(Added(1, 0, 1), 0, ())
        assert image(a) == image(b)
        undo(b, replay, START_MS, "b")
        append(shared / "b.jsonl", [Undo("b1", START_MS)])
        assert merge_journals(a, shared, "a", replay) == Merged(Added(0, 1, 1), 0, ())
        assert image(a) == image(b)


def test_what_a_crash_kept_from_the_file_is_appended_at_the_next_start(tmp_path: Path) -> None:
    shared, mine = tmp_path / "reviews", tmp_path / "reviews" / "a.jsonl"
    with closing(new_store(tmp_path / "a")) as store:
        lost = answer(store, key(0), "a1", START_MS, machine="a").entry
        undone = answer(store, key(1), "a2", START_MS, machine="a").entry
        undo(store, replay, START_MS + 1, "a")
        kept = answer(store, key(2), "a3", START_MS, machine="a").entry
        append(mine, [kept])
        for appended in (3, 0):
            assert merge_journals(store, shared, "a", replay) == Merged(Added(0, 0, 0), appended, ())
        found = [parse_line(line) for line in mine.read_bytes().splitlines()]
        assert found == [kept, lost, undone, Undo("a2", START_MS + 1)]
        mine.unlink()
        assert merge_journals(store, shared, "a", replay).appended == 4
        again = [parse_line(line) for line in mine.read_bytes().splitlines()]
        assert sorted(map(repr, again)) == sorted(map(repr, found))


def test_a_file_that_breaks_off_is_told_and_gone_on_with(tmp_path: Path) -> None:
    shared = tmp_path / "reviews"
    with closing(new_store(tmp_path / "a")) as a, closing(new_store(tmp_path / "b")) as b:
        lines = [answer(a, key(n), f"a{n}", START_MS, machine="a").entry for n in range(3)]
        append(shared / "a.jsonl", lines[:2])
        whole = (shared / "a.jsonl").read_bytes()
        (shared / "a.jsonl").write_bytes(whole[:-9])
        for merged in (1, 0):
            result = merge_journals(b, shared, "b", replay)
            assert (result.added.entries, [(p.code, p.line) for p in result.problems]) == (
                merged,
                [("journal-torn", 2)],
            )
        result = merge_journals(a, shared, "a", replay)
        assert (result.appended, [p.code for p in result.problems]) == (2, ["journal-torn"])
        assert (shared / "a.jsonl").read_bytes() == b"".join(
            [whole[:-9], b"\n", print_line(lines[1]), print_line(lines[2])]
        )
        result = merge_journals(b, shared, "b", replay)
        assert (result.added.entries, [(p.code, p.line) for p in result.problems]) == (2, [("journal-line", 2)])
        assert merge_journals(b, shared, "b", replay) == Merged(Added(0, 0, 0), 0, ())
        assert image(a) == image(b)


def test_a_file_that_is_another_one_is_read_whole(tmp_path: Path) -> None:
    shared = tmp_path / "reviews"
    with closing(new_store(tmp_path / "a")) as a, closing(new_store(tmp_path / "b")) as b:
        one, two, three = (answer(a, key(n), f"a{n}", START_MS, machine="a").entry for n in range(3))
        append(shared / "a.jsonl", [two])
        assert merge_journals(b, shared, "b", replay).added.entries == 1
        (shared / "a.jsonl").write_bytes(print_line(one) + print_line(two) + print_line(three))
        assert merge_journals(b, shared, "b", replay).added.entries == 2
        (shared / "a.jsonl").write_bytes(print_line(three))
        assert merge_journals(b, shared, "b", replay) == Merged(Added(0, 0, 0), 0, ())
        assert image(a) == image(b)


def test_a_restored_store_gets_back_from_its_own_file_what_it_lost(tmp_path: Path) -> None:
    shared, folder = tmp_path / "reviews", tmp_path / "a"
    store = new_store(folder)
    append(shared / "a.jsonl", [answer(store, key(0), "a1", START_MS, machine="a").entry])
    merge_journals(store, shared, "a", replay)
    backup = back_up(store, folder, START_MS).path
    append(shared / "a.jsonl", [answer(store, key(0), "a2", START_MS + 90_000_000, machine="a").entry])
    merge_journals(store, shared, "a", replay)
    before = image(store)
    store.close()
    restore(folder, backup, START_MS)
    with closing(open_store(folder)) as store:
        assert image(store) != before
        assert merge_journals(store, shared, "a", replay) == Merged(Added(1, 0, 1), 0, ())
        assert image(store) == before


def test_a_fresh_clone_learns_all_before_it_has_a_card(tmp_path: Path) -> None:
    shared = tmp_path / "reviews"
    with closing(new_store(tmp_path / "a")) as a, closing(new_store(tmp_path / "b", 0)) as b:
        answer(a, key(0), "a1", START_MS, machine="a")
        merge_journals(a, shared, "a", replay)
        merge_journals(b, shared, "b", replay)
        assert standing(b, key(0)) == standing(a, key(0))
        assert [face.active for face in read_faces(b)] == [False]
        shutil.rmtree(shared)
        assert merge_journals(b, shared, "b", replay) == Merged(Added(0, 0, 0), 0, ())
        assert not shared.exists()


def test_files_that_cannot_be_read_or_written_are_told(tmp_path: Path) -> None:
    shared = tmp_path / "reviews"
    (shared / "a.jsonl").mkdir(parents=True)
    with closing(new_store(tmp_path / "b")) as store:
        result = merge_journals(store, shared, "b", replay)
        assert [problem.code for problem in result.problems] == ["journal-unreadable"]
        answer(store, key(0), "b1", START_MS, machine="a")
        with pytest.raises(StoreError) as caught:
            merge_journals(store, shared, "a", replay)
        assert caught.value.code == "journal-unwritable"
        assert len(list(read_log(store))) == 1
