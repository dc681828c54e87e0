"""Whether a draft is a card that a person rejected or deleted: what was said once is not asked again."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from rapidfuzz.fuzz import ratio

from studykit.changes.matching import ALIKE
from studykit.changes.vetoes import another_fact
from studykit.decks.files import Rejection
from studykit.flows.standing import quote_digest
from studykit.model.card import Draft, content_digest
from studykit.text.normal import normal

UNDONE: Final = "undone"
"""A record's `why` that takes back what was said of its text before."""


class Refusals:
    """Whether a draft is one that a person rejected or deleted: the same text, the same question, or the same
    place asked in much the same words. The last word on a text counts."""

    def __init__(self, said: Sequence[Rejection]) -> None:
        records = _in_force(said)
        self.texts = {record["text_digest"] for record in records}
        self.fronts = {(record["note"], record["kind"], normal(record["front"])) for record in records}
        self.quotes: dict[str, list[Rejection]] = defaultdict(list)
        for record in records:
            if record["quote_digest"]:
                self.quotes[record["quote_digest"]].append(record)

    def holds(self, text_digest: str) -> bool:
        """Whether this very text was rejected or deleted."""
        return text_digest in self.texts

    def __call__(self, draft: Draft) -> bool:
        if not self.texts:
            return False
        content = draft.content
        if content_digest(content) in self.texts:
            return True
        if (draft.source.note, content.kind.value, normal(content.front)) in self.fronts:
            return True
        same_place = self.quotes.get(quote_digest(draft.source.quote), ())
        return any(
            record["kind"] == content.kind.value
            and not another_fact(record["front"], content.front)
            and ratio(normal(record["front"]), normal(content.front)) / 100 >= ALIKE
            for record in same_place
        )


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
