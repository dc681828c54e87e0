"""Cards of foreign note types: what we render says what Anki's own backend says, side by side."""

import html
import re
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from anki.collection import Collection
from hypothesis import given
from hypothesis import strategies as st

from studykit.anki.read import NoteType, Template
from studykit.anki.template import Rendered, rendered

FIELDS = {
    "Front": "F <b>x</b> [sound:a.mp3]",
    "Back": "B &lt;y&gt; <br>2",
    "问题 1": " 漢字[かんじ]です 日本[にほん]<br>x",
    "Empty": "<br> <div></div>&nbsp;",
}
TAGS = ("a::b", "c")
DECK = "D::E"
FRONTS = (
    "{{Front}}",
    "{{#Empty}}no{{/Empty}}{{^Empty}}yes {{Front}}{{/Empty}}",
    "{{text:Front}} {{Back}}",
    "{{furigana:问题 1}}|{{kana:问题 1}}|{{kanji:问题 1}} {{Front}}",
    "{{Tags}}|{{Deck}}|{{Subdeck}}|{{Type}}|{{Card}} {{Front}}",
    "<!-- {{Front}} --> {{ Front }}",
    "{{#Front}}a{{#Back}}b{{^Empty}}c{{/Empty}}{{/Back}}{{/Front}}{{^Front}}d{{#Back}}e{{/Back}}{{/Front}}",
    "{{nonsense:Front}}",
    "{{furigana:text:问题 1}} {{Front}}",
    "{{=<% %>=}}<%Front%> {{Back}}",
    "{{Front:Back}}{{Front}}",
    "a {single} {{Front}} }}",
)
CLOZES = (
    "{{c1::a}} b {{c2::c::h}}",
    "{{c1::a {{c2::b}} c}} d",
    "{{c1::x::y::z}}",
    "{{c2::open {{c1::b}}",
    "{{c1,2::both}} {{c3::q}}",
    "\\({{c1::\\frac{a}{b} }}\\) }} {{c2::v}}",
    "{{c1::a::}} {{c1::b}}",
    "{{c1::std::vector}}",
    "{{c1::a {{c1::b}} c::hh}}",
    "{{c1::a <b>x</b>::h}}",
)
_PIECES = ("{{c1::", "{{c2::", "{{c1,2::", "}}", "}}", "::", "字", "a ", "{", "}", "<b>x</b>", "\\(", "\\)", "&lt;")


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    opened = Collection(str(Path(tmp_path_factory.mktemp("anki"), "collection.anki2")))
    yield opened
    opened.close()


def seen(side: str) -> str:
    """What a person reads: no tags, no sounds, blanks as one."""
    side = re.sub(r"\[(?:sound|anki:play):[^\]]*\]|<!--.*?-->", "", side, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", "", side)).split())


def test_every_kind_of_template(collection: Any) -> None:
    kind = collection.models.new("Odd {type}")
    for name in FIELDS:
        collection.models.add_field(kind, collection.models.new_field(name))
    templates = []
    for place, front in enumerate(FRONTS):
        template = collection.models.new_template(f"Card {place}")
        template["qfmt"] = f"{front}<i>{place}</i>"
        if front.startswith("{{="):
            template["qfmt"] = f"{front}<% Front %>{place}"
        template["afmt"] = "{{FrontSide}}\n<hr id=answer>{{Back}}" if place % 2 else "{{Back}} {{Front}}"
        collection.models.add_template(kind, template)
        templates.append(Template(template["name"], template["qfmt"], template["afmt"]))
    collection.models.add(kind)
    note = collection.new_note(kind)
    note.fields = list(FIELDS.values())
    note.tags = list(TAGS)
    collection.add_note(note, collection.decks.id(DECK))
    ours = NoteType(1, "Odd {type}", False, "", tuple(FIELDS), tuple(templates))
    cards = note.cards()
    assert len(cards) >= 10, "Anki makes no card of a question that holds no field"
    for card in cards:
        expected = card.render_output()
        sides = rendered(ours, card.ord, FIELDS, TAGS, DECK)
        assert seen(sides.question_html) == seen(expected.question_text), FRONTS[card.ord]
        answer = f"{sides.question_html} {sides.answer_html}" if sides.appends else sides.answer_html
        assert seen(answer) == seen(expected.answer_text), FRONTS[card.ord]
        assert sides.appends == bool(card.ord % 2)


def test_every_kind_of_deletion(collection: Any) -> None:
    kind = collection.models.by_name("Cloze")
    random = Random(7)
    mixed = ["".join(random.choices(_PIECES, k=random.randrange(3, 14))) for _ in range(400)]
    compared = 0
    for text in (*CLOZES, *mixed):
        note = collection.new_note(kind)
        note.fields = [text, "more"]
        collection.add_note(note, 1)
        for card in note.cards():
            expected = card.render_output()
            if "No cloze" in expected.question_text or unclosed(text):
                continue
            sides = cloze(text, card.ord, back="{{cloze:Text}}<br>{{Back Extra}}", extra="more")
            assert seen(sides.question_html) == seen(expected.question_text), text
            assert seen(sides.answer_html) == seen(expected.answer_text.replace("<br>\nmore", "<br>more")), text
            compared += 1
    assert compared > 60


def unclosed(text: str) -> bool:
    """Whether a deletion never ends: Anki drops all of it, we show it as text."""
    level = 0
    for token in re.findall(r"\{\{c[0-9,]+::|\}\}", text):
        level = level + 1 if token != "}}" else max(0, level - 1)
    return level > 0


def cloze(text: str, place: int = 0, *, back: str = "{{cloze:Text}}", extra: str = "") -> Rendered:
    kind = NoteType(1, "Cloze", True, "", ("Text", "Back Extra"), (Template("Cloze", "{{cloze:Text}}", back),))
    return rendered(kind, place, {"Text": text, "Back Extra": extra})


def one(front: str, back: str = "{{FrontSide}}<hr id=answer>{{Back}}", **fields: str) -> Rendered:
    kind = NoteType(1, "One", False, "", tuple(fields), (Template("Card 1", front, back),))
    return rendered(kind, 0, fields)


def test_a_typed_answer_is_asked_and_not_shown() -> None:
    sides = one("{{Front}} {{type:Back}}", "{{Front}} {{type:Back}}", Front="q", Back="a <b>b</b> &amp; c")
    assert (sides.question_html.strip(), sides.typed) == ("q", "a b & c")
    kind = NoteType(
        1, "C", True, "", ("Text",), (Template("C", "{{cloze:Text}} {{type:cloze:Text}}", "{{cloze:Text}}"),)
    )
    assert rendered(kind, 0, {"Text": "{{c1::x}} {{c2::y}} {{c1::z}}"}).typed == "x, z"
    assert rendered(kind, 1, {"Text": "{{c1::x}} {{c2::y}} {{c1::z}}"}).typed == "y"


def test_a_hint_opens_with_the_answer() -> None:
    sides = one("{{Front}} {{hint:Back}}", "{{hint:Back}}", Front="q", Back="the hint")
    assert seen(sides.question_html) == "q [Back…]"
    assert seen(sides.answer_html) == "the hint"


def test_speech_is_text_and_voices_are_nothing() -> None:
    assert (
        one("{{tts ja_JP voices=Apple:Front}} {{tts-voices:}}", Front="よむ", Back="").question_html.strip() == "よむ"
    )


def test_section_of_the_deletion_that_is_asked() -> None:
    kind = NoteType(1, "C", True, "", ("Text",), (Template("C", "{{#c2}}two {{/c2}}{{cloze:Text}}", "{{cloze:Text}}"),))
    assert seen(rendered(kind, 1, {"Text": "{{c1::x}} {{c2::y}}"}).question_html) == "two x [...]"
    assert seen(rendered(kind, 0, {"Text": "{{c1::x}} {{c2::y}}"}).question_html) == "[...] y"


def test_masks_of_a_picture_are_numbered() -> None:
    text = "{{c1::image-occlusion:rect:left=.1:oi=1}} {{c2::image-occlusion:rect:left=.2:text=mouth\\: open}}"
    assert seen(cloze(text, 0).question_html) == "▣ 1? ▣ 2"
    assert seen(cloze(text, 1).answer_html) == "▣ 1 ▢ 2: mouth: open"


def test_damaged_templates_are_rendered_as_far_as_they_go() -> None:
    sides = one("{{#Front}}{{Front}} {{Missing}}", "{{/Back}}{{Back}}", Front="q", Back="a")
    assert (seen(sides.question_html), seen(sides.answer_html)) == ("q", "a")
    assert sides.faults == ("Missing", "#Front", "/Back")


def test_older_latex_is_mathematics() -> None:
    assert one("[latex]$x <br>y$[/latex]", Front="", Back="").question_html == "\\(x  y\\)"
    assert one("[$]x^2[/$] [$$]\\frac{a}{b}[/$$]", Front="", Back="").question_html == "\\(x^2\\) \\[\\frac{a}{b}\\]"
    assert one("[latex]\\begin{a}[/latex]", Front="", Back="").question_html == "<pre>\\begin{a}</pre>"


@given(
    st.lists(st.sampled_from(["{{", "}}", "#", "^", "/", "Front", "c1::", "<!--", "-->", "\\(", "[$]", "字[a]", " "]))
)
def test_never_raises(pieces: list[str]) -> None:
    text = "".join(pieces)
    one(text, text, Front=text, Back=text)
    cloze(text)


@pytest.mark.parametrize(
    "piece", ["{{", "{{#Front}}", "{{c1::", "\\(", "\\[\\(", "[$]", "[$$]", "[latex]", "<!--", "字", "<%", "字["]
)
def test_time_is_linear(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    start = time.process_time()
    one(text + "{{furigana:Front}}", "{{text:Front}}", Front=text, Back="")
    cloze(text)
    assert time.process_time() - start < 1.0
