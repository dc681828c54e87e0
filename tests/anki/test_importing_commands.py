"""`import`, `export`, `cards` and `review` as a person meets them, with a deck that came from Anki."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from anki.collection import Collection

from studykit.cli.main import run
from studykit.config import Config
from studykit.flows.learning.clock import Clock
from studykit.store.db import open_store
from tests.anki.foreign_world import cards_of, exported, fill, imported, memories_of

Command = Callable[..., tuple[int, str, str]]
OWN = """---
deck: 自己的::牌
---

Q: 什么是基线？
A: 均值
<!-- card bas1c00000 by me mod 2023-01-01T00:00:00Z -->

C: {{c1::优势}}是{{c2::标准化}}的奖励
<!-- card c0ze000000 by me mod 2023-01-01T00:00:00Z -->
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    collection = Collection(str(folder / "collection.anki2"))
    fill(collection, 20, answers=2)
    path = exported(collection, folder / "foreign.apkg")
    collection.close()
    return path


@pytest.fixture
def studykit(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("STUDYKIT_LANG", "en")
    (tmp_path / "vault").mkdir()
    (tmp_path / "decks" / "自己的").mkdir(parents=True)
    (tmp_path / "decks" / "自己的" / "牌.md").write_text(OWN, encoding="utf-8")

    def command(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = run(["--workspace", str(tmp_path), *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def test_a_deck_is_taken_in_asked_and_taken_back(studykit: Command, package: Path) -> None:
    code, out, err = studykit("import", str(package), "--dry-run")
    assert (code, "20 notes: 20 new" in out) == (0, True)
    assert "Nothing was written." in err
    code, out, err = studykit("import", str(package))
    assert "import --undo" in err
    assert "语言::日 本 語::N5" in out
    code, out, _ = studykit("due")
    assert (code, "日 本 語" in out) == (0, True)
    code, out, _ = studykit("review", "语言", "--plain", typed="\n3\n\n3\nq\n")
    assert code == 0
    assert out.count("Answer") >= 2
    assert studykit("stats")[0] == studykit("decks")[0] == 0
    code, out, err = studykit("import", str(package))
    assert (code, "Nothing new." in err) == (0, True)
    code, out, err = studykit("import", "--undo")
    assert (code, "20 notes" in err) == (0, True)
    assert studykit("import", "--undo")[0] == 2
    assert "日 本 語" not in studykit("due")[1]


def test_what_is_asked_for_wrongly_is_said(studykit: Command, package: Path, tmp_path: Path) -> None:
    assert studykit("import")[0] == 2
    assert studykit("import", "--undo", str(package))[0] == 2
    (tmp_path / "x.apkg").write_bytes(b"no zip")
    code, _, err = studykit("import", str(tmp_path / "x.apkg"))
    assert (code, "cannot be read" in err) == (1, True)
    code, _, err = studykit("export", "--format", "tsv", "--out", str(tmp_path / "x.tsv"), "--with-progress")
    assert (code, "--format apkg" in err) == (2, True)


def test_a_deck_for_anki_is_not_asked_here(studykit: Command, package: Path) -> None:
    code, out, _ = studykit("import", str(package), "--learn", "anki", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["imported"]["notes"]["new"] == 20
    assert {deck["learn"] for deck in found["imported"]["decks"]} == {"anki"}
    due = [json.loads(line) for line in studykit("due", "--json")[1].splitlines()]
    assert sum(deck["new"] + deck["learning"] + deck["due"] for deck in due if "语言" in deck["deck"]) == 0
    code, out, _ = studykit("review", "语言", "--cram", "--count", "2", "--plain", typed="\nq\n")
    assert (code, "Answer" in out) == (0, True)


def test_notes_are_listed_shown_and_edited(studykit: Command, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    studykit("import", str(package))
    code, out, _ = studykit("cards", "list", "deck:语言", "--json")
    cards = [json.loads(line) for line in out.splitlines()]
    assert (code, len(cards)) == (0, 10)
    assert {"basic", "cloze", "typed"} >= {card["kind"] for card in cards}
    basic = next(card for card in cards if card["kind"] == "basic" and card["type"] == "Basic")
    assert basic["by"] == "anki"
    assert basic["faces"][0]["face"] == "0"
    assert len(studykit("cards", "list")[1].splitlines()) == 22
    code, out, _ = studykit("cards", "show", basic["id"])
    assert out.startswith("=== #tags ===\n")
    assert f"=== Front ===\n{basic['fields']['Front']}\n" in out
    monkeypatch.setenv("EDITOR", f"{sys.executable} -c 'import sys; p = sys.argv[-1]; t = open(p).read(); "
                       "open(p, \"w\").write(t.replace(\"=== Back ===\\n\", \"=== Back ===\\nNEU \"))'")  # fmt: skip
    monkeypatch.delenv("VISUAL", raising=False)
    assert studykit("cards", "edit", basic["id"])[0] == 0
    assert json.loads(studykit("cards", "show", basic["id"], "--json")[1])["fields"]["Back"].startswith("NEU ")
    assert studykit("cards", "edit", basic["id"], "--undo")[0] == 0
    assert json.loads(studykit("cards", "show", basic["id"], "--json")[1]) == basic
    assert studykit("cards", "edit", basic["id"], "--undo")[0] == 2
    assert studykit("cards", "suspend", basic["id"])[0] == 0
    assert basic["id"] in studykit("cards", "list", "is:suspended")[1]


@pytest.mark.parametrize("form", ["json", "tsv", "md", "gift", "csv", "apkg"])
def test_every_format_holds_imported_notes_and_ours(
    studykit: Command, package: Path, tmp_path: Path, form: str
) -> None:
    studykit("import", str(package))
    out = tmp_path / f"out.{form}"
    code, said, _ = studykit("export", "--format", form, "--out", str(out), "--json")
    assert code == 0
    assert json.loads(said)["count"] >= 20
    if form != "apkg":
        text = out.read_text(encoding="utf-8")
        assert "什么是基线" in text
        assert "问 0" in text
    only = studykit("export", "语言", "--format", form, "--out", str(out), "--json")
    assert json.loads(only[1])["count"] >= 10
    if form != "apkg":
        assert "什么是基线" not in out.read_text(encoding="utf-8")


def test_our_own_deck_goes_out_with_its_progress(studykit: Command, tmp_path: Path) -> None:
    assert studykit("review", "--plain", typed="\n4\n\n3\n\n4\nq\n")[0] == 0
    code, _, err = studykit("export", "--format", "apkg", "--out", str(tmp_path / "own.apkg"), "--with-progress")
    assert code == 0
    assert "Import any learning progress" in err
    back = imported(tmp_path / "back", tmp_path / "own.apkg")
    states = cards_of(back)
    assert sorted((str(state[0]), str(state[4])) for state in states.values()) == [("0", "0"), ("2", "1"), ("2", "2")]
    assert (len(memories_of(back)), back.db.scalar("select count() from revlog")) == (2, 3)
    store = open_store(tmp_path / ".studykit")
    due = store.execute("SELECT due_day FROM faces WHERE state = 2 ORDER BY due_day").fetchall()
    logged = {at for (at,) in store.execute("SELECT at_ms FROM reviews")}
    store.close()
    today = Clock(Config()).moment().day
    assert sorted(str(day - today) for (day,) in due) == sorted(str(state[2]) for state in states.values() if state[0])
    assert {at for (at,) in back.db.all("select id from revlog")} == logged
    exported(back, tmp_path / "again.apkg")
    back.close()
    code, _, err = studykit("import", str(tmp_path / "again.apkg"))
    assert (code, "Nothing new." in err) == (0, True)


def test_a_quiz_over_imported_decks_alone_says_so(studykit: Command, package: Path) -> None:
    studykit("import", str(package))
    code, _, err = studykit("quiz", "语言", "--plain", "--count", "3", typed="q\n")
    assert code in (0, 1, 2)
    assert "Traceback" not in err
    assert "unexpected" not in err.lower()


def test_decks_are_listed_with_the_others(studykit: Command, package: Path) -> None:
    assert "Anki" not in studykit("decks")[1]
    studykit("import", str(package))
    _, out, _ = studykit("decks")
    assert [line.split()[-3:] for line in out.splitlines() if "Other" in line] == [["5", "(from", "Anki)"]]
    objects = [json.loads(line) for line in studykit("decks", "list", "--json")[1].splitlines()]
    assert sum(one["cards"] for one in objects if one["file"] is None) == 20


def test_one_of_a_kind_is_said_as_one(studykit: Command, tmp_path: Path) -> None:
    collection = Collection(str(tmp_path / "collection.anki2"))
    note = collection.new_note(collection.models.by_name("Basic"))
    note.fields = ["What?", "That"]
    collection.add_note(note, collection.decks.id("One"))
    path = exported(collection, tmp_path / "one.apkg")
    collection.close()
    _, out, _ = studykit("import", str(path))
    assert "1 note: 1 new" in out
    assert "One  1 card, learned here" in out
    assert "1 note, 1 card, 0 reviews; 0 notes are as they were" in studykit("import", "--undo")[2]


@pytest.mark.parametrize("name", ["collection.anki2", "copy.db"])
def test_the_collection_itself_is_not_taken_for_another_tools_database(
    studykit: Command, tmp_path: Path, name: str
) -> None:
    Collection(str(tmp_path / "collection.anki2")).close()
    path = (tmp_path / "collection.anki2").rename(tmp_path / name)
    code, out, err = studykit("import", str(path))
    assert (code, out) == (2, "")
    assert "Collection Package" in err
    assert "hashcards" not in err


def test_a_plain_review_fills_a_gap_without_blanks_around_it(studykit: Command, tmp_path: Path) -> None:
    collection = Collection(str(tmp_path / "collection.anki2"))
    note = collection.new_note(collection.models.by_name("Cloze"))
    note.fields = ["The {{c1::Sun::a star, and which}} is hot.", "Extra"]
    collection.add_note(note, collection.decks.id("Sky"))
    path = exported(collection, tmp_path / "sky.apkg")
    collection.close()
    studykit("import", str(path))
    _, out, _ = studykit("review", "Sky", "--plain", typed="\n3\n")
    assert "  The [a star, and which] is hot.\n" in out
    assert "  The Sun is hot.\n" in out
    assert out.index("The Sun") < out.index("Extra")
