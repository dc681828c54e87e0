"""Columns of looks answer for all notes at once what each look would by itself."""

from hypothesis import given
from hypothesis import strategies as st

from studykit.changes.looks import WIDTH
from studykit.flows.known.columns import Columns

LOOKS = st.integers(0, 2**WIDTH - 1) | st.sets(st.integers(0, WIDTH - 1), max_size=12).map(
    lambda bits: sum(1 << bit for bit in bits)
)


@given(st.lists(LOOKS, max_size=20), LOOKS, st.integers(-3, 14), st.data())
def test_each_look_is_found_by_the_bits_it_shares(
    looks: list[int], asked: int, least: int, data: st.DataObject
) -> None:
    columns = Columns.of(looks)
    for _ in range(3):
        meant = [place for place, one in enumerate(looks) if (one & asked).bit_count() >= least]
        assert columns.with_most(asked, least) == meant
        again = Columns(columns.text, columns.notes)
        assert again.text == Columns.of(looks).text
        assert again.with_most(asked, least) == meant
        change = data.draw(st.sampled_from(["put", "insert", "remove"]))
        if change == "insert":
            place = data.draw(st.integers(0, len(looks)))
            columns.insert([place, place])
            looks = [*looks[:place], 0, 0, *looks[place:]]
        elif looks:
            place = data.draw(st.integers(0, len(looks) - 1))
            if change == "put":
                look = data.draw(LOOKS)
                columns.put(place, look)
                looks = [*looks[:place], look, *looks[place + 1 :]]
            else:
                columns.remove([place])
                looks = [*looks[:place], *looks[place + 1 :]]
