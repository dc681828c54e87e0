"""Other tools' card syntaxes, each read where it stands: what is asked, what is answered, what is left alone."""

import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.markup.document import read
from studykit.markup.inline import read_inline
from studykit.model.inline import SYNTAXES, Inline, InlineCard, Syntax

ALL_CLOZES = ("==", "**", "{{")


def shown(text: str, card: InlineCard) -> tuple[str, str, str]:
    """A card as (kind, front, back), deletions as `⟦number:text:hint⟧`."""
    data = text.encode()
    front = ""
    for piece in card.front:
        position = piece.start
        for hidden in card.hidden:
            front += data[position : hidden.outer.start].decode()
            front += f"⟦{hidden.number}:{data[slice(*hidden.inner)].decode()}:{hidden.hint}⟧"
            position = hidden.outer.end
        front += data[position : piece.end].decode()
    return card.kind, front, "".join(data[slice(*piece)].decode() for piece in card.back)


def cards(text: str, syntax: Syntax, folder: str = "", **options: Any) -> list[InlineCard]:
    inline = Inline(syntaxes=(syntax,), **options)
    return list(read_inline(read(text.encode()), inline, {}, folder).cards)


def seen(text: str, syntax: Syntax, **options: Any) -> list[tuple[str, str, str]]:
    return [shown(text, card) for card in cards(text, syntax, **options)]


SPACED: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("- Capital of France::Paris", [("basic", "Capital of France", "Paris")]),
    ("首都 :: 北京", [("basic", "首都", "北京")]),
    ("什么是优势?::A", [("basic", "什么是优势?", "A")]),
    ("hola::hello\n<!--SR:!2026-01-02,3,250-->", [("basic", "hola", "hello")]),
    ("gato:::cat", [("reversed", "gato", "cat")]),
    ("1. a question ::: an answer <!--SR:!2026-01-02,3,250-->", [("reversed", "a question", "an answer")]),
    ("two words?\n?\nlong\nanswer\n\nafter", [("basic", "two words?", "long\nanswer")]),
    ("# H\nfront\n??\nback", [("reversed", "front", "back")]),
    ("front\n?\n```py\na\n\nb\n```\nend", [("basic", "front", "```py\na\n\nb\n```\nend")]),
    ("The ==Sun==^[a star] is ==hot==.", [("cloze", "The ⟦1:Sun:a star⟧ is ⟦2:hot:⟧.", "")]),
    ("==a==[^1] and ==b==[^1] and ==c==", [("cloze", "⟦1:a:⟧ and ⟦1:b:⟧ and ⟦2:c:⟧", "")]),
    ("==2;;x;;hint== ==1;;y==", [("cloze", "⟦1:x:hint⟧ ⟦2:y:⟧", "")]),
    ("#flashcards/a/b\nq one ?\n?\na", [("basic", "q one ?", "a")]),
]
LEFT_ALONE = [
    "use `a::b` here",
    "the type std::vector is a container",
    "std::vector<int> v",
    "- std::vector",
    "```\nq::a\n```",
    "rating:: 5",
    "书名:: 三体",
    "text [due:: 2026-01-01] text",
    "$f::X$ and [[a::b]] and [x](y::z)",
    "<!-- q::a -->",
    "%% q::a %%",
    "<% tp.x::y %>",
    "| a::b | c |\n|---|---|\n| d::e | f |",
    "::only an answer",
    "only a question ::",
    "is it so?\n\n?\n\nno",
    "a == b and c == d",
    "`==x==`",
]


@pytest.mark.parametrize(("text", "expected"), SPACED, ids=[text[:20] for text, _ in SPACED])
def test_spaced_repetition(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert seen(text, "spaced-repetition") == expected


@pytest.mark.parametrize("first", ["#flashcards", "#flashcards/words", "#flashcards/words of one line ::yes"])
def test_in_a_note_that_is_meant_for_the_tool_every_tight_separator_makes_a_card(first: str) -> None:
    text = f"{first}\n\nthe question goes on this side::answer goes on this side!\n\ngato::cat\n\n"
    text += "use std::vector for that\n"
    found = [card for card in seen(text, "spaced-repetition") if "of one line" not in card[1]]
    assert found == [
        ("basic", "the question goes on this side", "answer goes on this side!"),
        ("basic", "gato", "cat"),
    ]


def test_lines_that_are_cards_by_themselves_are_no_part_of_the_question_below_them() -> None:
    text = "中文问题::中文答案\n双向:::反向\n问题在这里\n还有一行\n?\n答案"
    assert seen(text, "spaced-repetition") == [
        ("basic", "中文问题", "中文答案"), ("reversed", "双向", "反向"), ("basic", "问题在这里\n还有一行", "答案"),
    ]  # fmt: skip
    assert seen("What does std::vector do?\n?\nIt grows", "spaced-repetition")[0][1] == "What does std::vector do?"


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_no_card(text: str) -> None:
    assert seen(text, "spaced-repetition") == []


def test_separators_are_a_persons_own() -> None:
    assert seen("q ;; a", "spaced-repetition", separator=";;") == [("basic", "q", "a")]
    assert seen("q :: a", "spaced-repetition", separator=";;") == []
    text = "front\n\nmore\n?\nback\n\nmore\n+++\nafter"
    assert seen(text, "spaced-repetition", end_marker="+++") == [("basic", "more", "back\n\nmore")]
    assert seen("a **b** c {{d}}", "spaced-repetition", cloze=ALL_CLOZES) == [("cloze", "a ⟦1:b:⟧ c ⟦2:d:⟧", "")]


def test_decks_are_named_by_tags_and_the_note() -> None:
    text = "q0 ::a\n\n#flashcards/x/y\n\nq1 ::a\n\nq2 ::a #flashcards/z\n\n#flashcards\n"
    assert [card.deck for card in cards(text, "spaced-repetition")] == ["", "x::y", "z"]
    found = read_inline(read(b"q?::a"), Inline(("spaced-repetition",)), {"cards-deck": "A/B"}).cards
    assert [card.deck for card in found] == ["A::B"]
    found = read_inline(read(b"q?::a"), Inline(("spaced-repetition",)), {"tags": ["x", "flashcards/c"]}).cards
    assert [card.deck for card in found] == ["c"]
    found = tuple(cards("TARGET DECK: My::Deck\n\nSTART\nBasic\nq\nBack: a\nEND", "obsidian-to-anki"))
    assert [card.deck for card in found] == ["My::Deck"]


def test_schedules_of_both_forms_by_face() -> None:
    text = (
        "q q:::a\n<!--SR:!2026-08-16,51,230!fsrs,2026-09-17T15:31:07.290Z,14,13.5,2.25,2,2,0,0,2026-09-03T15:31:07Z-->"
    )
    [card] = cards(text, "spaced-repetition")
    first, second = card.schedules
    assert (first.due, first.interval, first.ease, first.stability) == ("2026-08-16", 51, 2.3, 0)
    assert (second.due, second.interval, second.stability, second.difficulty) == ("2026-09-17", 14, 13.5, 2.25)
    assert second.reviewed == "2026-09-03"
    assert card.whole.end == len(text)


@pytest.mark.parametrize("comment", ["<!--SR:!soon,51,230-->", "<!--SR:!2026-13-01,5,250-->", "<!--SR:!2026-01-01-->"])
def test_a_schedule_that_is_none_is_left_out(comment: str) -> None:
    [card] = cards(f"q?::a\n{comment}", "spaced-repetition")
    assert card.schedules == ()


FLASHCARDS = [
    ("What is it? #card\nAn answer\nof two lines\n\nafter", [("basic", "What is it?", "An answer\nof two lines")]),
    ("## A heading #card-reverse #t1\n\nbody ^1626861812345", [("reversed", "A heading", "body")]),
    ("q #card/reverse\na\n^1626861812345", [("reversed", "q", "a")]),
    ("first #card\none\nsecond #card\ntwo", [("basic", "first", "one"), ("basic", "second", "two")]),
    ("lonely #card", []),
    ("the tag `#card` in code\nx", []),
    ("Question?::Answer", [("basic", "Question?", "Answer")]),
]


@pytest.mark.parametrize(("text", "expected"), FLASHCARDS, ids=[text[:20] for text, _ in FLASHCARDS])
def test_flashcards(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert seen(text, "flashcards") == expected


def test_flashcards_tags_and_ids() -> None:
    [card] = cards("## A heading #card-reverse #t1 #t2/x\nbody\n^1626861812345", "flashcards")
    assert card.tags == ("t1", "t2/x")
    assert card.notes == (1626861812345,)


FRAMED = [
    ("START\nBasic\nFront text\nBack: back\nTags: t\n<!--ID: 1626861812345-->\nEND", [("basic", "Front text", "back")]),
    (
        "START\nBasic (and reversed card)\nFront: f\nmore\nBack: b\n- x\nEND",
        [("reversed", "f\nmore", "b\n- x")],
    ),
    ("START\nCloze\nThe {sun} is {2:hot}\nEND", [("cloze", "The ⟦1:sun:⟧ is ⟦2:hot:⟧", "")]),
    ("START\nCloze\nThe {{c1::sun}}\nBack Extra: more\nEND", [("cloze", "The {{c1::sun}}", "more")]),
    ("x STARTI [Basic] f Back: b Tags: t1 t2 ID: 12 ENDI y", [("basic", "f", "b")]),
    ("START\nOwn type\nWort: Haus\nBedeutung: house\nEND", [("basic", "Haus", "house")]),
    ("```\nSTART\nBasic\na\nBack: b\nEND\n```", []),
]


@pytest.mark.parametrize(("text", "expected"), FRAMED, ids=[text[:30] for text, _ in FRAMED])
def test_obsidian_to_anki(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert seen(text, "obsidian-to-anki") == expected


def test_obsidian_to_anki_tags_ids_and_faults() -> None:
    text = "FILE TAGS: all, one\n\nSTART\nBasic\nf\nBack: b\nTags: own\n<!--ID: 1626861812345-->\nEND\n"
    [card] = cards(text, "obsidian-to-anki")
    assert (card.tags, card.notes) == (("all", "one", "own"), (1626861812345,))
    [card] = cards("STARTI [Basic] f Back: b Tags: t1 t2 <!--ID: 12--> ENDI", "obsidian-to-anki")
    assert (card.tags, card.notes) == (("t1", "t2"), (12,))
    found = read_inline(read(b"x\n\nSTART\nBasic\nf\n"), Inline(("obsidian-to-anki",)), {})
    assert [(fault.code, fault.offset) for fault in found.faults] == [("inline-no-end", 3)]


HASHCARDS = [
    (
        "Q: one?\nA: two\n\nmore\n\nC: a [b] c [d](e) [f]",
        [("basic", "one?", "two\n\nmore"), ("cloze", "a ⟦1:b:⟧ c [d](e) ⟦2:f:⟧", "")],
    ),
    ("Q: q\nq2\nA: a\n---\nprose", [("basic", "q\nq2", "a")]),
    ("Q: no answer\n\nQ: q\nA: a\n\n## H\ntext", [("basic", "q", "a")]),
    ("C: none", []),
]


@pytest.mark.parametrize(("text", "expected"), HASHCARDS, ids=[text[:20] for text, _ in HASHCARDS])
def test_hashcards(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert seen(text, "hashcards") == expected


def test_inka() -> None:
    text = (
        "# T\n\n---\n\nDeck: Abraham\n\nTags: a b\n\n<!--ID:1626861812345-->\n1. Question?\n\n> Answer\n> more\n\n"
        "2. A {cloze} of {1::two}\n\n---\n\n1. no card\n\n> at all\n"
    )
    found = cards(text, "inka")
    assert [shown(text, card) for card in found] == [
        ("basic", "Question?", "> Answer\n> more"),
        ("cloze", "A ⟦2:cloze:⟧ of ⟦1:two:⟧", ""),
    ]
    assert [(card.deck, card.tags, card.notes) for card in found] == [
        ("Abraham", ("a", "b"), (1626861812345,)),
        ("Abraham", ("a", "b"), ()),
    ]


def test_headings() -> None:
    text = "# Deck\nintro\n\n## Front ##\nbody\n\n### deeper\nx\n\n## Long front\nmore\n%\nthe back\n\n## Empty\n"
    assert seen(text, "headings") == [
        ("basic", "Front", "body\n\n### deeper\nx"),
        ("basic", "Long front\nmore", "the back"),
    ]
    assert seen(text, "headings", heading_level=3) == [("basic", "deeper", "x")]


YANKI = [
    ("front\n\n---\n\nback", [("basic", "front", "back")]),
    ("front\n\n---\n---\n\nback", [("reversed", "front", "back")]),
    ("A ~~hidden _hint_~~ word\n\n---\n\nextra", [("cloze", "A ⟦1:hidden:hint⟧ word", "extra")]),
    ("What is it?\n\n_a word_", [("typed", "What is it?", "a word")]),
    ("only text", []),
]


@pytest.mark.parametrize(("text", "expected"), YANKI, ids=[text[:15] for text, _ in YANKI])
def test_yanki_in_its_folders(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = cards(text, "yanki", folder="cards/deep", folders=("cards",))
    assert [shown(text, card) for card in found] == expected
    assert cards(text, "yanki", folder="elsewhere", folders=("cards",)) == []


def test_anki_marks() -> None:
    text = "## H\nThe {{c1::$\\frac{a}{b}$}} and\n{{c2::x::hint}} here\n\nplain {{x}}\n\n`{{c1::code}}`"
    assert seen(text, "anki") == [("cloze", "The {{c1::$\\frac{a}{b}$}} and\n{{c2::x::hint}} here", "")]


def test_a_line_belongs_to_one_card() -> None:
    text = "START\nBasic\nq :: ==x==\nBack: {{c1::b}}\nEND\n\nwhat is a::b c?\n"
    found = read_inline(read(text.encode()), Inline(SYNTAXES, folders=("none",)), {})
    assert [card.syntax for card in found.cards] == ["obsidian-to-anki"]


_PIECES = st.sampled_from(
    ["::", ":::", "?", "\n", "\n\n", "==", "**", "{{c1::", "}}", "{", "}", "#card", "#flashcards/a", "START", "END",
     "STARTI [Basic]", "ENDI", "Back:", "Q:", "A:", "C: [", "]", "---", "1. ", "> ", "## ", "~~", "_", "<!--SR:!",
     "-->", "^1234567890123", "ID: 5", "`", "```", "$", "[[", "字", "a ", "%%", "<%", "%>", "Deck: x", "TARGET DECK"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=60))
def test_never_raises_and_cards_lie_apart(pieces: list[str]) -> None:
    text = "".join(pieces)
    document = read(text.encode())
    found = read_inline(document, Inline(SYNTAXES, cloze=ALL_CLOZES, folders=("c",)), {}, "c").cards
    for card in found:
        inside = (*card.front, *card.back, *(hidden.outer for hidden in card.hidden))
        assert all(card.whole.start <= piece.start <= piece.end <= card.whole.end for piece in inside)
        assert all(hidden.outer.start < hidden.inner.start <= hidden.inner.end for hidden in card.hidden)
    for one, other in pairwise(found):
        assert one.whole.start <= other.whole.start
        assert one.whole.end <= other.whole.start or document.text[slice(*one.whole)].count(b"STARTI")


@pytest.mark.parametrize(
    "piece",
    ["::", "a::b\n", "?\n", "x\n?\n", "==", "== a", "{{c1::", "{", "#card\n", "START\n", "STARTI [B] ", "Q:\n", "C: [",
     "---\n", "---\nDeck: x\n", "1. x\n", "## x\n", "~~", "<!--SR:", "<!--SR:!2026-01-01,1,250", "^1234567890123\n",
     "[k::", "<%", "%%",
     "#flashcards/a\n", "> ", "a::b <!--ID: 1-->\n"],
)  # fmt: skip
def test_time_is_linear(piece: str) -> None:
    text = (piece * (40_000 // len(piece))).encode()
    document = read(text)
    start = time.process_time()
    read_inline(document, Inline(SYNTAXES, cloze=ALL_CLOZES, folders=("c",)), {}, "c")
    assert time.process_time() - start < 0.6
