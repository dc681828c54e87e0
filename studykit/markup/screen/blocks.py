"""The parser's events as blocks of styled text: what a terminal shows, before anything is said about columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from studykit.markup.cloze import Deletion
from studykit.markup.events import Parsed
from studykit.markup.highlight import language_of
from studykit.markup.obsidian import (
    CALLOUT,
    FOOTNOTE,
    IMAGES,
    embed_of,
    link_text,
    suffix,
    without_block_id,
)
from studykit.markup.places import CLOSE, HINT, OPEN
from studykit.markup.sanitize import html_text
from studykit.markup.screen.formula import inline_formula
from studykit.markup.screen.runs import Run, covered, with_style
from studykit.text.safe import safe_text

DEEPEST: Final = 12
"""Quotes and lists within each other that are still shown as such; what is deeper stands at this depth."""

_STYLES: Final = {"Emphasis": "emphasis", "Strong": "strong", "Strikethrough": "strike", "Link": "link"}
_SIGN: Final = "mark-sign"
"""The style of a `==` of the text, until it is known whether it begins or ends a highlight."""


@dataclass(slots=True)
class Block:
    """One block. `kind` is `paragraph`, `heading`, `list`, `item`, `quote`, `callout`, `code`, `math`, `table`,
    `rule`, `footnote`, or `body` for the whole text; the fields that a kind has no use for are empty."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    children: list["Block"] = field(default_factory=list)
    label: str = ""
    """A list item's bullet, a callout's kind, a code's language, a footnote's name."""
    rows: list[list[list[Run]]] = field(default_factory=list)
    """A table's rows of cells, the head first."""
    alignments: tuple[str, ...] = ()
    number: int | None = None
    """The next number of a list, a heading's level."""
    found: tuple[Deletion, ...] = ()
    """The deletions within a formula."""
    hidden: bool = False
    """Whether a formula lies within a deletion that is asked."""


@dataclass(frozen=True, slots=True)
class Clozes:
    """The deletions of a text whose marks stand in it, in the order of their marks."""

    found: tuple[Deletion, ...] = ()
    asked: int = 0
    """The number that is hidden; the others are text."""


class Reader:
    """Reads the events of one text, one after the other: no recursion, whatever the depth."""

    def __init__(self, parsed: Parsed, clozes: Clozes, names: tuple[str, str]) -> None:
        self.parsed = parsed
        self.clozes = clozes
        self.picture, self.sound = names
        self.body = Block("body")
        self.stack = [self.body]
        self.runs = self.body.runs
        """Where text goes: the innermost paragraph, cell, heading or block of code."""
        self.flow = [self.runs]
        """All that text went to, in its order."""
        self.styles = [""]
        self.skip_until = 0
        self.next_deletion = 0
        self.open: list[tuple[Deletion, int, int]] = []
        """Each deletion that is open, where in the flow it began, and behind how many runs there."""
        self.in_hint = 0
        self.seen: list[str] = []
        """The marks of deletions that were met: all of the text's, unless one stands where nothing is shown."""
        self.link: list[tuple[Any, int]] = []
        self.html: list[str] = []
        self.notes: list[Block] = []

    def read(self) -> Block:
        """The whole text as one block, its footnotes last."""
        for event, where in self.parsed.events:
            if isinstance(event, str):
                self._mark(event)
                continue
            name, value = next(iter(event.items()))
            if name == "Start":
                self._start(value, where["start"])
            elif name == "End":
                self._end(value)
            elif name == "Text":
                self._text(value, where)
            elif name == "Code":
                self.styles.append(with_style(self.styles[-1], "code"))
                self._marked(value)
                self.styles.pop()
            elif name in ("InlineMath", "DisplayMath"):
                self._math(value, where, display=name == "DisplayMath")
            elif name == "InlineHtml":
                self._add("\n" if value.lower().startswith("<br") else html_text(value))
            elif name == "Html":
                self.html.append(value)
            elif name == "TaskListMarker":
                self._add("☑ " if value else "☐ ")
            elif name == "FootnoteReference":
                self._add(f"[{value}]", "footnote")
        self.body.children += self.notes
        return self.body

    def read_as_written(self, text: str) -> Block:
        """The text as it is written, no Markdown in it: where a deletion ends in what a reader does not see."""
        self._push(Block("paragraph"))
        self._marked(text)
        self._finish(self.stack.pop())
        return self.body

    # Text

    def _add(self, text: str, style: str = "", *, solid: bool = False) -> None:
        text = safe_text(text)  # once more: character references may have named what was stripped
        if text and not self.in_hint:
            outer = self.styles[-1]
            self.runs.append(Run(text, with_style(outer, style) if style else outer, None, solid))

    def _mark(self, event: str) -> None:
        if event == "Rule":
            self._child(Block("rule"))
        elif event in ("SoftBreak", "HardBreak"):
            block = self.stack[-1]
            if block.kind == "callout-title":
                self._end_title(block)
            else:
                self._add("\n")

    def _text(self, value: str, where: dict[str, int]) -> None:
        start = where["start"]
        if start < self.skip_until:
            if where["end"] <= self.skip_until:
                return
            value = value.encode()[self.skip_until - start :].decode("utf-8", "replace")
        elif value == "[" and (note := FOOTNOTE.match(self.parsed.shown, start)) is not None:
            self.skip_until = note.end()
            return
        self._marked(value)

    def _marked(self, value: str) -> None:
        """Text in which marks of deletions may stand."""
        position = 0
        for index, character in enumerate(value):
            if character in (OPEN, HINT, CLOSE):
                self._signed(value[position:index])
                self._cloze_mark(character)
                position = index + 1
        self._signed(value[position:])

    def _signed(self, text: str) -> None:
        if "==" not in text or self.stack[-1].kind == "code":
            self._add(text)
            return
        for index, piece in enumerate(text.split("==")):
            if index:
                self.runs.append(Run("==", _SIGN))
            self._add(piece)

    def _cloze_mark(self, mark: str) -> None:
        self.seen.append(mark)
        if mark == OPEN and self.next_deletion >= len(self.clozes.found):
            return
        if mark == CLOSE and not self.open:
            return
        if mark == OPEN:
            deletion = self.clozes.found[self.next_deletion]
            self.next_deletion += 1
            self.open.append((deletion, len(self.flow) - 1, len(self.runs)))
        elif mark == HINT:
            self.in_hint += 1
        else:
            deletion, place, start = self.open.pop()
            self.in_hint -= bool(deletion.hint)
            if deletion.number == self.clozes.asked:
                self.flow[place][start:] = covered(self.flow[place][start:], deletion.hint)
                for runs in self.flow[place + 1 :]:
                    runs[:] = covered(runs, "") if runs else []

    def _math(self, source: str, where: dict[str, int], *, display: bool) -> None:
        inline = not display or self.parsed.shown[where["start"] : where["start"] + 2] == b"\\("
        self.seen += [character for character in source if character in (OPEN, HINT, CLOSE)]
        marks = sum(character == OPEN for character in source)
        found = self.clozes.found[self.next_deletion : self.next_deletion + marks]
        self.next_deletion += marks
        if self.in_hint:
            return
        if inline or self.stack[-1].kind not in ("paragraph", "item"):
            self.runs.append(inline_formula(source, self.styles[-1], found, self.clozes.asked))
            return
        hidden = any(deletion.number == self.clozes.asked for deletion, _, _ in self.open)
        self._inset(Block("math", [Run(source)], found=tuple(found), hidden=hidden))

    def _inset(self, block: Block) -> None:
        """A block in the midst of text: what follows is a paragraph of its own."""
        if self.stack[-1].kind == "paragraph":
            self._finish(self.stack.pop())
            self._child(block)
            self._push(Block("paragraph"))
        else:
            self._child(block)
            self._push_text()

    # Blocks

    def _into(self, runs: list[Run]) -> None:
        self.runs = runs
        self.flow.append(runs)

    def _child(self, block: Block) -> None:
        self.stack[-1].children.append(block)

    def _push(self, block: Block) -> None:
        self._child(block)
        self.stack.append(block)
        self._into(block.runs)

    def _push_text(self) -> None:
        """Text that stands in a list item without a paragraph of its own goes on in a new one."""
        block = Block("paragraph")
        self._child(block)
        self._into(block.runs)

    def _start(self, value: Any, start: int) -> None:
        name: str
        details: Any
        name, details = (value, None) if isinstance(value, str) else next(iter(value.items()))
        if name in ("Link", "Image"):
            self.link.append((details, len(self.runs)))
            self.styles.append(with_style(self.styles[-1], "link" if name == "Link" else "image"))
        elif name in _STYLES:
            self.styles.append(with_style(self.styles[-1], _STYLES[name]))
        elif name == "Paragraph":
            self._start_paragraph(start)
        elif name == "Item":
            parent = self.stack[-1]
            bullet = "•" if parent.number is None else f"{parent.number}."
            if parent.number is not None:
                parent.number += 1
            self._push(Block("item", label=bullet))
            self._push_text()
        elif name == "List":
            self._push(Block("list", number=details))
        elif name == "Heading":
            self._push(Block("heading", number=int(details["level"][1:])))
        elif name == "CodeBlock":
            self._push(Block("code", label=language_of(details["Fenced"]) if isinstance(details, dict) else ""))
        elif name == "Table":
            self._push(Block("table", alignments=tuple(a.lower() for a in details)))
        elif name in ("TableHead", "TableRow"):
            self.stack[-1].rows.append([])
        elif name == "TableCell":
            self._into([])
            self.stack[-1].rows[-1].append(self.runs)
        elif name == "BlockQuote":
            self._push(Block("quote"))
        elif name == "FootnoteDefinition":
            block = Block("footnote", label=details)
            self.notes.append(block)
            self.stack.append(block)
            self._into(block.runs)
        else:
            self._push(Block("body"))

    def _start_paragraph(self, start: int) -> None:
        parent = self.stack[-1]
        callout = CALLOUT.match(self.parsed.shown, start) if parent.kind == "quote" and not parent.children else None
        if callout is None:
            self._push(Block("paragraph"))
            return
        self.skip_until = callout.end()
        parent.kind, parent.label = "callout", callout[1].decode("utf-8", "replace").strip().lower()
        title = Block("callout-title")
        self.stack.append(title)
        self._into(title.runs)

    def _end_title(self, title: Block) -> None:
        """The title of a callout ends with its line; what follows is a paragraph in its place."""
        self.stack.pop()
        self.stack[-1].runs = _highlighted(title.runs)
        self._push(Block("paragraph"))

    def _end(self, value: Any) -> None:
        name = value if isinstance(value, str) else next(iter(value))
        if name in ("Link", "Image"):
            self._end_link(*self.link.pop(), embed=name == "Image")
            self.styles.pop()
        elif name in _STYLES:
            self.styles.pop()
        elif name == "TableCell":
            self.stack[-1].rows[-1][-1][:] = _highlighted(self.runs)
        elif name not in ("TableHead", "TableRow"):
            block = self.stack.pop()
            if block.kind == "callout-title":
                self.stack[-1].runs = _highlighted(block.runs)
            elif name == "HtmlBlock":
                block.runs.append(Run(safe_text(html_text("".join(self.html)))))
                self.html.clear()
            self._finish(block)
            self._into(self.stack[-1].runs)
            if self.stack[-1].kind == "item":
                self._push_text()

    def _finish(self, block: Block) -> None:
        if block.runs and block.kind in ("paragraph", "heading", "item"):
            _drop_block_id(block.runs)
            block.runs[:] = _highlighted(block.runs)
        for child in block.children if block.kind == "item" else ():
            if child.kind == "paragraph" and child.runs:
                _drop_block_id(child.runs)
                child.runs[:] = _highlighted(child.runs)

    def _end_link(self, details: Any, start: int, *, embed: bool) -> None:
        kind, address = details["link_type"], details["dest_url"]
        wiki = isinstance(kind, dict)
        if embed:
            label = "".join(run.text for run in self.runs[start:])
            label = "" if wiki and not kind["WikiLink"]["has_pothole"] else label
            found = embed_of(address, label, wiki=wiki)
            ending = suffix(found.target)
            name = found.label or found.target.rpartition("/")[2]
            what = self.picture if ending in IMAGES or not ending else self.sound
            del self.runs[start:]
            self._add(f"[{what}: {name}]", solid=True)
        elif wiki and not kind["WikiLink"]["has_pothole"] and not any(m in address for m in (OPEN, HINT, CLOSE)):
            del self.runs[start:]
            self._add(link_text(address))


def _drop_block_id(runs: list[Run]) -> None:
    last = runs[-1]
    line_start = len(runs) == 1 or runs[-2].text.endswith("\n")
    kept = without_block_id(last.text, line_start=line_start)
    runs[-1:] = [last._replace(text=kept)] if kept else []


def _is_sign(run: Run) -> bool:
    return run.style.startswith(_SIGN)


def _highlighted(runs: Sequence[Run]) -> list[Run]:
    """The runs with what stands between two signs marked; `a == b` is a comparison and stays."""
    if not any(_is_sign(run) for run in runs):
        return list(runs)
    out: list[Run] = []
    held = -1
    around = [Run(" "), *runs, Run(" ")]
    for before, run, after in zip(around, runs, around[2:], strict=False):
        if not _is_sign(run):
            out.append(run)
        elif held >= 0 and not before.text[-1:].isspace() and not _is_sign(before):
            out[held:] = [piece._replace(style=with_style(piece.style, "mark")) for piece in out[held + 1 :]]
            held = -1
        else:
            if held < 0 and not after.text[:1].isspace() and not _is_sign(after):
                held = len(out)
            out.append(run._replace(style=run.style.removeprefix(_SIGN).strip()))
    return out
