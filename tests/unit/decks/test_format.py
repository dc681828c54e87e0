"""The deck file's grammar by example: what a person writes, what is read, what is refused and where."""

import time
from dataclasses import replace

import pytest

from studykit.decks.format import (
    CardBlock,
    Deck,
    card_block,
    insert_cards,
    new_deck,
    normal_card,
    parse,
    parse_time,
    print_card,
    print_deck,
    print_time,
    remove_cards,
    replace_cards,
    with_header,
)
from studykit.errors import DeckFileError
from studykit.messages import message
from studykit.model.card import Basic, Card, Choice, Cloze, Option, Source, Stamp, Typed, content_digest
from studykit.model.ids import CardId

HEADER = "---\ndeck: A::B\n---\n"
STAMP = Stamp(CardId("k3f9w2qa7b"), "rules:question", "5e0c1f2a9b3d4e6f", 1795330800)
COMMENT = "<!-- card k3f9w2qa7b by rules:question base 5e0c1f2a9b3d4e6f mod 2026-11-22T07:00:00Z -->"
OTHER = COMMENT.replace("k3f9w2qa7b", "0000000000")


def _deck(body: str) -> Deck:
    return parse(HEADER + body)


def _card(body: str) -> Card:
    (block,) = _deck(body).cards
    return block.card


def _text(deck: Deck) -> str:
    return print_deck(deck).removeprefix(HEADER)


def test_the_example_of_the_design() -> None:
    deck = parse(
        "---\ndeck: 强化学习 for LLM::核心算法::GRPO\nmoc: AI/LLM/RL/_MOC.md\n"
        "section: 核心算法 / GRPO ⭐（重点方向）\norder: 4\n---\n\n## GRPO 深度理解\n\n"
        "Q: GRPO 用什么代替 Critic？\nA: 一组回答的奖励。\n> [[GRPO 深度理解#GRPO 理论]] 它不依赖于……\n"
        f"{COMMENT}\n\nC: GRPO 的优势是 {{{{c1::组内标准化}}}}的奖励。\n"
    )
    header = deck.header
    assert (header.deck, header.moc) == ("强化学习 for LLM::核心算法::GRPO", "AI/LLM/RL/_MOC.md")
    assert (header.section, header.order) == ("核心算法 / GRPO ⭐（重点方向）", 4)
    first, second = deck.cards
    source = Source("GRPO 深度理解", "GRPO 理论", "它不依赖于……")
    assert first == CardBlock(Card(Basic("GRPO 用什么代替 Critic？", "一组回答的奖励。"), source, STAMP), first.raw)
    assert (first.line, second.line) == (10, 15)
    assert second.card == Card(Cloze("GRPO 的优势是 {{c1::组内标准化}}的奖励。"), None, None)
    assert deck.by_id == {STAMP.id: first}


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("Q: a\nb\n\nc\nA: d\n\n| e |\n|---|\n\nf", Basic("a\nb\n\nc", "d\n\n| e |\n|---|\n\nf")),
        ("Q:a\nA:b", Basic("a", "b")),
        ("Q: \n\n a  \nA:\n  b\n+\nmore\n\n+ item\n", Basic("a", "b", "more\n\n+ item")),
        ("Q: a\nT: b\n+\nc", Typed("a", "b", "c")),
        ("Q: a\nT: b\nA: c", Typed("a", "b\nA: c")),
        (
            "Q: a\n\n- [x] b\n- [X]  c \n\n- [ ] d\n+\nwhy",
            Choice("a", (Option("b", True), Option("c", True), Option("d", False)), "why"),
        ),
        ("C: {{c1::$\\frac{a}{b^{2}}$::h}}\nA: b\n+\nc", Cloze("{{c1::$\\frac{a}{b^{2}}$::h}}\nA: b", "c")),
        ("Q: ```py\nQ: b\n```\nA:\n~~~~\n# c\n~~~\n~~~~~", Basic("```py\nQ: b\n```", "~~~~\n# c\n~~~\n~~~~~")),
        ("Q: a\nA:\n- ```py\n  A: b\n  ```", Basic("a", "- ```py\n  A: b\n  ```")),
        (
            "Q: a\n\\A: b\n\\\\+\n\\- [ ] c\nA: \\# d\n\\# e\n\\A: f\n\\+",
            Basic("a\nA: b\n\\+\n- [ ] c", "\\# d\n# e\n\\A: f\n+"),
        ),
        ("Q: a\n> [[b]] c\nA: d\n> [!note] e\n> f", Basic("a\n> [[b]] c", "d\n> [!note] e\n> f")),
        ("Q: a\nA: b\n#tag\nQ is no token\n q: c", Basic("a", "b\n#tag\nQ is no token\n q: c")),
    ],
)
def test_what_a_person_writes(body: str, content: object) -> None:
    assert _card(body) == Card(content, None, None)  # type: ignore[arg-type]
    assert _card(f"{body}\n{COMMENT}\n") == Card(content, None, STAMP)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "printed"),
    [
        ("````\nQ: x\n```", "A:\n\\````\n\\Q: x\n\\```\n"),
        ("~~~\n```", "A:\n\\~~~\n\\```\n"),
        ("```\nQ: x\n````", "A:\n```\nQ: x\n````\n"),
        ("x\n  ~~~~\n~~~\n~~~~\n+", "A: x\n  ~~~~\n~~~\n~~~~\n\\+\n"),
        ("A: x\nA: y\n---\n\\---\n\\\\ --- ", "A: A: x\nA: y\n\\---\n\\\\---\n\\\\ ---\n"),
    ],
)
def test_a_fence_that_its_field_does_not_close_is_escaped(answer: str, printed: str) -> None:
    card = normal_card(Card(Basic("q", answer), None, STAMP))
    assert print_card(card) == f"Q: q\n{printed}{COMMENT}\n"
    assert _card(print_card(card)) == card


@pytest.mark.parametrize(
    ("behind", "rest"),
    [
        ("\n\n\nprose\n", "\n\nprose\n"),
        ("\n \n\t\nprose\n", " \n\t\nprose\n"),
        ("\n---\nprose\n", "---\nprose\n"),
        ("\n\n---\nprose\n", "\n---\nprose\n"),
        ("\n\n### h\nprose\n", "\n### h\nprose\n"),
        ("\n> [[n]] quote\n> more\nprose\n", "prose\n"),
        ("\n\n", "\n"),
        ("\n", ""),
    ],
)
def test_where_a_card_without_a_comment_ends(behind: str, rest: str) -> None:
    first, *others = _deck("Q: a\nA: b\n```\n\n\n---\n```" + behind).blocks
    assert isinstance(first, CardBlock)
    assert first.card.content == Basic("a", "b\n```\n\n\n---\n```")
    assert "".join(block.raw for block in others) == rest


def test_a_card_with_a_comment_goes_on_to_it() -> None:
    card = _card(f"Q: a\nA: b\n\n\n---\n\n\nc\n\n{COMMENT}\nprose\n")
    assert card.content == Basic("a", "b\n\n\n---\n\n\nc")


def test_a_quote_holds_lines_and_blank_lines() -> None:
    card = _card(f"Q: a\nA: b\n> [[AI/n.x#A#B|shown]] one\n>\n>  two\n>[[three]]\n> Q: four\n\n{COMMENT}\n")
    assert card.source == Source("AI/n.x", "A#B", "one\n\n two\n[[three]]\nQ: four")


def test_a_source_keeps_names_that_a_link_could_not_hold() -> None:
    source = Source("C# [x]", "a | b]] 100%25 #1 [y]", "q")
    card = Card(Basic("a", "b"), source, STAMP)
    assert "> [[C%23 [x%5D#a %7C b%5D] 100%2525 #1 [y%5D]] q\n" in print_card(card)
    assert _card(print_card(card)) == card


@pytest.mark.parametrize(
    "body", ["```\nQ: a\n```\n", "~~~\n# h\n<!-- card -->\n~~~\n", " Q: a\n", "q: a\nA: b\n+\n- [x] c\n"]
)
def test_prose_that_looks_like_cards_is_prose(body: str) -> None:
    assert not list(_deck(body).cards)


def test_the_comment_carries_what_it_must() -> None:
    stamp = Stamp(CardId("0123456789"), "model:a b", "", 0, True, "a--b>%\n<", ("a/b", "深度", "x y"))
    card = Card(Basic("a", "b", reversed=True), None, stamp)
    text = print_card(card)
    assert text.splitlines()[-1] == (
        "<!-- card 0123456789 by model:a%20b mod 1970-01-01T00:00:00Z guid a-%2Db%3E%25%0A%3C "
        "reversed retired tags a/b 深度 x%20y -->"
    )
    assert _card(text) == card
    assert _card("Q: a\nA: b\n<!--card k3f9w2qa7b retired mod 2026-11-22T07:00:00Z by me-->  \n").stamp == Stamp(
        STAMP.id, "me", "", STAMP.mod, True
    )


def test_times_are_seconds_of_utc() -> None:
    assert print_time(1795330800) == "2026-11-22T07:00:00Z"
    assert all(parse_time(print_time(seconds)) == seconds for seconds in (0, -1, 951782400, -62135596800, 253402300799))
    for text in ("2026-11-22", "2026-11-22T07:00:00", "2026-02-30T07:00:00Z", "2026-11-22T07:00:00+08:00"):
        with pytest.raises(ValueError, match=r"."):
            parse_time(text)


REFUSED = [
    ("", "deck-header-missing", 1, 1),
    ("\n---\ndeck: a\n---\n", "deck-header-missing", 1, 1),
    ("---\ndeck: a\n", "deck-header-unclosed", 1, 1),
    ("---\nmoc: a\n---\n", "deck-header-no-deck", 3, 1),
    ("---\nmoc: a\ndeck:\n---\n", "deck-header-no-deck", 3, 1),
    ("---\n- deck\n---\n", "deck-header-no-mapping", 2, 1),
    ("---\ndeck: a\nx: 深: b\n---\n", "deck-header-yaml", 3, 5),
    ("---\ndeck: [a\n---\n", "deck-header-yaml", 2, 9),
    ("---\ndeck: 深😀\x01\n---\n", "deck-header-yaml", 2, 9),
    ("---\ndeck: &a b\nx: *a\n---\n", "deck-header-alias", 2, 7),
    ("---\ndeck: a\norder: 1\ndeck: b\n---\n", "deck-header-duplicate", 4, 1),
    ("---\ndeck: a\nmoc: [b]\n---\n", "deck-header-value", 3, 6),
    ("---\ndeck: a\norder: 1.5\n---\n", "deck-header-order", 3, 8),
    (HEADER + "a\n  ```\nQ: b\n", "deck-fence-unclosed", 5, 1),
    (HEADER + "Q: a\n<<<<<<< HEAD\nA: b\n=======\nA: c\n>>>>>>> theirs\n", "deck-conflict", 5, 1),
    (HEADER + "Q: a\nA: b\n>>>>>>> theirs\n", "deck-conflict", 6, 1),
    (HEADER + "Q:\nA: b\n", "card-no-question", 4, 1),
    (HEADER + "Q: a\n\n\nA: b\n", "card-no-answer", 4, 1),
    (HEADER + "Q: a\n# h\nA: b\n", "card-no-answer", 4, 1),
    (HEADER + "Q: a\nA:\n\nQ: c\nA: d\n", "card-no-answer", 4, 1),
    (HEADER + "\nC: {{a}}\n", "card-no-deletion", 5, 1),
    (HEADER + "Q: a\n- [x] b\n", "card-few-options", 4, 1),
    (HEADER + "Q: a\n- [ ] b\n- [ ] c\n", "card-no-right-option", 4, 1),
    (HEADER + "Q: a\n- [ ] b\n- [x] \n", "card-empty-option", 6, 1),
    (HEADER + "Q: a\n- [ ] b\n- [x] c\n\nd\n", "card-text-among-options", 8, 1),
    (HEADER + "Q: a\n- [ ] b\n```\n```\n- [x] c\n", "card-text-among-options", 6, 1),
    (HEADER + "Q: a\n- [ ] b\n- [x] c\nA: d\n", "card-two-answers", 7, 1),
    (HEADER + "Q: a\nA: b\n> [[n#h] c\n", "card-source-unclosed", 6, 3),
    (HEADER + "Q: a\nA: b\n> [[#h]] c\n", "card-source-empty", 6, 5),
    (HEADER + f"Q: a\nA: b\n> [[n]] c\n\nd\n{COMMENT}\n", "card-text-after-source", 8, 1),
    (HEADER + "Q: a\nA: b\n<!-- card k3f9w2qa7b by me\nmod 2026-11-22T07:00:00Z -->\n", "card-comment-unclosed", 6, 1),
    (HEADER + "Q: a\nA: b\n<!-- card -->\n", "card-comment-word", 6, 11),
    (HEADER + "Q: a\nA: b\n<!-- card K3 -->\n", "card-comment-word", 6, 11),
    (HEADER + "Q: a\nA: b\n<!-- card k3f9w2qa7b mod 2026-11-22T07:00:00Z -->\n", "card-comment-word", 6, 47),
    (HEADER + "Q: a\nA: b\n<!-- card k3f9w2qa7b by me mod now -->\n", "card-comment-word", 6, 32),
    (HEADER + f"Q: a\nA: b\n{COMMENT.replace(' mod', ' by me mod')}\n", "card-comment-word", 6, 62),
    (HEADER + f"Q: a\nA: b\n{COMMENT.replace('5e0c', '5E0C')}\n", "card-comment-word", 6, 45),
    (HEADER + f"Q: a\nA: b\n{COMMENT.replace(' -->', ' tags %FF -->')}\n", "card-comment-word", 6, 92),
    (HEADER + f"Q: a\nA: b\n## h\nc\n{COMMENT}\n", "card-comment-orphan", 8, 1),
    (HEADER + f"Q: a\nA: b\n{COMMENT}\n{COMMENT}\n", "card-comment-orphan", 7, 1),
    (HEADER + f"Q: a\nT: b\n{COMMENT.replace(' -->', ' reversed -->')}\n", "card-reversed-kind", 6, 1),
    (HEADER + f"Q: a\nA: b\n{COMMENT}\nQ: c\nA: d\n{COMMENT}\n", "card-id-twice", 9, 1),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), REFUSED)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_refused_and_where(text: str, code: str, line: int, column: int, newline: str) -> None:
    with pytest.raises(DeckFileError) as caught:
        parse("\ufeff" + text.replace("\n", newline), "decks/a.md")
    error = caught.value
    assert (error.code, error.line, error.column) == (code, line, column)
    for language in ("en", "zh"):
        shown = message(error.code, language, **error.parameters)
        assert shown.startswith(f"decks/a.md:{line}:{column}: ")


def test_yaml_that_grows_or_nests_is_refused_at_once() -> None:
    bombs = ["deck: a\nb: " + "[" * 100_000, "a: &a [x, x]\nb: &b [*a, *a]\ndeck: c", "deck: {" * 50_000]
    for bomb in bombs:
        with pytest.raises(DeckFileError):
            parse(f"---\n{bomb}\n---\n")


def test_unknown_keys_and_comments_of_the_header_stay() -> None:
    text = "---\ncssclasses: [a]\ndeck: 'A::B' # mine\nsection: >\n  x\n  y\norder:\n---\n\nprose"
    deck = parse(text)
    assert (deck.header.deck, deck.header.section, deck.header.order, deck.header.moc) == ("A::B", "x y", 0, "")
    changed = with_header(deck, deck="A: B", section="z", order=7, moc="m.md")
    assert print_deck(changed) == (
        '---\ncssclasses: [a]\ndeck: "A: B" # mine\nsection: z\norder: 7\nmoc: m.md\n---\n\nprose'
    )
    assert parse(print_deck(changed)) == changed
    with pytest.raises(DeckFileError) as caught:
        with_header(parse("---\n{deck: a}\n---\n"), order=2)
    assert caught.value.code == "deck-header-fixed"


def test_a_card_that_could_not_be_read_again_is_not_printed() -> None:
    wrong: list[Card] = [
        Card(Basic("a", " "), None, None),
        Card(Cloze("a"), None, None),
        Card(Choice("a", (Option("b", True),)), None, None),
        Card(Basic("a", "b"), None, replace(STAMP, id=CardId("x"))),
        Card(Basic("a", "b"), None, replace(STAMP, by="")),
        Card(Basic("a", "b"), None, replace(STAMP, base="none")),
    ]
    for card in wrong:
        with pytest.raises(ValueError, match=r"card"):
            card_block(card)


def test_the_normal_form_of_a_card_without_a_comment() -> None:
    card = Card(Basic("a\r\n\r\n\r\nb\rc ", "```\n\n\n```\n\n\n\nd", reversed=True), Source("", "h", "q"), None)
    assert normal_card(card) == Card(Basic("a\n\nb\nc", "```\n\n\n```\n\nd"), None, None)
    assert content_digest(normal_card(card).content) != content_digest(card.content)  # `reversed` needs a comment


BODY = f"""
intro

## one

 Q: no card
Q:   a
A:   b
{COMMENT}
remark of mine

### my own

Q: mine
A: yes

## two ##

```
## three
```
Q: c
A: d"""


def test_only_the_comment_changes_where_only_the_stamp_did() -> None:
    deck = _deck(BODY)
    stamp = replace(STAMP, retired=True, mod=0)
    old = deck.by_id[STAMP.id].card
    changed = replace_cards(deck, {STAMP.id: replace(old, stamp=stamp)})
    new = "<!-- card k3f9w2qa7b by rules:question base 5e0c1f2a9b3d4e6f mod 1970-01-01T00:00:00Z retired -->"
    assert _text(changed) == BODY.replace(COMMENT, new)
    assert replace_cards(deck, {STAMP.id: old}) == deck
    last = len(deck.blocks) - 1
    mine = deck.blocks[last]
    assert isinstance(mine, CardBlock)
    taken = replace(STAMP, id=CardId("0000000000"))
    assert _text(replace_cards(deck, {last: replace(mine.card, stamp=taken)})) == f"{BODY}\n{OTHER}\n"
    with pytest.raises(KeyError):
        replace_cards(deck, {"zzzzzzzzzz": old})
    with pytest.raises(KeyError):
        replace_cards(deck, {0: old})


def test_a_changed_card_is_printed_anew_and_all_else_stays() -> None:
    deck = _deck(BODY)
    changed = replace_cards(deck, {STAMP.id: Card(Basic("new", "```\nx\n```"), None, STAMP)})
    assert _text(changed) == BODY.replace("Q:   a\nA:   b\n", "Q: new\nA:\n```\nx\n```\n")
    assert parse(print_deck(changed)) == changed


NEW = Card(Basic("new", "card"), None, replace(STAMP, id=CardId("0000000000")))
NEW_TEXT = f"Q: new\nA: card\n{OTHER}\n"


@pytest.mark.parametrize(
    ("heading", "order", "before", "inserted"),
    [
        ("one", (), "\n### my own", f"\n{NEW_TEXT}"),
        ("two", (), "", f"\n\n{NEW_TEXT}"),
        ("", (), "\n## one", f"\n{NEW_TEXT}"),
        ("three", (), "", f"\n\n## three\n\n{NEW_TEXT}"),
        ("one and a half", ("one", "one and a half", "two"), "\n## two ##", f"\n## one and a half\n\n{NEW_TEXT}"),
        ("none", ("zero", "none", "one"), "\n## one", f"\n## none\n\n{NEW_TEXT}"),
        ("last", ("two", "last"), "", f"\n\n## last\n\n{NEW_TEXT}"),
    ],
)
def test_where_new_cards_go(heading: str, order: tuple[str, ...], before: str, inserted: str) -> None:
    place = BODY.index(before) if before else len(BODY)
    changed = insert_cards(_deck(BODY), heading, [NEW], order)
    assert _text(changed) == BODY[:place] + inserted + BODY[place:]
    assert parse(print_deck(changed)) == changed
    assert [b.card for b in remove_cards(changed, ["0000000000"]).cards] == [b.card for b in _deck(BODY).cards]


def test_a_deck_from_nothing() -> None:
    second = replace(NEW, stamp=STAMP)
    deck = insert_cards(insert_cards(new_deck("A::B", order=3), "one", [NEW, second]), "two", [])
    assert print_deck(deck) == (
        f"---\ndeck: A::B\norder: 3\n---\n\n## one\n\n{NEW_TEXT}\n{NEW_TEXT.replace('0000000000', STAMP.id)}"
    )
    assert [block.line for block in deck.cards] == [8, 12]


def test_a_card_that_loses_its_neighbour_does_not_swallow_the_prose_behind() -> None:
    deck = _deck(f"Q: mine\nA: yes\n\nQ: a\nA: b\n{COMMENT}\n\nremark\n")
    left = remove_cards(deck, [STAMP.id])
    (block,) = left.cards
    assert block.card.content == Basic("mine", "yes")
    assert parse(print_deck(left)) == left
    assert print_deck(left).endswith("A: yes\n\n\nremark\n")


@pytest.mark.parametrize(
    "body",
    [
        "```a\n" * 20_000,
        "Q: a\nA: b\n" + "```a\n`````\n" * 10_000,
        "Q: a\nA: b\n\n\n" * 10_000,
        "Q: a\nA: b\n" + "\\" * 50_000 + "\n" + "- " * 50_000 + "\n" + "`" * 50_000 + "x`\n",
        "Q: a\nA: b\n> [[" + "[[#|%" * 20_000 + "\n",
        "Q: a\nA: b\n<!-- card " + "by x " * 20_000 + "-->\n",
        "C: " + "{{c1:" * 30_000 + "\n",
        " \n" * 50_000,
    ],
)
def test_long_nasty_files_take_linear_time(body: str) -> None:
    start = time.perf_counter()
    try:
        deck = parse(HEADER + body)
    except DeckFileError:
        pass
    else:
        for block in deck.cards:
            print_card(block.card)
    lines = [line for line in body.split("\n") if not line.startswith(("Q:", "A:", "> [["))]
    print_card(normal_card(Card(Basic("a", "b" + "\n".join(lines)), None, None)))
    assert time.perf_counter() - start < 3
