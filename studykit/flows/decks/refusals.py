"""Whether a draft is a card that a person rejected or deleted: what was said once is not asked again."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Final

from studykit.changes.elsewhere import Shelf, said
from studykit.changes.judge import ALIKE, judge
from studykit.changes.keys import OF_A_NOTE
from studykit.changes.vetoes import another_fact
from studykit.decks.files import Rejection
from studykit.flows.decks.standing import quote_digest
from studykit.model.card import Basic, Card, Choice, Cloze, Content, Draft, Kind, Option, Source, Typed, content_digest
from studykit.text.normal import normal
from studykit.text.ratio import ratio

UNDONE: Final = "undone"
"""A record's `why` that takes back what was said of its text before."""
_KINDS: Final = frozenset(kind.value for kind in Kind)


class Refusals:
    """Whether a draft is one that a person rejected or deleted. The last word on a text counts.

    It is where it is the same text, the same question in the same note, the same place asked in much the same words, or
    what matching would take for the same card: reworded in its note, or moved to another and reworded.
    """

    def __init__(self, said_of: Sequence[Rejection], names: Callable[[], Collection[str]] = frozenset) -> None:
        records = _in_force(said_of)
        self.texts = {record["text_digest"] for record in records}
        self.fronts = {(record["note"], record["kind"], normal(record["front"])) for record in records}
        self.quotes: dict[str, list[Rejection]] = defaultdict(list)
        self.notes: dict[str, list[Rejection]] = defaultdict(list)
        known = [record for record in records if record.get("quote") and record["kind"] in _KINDS]
        for record in records:
            if record["quote_digest"]:
                self.quotes[record["quote_digest"]].append(record)
        for record in known:
            self.notes[record["note"]].append(record)
        self.shelf = Shelf([said(_content(record), record.get("quote", "")) for record in known], names)

    def holds(self, text_digest: str) -> bool:
        """Whether this very text was rejected or deleted."""
        return text_digest in self.texts

    def __call__(self, draft: Draft) -> bool:
        if not self.texts:
            return False
        content, source = draft.content, draft.source
        if content_digest(content) in self.texts:
            return True
        if (source.note, content.kind.value, normal(content.front)) in self.fronts:
            return True
        if any(_asks_alike(record, content) for record in self.quotes.get(quote_digest(source.quote), ())):
            return True
        if any(_is_alike(record, draft) for record in self.notes.get(source.note, ())):
            return True
        return draft.by not in OF_A_NOTE and any(True for _ in self.shelf.near(said(content, source.quote)))


def _content(record: Rejection) -> Content:
    """What a record says, as matching compares it."""
    front, back = record["front"], record.get("back", "")
    match Kind(record["kind"]):
        case Kind.CLOZE:
            return Cloze(front)
        case Kind.CHOICE:
            return Choice(front, (Option(back, right=True),))
        case Kind.TYPED:
            return Typed(front, back)
        case Kind.BASIC:
            return Basic(front, back)


def _asks_alike(record: Rejection, content: Content) -> bool:
    return (
        record["kind"] == content.kind.value
        and not another_fact(record["front"], content.front)
        and ratio(normal(record["front"]), normal(content.front)) >= ALIKE
    )


def _is_alike(record: Rejection, draft: Draft) -> bool:
    """Whether matching would take a draft of the same note for the card; under which heading it stood is not known."""
    if record["kind"] != draft.content.kind.value:
        return False
    content = _content(record)
    source = Source(record["note"], draft.source.heading, record.get("quote", ""))
    _, veto = judge(Card(content, source, None), content, draft)
    return not veto


def _in_force(records: Sequence[Rejection]) -> list[Rejection]:
    """The records that nobody has taken back since."""
    taken_back: set[str] = set()
    kept = []
    for record in reversed(records):
        if record["why"] == UNDONE:
            taken_back.add(record["text_digest"])
        elif record["text_digest"] not in taken_back:
            kept.append(record)
    return kept[::-1]
