"""`studykit quiz`: questions on a deck, in the terminal interface or line by line, and the report they end in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from studykit.cli import output
from studykit.cli.commands.review import has_screen, tell_start
from studykit.cli.language import spoken, text

if TYPE_CHECKING:
    from textual.screen import Screen

    from studykit.flows.learning.study import Study
    from studykit.flows.quiz.material import Wanted
    from studykit.flows.quiz.sitting import QuizSitting

_KINDS = ("choice", "several", "true-false", "cloze", "typed", "matching", "ordering", "free")
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(help=text("help-quiz"))
@click.argument("deck", required=False, default="")
@click.option("--count", type=click.IntRange(1, 500), default=20, show_default=True, help=text("help-quiz-count"))
@click.option("--kind", "kinds", type=click.Choice(_KINDS), multiple=True, help=text("help-quiz-kind"))
@click.option("--weak", is_flag=True, help=text("help-quiz-weak"))
@click.option("--new", is_flag=True, help=text("help-quiz-new"))
@click.option("--exam", "minutes", type=click.IntRange(1, 600), metavar="MINUTES", help=text("help-quiz-exam"))
@click.option("--seed", type=int, help=text("help-quiz-seed"))
@click.option("--no-reviews", is_flag=True, help=text("help-quiz-no-reviews"))
@click.option("--resume", is_flag=True, help=text("help-quiz-resume"))
@click.option("--history", is_flag=True, help=text("help-quiz-history"))
@click.option("--chat", is_flag=True, help=text("help-quiz-chat"))
@click.option("--plain", is_flag=True, help=text("help-review-plain"))
@click.option("--json", "as_json", is_flag=True, help=text("help-json"))
@click.option("--md", "markdown", type=_FILE, help=text("help-quiz-md"))
@click.option("--html", "page", type=_FILE, help=text("help-quiz-html"))
@click.pass_context
def quiz(
    ctx: click.Context, /, *, history: bool, resume: bool, chat: bool, plain: bool, as_json: bool,
    markdown: Path | None, page: Path | None, no_reviews: bool, kinds: tuple[str, ...], minutes: int | None,
    **asked: Any,
) -> None:  # fmt: skip
    from studykit.errors import UsageError
    from studykit.flows.learning.study import open_study
    from studykit.flows.quiz.material import Wanted
    from studykit.flows.quiz.sitting import QuizSitting
    from studykit.flows.workspace import open_workspace
    from studykit.quiz.question import QuestionKind

    with open_study(open_workspace(ctx.obj)) as study:
        if history:
            from studykit.cli.quiz_report import tell_history

            tell_history(study, as_json=as_json)
            return
        tell_start(study)
        wanted = Wanted(minutes=minutes or 0, kinds=tuple(map(QuestionKind, kinds)), reviews=not no_reviews, **asked)
        if chat and minutes:
            raise UsageError("chat-no-exam")
        sitting = QuizSitting.resume(study) if resume else QuizSitting(study, wanted)
        if chat and sitting.wanted.minutes:
            raise UsageError("chat-no-exam")
        with _kept(sitting):
            if not (chat or plain or as_json) and has_screen() and (code := _interface(study, sitting)) is not None:
                _write(sitting, markdown, page)
                ctx.exit(code)
            last = _by_lines(sitting, resumed=resume, chat=chat, as_json=as_json)
        _write(last, markdown, page)


@contextmanager
def _kept(sitting: "QuizSitting") -> Iterator[None]:
    """Whoever leaves in the middle, by whatever key, is told how to go on. What reads lines tells it itself."""
    try:
        yield
    except (KeyboardInterrupt, click.Abort, click.exceptions.Exit):
        if not sitting.finished:
            output.note(text("quizzing-kept"))
        raise


def _by_lines(sitting: "QuizSitting", *, resumed: bool, chat: bool, as_json: bool) -> "QuizSitting":
    """The quiz line by line or as a conversation; the one that it was at last."""
    say: Callable[[str], None] = output.note if as_json else output.data
    _begin(sitting, say, resumed=resumed, chat=chat)
    if chat:
        from studykit.cli.chatting import Chat

        conversation = Chat(sitting, say)
        ended = conversation.run()
        sitting = conversation.sitting
    else:
        from studykit.cli.quizzing import PlainQuiz

        ended = PlainQuiz(sitting, say).run()
    if as_json:
        from studykit.flows.quiz.sitting import result_object

        output.print_json({**result_object(sitting), "ended": ended})
    return sitting


def _begin(sitting: "QuizSitting", say: Callable[[str], None], *, resumed: bool, chat: bool) -> None:
    from studykit.cli.quiz_report import tell_before

    wanted: Wanted = sitting.wanted
    entries = [entry for entry in sitting.session.entries if not entry.again]
    if resumed:
        left = sum(entry.given is None for entry in sitting.session.entries)
        say(text("chat-resumed" if chat else "quizzing-resumed", left=left, count=len(entries)))
    else:
        say(text("chat-welcome" if chat else "quizzing-begin", count=len(entries), seed=wanted.seed))
    if wanted.minutes:
        say(text("quizzing-exam", minutes=wanted.minutes))
    tell_before(sitting, say)


def _write(sitting: "QuizSitting", markdown: Path | None, page: Path | None) -> None:
    if markdown is None and page is None:
        return
    from studykit.quiz.report_text import to_html, to_markdown

    report = sitting.report()
    if markdown is not None:
        _save(markdown, to_markdown(report, text))
    if page is not None:
        _save(page, to_html(report, text, spoken()))


def _save(path: Path, made: str) -> None:
    from studykit.files import replacing

    with replacing(path) as temporary:
        temporary.write_text(made, encoding="utf-8", newline="\n")
    output.note(text("quizzing-written", path=path))


def _interface(study: "Study", sitting: "QuizSitting") -> int | None:
    """The quiz in the terminal interface and its exit code; None where there is no interface for it."""
    try:
        from studykit.tui.app import StudyApp
        from studykit.tui.screens.quiz import QuizScreen
    except ImportError:
        return None
    from studykit.cli.asking import edit_file
    from studykit.cli.quiz_tutor import find_tutor
    from studykit.tui.words import Words

    find_tutor(study)  # whether texts may go to its host is asked here: the screen only knows what was agreed

    class QuizApp(StudyApp):
        """The interface that begins with a quiz."""

        def get_default_screen(self) -> "Screen[None]":
            return QuizScreen(sitting)

    words = Words(spoken())
    app = QuizApp(study, words, edit_file)
    code = app.run()
    if app.failure is not None:
        output.note(f"{text('severity-error')}: {words.error(app.failure)}")
        output.note(text("tui-safe", answers=app.answers))
    return code if code is not None else app.return_code or 0
