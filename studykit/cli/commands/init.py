"""`studykit init`: looks at the notes, says what it found, asks, writes `studykit.toml`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from studykit.cli import output, progress
from studykit.cli.language import spoken, text

if TYPE_CHECKING:
    from studykit.flows.model.servers import LocalServer


@click.command(help=text("help-init"))
@click.argument("directory", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.option("--vault", metavar="PATH", help=text("help-init-vault"))
@click.option("--yes", "-y", is_flag=True, help=text("help-build-yes"))
@click.option("--force", is_flag=True, help=text("help-init-force"))
@click.pass_context
def init(ctx: click.Context, directory: Path | None, vault: str | None, yes: bool, force: bool) -> None:
    from studykit.cli.survey import print_survey
    from studykit.config import FILE_NAME, Config
    from studykit.errors import StudykitError, UsageError
    from studykit.flows.model.servers import llm_settings
    from studykit.flows.survey import guess_vault, look, write_settings

    folder = directory or ctx.find_root().params["workspace"] or Path.cwd()
    if (folder / FILE_NAME).exists() and not force:
        raise StudykitError("config-exists", path=str(folder / FILE_NAME))
    named = vault if vault is not None else guess_vault(folder, force=force)
    place = folder / named
    if not place.is_dir():
        raise UsageError("vault-missing", path=str(place))
    config = Config(vault=named)
    skip = (folder / config.decks, folder / config.store, folder / config.prompts)
    seen = look(place, config, progress.listener(quiet=False), skip)
    print_survey(seen)
    if not yes and output.is_terminal() and not click.confirm(text("init-ask"), default=True, err=True):
        output.note(text("build-refused"))
        return
    learn = _ask_learn() if not yes and output.is_terminal() else "terminal"
    server = _ask_server() if not yes and output.is_terminal() else None
    path = write_settings(folder, named, spoken(), learn, force=force, llm=llm_settings(server), inline=seen.inline)
    output.data(str(path))
    output.note(text("init-done"))


def _ask_server() -> "LocalServer | None":
    """A server for models that runs on this machine, where the person wants it."""
    from studykit.flows.model.servers import find_local_servers

    for server in find_local_servers():
        if click.confirm(text("init-server", name=server.name, address=server.base_url), default=True, err=True):
            return server
    return None


def _ask_learn() -> str:
    """Who is to own the schedule: the other side may still be used for cramming."""
    chosen: str = click.prompt(
        text("init-learn"), default="terminal", type=click.Choice(["terminal", "anki"]), err=True
    )
    return chosen
