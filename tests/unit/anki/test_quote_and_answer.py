"""A quote that is the answer is written once for both fields, and is what it would be by itself."""

from hypothesis import given
from hypothesis import strategies as st

from studykit.anki.fields import package_note
from studykit.markup.html import to_html
from studykit.model.card import Basic, Card, Source, Stamp
from studykit.model.ids import CardId

_TEXTS = st.text(st.sampled_from("ab `$*[]!<>{}\\\n中"), max_size=12) | st.sampled_from(
    ["![[a.png]]", "<img src='a.png'>", "`x`", "$x_1$", "**b**", "[[n|l]]", "- a\n- b"]
)


@given(_TEXTS, _TEXTS)
def test_the_field_is_the_quotes_own(answer: str, other: str) -> None:
    for quote in (answer, other):
        card = Card(Basic("q", answer), Source("n", "h", quote), Stamp(CardId("0123456789"), "rules:question", "", 0))
        note = package_note(card, deck="A", vault="v", image=lambda target: f"{target}.webp", due=0)
        assert note.fields[1] == to_html(answer, lambda target: f"{target}.webp")
        assert note.fields[6] == to_html(quote, lambda _: None)
