"""A note that is known comes again in a newer package: three ways, field by field, as for our own.

    base → mine (here)    base → theirs (Anki)    result
    any                   same                    mine
    same                  changed                 theirs
    changed               changed                 asked; mine where nobody can be asked

Tags that Anki gave or took since are given and taken here too. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from studykit.anki.read import AnkiNote
from studykit.store.imported import ImportedNote, StoredType


class FieldConflict(NamedTuple):
    """A field that was changed on both sides."""

    field: str
    here: str
    """HTML, as the next."""
    there: str


@dataclass(frozen=True, slots=True)
class Merge:
    """What becomes of a note that is known."""

    note: ImportedNote
    """With what changed on one side alone; fields in `conflicts` are still mine."""
    conflicts: tuple[FieldConflict, ...] = ()
    older: bool = False
    """The package's note is older than what stands here, and was left."""

    def with_theirs(self) -> ImportedNote:
        """The note with Anki's words in the fields that were changed on both sides."""
        assert self.note.base is not None  # a field that was changed here has one
        theirs = self.note.base[1:]
        return settled(self.note._replace(fields=theirs))


def merge_note(known: ImportedNote, note: AnkiNote, kind: int, old: StoredType, new: StoredType) -> Merge:
    """Merge a note of a package with the one that stands.

    `kind` is the number of the type that it shall have, `new`; `old` is the one that it has.
    """
    mine, base = known.fields, known.base or (known.tags, *known.fields)
    if new.fields != old.fields:
        mine, base = _by_name(mine, old, new), (base[0], *_by_name(base[1:], old, new))
    theirs = _fitting(note.fields, len(new.fields))
    tags = " ".join(note.tags)
    if (tags, *theirs) == base and known.type == kind:
        return Merge(known)
    if note.mod < known.mod:
        return Merge(known, older=True)
    fields, conflicts = [], []
    for name, here, there, before in zip(new.fields, mine, theirs, base[1:], strict=True):
        taken = there if here == before else here
        fields.append(taken)
        if here not in (before, there) and there != before:
            conflicts.append(FieldConflict(name, here, there))
    merged = known._replace(
        type=kind, mod=note.mod, tags=_tags(base[0], known.tags, tags), fields=tuple(fields),
        base=(tags, *theirs),
    )  # fmt: skip
    return Merge(settled(merged), tuple(conflicts))


def settled(note: ImportedNote) -> ImportedNote:
    """A note without a base where it says what its base says."""
    return note._replace(base=None, edited=0) if note.base == (note.tags, *note.fields) else note


def _fitting(fields: Sequence[str], count: int) -> tuple[str, ...]:
    """As many fields as the type has."""
    return (*fields[:count], *[""] * (count - len(fields)))


def _by_name(fields: Sequence[str], old: StoredType, new: StoredType) -> tuple[str, ...]:
    """Fields of a note whose type has other fields now."""
    said = dict(zip(old.fields, fields, strict=False))
    same_count = len(old.fields) == len(new.fields)
    return tuple(
        said.get(name, fields[place] if same_count and old.fields[place] not in new.fields else "")
        for place, name in enumerate(new.fields)
    )


def _tags(base: str, mine: str, theirs: str) -> str:
    before, now = set(base.split()), set(theirs.split())
    kept = [tag for tag in mine.split() if tag in now or tag not in before]
    return " ".join([*kept, *(tag for tag in theirs.split() if tag not in before and tag not in kept)])
