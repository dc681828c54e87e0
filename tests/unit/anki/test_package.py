"""Writing packages: the same bytes for the same notes, whole or not at all."""

import json
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from studykit.anki.collection import deck_id, field_text
from studykit.anki.fields import PackageNote
from studykit.anki.notetypes import MODIFIED, NOTETYPES
from studykit.anki.package import write_package
from studykit.anki.style import CSS

SPARE = ("",) * 9


def basic(guid: str, **changes: Any) -> PackageNote:
    return PackageNote(guid, "basic", ("<b>q</b>", "a", "", *SPARE), "A::B", mod=1_790_000_000)._replace(**changes)


def rows(path: Path, query: str) -> list[Any]:
    with zipfile.ZipFile(path) as package:
        place = path.with_suffix(".anki2")
        place.write_bytes(package.read("collection.anki2"))
    with closing(sqlite3.connect(place)) as connection:
        return connection.execute(query).fetchall()


def test_the_same_notes_give_the_same_bytes(tmp_path: Path) -> None:
    picture = tmp_path / "x.png"
    picture.write_bytes(b"\x89PNG")
    notes = [basic(f"g{number}", due=number) for number in range(5_000)]
    written = []
    for name in ("one", "two"):
        summary = write_package(tmp_path / name, iter(notes), {"x-1.png": picture})
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    assert (summary.notes, summary.cards, summary.media, summary.size) == (5_000, 5_000, 1, len(written[0]))
    assert summary.decks == ("A", "A::B")


def test_what_a_note_says_is_what_its_rows_hold(tmp_path: Path) -> None:
    path = tmp_path / "d.apkg"
    notes = [
        basic("a", due=3, tags=("x", "y::z")),
        basic("b", fields=("q", "a", "1", *SPARE), suspended=True, mod=5),
        PackageNote("c", "cloze", ("{{c3::x}} {{c1::y}} {{c1::z}}", *SPARE), "C"),
        PackageNote("d", "cloze", ("none", *SPARE), "C"),
    ]
    write_package(path, notes, {})
    assert rows(path, "SELECT guid, mod, tags, sfld FROM notes ORDER BY id") == [
        ("a", 1_790_000_000, " x y::z ", "q"),
        ("b", 5, "", "q"),
        ("c", 0, "", "{{c3::x}} {{c1::y}} {{c1::z}}"),
        ("d", 0, "", "none"),
    ]
    cards = "SELECT guid, ord, due, queue, cards.mod FROM cards JOIN notes ON nid = notes.id ORDER BY cards.id"
    assert rows(path, cards) == [
        ("a", 0, 3, 0, 1_790_000_000),
        ("b", 0, 0, -1, 5),
        ("b", 1, 0, -1, 5),
        ("c", 0, 0, 0, 0),
        ("c", 2, 0, 0, 0),
        ("d", 0, 0, 0, 0),
    ]
    models, decks = (json.loads(value) for value in rows(path, "SELECT models, decks FROM col")[0])
    assert {model["mod"] for model in models.values()} == {MODIFIED}
    assert len(models) == 2, "only the note types that are used"
    assert {deck["name"]: deck["id"] for deck in decks.values() if deck["id"] != 1} == {
        name: deck_id(name) for name in ("A", "A::B", "C")
    }


@pytest.mark.parametrize(
    "wrong",
    [
        [basic("a"), basic("a")],
        [basic("")],
        [basic("a", fields=("q",))],
        [basic("a", fields=("q\x1fr", "a", "", *SPARE))],
        [basic("a", notetype="other")],
        [basic("a", deck="A::")],
        [basic("a", tags=("x y",))],
        [basic(f"g{number}") for number in range(3_000)] + [basic("g0")],
    ],
)
def test_what_breaks_the_format_is_refused_and_the_old_package_stays(tmp_path: Path, wrong: list[PackageNote]) -> None:
    path = tmp_path / "d.apkg"
    path.write_bytes(b"old")
    with pytest.raises(ValueError, match=r"GUID|fit|deck|tag"):
        write_package(path, wrong, {})
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_medium_that_is_gone_stops_the_package(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        write_package(tmp_path / "d.apkg", [basic("a")], {"x.png": tmp_path / "gone.png"})
    with pytest.raises(ValueError, match="name"):
        write_package(tmp_path / "d.apkg", [basic("a")], {"../x.png": tmp_path / "gone.png"})
    assert list(tmp_path.iterdir()) == []


def test_media_are_stored_as_they_are(tmp_path: Path) -> None:
    for name in ("图.png", "a.mp3"):
        (tmp_path / name).write_bytes(name.encode())
    write_package(tmp_path / "d.apkg", [basic("a")], {name: tmp_path / name for name in ("图.png", "a.mp3")})
    with zipfile.ZipFile(tmp_path / "d.apkg") as package:
        names = json.loads(package.read("media"))
        assert {name: package.read(place) for place, name in names.items()} == {
            "图.png": "图.png".encode(),
            "a.mp3": b"a.mp3",
        }


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('a<img src="图.png" alt="">b &lt;c&gt;<br>', "a 图.png b <c>"),
        ("<IMG width=3 src='x y.png'><img src=z.png>", " x y.png  z.png "),
        ("a&nbsp;b ", "a b "),
        ("<div>x</div>\ny a < b", "x\ny a < b"),
        ("[sound:x.mp3] z", "[sound:x.mp3] z"),
    ],
)
def test_the_text_of_a_field_is_what_anki_sorts_by(html: str, text: str) -> None:
    assert field_text(html) == text


def test_note_types_are_looked_at_without_genanki() -> None:
    program = (
        "import sys; import studykit.anki.package, studykit.anki.fields, studykit.anki.media;"
        "assert not {'genanki', 'pygments', 'yaml'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_genanki_is_loaded_without_asyncio_and_leaves_its_package_to_others() -> None:
    program = (
        "import sys; from studykit.anki.library import load_genanki; load_genanki();"
        "assert 'genanki' in sys.modules and 'asyncio' not in sys.modules;"
        "import cached_property; assert 'asyncio' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_ids_in_note_types_are_there_once() -> None:
    ids = [number for kind in NOTETYPES.values() for number, _ in kind.fields]
    ids += [template.id for kind in NOTETYPES.values() for template in kind.templates]
    assert len(ids) == len(set(ids))
    assert all(0 < number < 2**63 for number in ids)


def test_the_style_has_night_and_lets_code_scroll() -> None:
    assert ".nightMode pre" in CSS
    assert ".nightMode .highlight .k" in CSS
    assert "overflow: hidden" not in CSS
    assert CSS.count("{") == CSS.count("}")
    assert "://" not in CSS
