"""`python -m studykit`, and what the command `studykit` calls."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    import gc

    from studykit.cli.main import run

    gc.disable()  # a run is short and makes no cycles of any size: a fifth of a large scan was spent looking for them
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
