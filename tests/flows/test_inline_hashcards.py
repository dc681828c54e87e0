"""hashcards' database: what was answered there goes on here, once, and can be taken back."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from studykit.errors import StudykitError, UsageError
from studykit.flows.build import Request, build
from studykit.flows.decks.catalogue import read_catalogue
from studykit.flows.importing.hashcards import HashcardsCame, import_hashcards
from studykit.flows.importing.package import undo_import
from studykit.flows.learning.study import Study, open_study
from studykit.flows.workspace import open_workspace
from studykit.markup.inline.hashed import basic_hash, cloze_hash
from studykit.model.card import Cloze
from studykit.model.event import silent
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Rating, Review
from studykit.store.faces import read_face
from studykit.store.log import read_history, verify

NOTE = """# Groups

Q: What is the order
of a group?
A: The number of its elements.

C: The [order] of $g$ divides that of the [group] (see [here](x.md)).
---

Q: Never asked?
A: Never.
"""
CLOZE = b"The order of $g$ divides that of the group (see [here](x.md))."
CONFIG = '[inline]\nsyntaxes = ["hashcards"]\n[review]\ntimezone = "Asia/Shanghai"\n'
SCHEMA = """
create table cards (card_hash text primary key, added_at text not null, stability real, difficulty real, due_date text,
    review_count integer not null) strict;
create table sessions (session_id integer primary key, started_at text not null, ended_at text not null) strict;
create table reviews (review_id integer primary key, session_id integer not null, card_hash text not null,
    reviewed_at text not null, grade text not null, stability real not null, difficulty real not null,
    due_date text not null) strict;
"""
BASIC = basic_hash("What is the order\nof a group?", "The number of its elements.")
ORDER, GROUP = cloze_hash(CLOZE, 4, 9), cloze_hash(CLOZE, 37, 42)
REVIEWS = [
    (BASIC, "2026-10-01T09:00:00.125", "forgot", "2026-10-02"),
    (BASIC, "2026-10-01T09:05:00", "good", "2026-10-03"),
    (BASIC, "2026-10-03T01:30:00", "good", "2026-10-20"),
    (BASIC, "2026-10-20T20:00:00", "forgot", "2026-10-21"),
    (GROUP, "2026-10-05T10:00:00", "easy", "2026-12-01"),
    ("0" * 64, "2026-10-05T10:00:00", "good", "2026-11-01"),
    (BASIC, "no time", "good", "2026-10-03"),
    (BASIC, "2026-10-03T01:30:00", "perfect", "2026-10-20"),
]


def database(path: Path, reviews: list[tuple[str, str, str, str]]) -> Path:
    """A database as that tool's documentation describes it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
        cards = {BASIC, ORDER, GROUP, basic_hash("Never asked?", "Never."), *(row[0] for row in reviews)}
        connection.executemany(
            "insert into cards values (?, '2026-10-01T08:00:00', null, null, null, 0)", [(card,) for card in cards]
        )
        connection.execute("insert into sessions values (1, '2026-10-01T08:00:00', '2026-10-01T10:00:00')")
        connection.executemany("insert into reviews values (null, 1, ?, ?, ?, 3.1, 5.0, ?)", reviews)
        connection.commit()
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = tmp_path / "workspace"
    (place / "vault" / "math").mkdir(parents=True)
    (place / "vault" / "math" / "groups.md").write_text(NOTE, encoding="utf-8")
    (place / "studykit.toml").write_text(CONFIG, encoding="utf-8")
    build(open_workspace(place), Request(), silent)
    return place


def take(study: Study, root: Path, path: Path) -> HashcardsCame:
    return import_hashcards(study, path, root / "vault" / "math")


def keys(root: Path) -> dict[str, CardId]:
    found = {}
    for _, _, card in read_catalogue(open_workspace(root)).cards():
        assert card.stamp is not None
        front = "cloze" if isinstance(card.content, Cloze) else card.content.front
        found[front] = card.stamp.id
    return found


def due(study: Study, key: FaceKey) -> str:
    face = read_face(study.store, key)
    assert face is not None
    assert isinstance(face.standing.state, Review)
    return date.fromordinal(face.standing.state.due_day).isoformat()


def test_answers_go_on_here(root: Path, tmp_path: Path) -> None:
    path = database(tmp_path / "hashcards.db", REVIEWS)
    bytes_before = path.read_bytes()
    with open_study(open_workspace(root)) as study:
        came = take(study, root, path)
        assert (came.known, came.matched, came.elsewhere, came.lost) == (5, 4, 0, 1)
        assert (came.reviews, came.already, came.damaged) == (5, 0, 2)
        cards = keys(root)
        basic = FaceKey(cards["What is the order\nof a group?"], "0")
        ratings = [entry.rating for entry in read_history(study.store, basic)]
        assert ratings == [Rating.AGAIN, Rating.GOOD, Rating.GOOD, Rating.AGAIN]
        face = read_face(study.store, basic)
        assert face is not None
        assert (face.standing.reps, face.standing.lapses) == (4, 1)
        assert due(study, basic) == "2026-10-21"
        assert due(study, FaceKey(cards["cloze"], "c2")) == "2026-12-01"
        assert read_history(study.store, FaceKey(cards["cloze"], "c1")) == []
        assert verify(study.store, study.replayed) == []
    assert path.read_bytes() == bytes_before
    assert {file.name for file in tmp_path.iterdir()} == {"hashcards.db", "workspace"}


def test_the_same_file_again_adds_nothing_and_a_newer_one_what_is_new(root: Path, tmp_path: Path) -> None:
    with open_study(open_workspace(root)) as study:
        take(study, root, database(tmp_path / "one.db", REVIEWS[:2]))
        again = take(study, root, tmp_path / "one.db")
        assert (again.reviews, again.already, again.number) == (0, 2, 0)
        more = take(study, root, database(tmp_path / "two.db", REVIEWS))
        assert (more.reviews, more.already) == (3, 2)


def test_it_is_taken_back_whole_and_may_come_again(root: Path, tmp_path: Path) -> None:
    path = database(tmp_path / "hashcards.db", REVIEWS)
    with open_study(open_workspace(root)) as study:
        before = dump(study)
        take(study, root, path)
        _, taken = undo_import(study)
        assert taken.reviews == 5
        assert dump(study) == before
        assert take(study, root, path).reviews == 5


def dump(study: Study) -> list[tuple[object, ...]]:
    tables = ("faces", "reviews", "imports", "import_undo")
    return [row for table in tables for row in study.store.execute(f"SELECT * FROM {table}").fetchall()]


def test_a_dry_run_writes_nothing(root: Path, tmp_path: Path) -> None:
    path = database(tmp_path / "hashcards.db", REVIEWS)
    with open_study(open_workspace(root)) as study:
        before = dump(study)
        came = import_hashcards(study, path, root / "vault", dry_run=True)
        assert came.reviews == 5
        assert dump(study) == before


def test_what_cannot_be_joined_is_said(root: Path, tmp_path: Path) -> None:
    path = database(tmp_path / "hashcards.db", REVIEWS)
    with open_study(open_workspace(root)) as study:
        with pytest.raises(UsageError, match="hashcards-not-in-vault"):
            import_hashcards(study, path, tmp_path)
        (tmp_path / "no.db").write_text("SQLite?")
        with pytest.raises(StudykitError, match="hashcards-unreadable"):
            take(study, root, tmp_path / "no.db")
        with closing(sqlite3.connect(tmp_path / "other.db")) as other:
            other.execute("CREATE TABLE notes (id INTEGER)")
        with pytest.raises(StudykitError, match="hashcards-unreadable"):
            take(study, root, tmp_path / "other.db")
        damaged = bytearray(path.read_bytes())
        damaged[5000:9000] = b"\xff" * 4000
        (tmp_path / "damaged.db").write_bytes(bytes(damaged))
        with pytest.raises(StudykitError, match="hashcards-unreadable"):
            take(study, root, tmp_path / "damaged.db")
    (root / "studykit.toml").write_text("", encoding="utf-8")
    with open_study(open_workspace(root)) as study, pytest.raises(UsageError, match="hashcards-not-read"):
        take(study, root, path)
