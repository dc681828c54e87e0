"""The settings of a workspace as one frozen value, read from `studykit.toml`. Every key is optional."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, get_args

from studykit.errors import ConfigurationError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FILE_NAME: Final = "studykit.toml"

_Table = TypeVar("_Table", bound="DataclassInstance")
Unlisted = Literal["folders", "skip"]
Accept = Literal["clean", "none", "all"]
FATES: Final = ("decks", "wait", "off")


@dataclass(frozen=True, slots=True)
class Mocs:
    """`[mocs]`: which notes index others, beyond what studykit recognises by itself."""

    names: tuple[str, ...] = ()
    """Base names of notes that are MOCs."""
    ignore: tuple[str, ...] = ()
    """Paths of notes that look like MOCs and are none."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """`[drafting]`: how many cards are drafted, and by which rules."""

    per_unit: int = 8
    """Cards a unit gives at most."""
    per_note: int = 12
    """Cards a note gives at most."""
    accept: Accept = "clean"
    """Drafts that go into decks without being looked at: `clean` those without a flag, `none`, `all`."""
    decks: tuple[str, ...] = ()
    """Rules (or `tier1` to `tier3`) whose cards go into decks."""
    wait: tuple[str, ...] = ()
    """Rules whose cards wait for a person."""
    off: tuple[str, ...] = ()
    """Rules that draft nothing."""
    folders: Mapping[str, str] = field(default_factory=dict)
    """By folder of the vault: `decks`, `wait` or `off` for every card of its notes."""


@dataclass(frozen=True, slots=True)
class Config:
    """A workspace's settings. Paths are as written, relative to the workspace."""

    vault: str = "vault"
    decks: str = "decks"
    prompts: str = "prompts"
    store: str = ".studykit"
    """The folder of the learning store."""
    obsidian_vault: str = ""
    """The vault's name in `obsidian://` links; the vault folder's name where empty."""
    language: str = ""
    """`en` or `zh`; the locale's where empty."""
    exclude: tuple[str, ...] = ()
    """Globs of paths in the vault that are no notes."""
    unlisted: Unlisted = "folders"
    """Notes that no MOC lists: `folders` gives each folder a deck, `skip` leaves them out."""
    mocs: Mocs = field(default_factory=Mocs)
    drafting: Drafting = field(default_factory=Drafting)


def parse(text: str, path: str = FILE_NAME) -> Config:
    """Settings from TOML. Raises ConfigurationError with file, line where known, key, and what would be right."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError("config-toml", path=path, detail=str(error)) from None
    return _read(Config(), table, path, "")


def _read(default: _Table, table: dict[str, Any], path: str, prefix: str) -> _Table:
    known = {f.name: f for f in fields(default)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            raise ConfigurationError(
                "config-key", path=path, key=prefix + key, near=near[0] if near else ", ".join(known)
            )
        values[key] = _value(getattr(default, key), known[key].type, value, path, prefix + key)
    return replace(default, **values)


def _value(default: Any, kind: Any, value: Any, path: str, key: str) -> Any:
    if isinstance(default, (Mocs, Drafting)):
        if not isinstance(value, dict):
            raise ConfigurationError("config-type", path=path, key=key, expected="table", found=type(value).__name__)
        return _read(default, value, path, f"{key}.")
    if isinstance(default, Mapping):
        return _fates(value, path, key)
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ConfigurationError("config-type", path=path, key=key, expected='["…"]', found=type(value).__name__)
        return tuple(value)
    if isinstance(value, bool) or not isinstance(value, type(default)):
        expected = {"str": '"…"', "int": "0, 1, 2 …"}[type(default).__name__]
        raise ConfigurationError("config-type", path=path, key=key, expected=expected, found=type(value).__name__)
    choices = get_args(kind)
    if choices and value not in choices:
        raise ConfigurationError("config-choice", path=path, key=key, choices=" | ".join(choices), found=value)
    if isinstance(value, int) and value < 1:
        raise ConfigurationError("config-type", path=path, key=key, expected="1, 2, 3 …", found=value)
    return value


def _fates(value: Any, path: str, key: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ConfigurationError("config-type", path=path, key=key, expected="table", found=type(value).__name__)
    for folder, fate in value.items():
        if fate not in FATES:
            raise ConfigurationError(
                "config-choice", path=path, key=f"{key}.{folder}", choices=" | ".join(FATES), found=fate
            )
    return {folder.strip("/"): fate for folder, fate in value.items()}


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
