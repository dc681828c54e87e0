"""Formulas of papers and of the reference vault: all are shown, those that matter most exactly as drawn."""

from functools import cache
from pathlib import Path

import pytest

from studykit.markup.events import parse
from studykit.markup.math import render_display, render_inline

FIXTURES = Path(__file__).parents[2] / "fixtures" / "math"
WIDTH = 80
KNOWN_FALLBACKS: frozenset[str] = frozenset()
"""Formulas of the reference vault that are shown as source."""


def _lines(name: str) -> list[str]:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("# ")]


@cache
def _formulas() -> dict[str, str]:
    pairs = [line.split(" | ", 1) for line in _lines("formulas.txt")]
    assert len({name for name, _ in pairs}) == len(pairs)
    return {pair[0]: pair[1] for pair in pairs}


@cache
def _pictures() -> dict[str, tuple[str, ...]]:
    pictures: dict[str, list[str]] = {}
    for line in _lines("pictures.txt"):
        if line.startswith("## "):
            pictures[line.removeprefix("## ")] = []
        else:
            assert line.startswith("|")
            list(pictures.values())[-1].append(line[1:])
    return {name: tuple(lines) for name, lines in pictures.items()}


def test_there_are_enough_of_them() -> None:
    assert len(_formulas()) >= 150
    assert len(_pictures()) >= 60
    assert set(_pictures()) <= set(_formulas())


@pytest.mark.parametrize("name", _pictures())
def test_a_formula_is_drawn_as_a_person_would_draw_it(name: str) -> None:
    picture = render_display(_formulas()[name], WIDTH)
    assert picture is not None
    assert picture.lines == _pictures()[name]


def test_a_formula_of_a_paper_is_shown_both_ways() -> None:
    for name, source in _formulas().items():
        picture, line = render_display(source, WIDTH), render_inline(source)
        assert picture is not None, name
        assert line is not None, name
        assert "\\" not in line + "".join(picture.lines), name
        assert 0 <= picture.baseline < len(picture.lines), name


def test_every_formula_of_the_reference_vault_is_shown(reference_vault: Path) -> None:
    found: set[tuple[str, bool]] = set()
    for path in sorted(reference_vault.rglob("*.md")):
        for event, _ in parse(path.read_bytes()).events:
            if isinstance(event, dict):
                name, value = next(iter(event.items()))
                if name in ("InlineMath", "DisplayMath"):
                    found.add((value, name == "DisplayMath"))
    assert len(found) > 400
    fallbacks = {
        source
        for source, display in found
        if render_inline(source) is None or (display and render_display(source, WIDTH - 4) is None)
    }
    assert fallbacks == KNOWN_FALLBACKS
