"""A workspace: the folder, its settings, and where everything in it lies."""

from dataclasses import dataclass, replace
from pathlib import Path

from studykit.config import Config, load
from studykit.errors import UsageError


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths that are resolved once, and the settings."""

    root: Path
    config: Config
    vault: Path
    decks: Path
    store: Path

    @property
    def own_folders(self) -> tuple[Path, ...]:
        """Folders of ours, never read as notes where the vault holds them."""
        return (self.decks, self.store, self.root / self.config.prompts)


def open_workspace(root: Path, *, vault: str | None = None) -> Workspace:
    """The workspace in a folder. `vault` overrides the setting, relative to the current folder.

    UsageError where the vault is no folder.
    """
    config = load(root)
    place = Path(vault) if vault is not None else root / config.vault
    if not place.is_dir():
        raise UsageError("vault-missing", path=str(place))
    if vault is not None:
        config = replace(config, vault=vault)
    return Workspace(root, config, place, root / config.decks, root / config.store)
