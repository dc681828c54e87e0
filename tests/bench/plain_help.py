"""What `studykit --help` is compared with: a program of argparse with commands and options like ours."""

import argparse
import sys

_COMMANDS = {
    "init": "Look at the notes, say what is there, ask, and write the settings.",
    "build": "Make decks and packages from the notes.",
    "doctor": "Say what is wrong with the notes and with this workspace.",
    "decks": "List the decks and how many cards stand in each.",
    "cards": "List or show the cards that stand in the decks.",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="plain", description="Learn your notes.")
    parser.add_argument("--workspace", metavar="DIR", help="The folder of the workspace.")
    parser.add_argument("--lang", choices=["en", "zh"], help="The language to speak.")
    parser.add_argument("--debug", action="store_true", help="Show where an error came from.")
    parser.add_argument("-V", "--version", action="version", version="1")
    commands = parser.add_subparsers(title="commands")
    for name, text in _COMMANDS.items():
        command = commands.add_parser(name, help=text)
        command.add_argument("--vault", metavar="PATH", help="The folder of the notes.")
        command.add_argument("--json", action="store_true", help="Print one object.")
        command.add_argument("-v", "--verbose", action="store_true", help="Say more.")
    parser.parse_args()
    return 0


if __name__ == "__main__":
    sys.exit(main())
