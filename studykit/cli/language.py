"""The language a person is spoken to in: `--lang`, then the environment, then the workspace's setting, then the locale.

Known before the commands are loaded, as their help is text like any other.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from studykit.messages import LANGUAGES, Language, message

if TYPE_CHECKING:
    from pathlib import Path

_SETTINGS: Final = "studykit.toml"
_spoken: list[Language] = ["en"]


def choose(arguments: Sequence[str], environment: Mapping[str, str], folder: "Path") -> Language:
    """The language for these arguments; the choice stands until the next."""
    return choose_known(_asked(arguments, environment) or _setting(arguments, folder), environment)


def choose_known(asked: str, environment: Mapping[str, str]) -> Language:
    """The language that was asked for, else the locale's; the choice stands until the next."""
    _spoken[0] = _known(asked) or _known(_locale(environment)) or "en"
    return _spoken[0]


def spoken() -> Language:
    """The language chosen last."""
    return _spoken[0]


def text(code: str, /, **parameters: object) -> str:
    """A text in the language chosen."""
    return message(code, _spoken[0], **parameters)


def _asked(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """What the arguments say, or the environment."""
    return _option(arguments, "--lang") or environment.get("STUDYKIT_LANG", "")


def _option(arguments: Sequence[str], name: str) -> str:
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith(f"{name}="):
            return argument.partition("=")[2]
        if argument == name and index + 1 < len(arguments):
            return arguments[index + 1]
    return ""


def _setting(arguments: Sequence[str], folder: "Path") -> str:
    """`language` of the workspace's settings, where they can be read: what is wrong there is told later."""
    from pathlib import Path

    asked = _option(arguments, "--workspace")
    places = [Path(asked)] if asked else [folder, *folder.parents]  # as `config.find_workspace`, which `--help` spares
    file = next((path for place in places if (path := place / _SETTINGS).is_file()), None)
    if file is None:
        return ""
    try:
        settings = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
    import tomllib

    try:
        value = tomllib.loads(settings).get("language", "")
    except tomllib.TOMLDecodeError:
        return ""
    return value if isinstance(value, str) else ""


def _locale(environment: Mapping[str, str]) -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        if environment.get(name):
            return environment[name]
    if sys.platform == "win32":
        import ctypes

        return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x04 else "en"
    return ""


def _known(name: str) -> Language | None:
    short = name.casefold().replace("_", "-").partition("-")[0].partition(".")[0]
    return next((language for language in LANGUAGES if language == short), None)


def from_process() -> Language:
    """The language for this process as it was called."""
    from pathlib import Path

    return choose(sys.argv[1:], os.environ, Path.cwd())
