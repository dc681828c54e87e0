"""The smaller questions to a model: a card again with a word of feedback, and what a judge sees.

Each is one request in the shape that `shapes` names; whoever asks reads the answer's value. A card drafted again comes
back in the shape of drafts and is read by `reply.read_drafts`, through the same checks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from studykit.drafting.ask import Ask
from studykit.drafting.asking import delimiter, language_of
from studykit.drafting.privacy import Privacy
from studykit.drafting.prompt import Prompt
from studykit.drafting.shapes import CARDS, JUDGEMENT, described
from studykit.drafting.shown import NONE, shown_cards, shown_content
from studykit.llm.request import Request, Shape
from studykit.model.card import Draft
from studykit.model.ids import digest
from studykit.text.safe import safe_text


@dataclass(frozen=True, slots=True, eq=False)
class Asides:
    """Makes the smaller requests of a run."""

    prompts: Mapping[str, Prompt]
    privacy: Privacy
    salt: str
    max_tokens: int = 1500

    def redo(self, ask: Ask, draft: Draft, feedback: str) -> tuple[Ask, Request]:
        """Ask for a card again. The answer is read with the ask that comes with the request: nothing stands there."""
        values = {
            "concept": ask.concept,
            "card": shown_content(draft.content),
            "feedback": feedback,
            "language": language_of(ask),
        }
        return replace(ask, standing=()), self._request("redo", CARDS, "\n\n".join(ask.texts), values)

    def judge(self, ask: Ask, drafts: Sequence[Draft], kept: Sequence[Draft], rejected: Sequence[Draft]) -> Request:
        """Ask what a person should look at; `kept` and `rejected` are what this person decided before."""
        examples = f"Kept:\n{shown_cards(kept)}\nRejected:\n{shown_cards(rejected)}" if kept or rejected else NONE
        quoted = "\n".join(
            f"{number}. {shown_content(draft.content)}\n   quote: {' '.join(draft.source.quote.split())}"
            for number, draft in enumerate(drafts, start=1)
        )
        return self._request("judge", JUDGEMENT, "\n\n".join(ask.texts), {"examples": examples, "cards": quoted})

    def _request(self, name: str, shape: Shape, text: str, values: Mapping[str, str]) -> Request:
        prompt, repair = self.prompts[name], self.prompts["repair"]
        body = self.privacy.cleared(safe_text(text)).strip()
        given = {key: self.privacy.cleared(safe_text(value)) for key, value in values.items()}
        given |= {"shape": described(shape), "text": body}
        bare = prompt.fill(given | {"delimiter": "—"})
        system, user = prompt.fill(given | {"delimiter": delimiter(body, self.salt)})
        return Request(
            system=system,
            user=user,
            shape=shape,
            repair=repair.user,
            identity=digest("aside", prompt.digest, repair.digest, *bare),
            parameters=prompt.parameters,
            max_tokens=self.max_tokens,
            expected=150,
            family=f"studykit-{prompt.digest[:16]}",
        )
