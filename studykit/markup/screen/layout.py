"""A card's text as the lines of a screen."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from studykit.markup.cloze import deletions
from studykit.markup.highlight import code_tokens
from studykit.markup.obsidian import without_comments
from studykit.markup.places import CLOZE_MARKS, cleared, marked
from studykit.markup.screen.block import DEEPEST, Block, Clozes
from studykit.markup.screen.blocks import Reader
from studykit.markup.screen.formula import answered, asked_formula, display_formula
from studykit.markup.screen.runs import BLANK, Line, Run, with_style
from studykit.markup.screen.tables import table_lines
from studykit.markup.screen.wrap import wrap
from studykit.text.safe import safe_text
from studykit.text.width import width

NARROWEST: Final = 8
"""Columns of text that are left at least, however deep it stands."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that are no part of the text."""

    picture: str = "image"
    sound: str = "sound"


@lru_cache(maxsize=64)
def screen_lines(text: str, columns: int, face: str = "", labels: Labels = Labels()) -> tuple[Line, ...]:
    """The lines of a text. With a `face` such as `c1` the deletions of that number are covered (`Run.cover`).

    The same lines serve for question and answer: what is asked and what is shown take the same places.
    """
    plain = cleared(text)
    found = deletions(plain)
    asked = int(face[1:]) if face[:1] == "c" and face[1:].isdecimal() else 0
    source, _ = marked(plain, found)
    parsed = without_comments(safe_text(source).encode("utf-8", "replace"))
    clozes, names = Clozes(tuple(found), asked), (labels.picture, labels.sound)
    reader = Reader(parsed, clozes, names)
    body = reader.read()
    if found and reader.seen != [character for character in source if character in CLOZE_MARKS]:
        body = Reader(parsed, clozes, names).read_as_written(safe_text(source))
    return tuple(_Layout(asked).block(body, max(NARROWEST, columns), 0))


class _Layout:
    def __init__(self, asked: int) -> None:
        self.asked = asked

    def block(self, block: Block, columns: int, depth: int) -> list[Line]:
        kind = block.kind
        if kind in ("paragraph", "footnote", "body") and block.runs:
            own = wrap(_trimmed(block.runs), columns)
        elif kind == "heading":
            own = wrap([run._replace(style=with_style(run.style, "heading")) for run in block.runs], columns)
        elif kind == "rule":
            own = [(Run("─" * columns, "rule"),)]
        elif kind == "table":
            own = table_lines(block.rows, block.alignments, columns)
        elif kind == "code":
            own = _code(block, columns)
        elif kind == "math":
            own = self._math(block, columns)
        else:
            own = []
        if not block.children:
            return own
        return self._around(block, own, columns, depth)

    def _around(self, block: Block, own: list[Line], columns: int, depth: int) -> list[Line]:
        """The lines of a block with others in it."""
        first, rest = Run(""), Run("")
        if depth < DEEPEST:
            if block.kind == "item":
                first = Run(f"{block.label} ", "bullet")
                rest = Run(" " * width(first.text))
            elif block.kind in ("quote", "callout"):
                first = rest = Run("│ ", "quote")
            elif block.kind == "footnote":
                first = Run(f"[{block.label}] ", "footnote")
                rest = Run(" " * width(first.text))
        room = max(NARROWEST, columns - width(rest.text))
        inner = list(own)
        if block.kind == "callout":
            name = block.label.capitalize()
            title = block.runs if any(run.text.strip() for run in block.runs) else [Run(name)]
            inner += wrap([run._replace(style=with_style(run.style, "strong")) for run in title], room)
        before = ""
        for child in block.children:
            if depth > 3 * DEEPEST and child.children:
                lines = wrap([run for part in _leaves(child) for run in (*part.runs, Run(" "))], room)
            else:
                lines = self.block(child, room, depth + 1)
            if lines and inner and _spaced(block.kind, before, child.kind):
                inner.append(())
            inner += lines
            before = child.kind if lines else before
        if not first.text:
            return inner
        return [((first if number == 0 else rest), *line) for number, line in enumerate(inner or [()])]

    def _math(self, block: Block, columns: int) -> list[Line]:
        source = block.runs[0].text
        lines = display_formula(answered(source), columns - 2)
        if not any(deletion.number == self.asked for deletion in block.found):
            hidden = block.hidden
            return [tuple(_formula_runs(line, BLANK * width(line) if hidden else None)) for line in lines]
        covers = display_formula(asked_formula(source, block.found, self.asked), columns - 2)
        size = max(map(width, (*lines, *covers)))
        height = max(len(lines), len(covers))
        shown, asked = (
            [line + "\u00a0" * (size - width(line)) for line in (*found, *[""] * (height - len(found)))]
            for found in (lines, covers)
        )
        return [tuple(_formula_runs(line, cover)) for line, cover in zip(shown, asked, strict=True)]


def _formula_runs(line: str, cover: str | None) -> list[Run]:
    style = "math" if cover is None else "math cloze"
    return [Run("  "), Run(line, style, cover, solid=True)]


def _leaves(block: Block) -> list[Block]:
    out, stack = [], [block]
    while stack:
        top = stack.pop()
        if top.runs:
            out.append(top)
        stack += reversed(top.children)
    return out


def _spaced(parent: str, before: str, kind: str) -> bool:
    """Whether an empty line stands between two blocks: not within a list, and not around a formula in its text."""
    if parent == "list" or not before:
        return False
    return not ((parent == "item" and kind in ("list", "math")) or "math" in (before, kind))


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without the line ends at both edges, which a formula in the midst of a paragraph leaves."""
    out = list(runs)
    while out and out[0].text.strip() == "" and out[0].cover is None:
        out.pop(0)
    while out and out[-1].text.strip() == "" and out[-1].cover is None:
        out.pop()
    return out


def _code(block: Block, columns: int) -> list[Line]:
    """Code as it stands, its colours from the language; a longer line goes on in the next."""
    if any(run.cover is not None for run in block.runs):
        runs = [run._replace(style=with_style(run.style, "code")) for run in block.runs]
    else:
        text = "".join(run.text for run in block.runs).removesuffix("\n")
        runs = [Run(piece, f"code {name}".rstrip()) for name, piece in code_tokens(text.expandtabs(4), block.label)]
    lines: list[list[Run]] = [[]]
    for run in runs:
        for index, piece in enumerate(run.text.split("\n")):
            if index:
                lines.append([])
            if piece:
                lines[-1].append(_piece(run, piece))
    return [part for line in lines for part in _hard(line, columns - 2)]


def _hard(line: list[Run], columns: int) -> list[Line]:
    """The line cut wherever it is full: code has no better place."""
    out: list[Line] = []
    current: list[Run] = [Run("  ")]
    used = 0
    for run in line:
        text = run.text
        while used + width(text) > columns:
            fits = _fitting(text, columns - used)
            current.append(_piece(run, text[:fits]))
            out.append(tuple(current))
            current, used, text = [Run("  ")], 0, text[fits:]
        current.append(_piece(run, text))
        used += width(text)
    out.append(tuple(current))
    return out


def _piece(run: Run, text: str) -> Run:
    return run._replace(text=text, cover=None if run.cover is None else BLANK * width(text))


def _fitting(text: str, columns: int) -> int:
    """How many characters fit."""
    used = 0
    for index, character in enumerate(text):
        used += width(character)
        if used > columns:
            return index
    return len(text)
