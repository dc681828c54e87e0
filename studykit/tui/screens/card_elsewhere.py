"""The card that is reviewed, seen elsewhere: its quote in the note, its source, the note in Obsidian, the deck file."""

from textual.app import SuspendNotSupported

from studykit.errors import StudykitError
from studykit.tui.render import Room, marked_lines, plain_lines
from studykit.tui.screens.review_going import ReviewGoing


class CardElsewhere(ReviewGoing):
    """What a review can show of a card beside the card."""

    def do_quote(self) -> None:
        from studykit.flows.decks.places import paragraph_of

        source = self.shown.card.source if self.shown is not None else None
        if not self._may_read() or source is None:
            return
        path, line, paragraph = paragraph_of(self.sitting.study.workspace, source)
        room = Room(self.app.size.width)
        place = f"{path}:{line}" if line else path
        self.reading = "quote"
        self.scroller.show([*plain_lines(place, room), (), *marked_lines(paragraph, source.quote, room)])
        self.say_rows()

    def do_math(self) -> None:
        if not self._may_read():
            return
        assert self.shown is not None
        content = self.shown.card.content
        self.reading = "math"
        source = "\n\n".join(part for part in (content.front, content.back, content.detail) if part)
        self.scroller.show(plain_lines(source, Room(self.app.size.width)))
        self.say_rows()

    def _may_read(self) -> bool:
        """Source and quote tell the answer: they are shown after it."""
        if self.shown is not None and not self.answered:
            self.notice(self.app.words("tui-answer-first"))
        return self.answered

    def read_card(self) -> None:
        self.reading = ""
        self.scroller.show(self.answer if self.answered else self.question)
        self.say_rows()

    def do_open(self) -> None:
        from studykit.flows.decks.places import link_of
        from studykit.tui.opening import open_link

        if self._may_read() and self.shown is not None:
            link = link_of(self.sitting.study.workspace, self.shown.card)
            if link:
                if open_link(link):
                    self.notice(self.app.words("tui-opened", link=link))
                else:  # all of it, so that it can be copied
                    self.reading = "link"
                    self.scroller.show(plain_lines(self.app.words("review-open", link=link), Room(self.app.size.width)))
                    self.say_rows()

    def do_edit(self) -> None:
        from studykit.flows.imported.edit import opened

        if self.shown is None or self.shown.card.stamp is None:
            return
        study, file = self.sitting.study, self.shown.place.file
        try:
            with opened(study, file, self.shown.card.stamp.id) as (path, line):
                self.app.edit_at(path, line)
        except SuspendNotSupported:
            self.notice(self.app.words("tui-no-editor"))
            return
        except (StudykitError, OSError) as error:
            self.notice(self.app.words.error(error), stays=True)
            return
        self.sitting.forget_texts()
        began = self.shown_at
        self.go_on()
        self.shown_at = began
        for problem in study.taken_in.problems[:1]:
            self.notice(self.app.words(problem.code, **dict(problem.parameters)), stays=True)
