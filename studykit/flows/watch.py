"""Watch: build whenever a note or a deck file was saved, packages once things are quiet.

What the system says of a file is taken as "look at this path again" and no more: a note that was put in place of
another arrives as a new one. As the system may lose events too, a quiet time ends with a look at everything, and so
does a minute in which nothing was heard.

A model is not asked at every save of a note that it drafts: its units wait in a queue, and are sent when nothing was
saved for a while, or by the next build that a person makes.
"""

import gc
import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from threading import Event
from typing import Final, NamedTuple

from studykit.config import FILE_NAME
from studykit.errors import StudykitError
from studykit.flows.build import build
from studykit.flows.report import Report
from studykit.flows.request import Request
from studykit.flows.unchanged.glance import Glance, glance, glance_again
from studykit.flows.workspace import open_workspace
from studykit.model.event import silent
from studykit.store.at_rest import read_at_rest
from studykit.store.db import FILE_NAME as STORE_NAME

QUIET: Final = 2.0
"""Seconds without a change after which packages are written."""
ASK: Final = 60.0
"""Seconds without a change after which a model is asked for what waits for it: a text that is being written is not
sent, and paid for, sentence by sentence."""
_STEP: Final = 10
"""Milliseconds: changes that follow one another so closely are one."""
_DEBOUNCE: Final = 100
"""Milliseconds after which a run of changes is built though it goes on."""
_WAKE: Final = 250
"""Milliseconds after which a watch that hears nothing looks up."""
_LOOK: Final = 60.0
"""Seconds after which a watch that heard nothing looks at everything."""
_MANY: Final = 500
"""So many paths at once are more than the system can be trusted to have told."""


class Watched(NamedTuple):
    """Something that a watch did."""

    what: str
    """`built`, `packaged`, `queued` (for a model), `asked` (a model, for what waited), `failed`, `busy`."""
    paths: tuple[str, ...]
    """What had changed: in the vault, or with its name first in the decks' folder; empty for a look at everything."""
    milliseconds: int
    """From when the change was heard of."""
    report: Report | None = None
    error: StudykitError | None = None
    queued: int = 0
    """Units that wait for a model."""


class Ended(NamedTuple):
    """What a watch did in all."""

    seconds: float
    builds: int
    changed: int
    """Builds that changed a card."""


Tell = Callable[[Watched], None]


def watch(
    root: Path, stop: Event, tell: Tell, *, vault: str | None = None, quiet: float = QUIET, ask: float = ASK
) -> Ended:
    """Build now, and again whenever something changes, until `stop` is set. Bad notes and failed builds are told.

    Packages are written after `quiet`, a model is asked after `ask` seconds without a change.

    ConfigurationError and UsageError where the workspace cannot be opened at the start.
    """
    from watchfiles import watch as events

    watching = _Watching(root, vault, tell, quiet, ask)
    watching.look()
    import studykit.flows.incremental.build  # noqa: F401 - what a build of few notes needs is there when the first is saved

    places = {watching.workspace.vault.resolve(), watching.workspace.decks.resolve()}
    heard = events(
        *places, watch_filter=None, debounce=_DEBOUNCE, step=_STEP, rust_timeout=_WAKE, yield_on_timeout=True,
        stop_event=stop, raise_interrupt=False, ignore_permission_denied=True,
    )  # fmt: skip
    for changes in heard:
        watching.hear({path for _, path in changes})
    return watching.ended()


class _Watching:
    def __init__(self, root: Path, vault: str | None, tell: Tell, quiet: float, ask: float) -> None:
        self.root = root
        self.vault = vault
        self.tell = tell
        self.quiet = quiet
        self.ask = ask
        self.workspace = open_workspace(root, vault=vault)
        self.workspace.decks.mkdir(parents=True, exist_ok=True)
        self.settings = self.stat()
        self.seen: Glance | None = None
        self.written: Mapping[str, tuple[int, int, int]] = {}
        """How the deck files looked when the last build was done with them, as it knows."""
        self.waiting: set[str] = set()
        """Paths that no build has looked at yet."""
        self.everything = False
        self.busy = False
        self.unpacked = False
        """Whether packages wait for a quiet moment."""
        self.queued = 0
        """Units that wait for a model."""
        self.started = self.last = self.looked = time.monotonic()
        self.builds = self.changed = 0

    def hear(self, paths: Collection[str]) -> None:
        """Take in what the system said; nothing after a while without a word."""
        now = time.monotonic()
        meant = {path for path in paths if self.is_meant(path) and not self.is_ours(path)}
        settings = self.stat()
        if settings != self.settings:
            self.settings = settings
            self.open_again()
        if meant:
            self.last = now
            self.waiting |= meant
            self.everything |= len(meant) > _MANY
        if self.waiting or self.everything:
            self.build()
        elif self.queued and now - self.last >= max(self.ask, self.quiet):
            self.look(ask=True)
        elif (self.unpacked and now - self.last >= self.quiet) or now - self.looked >= _LOOK:
            self.look()

    def is_meant(self, path: str) -> bool:
        """Whether a path could be a note, an attachment, a deck file: hidden ones and packages are ours or nobody's."""
        place = Path(path)
        for folder in (self.workspace.decks.resolve(), self.workspace.vault.resolve()):
            if place.is_relative_to(folder):
                parts = place.relative_to(folder).parts
                hidden = any(part.startswith(".") for part in parts)
                return not hidden and place.suffix not in (".apkg", ".jsonl") and not self.is_store(place)
        return False

    def is_ours(self, path: str) -> bool:
        """Whether a path is a deck file as the last build left it: its own writing is what was heard."""
        place, decks = Path(path), self.workspace.decks.resolve()
        if not place.is_relative_to(decks):
            return False
        try:
            status = place.stat()
        except OSError:
            return False
        looks = status.st_mtime_ns, status.st_size, status.st_ino
        return self.written.get(place.relative_to(decks).as_posix()) == looks

    def is_store(self, place: Path) -> bool:
        return place.is_relative_to(self.workspace.store.resolve())

    def build(self) -> None:
        """Build the decks of what changed."""
        began = time.monotonic()
        paths, everything = self.waiting, self.everything
        workspace = self.workspace

        def look() -> Glance:
            self.seen = self.look_at(paths, everything)
            return self.seen

        report = self.run(
            Request(packages=False, queue=True), look, began, "built", tuple(sorted(map(self.name, paths)))
        )
        if report is not None:
            self.waiting, self.everything = self.waiting - paths, False
            self.unpacked |= report["changed"] or any(path.startswith(str(workspace.decks.resolve())) for path in paths)

    def look_at(self, paths: Collection[str], everything: bool) -> Glance:
        vault, own = self.workspace.vault, self.workspace.own_folders
        inside = [path for path in paths if Path(path).is_relative_to(vault.resolve())]
        inside = [path for path in inside if not Path(path).is_relative_to(self.workspace.decks.resolve())]
        if self.seen is None or everything:
            return glance(vault, own)
        return glance_again(self.seen, vault, own, inside)

    def look(self, *, ask: bool = False) -> None:
        """Look at everything, and write the packages. With `ask`, the model is asked for what waits for it."""
        began = self.looked = time.monotonic()

        def look() -> Glance:
            self.seen = glance(self.workspace.vault, self.workspace.own_folders)
            return self.seen

        if self.run(Request(queue=not ask), look, began, "asked" if ask else "packaged", ()) is not None:
            self.unpacked = False
            if not self.queued:
                self.last = time.monotonic()
            gc.collect()  # nobody waits now, and a watch runs for days

    def run(
        self, request: Request, look: Callable[[], Glance], began: float, what: str, paths: tuple[str, ...]
    ) -> Report | None:
        """Build once and tell of it. None where it has to be tried again, or where it stopped."""
        try:
            outcome = build(self.workspace, request, silent, look=look)
        except StudykitError as error:
            if error.code != "workspace-locked":
                self.waiting.clear()
                self.everything = self.unpacked = False
                self.tell(Watched("failed", paths, _since(began), error=error))
            elif not self.busy:
                self.busy = True
                self.tell(Watched("busy", paths, _since(began), error=error))
            return None
        self.busy = False
        assert outcome is not None  # nobody is asked
        report = outcome.report
        before, self.queued = self.queued, _left_to_a_model(report) if request.queue else 0
        left = read_at_rest(str(self.workspace.store / STORE_NAME), ())
        self.written = left.decks if left is not None else {}
        self.builds += report["changed"]
        self.changed += any(report["cards"][name] for name in ("new", "updated", "retired", "revived"))
        if report["changed"]:
            self.tell(Watched(what, paths, _since(began), report))
        if self.queued and self.queued != before:
            self.tell(Watched("queued", paths, _since(began), queued=self.queued))
        return report

    def open_again(self) -> None:
        """Take the settings as they are now. Those that cannot be read change nothing."""
        try:
            self.workspace = open_workspace(self.root, vault=self.vault)
        except StudykitError as error:
            self.tell(Watched("failed", (FILE_NAME,), 0, error=error))
            return
        self.everything = True

    def stat(self) -> tuple[int, int]:
        try:
            status = (self.root / FILE_NAME).stat()
        except OSError:
            return 0, 0
        return status.st_mtime_ns, status.st_size

    def name(self, path: str) -> str:
        decks, vault = self.workspace.decks.resolve(), self.workspace.vault.resolve()
        place = Path(path)
        if place.is_relative_to(decks):
            return (Path(decks.name) / place.relative_to(decks)).as_posix()
        return place.relative_to(vault).as_posix()

    def ended(self) -> Ended:
        return Ended(time.monotonic() - self.started, self.builds, self.changed)


def _left_to_a_model(report: Report) -> int:
    found = (one["parameters"].get("count", "") for one in report["problems"] if one["code"] == "model-left")
    return sum(int(count) for count in found if count.isdigit())


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
