"""What the browser does to cards, to the chosen one or to all that are marked. Each step can be taken back."""

from textual.app import SuspendNotSupported

from studykit.errors import StudykitError
from studykit.flows.cards.rows import Entry
from studykit.flows.learning.study import Study
from studykit.text.safe import safe_line
from studykit.tui.screens.browse_reading import BrowseReading


class BrowseDoing(BrowseReading):
    """The cards of a study, and what is done to them."""

    def __init__(self, study: Study, query: str = "") -> None:
        super().__init__(study, query)
        self.sure = False
        """Whether the next delete is meant."""

    @property
    def meant(self) -> list[Entry]:
        """The cards that are marked, else the chosen one; only those with an id."""
        if self.marked:
            return [entry for entry in self.all if entry.id in self.marked]
        return [self.chosen] if self.chosen is not None and self.chosen.id else []

    def do_suspend(self) -> None:
        """Suspend, or ask again where all of them are suspended."""
        meant = self.meant
        back = bool(meant) and all(self.browser.of(entry).wholly_suspended for entry in meant)
        count = self.browser.unsuspend(meant) if back else self.browser.suspend(meant)
        self._told("browse-unsuspended" if back else "browse-suspended", count)

    def do_delete(self) -> None:
        """Take the cards out of their files; several only if it is said twice."""
        meant = self._ready()
        if not meant:
            return
        key = self.app.keymap.shown("delete", self.app.words.language)
        if len(meant) > 1 and not self.sure:
            self.sure = True
            self.said = self.app.words("browse-sure-delete", count=len(meant), key=key)
            return
        self.sure = False
        self._told("browse-deleted", self.browser.delete(meant))
        self.reload()

    def do_move(self) -> None:
        """Ask for a deck, and move the cards there."""
        from studykit.tui.screens.choosing import ChoosingScreen

        meant = self._ready()
        if meant:
            title = self.app.words("browse-move-to", count=len(meant))
            self.app.push_screen(
                ChoosingScreen(title, list(self.browser.files()), lambda deck: self._move(meant, deck))
            )

    def _move(self, meant: list[Entry], deck: str) -> None:
        try:
            self._told("browse-moved", self.browser.move(meant, deck), deck=safe_line(deck))
        except (StudykitError, OSError) as error:
            self.said = self.app.words.error(error)
        self.reload()

    def do_undo(self) -> None:
        kind = self.browser.undo()
        if kind in ("delete", "move"):
            self.reload()
        self.table.redraw()
        self.said = self.app.words("browse-undo-none" if kind is None else f"browse-undone-{kind}")

    def do_edit(self) -> None:
        """Open the chosen card's file at its line, a note from Anki as a file of its own."""
        from studykit.flows.imported.edit import opened
        from studykit.store.imported import FILE

        entry = self.chosen
        seen = self.browser.see(entry) if entry is not None else None
        if seen is not None:
            study, found = self.browser.study, seen.entry
            try:
                if found.file == FILE:
                    with opened(study, found.file, found.id) as (path, line):
                        self.app.edit_at(path, line)
                else:
                    self.app.edit_at(study.workspace.decks / found.file, found.line)
            except SuspendNotSupported:
                self.said = self.app.words("tui-no-editor")
                return
            except (StudykitError, OSError) as error:
                self.said = self.app.words.error(error)
                return
            self.browser.taken_in()
            self.browser.know([seen.entry])
            self.reload()

    def do_open(self) -> None:
        """Open the note that the chosen card was read in."""
        from studykit.flows.decks.places import link_of
        from studykit.tui.opening import open_link

        seen = self.browser.see(self.chosen) if self.chosen is not None else None
        link = link_of(self.browser.study.workspace, seen.card) if seen is not None else ""
        if link and not open_link(link):
            self.said = self.app.words("review-open", link=link)

    def _ready(self) -> list[Entry]:
        """What is meant, where deck files can be changed now."""
        if self.reading:
            self.said = self.app.words("browse-reading")
            return []
        if self.chosen is not None and not self.meant:
            self.said = self.app.words("browse-no-id")
        return self.meant

    def _told(self, code: str, count: int, **parameters: object) -> None:
        words = self.app.words
        key = self.app.keymap.shown("undo", words.language)
        self.said = words(code, count=count, key=key, **parameters) if count else words("browse-unchanged")
        if count:
            self.marked.clear()
        self.table.redraw()
