"""Which notes a note builds on: those that it links to. They are learned first where no map gives an order."""

from collections.abc import Collection, Mapping

from studykit.store.db import Store
from studykit.store.outlines import paths_of_outlines, read_outline
from studykit.text.normal import name_key


def needed_notes(store: Store, notes: Collection[str]) -> Mapping[str, Collection[str]]:
    """For each of these notes, named as cards' sources name them, those of the others that it links to.

    Read from what the last build kept; a note that it did not know needs nothing.
    """
    if len(notes) < 2:
        return {}
    by_name = {_base(note): note for note in notes}
    paths = {_base(path.removesuffix(".md")): path for path in paths_of_outlines(store)}
    needs: dict[str, Collection[str]] = {}
    for name, note in by_name.items():
        outlined = read_outline(store, paths[name]) if name in paths else None
        if outlined is not None:
            linked = {_base(link.target.removesuffix(".md")) for link in outlined.note.links}
            needs[note] = {by_name[one] for one in linked & by_name.keys() if one != name}
    return needs


def _base(name: str) -> str:
    return name_key(name.rpartition("/")[2])
