"""The deck tree: what is to be learned today, deck by deck; enter begins."""

from textual.app import ComposeResult

from studykit.decks.files import find_deck_files
from studykit.errors import StudykitError
from studykit.flows.learning.study import Study
from studykit.flows.review.due import DeckLine, deck_tree
from studykit.flows.review.queues import decks_of, map_order
from studykit.flows.review.sitting import Sitting
from studykit.markup.screen import Line, Run
from studykit.markup.screen.wrap import wrap
from studykit.scheduling.progress import Finished
from studykit.text.safe import safe_line
from studykit.text.width import fit, width
from studykit.tui.render import Room
from studykit.tui.screens.base import ListScreen
from studykit.tui.widgets.chooser import Chooser
from studykit.tui.widgets.key_row import Key, key_row
from studykit.tui.widgets.row import Part, Row


class DeckScreen(ListScreen):
    """MOCs and their sections, with what is new, learning and due, and who owns the schedule."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.decks: list[DeckLine] = []
        """Those that are seen: what is folded away is not."""
        self.folded: set[str] = set()
        self.confirming = ""
        """The deck that Anki schedules and that the next `show` practises here."""

    def compose(self) -> ComposeResult:
        yield Row(id="head")
        yield Chooser(id="decks")
        yield Row(id="keys")

    @property
    def chosen(self) -> DeckLine | None:
        return self.decks[self.chooser.place] if self.decks else None

    def on_mount(self) -> None:
        self.read()
        self._tell_start()

    def on_screen_resume(self) -> None:
        if self.query(Chooser):  # it may come before there is anything on the screen
            self.read()

    def on_resize(self) -> None:
        self._lay_out(self.chooser.place)

    def read(self) -> None:
        """Count anew, the same deck chosen."""
        chosen = self.chosen
        every = deck_tree(self.study)
        # Nothing of a deck that Anki schedules is counted here; it is shown, so that a person sees where it is learned
        known, config = {line.name for line in every}, self.study.workspace.config
        named = {*decks_of(self.study), *config.review.decks} - known
        elsewhere = [DeckLine(n, 0, 0, 0, 0, "anki") for n in named if config.learned_in(n) == "anki"]
        order = map_order(self.study)
        every = sorted([*every, *elsewhere], key=lambda line: order(line.name))
        self.parents = {line.name.rpartition("::")[0] for line in every}
        self.decks = [line for line in every if not any(line.name.startswith(f"{name}::") for name in self.folded)]
        names = [line.name for line in self.decks]
        self._lay_out(names.index(chosen.name) if chosen is not None and chosen.name in names else 0)

    # What is on the screen

    def _lay_out(self, place: int) -> None:
        words, room = self.app.words, Room(self.app.size.width)
        heads = [words(f"asked-{name}") for name in ("new", "learning", "due")]
        sizes = [max(width(head), 4) for head in heads]
        name_columns = max(10, min(room.text - sum(sizes) - 3 * 2 - 8, 60))
        self.query_one("#head", Row).say(
            [Part(fit(words("due-deck"), name_columns), "muted"),
             *(Part(" " * (2 + size - width(head)) + head, "muted") for head, size in zip(heads, sizes, strict=True))]
        )  # fmt: skip
        lines = [self._line(deck, name_columns, sizes) for deck in self.decks]
        if not lines:
            lines = wrap([Run(self._why_nothing())], room.text)
        self.chooser.choose_from(lines, place)
        self._say_keys()

    def _why_nothing(self) -> str:
        words, keymap, workspace = self.app.words, self.app.keymap, self.study.workspace
        if workspace.config.learn != "anki" or not any(find_deck_files(workspace.decks)):
            return words("review-nothing-here")
        keys = {action: keymap.shown(action, words.language) for action in ("quiz", "browse")}
        return words("tui-all-anki", decks=workspace.decks.name, **keys)

    def _line(self, deck: DeckLine, columns: int, sizes: list[int]) -> Line:
        sign = "▸ " if deck.name in self.folded else "▾ " if deck.name in self.parents else "  "
        name = "  " * deck.depth + sign + safe_line(deck.name.rpartition("::")[2])
        runs = [Run(fit(name, columns), "strong" if deck.depth == 0 else "")]
        for count, size, look in zip(
            (deck.new, deck.learning, deck.due), sizes, ("link", "again", "right"), strict=True
        ):
            runs += [Run("  "), Run(f"{count:>{size}}", (look if count else "muted").replace("link", "bullet"))]
        if deck.learn == "anki":
            runs.append(Run("  Anki", "muted"))
        return tuple(runs)

    def _say_keys(self) -> None:
        words, keymap = self.app.words, self.app.keymap
        labels = {"show": "tui-begin", "back": "tui-key-leave"}
        wanted = [
            Key(keymap.shown(action, words.language), words(labels.get(action, f"tui-key-{action}")), action)
            for action in ("show", "quiz", "browse", "drafts", "statistics", "help", "back")
        ]
        self.query_one("#keys", Row).say(key_row(wanted, Room(self.app.size.width).text))

    def notice(self, said: str) -> None:
        """Say something in the keys' row, until the next key."""
        self.query_one("#keys", Row).say([Part(said, "notice")])

    def _tell_start(self) -> None:
        """What a person has to know first: broken deck files, cards without an id, what other machines learned."""
        words, study = self.app.words, self.study
        merged = study.merged
        problems = [*study.taken_in.problems, *(merged.problems if merged is not None else ())]
        if problems:
            self.call_after_refresh(self.notice, words(problems[0].code, **dict(problems[0].parameters)))
        elif study.taken_in.unminted:
            self.call_after_refresh(self.notice, words("review-unminted", count=study.taken_in.unminted))
        elif merged is not None and merged.added.entries:
            self.call_after_refresh(self.notice, words("review-merged", count=merged.added.entries))
        elif self.decks and all(deck.learn == "anki" for deck in self.decks):
            keys = {action: self.app.keymap.shown(action, words.language) for action in ("show", "quiz")}
            self.call_after_refresh(self.notice, words("tui-each-anki", **keys))

    # Keys

    def perform(self, action: str) -> None:
        if action != "show":
            self.confirming = ""
        self._say_keys()
        super().perform(action)

    def on_chooser_chosen(self, event: Chooser.Chosen) -> None:
        event.stop()
        self.do_show()

    def do_show(self) -> None:
        """Begin the deck that is chosen; one that Anki schedules is practised, if the person says so twice."""
        from studykit.tui.screens.review import ReviewScreen

        deck = self.chosen
        if deck is None:
            return
        words, cram = self.app.words, deck.learn == "anki"
        if cram and self.confirming != deck.name:
            self.confirming = deck.name
            name, key = safe_line(deck.name.rpartition("::")[2]), self.app.keymap.shown("show", words.language)
            self.notice(words("tui-anki-sure", deck=name, key=key))
            return
        self.confirming = ""
        try:
            sitting = Sitting(self.study, deck.name, cram=cram)
        except (StudykitError, OSError) as error:
            self.notice(self.app.words.error(error))
            return
        if isinstance(sitting.session.position, Finished):
            self.notice(self.app.words("review-nothing"))
        else:
            self.app.push_screen(ReviewScreen(sitting))

    def do_quiz(self) -> None:
        """A quiz on the chosen deck."""
        from studykit.tui.screens.quiz_start import QuizStartScreen

        self.app.push_screen(QuizStartScreen(self.study, self.chosen.name if self.chosen is not None else ""))

    def do_fold(self) -> None:
        """Hide what is below the chosen deck, or show it again."""
        if self.chosen is not None and self.chosen.name in self.parents:
            self.folded ^= {self.chosen.name}
            self.read()
