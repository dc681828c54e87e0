"""The end of a sitting: what was answered, how long it took, what comes next. Undo works here too."""

import time
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from studykit.markup.screen import Line, Run
from studykit.messages.spans import duration
from studykit.model.review import Rating
from studykit.scheduling.progress import Finished
from studykit.store.forecast import due_by_day
from studykit.text.width import fit, width
from studykit.tui.screens.base import StudyScreen
from studykit.tui.widgets.row import Part, Row
from studykit.tui.widgets.scroller import Scroller

if TYPE_CHECKING:
    from studykit.tui.screens.review_going import ReviewGoing

_BAR = 30
_SEEN = 0.6
"""Seconds for which the key that rates does nothing here: the last card's press would wipe the summary away."""


class SummaryScreen(StudyScreen):
    """What a sitting came to."""

    def __init__(self, review: "ReviewGoing") -> None:
        super().__init__()
        self.review = review
        self.began = time.monotonic()

    def compose(self) -> ComposeResult:
        yield Scroller(id="card")
        yield Row(id="keys")

    def on_mount(self) -> None:
        self.query_one(Scroller).show(self._lines())
        words, keymap = self.app.words, self.app.keymap
        parts: list[Part] = []
        for action, label in (("show", "tui-summary-on"), ("undo", "tui-key-undo"), ("back", "tui-summary-leave")):
            if action == "undo" and not self.review.sitting.session.history:
                continue
            parts += [Part(keymap.shown(action, words.language), "key", action),
                      Part(f" {words(label)}   ", "muted", action)]  # fmt: skip
        self.query_one("#keys", Row).say(parts)

    def _lines(self) -> list[Line]:
        words, review = self.app.words, self.review
        finished = isinstance(review.sitting.session.position, Finished)
        lines: list[Line] = [()]
        if review.answers:
            lines += [(Run(words("tui-summary-done" if finished else "tui-summary-so-far"), "heading"),), ()]
            lines += self._answers()
        elif finished:
            lines += [(Run(words("review-nothing"), "heading"),)]
        lines.append(())
        queue, counts = review.sitting.queue, review.sitting.session.counts
        if not finished:
            lines.append((Run(words("review-counts", **counts._asdict()), "muted"),))
        elif queue.reviews_over or queue.new_over:
            said = words("review-over-limits", reviews=queue.reviews_over, new=queue.new_over)
            lines.append((Run(said, "muted"),))
        study = review.sitting.study
        today = study.clock.moment().day
        ahead = due_by_day(study.store, today + 1, today + 3650, review.sitting.deck)
        if ahead:
            following = min(ahead)
            when = date.fromordinal(following).isoformat()
            lines.append((Run(words("tui-summary-next", date=when, count=ahead[following]), "muted"),))
        return lines

    def _answers(self) -> list[Line]:
        """A bar for each rating, then how long it took."""
        words, answers = self.app.words, self.review.answers
        said = Counter(rating for rating, _ in answers)
        names = {rating: words(f"rating-{rating.value}") for rating in Rating}
        size = max(map(width, names.values()))
        lines: list[Line] = []
        for rating, name in names.items():
            count = said[rating]
            bar = "━" * max(round(_BAR * count / len(answers)), count > 0)
            look = "again" if rating is Rating.AGAIN else "bar"
            lines.append((Run(f"{rating.value} {fit(name, size)}  "), Run(bar, look), Run(f" {count}" if bar else "0")))
        took = sum(took for _, took in answers) / 1000
        each = duration(took / len(answers), words.language)
        lines += [(), (Run(words("tui-summary-time", answers=len(answers), time=duration(took, words.language),
                                 each=each)),)]  # fmt: skip
        return lines

    # Keys

    def do_show(self) -> None:
        """Go on: with the cards where some are left, else with the decks."""
        if time.monotonic() - self.began < _SEEN:
            return
        if not isinstance(self.review.sitting.session.position, Finished):
            self.app.pop_screen()
            self.review.go_on()
            return
        self.do_decks()

    def do_decks(self) -> None:
        """To the decks; the review below is over."""
        self.app.pop_screen()
        self.review.do_decks()

    def do_undo(self) -> None:
        if self.review.sitting.session.history:
            self.app.pop_screen()
            self.review.undo()

    def do_back(self) -> None:
        """Where the review began from."""
        self.app.pop_screen()
        self.app.do_back()
