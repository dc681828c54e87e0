"""The settings of a workspace as one frozen value, read from `studykit.toml`. Every key is optional."""

from studykit.config.file import FILE_NAME, find_workspace, load, parse
from studykit.config.settings import (
    FATES,
    Accept,
    BrowseKeys,
    Config,
    Drafting,
    Keys,
    Learn,
    Llm,
    Mocs,
    Preset,
    QuizKeys,
    Reviewing,
    Unlisted,
)

__all__ = [
    "FATES",
    "FILE_NAME",
    "Accept",
    "BrowseKeys",
    "Config",
    "Drafting",
    "Keys",
    "Learn",
    "Llm",
    "Mocs",
    "Preset",
    "QuizKeys",
    "Reviewing",
    "Unlisted",
    "find_workspace",
    "load",
    "parse",
]
