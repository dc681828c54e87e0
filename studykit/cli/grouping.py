"""A command with commands below it, whose help names them in whole sentences."""

import click

from studykit.cli.language import text


class Group(click.Group):
    """click's own group cuts what it says of a command where the line ends."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = [self.get_command(ctx, name) for name in self.list_commands(ctx)]
        rows = [(one.name or "", (one.help or "").partition("\n\n")[0]) for one in commands if one and not one.hidden]
        with formatter.section(text("help-commands")):
            formatter.write_dl(rows)
