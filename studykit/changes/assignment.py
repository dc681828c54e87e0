"""The best pairing of two small groups: one to one, the highest total, and what is too close to call left open."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import inf
from typing import Final, NamedTuple

LARGEST: Final = 60
"""Rows or columns up to which the best total is computed (cubic time); above, the best pair goes first."""

Edges = Mapping[tuple[int, int], float]
"""(row, column) → score, greater than 0; a pair that is not there may not be."""


class Assignment(NamedTuple):
    """Which rows and columns belong together."""

    pairs: dict[int, int]
    """Row → column."""
    rows: frozenset[int]
    """Rows whose column could as well be another one, or another row's."""
    columns: frozenset[int]
    """Columns that those rows were in the race for."""
    leads: dict[int, float]
    """By row, how far its best pairing leads what else could be, be it taken or left open; infinite for no race."""


def assign(edges: Edges, margin: float) -> Assignment:
    """Pair rows with columns for the highest total; a pair that leads its alternative by less than `margin` is open."""
    pairs: dict[int, int] = {}
    open_rows: set[int] = set()
    open_columns: set[int] = set()
    leads: dict[int, float] = {}
    for component in _components(edges):
        rows = sorted({row for row, _ in component})
        columns = sorted({column for _, column in component})
        small = max(len(rows), len(columns)) <= LARGEST
        chosen = _best_total(component, rows, columns) if small else _best_first(component)
        leads |= {row: _lead(component, chosen, row, rows, columns) for row in chosen}
        loose = {row for row in chosen if leads[row] < margin}
        contested = {
            column for row, column in component if row in loose and _is_near(component, chosen, row, column, margin)
        }
        contested -= {column for row, column in chosen.items() if row not in loose}
        pairs |= {row: column for row, column in chosen.items() if row not in loose}
        open_columns |= contested
        open_rows |= loose | {row for row, column in component if column in contested and row not in chosen}
    return Assignment(pairs, frozenset(open_rows), frozenset(open_columns), leads)


def _components(edges: Edges) -> Iterator[dict[tuple[int, int], float]]:
    """The edges in groups that share no row and no column, in order."""
    by_row: dict[int, list[int]] = defaultdict(list)
    by_column: dict[int, list[int]] = defaultdict(list)
    for row, column in sorted(edges):
        by_row[row].append(column)
        by_column[column].append(row)
    seen: set[int] = set()
    for first in by_row:
        if first in seen:
            continue
        seen.add(first)
        rows, found = [first], dict[tuple[int, int], float]()
        while rows:
            row = rows.pop()
            for column in by_row[row]:
                found[row, column] = edges[row, column]
                fresh = [other for other in by_column[column] if other not in seen]
                seen.update(fresh)
                rows += fresh
        yield found


def _best_first(edges: Edges) -> dict[int, int]:
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for (row, column), _ in sorted(edges.items(), key=lambda item: (-item[1], item[0])):
        if row not in chosen and column not in taken:
            chosen[row] = column
            taken.add(column)
    return chosen


def _best_total(edges: Edges, rows: list[int], columns: list[int]) -> dict[int, int]:
    """The Hungarian method by shortest augmenting paths, with potentials. A pair that may not be costs nothing."""
    size = max(len(rows), len(columns))
    costs = [[0.0] * (size + 1) for _ in range(size + 1)]
    for i, row in enumerate(rows, start=1):
        for j, column in enumerate(columns, start=1):
            costs[i][j] = -edges.get((row, column), 0.0)
    left, right = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of = [0] * (size + 1)
    for i in range(1, len(rows) + 1):
        row_of[0] = i
        least, before, used = [inf] * (size + 1), [0] * (size + 1), [False] * (size + 1)
        column = 0
        while row_of[column]:
            used[column] = True
            here, step, following = row_of[column], inf, 0
            for j in range(1, size + 1):
                if used[j]:
                    continue
                cost = costs[here][j] - left[here] - right[j]
                if cost < least[j]:
                    least[j], before[j] = cost, column
                if least[j] < step:
                    step, following = least[j], j
            for j in range(size + 1):
                if used[j]:
                    left[row_of[j]] += step
                    right[j] -= step
                else:
                    least[j] -= step
            column = following
        while column:
            row_of[column] = row_of[before[column]]
            column = before[column]
    found = ((rows[row_of[j] - 1], columns[j - 1]) for j in range(1, len(columns) + 1) if row_of[j])
    return {row: column for row, column in found if (row, column) in edges}


def _is_near(edges: Edges, chosen: Mapping[int, int], row: int, column: int, margin: float) -> bool:
    return edges[row, chosen[row]] - edges[row, column] < margin


def _lead(edges: Edges, chosen: Mapping[int, int], row: int, rows: list[int], columns: list[int]) -> float:
    """By how much a pair beats what else its row and column could do: a free partner for either, or an exchange."""
    column = chosen[row]
    score = edges[row, column]
    taken = set(chosen.values())
    leads = [score - edges[row, other] for other in columns if other not in taken and (row, other) in edges]
    for other in rows:
        if other == row or (other, column) not in edges:
            continue
        theirs = chosen.get(other)
        if theirs is None:
            leads.append(score - edges[other, column])
        elif (row, theirs) in edges:
            leads.append(score + edges[other, theirs] - edges[other, column] - edges[row, theirs])
    return min(leads, default=inf)
