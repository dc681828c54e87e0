"""The options that decks brought from Anki, beneath those that the settings say of these very decks."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, Final

from studykit.flows.workspace import Workspace
from studykit.model.options import Options
from studykit.store.imported_decks import ImportedDeck

_NAMES: Final = frozenset(field.name for field in fields(Options))


def with_imported(workspace: Workspace, decks: Iterable[ImportedDeck]) -> Workspace:
    """The workspace with the options of imported decks in its settings."""
    config = workspace.config
    own = {deck.name: found for deck in decks if (found := _options(deck))}
    if not own:
        return workspace
    merged = {**config.review.decks, **{name: {**own[name], **config.review.decks.get(name, {})} for name in own}}
    return replace(workspace, config=replace(config, review=replace(config.review, decks=merged)))


def _options(deck: ImportedDeck) -> dict[str, Any]:
    found = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in deck.options.items()
        if name in _NAMES
    }
    if deck.learn:
        found["learn"] = deck.learn
    return found
