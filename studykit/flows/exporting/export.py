"""A deck, or a quiz of it, as a file for other programs: GIFT, Markdown callouts, Anki's text and package, CSV, JSON.

GIFT, callouts and CSV hold questions: of a deck every face once, in the way that fits it best, in the deck's order.
Anki's formats hold cards; retired ones stay at home. A file is written whole or not at all.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from studykit.decks.format import Deck
from studykit.errors import UsageError
from studykit.files import replacing
from studykit.flows.decks.catalogue import Sources, card_object, read_catalogue
from studykit.flows.exporting.imported import imported_objects, imported_questions
from studykit.flows.exporting.package import Came, Outgoing, imported_notes, write_outgoing
from studykit.flows.learning.study import Study
from studykit.flows.quiz.material import Wanted, beside, questions_of
from studykit.flows.quiz.scope import note_paths, scope_of
from studykit.messages import Language, message
from studykit.model.card import Card
from studykit.quiz.from_cards import ask_item, kinds_of_item
from studykit.quiz.judging import asked_text
from studykit.quiz.question import Question
from studykit.quiz.saving import question_object
from studykit.store.imported import exist, read_types
from studykit.store.quizzes import read_quizzes
from studykit.text.normal import name_key

if TYPE_CHECKING:
    from studykit.anki.fields import PackageNote
    from studykit.anki.media import Media

FORMATS: Final = ("gift", "md", "tsv", "csv", "json", "apkg")
QUESTIONS: Final = ("gift", "md", "csv", "json")
"""The formats that can hold a quiz."""
MISSED_TAG: Final = "studykit::missed"
_SEED: Final = 1
"""Of a deck's export: the same deck gives the same file."""


class Exported(NamedTuple):
    """A file that was written."""

    path: Path
    things: int
    """Cards or questions."""


def export_quiz(study: Study, wanted: Wanted, form: str, path: Path, language: Language) -> Exported:
    """A planned quiz as a file. UsageError for a format of cards, and where there is nothing to ask."""
    if form not in QUESTIONS:
        raise UsageError("export-quiz-format", format=form)
    questions = questions_of(study, wanted)
    if form == "json":
        text = _json({"questions": [question_object(question) for question in questions]})
    else:
        text = _questions_text(questions, form, language)
    return _written(path, text, len(questions))


def export_deck(
    study: Study, deck: str, form: str, path: Path, language: Language, *, missed: bool = False, progress: bool = False
) -> Exported:
    """The cards of a deck, section, tag, map or note as a file; with `missed` those that the last quiz missed.

    With `progress` a package holds their schedule and log too. UsageError where there is none, and for progress in
    another format.
    """
    if progress and form != "apkg":
        raise UsageError("export-progress-format")
    found = list(_cards(study, deck, missed))
    came = [] if missed else _imported(study, deck)
    cards = [(one, card) for _, one, card in found]
    if not cards and not came:
        raise UsageError("export-nothing")
    count = len(cards) + len(came)
    if form == "json":
        sources = Sources(study.workspace)
        objects = [card_object(*one, sources) for one in cards] + imported_objects(study, came)
        return _written(path, _json({"cards": objects}), count)
    if form == "tsv":
        return _written(path, _tsv(study, cards, came, missed), count)
    if form == "apkg" and (came or progress):
        return _whole_package(study, cards, came, path, progress=progress)
    if form == "apkg":
        return _package(study, cards, path)
    questions = [*_asked(study, found), *imported_questions(study, came)]
    return _written(path, _questions_text(questions, form, language), len(questions))


def _cards(study: Study, deck: str, missed: bool) -> Iterator[tuple[str, Deck, Card]]:
    scope, paths = scope_of(study, deck), note_paths(study)
    wanted: set[str] | None = None
    if missed:
        wanted = {card for kept in read_quizzes(study.store, ended=True)[:1] for card, _ in kept.report["faces"]}
    for file, found, card in read_catalogue(study.workspace).cards():
        if card.stamp is None or card.stamp.retired or (wanted is not None and card.stamp.id not in wanted):
            continue
        link = card.source.note if card.source is not None else ""
        if scope.has_deck(found.header.deck) and scope.has_note(paths.get(name_key(link), link)):
            yield file, found, card


def _imported(study: Study, deck: str) -> list[Came]:
    """The imported notes of a deck. A map or a note of the vault holds none."""
    if not exist(study.store):
        return []
    scope = scope_of(study, deck)
    if scope.notes is not None:
        return []
    return list(imported_notes(study, scope.has_deck))


def _asked(study: Study, cards: Sequence[tuple[str, Deck, Card]]) -> list[Question]:
    """A question for every face that gives one; what stands beside it are the cards of its own deck."""
    chosen = {card.stamp.id for _, _, card in cards if card.stamp is not None}
    material = beside(study, {file: deck for file, deck, _ in cards})
    questions: dict[str, Question] = {}
    for item in material.items:
        if item.key.card in chosen:
            made = (ask_item(item, kind, material, str(_SEED)) for kind in kinds_of_item(item))
            question = next((one for one in made if one is not None), None)
            if question is not None:
                questions.setdefault(question.id, question)
    return list(questions.values())


def _questions_text(questions: Iterable[Question], form: str, language: Language) -> str:
    from studykit.quiz.callouts import to_callouts
    from studykit.quiz.gift import to_gift
    from studykit.quiz.separated import to_csv

    def prompt(question: Question) -> str:
        return message(question.instruction, language, asks=asked_text(question))

    writers = {"gift": to_gift, "md": to_callouts, "csv": to_csv}
    return writers[form](questions, prompt)


def _tsv(study: Study, cards: Iterable[tuple[Deck, Card]], came: Sequence[Came], missed: bool) -> str:
    from studykit.anki.notetypes import NOTETYPES
    from studykit.quiz.separated import AnkiRow, to_anki_tsv

    more = (MISSED_TAG,) if missed else ()
    rows = [
        AnkiRow(note.guid, NOTETYPES[note.notetype].name, note.deck, (*note.tags, *more), note.fields)
        for note in _notes(study, cards, _media(study))
    ]
    types = read_types(study.store) if came else {}
    rows += [
        AnkiRow(one.note.guid, types[one.note.type].name, one.cards[0].deck, one.note.tags.split(), one.note.fields)
        for one in came
    ]
    return to_anki_tsv(rows)


def _whole_package(
    study: Study, cards: Sequence[tuple[Deck, Card]], came: Sequence[Came], path: Path, *, progress: bool
) -> Exported:
    """A package with notes that came from Anki, or with progress."""
    media = _media(study)
    out = Outgoing(study, progress=progress)
    own = ((card.stamp.id, note) for (_, card), note in zip(cards, _notes(study, cards, media), strict=True)
           if card.stamp is not None)  # fmt: skip
    return Exported(path, write_outgoing(path, out, chain(out.own(own), out.imported(came)), media.files))


def _package(study: Study, cards: Sequence[tuple[Deck, Card]], path: Path) -> Exported:
    from studykit.anki.package import write_package

    media = _media(study)
    path.parent.mkdir(parents=True, exist_ok=True)
    summary = write_package(path, _notes(study, cards, media), media.files)
    return Exported(path, summary.notes)


def _notes(study: Study, cards: Iterable[tuple[Deck, Card]], media: "Media") -> "Iterator[PackageNote]":
    from studykit.anki.fields import package_note

    vault = study.workspace.config.obsidian_vault or study.workspace.vault.resolve().name
    for due, (deck, card) in enumerate(cards):
        yield package_note(card, deck=deck.header.deck, vault=vault, image=media.name, due=due)


def _media(study: Study) -> "Media":
    from studykit.anki.media import Media

    vault = study.workspace.vault

    def resolve(target: str) -> Path | None:
        place = vault / target
        return place if place.is_file() and place.resolve().is_relative_to(vault.resolve()) else None

    return Media(resolve)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _written(path: Path, text: str, count: int) -> Exported:
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as temporary:
        temporary.write_bytes(text.encode("utf-8", "replace"))  # line ends as they are: CSV has its own
    return Exported(path, count)
