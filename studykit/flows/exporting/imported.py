"""Notes that came from Anki in the formats of other programs: questions, and objects for JSON."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from studykit.flows.cards.imported import entry_of, note_object
from studykit.flows.exporting.package import Came
from studykit.flows.imported.cards import shown_face
from studykit.flows.learning.study import Study
from studykit.flows.quiz.imported import asked_card
from studykit.model.ids import CardId
from studykit.quiz.from_cards import ask_item, kinds_of_item
from studykit.quiz.material import Item, Material
from studykit.quiz.question import Question

_SEED: Final = "1"


def imported_questions(study: Study, came: Sequence[Came]) -> list[Question]:
    """A question for every face that gives one."""
    items = []
    for one in came:
        for asked in one.cards:
            card = asked_card(study.store, asked.key)
            if card is not None and card.stamp is not None:
                stamp = replace(card.stamp, id=CardId(f"{asked.key.card}.{asked.key.face}"))
                items.append(Item(replace(card, stamp=stamp), shown_face(card, asked.key), "", asked.deck, ""))
    material = Material((), items)
    found: dict[str, Question] = {}
    for item in items:
        made = (ask_item(item, kind, material, _SEED) for kind in kinds_of_item(item))
        question = next((one for one in made if one is not None), None)
        if question is not None:
            found.setdefault(question.id, question)
    return list(found.values())


def imported_objects(study: Study, came: Sequence[Came]) -> list[dict[str, Any]]:
    """The notes as `cards list --json` prints them."""
    entries = (entry_of(study.store, one.note.card) for one in came)
    return [note_object(study.store, entry) for entry in entries if entry is not None]
