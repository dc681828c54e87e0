"""What a command loads: a library of half a second is loaded where it is used, and nowhere else.

Asserted by name and not by the clock, so that the answer is the same on every machine. Each command runs in a process
of its own. Libraries that may not be installed here are planted as empty modules: whoever asks for one gets it, and is
found out.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NEVER = {"openai", "textual", "pandas"}
"""Of the model, of the terminal's screens, and what sqlite-utils loads where it can."""
NOT_FOR_HELP = {"pyromark", "genanki", "sqlite_utils", "frontmatter", "yaml", "rapidfuzz", "pygments", "sqlite3"}
NOT_FOR_NOTHING = {"genanki", "sqlite_utils", "pyromark", "pygments", "frontmatter", "yaml", "rapidfuzz"}
"""Where nothing changed, no note is read and no card is written."""
NOT_AT_FIRST = {"rapidfuzz", "difflib"}
"""Nothing stands that a new card could be, and no setting is misspelt."""
NOT_AT_ONCE = NOT_FOR_NOTHING | {"click", "rich", "dataclasses", "inspect", "pathlib", "tomllib", "difflib", "uuid"}
"""Nor is the command line itself, for what is asked most often."""

_NOTE = """---
tags: [rl]
related: "[[Other]]"
---

# Group relative advantage

## Why does the group mean replace the critic?

Because every answer of a group is compared with the others, `A = r - mean(r)`:

```python
advantage = reward - rewards.mean()
```

See [[Other]] for $\\epsilon$.
"""
_CODE = """
import json, sys
from studykit.cli.main import run
code = run(sys.argv[2:])
loaded = sorted({name.partition(".")[0] for name, module in sys.modules.items() if module is not None})
with open(sys.argv[1], "w") as file:
    json.dump({"code": code, "loaded": loaded}, file)
"""

_AS_INSTALLED = """
import sys
from studykit.__main__ import main
result = sys.argv.pop(1)
try:
    main()
except SystemExit as done:
    code = done.code
import json
loaded = sorted({name.partition(".")[0] for name, module in sys.modules.items() if module is not None})
with open(result, "w") as file:
    json.dump({"code": code, "loaded": loaded}, file)
"""


_PLANTED = "def __getattr__(name):\n    return type(name, (), {})\n"


class Commands:
    """Runs commands of one workspace, each in a process where the costly libraries can be had."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.planted = folder / "planted"
        self.workspace = folder / "workspace"
        self.planted.mkdir()
        for name in NEVER:
            (self.planted / f"{name}.py").write_text(_PLANTED, encoding="utf-8")
        vault = self.workspace / "vault"
        vault.mkdir(parents=True)
        for name, text in {"Advantage.md": _NOTE, "Other.md": "# Other\n\nA stub.\n"}.items():
            path = vault / name
            path.write_text(text, encoding="utf-8")
            os.utime(path, (1_700_000_000, 1_700_000_000))  # a note as young as the scan is looked at again

    def loaded(self, *arguments: str, code: str = _CODE) -> set[str]:
        """The packages and modules, by their first name, that a command had loaded when it was done."""
        result = self.folder / "loaded.json"
        environment = {**os.environ, "PYTHONPATH": str(self.planted), "STUDYKIT_LANG": "en"}
        command = [sys.executable, "-c", code, str(result), "--workspace", str(self.workspace), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        found = json.loads(result.read_text(encoding="utf-8"))
        assert found["code"] == 0, done.stderr
        return set(found["loaded"])


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    return Commands(tmp_path)


def test_help_loads_nothing_but_the_command_line(commands: Commands) -> None:
    loaded = commands.loaded("--help")
    assert "click" in loaded
    assert not loaded & (NEVER | NOT_FOR_HELP)


@pytest.mark.parametrize("command", ["build", "doctor", "init", "decks", "cards"])
def test_help_of_a_command_loads_nothing_that_reads_notes(commands: Commands, command: str) -> None:
    assert not commands.loaded(command, "--help") & (NEVER | NOT_FOR_HELP)


def test_a_first_build_with_rules_loads_no_model_screen_or_pandas_and_compares_no_texts(commands: Commands) -> None:
    loaded = commands.loaded("build", "--yes")
    assert {"pyromark", "genanki"} <= loaded, "the build did nothing, so it shows nothing"
    assert not loaded & (NEVER | NOT_AT_FIRST)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """Of a workspace where nothing is left to be done: the first build after one looks once more, the next no more."""
    commands = Commands(tmp_path_factory.mktemp("settled"))
    commands.loaded("build", "--yes")
    assert not commands.loaded("build", "--yes") & (NEVER | NOT_FOR_NOTHING)
    return commands


def test_a_build_where_nothing_changed_loads_no_parser_and_no_writer(settled: Commands) -> None:
    assert not settled.loaded("build", "--yes") & (NEVER | NOT_FOR_NOTHING)


@pytest.mark.skipif(sys.platform == "win32", reason="there the ordinary way is gone")
@pytest.mark.parametrize("how", [["--json"], ["--no-package"], []])
def test_a_build_where_nothing_changed_loads_no_command_line(settled: Commands, how: list[str]) -> None:
    assert not settled.loaded("build", *how, code=_AS_INSTALLED) & (NEVER | NOT_AT_ONCE)


def test_doctor_writes_no_card_and_loads_nothing_for_it(commands: Commands) -> None:
    loaded = commands.loaded("doctor", "--json")
    assert "pyromark" in loaded
    assert not loaded & (NEVER | {"genanki", "sqlite_utils", "sqlite3", "rapidfuzz", "pygments"})
