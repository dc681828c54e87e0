"""Reading `studykit.toml`, and finding the workspace that it marks."""

import re
import tomllib
from dataclasses import Field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from studykit.config.options import OPTIONS, read_decks, read_option
from studykit.config.settings import FATES, BrowseKeys, Config, Drafting, Keys, Llm, Mocs, QuizKeys, Reviewing
from studykit.config.values import checked, chosen, numbers, wrong
from studykit.errors import ConfigurationError
from studykit.model.inline import CLOZES, SYNTAXES, Inline

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FILE_NAME: Final = "studykit.toml"

_A_KEY: Final = '"u", "ctrl+z", "space" …'
_KEY: Final = re.compile(
    r"(?:(?:ctrl|alt|shift)\+)*(?:[^\s\x00-\x1f\x7f]|space|enter|tab|escape|backspace|delete|insert|up|down|left|right"
    r"|home|end|pageup|pagedown|f(?:1[0-2]|[1-9]))"
)

_Table = TypeVar("_Table", bound="DataclassInstance")


def parse(text: str, path: str = FILE_NAME) -> Config:
    """Settings from TOML. Raises ConfigurationError with file, line where known, key, and what would be right."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError("config-toml", path=path, detail=str(error)) from None
    return _read(Config(), table, path, "")


def load(workspace: Path) -> Config:
    """The settings of a workspace; the defaults where it has no `studykit.toml`."""
    path = workspace / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError("config-unreadable", path=str(path), detail=str(error)) from None
    return parse(text, str(path))


def find_workspace(start: Path) -> Path:
    """The nearest folder from `start` upward that holds `studykit.toml`, else `start` itself."""
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    return start


def _read(default: _Table, table: dict[str, Any], path: str, prefix: str) -> _Table:
    known: dict[str, Field[Any]] = {f.name: f for f in fields(default)}
    values: dict[str, Any] = {}
    options: dict[str, Any] = {}
    if isinstance(default, Reviewing):
        del known["options"]
        options = {key: read_option(key, table[key], path, prefix + key) for key in table if key in OPTIONS}
        values["options"] = replace(default.options, **options)
    for key, value in table.items():
        if key in options:
            continue
        if key not in known:
            from difflib import get_close_matches  # a slip is rare

            near = get_close_matches(key, [*known, *options], 1)
            raise ConfigurationError(
                "config-key", path=path, key=prefix + key, near=near[0] if near else ", ".join(known)
            )
        values[key] = _value(getattr(default, key), known[key], value, path, prefix + key)
    made = replace(default, **values)
    if isinstance(made, (Keys, BrowseKeys, QuizKeys)):
        _one_action_a_key(made, path, prefix)
    return made


def _value(default: Any, known: "Field[Any]", value: Any, path: str, key: str) -> Any:
    if isinstance(default, (Mocs, Drafting, Inline, Reviewing, Keys, BrowseKeys, QuizKeys, Llm)):
        if not isinstance(value, dict):
            raise ConfigurationError("config-type", path=path, key=key, expected="table", found=type(value).__name__)
        return _read(default, value, path, f"{key}.")
    if key.startswith(("keys.", "browse_keys.", "quiz_keys.")):
        return _keys(value, path, key)
    match key:
        case "drafting.folders":
            return _fates(value, path, key)
        case "llm.prices":
            return _prices(value, path, key)
        case "review.decks":
            return read_decks(value, path, key)
        case "review.parameters":
            return numbers(value, 21, path, key)
        case "inline.syntaxes":
            return chosen(value, SYNTAXES, path, key)
        case "inline.cloze":
            return chosen(value, CLOZES, path, key)
        case "inline.heading_level":
            return checked(default, known.type, value, path, key, low=1, high=6)
        case "review.day_starts":
            return checked(default, known.type, value, path, key, low=0, high=23)
    return checked(default, known.type, value, path, key, low=1)


def _keys(value: Any, path: str, key: str) -> tuple[str, ...]:
    """One key or several. Which words name a key is Textual's way: `ctrl+z`, `pagedown`, `f1`, or the character."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list):
        raise ConfigurationError("config-type", path=path, key=key, expected=_A_KEY, found=type(value).__name__)
    for name in names:
        if not isinstance(name, str) or not _KEY.fullmatch(name):
            raise ConfigurationError("config-type", path=path, key=key, expected=_A_KEY, found=f"“{name}”")
    return tuple(names)


def _one_action_a_key(keys: Keys | BrowseKeys | QuizKeys, path: str, prefix: str) -> None:
    taken: dict[str, str] = {}
    for action in fields(keys):
        for name in getattr(keys, action.name):
            other = taken.setdefault(name, action.name)
            if other != action.name:
                raise ConfigurationError(
                    "config-key-twice", path=path, key=prefix + action.name, other=prefix + other, name=name
                )


def _fates(value: Any, path: str, key: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ConfigurationError("config-type", path=path, key=key, expected="table", found=type(value).__name__)
    for folder, fate in value.items():
        if fate not in FATES:
            raise ConfigurationError(
                "config-choice", path=path, key=f"{key}.{folder}", choices=" | ".join(FATES), found=fate
            )
    return {folder.strip("/"): fate for folder, fate in value.items()}


def _prices(value: Any, path: str, key: str) -> dict[str, dict[str, float]]:
    expected = f'[{key}."MODEL"] input = 0.1, output = 0.5'
    if not isinstance(value, dict):
        raise wrong(path, key, expected, value)
    found: dict[str, dict[str, float]] = {}
    for model, table in value.items():
        known = isinstance(table, dict) and {"input", "output"} <= set(table) <= {"input", "output", "cached"}
        if not known:
            raise wrong(path, f"{key}.{model}", expected, table)
        found[model] = {
            name: checked(0.0, float, price, path, f"{key}.{model}.{name}") for name, price in table.items()
        }
    return found
