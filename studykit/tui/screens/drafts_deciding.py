"""What is decided about a draft, with the questions that belong to it: a reason, a word of feedback, a second press."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

from textual import events
from textual.app import SuspendNotSupported

from studykit.errors import DeckFileError, StudykitError
from studykit.flows.cards.rows import plain_line
from studykit.flows.drafts.decide import Held
from studykit.flows.drafts.desk import Key, key_of
from studykit.flows.learning.study import Study
from studykit.model.card import content_digest
from studykit.tui.screens.drafts_finding import Finding
from studykit.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from textual.widgets import Input

    from studykit.flows.drafts.redoing import Redone


class Deciding(Finding):
    """A screen on which drafts are decided: the chosen one, or all that are shown."""

    def __init__(self, study: Study, query: str = "") -> None:
        super().__init__(study, query)
        self.sure = ""
        """What the next press of its key does: `accept_all`, `undo`."""
        self.asking = ""
        """What the prompt is for: `reject`, `reject_all`, `redraft`; empty where there is none."""
        self.meant: list[Held] = []
        """What is asked about."""
        self.why = ""
        """The last reason, which the arrow up brings back."""
        self.asked: set[Key] = set()
        """Drafts that a model is asked for again."""
        self.texts: dict[Key, str] = {}
        """What a person wrote and could not be accepted so far, so that it is not lost."""

    def _told(self, code: str, /, **parameters: object) -> None:
        words = self.app.words
        self.notice(words(code, key=self.app.keymap.shown("undo", words.language), **parameters))

    # Keys

    def perform(self, action: str) -> None:
        sure, self.sure = self.sure, ""
        if self.said:
            self.said = ""
            self.say_rows()
        try:
            if sure and sure == action:
                {"accept_all": self._accept_all, "undo": self._undo}[action]()
            elif not (sure and action == "back"):
                super().perform(action)
        except (StudykitError, OSError) as error:
            self.notice(self.app.words.error(error))

    def do_accept(self) -> None:
        if self.chosen is not None:
            self._decided(self.desk.accept([self.chosen]), "tui-drafts-accepted", 1)

    def do_accept_all(self) -> None:
        words, meant, shown = self.app.words, self.shown_for_all, len(self.found)
        key = self.app.keymap.shown("accept_all", words.language)
        if not meant:
            if shown:
                self.notice(words("tui-drafts-only-suggestions"))
            return
        self.sure, self.meant = "accept_all", meant
        code = "tui-drafts-sure-accept-left" if shown > len(meant) else "tui-drafts-sure-accept"
        self.notice(words(code, count=len(meant), left=shown - len(meant), key=key))

    def _accept_all(self) -> None:
        # Those that were asked about: more may have been read since
        self._decided(self.desk.accept(self.meant), "tui-drafts-accepted-many", len(self.meant))

    def do_reject(self) -> None:
        if self.chosen is not None:
            self._ask("reject", [self.chosen], self.app.words("tui-drafts-why"))

    def do_reject_all(self) -> None:
        meant = self.shown_for_all
        if meant:
            self._ask("reject_all", meant, self.app.words("tui-drafts-why-many", count=len(meant)))
        elif len(self.found):
            self.notice(self.app.words("tui-drafts-only-suggestions"))

    def _decided(self, done: Sequence[Held], code: str, meant: int) -> None:
        """Go on with the next draft, and say what was done."""
        self.find()
        if len(done) < meant:
            self.notice(self.app.words("tui-drafts-gone"))
        else:
            self._told(code, count=len(done))

    def do_edit(self) -> None:
        """The card's text in the person's editor; accepted as it is saved."""
        from studykit.flows.decks.card_text import editable, edited_content

        held = self.chosen
        if held is None:
            return
        words, draft = self.app.words, held.draft
        try:
            written = self._written(held, self.texts.get(key_of(held)) or editable(draft.content, draft.source))
        except SuspendNotSupported:
            self.notice(words("tui-no-editor"))
            return
        self.texts[key_of(held)] = written
        try:
            content = edited_content(written, draft.content, held.key)
        except DeckFileError as error:
            key = self.app.keymap.shown("edit", words.language)
            self.notice(words("tui-drafts-broken", error=words.error(error), key=key))
            return
        changed = content_digest(content) != content_digest(draft.content)
        done = self.desk.edit(held, content) if changed else []
        del self.texts[key_of(held)]
        if changed:
            self._decided(done, "tui-drafts-edited", 1)
        else:
            self.notice(words("tui-drafts-unchanged"))

    def _written(self, held: Held, text: str) -> str:
        """The text as the person leaves it."""
        with TemporaryDirectory(prefix="studykit-") as folder:
            path = Path(folder) / f"{held.key}.md"
            path.write_text(text, encoding="utf-8", newline="\n")
            self.app.edit_at(path, 1)
            return path.read_text(encoding="utf-8", errors="replace")

    # Taking back

    def do_undo(self) -> None:
        older = self.desk.older
        if not older:
            self._undo()
            return
        self.sure = "undo"
        date = datetime.fromtimestamp(older[0].at, self.study.clock.zone)
        front = plain_line(older[0].draft.content.front)
        self._told("tui-drafts-undo-older", date=f"{date:%Y-%m-%d}", front=front)

    def _undo(self) -> None:
        undone = self.desk.undo()
        back = undone.exchanged.old if undone.exchanged is not None else undone.decisions[0].waited
        self.find(back if isinstance(back, Held) else Held(undone.decisions[0].base, back))
        if undone.exchanged is not None:
            self.notice(self.app.words("tui-drafts-undone-redone"))
        elif len(undone.decisions) > 1:
            self.notice(self.app.words("tui-drafts-undone-many", count=len(undone.decisions)))
        else:
            (one,) = undone.decisions
            front = plain_line(one.waited.draft.content.front)
            self.notice(self.app.words(f"tui-drafts-undone-{one.state}", front=front))

    # Asking

    def _ask(self, purpose: str, meant: list[Held], label: str) -> None:
        self.asking, self.meant = purpose, meant
        self.mount(Prompt(label), before="#keys")
        self.say_rows()

    def _put_away(self) -> None:
        self.asking = ""
        self.set_focus(None)
        self.query(Prompt).remove()
        self.say_rows()

    def hear_answer(self, event: events.Key) -> None:
        """A key while something is asked."""
        if event.key == "escape":
            event.stop()
            self._put_away()
        elif event.key == "up" and self.asking.startswith("reject") and self.why:
            event.stop()
            for line in self.query("Prompt Input"):
                line.value = self.why  # type: ignore[attr-defined]
        elif self.focused is None:
            event.stop()
            for prompt in self.query(Prompt):
                prompt.take(event)

    def on_input_submitted(self, event: "Input.Submitted") -> None:
        event.stop()
        if not self.asking:
            return
        purpose, said, meant = self.asking, event.value.strip(), self.meant
        self._put_away()
        try:
            if purpose == "redraft":
                if said:
                    self._redraft(meant[0], said)
                return
            self.why = said or self.why
            done = self.desk.reject(meant, said)
            self._decided(done, "tui-drafts-rejected" if len(meant) == 1 else "tui-drafts-rejected-many", len(meant))
        except (StudykitError, OSError) as error:
            self.notice(self.app.words.error(error))

    # Asking the model

    def do_redraft(self) -> None:
        from studykit.flows.model.ask import allowed_endpoint

        held, words = self.chosen, self.app.words
        if held is None:
            return
        if not held.draft.by.startswith("model:"):
            self.notice(words("tui-drafts-rules", edit=self.app.keymap.shown("edit", words.language)))
        elif key_of(held) in self.asked:
            self.notice(words("tui-drafts-waiting-model"))
        else:
            allowed_endpoint(self.study.workspace, self.study.store)  # what is not set is said before anything is typed
            self._ask("redraft", [held], words("tui-drafts-feedback"))

    def _redraft(self, held: Held, feedback: str) -> None:
        """Ask in a thread that nobody waits for, not at the end either: an answer may take minutes."""
        from studykit.flows.drafts.redoing import ask_again

        app, workspace = self.app, self.study.workspace

        def ask() -> None:
            outcome: Redone | Exception
            try:
                outcome = ask_again(workspace, held, feedback)
            except Exception as error:  # noqa: BLE001 whatever it is, the person is told
                outcome = error
            app.call_later(self._answered, held, outcome)

        self.asked.add(key_of(held))
        self.find()
        Thread(target=ask, daemon=True).start()

    def _answered(self, held: Held, outcome: "Redone | Exception") -> None:
        """What the model gave takes the place of the draft; the screen may be another by now."""
        words = self.app.words
        self.asked.discard(key_of(held))
        try:
            if isinstance(outcome, Exception):
                said = words.error(outcome)
            elif outcome.failed is not None:
                said = words(outcome.failed.code, **dict(outcome.failed.parameters))
            elif outcome.draft is None:
                codes = dict.fromkeys(code.removeprefix("lint-") for one in outcome.dropped for code in one.codes)
                said = words("tui-drafts-redone-none", codes=", ".join(codes) or "-")
            else:
                new = self.desk.exchange(held, outcome.draft, outcome.unit)
                said = words("tui-drafts-redone", key=self.app.keymap.shown("undo", words.language))
                if self.is_attached and self.chosen == held:
                    self.find(new)
        except (StudykitError, OSError) as error:
            said = words.error(error)
        if self.is_attached:
            self.find()
            self.notice(said)
