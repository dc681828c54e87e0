"""`import`, `sync-anki`, `history`, `decks move` as a person and a script meet them. Anki itself is not needed here."""

import json
import sqlite3
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from studykit.cli.main import run
from studykit.model.ids import CardId
from studykit.model.review import FaceKey
from studykit.store.db import open_store
from studykit.store.faces import read_face

DECK = """---
deck: 书::一
---

Q: 什么是基线？
A: 均值
<!-- card a100000000 by me mod 2023-01-01T00:00:00Z -->

Q: 第二
A: 二
<!-- card a200000000 by me mod 2023-01-01T00:00:00Z -->
"""
FILE = "decks/书/一.md"
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "vault" / "x").mkdir(parents=True)
    (tmp_path / "vault" / "x" / "n.md").write_text("# n\n", encoding="utf-8")
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text(DECK, encoding="utf-8")
    (tmp_path / "decks/书/二.md").write_text("---\ndeck: 书::二\n---\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def studykit(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("STUDYKIT_LANG", "en")

    def command(*arguments: str) -> tuple[int, str, str]:
        code = run(["--workspace", str(root), *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    assert command("build")[0] == 0
    return command


def edited_in_anki(root: Path, path: Path, back: str, answers: int = 1) -> Path:
    """Our own package as Anki would export it after an edit and answers to the first card."""
    with zipfile.ZipFile(root / "decks/书.apkg") as package:
        collection = root / "collection.anki2"
        collection.write_bytes(package.read("collection.anki2"))
        media = package.read("media")
    with sqlite3.connect(collection) as db:
        number, fields = db.execute("SELECT id, flds FROM notes WHERE flds LIKE '%a100000000%'").fetchone()
        names = fields.split("\x1f")
        names[1] = back
        db.execute(
            "UPDATE notes SET flds = ?, mod = ? WHERE id = ?", ("\x1f".join(names), int(time.time()) - 50, number)
        )
        (card,) = db.execute("SELECT id FROM cards WHERE nid = ?", (number,)).fetchone()
        for turn in range(answers):
            at = 1_790_000_000_000 + turn * 86_400_000
            db.execute("INSERT INTO revlog VALUES (?, ?, -1, 3, ?, 0, 2500, 1500, 1)", (at, card, turn + 1))
        db.execute("UPDATE cards SET type = 2, queue = 2, ivl = ? WHERE id = ?", (answers, card))
    db.close()
    with zipfile.ZipFile(path, "w") as package:
        package.write(collection, "collection.anki2")
        package.writestr("media", media)
    collection.unlink()
    return path


def test_a_package_comes_home_once(root: Path, studykit: Command) -> None:
    path = edited_in_anki(root, root / "a.apkg", "das <b>Mittel</b>", 2)
    code, out, err = studykit("import", str(path), "--dry-run")
    assert code == 0
    assert "2 notes of ours, 0 others" in out
    assert "reviews: 2 new, 0 known" in out
    assert "a100000000  什么是基线？  (Back)" in out
    assert "Nothing was written." in err
    assert (root / FILE).read_text(encoding="utf-8") == DECK

    code, out, err = studykit("import", str(path), "--json")
    value = json.loads(out)
    assert code == 0
    assert value["reviews"] == {"new": 2, "known": 0, "by_hand": 0}
    assert value["edited"] == [
        {"card": "a100000000", "file": "书/一.md", "front": "什么是基线？", "fields": ["Back"], "tags": []}
    ]
    assert "A: das **Mittel**" in (root / FILE).read_text(encoding="utf-8")
    code, out, err = studykit("import", str(path))
    assert "reviews: 0 new, 2 known" in out
    assert "Nothing new." in err

    code, out, err = studykit("history", "a100000000", "--json")
    events = json.loads(out)["events"]
    assert [event["what"] for event in events].count("review") == 2
    assert {"text", "anki-edit"} <= {event["what"] for event in events}
    assert events == sorted(events, key=lambda event: event["at"])
    code, out, err = studykit("history", "a100000000")
    assert "Good → 2 d (anki)" in out
    assert "taken from Anki" in out


def test_what_was_changed_on_both_sides_is_shown(root: Path, studykit: Command) -> None:
    path = edited_in_anki(root, root / "a.apkg", "Anki sagt")
    text = DECK.replace("A: 均值", "A: hier steht")
    (root / FILE).write_text(text, encoding="utf-8")
    code, _out, err = studykit("import", str(path))
    assert code == 0
    assert "- hier steht" in err
    assert "+ Anki sagt" in err
    assert (root / FILE).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("content", [b"", b"no package"])
def test_what_is_no_package_is_said(root: Path, studykit: Command, content: bytes) -> None:
    (root / "x.apkg").write_bytes(content)
    code, _, err = studykit("import", str(root / "x.apkg"))
    assert code == 1
    assert "cannot be read as an Anki package" in err
    assert studykit("import", str(root / "missing.apkg"))[0] == 1


def test_a_card_that_nobody_knows_has_no_history(studykit: Command) -> None:
    code, _, err = studykit("history", "0000000000")
    assert (code, "0000000000" in err) == (2, True)


def test_a_deleted_card_has_one(root: Path, studykit: Command) -> None:
    (root / FILE).write_text(DECK[: DECK.index("\nQ: 第二")], encoding="utf-8")
    assert studykit("build")[0] == 0
    code, out, _ = studykit("history", "a200000000", "--json")
    value = json.loads(out)
    assert (code, value["status"], value["front"]) == (0, "deleted", "第二")
    assert value["events"][-1]["what"] == "deleted"


def test_a_deck_is_renamed_and_keeps_its_learning(root: Path, studykit: Command) -> None:
    studykit("import", str(edited_in_anki(root, root / "a.apkg", "均值")))
    assert studykit("decks", "move", "书", "库::书", "--dry-run")[0] == 0
    assert "deck: 书::一" in (root / FILE).read_text(encoding="utf-8")
    code, out, _err = studykit("decks", "move", "书", "库::书")
    assert (code, "库::书::一" in out) == (0, True)
    assert (root / FILE).read_text(encoding="utf-8") == DECK.replace("书::一", "库::书::一")
    code, out, _ = studykit("decks", "--json")
    assert {json.loads(line)["name"] for line in out.splitlines()} == {"库::书::一", "库::书::二"}
    store = open_store(root / ".studykit")
    face = read_face(store, FaceKey(CardId("a100000000"), "0"))
    store.close()
    assert face is not None
    assert (face.place.deck, face.standing.reps) == ("库::书::一", 1)
    assert "deck-renamed" in studykit("history", "a100000000", "--json")[1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("书::一", "书::二", "already"),
        ("书", "书::三", "below it"),
        ("没有", "书::三", "书::一"),
        ("书", "a::::b", "no name"),
        ("书", " ", "no name"),
    ],
)
def test_a_rename_that_cannot_be_is_refused(root: Path, studykit: Command, old: str, new: str, said: str) -> None:
    code, _, err = studykit("decks", "move", old, new)
    assert (code, said in err) == (2, True)
    assert (root / FILE).read_text(encoding="utf-8") == DECK


NOTE = {
    "noteId": 7, "modelName": "studykit Basic", "tags": [], "cards": [70], "mod": 1_672_531_200,
    "fields": {
        name: {"value": value, "order": place}
        for place, (name, value) in enumerate(
            [("Front", "什么是基线？"), ("Back", "均值"), ("Reverse", ""), ("Detail", ""), ("Id", "a100000000")]
        )
    },
}  # fmt: skip


class FakeAnki(BaseHTTPRequestHandler):
    """Answers like AnkiConnect for one note, whose card stands in another deck."""

    deck = "旧"
    changed: list[Any] = []  # noqa: RUF012  of the whole server

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answers: dict[str, Any] = {
            "version": 6, "findNotes": [7], "notesInfo": [NOTE], "getDecks": {FakeAnki.deck: [70]},
            "areSuspended": [False], "changeDeck": None,
        }  # fmt: skip
        if asked["action"] == "changeDeck":
            FakeAnki.changed.append(asked["params"])
            FakeAnki.deck = asked["params"]["deck"]
        data = json.dumps({"result": answers[asked["action"]], "error": None}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""


@pytest.fixture
def anki(root: Path) -> Iterator[type[FakeAnki]]:
    FakeAnki.deck, FakeAnki.changed = "旧", []
    server = HTTPServer(("127.0.0.1", 0), FakeAnki)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    (root / "studykit.toml").write_text(f'anki_connect = "http://127.0.0.1:{server.server_port}"\n', encoding="utf-8")
    yield FakeAnki
    server.shutdown()
    thread.join()
    server.server_close()


def test_sync_anki_shows_and_on_consent_does(anki: type[FakeAnki], studykit: Command) -> None:
    code, out, err = studykit("sync-anki")
    assert (code, "旧 → 书::一" in out, "`--yes`" in err, anki.changed) == (0, True, True, [])
    code, out, err = studykit("sync-anki", "--yes", "--json")
    value = json.loads(out)
    assert (code, value["done"], value["missing"]) == (0, True, 1)
    assert anki.changed == [{"cards": [70], "deck": "书::一"}]
    code, out, err = studykit("sync-anki")
    assert (code, "Nothing to do in Anki." in err) == (0, True)


def test_sync_anki_without_anki_says_how(root: Path, studykit: Command) -> None:
    server = HTTPServer(("127.0.0.1", 0), FakeAnki)
    port = server.server_port
    server.server_close()
    (root / "studykit.toml").write_text(f'anki_connect = "http://127.0.0.1:{port}"\n', encoding="utf-8")
    code, _, err = studykit("sync-anki")
    assert (code, f"127.0.0.1:{port}" in err, "AnkiConnect" in err) == (4, True, True)
    (root / "studykit.toml").write_text('anki_connect = "file:///etc/passwd"\n', encoding="utf-8")
    assert studykit("sync-anki")[0] == 3
