"""Notes told apart, and a note merged with its card: laws that need no Anki."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.anki.fields import package_note
from studykit.anki.home import OurNote, find_ours, shape_of
from studykit.anki.media import Media
from studykit.anki.notetypes import NOTETYPES, NotetypeKey
from studykit.anki.read import AnkiNote, Collection, NoteType
from studykit.flows.home.edits import MergedNote, merge_note, rendered, units
from studykit.flows.home.pictures import Pictures
from studykit.model.card import Basic, Card, Choice, Cloze, Content, Option, Stamp, Typed
from studykit.model.ids import CardId, anki_guid
from tests.laws.test_unhtml import BLOCKS

ID = CardId("0123456789")
TEXTS = st.lists(BLOCKS | st.just("[[笔记|词]] ![[图/图 1.png|20]] ![[声.mp3]]"), min_size=1, max_size=3).map(
    "\n\n".join
)
LINES = st.sampled_from(["**对**", "错 $x$", "`c`", "[[a|b]]"])
CONTENTS: st.SearchStrategy[Content] = st.one_of(
    st.builds(Basic, TEXTS, TEXTS, TEXTS, st.booleans()),
    st.builds(Cloze, TEXTS.map(lambda text: f"{{{{c1::词}}}}\n\n{text}"), TEXTS),
    st.builds(Choice, TEXTS, st.lists(st.builds(Option, LINES, st.booleans()), min_size=2).map(tuple), TEXTS),
    st.builds(Typed, TEXTS, LINES, TEXTS),
)
Make = Callable[[Content], OurNote]


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vault")
    (folder / "图").mkdir()
    (folder / "图/图 1.png").write_bytes(b"one")
    (folder / "声.mp3").write_bytes(b"two")
    return folder


def pictures(vault: Path) -> Pictures:
    return Pictures(vault, lambda _: None, lambda: ("图/图 1.png", "声.mp3"))


def note_of(vault: Path, content: Content) -> OurNote:
    """The note as a package holds it, with the hashed names of its files."""

    def resolve(target: str) -> Path | None:
        return vault / target if (vault / target).is_file() else None

    note = package_note(
        Card(content, None, Stamp(ID, "me", "", 0)), deck="d", vault="v", image=Media(resolve).name, due=0
    )
    names = (name for _, name in NOTETYPES[note.notetype].fields)
    fields = dict(zip(names, note.fields, strict=True))
    return OurNote(ID, note.notetype, fields, AnkiNote(1, note.guid, 1, 5, (), note.fields))


@given(content=CONTENTS)
def test_what_was_packaged_is_no_edit(vault: Path, content: Content) -> None:
    assert merge_note(content, [content], note_of(vault, content), pictures(vault)) == MergedNote(
        content, agreed=content
    )


@given(base=CONTENTS, mine=CONTENTS, html=st.text("<>/bdivulpre={}c1:&;# \n[]\\abc", max_size=60))
def test_what_is_taken_says_what_anki_says_and_nothing_else_changes(
    vault: Path, base: Content, mine: Content, html: str
) -> None:
    if base.kind is not mine.kind:
        mine = base
    note = note_of(vault, base)
    unit = next(iter(note.fields))
    note = note._replace(fields={**note.fields, unit: html})
    shown = pictures(vault)
    merged = merge_note(mine, [base], note, shown)
    theirs = units(note.key, note.fields, shown)
    before, after = (units(note.key, rendered(content, shown.there), shown) for content in (mine, merged.content))
    for name in after:
        if name == unit and unit in merged.taken:
            assert after[name] == theirs[name]
        else:
            assert name in merged.taken or after[name] == before[name]
    assert set(merged.taken) <= {unit}
    if merged.taken:
        assert units(note.key, rendered(base, shown.there), shown)[unit] == before[unit]


def test_without_a_base_nothing_is_taken(vault: Path) -> None:
    merged = merge_note(Basic("q", "a"), [], note_of(vault, Basic("q", "b")), pictures(vault))
    assert (merged.content, merged.taken) == (Basic("q", "a"), ())
    assert [(one.field, one.here, one.there) for one in merged.conflicts] == [("Back", "a", "b")]


def test_another_note_type_is_shown(vault: Path) -> None:
    merged = merge_note(Basic("q", "a"), [Basic("q", "a")], note_of(vault, Typed("q", "a")), pictures(vault))
    assert merged.unreadable
    assert merged.content == Basic("q", "a")


def kind(key: str, *more: str, number: int = 1, rename: str = "") -> NoteType:
    names = [name for _, name in NOTETYPES[key].fields]
    if rename:
        names[0] = rename
    return NoteType(number, "x", NOTETYPES[key].is_cloze, "", (*names, *more), ())


@pytest.mark.parametrize("key", list(NotetypeKey))
def test_a_note_type_is_known_by_its_fields(key: str) -> None:
    assert shape_of(kind(key)) is not None
    assert shape_of(kind(key, "Mein Feld")) == (key, kind(key, "Mein Feld").fields)
    assert shape_of(kind(key, rename="Vorn")) is None
    renamed = shape_of(kind(key, number=NOTETYPES[key].id, rename="Vorn"))
    assert renamed == (key, tuple(name for _, name in NOTETYPES[key].fields))


def test_a_copy_is_foreign_and_the_guid_outweighs_a_lost_id() -> None:
    names = kind(NotetypeKey.BASIC).fields

    def note(number: int, guid: str, key: str) -> AnkiNote:
        return AnkiNote(number, guid, 1, 0, (), tuple(key if name == "Id" else "x" for name in names))

    notes = (note(1, "copy", ID), note(2, anki_guid(ID), ""), note(3, "other", "no id"))
    found = find_ours(Collection(0, {1: kind(NotetypeKey.BASIC)}, {}, notes, (), ()), {anki_guid(ID): ID})
    assert [one.note.id for one in found.ours] == [2]
    assert found.foreign == 2
    unknown = find_ours(Collection(0, {1: kind(NotetypeKey.BASIC)}, {}, notes[:1], (), ()), {})
    assert [one.card for one in unknown.ours] == [ID]
