"""What a map says of the other notes is found at once, and is what a walk through the map finds."""

from hypothesis import given
from hypothesis import strategies as st

from studykit.flows.reading.glosses import glosses_of
from studykit.model.concept import Concept, Entry, Moc, Section, SectionId
from studykit.model.ids import NotePath

ENTRIES = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(("", "one", "two", "three"))), max_size=6)


@given(st.lists(ENTRIES, max_size=4), st.sampled_from("abcd"), st.integers(0, 4))
def test_the_glosses_of_the_other_notes_near_and_far(
    listed: list[list[tuple[str, str]]], note: str, number: int
) -> None:
    sections = tuple(
        Section(
            SectionId("m.md", (str(i),)), "", i, tuple(Entry(NotePath(n), "", gloss, 1, "") for n, gloss in entries)
        )
        for i, entries in enumerate(listed)
    )
    concept = Concept(NotePath(note), SectionId("m.md", (str(number),)), "", 0, "", "", "", 0, ())
    near, far = glosses_of(Moc(NotePath("m.md"), "", sections, (), ())).around(concept)
    every = [(s.id == concept.section, e.gloss) for s in sections for e in s.entries if e.gloss and e.note != note]
    assert list(near) == [gloss for own, gloss in every if own]
    assert list(far) == [gloss for own, gloss in every if not own]
