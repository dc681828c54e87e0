"""What a person looks at beside a draft: why it waits, its quote where it stands in the note, the card it is about."""

from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from typing import Final, NamedTuple

from studykit.decks.files import read_deck
from studykit.drafting.grounding import line_of
from studykit.drafting.lints import Context, check, check_together
from studykit.errors import DeckFileError
from studykit.flows.decks.catalogue import Sources
from studykit.flows.drafts.decide import SUGGESTION, Held
from studykit.flows.reading.paragraph import around
from studykit.flows.workspace import Workspace
from studykit.model.card import Basic, Card, Content, Source
from studykit.model.ids import CardId
from studykit.store import db
from studykit.store.db import Store
from studykit.store.decks import files_of, read_cards
from studykit.store.drafts import read_waiting
from studykit.store.faces import read_siblings
from studykit.text.encoding import decode
from studykit.text.normal import name_key
from studykit.vault import load

MOST: Final = 200
"""Drafts of a list that are checked again: some hundred a second."""


class Reason(NamedTuple):
    """Why a draft waits, to be told by `messages`."""

    code: str
    parameters: dict[str, str]
    """What the check found, as far as it can be found again; where nothing is known the text leaves it open."""
    said: str = ""
    """The judge's own words."""


class View(NamedTuple):
    """A draft with all that is shown beside it."""

    held: Held
    reasons: tuple[Reason, ...]
    path: str
    """The note that holds the quote."""
    line: int | None
    """Of the quote's beginning, 1-based; None where it is not there any more."""
    quote: str
    """As it stands in the note."""
    paragraph: str
    """The quote with the lines around it."""
    mine: Card | None
    """Of a suggestion, the card that the person edited."""


def reasons_of(workspace: Workspace, drafts: Sequence[Held]) -> list[tuple[Reason, ...]]:
    """Why each of some drafts waits; what a check found is found again for the first of them, the rest leave it open.

    Drafts of one note should follow one another: it is read once then.
    """
    with closing(db.open_store(workspace.store)) as store:
        viewer = Viewer(workspace, store)
        known = [viewer.reasons(held) for held in drafts[:MOST]]
    return known + [tuple(_unfound(reason) for reason in held.reasons) for held in drafts[MOST:]]


def _unfound(said: str) -> Reason:
    code, _, words = said.partition(": ")
    return Reason(code, {}, words)


class Viewer:
    """Reads what is shown, of one draft after the other. Nothing is written."""

    def __init__(self, workspace: Workspace, store: Store) -> None:
        self._workspace = workspace
        self._store = store
        self._context = lru_cache(maxsize=8)(self._read)
        self._sources: Sources | None = None

    def view(self, held: Held) -> View:
        """A draft and what stands around it, as the files are now."""
        quote = held.draft.source.quote
        path = self._path(held)
        context = self._of(path)
        reasons, mine = self._reasons(held, context), self._mine(held)
        found = context.index.find(quote) if context is not None else None
        if context is None or found is None:
            return View(held, reasons, path, None, quote, quote, mine)
        text = context.unit_text
        first, last = line_of(text, found), text.count("\n", 0, found.end) + 1
        return View(held, reasons, path, first, text[found.start : found.end], around(text, first, last), mine)

    def reasons(self, held: Held) -> tuple[Reason, ...]:
        """Why a draft waits."""
        return self._reasons(held, self._of(self._path(held)))

    def _path(self, held: Held) -> str:
        """The quote's note: mostly the draft's own; a gloss quotes its map of content."""
        note, source = held.waiting.note, held.draft.source
        if name_key(note.removesuffix(".md").rpartition("/")[2]) == name_key(source.note.rpartition("/")[2]):
            return note
        if self._sources is None:
            self._sources = Sources(self._workspace)
        return self._sources.place(Source(source.note, source.heading, ""))[0] or note

    def _of(self, path: str) -> Context | None:
        try:
            changed = (self._workspace.vault / path).stat().st_mtime_ns
        except OSError:
            return None
        return self._context(path, changed)

    def _read(self, path: str, _changed: int) -> Context | None:
        raw = load.read_bytes(self._workspace.vault, path)
        data = decode(raw).data if isinstance(raw, bytes) else None
        return None if data is None else Context(unit_text=data.decode("utf-8", "replace"))

    def _reasons(self, held: Held, context: Context | None) -> tuple[Reason, ...]:
        """What a check found is not kept: the draft is checked again, against its note."""
        wanted = {code for code in held.reasons if code.startswith("lint-")}
        against = context if context is not None else Context(unit_text=held.draft.source.quote)
        findings = check(held.draft, against) if wanted else []
        if "lint-interference" in wanted:
            findings += check_together([held.draft], self._beside(held))[0]
        found = {one.code: dict(one.parameters) for one in findings}
        reasons = []
        for said in held.reasons:
            reason = _unfound(said)
            reasons.append(reason._replace(parameters=found.get(reason.code, {})))
        return tuple(reasons)

    def _beside(self, held: Held) -> list[Content]:
        """The cards and the other drafts of the note: what a draft is mixed up with mostly stands among them."""
        note = held.waiting.note
        cards = read_cards(self._store, files_of(self._store, [note])).values()
        waiting = (one.draft.content for one in read_waiting(self._store, [note]) if one != held.waiting)
        return [*(Basic(card.front, "") for card in cards if card.note == note), *waiting]

    def _mine(self, held: Held) -> Card | None:
        if held.waiting.state != SUGGESTION:
            return None
        key = CardId(held.waiting.card)
        for face in read_siblings(self._store, key)[:1]:
            file = face.place.file
            try:
                block = read_deck(self._workspace.decks / file, file).deck.by_id.get(key)
            except (DeckFileError, OSError):
                return None
            return block.card if block is not None else None
        return None
