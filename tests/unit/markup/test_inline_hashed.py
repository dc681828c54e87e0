"""hashcards' names for its cards: BLAKE3 by its authors' vectors, and what is hashed by that tool's own cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.markup.inline.blake3 import blake3
from studykit.markup.inline.hashed import basic_hash, cloze_hash, hashed_cards

VECTORS = {
    0: "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
    1: "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213",
    1023: "10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11",
    1024: "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7",
    1025: "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444",
    2048: "e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a",
    2049: "5f4d72f40d7a5f82b15ca2b2e44b1de3c2ef86c426c95c1af0b6879522563030",
    3073: "7124b49501012f81cc7f11ca069ec9226cecb8a2c850cfe644e327d22d3e1cd3",
    4096: "015094013f57a5277b59d8475c0501042c0b642e531b0a1c8f58d2163229e969",
    5121: "628bd2cb2004694adaab7bbd778a25df25c47b9d4155a55f8fbd79f2fe154cff",
    6145: "f1323a8631446cc50536a9f705ee5cb619424d46887f3c376c695b70e0f0507f",
}
"""Of `test_vectors.json` by BLAKE3's authors: the length of the input 0, 1 … 250, 0, 1 … and its hash."""


@pytest.mark.parametrize("length", VECTORS)
def test_blake3(length: int) -> None:
    assert blake3(bytes(number % 251 for number in range(length))) == VECTORS[length]


def test_the_hash_that_the_tool_tests_itself_with() -> None:
    assert blake3(b"test") == "4878ca0425c739fa427f7eda20fe845f6b2e46ba5fe2a14df5b1e32f50603215"


CLOZES = [
    ("Foo [bar] baz.", "Foo bar baz.", [(4, 6)]),
    ("Foo [bar] baz [quux].", "Foo bar baz quux.", [(4, 6), (12, 15)]),
    ("Foo [bar] ![](image.jpg) [quux].", "Foo bar ![](image.jpg) quux.", [(4, 6), (23, 26)]),
    ("[foo]\n[bar]\nbaz.", "foo\nbar\nbaz.", [(0, 2), (4, 6)]),
    (r"Key: [`\[`]", "Key: `[`", [(5, 7)]),
    (r"\[markdown\] [`\[cloze\]`]", "[markdown] `[cloze]`", [(11, 19)]),
    ("The notation [$n!$] means", "The notation $n!$ means", [(13, 16)]),
    ("\nBuild it.\n\n— [Paul Graham], [_H_]\n\n", "Build it.\n\n— Paul Graham, _H_", [(15, 25), (28, 30)]),
    ("See [the docs](https://x) for [answer]", "See [the docs](https://x) for answer", [(30, 35)]),
]
"""Texts with what the tool's own tests say of them: the text without brackets, first and last byte of deletions."""


@pytest.mark.parametrize(("text", "clean", "places"), CLOZES, ids=[text[:12] for text, _, _ in CLOZES])
def test_deletions_are_hashed_by_their_bytes(text: str, clean: str, places: list[tuple[int, int]]) -> None:
    [card] = hashed_cards(f"C:{text}" if text.startswith("\n") else f"C: {text}")
    for first, last in places:
        assert any(cloze_hash(clean.encode(), first, last + 1) in face.hashes for face in card.faces)


def test_a_link_is_hashed_as_older_versions_read_it_too() -> None:
    [card] = hashed_cards("C: See [the docs](https://x) for [answer]")
    older = b"See the docs(https://x) for answer"
    assert [face.hidden for face in card.faces] == ["the docs", "answer"]
    assert cloze_hash(older, 28, 34) in card.faces[1].hashes


def test_cards_of_a_file() -> None:
    text = (
        '---\nname = "Cells"\n---\n\nQ: foo\r\nbaz\r\nA: FOO\n\nBAR\n\nC: [a]\nC: [b]\n---\nprose\nQ: x\nQ: y\nA: z\n'
    )
    found = list(hashed_cards(text))
    assert [one.line for one in found] == [5, 11, 12, 16]
    assert found[0].faces[0].hashes == (basic_hash("foo\nbaz", "FOO\n\nBAR"),)
    assert found[3].faces[0].hashes == (basic_hash("y", "z"),)


@given(
    st.lists(st.sampled_from(["Q: a", "A: b", "C: [x] y", "[", "]", "\\", "![", "](", "\n", "---", "字"]), max_size=30)
)
def test_never_raises(pieces: list[str]) -> None:
    for sep in ("", "\n"):
        for card in hashed_cards(sep.join(pieces)):
            assert card.faces
            assert all(len(name) == 64 for face in card.faces for name in face.hashes)
