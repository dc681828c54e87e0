"""The parts of a build of few notes that look something up do so as what they stand for would."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.changes.looks import Field, Sought, alike, look, packed
from studykit.decks.format import parse
from studykit.flows.incremental.stored_text import cards_in
from studykit.flows.known.alike import Alike, alike_fact
from studykit.flows.known.memory import leave, recall
from studykit.flows.known.names import Names, names_fact
from studykit.flows.reading.scan import Scan
from studykit.store.looks import Looks
from studykit.text.normal import normal
from tests.conftest import ROOT

fronts = st.lists(st.text("为什么要截断比率组均值基线abc", min_size=1, max_size=12), max_size=5)
rows = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3), st.tuples(fronts, fronts, st.integers(0, 9)), max_size=8
)


def _looks(found: dict[str, tuple[list[str], list[str], int]]) -> list[Looks]:
    return [
        Looks(note, packed(map(look, free)), packed(map(look, standing)), choices)
        for note, (free, standing, choices) in sorted(found.items())
    ]


@given(rows, rows, fronts)
def test_near_is_as_if_each_look_were_compared(
    before: dict[str, tuple[list[str], list[str], int]],
    changes: dict[str, tuple[list[str], list[str], int]],
    asked: list[str],
) -> None:
    every = sorted({*before, *changes, "z"})
    alike = Alike(alike_fact(every, _looks(before)).encode())
    alike.reading(lambda notes: [row for row in _looks(before) if row.note in notes])
    for front in asked:
        alike.near(front, free=True, without=())
    gone = sorted(before)[:1]
    alike.hold(_looks(changes), [*changes, *gone])
    now = {note: row for note, row in {**before, **changes}.items() if note not in gone or note in changes}
    stands = _looks(now)
    assert alike.fact() == alike_fact(every, stands)
    without = sorted(now)[1:2]
    for free in (True, False):
        field = Field((row.note, row.free if free else row.standing) for row in stands if row.note not in without)
        for front in asked:
            assert alike.near(front, free=free, without=without) == field.near(front)
    assert sorted(alike.choices(without=())) == sorted(row.choices for row in stands if row.choices)
    for row in stands:
        assert alike.of(row.note) == row


_words = st.text("为什么要截断比率组均值基线abc", min_size=1, max_size=40)


@given(_words, _words, st.integers(0, 40), st.text("为什么abc", max_size=6))
def test_no_look_hides_a_front_that_is_alike(one: str, other: str, at: int, more: str) -> None:
    for theirs in (other, f"{one[:at]}{more}{one[at:]}", f"{one[:at]}{one[at + 1 :]}"):
        mine, front = normal(one), normal(theirs)
        if mine and front and alike(mine, front):
            assert Sought(mine).may_be(look(front))
            assert Sought(front).may_be(look(mine))


FENCED = """---
deck: A
order: 1
---

## One

Q: first?
A: an answer
<!-- card aaaaaaaaaa by me mod 2026-01-01T00:00:00Z -->

Q: second?
A:
```
<!-- card bbbbbbbbbb by me -->
```
> [[N]] quote
<!-- card cccccccccc by me mod 2026-01-01T00:00:00Z -->
Prose <!-- card --> of a person.

C: {{c1::third}} text
<!-- card dddddddddd by me mod 2026-01-01T00:00:00Z -->"""


def _texts() -> list[str]:
    decks = sorted((ROOT / "decks").rglob("*.md"))[:4]
    return [FENCED, FENCED.replace("\n", "\r\n"), *(path.read_bytes().decode() for path in decks)]


@pytest.mark.parametrize("number", range(6))
def test_some_cards_are_what_they_are_in_the_whole_file(number: int) -> None:
    texts = _texts()
    if number >= len(texts):
        pytest.skip("the reference decks are not here")
    blocks = parse(texts[number], "x.md").by_id
    ids = list(blocks)
    some_of = [ids[:1], ids[-1:], ids[1:3], ids[::5], ids, []]
    chosen = [set(map(str, part)) for part in some_of] + [{"zzzzzzzzzz"}]
    for some in chosen:
        expected = [blocks[key].card for key in ids if key in some]
        assert cards_in(texts[number], "x.md", some) == expected


names = st.text("ab\u4e2d/ \t.é\x00", min_size=1, max_size=6)
index = st.dictionaries(names, st.lists(names, min_size=1, max_size=3), max_size=8)


def _scan(
    paths: dict[str, list[str]], tails: dict[str, list[str]], aliases: dict[str, list[str]], said: set[str]
) -> Scan:
    resolver = SimpleNamespace(_paths=paths, _tails=tails, _aliases=aliases)
    return cast("Scan", SimpleNamespace(resolver=resolver, names=frozenset(said)))


@given(index, index, index, st.sets(names, min_size=1), names)
def test_names_are_found_as_in_the_dictionaries(
    paths: dict[str, list[str]],
    tails: dict[str, list[str]],
    aliases: dict[str, list[str]],
    said: set[str],
    other: str,
) -> None:
    fact = names_fact(_scan(paths, tails, aliases, said))
    known = Names(fact.encode())
    assert known.whole
    assert set(known.plain) == said
    assert all(
        (name in known.plain) == (name in said)
        for name in (*said, *(f"{name}{more}" for name in said for more in "a\x1e"))
    )
    assert "" not in known.plain or "" in said
    for index, meant in zip(known.indexes, (paths, tails, aliases), strict=True):
        for key in (*meant, other):
            assert index.get(key, ["none"]) == meant.get(key, ["none"])
        assert {key: found for key, found in index.items() if found} == meant


@pytest.mark.parametrize("name", ["a\x1fb", "a\x1e", "\x1d", "\udc80"])
def test_a_name_that_cannot_be_kept_makes_every_build_a_whole_one(name: str) -> None:
    assert not Names(names_fact(_scan({"a": [name]}, {}, {}, {"a"})).encode()).whole


def test_what_a_build_left_is_worth_nothing_after_another(tmp_path: Path) -> None:
    store = str(tmp_path)
    memory = recall(store, "1")
    leave(store, "2", memory)
    assert recall(store, "2") is memory
    assert recall(store, "3") is not memory
    assert recall(f"{store}/other", "2") is not memory
