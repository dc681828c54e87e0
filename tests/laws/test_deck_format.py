"""Laws of the deck file: what is printed is read back, what is read is printed back, edits touch their cards alone."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from studykit.decks import grammar
from studykit.decks.format import (
    Block,
    CardBlock,
    Deck,
    Prose,
    card_block,
    content_fault,
    insert_cards,
    insert_groups,
    new_deck,
    normal_card,
    parse,
    print_deck,
    remove_cards,
    replace_cards,
    with_header,
)
from studykit.errors import DeckFileError
from studykit.model.card import Basic, Card, Choice, Cloze, Content, Option, Source, Stamp, Typed
from studykit.model.ids import CardId, digest, mint_card_id

LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

NASTY = [
    *("Q: a", "Q:", "C: x", "A: b", "A:", "T: c", "T:", "+", "+ ", "+ item", "++", "---", "----  ", "- - -", "***"),
    *("- [x] yes", "- [ ] no", "- [X] so", "- [ ]", "- [x]", "- item", "* [ ] star", "1. one"),
    *("> [[n#h]] q", "> [[", "> [[n]]", ">[[x]] y", "> quote", ">", "> ", "> ```", "> [!note] callout", ">> deep"),
    *(
        "# h",
        "## 标题 ##",
        "####### no",
        "#tag",
        "#",
        "<!-- card",
        "<!-- cards -->",
        "<!--card x-->",
        "<!-- remark -->",
    ),
    *("```", "```python", "~~~", "~~~~", "````", "  ```", "    ~~~ x", "- ```", "1. ~~~", "> ~~~", "A: ```", "Q: ~~~"),
    *(
        "\\",
        "\\\\",
        "\\Q: a",
        "\\\\A: b",
        "\\+",
        "\\```",
        "\\\\~~~ z",
        "\\# h",
        "\\> [[n]]",
        "\\---",
        "\\- [ ] x",
        "\\text",
    ),
    *("", "", "  ", "\t", " Q: in", "x  ", "　全角", "a\u2028b", "a\x0cb", "a\x85b", "\ufeffx"),
    *("<<<<<<< HEAD", "<<<<<<<", ">>>>>>> a", "\\<<<<<<< b", "<<<<<<<<", "======="),
    *("| a | b |", "|---|---|", "$$", "\\frac{a}{b}", "$\\{x\\}$ }}", "{{c1::a}}", "{{c1::$\\frac{a}{b^{2}}$}}"),
    *("{{c2::组内::提示}}，均值", "```Q: x```", "`` ` ``", "价值函数 $V(s)$", "中文。", "C:\\path", "q: small", "---x"),
]
lines = st.sampled_from(NASTY) | st.text(st.sampled_from("QCAT:+-#>[]x `~\\<!{}0 中\t"), max_size=8)
texts = st.lists(lines, min_size=1, max_size=6).map("\n".join)
words = st.text(st.sampled_from("ab中#|]%[^-> <2357CD."), min_size=1, max_size=8)
details = st.just("") | texts


@st.composite
def contents(draw: st.DrawFn) -> Content:
    match draw(st.integers(0, 3)):
        case 0:
            return Basic(draw(texts), draw(texts), draw(details), draw(st.booleans()))
        case 1:
            return Typed(draw(texts), draw(texts), draw(details))
        case 2:
            options = draw(st.lists(st.builds(Option, lines, st.booleans()), min_size=1, max_size=4))
            return Choice(draw(texts), (*options, Option("right", True)), draw(details))
        case _:
            cloze = draw(st.sampled_from(["{{c1::$\\frac{a}{b^{2}}$}}", "{{c1::x::h}} and {{c12::```}}"]))
            return Cloze("\n".join(draw(st.permutations([draw(texts), cloze]))), draw(details))


sources = st.none() | st.builds(Source, words, st.just("") | words, texts)
stamps = st.builds(
    Stamp,
    id=st.integers(0, 10**6).map(lambda n: mint_card_id("s", "n", "k", str(n))),
    by=st.sampled_from(["me", "rules:question", "model:a b--c", "model:深度"]) | words,
    base=st.just("") | st.integers().map(lambda n: digest("b", str(n))[:16]),
    mod=st.integers(0, 4_000_000_000) | st.integers(-60_000_000_000, 250_000_000_000),
    retired=st.booleans(),
    guid=st.just("") | st.text(max_size=10).map(lambda text: text.encode("utf-8", "replace").decode()),
    tags=st.lists(st.sampled_from(["a", "a/b", "retired", "深度/强化", "x-->y", "by", "-- -"]), max_size=3).map(tuple),
)


@st.composite
def cards(draw: st.DrawFn) -> Card:
    card = normal_card(Card(draw(contents()), draw(sources), draw(st.none() | stamps)))
    assume(content_fault(card.content) is None)
    return card


def _prose(text: str) -> str:
    """The text as prose that holds no card: fences closed, openers and comments masked."""
    kept, opening = [], ""
    for line in text.split("\n"):
        if opening:
            opening = "" if grammar.closes(line, opening) else opening
            kept.append(line)
        elif any(token.match(line) for token in (grammar.CARD, grammar.COMMENT, grammar.CONFLICT)):
            kept.append("\\" + line)
        else:
            opening = grammar.fence_opening(line)
            kept.append(line)
    return "\n".join([*kept, opening, ""])


@st.composite
def decks(draw: st.DrawFn) -> Deck:
    """Decks as parsing gives them: no two proses in a row, and what ends a card without a comment behind it."""
    blocks: list[Block] = []
    seen: set[CardId] = set()
    for card in draw(st.lists(cards(), max_size=4)):
        if card.stamp is not None and card.stamp.id in seen:
            continue
        seen |= {card.stamp.id} if card.stamp is not None else set()
        prose = draw(st.just("") | texts.map(_prose))
        if blocks and isinstance(last := blocks[-1], CardBlock) and last.card.stamp is None and prose:
            prose = draw(st.sampled_from(["\n\n", "\n \n", "# h\n", "---\n", "\n## 下一个\n"])) + prose
        blocks += [Prose(prose)] if prose else []
        blocks.append(card_block(card))
    name = draw(
        st.sampled_from(["强化学习 for LLM::核心算法", "a: b", "- x #y", "yes", "123", "⭐ x", '"q"', "a\u2028b c"])
    )
    deck = new_deck(
        " ".join(name.split()), draw(st.sampled_from(["", "AI/_MOC.md"])), draw(st.sampled_from(["", "x / [y]"])), 4
    )
    return replace(deck, blocks=tuple(blocks), newline=draw(st.sampled_from(["\n", "\r\n"])), bom=draw(st.booleans()))


@given(cards())
@LAW
def test_a_printed_card_is_read_back(card: Card) -> None:
    deck = replace(new_deck("d"), blocks=(card_block(card),))
    assert [block.card for block in parse(print_deck(deck)).cards] == [card]
    assert normal_card(card) == card


@given(decks())
@LAW
def test_a_printed_deck_is_read_back(deck: Deck) -> None:
    text = print_deck(deck)
    again = parse(text)
    assert again == deck
    lf = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for block in again.cards:
        assert lf[block.line - 1] == block.raw.split("\n")[0]


COMMENT = "<!-- card {} by rules:x base 5e0c1f2a9b3d4e6f mod 2026-11-22T07:00:00Z -->"
comments = st.integers(0, 40).map(lambda n: COMMENT.format(mint_card_id("s", "n", "k", str(n))))


@st.composite
def chunks(draw: st.DrawFn) -> str:
    """Some lines of a file: nasty ones, or most of a card with nasty ones in it."""
    line = st.sampled_from(NASTY)
    if draw(st.booleans()):
        return draw(line | comments | st.sampled_from(["", "", "中文"]))
    parts = [
        draw(
            st.sampled_from(
                ["Q: a\nA: b", "Q: a\nT: b", "C: {{c1::x}}", "Q: a\n- [x] b\n- [ ] c", "Q: ~~~\nA:\n~~~\nA: x"]
            )
        )
    ]
    parts += draw(st.lists(line, max_size=3)) if draw(st.booleans()) else []
    parts += draw(st.sampled_from([[], ["> [[n#h]] q", "> [[m]] more"]]))
    parts += [draw(comments)] if draw(st.booleans()) else []
    return "\n".join(parts)


endings = st.sampled_from(["\n"] * 8 + ["\r\n", "\r", "\r\r\n"])


@st.composite
def files(draw: st.DrawFn) -> str:
    """Files from nasty lines, half of them with one kind of line ends."""
    body = "\n".join(draw(st.lists(chunks(), max_size=5))).split("\n")
    header = ["---", "deck: d", draw(st.sampled_from(["order: 3", "x: [1, 2]", "moc: a # note", ""])), "---"]
    bom = draw(st.sampled_from(["", "\ufeff"]))
    if draw(st.booleans()):
        return bom + draw(st.sampled_from(["\n", "\r\n"])).join([*header, *body])
    return bom + "".join(f"{line}\n" for line in header) + "".join(line + draw(endings) for line in body)


counts = {"refused": 0, "prose": 0, "cards": 0}


@given(files())
@settings(LAW, max_examples=2 * settings().max_examples)
def _read_and_print(text: str) -> None:
    refused: DeckFileError | None = None
    try:
        deck = parse(text, "deck.md")
    except DeckFileError as error:
        refused = error
    if refused is not None:
        counts["refused"] += 1
        shown = text.removeprefix("\ufeff").split("\n")
        assert 1 <= refused.line <= len(shown)
        assert 1 <= refused.column <= len(shown[refused.line - 1]) + 1
        assert refused.path == "deck.md"
        return
    counts["cards" if any(deck.cards) else "prose"] += 1
    assert print_deck(deck) == text
    for block in deck.cards:
        assert normal_card(block.card) == block.card
        assert [b.card for b in parse(print_deck(replace(new_deck("d"), blocks=(card_block(block.card),)))).cards] == [
            block.card
        ]


def test_a_file_that_is_read_is_printed_as_it_was() -> None:
    counts.update(dict.fromkeys(counts, 0))
    _read_and_print()
    assert min(counts["cards"], counts["refused"]) >= 0.15 * sum(counts.values()), counts


@given(decks(), st.lists(cards(), min_size=1, max_size=4), st.data())
@LAW
def test_an_edit_touches_the_changed_cards_alone(deck: Deck, new: list[Card], data: st.DataObject) -> None:
    places = [index for index, block in enumerate(deck.blocks) if isinstance(block, CardBlock)]
    assume(places)
    chosen = data.draw(st.lists(st.sampled_from(places), unique=True, max_size=len(new)))
    changes: dict[int | str, Card] = {}
    for index, card in zip(chosen, new, strict=False):
        old = deck.blocks[index]
        assert isinstance(old, CardBlock)
        changes[index] = replace(card, stamp=old.card.stamp)  # an id is carried
    changes = {index: card for index, card in changes.items() if content_fault(normal_card(card).content) is None}
    edited = replace_cards(deck, changes)
    assert parse(print_deck(edited)) == edited
    before, after = list(deck.cards), list(edited.cards)
    for place, one, other in zip(places, before, after, strict=True):
        if place in changes:
            assert other.card == normal_card(changes[place])
        else:
            assert (other.raw, other.card) == (one.raw, one.card)
    assert _prose_lines(edited) == _prose_lines(deck)


@given(decks(), st.lists(cards(), min_size=1, max_size=3), st.sampled_from(["", "h", "标题", "下一个", "新 C#", "a"]))
@LAW
def test_new_cards_are_lines_more_and_nothing_less(deck: Deck, new: list[Card], heading: str) -> None:
    taken = set(deck.by_id)
    fresh: list[Card] = []
    for card in new:
        if card.stamp is None or card.stamp.id not in taken:
            fresh.append(card)
            taken |= {card.stamp.id} if card.stamp is not None else set()
    edited = insert_cards(deck, heading, fresh, ["a", "标题", heading, "下一个"])
    assert parse(print_deck(edited)) == edited
    old = [block.raw for block in deck.cards]
    assert _is_subsequence(old, [block.raw for block in edited.cards])
    assert len(list(edited.cards)) == len(old) + len(fresh)
    assert _is_subsequence(print_deck(deck).split("\n"), print_deck(edited).split("\n"))
    if fresh and heading:
        assert any(f"## {heading}" in block.raw for block in edited.blocks if isinstance(block, Prose))


@given(
    decks(),
    st.lists(st.tuples(st.sampled_from(("a", "标题", "新的概念", "")), st.lists(cards(), max_size=2)), max_size=4),
)
@LAW
def test_groups_of_cards_go_where_they_would_go_one_after_the_other(
    deck: Deck, groups: list[tuple[str, list[Card]]]
) -> None:
    order = ["a", "标题", "下一个"]
    groups = [(heading, _fresh(deck, found, number)) for number, (heading, found) in enumerate(groups)]
    single = deck
    for heading, found in groups:
        single = insert_cards(single, heading, found, order)
    assert insert_groups(deck, groups, order) == single


def _fresh(deck: Deck, found: list[Card], number: int) -> list[Card]:
    """The cards with ids that stand nowhere else."""
    return [
        replace(card, stamp=replace(card.stamp, id=CardId(f"{number:05}{place:05}")))
        for place, card in enumerate(found)
        if card.stamp is not None and deck
    ]


@given(decks(), st.data())
@LAW
def test_removed_cards_leave_the_others(deck: Deck, data: st.DataObject) -> None:
    places = [index for index, block in enumerate(deck.blocks) if isinstance(block, CardBlock)]
    gone = data.draw(st.sets(st.sampled_from(places))) if places else set()
    edited = remove_cards(deck, gone)
    assert parse(print_deck(edited)) == edited
    left = [block for index, block in enumerate(deck.blocks) if index in places and index not in gone]
    assert list(edited.cards) == left
    assert _prose_lines(edited) == _prose_lines(deck)


@given(st.text(max_size=20), st.integers(0, 10**9 - 1))
@LAW
def test_a_header_takes_any_name(name: str, order: int) -> None:
    name = " ".join(name.encode("utf-8", "replace").decode().split())
    assume(name)
    deck = with_header(
        parse("---\ndeck: old # why\ncssclasses: [a, b]\nsection: |\n  x\n  y\n---\n"), deck=name, order=order
    )
    again = parse(print_deck(deck))
    assert again == deck
    assert (again.header.deck, again.header.order, again.header.section) == (name, order, "x y")
    assert "# why\ncssclasses: [a, b]\n" in print_deck(deck)


def _prose_lines(deck: Deck) -> list[str]:
    """The lines of prose that are not blank."""
    raw = "\n".join(block.raw for block in deck.blocks if isinstance(block, Prose))
    return [line for line in raw.split("\n") if line.strip()]


def _is_subsequence(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(any(one == other for other in rest) for one in few)
