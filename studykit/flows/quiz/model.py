"""The model of a quiz: it marks answers in one's own words and explains answers from the note, where one is configured.

    tutor = tutor_of(study)             None where none is configured; `agree` is asked once for a host
    tutor.mark(question, answer)        an Assessment, or why there is none: then the person marks it, as without one
    tutor.explain(question, tell)       each sentence as soon as it was checked; then the Explanation, or why none

Both may take long and may be called in any thread: each opens the store for itself. Neither raises for what a server
does. Nothing is sent of private notes, nothing that holds a secret, and nothing before the person agreed to the host.
"""

import asyncio
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from threading import Lock
from typing import Any, Final

from studykit.config import Llm
from studykit.drafting.asking import delimiter
from studykit.drafting.grounding import Normalised
from studykit.drafting.prompt import Prompt
from studykit.drafting.secrets import find_secret
from studykit.drafting.shapes import described
from studykit.drafting.templates import load_prompt
from studykit.errors import StudykitError
from studykit.flows.learning.study import Study
from studykit.flows.model.store import StoredAnswers, has_agreed, keep_learnt, learnt_of, remember_agreement
from studykit.flows.quiz.model_notes import SendableNotes
from studykit.flows.workspace import Workspace
from studykit.llm.answer import read_answer
from studykit.llm.client import Client, Options
from studykit.llm.endpoint import Endpoint, endpoint_of
from studykit.llm.outcome import Failed, Reply, failed
from studykit.llm.request import Request, Shape, cache_key
from studykit.llm.stream import stream_items
from studykit.model.ids import digest
from studykit.quiz.explaining import EXPLANATION, MOST, Explanation, Sentence, believed, to_explain
from studykit.quiz.marking import MARK, Assessment, assessed, to_mark
from studykit.quiz.question import Question
from studykit.store import db
from studykit.store.db import Store
from studykit.text.normal import has_han_share
from studykit.text.safe import safe_text

PATIENCE: Final = Options(retries=1, pauses=0)
"""A person waits: what does not come soon they do themselves."""
_TOKENS: Final = 1500
_SHORTEST_KEY: Final = 8
_UNIT: Final = "quiz"
_CHINESE: Final = 0.15


def is_configured(settings: Llm) -> bool:
    """Whether the person has said anything of a model in the settings: the defaults alone name none."""
    return settings != Llm()


def tutor_of(study: Study, agree: Callable[[Endpoint], bool] | None = None) -> "Tutor | None":
    """The model of this workspace; None where none is configured, or the person does not agree that texts go there.

    `agree` asks the person; without it only this machine and hosts that were agreed to before are asked. ModelError or
    ConfigurationError where one is configured and cannot be used.
    """
    settings = study.workspace.config.llm
    if not is_configured(settings):
        return None
    endpoint = endpoint_of(settings, os.environ)
    if not has_agreed(study.store, endpoint):
        if agree is None or not agree(endpoint):
            return None
        remember_agreement(study.store, endpoint)
    return Tutor(study.workspace, endpoint)


class Tutor:
    """A model that marks and explains."""

    def __init__(self, workspace: Workspace, endpoint: Endpoint, options: Options = PATIENCE) -> None:
        self._workspace, self.endpoint, self._options = workspace, endpoint, options
        self._salt = digest("salt", os.urandom(16).hex())
        self._lock = Lock()
        self._notes: SendableNotes | None = None

    @property
    def name(self) -> str:
        """The model's name."""
        return self.endpoint.model

    def mark(self, question: Question, answer: str) -> Assessment | Failed:
        """Mark an answer in one's own words."""
        try:
            with closing(db.open_store(self._workspace.store)) as store:
                request = self._to_mark(store, question, answer)
                outcome = request if isinstance(request, Failed) else self._ask(store, request)
        except StudykitError as error:
            return _failed(error)
        return outcome if isinstance(outcome, Failed) else assessed(question, answer, outcome, self.name)

    def explain(self, question: Question, tell: Callable[[Sentence], None]) -> Explanation | Failed:
        """Explain an answer from its note; `tell` is told each sentence as soon as it was checked.

        An explanation that broke off, or of which nothing could be believed, is what there was of it.
        """
        try:
            with closing(db.open_store(self._workspace.store)) as store:
                prepared = self._to_explain(store, question)
                return prepared if isinstance(prepared, Failed) else self._explained(store, *prepared, tell)
        except StudykitError as error:
            return _failed(error)

    # What is sent

    def _sendable(self, store: Store, question: Question) -> SendableNotes | Failed:
        with self._lock:
            if self._notes is None:
                self._notes = SendableNotes(self._workspace, store)
            notes = self._notes
        return notes if notes.may_send(store, question) else failed("model-private")

    def _to_mark(self, store: Store, question: Question, answer: str) -> Request | Failed:
        notes = self._sendable(store, question)
        if isinstance(notes, Failed):
            return notes
        shown = {name: _cleared(notes, value) for name, value in to_mark(question, answer).items()}
        if (held := self._held(shown.values())) is not None:
            return held
        values = {"question": shown["question"], "answer": shown["reference"]}
        return self._request("grade", MARK, json.dumps(shown, ensure_ascii=False, indent=1), values)

    def _to_explain(self, store: Store, question: Question) -> tuple[Request, str] | Failed:
        notes = self._sendable(store, question)
        if isinstance(notes, Failed):
            return notes
        note = notes.text_of(question)
        shown = to_explain(question, note)
        if shown is None or not note:
            return failed("model-nothing")
        shown = shown._replace(**{name: _cleared(notes, value) for name, value in shown._asdict().items()})
        if (held := self._held(shown)) is not None:
            return held
        chinese = has_han_share(note, _CHINESE)
        language = "that of the note, Chinese (中文)" if chinese else "that of the note"
        values = {"question": shown.question, "answer": shown.answer, "language": language}
        return self._request("explain", EXPLANATION, shown.text, values), note

    def _held(self, texts: Iterable[str]) -> Failed | None:
        """Why something is not sent: it holds a secret, or the very key that would go with it."""
        text = "\n".join(map(str, texts))
        key = self.endpoint.key.reveal()
        if len(key) >= _SHORTEST_KEY and key in text:
            return failed("model-secret", kind="key", line=0)
        secret = find_secret(text)
        return failed("model-secret", kind=secret.kind, line=secret.line) if secret is not None else None

    def _request(self, name: str, shape: Shape, body: str, values: Mapping[str, str]) -> Request:
        """A request. `values` are what a person's own prompt may name beside what stands between the delimiters."""
        prompt, repair = self._prompt(name), self._prompt("repair")
        given = {**values, "shape": described(shape), "text": body}
        bare = prompt.fill(given | {"delimiter": "—"})
        system, user = prompt.fill(given | {"delimiter": delimiter(body, self._salt)})
        return Request(
            system=system,
            user=user,
            shape=shape,
            repair=repair.user,
            identity=digest(_UNIT, prompt.digest, repair.digest, *bare),
            parameters=prompt.parameters,
            max_tokens=min(_TOKENS, self._workspace.config.llm.max_tokens),
            expected=200,
            family=f"studykit-{prompt.digest[:16]}",
        )

    def _prompt(self, name: str) -> Prompt:
        return load_prompt(name, self._workspace.root / self._workspace.config.prompts)

    # What comes

    def _ask(self, store: Store, request: Request) -> Mapping[str, Any] | Failed:
        """The value of an answer, of one that was kept where there is one."""
        kept = self._kept(store, request)
        if kept is not None:
            return kept

        async def run() -> Reply | Failed:
            async with self._client(store) as client:
                return await client.ask(request)

        outcome = asyncio.run(run())
        if isinstance(outcome, Failed):
            return outcome
        if not outcome.truncated:
            StoredAnswers(store, self.endpoint).write(cache_key(request, self.endpoint), _UNIT, outcome)
        return outcome.value

    def _explained(
        self, store: Store, request: Request, note: str, tell: Callable[[Sentence], None]
    ) -> Explanation | Failed:
        found, told, dropped = Normalised(note), list[Sentence](), [0]

        def take(item: Mapping[str, Any]) -> None:
            sentence = believed(item, note, lambda quote: found.find(quote) is not None)
            if sentence is None:
                dropped[0] += 1
            elif len(told) < MOST and sentence not in told:
                told.append(sentence)
                tell(sentence)

        if self._kept(store, request) is None:
            came = asyncio.run(stream_items(self.endpoint, request, learnt_of(store, self.endpoint), take))
            if came.refusal:
                return failed("model-refused", said=came.refusal)
            if came.items or came.whole:
                return Explanation(tuple(told), dropped[0], self.name)
        outcome = self._ask(store, request)
        if isinstance(outcome, Failed):
            return outcome
        for item in outcome["sentences"]:
            take(item)
        return Explanation(tuple(told), dropped[0], self.name)

    def _kept(self, store: Store, request: Request) -> Mapping[str, Any] | None:
        kept = StoredAnswers(store, self.endpoint).read(cache_key(request, self.endpoint))
        return read_answer(kept[0], request.shape, truncated=kept[1]).value if kept is not None else None

    def _client(self, store: Store) -> Client:
        return Client(
            self.endpoint,
            learnt_of(store, self.endpoint),
            on_learn=lambda learnt: keep_learnt(store, self.endpoint, learnt),
            options=self._options,
        )


def _cleared(notes: SendableNotes, value: Any) -> Any:
    if isinstance(value, list):
        return [_cleared(notes, one) for one in value]
    return notes.cleared(safe_text(value))


def _failed(error: StudykitError) -> Failed:
    """What stops a whole run stops one answer here."""
    return Failed(error.code, tuple((name, str(value)) for name, value in error.parameters.items()))
