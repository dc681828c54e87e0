"""Keys and ids are kept for good: however they are worked out, the same text has the same ones."""

from hypothesis import given
from hypothesis import strategies as st

from studykit.changes.keys import keys_of_draft
from studykit.changes.matches import Offered
from studykit.model.card import Basic, Content, Draft, Source
from studykit.model.ids import CardId, NotePath, anki_guid, digest, digest_number


def _offered(content: Content) -> Offered:
    source = Source("Note", "", "GRPO 用组内均值代替 [[价值模型]]")
    return Offered(Draft(content, source, "rules:question"), NotePath("Note.md"))


def test_keys_are_the_ones_that_stores_hold() -> None:
    found = keys_of_draft(_offered(Basic("为什么用组内均值？", "不必训练 a critic")))
    assert sorted(found) == [63378684003946395, 402596417598857906, 832798267006004473]


def test_a_guid_stays_what_it_is() -> None:
    assert anki_guid(CardId("0123456789")) == "e!.Ff&G!Sd"


@given(st.text(), st.integers(1, 64))
def test_a_number_is_the_first_bits_of_the_digest(text: str, bits: int) -> None:
    assert f"{digest_number('tie', text, bits=bits):0{bits}b}" == f"{int(digest('tie', text), 16):0256b}"[:bits]
