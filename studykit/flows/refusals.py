"""Whether a draft is a card that a person rejected or deleted: what was said once is not asked again."""

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from studykit.changes.matching import ALIKE
from studykit.changes.vetoes import another_fact
from studykit.decks.files import Rejection
from studykit.flows.standing import quote_digest
from studykit.model.card import Draft, content_digest
from studykit.text.normal import normal


class Refusals:
    """Whether a draft is one that a person rejected or deleted: the same text, the same question, or the same
    place asked in much the same words."""

    def __init__(self, records: Sequence[Rejection]) -> None:
        self.texts = {record["text_digest"] for record in records}
        self.fronts = {(record["note"], record["kind"], normal(record["front"])) for record in records}
        self.quotes: dict[str, list[Rejection]] = defaultdict(list)
        for record in records:
            if record["quote_digest"]:
                self.quotes[record["quote_digest"]].append(record)

    def __call__(self, draft: Draft) -> bool:
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
