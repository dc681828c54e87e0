"""The build that makes cards of what was accepted: in a thread, while the person goes on elsewhere."""

from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Final

from studykit.errors import StudykitError
from studykit.flows.decks.taking_in import take_in
from studykit.flows.drafts.desk import Desk, Made, carry_out

if TYPE_CHECKING:
    from studykit.tui.app import StudyApp


_SOON: Final = 0.2
"""Seconds after which the person is told that it takes a while; the screen below is there by then."""


def make_cards(app: "StudyApp", desk: Desk) -> Thread:
    """Build in a thread of its own. The process waits for it at its end; a decision waits for the next build where
    this one cannot be done."""
    accepted = desk.hand_over()

    def run() -> None:
        outcome: Made | Exception
        try:
            outcome = carry_out(desk.workspace, accepted)
        except (StudykitError, OSError) as error:
            outcome = error
        app.call_later(_tell, app, outcome)

    thread = Thread(target=run)
    thread.start()
    app.set_timer(_SOON, partial(_tell_slow, app, thread))
    return thread


def _tell_slow(app: "StudyApp", thread: Thread) -> None:
    if thread.is_alive():
        _say(app, app.words("tui-drafts-making"))


def _tell(app: "StudyApp", outcome: "Made | Exception") -> None:
    from studykit.tui.screens.decks import DeckScreen

    words, study = app.words, app.study
    try:
        if isinstance(outcome, Exception):
            raise outcome
        study.taken_in = take_in(study.workspace, study.store)
    except (StudykitError, OSError) as error:
        _say(app, words.error(error))
        return
    if isinstance(app.screen, DeckScreen):
        app.screen.read()  # it counts anew
    made = words("tui-drafts-made", count=len(outcome.cards))
    _say(app, words("tui-drafts-not-made", count=outcome.missing) if outcome.missing else made)


def _say(app: "StudyApp", said: str) -> None:
    """In the row of the screen that is seen, where it has one for notices."""
    notice = getattr(app.screen, "notice", None)
    if callable(notice):
        notice(said)
