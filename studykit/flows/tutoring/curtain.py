"""What a chat assistant may be told: nothing of private notes, not their titles, and nothing that holds a secret.

A question goes out only where its note may, and all that is replied passes `cleared` once more at the very end. What
is private is looked for again whenever a file of the vault has changed.
"""

from collections.abc import Mapping
from typing import Any, Final

from studykit.drafting.privacy import TAGS, without_comments
from studykit.drafting.secrets import find_secret
from studykit.flows.cards.rows import Entry
from studykit.flows.learning.study import Study
from studykit.flows.quiz.material import Sieve
from studykit.flows.quiz.model_notes import SendableNotes
from studykit.flows.review.sitting import within
from studykit.markup.plain import to_plain
from studykit.quiz.question import Question
from studykit.quiz.saving import question_object
from studykit.store.imported import FILE
from studykit.store.outlines import read_sections
from studykit.text.safe import safe_text
from studykit.vault import load

GONE: Final = "…"
_NAMES: Final = frozenset({"kind", "code", "quiz", "id", "form", "notes", "cards"})
"""Fields that hold no words of a note, or were looked at by themselves."""


class Curtain:
    """What stays here, as the vault is now."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._listing = self._listed()
        self._notes = SendableNotes(study.workspace, study.store)
        privacy = self._notes.privacy
        self._decks = frozenset(
            section.deck for path in privacy.paths for section in read_sections(study.store, path)
        )  # fmt: skip
        """The decks of maps that are private."""
        self.sieve = Sieve(privacy.holds, self.may_ask)

    def still_true(self) -> bool:
        """Whether no file of the vault has changed since."""
        return self._listed() == self._listing

    def may_ask(self, question: Question) -> bool:
        """Whether a question may go out, with its options and whatever it names."""
        if not self._notes.may_send(self._study.store, question) or self.holds_deck(question.origin.section):
            return False
        words = "\n".join(_words(question_object(question)))
        return self._notes.privacy.cleared(words) == words and find_secret(words) is None

    def may_find(self, entry: Entry) -> bool:
        """Whether a card may be named. What came from Anki says nothing of privacy, so it stays here."""
        if entry.file.startswith(FILE):
            return False
        if self.holds_deck(entry.deck) or any(
            tag == one or tag.startswith(f"{one}/") for tag in entry.tags for one in TAGS
        ):
            return False
        privacy = self._notes.privacy
        if entry.note and (privacy.names(entry.note) or not self._notes.path_of(entry.note)):
            return False
        shown = f"{entry.note}\n{entry.front}"
        return privacy.cleared(shown) == shown and find_secret(shown) is None

    def path_of(self, link: str) -> str:
        """The path of a card's note; empty for a card that has none."""
        return self._notes.path_of(link) if link else ""

    def may_read(self, note: str) -> bool:
        """Whether a note may be named, by its path."""
        return not self._notes.privacy.holds(note) and not self._notes.privacy.names(note)

    def holds_deck(self, name: str) -> bool:
        """Whether a deck is that of a private map, or below it, or its name tells of a private note."""
        return any(within(name, deck) for deck in self._decks) or self._notes.privacy.cleared(name) != name

    def passage(self, text: str) -> str:
        """A piece of a note as it may be shown; nothing of one that holds a secret."""
        shown = self._notes.cleared(without_comments(safe_text(text)))
        return GONE if find_secret(shown) is not None else shown

    def cleared(self, value: Any) -> Any:
        """A reply without titles of private notes, and without characters that fool a reader."""
        if isinstance(value, str):
            return self._notes.privacy.cleared(safe_text(value))
        if isinstance(value, Mapping):
            return {name: one if name in _NAMES else self.cleared(one) for name, one in value.items()}
        return [self.cleared(one) for one in value] if isinstance(value, list | tuple) else value

    def _listed(self) -> tuple[Any, ...]:
        workspace = self._study.workspace
        return load.list_files(workspace.vault, workspace.config.exclude, workspace.own_folders).notes


def _words(value: Any) -> list[str]:
    """Every text in an object, as it stands and as it is read."""
    if isinstance(value, str):
        return [value, to_plain(value)]
    values = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return [word for one in values for word in _words(one)]
