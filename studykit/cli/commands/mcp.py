"""`studykit mcp`: the quiz for a chat assistant, over standard input and output."""

import sys
from pathlib import Path

import click

from studykit.cli.language import text


@click.command(help=text("help-mcp"))
@click.pass_obj
def mcp(root: Path) -> None:
    from studykit.errors import UsageError
    from studykit.flows.workspace import open_workspace

    try:
        from studykit.cli.mcp_server import serve
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise UsageError("mcp-missing") from None
    if sys.stdin.isatty():
        raise UsageError("mcp-terminal")
    serve(open_workspace(root))
