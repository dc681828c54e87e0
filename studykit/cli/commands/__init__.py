"""One command a file. A module imports what it needs when it runs, so that `--help` starts at once."""
