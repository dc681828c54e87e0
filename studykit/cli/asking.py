"""The plain review: cards line by line, for screen readers, pipes and simple terminals, on the same session as all."""

import os
import shlex
import shutil
import subprocess
import sys
import time
import unicodedata
import webbrowser

import click

from studykit.cli import output
from studykit.cli.language import spoken, text
from studykit.errors import StudykitError
from studykit.flows.decks.places import link_of, paragraph_of
from studykit.flows.review.sitting import Shown, Sitting
from studykit.markup.screen import Labels, line_text, screen_lines
from studykit.messages.spans import duration, span
from studykit.model.card import Basic, Choice, Cloze, Typed
from studykit.model.review import FaceKey, Rating
from studykit.scheduling.decisions import Record
from studykit.scheduling.progress import Answer, Finished, Question, Waiting
from studykit.scheduling.session import OutOfTurn
from studykit.text.normal import normal
from studykit.text.safe import safe_line

_WIDEST = 100
_STOP = "q"


class PlainReview:
    """One sitting, read from standard input and told on standard output."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.session = sitting.session
        self.columns = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
        self.labels = Labels(text("image"), text("sound"))
        self.shown_at = 0.0
        self.typed = ""
        self.answers: list[tuple[Rating, int]] = []

    def run(self) -> None:
        """Ask until nothing is left, or the person stops, or the input ends."""
        on_screen: Shown | None = None
        while not isinstance(position := self.session.position, Finished):
            if self.session.is_over(self.sitting.study.clock.now_ms()):
                output.note(text("review-day-over"))
                break
            if isinstance(position, Waiting):
                on_screen = None
                if not self._wait(position):
                    break
                continue
            if on_screen is None:
                on_screen = self.sitting.shown(position.row.key)
                suspended = on_screen is not None and self.sitting.withdrawn(position.row.key)
                if on_screen is None or suspended:
                    output.note(text("review-suspended" if suspended else "review-gone"))
                    on_screen = None
                    self.session.withdraw(frozenset([position.row.card]), self.sitting.study.clock.now_ms())
                    continue
                self._ask(on_screen)
                if isinstance(position, Answer):
                    self._show_answer(on_screen)
            if not self._key(on_screen):
                break
            if self._asked_now() != position.row.key:
                on_screen = None
        self._summary()

    def _wait(self, position: Waiting) -> bool:
        now = self.sitting.study.clock.now_ms()
        if not self.session.wake(now):
            left = span(max(1, (position.until_ms - now) // 1000), 0, spoken())
            line = _read(text("review-waiting", span=left))
            if line is None or line.strip() == _STOP:
                return False
            self.session.wake(self.sitting.study.clock.now_ms())
        return True

    # What is shown

    def _ask(self, shown: Shown) -> None:
        counts = self.session.counts
        output.data()
        output.data(
            f"{shown.place.deck}   {text('review-counts', new=counts.new, learning=counts.learning, due=counts.due)}"
        )
        output.data()
        content = shown.card.content
        if isinstance(content, Basic):
            self._say("review-question", content.answer if shown.face == "1" else content.question)
        elif isinstance(content, Cloze):
            self._say("review-question", content.text, shown.face, hidden=True)
        else:
            self._say("review-question", content.question)
            if isinstance(content, Choice):
                for place, option in enumerate(content.options):
                    self._lines(f"{chr(65 + place)}. {option.text}")
        self.shown_at, self.typed = time.monotonic(), ""

    def _asked_now(self) -> FaceKey | None:
        position = self.session.position
        return position.row.key if isinstance(position, Question | Answer) else None

    def _reveal(self, shown: Shown) -> None:
        self.session.reveal()
        self._show_answer(shown)

    def _show_answer(self, shown: Shown) -> None:
        content = shown.card.content
        output.data()
        if isinstance(content, Basic):
            self._say("review-answer", content.question if shown.face == "1" else content.answer)
        elif isinstance(content, Cloze):
            self._say("review-answer", content.text, shown.face)
        elif isinstance(content, Choice):
            right = [
                f"{chr(65 + place)}. {option.text}" for place, option in enumerate(content.options) if option.right
            ]
            self._say("review-answer", "\n".join(right))
        else:
            self._say("review-answer", content.answer)
            self._compare(content)
        if content.detail:
            self._say("review-detail", content.detail)
        source = shown.card.source
        if source is not None:
            place = f"{source.note}#{source.heading}" if source.heading else source.note
            output.data(f"{text('review-source')}{text('colon')}{place}")
        if shown.flag:
            output.data(f"⚑ {safe_line(shown.flag)}")
        output.data(self._buttons())

    def _compare(self, content: Typed) -> None:
        if not self.typed:
            return
        same = normal(self.typed) == normal(content.answer)
        output.data(text("review-typed-right") if same else text("review-typed-wrong", typed=self.typed))

    def _buttons(self) -> str:
        steps = self.session.steps(self.sitting.study.clock.now_ms())
        words = []
        for rating in Rating:
            step = steps[rating - 1] if steps is not None else None
            after = f" {span(step.seconds, step.days, spoken())}" if step is not None else ""
            words.append(f"{rating.value} {text(f'rating-{rating.value}')}{after}")
        return "  ".join(words)

    def _say(self, code: str, source: str, face: str = "", *, hidden: bool = False) -> None:
        output.data(f"{text(code)}{text('colon')}".rstrip())
        self._lines(source, face, hidden=hidden)

    def _lines(self, source: str, face: str = "", *, hidden: bool = False) -> None:
        for line in screen_lines(source, self.columns - 2, face, self.labels):
            if not hidden:  # room for a hint that is longer than its words: here nothing has to stay in its place
                line = tuple(run for run in line if run.cover is None or run.text.strip("\u00a0"))
            output.data(f"  {line_text(line, hidden=hidden)}".rstrip())

    def _summary(self) -> None:
        if not self.answers:
            return
        again = sum(rating is Rating.AGAIN for rating, _ in self.answers)
        took = duration(sum(took for _, took in self.answers) / 1000, spoken())
        output.data()
        output.data(text("review-done", reviews=len(self.answers), again=again, time=took))

    # What is answered

    def _key(self, shown: Shown) -> bool:
        """Read one line and do what it says; False to stop."""
        answered = isinstance(self.session.position, Answer)
        typing = isinstance(shown.card.content, Typed) and not answered
        line = _read(text("review-rate" if answered else "review-type" if typing else "review-show"))
        if line is None:
            return False
        said = unicodedata.normalize("NFKC", line).strip()
        name, _, rest = said.partition(" ")
        try:
            if typing and (len(said) != 1 or said not in "usbfveox?q"):
                self.typed = said
                self._reveal(shown)
            elif said == "":
                self._rate(Rating.GOOD) if answered else self._reveal(shown)
            elif said in ("1", "2", "3", "4"):
                self._rate(Rating(int(said)))
            elif name.casefold() == _STOP:
                return False
            else:
                self._other(name.casefold(), rest.strip(), shown)
        except OutOfTurn:
            output.note(text("review-undo-none" if name.casefold() == "u" else "review-not-yet"))
        return True

    def _rate(self, rating: Rating) -> None:
        took = round((time.monotonic() - self.shown_at) * 1000)
        record = self.sitting.rate(rating, min(took, 60_000))
        self.answers.append((rating, min(took, 60_000)))
        if record.leech:
            shown = self.sitting.shown(FaceKey(record.entry.card, record.entry.face))
            note = shown.place.note if shown is not None else ""
            output.note(text("review-leech", lapses=record.after.lapses, note=note))
            if record.suspend:
                output.note(text("review-leech-suspended"))

    def _other(self, name: str, rest: str, shown: Shown) -> None:
        match name:
            case "u":
                undone = self.sitting.undo()
                if isinstance(undone, Record) and self.answers:
                    self.answers.pop()
                output.note(text("review-undone", what=text(f"undo-{_ACTIONS[type(undone).__name__]}")))
            case "s":
                self.sitting.suspend()
                output.note(text("review-suspended"))
            case "b":
                self.sitting.bury()
                output.note(text("review-buried"))
            case "f":
                self.sitting.flag(rest or None)
                output.note(text("review-flagged" if rest else "review-unflagged"))
            case "x":
                self.sitting.delete()
                output.note(text("review-deleted"))
            case "v":
                self._quote(shown)
            case "e":
                self._edit(shown)
            case "o":
                self._open(shown)
            case "?":
                output.note(text("review-keys"))
            case _:
                output.note(text("review-unknown", key=name))

    def _quote(self, shown: Shown) -> None:
        source = shown.card.source
        if source is None:
            return
        path, line, paragraph = paragraph_of(self.sitting.study.workspace, source)
        output.data(f"{path}:{line}" if line else path)
        self._lines(paragraph)

    def _edit(self, shown: Shown) -> None:
        from studykit.flows.imported.edit import opened

        assert shown.card.stamp is not None
        with opened(self.sitting.study, shown.place.file, shown.card.stamp.id) as (path, line):
            edit_file(str(path), line)
        self.sitting.forget_texts()
        key = self._asked_now()
        again = self.sitting.shown(key) if key is not None else None
        if again is not None:
            self._ask(again)

    def _open(self, shown: Shown) -> None:
        link = link_of(self.sitting.study.workspace, shown.card)
        if link and not webbrowser.open(link):
            output.note(text("review-open", link=link))


_ACTIONS = {"Record": "review", "Suspend": "suspend", "Bury": "bury", "SetFlag": "flag", "Delete": "delete"}


def edit_file(path: str, line: int) -> None:
    """Open the person's editor at a line and wait for it. StudykitError where it cannot be started."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    command = shlex.split(editor) if os.name != "nt" else [editor]
    name = os.path.basename(command[0]).removesuffix(".exe")  # noqa: PTH119 not a path of ours
    if name in ("code", "codium", "subl", "zed"):
        place = [f"{path}:{line}"] if name != "code" and name != "codium" else ["--goto", f"{path}:{line}"]
        command += ["--wait", *place]
    else:
        command += [path] if name == "notepad" else [f"+{line}", path]
    try:
        subprocess.run(command, check=False)
    except OSError as error:
        raise StudykitError("review-editor", editor=editor, detail=error.strerror or error) from error


def _read(prompt: str) -> str | None:
    """A line of the input; None at its end. The prompt goes to a person only."""
    if output.is_terminal():
        click.echo(f"{prompt} > ", nl=False, err=True)
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None
