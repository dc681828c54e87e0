"""The best pairing has the highest total of all."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from studykit.changes.assignment import LARGEST, assign

SCORES = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 100).map(lambda n: n / 100), max_size=15
)


def best_total(edges: dict[tuple[int, int], float]) -> float:
    rows = sorted({row for row, _ in edges})
    columns: list[int | None] = [*sorted({column for _, column in edges}), *([None] * len(rows))]
    totals = (
        sum(edges.get((row, column), 0.0) for row, column in zip(rows, chosen, strict=True) if column is not None)
        for chosen in permutations(columns, len(rows))
    )
    return max(totals, default=0.0)


@given(SCORES)
def test_the_total_is_the_highest(edges: dict[tuple[int, int], float]) -> None:
    if len({row for row, _ in edges}) > 3:
        edges = {key: score for key, score in edges.items() if key[0] < 3}
    found = assign(edges, 0.0).pairs
    assert len(set(found.values())) == len(found)
    assert abs(sum(edges[pair] for pair in found.items()) - best_total(edges)) < 1e-9


@given(SCORES)
def test_what_is_open_is_in_no_pair(edges: dict[tuple[int, int], float]) -> None:
    found = assign(edges, 0.06)
    assert not found.rows & found.pairs.keys()
    assert not found.columns & set(found.pairs.values())
    assert all(pair in edges for pair in found.pairs.items())


def test_an_exchange_that_costs_little_is_open() -> None:
    close = {(0, 0): 0.9, (0, 1): 0.88, (1, 0): 0.88, (1, 1): 0.9}
    assert assign(close, 0.06).rows == {0, 1}
    clear = {(0, 0): 0.95, (0, 1): 0.92, (1, 0): 0.8, (1, 1): 0.99}
    assert assign(clear, 0.06).pairs == {0: 0, 1: 1}


def test_a_crowd_is_paired_best_first() -> None:
    size = LARGEST + 20
    edges = {(row, column): 0.9 if row == column else 0.5 for row in range(size) for column in range(size)}
    assert assign(edges, 0.06).pairs == {row: row for row in range(size)}
