"""The errors that stop a run, as one tree. A bad note is no error: it is a `model.Problem`, collected and reported.

    StudykitError            exit code 1
    ├── UsageError           2   the command line asks for something that cannot be
    ├── ConfigurationError   3   studykit.toml or an environment variable is wrong
    ├── DeckFileError        1   a deck file cannot be read as one: path, line, column
    ├── StoreError           1   the store is missing, newer, or damaged
    ├── ModelError           4   a model cannot be used at all (it stands in `llm/errors.py`)
    └── StoppedError         1   a guard stopped the run before anything was written

Each carries a message code of `messages/` and its parameters, so that the words are chosen at the top.
"""


class StudykitError(Exception):
    """A run cannot go on. `code` names the text in `messages/`, `parameters` fill it."""

    exit_code = 1

    def __init__(self, code: str, /, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.parameters.items())
        return f"{self.code}({details})"


class UsageError(StudykitError):
    """The command line asks for something that cannot be."""

    exit_code = 2


class ConfigurationError(StudykitError):
    """A setting cannot be used; the parameters name the file, the key and what would be right."""

    exit_code = 3


class DeckFileError(StudykitError):
    """A deck file cannot be read as one. It is left as it is and the other decks go on."""

    def __init__(self, code: str, /, *, line: int, column: int = 1, path: str = "", **parameters: object) -> None:
        super().__init__(code, path=path, line=line, column=column, **parameters)
        self.line = line
        self.column = column
        self.path = path


class StoreError(StudykitError):
    """The store is missing, newer than this program, or damaged."""


class StoppedError(StudykitError):
    """A guard stopped the run before anything was written; `--force` or a mended input goes on."""
