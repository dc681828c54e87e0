"""HTML of Anki's editor as Markdown: what a person wrote on the phone comes back as they would have typed it here.

What Markdown can say becomes Markdown, what it cannot stays as the tag, and what is no text (scripts, styles) is left
out. Whoever calls compares: the Markdown is right if `html.to_html` makes the same of it.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Final

Target = Callable[[str], str]
"""From a file's name in Anki's media folder to what an embed in the vault says."""

_MARKS: Final = {
    "b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "strike": "~~", "del": "~~", "mark": "==",
}  # fmt: skip
_KEPT: Final = frozenset(("u", "sub", "sup", "kbd", "small", "big", "ruby", "rt", "rp", "ins", "q", "abbr", "cite"))
_BLOCKS: Final = frozenset(
    ("p", "div", "center", "section", "article", "figure", "dl", "dt", "dd", "details", "summary", "figcaption")
)
_DROPPED: Final = frozenset(
    ("script", "style", "head", "title", "template", "iframe", "object", "svg", "button", "select", "textarea")
)
_VOID: Final = frozenset(("br", "hr", "img", "wbr", "input", "meta", "link"))
_MATH: Final = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.DOTALL)
_SPECIAL: Final = re.compile(
    r"\\|`|<|==|~~|\$(?=\S)|(?<!\w)_|_(?!\w)|\*(?! )|(?<! )\*|\[(?=[\[^!]|[^\]]*\]\()|(?<=\[)\[|(?<=\])\](?=\])"
)
"""What Markdown would read as its own, were it written as it is; `_` within a word and a lone `*` are text."""
_LINE_START: Final = re.compile(r"(?m)^([ \t]*\d{0,9})(#{1,6}(?=\s)|[-+>](?=\s|$)|(?<=\d)[.)](?=\s|$)|---|\||={1,}$)")
_ENTITIES: Final = {"<": "&lt;", "[": "&#91;", "]": "&#93;"}
"""What a backslash would not make text: a backslash and a bracket begin a formula."""
_SOUND: Final = re.compile(r"\[sound:([^\]]*)\]")


class _Frame:
    """An element that is open: the Markdown within it so far."""

    __slots__ = ("attributes", "name", "out")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.out: list[str] = []


def to_markdown(html: str, target: Target) -> str:
    """The Markdown of a field. Never raises; nesting deeper than 60 is read as text of the element at that depth."""
    reader = _Reader(target)
    reader.feed(html)
    reader.close()
    text = reader.finish()
    text = re.sub(r"[ \t\u00a0]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n ")


class _Reader(HTMLParser):
    def __init__(self, target: Target) -> None:
        super().__init__(convert_charrefs=True)
        self.target = target
        self.stack = [_Frame("", {})]
        self.dropped = 0
        self.too_deep = 0

    def finish(self) -> str:
        """Close what is open; the whole text."""
        while len(self.stack) > 1:
            self._close()
        return "".join(self.stack[0].out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in _DROPPED:
            self.dropped += 1
        if self.dropped:
            return
        if tag == "br":
            self.stack[-1].out.append("\n")
        elif tag == "hr":
            self._block("---")
        elif tag == "img":
            self._image(attributes)
        elif tag in _VOID:
            pass
        elif len(self.stack) > 60:
            self.too_deep += 1
        else:
            self.stack.append(_Frame(tag, attributes))

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self.dropped = max(0, self.dropped - 1)
            return
        if self.dropped or tag in _VOID:
            return
        if self.too_deep:
            self.too_deep -= 1
        elif any(frame.name == tag for frame in self.stack[1:]):
            while self._close() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.dropped:
            return
        if self._in_code():
            self.stack[-1].out.append(data)
            return
        text = data.replace("\r", "").replace("\n", " ").replace("\u00a0", " ")
        if self.stack[-1].name in ("ul", "ol", "table", "thead", "tbody", "tr") and not text.strip():
            return
        if not self.stack[-1].out or self.stack[-1].out[-1].endswith("\n"):
            text = text.lstrip(" ")
        self.stack[-1].out.append(_escaped(text))

    def _in_code(self) -> bool:
        """Whether no mark would be read as one here."""
        return any(frame.name in ("pre", "code") for frame in self.stack)

    def _image(self, attributes: dict[str, str]) -> None:
        name = self.target(attributes.get("src", ""))
        width, height = attributes.get("width", ""), attributes.get("height", "")
        size = f"|{width}" if width.isdecimal() else ""
        size += f"x{height}" if size and height.isdecimal() else ""
        label = f"|{attributes['alt']}" if attributes.get("alt") else ""
        self.stack[-1].out.append(f"![[{name}{label}{size}]]")

    def _block(self, text: str) -> None:
        """A block on lines of its own."""
        out = self.stack[-1].out
        if out and not "".join(out[-2:]).endswith("\n\n"):
            out.append("\n" if "".join(out[-2:]).endswith("\n") else "\n\n")
        out.append(f"{text}\n\n")

    def _close(self) -> str:
        frame = self.stack.pop()
        inner = "".join(frame.out)
        out = self.stack[-1].out
        name = frame.name
        if name in _MARKS:
            out.append(inner if self._in_code() else _wrapped(inner, _MARKS[name]))
        elif name == "a":
            out.append(f"[{inner}]({frame.attributes['href']})" if frame.attributes.get("href") else inner)
        elif name == "pre":
            self._code_block(inner)
        elif name == "code":
            out.append(inner if any(f.name == "pre" for f in self.stack) else _code(inner))
        elif name in _KEPT:
            out.append(f"<{name}>{inner}</{name}>")
        else:
            self._close_block(frame, inner)
        return name

    def _close_block(self, frame: _Frame, inner: str) -> None:
        name, out = frame.name, self.stack[-1].out
        if name in ("p", "center"):
            self._block(inner.strip())
        elif name in _BLOCKS:
            self._lines(inner)
        elif name in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._block(f"{'#' * int(name[1])} {inner.strip()}")
        elif name == "blockquote":
            self._block("\n".join(f"> {line}".rstrip() for line in inner.strip().split("\n")))
        elif name == "li":
            out.append(_item(inner, self.stack[-1], len(out)))
        elif name in ("ul", "ol"):
            if self.stack[-1].name == "li":
                out.append(f"\n{inner.rstrip()}\n")
            else:
                self._block(inner.rstrip("\n"))
        elif name in ("td", "th"):
            out.append(inner.strip().replace("\n", "<br>").replace("|", "\\|") + "\x1f")
            self.stack[-1].attributes.setdefault("align", "")
            self.stack[-1].attributes["align"] += f"{frame.attributes.get('align', 'none')} "
        elif name == "tr":
            out.append(f"{frame.attributes.get('align', '')}\x1e{inner}\x1d")
        elif name == "table":
            self._block(_table(inner))
        else:
            out.append(inner)

    def _lines(self, inner: str) -> None:
        """Anki's editor makes a `div` of a line."""
        if inner.endswith("\n\n"):
            self._block(inner.strip("\n"))
            return
        out = self.stack[-1].out
        if out and not out[-1].endswith("\n"):
            out.append("\n")
        out.append(f"{inner.rstrip()}\n" if inner.strip() else "\n")

    def _code_block(self, inner: str) -> None:
        code = inner.strip("\n")
        longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
        fence = "`" * (longest + 1)
        self._block(f"{fence}\n{code}\n{fence}")


def _wrapped(inner: str, mark: str) -> str:
    """Marked text; blanks at its edges stay outside, where the mark would not hold."""
    text = inner.strip()
    if not text or "\n\n" in text:
        return inner
    start = inner.index(text)
    return f"{inner[:start]}{mark}{text}{mark}{inner[start + len(text) :]}"


def _code(inner: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", inner)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if inner.startswith("`") or inner.endswith("`") else ""
    return f"{ticks}{pad}{inner}{pad}{ticks}"


def _item(inner: str, parent: _Frame, number: int) -> str:
    bullet = "- " if parent.name != "ol" else f"{number + int(_start(parent))}. "
    loose = inner.endswith("\n\n")
    text = inner.strip("\n ")
    text = text if loose else text.replace("\n\n", "\n")
    return bullet + text.replace("\n", "\n" + " " * len(bullet)) + ("\n\n" if loose else "\n")


def _start(parent: _Frame) -> str:
    start = parent.attributes.get("start", "1")
    return start if start.isdecimal() and len(start) < 7 else "1"


def _table(inner: str) -> str:
    rows = [row.partition("\x1e") for row in inner.split("\x1d") if "\x1e" in row]
    cells = [row.split("\x1f")[:-1] for _, _, row in rows]
    if not cells:
        return ""
    columns = max(len(row) for row in cells)
    rules = {"left": ":--", "right": "--:", "center": ":-:"}
    marks = [rules.get(word, "---") for word in rows[0][0].split()]
    lines = [[*row, *[""] * (columns - len(row))] for row in cells]
    lines.insert(1, [*marks, *["---"] * (columns - len(marks))])
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _escaped(text: str) -> str:
    """Text in which nothing is Markdown, but the formulas that Anki marks with `\\(` and `\\[`, and its sounds."""
    out: list[str] = []
    position = 0
    for match in _MATH.finditer(text):
        out.append(_plain(text[position : match.start()]))
        inline, display = match[1], match[2]
        out.append(f"${inline.strip()}$" if inline is not None else f"$${display}$$")
        position = match.end()
    out.append(_plain(text[position:]))
    return "".join(out)


def _plain(text: str) -> str:
    text = _SPECIAL.sub(lambda match: _ENTITIES.get(match.group(), "\\" + match.group()), text)
    return _LINE_START.sub(r"\1\\\2", text)


def sounds_as_embeds(markdown: str, target: Target) -> str:
    """`[sound:name]`, escaped or not, as embeds."""
    return _SOUND.sub(lambda m: f"![[{target(m[1])}]]", markdown.replace("\\[sound:", "[sound:").replace("\\]", "]"))
