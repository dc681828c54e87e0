"""Writes the HTML of one text from the parser's events.

`html` is the way in: what is written here is not safe for Anki before it is sealed.
"""

from html import escape
from typing import Any, Final

from studykit.markup import places
from studykit.markup.events import Parsed
from studykit.markup.highlight import highlighted, language_of
from studykit.markup.obsidian import (
    CALLOUT,
    FOOTNOTE,
    embed_of,
    is_shown_address,
    link_text,
    without_block_id,
)
from studykit.markup.sanitize import Image, link_open, media, sanitized


class _Frame:
    """An element of the Markdown that is open: what ends it, and what was opened within it by other means."""

    __slots__ = ("cell", "close", "highlight", "kind", "opened", "raw")

    def __init__(self, kind: str, close: str, opened: int) -> None:
        self.kind = kind
        self.close = close
        self.opened = opened
        """Where its start tag stands in the output."""
        self.raw: list[str] = []
        """Names of the raw tags that are open within it."""
        self.highlight: tuple[int, int] | None = None
        """Place and raw depth of a `==` that waits for its end."""
        self.cell = 0
        """The number of the next cell of a row."""


_INLINE: Final = {
    "Emphasis": ("<em>", "</em>"),
    "Strong": ("<strong>", "</strong>"),
    "Strikethrough": ("<s>", "</s>"),
}


class Writer:
    """Writes the events of one text, one after the other: no recursion, whatever the depth."""

    def __init__(self, parsed: Parsed, image: Image) -> None:
        self.events = parsed.events
        self.shown = parsed.shown
        self.image = image
        self.out: list[str] = []
        self.stack = [_Frame("", "", 0)]
        self.skip_until = 0
        """Leaf events that begin before this byte were already read: a callout's head, a footnote's reference."""
        self.last_text = -1
        """Where the text stands that was written last, if nothing followed it."""
        self.alternative: list[str] | None = None
        """The text of an embed, while one is open."""
        self.embed: Any = None
        """What the parser says of that embed."""
        self.code: list[str] | None = None
        """The text and language of a block of code, while one is open."""
        self.html: list[str] = []
        """The lines of a block of raw HTML."""
        self.alignments: list[tuple[str, ...]] = []
        self.blocks = 0
        """Blocks at the top level."""

    def run(self) -> str:
        for event, where in self.events:
            if isinstance(event, str):
                self._mark(event)
                continue
            ((name, value),) = event.items()
            if name == "Text":
                self._text(value, where)
            elif name == "End":
                self._end()
            elif name == "Start":
                self._start(value, where["start"])
            elif where["start"] >= self.skip_until:
                self._leaf(name, value, where["start"])
        self._close_raw(self.stack[0])
        if self.blocks == 1 and self.out and self.out[0] == "<p>" and self.out[-1] == "</p>":
            self.out[0] = self.out[-1] = ""
        return "".join(self.out).strip("\n")

    # Leaves

    def _mark(self, event: str) -> None:
        if event == "Rule":
            self._block()
            self.out.append("<hr>")
        elif self.alternative is not None:
            self.alternative.append(" ")
        elif event in ("SoftBreak", "HardBreak"):
            frame = self.stack[-1]
            if frame.kind == "CalloutTitle":
                self._end_title(frame)
            else:
                self.out.append("<br>\n")

    def _text(self, value: str, where: dict[str, int]) -> None:
        start = where["start"]
        if start < self.skip_until:
            if where["end"] <= self.skip_until:
                return
            value = value.encode()[self.skip_until - start :].decode("utf-8", "replace")
        elif value == "[" and (note := FOOTNOTE.match(self.shown, start)) is not None:
            self.skip_until = note.end()
            return
        if self.code is not None:
            self.code.append(value)
        elif self.alternative is not None:
            self.alternative.append(value)
        elif "==" in value:
            self._highlights(value)
        else:
            self.out.append(escape(value, quote=False))
            self.last_text = len(self.out) - 1

    def _highlights(self, value: str) -> None:
        """Text with `==`: a pair in the same element, not beside a blank, is a highlight."""
        frame = self.stack[-1]
        pieces = value.split("==")
        for index, piece in enumerate(pieces):
            if index:
                before, after = pieces[index - 1], piece
                if self._ends_highlight(frame, before):
                    assert frame.highlight is not None
                    self.out[frame.highlight[0]] = "<mark>"
                    self.out.append("</mark>")
                    frame.highlight = None
                elif after.startswith("=") or after[:1].isspace() or before.endswith("="):
                    self.out.append("==")
                else:
                    frame.highlight = (len(self.out), len(frame.raw))
                    self.out.append("==")
            if piece:
                self.out.append(escape(piece, quote=False))
                self.last_text = len(self.out) - 1

    def _ends_highlight(self, frame: _Frame, before: str) -> bool:
        if frame.highlight is None or before[-1:].isspace():
            return False
        place, depth = frame.highlight
        return depth == len(frame.raw) and len(self.out) > place + 1

    def _leaf(self, name: str, value: Any, start: int) -> None:
        if self.alternative is not None:
            self.alternative.append("" if name.endswith("Html") or isinstance(value, bool) else value)
        elif name == "Code":
            self.out.append(f"<code>{escape(value, quote=False)}</code>")
        elif name == "InlineMath" or (name == "DisplayMath" and self.shown[start : start + 2] == b"\\("):
            self.out.append(_math(value, "(", ")"))
        elif name == "DisplayMath":
            self.out.append(_math(value, "[", "]"))
        elif name == "Html":
            self.html.append(value)
        elif name == "InlineHtml":
            frame = self.stack[-1]
            self.out.append(sanitized(value, frame.raw, self.image))
            if frame.highlight is not None and len(frame.raw) < frame.highlight[1]:
                frame.highlight = None
        elif name == "TaskListMarker":
            self.out.append("☑ " if value else "☐ ")
        elif name == "FootnoteReference":
            self.out.append(f"<sup>{escape(value, quote=False)}</sup>")

    # Elements

    def _block(self) -> None:
        self.blocks += len(self.stack) == 1

    def _open(self, kind: str, opening: str, close: str) -> None:
        self.stack.append(_Frame(kind, close, len(self.out)))
        self.out.append(opening)

    def _start(self, value: Any, start: int) -> None:
        name, details = (value, None) if isinstance(value, str) else next(iter(value.items()))
        if self.alternative is not None:
            self._open(name, "", "")
        elif name in _INLINE:
            self._open(name, *_INLINE[name])
        elif name == "Link":
            self._start_link(details)
        elif name == "Image":
            self._open(name, "", "")
            self.alternative, self.embed = [], details
        elif name == "CodeBlock":
            self._block()
            self.code = [language_of(details["Fenced"]) if isinstance(details, dict) else ""]
            self._open(name, "", "")
        else:
            self._block()
            self._start_block(name, details, start)

    def _start_link(self, details: Any) -> None:
        address, kind = details["dest_url"], details["link_type"]
        if isinstance(kind, dict):
            if kind["WikiLink"]["has_pothole"] or any(mark in address for mark in places.CLOZE_MARKS):
                self._open("Link", "", "")  # all that stands between the brackets, as a deletion may begin in it
            else:
                self._open("PlainWikiLink", escape(link_text(address), quote=False), "")
                self.alternative = []
        elif is_shown_address(address):
            self._open("Link", link_open(address), "</a>")
        else:
            self._open("Link", "", "")

    def _start_block(self, name: str, details: Any, start: int) -> None:
        if name == "Paragraph":
            parent = self.stack[-1]
            head = None
            if parent.kind == "BlockQuote" and len(self.out) == parent.opened + 1:
                head = CALLOUT.match(self.shown, start)
            if head is None:
                self._open(name, "<p>", "</p>")
            else:
                self._start_callout(parent, head[1].decode("utf-8", "replace"), head.end())
        elif name == "List":
            self._drop_block_id(self.stack[-1])
            opening = "<ul>" if details is None else "<ol>" if details == 1 else f'<ol start="{details}">'
            self._open(name, opening, "</ul>" if details is None else "</ol>")
        elif name == "Item":
            self._open(name, "<li>", "</li>")
        elif name == "BlockQuote":
            self._open(name, "<blockquote>", "</blockquote>")
        elif name == "Heading":
            tag = details["level"].lower()
            self._open(name, f"<{tag}>", f"</{tag}>")
        elif name == "Table":
            self.alignments.append(details)
            self._open(name, '<div class="table"><table>', "</tbody></table></div>")
        elif name == "TableHead":
            self._open(name, "<thead><tr>", "</tr></thead><tbody>")
        elif name == "TableRow":
            self._open(name, "<tr>", "</tr>")
        elif name == "TableCell":
            self._start_cell()
        elif name == "FootnoteDefinition":
            self._open(name, f'<div class="footnote"><sup>{escape(details, quote=False)}</sup> ', "</div>")
        else:
            self._open(name, "", "")

    def _start_cell(self) -> None:
        row = self.stack[-1]
        alignments = self.alignments[-1]
        alignment = alignments[row.cell].lower() if row.cell < len(alignments) else "none"
        row.cell += 1
        tag = "th" if row.kind == "TableHead" else "td"
        self._open("TableCell", f"<{tag}>" if alignment == "none" else f'<{tag} align="{alignment}">', f"</{tag}>")

    def _start_callout(self, quote: _Frame, kind: str, end: int) -> None:
        name = kind.strip().lower()
        known = name if name.isascii() and name.replace("-", "").isalnum() else "note"
        self.out[quote.opened] = f'<div class="callout callout-{known}">'
        quote.close = "</div>"
        self.skip_until = end
        self._open("CalloutTitle", '<div class="callout-title">', escape(kind.strip().capitalize(), quote=False))

    def _end_title(self, frame: _Frame) -> None:
        """The title of a callout ends with its line; what follows is a paragraph in its place."""
        self._close_raw(frame)
        default = frame.close if "".join(self.out[frame.opened + 1 :]).strip() == "" else ""
        self.out.append(f"{default}</div>")
        frame.kind, frame.close, frame.highlight, frame.opened = "Paragraph", "</p>", None, len(self.out)
        self.out.append("<p>")

    def _end(self) -> None:
        frame = self.stack.pop()
        if frame.kind in ("Paragraph", "Item", "Heading", "CalloutTitle"):
            self._drop_block_id(frame)
        self._close_raw(frame)
        if frame.kind in _INLINE:
            self.out.append(frame.close)
        elif frame.kind == "PlainWikiLink":
            self.alternative = None
        elif frame.kind == "Image":
            self._end_image()
        elif frame.kind == "CodeBlock":
            self._end_code()
        elif frame.kind == "HtmlBlock":
            self.out.append(sanitized("".join(self.html), self.stack[-1].raw, self.image))
            self.html.clear()
        elif frame.kind == "CalloutTitle":
            self._end_title(frame)
            self.out.pop()  # no text follows the title in its paragraph
        elif frame.kind == "Paragraph" and not any(map(str.strip, self.out[frame.opened + 1 :])):
            del self.out[frame.opened :]
            self.blocks -= len(self.stack) == 1
        else:
            self.out.append(frame.close)
            if frame.kind == "Table":
                self.alignments.pop()

    def _end_image(self) -> None:
        if self.alternative is None or any(outer.kind == "Image" for outer in self.stack):
            return
        label, details = "".join(self.alternative), self.embed
        self.alternative = None
        wiki = isinstance(details["link_type"], dict)
        if wiki and not details["link_type"]["WikiLink"]["has_pothole"]:
            label = ""
        embed = embed_of(details["dest_url"], label, wiki=wiki)
        self.out.append(media(embed.target, embed.label, embed.width, embed.height, self.image))

    def _end_code(self) -> None:
        assert self.code is not None
        language, *lines = self.code
        self.code = None
        colored = highlighted("".join(lines).removesuffix("\n"), language, places.CLOZE_MARKS)
        self.out.append(f'<pre class="highlight"><code>{colored}</code></pre>')

    def _close_raw(self, frame: _Frame) -> None:
        if frame.raw:
            self.out += [f"</{name}>" for name in reversed(frame.raw)]
            frame.raw.clear()

    def _drop_block_id(self, frame: _Frame) -> None:
        """A trailing ` ^id`, which names the block and is no part of its text."""
        if self.last_text != len(self.out) - 1 or self.last_text <= frame.opened:
            return
        before = self.out[self.last_text - 1]
        line_start = self.last_text - 1 == frame.opened or before == "<br>\n"
        self.out[-1] = without_block_id(self.out[-1], line_start=line_start)
        if not self.out[-1] and before == "<br>\n":
            del self.out[-2:]


def _math(formula: str, opening: str, closing: str) -> str:
    inner = escape(places.loosened(formula), quote=False).replace("\\", places.BACKSLASH)
    return f"{places.BACKSLASH}{opening}{inner}{places.BACKSLASH}{closing}"
