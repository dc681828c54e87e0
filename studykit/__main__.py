"""`python -m studykit`, and what the command `studykit` calls."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    import gc
    import os

    gc.disable()  # a run is short and makes no cycles of any size: a fifth of a large scan was spent looking for them
    arguments = sys.argv[1:]
    code = None
    if "build" in arguments:
        from studykit.cli.at_once import answer

        code = answer(arguments, os.environ)
    if code is None:
        from studykit.cli.main import run

        code = run(arguments)
    gc.freeze()  # nor is there a last look for them: the system takes back what is left
    sys.exit(code)


if __name__ == "__main__":
    main()
