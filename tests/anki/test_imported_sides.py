"""What the terminal shows of odd fields and templates: no buttons, no words run together, nothing said twice."""

from studykit.flows.imported.cards import card_sides
from studykit.model.card import Basic
from studykit.model.ids import CardId
from studykit.store.imported import ImportedNote, StoredType


def sides(front: str, back: str, *fields: str, cloze: bool = False, ordinal: int = 0) -> tuple[str, str]:
    """Question and answer of a note with the fields A, B."""
    kind = StoredType(1, "t", cloze, "", ("A", "B"), (("t", front, back),), 0)
    note = ImportedNote(CardId("aaaaaaaaaa"), "g", 1, 1, 0, "", (*fields, "", "")[:2], None, 0)
    content = card_sides(kind, note, ordinal, "D")
    assert isinstance(content, Basic)
    return content.question, content.answer


def test_the_answer_of_a_cloze_does_not_say_the_paragraphs_above_it_again() -> None:
    text = "<p>Lang und breit.</p><p>Das ist {{c1::wahr</p><p>und gut}}.</p>"
    assert sides("{{cloze:A}}", "{{cloze:A}}<p>{{B}}</p>", text, "Mehr", cloze=True) == (
        "Lang und breit.\n\nDas ist ==[...]==.",
        "Das ist ==wahr==\n\nund gut.\n\nMehr",
    )


def test_code_stays_whole() -> None:
    text = "<pre><code>a = 1\n\nb = {{c1::2\n\nc = 3}}</code></pre>"
    question, answer = sides("{{cloze:A}}", "{{cloze:A}}", text, cloze=True)
    assert question == "```\na = 1\n\nb = [...]\n```"
    assert answer == "```\na = 1\n\nb = 2\n\nc = 3\n```"


def test_folded_text_begins_a_line_of_its_own() -> None:
    _, answer = sides("{{A}}", "<details><summary>mehr</summary>{{B}}</details>Ende", "f", "Rücken")
    assert answer == "mehr\nRücken\nEnde"


def test_a_hint_that_a_click_opens_in_anki_stands_behind_the_answer() -> None:
    front = "{{A}} {{#B}}{{hint:B}}{{/B}}"
    assert sides(front, "{{FrontSide}}<hr id=answer>ja", "f", "mit b") == ("f *[B…]*", "ja\n\n*B:* mit b")
    assert sides(front, "{{FrontSide}}<hr id=answer>{{hint:B}}", "f", "mit b")[1] == "mit b"
    assert sides(front, "{{FrontSide}}<hr id=answer>ja", "f") == ("f", "ja")
