"""`studykit build` where nothing changed, answered before the command line itself is loaded.

That is most builds, and click, the settings and paths as objects would be half of their time. Arguments that are not
plainly understood here, and whatever is not exactly as the last build left it, go the ordinary way.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

_FLAGS: Final = frozenset({"--json", "--yes", "-y", "--package", "--no-package"})
_INTERRUPTED: Final = 130


class _Asked(NamedTuple):
    workspace: str
    language: str
    packages: bool
    as_json: bool


def answer(arguments: Sequence[str], environment: Mapping[str, str]) -> int | None:
    """Print what `build` prints where nothing changed, and return its exit code; None where it is not that."""
    asked = _asked(arguments)
    if asked is None or "_STUDYKIT_COMPLETE" in environment or sys.stdout is None or sys.stderr is None:
        return None
    try:
        return _answer(asked, environment)
    except KeyboardInterrupt:
        from studykit.cli.language import choose_known, text

        choose_known(asked.language or environment.get("STUDYKIT_LANG", ""), environment)
        sys.stderr.write(f"{text('interrupted')}\n")
        return _INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone; so does Python's complaint about it
        return 1


def _answer(asked: _Asked, environment: Mapping[str, str]) -> int | None:
    from studykit.flows.unchanged.standstill import find, standstill

    try:
        root = asked.workspace or find(os.getcwd())  # noqa: PTH109 - pathlib is not loaded for this
    except OSError:
        return None
    found = standstill(root, packages=asked.packages, leaving=True)
    if found is None:
        return None
    from studykit.cli.language import choose_known
    from studykit.cli.unchanged import print_json, print_report

    choose_known(asked.language or environment.get("STUDYKIT_LANG", "") or found.language, environment)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")  # as `main.run` does
    (print_json if asked.as_json else print_report)(found.report)
    return 0


def _asked(arguments: Sequence[str]) -> _Asked | None:
    """What is asked for, where it is `build` with nothing but these flags."""
    values = {"--workspace": "", "--lang": ""}
    rest = iter(arguments)
    for argument in rest:
        if argument == "build":
            break
        name, is_given, value = argument.partition("=")
        value = value if is_given else next(rest, "")
        if values.get(name) != "" or not value:
            return None
        values[name] = value
    else:
        return None
    flags = list(rest)
    if not _FLAGS.issuperset(flags):
        return None
    if values["--lang"] not in ("", "en", "zh"):
        return None
    packages = [flag for flag in flags if flag.endswith("package")]
    return _Asked(values["--workspace"], values["--lang"], packages[-1:] != ["--no-package"], "--json" in flags)
