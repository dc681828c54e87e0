"""After packages were written: work out what Anki will do with them, remember it, and list what is left by hand.

What a package was made from is known of each, deck file by deck file, so that only files which changed since the last
telling are looked at. A build that was cut off before it could tell has told nothing, and the next one does.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from studykit.decks.format import Deck, parse
from studykit.flows.anki.changes import AnkiChanges, anki_changes, remember_changes, write_lists
from studykit.flows.anki.packages import is_untouched, packages_of
from studykit.flows.workspace import Workspace
from studykit.store.db import Store, transaction
from studykit.store.decks import read_deck_stats, read_decks, read_digests, standing_ids
from studykit.store.sources import read_facts, write_facts

TOLD: Final = "told"
"""The fact that holds what `packages` was when it was last told of."""
_PACKAGES: Final = "packages"


def tell(workspace: Workspace, store: Store, decks: Mapping[str, Deck]) -> AnkiChanges | None:
    """What Anki will make of the packages that are otherwise than when this was last asked; None where none are.

    `decks` are deck files that were just read; those that are needed beside them are taken from the store.
    """
    facts = read_facts(store, [TOLD, _PACKAGES])
    now = facts.get(_PACKAGES, "{}")
    if now == facts.get(TOLD, "{}"):
        return None
    files, before = _files(now), _files(facts.get(TOLD, "{}"))
    changed = {file for file in files.keys() | before.keys() if files.get(file) != before.get(file)}
    names = packages_of(changed)
    stored = read_decks(store, changed - decks.keys())
    meant = {file: decks[file] for file in changed & decks.keys() & files.keys()}
    meant |= {file: parse(row.text, file) for file, row in stored.items() if file in files}
    same = {file for file, digest in read_digests(store).items() if files.get(file) == digest}
    found = anki_changes(
        store, dict(sorted(meant.items())), elsewhere=lambda: standing_ids(store), names=sorted(names), stored=same
    )
    write_lists(workspace.decks, {package.name: package.by_hand for package in found.packages})
    _remove_packages(
        workspace, json.loads(facts.get(TOLD, "{}")), json.loads(now).keys(), packages_of(read_deck_stats(store))
    )
    with transaction(store):
        remember_changes(store, found)
        write_facts(store, {TOLD: now})
    return found


def _remove_packages(
    workspace: Workspace, before: Mapping[str, str], now: Collection[str], standing: Collection[str]
) -> None:
    """Remove packages that no deck file makes any more, where they lie as they were written."""
    for name, state in before.items():
        path = workspace.decks / f"{name}.apkg"
        made = packages_of(_files(json.dumps({name: state})))
        if name in now or name in standing or made != {name} or not is_untouched(path, workspace.vault, state):
            continue
        path.unlink(missing_ok=True)


def _files(states: str) -> dict[str, str]:
    """By deck file, the digest of what the packages were made from."""
    value: dict[str, str] = json.loads(states)
    made: list[list[Any]] = [json.loads(state)["made"] for state in value.values()]
    return {str(file): str(digest) for _, _, *parts in made for file, digest in parts}
