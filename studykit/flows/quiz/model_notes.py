"""What of a vault may be shown to a model while a quiz goes on: nothing private, nothing secret, as the notes are now.

A note that nobody has touched since the last build is as that build knew it; every other one is read again, and the
one that a question is about in any case. So a note that was made private a minute ago is private.
"""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.grounding import Normalised
from studykit.drafting.privacy import Privacy, is_private, without_comments
from studykit.flows.quiz.scope import paths_by_link
from studykit.flows.reading.scan import read_note
from studykit.flows.workspace import Workspace
from studykit.markup.frontmatter import read as read_frontmatter
from studykit.model.ids import NotePath
from studykit.model.note import Note
from studykit.quiz.explaining import AROUND, around
from studykit.quiz.question import Question
from studykit.store.db import Store
from studykit.store.outlines import read_outline
from studykit.store.sources import read_sources
from studykit.text.encoding import decode
from studykit.text.normal import name_key
from studykit.text.safe import safe_text
from studykit.vault import load

_OWN: Final = re.compile(r"\.md:\d+\Z")
"""How a quiz names the place of a card that the person wrote in a deck file."""


class SendableNotes:
    """The notes of a vault, and which of them may be shown."""

    def __init__(self, workspace: Workspace, store: Store) -> None:
        self._workspace = workspace
        listing = load.list_files(workspace.vault, workspace.config.exclude, workspace.own_folders)
        notes = list(self._notes(store, listing))
        self._paths = paths_by_link([note.path for note in notes])
        self.privacy = Privacy(notes)

    def _notes(self, store: Store, listing: load.Listing) -> Iterator[Note]:
        seen = read_sources(store)
        for file in listing.notes:
            before = seen.get(file.path)
            same = before is not None and before[1:4] == (file.mtime_ns, file.size, file.inode)
            known = read_outline(store, file.path) if same else None
            note = known.note if known is not None else read_note(self._workspace.vault, NotePath(file.path)).note
            if note is not None:
                yield note

    def path_of(self, link: str) -> NotePath:
        """The path of a note by its path or its link; empty where there is no such note, or it cannot be read."""
        return NotePath(self._paths.get(name_key(link.removesuffix(".md")), ""))

    def _path(self, question: Question) -> NotePath:
        return self.path_of(question.origin.note)

    def may_send(self, store: Store, question: Question) -> bool:
        """Whether a question may leave this machine: its note is there and not private, nor is the map that lists it.

        A card that the person wrote in a deck file has no note; what they wrote may be sent where they ask for it.
        """
        path = self._path(question)
        if not path:
            return _OWN.search(question.origin.note) is not None
        known, now = read_outline(store, path), read_note(self._workspace.vault, path).note
        listed = known.concept.section.moc if known is not None and known.concept is not None else ""
        held = self.privacy.holds(path) or self.privacy.holds(listed)
        return not held and now is not None and not is_private(now)  # as it is at this moment

    def text_of(self, question: Question) -> str:
        """The piece of its note around a question's quote, as it may be sent; empty where the note cannot be read."""
        path = self._path(question)
        raw = load.read_bytes(self._workspace.vault, path) if path else None
        data = decode(raw).data if isinstance(raw, bytes) else None
        if data is None:
            return ""
        text = data[read_frontmatter(data).body :].decode("utf-8", "replace")
        place = Normalised(text).find(question.origin.quote) if question.origin.quote else None
        cut = around(text, place.start, place.end) if place is not None else around(text[: 2 * AROUND], 0, 0)
        return self.cleared(without_comments(safe_text(cut)))

    def cleared(self, text: str) -> str:
        """A text without links to private notes and without their titles."""
        return self.privacy.cleared(text).strip()
