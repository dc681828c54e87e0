"""What happened to a card, when, and why: gathered from the deck files, the store, and what was rejected.

Nothing is kept for this alone but events that nobody else keeps (`store.events`). What happened before the store was
lost is not known, but for what deck files and `rejected.jsonl` say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from studykit.decks.comment import parse_time
from studykit.decks.files import read_rejected
from studykit.errors import UsageError
from studykit.flows.decks.card_text import read_card
from studykit.flows.decks.catalogue import read_catalogue, status_of
from studykit.flows.decks.standing import REJECTED
from studykit.flows.home.marks import SESSION
from studykit.flows.imported.cards import whole_card
from studykit.flows.learning.study import Study
from studykit.model.card import Card
from studykit.model.ids import CardId
from studykit.model.review import FaceKey
from studykit.store.actions import KEPT, last_actions
from studykit.store.decisions import read_decisions
from studykit.store.decks import read_cards
from studykit.store.events import read_answers, read_events
from studykit.store.imported import read_cards_of
from studykit.store.packaged import read_versions


class Line(NamedTuple):
    """One thing that happened."""

    at_ms: int
    what: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class History:
    """A card's history, the oldest first."""

    card: CardId
    status: str
    """`active`, `retired`, or `deleted` for one that stands nowhere."""
    front: str
    deck: str
    file: str
    lines: tuple[Line, ...]

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        events = [{"at": iso(line.at_ms), "what": line.what, **line.detail} for line in self.lines]
        head = {"card": self.card, "status": self.status, "front": self.front, "deck": self.deck, "file": self.file}
        return {**head, "events": events}


def iso(at_ms: int) -> str:
    """An instant as `2026-11-22T07:00:00.000Z`."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def history_of(study: Study, key: str) -> History:
    """The history of a card that stands or stood. UsageError where nothing is known of it."""
    card = CardId(key)
    found = next(
        (one for one in read_catalogue(study.workspace).cards() if one[2].stamp and one[2].stamp.id == card), None
    )
    lines = [*_texts(study, card, found[2] if found is not None else None), *_decided(study, card)]
    lines += [Line(event.at * 1000, event.what, dict(event.detail)) for event in read_events(study.store, card)]
    said = list(_rejections(study, card))
    told = {line.at_ms for line in lines if line.what == "deleted"}
    lines += [line for line in said if line.at_ms not in told]
    lines += [*_answers(study, card), *_actions(study, card)]
    imported = whole_card(study.store, card) if found is None else None
    if found is None and imported is None and not lines:
        raise UsageError("card-missing", id=key)
    lines.sort(key=lambda line: line.at_ms)
    if found is not None:
        file, deck, standing = found
        return History(card, status_of(standing), _line(standing.content.front), deck.header.deck, file, tuple(lines))
    if imported is not None:
        deck_name = next((one.deck for one in read_cards_of(study.store, card)), "")
        return History(card, "active", _line(imported.content.front), deck_name, "", tuple(lines))
    stored = read_cards(study.store).get(card)
    fronts = [str(line.detail["front"]) for line in (*said, *lines) if "front" in line.detail]
    front = stored.front if stored is not None else next(iter(fronts), "")
    return History(card, "deleted", _line(front), "", stored.file if stored is not None else "", tuple(lines))


def _texts(study: Study, card: CardId, standing: Card | None) -> Iterator[Line]:
    """What the card said, from when on; and where it was read."""
    versions = [(mod, origin, read_card(text)) for mod, origin, text in read_versions(study.store, card)]
    if standing is not None and standing.stamp is not None and standing.stamp.mod not in {v[0] for v in versions}:
        versions.append((standing.stamp.mod, "build", standing))
    for mod, _, version in sorted(versions, key=lambda one: one[0]):
        assert version.stamp is not None  # it was printed with one
        source = version.source
        detail: dict[str, Any] = {"front": _line(version.content.front), "back": _line(version.content.back)}
        detail["by"] = version.stamp.by
        if source is not None:
            detail["note"] = f"{source.note}#{source.heading}" if source.heading else source.note
        yield Line(mod * 1000, "retired-text" if version.stamp.retired else "text", detail)


def _decided(study: Study, card: CardId) -> Iterator[Line]:
    for decision in read_decisions(study.store):
        if card in (decision.placed, decision.waited.card):
            what = "draft" if decision.waited.state == "pending" else "suggestion"
            detail = {"front": _line(decision.draft.content.front), "undone": decision.undone}
            yield Line(decision.at * 1000, f"{what}-{decision.state}", detail)


def _answers(study: Study, card: CardId) -> Iterator[Line]:
    for answer in read_answers(study.store, card):
        detail = {"face": answer.face, "rating": answer.rating, "kind": answer.kind, "days": answer.days}
        detail |= {"seconds": answer.seconds, "machine": answer.machine, "undone": answer.undone}
        yield Line(answer.at_ms, "review", detail)


def _actions(study: Study, card: CardId) -> Iterator[Line]:
    """Suspensions, flags and the like, of the last ones that are kept."""
    for action in last_actions(study.store, KEPT):
        faces = [change.key.face for change in action.changes if change.key == FaceKey(card, change.key.face)]
        if faces and action.kind != "review":
            words = [c.after.marks.flag.word for c in action.changes if c.key.card == card and c.after.marks.flag]
            detail: dict[str, Any] = {"faces": faces, "by": "anki" if action.session == SESSION else "me"}
            yield Line(action.at_ms, action.kind, detail | ({"word": words[0]} if words else {}))


def _rejections(study: Study, card: CardId) -> Iterator[Line]:
    records, _ = read_rejected(study.workspace.decks / REJECTED)
    for record in records:
        if record["id"] == card:
            try:
                when = parse_time(record["when"])
            except ValueError:
                when = 0
            yield Line(when * 1000, "deleted", {"why": record["why"], "front": _line(record["front"])})


def _line(text: str) -> str:
    return " ".join(text.split())
