"""repeater's database: what a card stood at there it stands at here, once, and it can be taken back."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.cli.main import run as command
from studykit.errors import StudykitError
from studykit.flows.importing.package import undo_import
from studykit.flows.importing.repeater import import_repeater
from studykit.flows.learning.study import Study, open_study
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.markup.inline.repeated import card_hash, repeated_cards
from studykit.model.card import Cloze
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, New, Rating, Review, Standing
from studykit.store.faces import read_face
from studykit.store.log import verify
from tests.flows.test_inline_build import cards, run, workspace

NOTE = """# Groups

Q: What is the order
of a group?
A: The number  of its elements.

C: The [order] of a [group] is a number.
---

Q: Never asked?
A: Never.
"""
CONFIG = '[inline]\nsyntaxes = ["hashcards"]\n[review]\ntimezone = "UTC"\n'
SCHEMA = """create table cards (card_hash text primary key, added_at text not null, last_reviewed_at text,
    stability real, difficulty real, interval_raw real, interval_days integer, due_date text,
    review_count integer not null, locally_modified integer not null default 0);"""
BASIC = card_hash("q: what is the order of a group? a: the number of its elements.")
CLOZE = "C: The [order] of a [group] is a number."
ROWS = [
    (BASIC, "2026-11-01T09:00:00.123456789+00:00", 21.5, 4.25, 21.4, 21, "2026-12-05T09:00:00+00:00", 6),
    (card_hash(CLOZE), None, None, None, None, 0, None, 0),
    (card_hash(CLOZE, 1), "2026-11-20T10:00:00+00:00", 3.17, 5.28, 3.17, 3, "2026-11-23T10:00:00+00:00", 1),
    (card_hash("Q: gone\nA: x"), "2026-11-20T10:00:00+00:00", 3.17, 5.28, 3.17, 3, "2026-11-23T10:00:00+00:00", 1),
    ("f" * 64, "no time", 3.17, 5.28, 3.17, 3, "2026-11-23T10:00:00+00:00", 1),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = workspace(tmp_path, NOTE, CONFIG)
    run(root)
    return root


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "cards.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMA)
        connection.executemany("insert into cards values (?, '2026', ?, ?, ?, ?, ?, ?, ?, 0)", ROWS)
    return path


def keys(root: Path) -> dict[str, FaceKey]:
    found: dict[str, FaceKey] = {}
    for _, card in cards(root):
        assert card.stamp is not None
        faces = ("c1", "c2") if isinstance(card.content, Cloze) else ("0",)
        found |= {f"{card.content.front[:8]} {face}": FaceKey(CardId(card.stamp.id), face) for face in faces}
    return found


def standing(study: Study, key: FaceKey) -> Standing:
    face = read_face(study.store, key)
    assert face is not None
    return face.standing


def test_the_hashes_are_those_of_that_tool() -> None:
    assert card_hash("Hello world\n  2+2-1\n") == card_hash("  HELLO\tWORLD\t\t2+2-1  ")
    assert card_hash("dog bites man") != card_hash("man bites dog")
    assert len({card_hash(CLOZE), card_hash(CLOZE, 1), card_hash(CLOZE, 2)}) == 3
    found = list(repeated_cards(NOTE))
    assert [(one.line, [face.hidden for face in one.faces]) for one in found] == [
        (3, [""]), (7, ["order", "group"]), (10, [""]),
    ]  # fmt: skip
    assert found[0].faces[0].hashes == (BASIC,)


def test_what_a_card_stood_at_is_taken_over_once_and_back(root: Path, database: Path) -> None:
    known = keys(root)
    with open_study(open_workspace(root)) as study:
        before = study.store.execute("SELECT * FROM faces ORDER BY card, face").fetchall()
        dry = import_repeater(study, database, root / "vault", dry_run=True)
        assert (dry.known, dry.matched, dry.lost, dry.carried, dry.damaged, dry.number) == (5, 3, 2, 2, 1, 0)
        assert study.store.execute("SELECT * FROM faces ORDER BY card, face").fetchall() == before
        came = import_repeater(study, database, root / "vault")
        assert (came.carried, came.learned) == (2, 0)
        basic, second = standing(study, known["What is  0"]), standing(study, known["The {{c1 c2"])
        assert isinstance(basic.state, Review)
        assert isinstance(second.state, Review)
        assert (basic.state.memory.stability, basic.state.memory.difficulty, basic.reps) == (21.5, 4.25, 6)
        assert (date.fromordinal(basic.state.due_day), basic.state.interval) == (date(2026, 12, 5), 21)
        assert date.fromordinal(second.state.due_day) == date(2026, 11, 23)
        assert isinstance(standing(study, known["The {{c1 c1"]).state, New)
        assert verify(study.store, study.replayed) == []
        again = import_repeater(study, database, root / "vault")
        assert (again.carried, again.learned, again.number) == (0, 2, 0)
        undo_import(study)
        assert study.store.execute("SELECT * FROM faces ORDER BY card, face").fetchall() == before
        assert not study.store.execute("SELECT * FROM inline_seeds").fetchall()
        assert import_repeater(study, database, root / "vault").carried == 2


def test_answers_since_go_on_from_there(root: Path, database: Path) -> None:
    key = keys(root)["The {{c1 c2"]
    with open_study(open_workspace(root)) as study:
        import_repeater(study, database, root / "vault")
        sitting = Sitting(study, cram=False)
        while sitting.session.progress.row is not None and sitting.session.progress.row.key != key:
            sitting.bury()
        if sitting.session.progress.row is not None:  # due on this day or before
            sitting.session.reveal()
            sitting.rate(Rating.GOOD, 1000)
        assert verify(study.store, study.replayed) == []


def test_the_command_tells_which_of_the_two_tools_it_is(
    root: Path, database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["--workspace", str(root), "import", str(database), "--notes", str(root / "vault")]
    for language, words in (("en", "2 taken over"), ("zh", "接过 2 条")):
        monkeypatch.setenv("STUDYKIT_LANG", language)
        assert command([*arguments, "--dry-run"]) == 0
        assert words in capsys.readouterr().out
    assert command([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["carried"] == 2
    assert command([*arguments[:3], "--undo"]) == 0


@given(st.text(st.sampled_from("Q:CA[]- \n\r\x00é\u2028x"), max_size=80))
def test_any_text_gives_cards_with_a_name_for_each_face(text: str) -> None:
    for card in repeated_cards(text):
        assert card.line >= 1
        assert all(len(name) == 64 for face in card.faces for name in face.hashes)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"PK\3\4"])
def test_what_is_no_database_is_refused(root: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with open_study(open_workspace(root)) as study, pytest.raises(StudykitError):
        import_repeater(study, path, root / "vault")
