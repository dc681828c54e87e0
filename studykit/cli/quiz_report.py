"""What a quiz came to, told line by line; and the quizzes so far."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from studykit.cli import output
from studykit.cli.language import text
from studykit.cli.quiz_tutor import tell_agreement
from studykit.flows.exporting.export import MISSED_TAG
from studykit.flows.learning.study import Study
from studykit.flows.quiz.model_marks import agreement_of, marks_objects
from studykit.flows.quiz.sitting import Fate, QuizSitting
from studykit.markup.plain import to_plain
from studykit.quiz.report import Report, Score
from studykit.store.quizzes import KeptQuiz, read_quizzes


def tell_before(sitting: QuizSitting, say: Callable[[str], None]) -> None:
    """Tell before the first question what answering does to the schedule."""
    if due := sitting.due():
        say(text("quizzing-due", count=due))
    if elsewhere := sitting.elsewhere():
        say(text("quizzing-anki", count=elsewhere))


def tell_report(sitting: QuizSitting, say: Callable[[str], None]) -> Report:
    """Tell the report: the score, what to read again in order, what is Anki's."""
    report = sitting.report()
    total = report.total
    say(text("quizzing-report", right=total.right, asked=total.asked, share=f"{total.share:.0%}"))
    if report.gained is not None:
        say(text("quizzing-gained", gained=f"{report.gained * 100:+.0f}"))
    say(
        text(
            "quizzing-others", hints=report.hints, overridden=report.overridden, unanswered=report.unanswered,
            unmarked=report.unmarked,
        )
    )  # fmt: skip
    for code, scores in (("quiz-by-section", report.sections), ("quiz-by-kind", report.kinds)):
        if scores:
            say("")
            rows = [[text(code), text("quiz-right"), "%"], *(_row(one, code) for one in scores)]
            for line in output.table(rows, right=(1, 2)):
                say(line)
    if report.again:
        say("")
        say(text("quizzing-read-again"))
    for number, reading in enumerate(report.again, 1):
        say(
            text(
                "quizzing-reading",
                number=number,
                note=reading.note,
                section=reading.section,
                missed=len(reading.missed),
            )
        )
        if reading.headings:
            say(f"   {text('quiz-heading')}: {' · '.join(reading.headings)}")
        for missed in reading.missed:
            recovered = f" ({text('quizzing-recovered')})" if missed.recovered else ""
            say(f"   - {_line(missed.question)}{recovered}")
            if missed.given:
                say(f"     {text('quiz-given')}: {_line(missed.given)}")
            say(f"     {text('quiz-solution')}: {_line('; '.join(missed.solution))}")
    if report.flagged:
        say("")
        say(text("quizzing-flags"))
        for asked in report.flagged:
            say(f"   - {_line(asked)}")
    _tell_schedule(sitting, say)
    tell_agreement(agreement_of([{"marks": marks_objects(sitting.marks, sitting.session.entries)}]), say)
    return report


def _tell_schedule(sitting: QuizSitting, say: Callable[[str], None]) -> None:
    misses = sitting.misses()
    reviewed = sum(miss.fate is Fate.REVIEWED for miss in misses)
    if reviewed:
        say("")
        say(text("quizzing-reviewed", count=reviewed))
    cards = dict.fromkeys(key.card for miss in misses if miss.fate is Fate.ANKI for key in miss.keys)
    if cards:
        say("")
        say(text("quizzing-in-anki", tag=MISSED_TAG))
        say(f"   {' OR '.join(f'Id:{card}' for card in cards)}")
        say(text("quizzing-in-anki-file"))


def _row(score: Score, code: str) -> list[str]:
    name = text(f"quiz-kind-{score.name}") if code == "quiz-by-kind" else score.name
    return [name, f"{score.right}/{score.asked}", f"{score.share:.0%}"]


def _line(markdown: str) -> str:
    return " ".join(to_plain(markdown).split())[:200]


def tell_history(study: Study, *, as_json: bool) -> None:
    """The quizzes so far, the last one first."""
    kept = read_quizzes(study.store)
    if as_json:
        agreed = agreement_of([one.report for one in kept]).as_object()
        output.print_json({"quizzes": [history_object(one) for one in kept], "agreement": agreed})
        return
    if not kept:
        output.note(text("quizzing-no-history"))
        return
    rows = []
    for one in kept:
        when = datetime.fromtimestamp(one.started_ms / 1000, study.clock.zone).strftime("%Y-%m-%d %H:%M")
        how = text("quizzing-exam-word" if one.wanted["minutes"] else "quizzing-practice")
        total = one.report.get("total")
        score = text("quizzing-open") if total is None else f"{total['right']}/{total['asked']} ({total['share']:.0%})"
        rows.append([when, how, score, one.wanted["deck"] or text("quizzing-all")])
    for line in output.table(rows):
        output.data(line)
    tell_agreement(agreement_of([one.report for one in kept]), output.data)


def history_object(kept: KeptQuiz) -> dict[str, Any]:
    """A quiz as `--history --json` prints it."""
    return {
        "quiz": kept.name,
        "started_ms": kept.started_ms,
        "ended_ms": kept.ended_ms or None,
        "wanted": kept.wanted,
        "report": kept.report or None,
    }
