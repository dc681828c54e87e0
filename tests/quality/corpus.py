"""Every draft that any rule proposes for the marked notes, before checks: what is measured, and what was drawn from."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from studykit.config import Config
from studykit.drafting.lints import Context, Verdict, check
from studykit.drafting.rules import AUTHORED, draft
from studykit.drafting.unit import Unit
from studykit.flows.drafting.draft import vault_names
from studykit.flows.drafting.units import units_of
from studykit.flows.reading.scan import scan
from studykit.model.card import Choice, Draft
from studykit.model.event import silent
from studykit.model.ids import digest

ROOT = Path(__file__).parent.parent.parent
VAULTS = {"reference": ROOT / "vault", "others": Path(__file__).parent / "notes"}
LONG = 1024
MARKS = Path(__file__).parent / "marks.jsonl"


class Drawn(NamedTuple):
    """A draft with where it comes from and what the lints say of it."""

    key: str
    """Of note, kind and what is shown: a draft whose words change is another draft."""
    vault: str
    note: str
    rule: str
    draft: Draft
    errors: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def apart(self) -> bool:
        """Whether its note belongs to the half that is set apart, never to be looked at while rules are changed."""
        return in_half_apart(self.vault, self.note)


def in_half_apart(vault: str, note: str) -> bool:
    """Which half a note belongs to hangs on its name alone."""
    return int(digest("half", vault, note)[:4], 16) % 2 == 1


def long_notes() -> list[tuple[str, str]]:
    """(vault, path) of every note of more than `LONG` bytes that is no map of content: where cards are expected."""
    found = []
    for vault, root in VAULTS.items():
        for path in sorted(root.rglob("*.md")):
            name = path.stem.casefold()
            if path.stat().st_size > LONG and "moc" not in name and "索引" not in name:
                found.append((vault, path.relative_to(root).as_posix()))
    return found


def key_of(vault: str, note: str, draft: Draft) -> str:
    """Twelve hex digits."""
    content = draft.content
    options = [option.text for option in content.options] if isinstance(content, Choice) else []
    return digest("mark", vault, note, content.kind, content.front, content.back, *options)[:12]


def every_draft() -> Iterator[Drawn]:
    """All proposals of all rules, those that are off too, in the order of the notes."""
    for vault, root in VAULTS.items():
        scanned = scan(root, Config(), silent)
        names = vault_names(scanned)
        for concept, units in units_of(scanned):
            for unit in units:
                for proposed in draft(unit, off=()):
                    yield _drawn(vault, concept.note, unit, proposed, names)


def _drawn(vault: str, note: str, unit: Unit, proposed: Draft, names: frozenset[str]) -> Drawn:
    context = Context(
        unit_text=f"{unit.summary}\n\n{unit.text}" if unit.summary else unit.text,
        names=names,
        concept=unit.note.title,
        aliases=unit.note.aliases,
        gloss=unit.concept.gloss_quote,
        breadcrumb=unit.breadcrumb,
    )
    findings = check(proposed, context, authored=proposed.by in AUTHORED)
    errors = tuple(f.code for f in findings if f.verdict is Verdict.ERROR)
    flags = (*proposed.flags, *(f.code for f in findings if f.verdict is Verdict.FLAG))
    rule = proposed.by.partition(":")[2]
    return Drawn(key_of(vault, note, proposed), vault, note, rule, proposed, errors, flags)


if __name__ == "__main__":
    sys.exit("a module of tests.quality.draw and tests.quality.measure")
