"""What a quiz is drawn from: faces as the store knows them, their cards from the deck files, concepts from the maps.

Where something is drawn from, notes are drawn first and only the deck files that hold their cards are read: the cost
hangs on the length of the quiz and not on the size of the vault. All cards of those files and all concepts of their
sections stand beside a question as wrong options; what was drawn is asked.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any, Final

from studykit.decks.files import read_deck
from studykit.decks.format import Deck
from studykit.errors import DeckFileError, UsageError
from studykit.flows.decks.catalogue import faces
from studykit.flows.learning.study import Study
from studykit.flows.quiz.imported import imported_items
from studykit.flows.quiz.scope import Scope, note_paths, paths_by_link, scope_of
from studykit.markup.plain import to_plain
from studykit.model.concept import Concept
from studykit.model.ids import NotePath
from studykit.model.review import FaceKey, Memory
from studykit.quiz.material import Item, Material, Topic
from studykit.quiz.planning import plan
from studykit.quiz.question import Question, QuestionKind
from studykit.quiz.session import Terms
from studykit.store import quizzes
from studykit.store.named import Named, read_named
from studykit.store.outlines import read_sections
from studykit.text.normal import name_key

Names = Mapping[str, tuple[str, ...]]
"""What persons said was right, by face or by note."""
_FILES: Final = 16
"""Deck files that are read for a quiz, where there are so many; a long quiz reads one for every two questions."""
_SPARE: Final = 4
"""Weak or new faces that are taken for each question: not every card can be asked in every way."""
_TRIED: Final = 2
"""Questions that are made for each one that is wanted, where some may not go out."""
_MISSED: Final = 0.0
_LEECH: Final = 0.3
"""What a missed face and a leech count as at most, beside the chance of recalling the others."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked for."""

    deck: str = ""
    """A deck, a section, `#tag`, a map, or a note; empty for all."""
    count: int = 20
    kinds: tuple[QuestionKind, ...] = ()
    """Empty for all kinds."""
    weak: bool = False
    new: bool = False
    minutes: int = 0
    """Of an exam; 0 for practice."""
    seed: int | None = None
    reviews: bool = True
    """Whether a due card that is answered counts as a review."""

    @property
    def terms(self) -> Terms:
        """How the session is held."""
        return Terms(self.minutes)

    def as_object(self) -> dict[str, Any]:
        """As the store keeps it."""
        return {**asdict(self), "kinds": [kind.value for kind in self.kinds]}

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> "Wanted":
        """What `as_object` made."""
        return cls(**{**found, "kinds": tuple(QuestionKind(kind) for kind in found["kinds"])})


@dataclass(frozen=True, slots=True)
class Sieve:
    """What of the material may be used, where a quiz goes out of this machine."""

    holds: Callable[[str], bool]
    """Whether a note, or a map, by its path is held back: nothing of it is asked, nor stands among wrong options."""
    fits: Callable[[Question], bool]
    """Whether a question may go out."""


class Drawn(Material):
    """Material of which a part is asked; the rest stands beside it."""

    def __init__(
        self, topics: Sequence[Topic], items: Sequence[Item], asked_topics: Iterable[Topic], asked_items: Iterable[Item]
    ) -> None:
        super().__init__(topics, items)
        for beside in (
            self.sections,
            self.maps,
            self.items_of_section,
            self.items_of_map,
            self.by_note,
            self.columns,
        ):
            assert beside is not None  # worked out of everything, before the rest is put aside
        self.topics, self.items = tuple(asked_topics), tuple(asked_items)


def questions_of(study: Study, wanted: Wanted, sieve: Sieve | None = None) -> tuple[Question, ...]:
    """The questions of a quiz. UsageError where there is nothing of that kind to ask, or no such deck."""
    kinds = wanted.kinds or tuple(QuestionKind)
    material = material_of(study, wanted, sieve)
    count = wanted.count if sieve is None else _TRIED * wanted.count
    found = plan(material, count, wanted.seed or 0, kinds=kinds, weak_first=wanted.weak)
    if sieve is not None:
        found = tuple(filter(sieve.fits, found))[: wanted.count]
    if not found:
        raise UsageError("quiz-nothing-weak" if wanted.weak else "quiz-nothing")
    return found


def material_of(study: Study, wanted: Wanted, sieve: Sieve | None = None) -> Material:
    """What there is to ask, with what may stand beside it."""
    scope = scope_of(study, wanted.deck)
    random = Random(f"material {wanted.seed}")
    chances: dict[FaceKey, float] | None = None
    notes: set[str] = set()
    if wanted.weak or wanted.new:
        chances, notes, files = _chosen_faces(study, scope, wanted, random)
    else:
        files = _drawn_files(study, scope, random)
    limit = _limit(wanted)
    decks: dict[str, Deck] = {}
    for file in files:
        if len(decks) == limit:
            break
        deck = _read(study, file)
        if deck is None or not scope.has_deck(deck.header.deck) or (sieve and sieve.holds(deck.header.moc)):
            continue
        decks[file] = deck
    names = quizzes.read_names(study.store)
    topics = _topics(study, decks.values(), names)
    items = _all_items(study, decks, topics, names, chances or {})
    if sieve is not None:
        topics = [one for one in topics if not sieve.holds(one.note)]
        items = [one for one in items if not sieve.holds(one.note)]
    else:  # what came from Anki stays on this machine
        items += imported_items(study, scope, random, names, chances)
    if chances is None:
        return Drawn(
            topics, items, [one for one in topics if scope.has_note(one.note)],
            [one for one in items if scope.has_note(one.note)],
        )  # fmt: skip
    asked = [one for one in items if one.key in chances]
    return Drawn(topics, items, [one for one in topics if one.note in notes], asked)


def beside(study: Study, decks: Mapping[str, Deck]) -> Material:
    """All that some decks hold, by their files, in their order."""
    names = quizzes.read_names(study.store)
    topics = _topics(study, decks.values(), names)
    return Material(topics, _all_items(study, decks, topics, names, {}))


def _limit(wanted: Wanted) -> int:
    return max(_FILES, wanted.count // 2)


def _drawn_files(study: Study, scope: Scope, random: Random) -> list[str]:
    """Deck files in the order in which notes of the scope were drawn; those of decks that Anki has come among them."""
    drawn = [*scope.files(study), *scope.files_of_anki(study)]
    random.shuffle(drawn)
    return list(dict.fromkeys(drawn))


def _chosen_faces(
    study: Study, scope: Scope, wanted: Wanted, random: Random
) -> tuple[dict[FaceKey, float], set[str], list[str]]:
    """The faces to ask with the chance that each is known, the notes that were missed last, and the deck files."""
    places = {p.number: p for p in quizzes.read_places(study.store) if scope.has_place(p.deck, p.note)}
    rows = [row for row in quizzes.read_learned_faces(study.store, new=wanted.new) if row.place in places]
    missed, notes = _missed(study) if wanted.weak else (frozenset(), set())
    if wanted.weak and wanted.new:
        rows += [row for row in quizzes.read_learned_faces(study.store, new=False) if row.place in places]
    elif wanted.weak:
        fresh = quizzes.read_learned_faces(study.store, new=True) if missed else []
        rows += [row for row in fresh if row.key in missed and row.place in places]
    today = study.clock.moment().day
    random.shuffle(rows)

    def chance(row: quizzes.FaceRow) -> float:
        return _chance(study, row, today, row.key in missed)

    if wanted.weak:
        rows.sort(key=chance)
    files: dict[str, None] = {}
    taken: list[quizzes.FaceRow] = []
    for row in rows:
        file = places[row.place].file
        if len(taken) < wanted.count * _SPARE and (file in files or len(files) < _limit(wanted)):
            files[file] = None
            taken.append(row)
    return {row.key: chance(row) for row in taken}, {note for note in notes if scope.has_note(note)}, list(files)


def _chance(study: Study, row: quizzes.FaceRow, today: int, missed: bool) -> float:
    if missed:
        return _MISSED
    if not row.stability:
        return 1.0
    chance = study.model.retrievability(Memory(row.stability, 5.0), today - row.last_day)
    return min(chance, _LEECH) if row.leech else chance


def _missed(study: Study) -> tuple[Collection[FaceKey], set[str]]:
    """What the last quiz missed: faces of cards, and notes."""
    for kept in quizzes.read_quizzes(study.store, ended=True)[:1]:
        keys = frozenset(FaceKey(card, face) for card, face in kept.report.get("faces", ()))
        return keys, set(kept.report.get("notes", ()))
    return frozenset(), set()


def _read(study: Study, file: str) -> Deck | None:
    """A deck file; None where it is gone or broken, which was told when the deck files were taken in."""
    try:
        return read_deck(study.workspace.decks / file, f"{study.workspace.decks.name}/{file}").deck
    except (FileNotFoundError, DeckFileError):
        return None


def _all_items(
    study: Study, decks: Mapping[str, Deck], topics: Iterable[Topic], names: Names, chances: Mapping[FaceKey, float]
) -> list[Item]:
    """Every face in some decks. The paths of most notes are those of the decks' concepts; the others are looked up."""
    paths = paths_by_link([topic.note for topic in topics])
    links = {block.card.source.note for deck in decks.values() for block in deck.cards if block.card.source is not None}
    if any(name_key(link) not in paths for link in links):
        paths = note_paths(study)
    return [item for file, deck in decks.items() for item in _items(file, deck, paths, names, chances)]


def _items(
    file: str, deck: Deck, paths: Mapping[str, str], names: Names, chances: Mapping[FaceKey, float]
) -> Iterator[Item]:
    header = deck.header
    for block in deck.cards:
        card = block.card
        if card.stamp is None or card.stamp.retired:
            continue
        link = card.source.note if card.source is not None else ""
        note = paths.get(name_key(link), link) if link else f"{file}:{block.line}"
        for face in faces(card):
            accepted = names.get(f"{card.stamp.id}/{face}", ())
            chance = chances.get(FaceKey(card.stamp.id, face))
            yield Item(card, face, note, header.deck, header.moc, chance, accepted)


def _topics(study: Study, decks: Iterable[Deck], names: Names) -> list[Topic]:
    """The concepts of the decks' sections, as the last build knew the maps, each where it has its home."""
    wanted = {(deck.header.moc, deck.header.deck) for deck in decks if deck.header.moc}
    listed: dict[tuple[NotePath, str], None] = {}
    for moc in sorted({moc for moc, _ in wanted}):
        for section in read_sections(study.store, moc):
            if (moc, section.deck) in wanted:
                listed.update(((entry.note, section.deck), None) for entry in section.entries)
    known = read_named(study.store, {path for path, _ in listed})
    topics: dict[str, Topic] = {}
    for path, deck in listed:
        found = known.get(path)
        if found is not None and found.concept is not None and found.concept.deck == deck and path not in topics:
            topics[path] = _topic(path, found, found.concept, names)
    return list(topics.values())


def _topic(path: NotePath, note: Named, concept: Concept, names: Names) -> Topic:
    name = concept.label or note.title  # `[[GRPO]]` says no other name than the note's own
    others = dict.fromkeys([note.title, *note.aliases, *names.get(path, ())])
    others.pop(name, None)
    gloss = to_plain(concept.gloss)
    return Topic(path, name, tuple(others), gloss, concept.deck, concept.section.moc, concept.gloss_quote)
