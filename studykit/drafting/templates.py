"""Where prompts are: a workspace's own `prompts/` first, then those that come with the program. Only reading."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from studykit.drafting.prompt import PLACEHOLDERS, Prompt, parse_prompt
from studykit.errors import ConfigurationError

_PACKAGE: Final = Path(__file__).resolve().parent.parent


def packaged_folder() -> Path:
    """The prompts that come with the program: in the package, or beside it in a checkout."""
    inside = _PACKAGE / "_prompts"
    return inside if inside.is_dir() else _PACKAGE.parent / "prompts"


def path_of(name: str, own: Path | None) -> Path:
    """The file that a prompt is read from; `own` is the workspace's folder of prompts."""
    if own is not None and (path := own / f"{name}.md").is_file():
        return path
    return packaged_folder() / f"{name}.md"


def load_prompt(name: str, own: Path | None = None) -> Prompt:
    """One prompt. ConfigurationError where it is missing or cannot be used."""
    path = path_of(name, own)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigurationError("prompt-unreadable", path=str(path), detail=error.strerror or "") from None
    return parse_prompt(name, data, str(path))


def load_prompts(own: Path | None = None) -> Mapping[str, Prompt]:
    """Every prompt by name, so that what is wrong with any shows before the first request."""
    return {name: load_prompt(name, own) for name in PLACEHOLDERS}
