"""A card's Markdown as plain text, for lists and terminal lines: no markup, mathematics as written, embeds by name."""

from itertools import pairwise
from typing import Any, Final

from studykit.markup.events import Parsed
from studykit.markup.obsidian import CALLOUT, FOOTNOTE, embed_of, link_text, without_block_id, without_comments
from studykit.markup.places import cleared
from studykit.markup.sanitize import html_text
from studykit.text.safe import safe_text

_SIGNS: Final = "\ufdd5"
"""A `==` of the text, until it is known whether it begins or ends a highlight."""
_INLINE: Final = ("Emphasis", "Strong", "Strikethrough")


def to_plain(text: str) -> str:
    """The words of a text, a block or a table's row a line, without control characters. `{{c1::…}}` stays as it is."""
    source = safe_text(cleared(text))
    return safe_text(_Reader(without_comments(source.encode("utf-8", "replace"))).run())


class _Reader:
    def __init__(self, parsed: Parsed) -> None:
        self.events = parsed.events
        self.shown = parsed.shown
        self.lines: list[str] = []
        self.line: list[str] = []
        """The pieces of the line that is being read."""
        self.lists: list[int | None] = []
        """The next number of each open list, None for one with bullets."""
        self.skip_until = 0
        """Text that begins before this byte was already read."""
        self.opened: list[tuple[Any, int]] = []
        """What the parser says of each open link or embed, and where its text begins on the line."""
        self.after_bullet = False
        self.html: list[str] = []
        """The lines of a block of raw HTML."""

    def run(self) -> str:
        for event, where in self.events:
            if isinstance(event, str):
                self._break()
                continue
            name, value = next(iter(event.items()))
            if name == "Start":
                self._start(value, where["start"])
            elif name == "End":
                self._end(value)
            elif name == "Text":
                self._text(value, where)
            elif name == "Code":
                self._add(value)
            elif name.endswith("Math"):
                source = self.shown[where["start"] : where["end"]].decode("utf-8", "replace")
                self._add(" ".join(source.split()))
            elif name == "InlineHtml":
                self._add(html_text(value))
            elif name == "Html":
                self.html.append(value)
            elif name == "TaskListMarker":
                self._add("[x] " if value else "[ ] ")
        self._break()
        return "\n".join(self.lines)

    def _add(self, text: str) -> None:
        self.line.append(text)
        self.after_bullet = False

    def _break(self) -> None:
        if self.line:
            line = without_block_id(_without_highlights("".join(self.line)), line_start=True).rstrip()
            if line.strip():
                self.lines.append(line)
            self.line.clear()

    def _text(self, value: str, where: dict[str, int]) -> None:
        start = where["start"]
        if start < self.skip_until:
            if where["end"] <= self.skip_until:
                return
            value = value.encode()[self.skip_until - start :].decode("utf-8", "replace")
        elif value == "[" and (note := FOOTNOTE.match(self.shown, start)) is not None:
            self.skip_until = note.end()
            return
        if "\n" in value:  # as code alone has
            self._lines(value)
        else:
            self._add(value.replace("==", _SIGNS))

    def _lines(self, text: str) -> None:
        for line in text.split("\n"):
            self._break()
            self._add(line)

    def _start(self, value: Any, start: int) -> None:
        name: str
        details: Any
        name, details = (value, None) if isinstance(value, str) else next(iter(value.items()))
        if name in ("Link", "Image"):
            self.opened.append((details, len(self.line)))
        elif name == "TableCell":
            self.line += [" | "] if self.line else []
        elif name == "Item":
            self._break()
            number = self.lists[-1]
            self._add("- " if number is None else f"{number}. ")
            self.after_bullet = True
            if number is not None:
                self.lists[-1] = number + 1
        elif name == "List":
            self._break()
            self.lists.append(details)
        elif name == "Paragraph":
            if not self.after_bullet:
                self._break()
            callout = CALLOUT.match(self.shown, start)
            self.skip_until = self.skip_until if callout is None else callout.end()
        elif name not in _INLINE:
            self._break()

    def _end(self, value: Any) -> None:
        name = value if isinstance(value, str) else next(iter(value))
        if name in ("Link", "Image"):
            details, start = self.opened.pop()
            self._end_link(details, start, embed=name == "Image")
        elif name == "List":
            self.lists.pop()
            self._break()
        elif name not in _INLINE and name != "TableCell":
            if name == "HtmlBlock":
                self._lines(html_text("".join(self.html)))
                self.html.clear()
            self._break()

    def _end_link(self, details: Any, start: int, *, embed: bool) -> None:
        kind = details["link_type"]
        if embed:
            name = embed_of(details["dest_url"], "", wiki=isinstance(kind, dict)).target.rpartition("/")[2]
            self.line[start:] = [name]
        elif isinstance(kind, dict) and not kind["WikiLink"]["has_pothole"]:
            self.line[start:] = [link_text(details["dest_url"])]


def _without_highlights(line: str) -> str:
    """The line without the pairs of signs that a highlight is made of; `a == b` is a comparison and stays."""
    if _SIGNS not in line:
        return line
    pieces = line.split(_SIGNS)
    out = [pieces[0]]
    held = 0
    """The place in `out` of a sign that waits for its end, 0 where none does."""
    for before, after in pairwise(pieces):
        if held and before and not before[-1].isspace():
            out[held] = ""
            held = 0
        else:
            if not held and after and not after[0].isspace():
                held = len(out)
            out.append("==")
        out.append(after)
    return "".join(out)
