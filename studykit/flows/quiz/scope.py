"""What a word on the command line means for a quiz: a deck, a section, a tag, a map of content, or a note."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from studykit.decks.files import find_deck_files
from studykit.decks.grammar import split_lines
from studykit.decks.header import read_header
from studykit.errors import DeckFileError, UsageError
from studykit.flows.learning.study import Study
from studykit.flows.review.sitting import decks_of, within
from studykit.scheduling.limits import lineage
from studykit.store.outlines import paths_of_outlines, read_outline, read_sections, read_titles
from studykit.store.quizzes import read_places
from studykit.text.normal import name_key

_FILES: Final = "SELECT p.file FROM study_places p JOIN study_decks d ON d.id = p.deck"
_HEAD: Final = 8192
"""Characters in which a deck file's header has to end."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The decks and the notes that are meant; None for all."""

    decks: frozenset[str] | None = None
    """With those below them."""
    notes: frozenset[str] | None = None
    """Paths."""
    links: frozenset[str] = frozenset()
    """The notes as cards link them, in the form of `name_key`."""

    def has_deck(self, deck: str) -> bool:
        """Whether a deck is meant, or one above it."""
        return self.decks is None or any(within(deck, one) for one in self.decks)

    def has_note(self, path: str) -> bool:
        """Whether a note is meant, by its path."""
        return self.notes is None or path in self.notes

    def has_place(self, deck: str, link: str) -> bool:
        """Whether cards of a deck that link a note are meant."""
        return self.has_deck(deck) and (self.notes is None or name_key(link) in self.links)

    def files(self, study: Study) -> list[str]:
        """The deck file of each place that is meant, of decks that are learned here."""
        if self.decks is None and self.notes is None:  # most ask for all: ten thousand places need not be looked at
            return [file for (file,) in study.store.execute(_FILES)]
        return [place.file for place in read_places(study.store) if self.has_place(place.deck, place.note)]

    def files_of_anki(self, study: Study) -> list[str]:
        """The deck files that no deck learned here has: the store knows no faces of theirs."""
        config = study.workspace.config
        if config.learn != "anki" and not any(one.get("learn") == "anki" for one in config.review.decks.values()):
            return []
        known = {file for (file,) in study.store.execute("SELECT DISTINCT file FROM study_places")}
        folder = study.workspace.decks
        files = [path.relative_to(folder).as_posix() for path in find_deck_files(folder)]
        return [file for file in files if file not in known]


def scope_of(study: Study, said: str) -> Scope:
    """What is meant. UsageError `quiz-unknown` where it is nothing that is known."""
    if not said:
        return Scope()
    if said.startswith("#"):
        return _of_notes(study, _tagged(study, said[1:]), said)
    titles = read_titles(study.store)
    sections = {deck: None for path in titles for deck in (one.deck for one in read_sections(study.store, path))}
    names = [*decks_of(study), *sections, *_decks_of_anki(study)]
    if any(within(name, said) for name in names):
        return Scope(frozenset({said}))
    plain = name_key(said)
    for path, title in titles.items():
        if plain in (name_key(path), name_key(path.removesuffix(".md")), name_key(title)):
            return Scope(frozenset(one.deck for one in read_sections(study.store, path)))
    levels = {level for name in names for level in (name, *lineage(name)) if level}
    ending = {level for level in levels if name_key(level) == plain or name_key(level).endswith(f"::{plain}")}
    if len(ending) == 1:
        return Scope(frozenset(ending))
    note = note_paths(study).get(plain.removesuffix(".md"))
    if note is not None:
        return _of_notes(study, [note], said)
    holding = {name for name in names if plain in name_key(name)}
    if len(holding) == 1:
        return Scope(frozenset(holding))
    raise UsageError("quiz-unknown", said=said, known=", ".join(decks_of(study)) or "-")


def note_paths(study: Study) -> dict[str, str]:
    """The path of each note by its link."""
    return paths_by_link(paths_of_outlines(study.store))


def paths_by_link(paths: Sequence[str]) -> dict[str, str]:
    """The paths of some notes by their links in the form of `name_key`: by name, and by path without `.md`."""
    found: dict[str, str] = {}
    for path in sorted(paths, key=lambda path: path.count("/"), reverse=True):
        found[name_key(path.rpartition("/")[2].removesuffix(".md"))] = path
    found.update((name_key(path.removesuffix(".md")), path) for path in paths)
    return found


def _decks_of_anki(study: Study) -> list[str]:
    """The names of the decks that Anki has, from the heads of their files."""
    names: dict[str, None] = {}
    for file in Scope().files_of_anki(study):
        try:
            with (study.workspace.decks / file).open(encoding="utf-8", errors="replace") as opened:
                names[read_header(split_lines(opened.read(_HEAD)), file).deck] = None
        except (OSError, DeckFileError):
            continue  # told when the deck files were taken in
    return list(names)


def _tagged(study: Study, tag: str) -> list[str]:
    """The notes with a tag, or with one below it."""
    wanted, found = name_key(tag).strip("/"), []
    for path in paths_of_outlines(study.store):
        known = read_outline(study.store, path)
        tags = known.note.tags if known is not None else ()
        if any(f"{name_key(one)}/".startswith(f"{wanted}/") for one in tags):
            found.append(path)
    return found


def _of_notes(study: Study, paths: list[str], said: str) -> Scope:
    if not paths:
        raise UsageError("quiz-unknown", said=said, known=", ".join(decks_of(study)) or "-")
    links = {name_key(path.removesuffix(".md")) for path in paths}
    links |= {name_key(path.rpartition("/")[2].removesuffix(".md")) for path in paths}
    return Scope(None, frozenset(paths), frozenset(links))
