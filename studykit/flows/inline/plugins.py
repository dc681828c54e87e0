"""How a vault's Obsidian plugins write cards: those that are there, and what a person changed in their settings."""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

from studykit.model.inline import Inline, Syntax

PLUGINS: Final[Mapping[str, Syntax]] = {
    "obsidian-spaced-repetition": "spaced-repetition",
    "flashcards-obsidian": "flashcards",
    "obsidian-to-anki-plugin": "obsidian-to-anki",
    "yanki": "yanki",
}
"""By the folder of each in `.obsidian/plugins`, the syntax that it reads. `headings` is not looked for: half of all
notes would be cards to it, so that a person has to ask for it."""
_LARGEST: Final = 4 << 20
_SPACED: Final = {
    "singleLineCardSeparator": "separator",
    "singleLineReversedCardSeparator": "reversed_separator",
    "multilineCardSeparator": "line_separator",
    "multilineReversedCardSeparator": "reversed_line_separator",
    "multilineCardEndMarker": "end_marker",
}
_CLOZES: Final = {
    "convertHighlightsToClozes": "==",
    "convertBoldTextToClozes": "**",
    "convertCurlyBracketsToClozes": "{{",
}


def plugins_of(vault: Path) -> dict[Syntax, Mapping[str, Any]]:
    """The syntaxes of the plugins that a vault has, each with its settings; without those where they are default."""
    folder = vault / ".obsidian" / "plugins"
    return {syntax: _settings(folder / name) for name, syntax in PLUGINS.items() if (folder / name).is_dir()}


def options_of(plugins: Mapping[Syntax, Mapping[str, Any]]) -> Inline:
    """The defaults with what the plugins' settings say otherwise."""
    inline = Inline()
    spaced = plugins.get("spaced-repetition", {})
    for name, option in _SPACED.items():
        if _is_mark(spaced.get(name)) or (option == "end_marker" and spaced.get(name) == ""):
            inline = replace(inline, **{option: spaced[name]})
    if any(isinstance(spaced.get(name), bool) for name in _CLOZES):
        said = (mark for name, mark in _CLOZES.items() if spaced.get(name, mark in inline.cloze))
        inline = replace(inline, cloze=tuple(said))
    if tags := _tags(spaced.get("flashcardTags")):
        inline = replace(inline, deck_tags=tags)
    if tags := _tags([plugins.get("flashcards", {}).get("flashcardsTag")]):
        inline = replace(inline, card_tags=tuple(dict.fromkeys((*inline.card_tags, *tags))))
    folders = plugins.get("yanki", {}).get("folders")
    if isinstance(folders, list):
        named = tuple(name.strip("/") for name in folders if _is_folder(name))
        inline = replace(inline, folders=named)
    return inline


def table_of(inline: Inline) -> str:
    """`[inline]` as it stands in `studykit.toml`: what is not the default, below the syntaxes. Empty without those."""
    if not inline.syntaxes:
        return ""
    default = Inline()
    names = [one.name for one in fields(Inline) if getattr(inline, one.name) != getattr(default, one.name)]
    lines = (f"{name} = {_toml(getattr(inline, name))}" for name in names)
    return "\n".join(["", "[inline]", *lines, ""])


def _toml(value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _settings(folder: Path) -> Mapping[str, Any]:
    """A plugin's `data.json`; one of spaced-repetition has the settings of cards one level down."""
    path = folder / "data.json"
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
    inner = found.get("settings") if isinstance(found, dict) else None
    found = inner if isinstance(inner, dict) else found
    return found if isinstance(found, dict) else {}


def _is_mark(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 20 and value.isprintable()


def _is_folder(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip("/")) and len(value) <= 400 and value.isprintable()


def _tags(value: object) -> tuple[str, ...]:
    named = [one.removeprefix("#").strip("/") for one in value if _is_mark(one)] if isinstance(value, list) else []
    return tuple(dict.fromkeys(name for name in named if name))
