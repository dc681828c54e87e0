"""Whole vaults, case by case: each file of `tests/fixtures/vault/whole/` holds cases that need no Python.

A case is a title, a line `.`, the vault, a line `.`, what is found in it, a line `.`. In the vault a line `@@ path`
begins a file, `@@ a, b` two of one text. What is found is written as `found_in` does below: where links lead (in a
vault without MOCs), MOCs with their sections and entries, each note's home, problems.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.config import Config, Mocs
from studykit.flows.reading.scan import Scan, scan
from studykit.model.event import silent
from studykit.model.note import Link

FIXTURES = Path(__file__).parents[2] / "fixtures" / "vault" / "whole"


def cases() -> Iterator[tuple[str, str, str]]:
    """(name, vault, expected) of every case."""
    for path in sorted(FIXTURES.glob("*.txt")):
        parts = path.read_text(encoding="utf-8").split("\n.\n")
        for title, vault, expected in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            yield f"{path.stem}: {title.strip()}", vault, expected


def write_vault(root: Path, text: str) -> None:
    """Write a case's files. `@@ a.md b.md` makes several of one text."""
    for part in text.split("@@ ")[1:]:
        names, _, content = part.partition("\n")
        for name in names.split(", "):
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content or "text\n", encoding="utf-8")


def link_line(found: Scan, path: str, link: Link) -> str:
    resolved = found.resolver.resolve(link, found.notes[path].path)  # type: ignore[index]
    anchor = (f"#{link.heading}" if link.heading else "") + (f"#^{link.block}" if link.block else "")
    others = f" (or {', '.join(resolved.others)})" if resolved.others else ""
    return f"{path}:{link.line} {link.target}{anchor} -> {resolved.path or '-'}{others}"


def found_in(found: Scan) -> str:
    lines = []
    for path, moc in found.mocs.items():
        index = " index" if moc.is_index else ""
        lines.append(f"moc {path} <{moc.title}>{index}{''.join(f' + {child}' for child in moc.children)}")
        for section in moc.sections:
            lines.append(f"  {section.order} {' / '.join(section.id.path) or '-'} [{section.deck}]")
            for entry in section.entries:
                label = f" | {entry.label}" if entry.label else ""
                lines.append(f"    {entry.note}{label}{f' = {entry.gloss}' if entry.gloss else ''} @{entry.line}")
        lines += [f"  gloss {name} = {gloss} @{line}" for name, gloss, line, _ in moc.glosses]
    if found.mocs:
        for concept in found.concepts:
            others = "".join(f", also {' / '.join((o.moc, *o.path))}" for o in concept.others)
            lines.append(f"home {concept.note}: {concept.deck}{others}")
    else:
        lines += [link_line(found, path, link) for path, note in found.notes.items() for link in note.links]
    lines += [
        f"{problem.code} {problem.path}:{problem.line}{''.join(f' {v}' for _, v in problem.parameters)}"
        for problem in found.problems
    ]
    return "\n".join(lines)


def run_case(root: Path, text: str) -> str:
    vault = root / "Vault"
    vault.mkdir()
    write_vault(vault, text)
    config = Config(mocs=Mocs(names=("Start",), ignore=("Not/index.md",)))
    if "@@ skip-unlisted" in text:
        config = replace(config, unlisted="skip")
        (vault / "skip-unlisted").unlink()
    return found_in(scan(vault, config, silent))


@pytest.mark.parametrize(("vault", "expected"), [pytest.param(v, e, id=n) for n, v, e in cases()])
def test_a_vault_is_understood_as(vault: str, expected: str, tmp_path: Path) -> None:
    assert run_case(tmp_path, vault) == expected


def test_the_cases_are_there() -> None:
    names = [name for name, _, _ in cases()]
    assert len(names) == len(set(names))
    assert len(names) > 40
