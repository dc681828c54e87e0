"""The parser's events as blocks of styled text: what a terminal shows, before anything is said about columns."""

from typing import Any, Final

from studykit.markup.events import Parsed
from studykit.markup.highlight import language_of
from studykit.markup.obsidian import CALLOUT, without_block_id
from studykit.markup.places import CLOSE, HINT, OPEN
from studykit.markup.sanitize import html_text
from studykit.markup.screen.block import Block, Clozes
from studykit.markup.screen.flow import Flow
from studykit.markup.screen.formula import inline_formula
from studykit.markup.screen.highlights import highlighted
from studykit.markup.screen.runs import Run, with_style
from studykit.markup.screen.tags import Tags
from studykit.text.safe import safe_text

_STYLES: Final = {"Emphasis": "emphasis", "Strong": "strong", "Strikethrough": "strike", "Link": "link"}


class Reader(Flow):
    """Reads the events of one text, one after the other: no recursion, whatever the depth."""

    def __init__(self, parsed: Parsed, clozes: Clozes, names: tuple[str, str]) -> None:
        super().__init__(parsed, clozes, names)
        self.html: list[str] = []
        """The lines of a block of raw HTML."""
        self.tags = Tags()
        self.notes: list[Block] = []
        """Footnotes: they stand at the end."""

    def add(self, text: str, style: str = "", *, solid: bool = False) -> None:
        """Add text, raised or lowered where a tag says so."""
        super().add(self.tags.shown(text), style, solid=solid)

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
                self.text(value, where)
            elif name == "Code":
                self.styles.append(with_style(self.styles[-1], "code"))
                self.marked(value)
                self.styles.pop()
            elif name in ("InlineMath", "DisplayMath"):
                self._math(value, where, display=name == "DisplayMath")
            elif name == "InlineHtml":
                self.add(self.tags.read(value))
            elif name == "Html":
                self.html.append(value)
            elif name == "TaskListMarker":
                self.add("☑ " if value else "☐ ")
            elif name == "FootnoteReference":
                self.add(f"[{value}]", "footnote")
        self.body.children += self.notes
        return self.body

    def read_as_written(self, text: str) -> Block:
        """The text as it is written, no Markdown in it: where a deletion ends in what a reader does not see."""
        self._push(Block("paragraph"))
        self.marked(text)
        self._finish(self.stack.pop())
        return self.body

    def _mark(self, event: str) -> None:
        if event == "Rule":
            self._child(Block("rule"))
        elif event in ("SoftBreak", "HardBreak"):
            block = self.stack[-1]
            if block.kind == "callout-title":
                self._end_title(block)
            else:
                self.add("\n")

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

    def _child(self, block: Block) -> None:
        self.stack[-1].children.append(block)

    def _push(self, block: Block) -> None:
        self._child(block)
        self.stack.append(block)
        self.into(block.runs)

    def _push_text(self) -> None:
        """Text that stands in a list item without a paragraph of its own goes on in a new one."""
        block = Block("paragraph")
        self._child(block)
        self.into(block.runs)

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
            self.into([])
            self.stack[-1].rows[-1].append(self.runs)
        elif name == "BlockQuote":
            self._push(Block("quote"))
        elif name == "FootnoteDefinition":
            block = Block("footnote", label=details)
            self.notes.append(block)
            self.stack.append(block)
            self.into(block.runs)
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
        self.into(title.runs)

    def _end_title(self, title: Block) -> None:
        """The title of a callout ends with its line; what follows is a paragraph in its place."""
        self.stack.pop()
        self.stack[-1].runs = highlighted(title.runs)
        self._push(Block("paragraph"))

    def _end(self, value: Any) -> None:
        name = value if isinstance(value, str) else next(iter(value))
        if name in ("Link", "Image"):
            self.end_link(*self.link.pop(), embed=name == "Image")
            self.styles.pop()
        elif name in _STYLES:
            self.styles.pop()
        elif name == "TableCell":
            self.stack[-1].rows[-1][-1][:] = highlighted(self.runs)
        elif name not in ("TableHead", "TableRow"):
            block = self.stack.pop()
            if block.kind == "callout-title":
                self.stack[-1].runs = highlighted(block.runs)
            elif name == "HtmlBlock":
                block.runs.append(Run(safe_text(html_text("".join(self.html)))))
                self.html.clear()
            self._finish(block)
            self.into(self.stack[-1].runs)
            if self.stack[-1].kind == "item":
                self._push_text()

    def _finish(self, block: Block) -> None:
        self.tags = Tags()
        if block.runs and block.kind in ("paragraph", "heading", "item"):
            _drop_block_id(block.runs)
            block.runs[:] = highlighted(block.runs)
        for child in block.children if block.kind == "item" else ():
            if child.kind == "paragraph" and child.runs:
                _drop_block_id(child.runs)
                child.runs[:] = highlighted(child.runs)


def _drop_block_id(runs: list[Run]) -> None:
    last = runs[-1]
    line_start = len(runs) == 1 or runs[-2].text.endswith("\n")
    kept = without_block_id(last.text, line_start=line_start)
    runs[-1:] = [last._replace(text=kept)] if kept else []
