"""Keys and ids are kept for good: however they are worked out, the same text has the same ones."""

from hypothesis import given
from hypothesis import strategies as st

from studykit.changes.keys import keys_of_draft, supports_of
from studykit.changes.matches import Offered
from studykit.model.card import Basic, Content, Draft, Source
from studykit.model.ids import _BASE91, CardId, NotePath, anki_guid, digest


def _offered(content: Content) -> Offered:
    source = Source("Note", "", "GRPO 用组内均值代替 [[价值模型]]")
    return Offered(Draft(content, source, "rules:question"), NotePath("Note.md"))


def test_keys_are_the_ones_that_stores_hold() -> None:
    found = keys_of_draft(_offered(Basic("为什么用组内均值？", "不必训练 a critic")))
    assert sorted(found) == [1780848035, 1901195118, 3063025013]


SAID = st.sampled_from(
    ["", "GRPO", "[[价值模型]]", "用组内均值代替 [[价值模型]]", "用组内均值代替 [[回报|价值模型]]", "a [[b#c|d]] e"]
)


@given(SAID, SAID, SAID, SAID, SAID, SAID)
def test_what_could_support_two_cards_gives_both_a_key(
    quote: str, asks: str, says: str, other: str, asks_too: str, says_too: str
) -> None:
    one = Offered(Draft(Basic(asks, says), Source("A", "", quote), "rules:gloss"), NotePath("A.md"))
    two = Offered(Draft(Basic(asks_too, says_too), Source("A", "", other), "rules:gloss"), NotePath("A.md"))
    mine, theirs = (set(supports_of(draft.content, draft.by, draft.source.quote, note)) for draft, note in (one, two))
    if mine & theirs:
        assert keys_of_draft(one) & keys_of_draft(two)


def test_a_guid_stays_what_it_is() -> None:
    assert anki_guid(CardId("0123456789")) == "e!.Ff&G!Sd"


@given(st.text())
def test_a_guid_is_the_first_bits_of_a_digest(key: str) -> None:
    number = int(digest("anki-guid", key)[:16], 16)
    letters = []
    for _ in range(10):
        number, index = divmod(number, len(_BASE91))
        letters.append(_BASE91[index])
    assert anki_guid(CardId(key)) == "".join(letters)
