"""One card whole: its text, where it was read, how each face stands, and every answer that was given."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from studykit.flows.cards.browse import Seen
from studykit.flows.review.sitting import state_name
from studykit.markup.screen import Labels, Line, Run, screen_lines
from studykit.markup.screen.wrap import wrap
from studykit.model.card import Choice, Cloze
from studykit.model.review import LogEntry, New
from studykit.text.safe import safe_line
from studykit.text.width import fit
from studykit.tui.keys import names_of
from studykit.tui.render import Room
from studykit.tui.screens.reading import ReadingScreen
from studykit.tui.widgets.row import Part, Row

if TYPE_CHECKING:
    from textual import events

    from studykit.store.faces import Face
    from studykit.tui.screens.browse import BrowseScreen


class CardScreen(ReadingScreen):
    """The card that is chosen in the browser."""

    def __init__(self, browse: "BrowseScreen") -> None:
        super().__init__()
        self.browse = browse
        self.seen: Seen | None = None

    def on_mount(self) -> None:
        self.read()

    def on_resize(self) -> None:
        if self.seen is not None:
            self._lay_out(self.scroller.top)

    def read(self) -> None:
        """Read the chosen card from its file."""
        chosen = self.browse.chosen
        self.seen = self.browse.browser.see(chosen) if chosen is not None else None
        self._lay_out(0)

    def _lay_out(self, top: int) -> None:
        words = self.app.words
        seen = self.seen
        if seen is None:
            self.scroller.show([(Run(words("browse-gone")),)])
        else:
            self.scroller.show(self._lines(seen, Room(self.app.size.width)), top)
        deck = " › ".join(safe_line(seen.entry.deck).split("::")) if seen is not None else ""
        place = f"{self.browse.table.place + 1}/{len(self.browse.found)}"
        self.query_one("#head", Row).say([Part(deck, "muted")], [Part(place, "muted")])
        self._say_keys()

    def _say_keys(self, said: str = "") -> None:
        words, keymap = self.app.words, self.app.keymap
        parts: list[Part] = [Part("← →", "key"), Part(f" {words('browse-key-neighbour')}   ", "muted")]
        for name in ("edit", "open", "suspend", "back"):
            key = keymap.shown(name, words.language)
            parts += [Part(key, "key", name), Part(f" {words(f'browse-key-{name}')}   ", "muted", name)] if key else []
        self.query_one("#keys", Row).say([Part(said, "notice")] if said else parts)

    # What is shown

    def _lines(self, seen: Seen, room: Room) -> list[Line]:
        words, content = self.app.words, seen.card.content
        labels = Labels(words("image"), words("sound"))

        def text(source: str) -> tuple[Line, ...]:
            return tuple(tuple(run._replace(cover=None) for run in line)
                         for line in screen_lines(source, room.text, "", labels))  # fmt: skip

        rule: Line = (Run("─" * room.text, "rule"),)
        lines: list[Line] = [*text(content.front)]
        if isinstance(content, Choice):
            lines.append(())
            for place, option in enumerate(content.options):
                sign = "✓ " if option.right else "  "
                first, *others = screen_lines(option.text, room.text - 5, "", labels) or ((),)
                lines.append((Run(sign, "right"), Run(f"{chr(65 + place)}. ", "bullet"), *first))
                lines += [(Run(" " * 5), *line) for line in others]
        elif not isinstance(content, Cloze):
            lines += [(), rule, (), *text(content.back)]
        if content.detail:
            lines += [(), (Run(words("review-detail"), "muted"),), *text(content.detail)]
        lines += self._origin(seen, room)
        lines += self._learning(seen, room)
        return lines

    def _origin(self, seen: Seen, room: Room) -> list[Line]:
        words, source, stamp = self.app.words, seen.card.source, seen.card.stamp
        lines: list[Line] = [(), (Run("─" * room.text, "rule"),)]
        facts = [stamp.id, safe_line(stamp.by)] if stamp is not None else [words("browse-no-id")]
        if stamp is not None and stamp.retired:
            facts.append(words("browse-state-retired"))
        if stamp is not None and stamp.tags:
            facts.append(" ".join(f"#{safe_line(tag)}" for tag in stamp.tags))
        lines += wrap([Run("  ".join(facts), "muted")], room.text)
        if source is not None:
            place = f"{source.note} › {source.heading}" if source.heading else source.note
            lines += wrap([Run(words("browse-card-from"), "muted"), Run(safe_line(place), "link")], room.text)
            lines += [
                (Run("│ ", "quote"), *line) for line in wrap([Run(safe_line(source.quote), "muted")], room.text - 2)
            ]
        return lines

    def _learning(self, seen: Seen, room: Room) -> list[Line]:
        words = self.app.words
        lines: list[Line] = [(), (Run(words("browse-card-faces"), "heading"),)]
        for face in seen.faces:
            said = self._face(face)
            if len(seen.faces) > 1:
                said = words("browse-card-face-named", face=face.key.face, said=said)
            lines += wrap([Run(said)], room.text)
        lines += [(), (Run(words("browse-card-history"), "heading"),)]
        if not seen.history:
            lines.append((Run(words("browse-card-unanswered"), "muted"),))
        return lines + [tuple(self._answer(answer, len(seen.faces) > 1)) for answer in seen.history]

    def _face(self, face: "Face") -> str:
        words, state = self.app.words, face.standing.state
        marks = [words("browse-state-suspended")] if face.marks.suspended else []
        if face.marks.flag is not None:
            marks.append(words("browse-card-flag", word=safe_line(face.marks.flag.word)))
        if face.marks.leech:
            marks.append(words("browse-card-leech"))
        if isinstance(state, New):
            said = words("browse-state-new")
        else:
            due = self.browse.browser.due_date(state)
            name = words(f"browse-state-{_STATES[state_name(face.standing)]}")
            said = words(
                "browse-card-face", state=name, due=due,
                stability=f"{state.memory.stability:.1f}", difficulty=f"{state.memory.difficulty:.1f}",
                reps=face.standing.reps, lapses=face.standing.lapses,
            )  # fmt: skip
        return " · ".join([said, *marks])

    def _answer(self, answer: LogEntry, several: bool) -> Iterable[Run]:
        words = self.app.words
        at = datetime.fromtimestamp(answer.at_ms / 1000, self.browse.browser.study.clock.zone)
        yield Run(f"{at:%Y-%m-%d %H:%M}  ", "muted")
        if several:
            yield Run(fit(answer.face, 4), "muted")
        yield Run(fit(f"{int(answer.rating)} {words(f'rating-{int(answer.rating)}')}", 9), _again(answer))
        yield Run(fit(words("browse-card-next", span=words.span(answer.step)), 16))
        yield Run(f"{answer.took_ms / 1000:>4.0f} s", "muted")

    # Keys

    def hear(self, event: "events.Key") -> None:
        step = next((_STEPS[name] for name in names_of(event) if name in _STEPS), None)
        if step is None:
            super().hear(event)
            return
        event.stop()
        event.prevent_default()
        self.browse.table.move(step)
        self.read()

    def do_show(self) -> None:
        self.app.pop_screen()

    def do_edit(self) -> None:
        self.browse.do_edit()
        self.read()

    def do_open(self) -> None:
        self.browse.do_open()
        self._say_keys(self.browse.said)

    def do_suspend(self) -> None:
        entry = self.browse.chosen
        if entry is None or not entry.id:
            return
        browser = self.browse.browser
        back = browser.of(entry).wholly_suspended
        count = browser.unsuspend([entry]) if back else browser.suspend([entry])
        self.read()
        key = self.app.keymap.shown("undo", self.app.words.language)
        code = "browse-unsuspended" if back else "browse-suspended"
        self._say_keys(self.app.words(code, count=count, key=key))

    def do_undo(self) -> None:
        self.browse.do_undo()
        self.read()
        self._say_keys(self.browse.said)


_STEPS = {"right": 1, "left": -1, "n": 1, "p": -1}
_STATES = {"new": "new", "learning": "learning", "relearning": "learning", "review": "review"}


def _again(answer: LogEntry) -> str:
    return "again" if answer.rating == 1 else "strong"
