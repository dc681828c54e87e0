"""Which field of a note holds what."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from studykit.anki.fields import RETIRED_TAG, PackageNote, anki_tag, obsidian_link, package_note
from studykit.anki.notetypes import NOTETYPES
from studykit.model.card import Basic, Card, Choice, Cloze, Content, Option, Source, Stamp, Typed
from studykit.model.ids import CardId, anki_guid

STAMP = Stamp(CardId("k3f9w2qa7b"), "rules:question", "", 1_790_000_000, tags=("算法/图 论",))
SOURCE = Source("AI/GRPO 理解", "理论", "*组* <内>\n{{标准化}}")


def noted(content: Content, stamp: Stamp = STAMP, source: Source | None = SOURCE) -> PackageNote:
    return package_note(Card(content, source, stamp), deck="A::B", vault="我的库", image=lambda _: None, due=7)


def fields(note: PackageNote) -> dict[str, str]:
    names = [name for _, name in NOTETYPES[note.notetype].fields]
    return dict(zip(names, note.fields, strict=True))


def test_what_all_notes_have() -> None:
    note = noted(Basic("q", "a"))
    assert (note.guid, note.deck, note.mod, note.due) == (anki_guid(STAMP.id), "A::B", 1_790_000_000, 7)
    assert (note.tags, note.suspended) == (("算法::图_论",), False)
    found = fields(note)
    assert found["Id"] == "k3f9w2qa7b"
    assert (found["Note"], found["Heading"]) == ("GRPO 理解", "理论")
    assert found["Quote"] == "<em>组</em> &lt;内&gt;<br>\n&#123;&#123;标准化&#125;&#125;"
    assert [found[f"Spare {number}"] for number in (1, 2, 3)] == ["", "", ""]


def test_a_basic_card_asked_backwards_too() -> None:
    assert fields(noted(Basic("**q**", "a", "d")))["Reverse"] == ""
    found = fields(noted(Basic("**q**", "a", "d", reversed=True)))
    assert (found["Front"], found["Back"], found["Detail"]) == ("<strong>q</strong>", "a", "d")
    assert found["Reverse"]


def test_a_cloze_keeps_its_markers() -> None:
    found = fields(noted(Cloze("{{c1::*a*::h}} {{b}}", "d")))
    assert found["Text"] == "{{c1::<em>a</em>::h}} &#123;&#123;b&#125;&#125;"
    assert found["Detail"] == "d"


def test_a_choice_tells_the_right_ones_on_its_back_alone() -> None:
    found = fields(noted(Choice("q", (Option("x", False), Option("*y*", True)))))
    assert found["Question"] == "q"
    assert found["Options"] == '<ol class="options" type="A"><li>x</li><li><em>y</em></li></ol>'
    assert found["Answer"] == (
        '<ol class="options" type="A"><li class="wrong">x</li><li class="right"><em>y</em> ✓</li></ol>'
    )


def test_a_typed_answer_is_plain_text_on_one_line() -> None:
    assert fields(noted(Typed("q", "**ls** `-l`\n& <x>")))["Answer"] == "ls -l &amp; &lt;x&gt;"


def test_retired_cards_are_suspended_and_say_so() -> None:
    note = noted(Basic("q", "a"), replace(STAMP, retired=True))
    assert note.suspended
    assert note.tags == ("算法::图_论", RETIRED_TAG)


def test_the_guid_of_a_package_is_kept() -> None:
    assert noted(Basic("q", "a"), replace(STAMP, guid="x<y")).guid == "x<y"


def test_a_card_without_a_stamp_has_no_note() -> None:
    with pytest.raises(ValueError, match="stamp"):
        package_note(Card(Basic("q", "a"), None, None), deck="d", vault="v", image=lambda _: None, due=0)


def test_the_link_names_vault_note_and_heading() -> None:
    link = obsidian_link("我的 库&", Source("A B/c#d", "标题 1", ""))
    assert link.isascii()
    assert parse_qs(urlsplit(link).query) == {"vault": ["我的 库&"], "file": ["A B/c#d#标题 1"]}
    assert obsidian_link("v", Source("", "", "")) == ""
    assert fields(noted(Basic("q", "a"), source=None))["Link"] == ""


@pytest.mark.parametrize(
    ("tag", "expected"), [("a/b", "a::b"), ("#图 论/x", "图_论::x"), ("/a//b/", "a::b"), (" ", ""), ("a\tb", "a_b")]
)
def test_tags(tag: str, expected: str) -> None:
    assert anki_tag(tag) == expected
