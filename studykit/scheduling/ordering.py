"""In which order cards come: reviews by their options, new cards by the maps of content, and the two mixed.

Random orders are noise computed from a face and a seed, not a shuffle: a queue that is built again in the middle of a
day, without the cards that were answered, keeps the order of the rest.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from zlib import crc32

from studykit.model.options import Mix, NewOrder, ReviewOrder
from studykit.scheduling.rows import Row


def noise(row: Row, seed: int) -> int:
    """32 bits that look random, the same for the same face and seed in every process."""
    # CRC alone is linear: another seed would only flip bits. The product (Knuth's multiplicative hash) breaks that up.
    return ((crc32(f"{row.card}/{row.face}".encode()) ^ (seed & 0xFFFFFFFF)) * 2654435761 + seed) & 0xFFFFFFFF


def _forgotten(row: Row, today: int) -> float:
    """Grows as retrievability falls: among faces with the same weights, elapsed time over stability gives the order."""
    return (today - row.last_day) / max(row.stability, 1e-4)


def order_reviews(rows: Iterable[Row], order: ReviewOrder, today: int, seed: int) -> list[Row]:
    """Reviews and interday learning in the order that an option names."""
    match order:
        case "due":
            return sorted(rows, key=lambda row: (row.due, row.position, row.card, row.face))
        case "due-random":
            return sorted(rows, key=lambda row: row.due << 32 | noise(row, seed))
        case "random":
            return sorted(rows, key=lambda row: noise(row, seed))
        case "retrievability-ascending":
            return sorted(rows, key=lambda row: (-_forgotten(row, today), noise(row, seed)))
        case "retrievability-descending":
            return sorted(rows, key=lambda row: (_forgotten(row, today), noise(row, seed)))


def order_new(rows: Iterable[Row], order: NewOrder, needs: Mapping[str, Collection[str]], seed: int) -> list[Row]:
    """New cards as the maps list them, what a note needs before it where the maps say nothing; or at random."""
    if order == "random":
        return sorted(rows, key=lambda row: noise(row, seed))
    ranked = sorted(rows, key=lambda row: (not row.listed, row.position, row.card, row.face))
    if not needs:
        return ranked
    listed = {row.note for row in ranked if row.listed}
    unlisted: dict[str, list[Row]] = {}
    for row in ranked:
        if not row.listed:
            unlisted.setdefault(row.note, []).append(row)
    ordered: list[Row] = []
    met: set[str] = set()
    for row in ranked:
        for note in _needed_first(row.note, needs, listed, met):
            ordered += unlisted.get(note, ())
        if row.listed:
            ordered.append(row)
    return ordered


def _needed_first(
    note: str, needs: Mapping[str, Collection[str]], listed: Collection[str], met: set[str]
) -> Iterator[str]:
    """The note after those it needs that no map lists, as far as they were not `met`, which grows.

    A cycle is entered where it is met first and does no harm. Over all calls linear in notes and links.
    """
    if note in met:
        return
    met.add(note)
    path = [(note, iter(sorted(needs.get(note, ()))))]
    while path:
        last, rest = path[-1]
        needed = next((other for other in rest if other not in met and other not in listed), None)
        if needed is None:
            path.pop()
            yield last
        else:
            met.add(needed)
            path.append((needed, iter(sorted(needs.get(needed, ())))))


def mix(reviews: Sequence[Row], new: Sequence[Row], how: Mix) -> tuple[tuple[Row, ...], ...]:
    """Blocks that are asked one after the other: new cards spread evenly among the reviews, before or after them."""
    match how:
        case "before":
            return tuple(new), tuple(reviews)
        case "after":
            return tuple(reviews), tuple(new)
        case "mixed":
            mixed: list[Row] = []
            taken = 0
            for at, row in enumerate(new):
                until = round((at + 0.5) / len(new) * len(reviews))
                mixed += reviews[taken:until]
                mixed.append(row)
                taken = until
            return (tuple(mixed + list(reviews[taken:])),)
