"""A cloze from Anki is one text that the answer fills in, as Anki's back shows it alone and our own clozes do."""

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from anki.collection import Collection
from hypothesis import given
from hypothesis import strategies as st

from studykit.anki import template
from studykit.anki.read import NoteType, Template
from studykit.errors import UsageError
from studykit.flows.cards.imported import imported_entries
from studykit.flows.imported.cards import card_sides, face_card, markdown_of, shown_face, whole_card
from studykit.flows.importing.package import import_file
from studykit.flows.learning.study import open_study
from studykit.flows.quiz.material import Wanted, questions_of
from studykit.flows.workspace import open_workspace
from studykit.markup.cloze import deletions
from studykit.markup.screen import Labels, line_text, screen_lines
from studykit.model.card import Basic, Cloze, Content, Typed
from studykit.model.ids import CardId
from studykit.quiz.question import Written
from studykit.store.imported import ImportedNote, StoredType, read_cards
from tests.anki.foreign_world import exported

DEFAULT: Final = ("{{cloze:A}}", "{{cloze:A}}<br>\n{{B}}")
"""What Anki's own note type has."""


def kind_of(templates: tuple[str, str]) -> NoteType:
    return NoteType(1, "t", True, "", ("A", "B"), (Template("t", *templates),), 0)


def content(text: str, more: str = "", *, number: int = 1, templates: tuple[str, str] = DEFAULT) -> Content:
    kind = StoredType(1, "t", True, "", ("A", "B"), (("t", *templates),), 0)
    note = ImportedNote(CardId("aaaaaaaaaa"), "g", 1, 1, 0, "", (text, more), None, 0)
    return card_sides(kind, note, number - 1, "D")


def shown(found: Content, face: str, *, hidden: bool) -> list[str]:
    assert isinstance(found, Cloze)
    lines = screen_lines(found.text, 60, face, Labels("image", "sound"))
    return [line_text(line, hidden=hidden).replace("\u00a0", "").rstrip() for line in lines]


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("{{c1::Aspirin}} inhibits {{c2::COX}}.", 2, "Aspirin inhibits {{c2::COX}}."),
        ("{{c1::a::<i>one</i>}} and {{c1::b}}", 1, "{{c1::a::*one*}} and {{c1::b}}"),
        ("nested {{c1::outer {{c2::inner}} rest}}", 1, "nested {{c1::outer inner rest}}"),
        ("nested {{c1::outer {{c2::inner}} rest}}", 2, "nested outer {{c2::inner}} rest"),
        ("{{c1,2::both}} of {{c3::three}}", 2, "{{c2::both}} of three"),
        (r"{{c1::\(\frac{a}{b}\)}} is it", 1, r"{{c1::$\frac{a}{b}$}} is it"),
        ("<pre><code>x = {{c1::42}}\n</code></pre>", 1, "```\nx = {{c1::42}}\n```"),
        ("<table><tr><td>n</td><td>{{c1::1}}</td></tr></table>", 1, "| n | {{c1::1}} |\n| --- | --- |"),
        ("eins<br><br>{{c1::<b>zwei</b>}}<br><br>drei", 1, "eins\n\n{{c1::**zwei**}}\n\ndrei"),
    ],
)
def test_the_deletion_that_is_asked_stays_one(text: str, number: int, expected: str) -> None:
    assert content(text, number=number) == Cloze(expected)


def test_what_the_back_adds_is_the_detail() -> None:
    assert content("Das ist {{c1::wahr}}.", "Mehr <b>dazu</b>") == Cloze("Das ist {{c1::wahr}}.", "Mehr **dazu**")
    below = ("<p>Herz</p>{{cloze:A}}", "<p>Herz</p>{{cloze:A}}<hr id=answer><p>{{B}}</p>")
    assert content("Das {{c1::pumpt}}.", "Buch", templates=below) == Cloze("Herz\n\nDas {{c1::pumpt}}.", "Buch")
    quoted = ("{{cloze:A}}", "{{FrontSide}}<hr id=answer>{{B}}")
    assert content("Das {{c1::pumpt}}.", "Buch", templates=quoted) == Cloze("Das {{c1::pumpt}}.", "Buch")


def test_a_hint_of_the_front_stands_behind_the_answer() -> None:
    hinted = ("{{cloze:A}}<p>{{hint:B}}</p>", "{{cloze:A}}<p>Quelle</p>")
    found = content("Das {{c1::pumpt}}.", "lies", templates=hinted)
    assert found == Cloze("Das {{c1::pumpt}}.\n\n*[B…]*", "Quelle\n\n*B:* lies")


def test_nothing_moves_and_nothing_of_the_text_is_said_twice() -> None:
    found = content("{{c1::Aspirin::drug}} inhibits {{c2::COX}}.", "Extra")
    assert shown(found, "c1", hidden=False) == ["Aspirin inhibits COX."]
    assert "Aspirin" not in shown(found, "c1", hidden=True)[0]
    assert found.detail == "Extra"


@pytest.mark.parametrize(
    "text",
    [
        "<ul><li>{{c1::a</li><li>b}}</li></ul>",
        "{{c1::eins<br><br>zwei}}",
        "{{c1::a { b}} c",
        "<p>{{c1::a</p><p>b}}</p>",
    ],
)
def test_a_deletion_that_no_line_can_hold_is_question_and_answer_as_before(text: str) -> None:
    found = content(text)
    assert isinstance(found, Basic)
    assert "[...]" in found.question
    assert "{{" not in found.question + found.answer


def test_one_that_is_typed_is_typed() -> None:
    typed = ("{{cloze:A}}<br>{{type:cloze:A}}", "{{cloze:A}}<br>{{type:cloze:A}}")
    assert isinstance(content("Das {{c1::pumpt}}.", templates=typed), Typed)


MARKUP: Final = "{{c1:: {{c2:: {{c1,2:: }} :: <b> </b> <br> <div> </div> <p> <ul><li> </li></ul> <pre> </pre> <code>"
OTHER: Final = (
    "alpha", "beta", "gamma", "delta", " ", "\n", "{", "}", "\\(", "\\)", "`", "| a |", "[sound:x.mp3]", "&lt;", "==",
    "<table><tr>", "</tr></table>", "{{c3::image-occlusion:rect:left=.1}}",
)  # fmt: skip
PIECES: Final = st.lists(st.sampled_from((*MARKUP.split(), *OTHER)), max_size=14)
WORD: Final = re.compile(r"alpha|beta|gamma|delta")


@given(pieces=PIECES, more=PIECES, number=st.integers(1, 3))
def test_whatever_stands_in_a_field_nothing_is_lost_and_nothing_told_early(
    pieces: list[str], more: list[str], number: int
) -> None:
    text, extra = "".join(pieces), "".join(more)
    found = content(text, extra, number=number)
    if not isinstance(found, Cloze):
        return
    assert {one.number for one in deletions(found.text)} == {number}
    answer = template.rendered(kind_of(DEFAULT), number - 1, {"A": text, "B": extra}).answer_html
    told = set(WORD.findall(markdown_of(answer)))
    assert told <= set(WORD.findall(found.text + found.detail))
    asked = template.rendered(kind_of(DEFAULT), number - 1, {"A": text, "B": extra}).question_html
    seen = Counter(WORD.findall("\n".join(shown(found, f"c{number}", hidden=True))))
    assert seen <= Counter(WORD.findall(markdown_of(asked)))


def test_a_mask_is_lifted_in_its_place() -> None:
    masks = "<br>".join(f"{{{{c{number}::image-occlusion:rect:left=.{number}}}}}" for number in (1, 2, 3))
    image = '<p>Herz</p><div>{{cloze:A}}</div><img src="o.png"><button onclick="x()">Toggle Masks</button>'
    found = content(masks, "Netter", number=2, templates=(image, image + "<p>{{B}}</p>"))
    assert found == Cloze("Herz\n\n▣ 1 {{c2::▢ 2::▣ 2?}} ▣ 3\n![[o.png]]", "Netter")
    named = "{{c1::image-occlusion:rect:left=.1:text=Aorta}}"
    found = content(named, templates=(image, image))
    assert found == Cloze("Herz\n\n▣ 1: {{c1::Aorta::?}}\n![[o.png]]")


def test_a_list_names_the_picture_and_numbers_its_masks(tmp_path: Path) -> None:
    (tmp_path / "work" / "vault").mkdir(parents=True)
    collection = Collection(str(tmp_path / "collection.anki2"))
    if collection.models.by_name("Image Occlusion") is None:
        collection.add_image_occlusion_notetype()
    note = collection.new_note(collection.models.by_name("Image Occlusion"))
    shapes = ("{{c1::image-occlusion:rect:left=.1:top=.2}}", "{{c2::image-occlusion:ellipse:left=.5}}",
              "{{c0::image-occlusion:text:left=.5:text=Aorta}}")  # fmt: skip
    note.fields[:4] = ["<br>".join(shapes), '<img src="heart.png">', "The heart", "Valves"]
    collection.add_note(note, collection.decks.id("Medicine"))
    package = exported(collection, tmp_path / "a.apkg")
    collection.close()
    workspace = open_workspace(tmp_path / "work")
    with open_study(workspace) as study:
        import_file(study, package)
        [first, second] = read_cards(study.store)
        whole, face = whole_card(study.store, first.key.card), face_card(study.store, second.key)
    [entry] = imported_entries(workspace)
    expected = "The heart\n![[heart.png]]\n{{c1::▣ 1}} {{c2::▣ 2}} Aorta"
    assert entry.front == expected
    assert "image-occlusion" not in entry.text
    assert whole is not None
    assert whole.content == Cloze(expected, "Valves")
    assert face is not None
    assert face.content == Cloze("The heart\n\n▣ 1 {{c2::▢ 2::▣ 2?}} Aorta\n\n![[heart.png]]", "Valves")


def test_a_quiz_asks_for_the_words_that_are_hidden(tmp_path: Path) -> None:
    (tmp_path / "work" / "vault").mkdir(parents=True)
    collection = Collection(str(tmp_path / "collection.anki2"))
    note = collection.new_note(collection.models.by_name("Cloze"))
    note.fields = ["{{c1::Aspirin}} inhibits {{c2::COX}}.", "Extra"]
    collection.add_note(note, collection.decks.id("Pharma"))
    note = collection.new_note(collection.models.by_name("Cloze"))
    note.fields = ["{{c1::Two}} words that {{c1::differ}}.", ""]
    collection.add_note(note, collection.decks.id("Two"))
    masks = collection.new_note(collection.models.by_name("Cloze"))
    masks.fields = ["{{c1::image-occlusion:rect:left=.1}}<br>heart", ""]
    collection.add_note(masks, collection.decks.id("Masks"))
    package = exported(collection, tmp_path / "a.apkg")
    collection.close()
    with open_study(open_workspace(tmp_path / "work")) as study:
        import_file(study, package)
        for one in read_cards(study.store):
            card = face_card(study.store, one.key)
            assert card is not None
            assert shown_face(card, one.key) == one.key.face
        asked = {question.asks: question.body for question in questions_of(study, Wanted("Pharma", 8, seed=1))}
        assert asked
        assert asked.keys() <= {"[…] inhibits COX.", "Aspirin inhibits […]."}
        assert all(isinstance(body, Written) and body.cloze for body in asked.values())
        both = questions_of(study, Wanted("Two", 8, seed=1))
        assert [question.asks for question in both] == ["==[...]== words that ==[...]==."]
        with pytest.raises(UsageError):
            questions_of(study, Wanted("Masks", 8, seed=1))


def test_a_deletion_that_the_back_alone_shows_is_text_there() -> None:
    """A detail hides nothing: braces in it would be shown to the person as they are."""
    found = content("{{c1::A}} b", "more {{c1::B}} {{c2::C}}", templates=("{{cloze:A}}", "{{cloze:A}}<br>{{cloze:B}}"))
    assert found == Cloze("{{c1::A}} b", "more ==B== C")
    found = content("{{c1::A}} b", templates=("Ask: {{cloze:A}}", "{{cloze:A}}"))
    assert found == Cloze("Ask: {{c1::A}} b", "==A== b")
