"""The model of a quiz on the command line: whether it may be used, what it said, and that nobody has to wait for it."""

import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from studykit.cli import output
from studykit.cli.language import text
from studykit.llm.outcome import Failed, failed
from studykit.messages import texts
from studykit.quiz.explaining import Explanation, Sentence
from studykit.quiz.marking import Agreement, Assessment
from studykit.quiz.question import Question
from studykit.text.safe import safe_line

if TYPE_CHECKING:
    from studykit.flows.learning.study import Study
    from studykit.flows.quiz.model import Tutor
    from studykit.llm.endpoint import Endpoint

Say = Callable[[str], None]
Found = TypeVar("Found")
_GLANCE = 0.1
"""Seconds after which it is looked for a key that stops the waiting."""


def find_tutor(study: "Study") -> "Tutor | None":
    """The model, where one is configured and the person agrees to its host; what is in the way is said."""
    from studykit.config import Llm

    if study.workspace.config.llm == Llm():  # most have none, and need none of what follows
        return None
    from studykit.errors import StudykitError
    from studykit.flows.quiz.model import tutor_of

    try:
        return tutor_of(study, _agree)
    except StudykitError as error:
        parameters = {name: str(value) for name, value in error.parameters.items()}
        output.note(text("quiz-model-not-used", reason=output.problem_text(error.code, parameters)))
        return None


def _agree(endpoint: "Endpoint") -> bool:
    if not output.is_terminal():
        output.note(text("quiz-model-not-asked", host=endpoint.host))
        return False
    output.note(text("quiz-model-ask", host=endpoint.host, model=safe_line(endpoint.model)))
    return click.confirm(text("quiz-model-agree", host=endpoint.host), default=False, err=True)


def marked(tutor: "Tutor", question: Question, answer: str, say: Say) -> Assessment | None:
    """What the model makes of an answer; None where that is nothing, with the reason told. Ctrl+C ends the wait."""
    say(text("quiz-model-marking", model=safe_line(tutor.name)))
    found = _waited(tutor.endpoint.host, lambda _: tutor.mark(question, answer), lambda _: None)
    if isinstance(found, Assessment):
        tell_assessment(found, say)
        return found
    say(text("quiz-model-failed", reason=reason(found)))
    return None


def explained(tutor: "Tutor", question: Question, say: Say, lines: Callable[[str, str], None]) -> None:
    """Tell what the model says, each sentence as it comes with the passage it rests on. `lines` tells Markdown."""
    say(text("quiz-model-explaining", model=safe_line(tutor.name)))

    def tell(sentence: Sentence) -> None:
        lines(sentence.text, "  ")
        lines(sentence.quote, "    │ ")

    found = _waited(tutor.endpoint.host, lambda put: tutor.explain(question, put), tell)
    if not isinstance(found, Explanation):
        say(text("quiz-model-not-explained", reason=reason(found)))
        return
    if found.dropped:
        say(text("quiz-model-dropped", count=found.dropped))
    elif not found.sentences:
        say(text("quiz-model-nothing-said"))


def tell_assessment(found: Assessment, say: Say) -> None:
    """The points, what is met and what is not."""
    say(text("quiz-model-points", model=safe_line(found.by), points=found.points, reason=safe_line(found.reason)))
    for code, points in (("quiz-model-met", found.met), ("quiz-model-unmet", found.unmet)):
        for point in points:
            say(f"  {text(code, points=safe_line(point))}")
    if found.doubted:
        say(text("quiz-model-doubted", count=found.doubted))


def tell_agreement(found: Agreement, say: Say) -> None:
    """How the model's marks and the person's agree; nothing where there are none."""
    if found.both:
        own = found.both - found.accepted
        say(
            text(
                "quiz-model-agreement", own=own, same=found.same, near=found.near, far=found.far,
                harsher=found.harsher, accepted=found.accepted,
            )
        )  # fmt: skip


def reason(failed: "Failed | None") -> str:
    """Why a model said nothing that can be used."""
    if failed is None:
        return text("quiz-why-stopped")
    code = f"quiz-why-{failed.code}"
    return output.problem_text(code if code in texts() else failed.code, dict(failed.parameters))


def _waited(
    host: str, work: Callable[[Callable[[Sentence], None]], Found], tell: Callable[[Sentence], None]
) -> "Found | Failed | None":
    """Do something in another thread, telling here what it gives; None where the person stopped the waiting.

    Where it came to no end, its error was printed, and the quiz goes on as without a model.
    """
    given: queue.Queue[Sentence] = queue.Queue()
    made: list[Found] = []
    thread = threading.Thread(target=lambda: made.append(work(given.put)), daemon=True)
    thread.start()
    try:
        while thread.is_alive() or not given.empty():
            try:
                tell(given.get(timeout=_GLANCE))
            except queue.Empty:
                continue
    except KeyboardInterrupt:
        return None
    return made[0] if made else failed("model-strange", host=host, detail="")
