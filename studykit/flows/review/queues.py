"""What a sitting asks: today's queue of a deck, or any of its cards for a cram."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from studykit.errors import UsageError
from studykit.flows.decks.catalogue import faces, read_catalogue
from studykit.flows.learning.study import Study
from studykit.flows.review.prerequisites import needed_notes
from studykit.model.review import FaceKey
from studykit.scheduling.limits import lineage
from studykit.scheduling.queue import Queue, Today, build_queue, cram_queue
from studykit.scheduling.rows import Kind, Row, place
from studykit.store.counts import count_studied
from studykit.store.due import due_in_steps, due_reviews, new_faces
from studykit.store.faces import Place, read_faces
from studykit.store.imported import read_cards
from studykit.store.imported_faces import place_of

_SPARE: Final = 20
"""New faces that are read beyond a deck's limit: siblings may hold some back."""


class Cram(NamedTuple):
    """A queue of any cards, due or not."""

    queue: Queue
    places: dict[FaceKey, Place]
    """Where those stand that Anki schedules: the store need not know of them."""


def today_queue(study: Study, deck: str = "") -> Queue:
    """What is asked today of a deck and those below it, of all decks for an empty name."""
    now = study.clock.moment()
    store = study.store
    studied = count_studied(store, now.day, study.clock.day_of)
    names = [name for name in decks_of(study) if within(name, deck)]
    if deck and not names:
        raise UsageError("deck-missing", deck=deck, known=", ".join(decks_of(study)) or "-")
    rows = [row for row in (*due_in_steps(store, now.day, now.day_end_ms, study.clock.day_of),
                            *due_reviews(store, now.day)) if within(row.deck, deck)]  # fmt: skip
    limits = {name: min(study.options(d).new_per_day for d in lineage(name)) + _SPARE for name in names}
    fresh = new_faces(store, now.day, limits)
    today = Today(now.day, now.day_end_ms, studied.done, studied.cards)
    needs = needed_notes(store, {row.note for row in fresh if row.note and not row.listed})
    return build_queue([*rows, *fresh], today, study.options, root=deck, seed=now.day, needs=needs)


def crammed(study: Study, deck: str, count: int | None) -> Cram:
    """Any cards of a deck, due or not, at random; answers change nothing. Decks that Anki schedules may be crammed."""
    now = study.clock.moment()
    places = dict(_in_anki(study, deck))
    rows = [row for row in _all_rows(study) if within(row.deck, deck) and row.key not in places]
    rows += [
        Row(key.card, key.face, where.deck, where.section, where.note, Kind.NEW, 0, position=number)
        for number, (key, where) in enumerate(places.items())
    ]
    if not rows:
        raise UsageError("deck-missing", deck=deck, known=", ".join(decks_of(study)) or "-")
    today = Today(now.day, now.day_end_ms)
    return Cram(cram_queue(rows, today, study.options(deck), seed=now.at_ms, count=count), places)


def decks_of(study: Study) -> list[str]:
    """The names of decks in which faces stand."""
    return [name for (name,) in study.store.execute("SELECT name FROM study_decks ORDER BY name")]


def map_order(study: Study) -> Callable[[str], tuple[tuple[int, str], ...]]:
    """What sorts decks as the maps of content list them, each deck before those below it."""
    first: dict[str, int] = {}
    # A deck's cards have their places one after the other, so any of them will do: all of them would take 50 ms
    found = study.store.execute(
        "SELECT d.name, (SELECT f.position FROM study_places p JOIN faces f ON f.place = p.id "
        "WHERE p.deck = d.id LIMIT 1) FROM study_decks d"
    )
    for deck, position in found:
        if position is None:
            continue
        for name in lineage(deck):
            first[name] = min(position, first.get(name, position))
    unknown = max(first.values(), default=0) + 1  # it stands at the end
    return lambda deck: tuple((first.get(name, unknown), name) for name in lineage(deck))


def within(name: str, deck: str) -> bool:
    """Whether a deck is another one or below it; every deck is within the empty name."""
    return not deck or name == deck or name.startswith(f"{deck}::")


def _all_rows(study: Study) -> Iterator[Row]:
    for face in read_faces(study.store):
        if face.active:
            kind, due, last_day, stability = place(face.standing.state, study.clock.day_of)
            where = face.place
            yield Row(
                face.key.card, face.key.face, where.deck, where.section, where.note, kind, due, last_day, stability,
                face.position, face.listed, face.marks.suspended, face.marks.buried_day, face.active,
            )  # fmt: skip


def _in_anki(study: Study, deck: str) -> Iterator[tuple[FaceKey, Place]]:
    """The faces of the decks that Anki schedules, those from packages and those of deck files: none is active."""
    config = study.workspace.config
    owners = {config.learn, *(options.get("learn") for options in config.review.decks.values())}
    if "anki" not in owners:
        return
    for asked in read_cards(study.store):
        if within(asked.deck, deck) and config.learned_in(asked.deck) == "anki":
            yield asked.key, place_of(asked.deck)
    for file, found, card in read_catalogue(study.workspace).cards():
        name, stamp = found.header.deck, card.stamp
        if within(name, deck) and config.learned_in(name) == "anki" and stamp is not None and not stamp.retired:
            note = card.source.note if card.source is not None else ""
            for face in faces(card):
                yield FaceKey(stamp.id, face), Place(name, file, found.header.section or name, note)
