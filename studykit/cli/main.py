"""The entry: finds the command, loads only its module, and turns what goes wrong into a message and an exit code."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TextIO

import click

from studykit import __version__
from studykit.cli import language, usage_words
from studykit.cli.language import text
from studykit.errors import StudykitError
from studykit.messages import LANGUAGES

COMMANDS = (
    "init", "build", "watch", "review", "quiz", "due", "stats", "drafts", "prompts", "batch", "cards", "decks",
    "optimize", "simulate", "exam", "history", "import", "export", "sync-anki", "doctor", "restore", "web",
    "mcp",
)  # fmt: skip
"""In the order of `--help`. Each is a module of `commands/` with an object of its name."""

_INTERRUPTED = 130


class _Commands(click.Group):
    """A group whose commands are loaded when they are called; `--help` reads one line of each from the messages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = "importing" if cmd_name == "import" else cmd_name.replace("-", "_")  # a word that Python keeps
        command = getattr(import_module(f"studykit.cli.commands.{name}"), name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            for near in get_close_matches(args[0], COMMANDS, n=1):
                hint = text("usage-did-you-mean", possibility=f"`studykit {near}`")
                raise click.UsageError(f"{error.message} {hint}", ctx) from None
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(text("help-commands")):
            formatter.write_dl([(name, text(f"help-{name}").partition("\n")[0]) for name in COMMANDS])


def group() -> click.Group:
    """The command `studykit`, in the language chosen."""
    options: list[click.Parameter] = [
        click.Option(["--workspace"], metavar="DIR", help=text("help-workspace"), type=click.Path(path_type=Path)),
        # both were looked for before the commands were made
        click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=text("help-lang")),
        click.Option(["--debug"], is_flag=True, expose_value=False, help=text("help-debug")),
    ]
    commands = _Commands(
        "studykit", params=options, help=text("help-studykit"), callback=_start, invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip
    return click.version_option(__version__, "-V", "--version", prog_name="studykit")(commands)


@click.pass_context
def _start(ctx: click.Context, workspace: Path | None) -> None:
    from studykit.config import find_workspace, load

    ctx.obj = workspace if workspace is not None else find_workspace(Path.cwd())
    if ctx.invoked_subcommand is not None:
        return
    from studykit.cli.commands.review import has_screen, open_decks

    if has_screen() and (ctx.obj / load(ctx.obj).vault).is_dir():
        ctx.exit(open_decks(ctx.obj))
    click.echo(ctx.get_help())


def _nowhere() -> TextIO:
    """For a stream that the caller closed (`>&-`)."""
    return Path(os.devnull).open("w", encoding="utf-8")


def run(arguments: Sequence[str]) -> int:
    """Run a command line. Its exit code: 0 done, 1 failed, 2 usage, 3 configuration, 4 model, 130 interrupted."""
    language.from_process()
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")  # a C locale must not break on a note's name
    usage_words.speak()
    debug = "--debug" in arguments
    try:
        result = group()(args=list(arguments), prog_name="studykit", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(text("interrupted"), err=True)
        return _INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone; so does Python's complaint about it
        return 1
    except StudykitError as error:
        if debug:
            raise
        from studykit.cli.failing import error_text

        click.echo(f"{text('severity-error')}{text('colon')}{error_text(error)}", err=True)
        return error.exit_code
    except OSError as error:
        if debug:
            raise
        from studykit.cli.failing import system_error_text

        click.echo(f"{text('severity-error')}{text('colon')}{system_error_text(error)}", err=True)
        return 1
    except Exception as error:
        if debug:
            raise
        detail = f"{type(error).__name__}: {error}"
        click.echo(f"{text('severity-error')}{text('colon')}{text('unexpected', detail=detail)}", err=True)
        return 1
