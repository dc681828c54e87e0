"""What we say Anki will do with a package is what the real Anki does; and the finisher does what is left."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from studykit.anki.connect import AnkiConnect, AnkiConnectError
from studykit.decks.parse import parse
from studykit.flows.anki.changes import AnkiChanges, anki_changes, remember_changes, write_change_lists
from studykit.flows.anki.packages import packages, write_packages
from studykit.flows.decks.catalogue import read_catalogue
from studykit.flows.home.sync import carry_out, plan_sync
from studykit.flows.learning.study import open_study
from studykit.flows.workspace import Workspace, open_workspace
from studykit.store.packaged import read_packaged, read_versions
from studykit.store.transactions import transaction

HEAD = "---\ndeck: {}\n---\n\n"
FILES = {
    "书/一.md": HEAD.format("书::一")
    + """Q: a1
A: b1
<!-- card a100000000 by me mod 2023-01-01T00:00:00Z -->

C: {{c1::x}} und {{c2::y}}
<!-- card a200000000 by me mod 2023-01-01T00:00:00Z -->

Q: a3
A: b3
<!-- card a300000000 by me mod 2023-01-01T00:00:00Z -->
""",
    "书/二.md": HEAD.format("书::二")
    + """Q: a4
A: b4
<!-- card a400000000 by me mod 2023-01-01T00:00:00Z -->
""",
}


class Small:
    """Deck files, the real Anki, and the steps of a build that concern it."""

    def __init__(self, root: Path) -> None:
        (root / "vault").mkdir(parents=True)
        self.workspace: Workspace = open_workspace(root)
        self.files = dict(FILES)
        self.col: Any = Collection(str(root / "collection.anki2"))

    def build(self) -> AnkiChanges:
        """Write deck files and packages, and what is remembered of them."""
        decks_folder = self.workspace.decks
        for path in decks_folder.rglob("*.md"):
            path.unlink()
        for file, text in self.files.items():
            path = decks_folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        decks = dict(read_catalogue(self.workspace).decks)
        with open_study(self.workspace) as study:
            changes = anki_changes(study.store, decks)
            write_packages(packages(decks), decks_folder, self.workspace.vault, "vault", {})
            with transaction(study.store):
                remember_changes(study.store, changes)
        write_change_lists(decks_folder, changes.rows)
        return changes

    def change(self, file: str, old: str, new: str) -> None:
        assert self.files[file].count(old) == 1
        self.files[file] = self.files[file].replace(old, new)

    def take(self) -> tuple[int, int, int]:
        """Import the package; what Anki says is new, updated, there already."""
        request = ImportAnkiPackageRequest(
            package_path=str(self.workspace.decks / "书.apkg"), options=ImportAnkiPackageOptions()
        )
        log = self.col.import_anki_package(request).log
        return len(log.new), len(log.updated), len(log.duplicate)

    def by_hand(self) -> list[list[str]]:
        path = self.workspace.decks / "书.changes.tsv"
        if not path.exists():
            return []
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        assert head.split("\t") == ["what", "card", "old deck", "new deck", "front"]
        return [line.split("\t") for line in lines]

    def decks_of(self, card: str) -> set[str]:
        return {self.col.decks.name(self.col.get_card(number).did) for number in self.col.find_cards(f"Id:{card}")}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    made = Small(tmp_path / "ws")
    yield made
    made.col.close()


def told(changes: AnkiChanges) -> tuple[int, int, int]:
    found = changes.packages
    return sum(one.new for one in found), sum(one.updated for one in found), sum(one.unchanged for one in found)


def test_what_anki_will_do_is_what_it_does(small: Small) -> None:
    assert told(small.build()) == small.take() == (4, 0, 0)
    assert small.by_hand() == []
    assert told(small.build()) == small.take() == (0, 0, 4)

    small.change("书/一.md", "A: b1", "A: b1!")
    small.change("书/一.md", "a100000000 by me mod 2023-01-01", "a100000000 by me mod 2024-01-01")
    small.files["书/二.md"] += "\nQ: a5\nA: b5\n<!-- card a500000000 by me mod 2024-01-01T00:00:00Z -->\n"
    changes = small.build()
    assert told(changes) == small.take() == (1, 1, 3)
    assert small.by_hand() == []
    with open_study(small.workspace) as study:
        (mod, origin, text) = read_versions(study.store, "a100000000")[-1]
        assert (mod, origin) == (1_672_531_200, "build")
        (block,) = parse(HEAD.format("x") + text).cards
        assert block.card.content.back == "b1"


def test_what_anki_will_not_do_is_listed_until_it_is_done(small: Small) -> None:
    small.build()
    small.take()
    moved = "Q: a3\nA: b3\n<!-- card a300000000 by me mod 2023-01-01T00:00:00Z -->\n"
    small.change("书/一.md", f"\n{moved}", "")
    small.change("书/一.md", "{{c1::x}} und {{c2::y}}", "{{c1::x}} und y")
    small.change("书/一.md", "a200000000 by me mod 2023-01-01", "a200000000 by me mod 2024-01-01")
    small.change(
        "书/一.md", "a100000000 by me mod 2023-01-01T00:00:00Z", "a100000000 by me mod 2024-01-01T00:00:00Z retired"
    )
    small.files["书/二.md"] = HEAD.format("书::二") + moved
    changes = small.build()
    assert told(changes) == small.take() == (0, 2, 1)
    listed = [
        ["empty", "a200000000", "书::一", "c2", "{{c1::x}} und y"],
        ["move", "a300000000", "书::一", "书::二", "a3"],
        ["remove", "a400000000", "书::二", "", "a4"],
        ["suspend", "a100000000", "书::一", "书::一", "a1"],
    ]
    assert small.by_hand() == listed
    # and so it is in Anki
    assert small.decks_of("a300000000") == {"书::一"}
    assert len(small.col.find_cards("Id:a400000000")) == 1
    assert len(small.col.find_cards("Id:a200000000")) == 2
    assert small.col.find_cards("is:suspended") == []
    small.build()
    assert small.by_hand() == listed  # still to be done
    small.files["书/二.md"] += f"\n{FILES['书/二.md'].removeprefix(HEAD.format('书::二'))}"
    small.change("书/二.md", moved, "")
    small.files["书/一.md"] += f"\n{moved}"
    small.build()
    assert [row[:2] for row in small.by_hand()] == [["empty", "a200000000"], ["suspend", "a100000000"]]


class Loopback(HTTPServer):
    """AnkiConnect's answers, made of the real backend: the same actions, the same shapes."""

    def __init__(self, small: Small) -> None:
        self.small = small
        self.asked: list[str] = []
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Answering)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def act(self, action: str, params: dict[str, Any]) -> Any:
        col = self.small.col
        self.asked.append(action)
        match action:
            case "version":
                return 6
            case "findNotes":
                return list(col.find_notes(params["query"]))
            case "notesInfo":
                return [_note_info(col.get_note(number)) for number in params["notes"]]
            case "getDecks":
                found: dict[str, list[int]] = {}
                for number in params["cards"]:
                    found.setdefault(col.decks.name(col.get_card(number).did), []).append(number)
                return found
            case "areSuspended":
                return [col.get_card(number).queue == -1 for number in params["cards"]]
            case "changeDeck":
                col.set_deck(params["cards"], col.decks.id(params["deck"]))
                return None
            case "suspend":
                return bool(col.sched.suspend_cards(params["cards"]).count)
        raise ValueError("unsupported action")


def _note_info(note: Any) -> dict[str, Any]:
    fields = {name: {"value": value, "order": place} for place, (name, value) in enumerate(note.items())}
    cards = [card.id for card in note.cards()]
    kind = note.note_type()["name"]
    return {"noteId": note.id, "modelName": kind, "tags": note.tags, "fields": fields, "cards": cards, "mod": note.mod}


class _Answering(BaseHTTPRequestHandler):
    server: Loopback

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            with self.server.lock:
                answer = {"result": self.server.act(asked["action"], asked["params"]), "error": None}
        except ValueError as error:
            answer = {"result": None, "error": str(error)}
        data = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""


@pytest.fixture
def loopback(small: Small) -> Iterator[Loopback]:
    server = Loopback(small)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_finisher_moves_and_suspends_and_names_what_was_edited(small: Small, loopback: Loopback) -> None:
    small.build()
    small.take()
    reviewed = small.col.find_cards("Id:a300000000")[0]
    small.col.sched.answer_card(
        small.col.sched.build_answer(
            card=_started(small.col, reviewed), states=small.col._backend.get_scheduling_states(reviewed), rating=2
        )
    )
    log = small.col.db.all("SELECT * FROM revlog")
    small.change("书/二.md", "deck: 书::二", "deck: 书::三::深")
    small.change(
        "书/一.md", "a100000000 by me mod 2023-01-01T00:00:00Z", "a100000000 by me mod 2024-01-01T00:00:00Z retired"
    )
    small.build()
    small.take()
    note = small.col.get_note(small.col.find_notes("Id:a300000000")[0])
    note["Back"] = "b3 <b>neu</b>"
    small.col.update_note(note)
    anki = AnkiConnect(loopback.address)
    with open_study(small.workspace) as study:
        plan = plan_sync(study, anki)
        assert "changeDeck" not in loopback.asked
        assert [(m.card, m.old, m.new, len(m.numbers)) for m in plan.moves] == [
            ("a400000000", "书::二", "书::三::深", 1)
        ]
        assert [one.card for one in plan.suspend] == ["a100000000"]
        assert [(one.card, one.fields) for one in plan.edited] == [("a300000000", ("Back",))]
        assert (plan.notes, plan.missing, plan.gone) == (4, 0, ())
        carry_out(study, anki, plan, int(time.time()))
        again = plan_sync(study, anki)
        assert (again.moves, again.suspend) == ((), ())
        assert small.by_hand() == []
    assert small.decks_of("a400000000") == {"书::三::深"}
    assert len(small.col.find_cards("is:suspended")) == 1
    assert small.col.db.all("SELECT * FROM revlog") == log
    assert [one.by_hand for one in small.build().packages] == [()]


def _started(col: Any, number: int) -> Any:
    card = col.get_card(number)
    card.start_timer()
    return card


def test_a_note_deleted_here_is_named_and_forgotten_once_it_is_gone_there(small: Small, loopback: Loopback) -> None:
    small.build()
    small.take()
    del small.files["书/二.md"]
    small.build()
    anki = AnkiConnect(loopback.address)
    with open_study(small.workspace) as study:
        plan = plan_sync(study, anki)
        assert plan.gone == (("a400000000", "a4"),)
        carry_out(study, anki, plan, 0)
        assert [row[0] for row in small.by_hand()] == ["remove"]
        small.col.remove_notes(small.col.find_notes("Id:a400000000"))
        carry_out(study, anki, plan_sync(study, anki), 0)
        assert small.by_hand() == []
        assert "a400000000" not in read_packaged(study.store)


def test_nobody_there_and_errors_are_told_apart(loopback: Loopback) -> None:
    with pytest.raises(AnkiConnectError) as error:
        AnkiConnect(loopback.address).call("no such thing")
    assert (error.value.code, error.value.exit_code) == ("anki-connect-error", 4)
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    address = f"http://127.0.0.1:{server.server_port}"
    server.server_close()
    with pytest.raises(AnkiConnectError) as error:
        AnkiConnect(address).check()
    assert (error.value.code, error.value.exit_code) == ("anki-not-running", 4)


def test_a_build_of_some_packages_leaves_what_is_known_of_the_others(small: Small) -> None:
    small.files["heft.md"] = (
        HEAD.format("Heft") + "Q: h\nA: i\n<!-- card a900000000 by me mod 2023-01-01T00:00:00Z -->\n"
    )
    small.build()
    decks = dict(read_catalogue(small.workspace).decks)
    with open_study(small.workspace) as study:
        only = {file: deck for file, deck in decks.items() if file != "heft.md"}
        some = anki_changes(study.store, only, names=["书"])
        assert told(some) == (0, 0, 4)
        assert [(one.name, one.by_hand) for one in some.packages] == [("书", ())]
        held = anki_changes(study.store, only, elsewhere=lambda: {"a900000000"})
        assert [one.by_hand for one in held.packages] == [(), ()]
        gone = anki_changes(study.store, only)
        assert [one.left_over for one in gone.packages] == [{"remove": 1}, {}]
        assert [(row.what, row.card) for row in gone.packages[0].by_hand] == [("remove", "a900000000")]
