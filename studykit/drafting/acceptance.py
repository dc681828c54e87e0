"""What becomes of a rule's cards: into decks, to a person first, or not drafted at all. By rule, tier, folder."""

from collections.abc import Collection
from typing import Final

from studykit.config import FATES, Drafting
from studykit.drafting.rules import AUTHORED, RULES, WRITTEN
from studykit.errors import ConfigurationError

TIERS: Final = tuple(sorted({f"tier{entry.tier}" for entry in RULES.values()}))


class Acceptance:
    """The settings, worked out once. ConfigurationError where they name a rule that is not there."""

    def __init__(self, settings: Drafting) -> None:
        self._settings = settings
        listed = {"decks": settings.decks, "wait": settings.wait, "off": settings.off}
        for option, names in listed.items():
            for name in names:
                if name not in RULES and name not in TIERS:
                    known = " | ".join((*RULES, *TIERS))
                    raise ConfigurationError(
                        "config-choice", path="studykit.toml", key=f"drafting.{option}", choices=known, found=name
                    )
        self._fates: dict[str, str] = {}
        for rule, entry in RULES.items():
            fate = entry.default
            for name in (f"tier{entry.tier}", rule):  # a setting for the rule outranks one for its tier
                fate = next((option for option in FATES if name in listed[option]), fate)
            self._fates[rule] = fate

    @property
    def off(self) -> frozenset[str]:
        """Rules that draft nothing."""
        return frozenset(rule for rule, fate in self._fates.items() if fate == "off")

    def folder(self, note: str) -> str:
        """The fate of a note's folder: the deepest one that the settings name; empty where they name none."""
        folders = self._settings.folders
        folder = note.rpartition("/")[0] if folders else ""
        while folder:
            if folder in folders:
                return folders[folder]
            folder = folder.rpartition("/")[0]
        return ""

    def waits(self, by: str, note: str, *, flags: Collection[str]) -> bool:
        """Whether a draft that passed the checks waits for a person. `by` is the drafter, `rules:NAME`.

        `accept = "none"`: every draft does; `"all"`: none does for its flags. With `"clean"` a flagged draft waits,
        unless it is in the author's own words and says enough by itself.
        """
        folder = self.folder(note)
        if self._settings.accept == "none" or folder == "wait":
            return True
        if self._fates.get(by.partition(":")[2]) == "wait" and folder != "decks":
            return True
        if self._settings.accept != "clean" or not flags or by == WRITTEN:
            return False
        return by not in AUTHORED or "lint-alone" in flags
