"""Whether two pieces of HTML show the same: what an editor wrote and what we write differ in spelling alone.

`<b>` is `<strong>`, a `div` of Anki's editor is a line, white space is folded, colours of code are left out. What would
be lost on the way to Markdown (a colour, a size, a callout's frame) stays in the form, so that it makes a difference.
"""

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from typing import Final

_SYNONYMS: Final = {"b": "strong", "i": "em", "strike": "s", "del": "s", "center": "div"}
_BLOCKS: Final = frozenset(
    (
        *("blockquote", "details", "div", "dl", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol"),
        *("pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_LINES: Final = frozenset(("p", "div", "br"))
_MEANINGFUL: Final = frozenset(
    ("align", "class", "colspan", "color", "height", "href", "rowspan", "size", "start", "style", "width")
)
_NO_CLASS: Final = frozenset(("code", "pre", "span"))
_VOID: Final = frozenset(("br", "hr", "img", "wbr", "input", "meta", "link"))
_SOUND: Final = re.compile(r"\[sound:([^\]]*)\]")
_FORMULA_EDGE: Final = re.compile(r"(?<=\\[(\[])\s+|\s+(?=\\[)\]])")
_SPACE_IN: Final = re.compile(r"(<(?:strong|em|s|mark|u)>) ")
_SPACE_OUT: Final = re.compile(r" (</(?:strong|em|s|mark|u)>)")
_CODE_EDGE: Final = re.compile(r"(?<=<pre>)(?:\n\0)+\n(?=\0)|(?:\n\0)+\n(?=</pre>)")
_EMPTY: Final = re.compile(r"<(strong|em|s|mark|u)> ?</\1>")


def same(one: str, other: str, name: Callable[[str], str] = str) -> bool:
    """Whether both show the same. `name` says which picture or sound a file's name stands for."""
    return one == other or canonical(one, name) == canonical(other, name)


def canonical(html: str, name: Callable[[str], str] = str) -> str:
    """A form that is the same for all HTML that shows the same."""
    reader = _Reader(name)
    reader.feed(html)
    reader.close()
    text = _SOUND.sub(lambda match: f"[sound:{name(match[1])}]", "".join(reader.out))
    text = _FORMULA_EDGE.sub("", _SPACE_OUT.sub(r"\1 ", _SPACE_IN.sub(r" \1", _EMPTY.sub("", text))))
    lines = (line.rstrip() if line.startswith("\0") else " ".join(line.split()) for line in text.split("\n"))
    return _CODE_EDGE.sub("\n", "\n".join(line for line in lines if line))


class _Reader(HTMLParser):
    def __init__(self, name: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.ends: list[tuple[str, str]] = []
        """The open elements, each with what its end is written as."""
        self.verbatim = 0
        self._name = name

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {key: value or "" for key, value in attrs if key in _MEANINGFUL and value}
        tag = _SYNONYMS.get(tag, tag)
        if tag in _NO_CLASS:
            kept.pop("class", None)
        if tag == "img":
            kept["src"] = self._name(dict(attrs).get("src") or "")
        written = f"<{tag}{''.join(f' {key}={escape(kept[key])}' for key in sorted(kept))}>"
        if self.verbatim and tag in ("code", "span"):
            begin = end = ""
        elif tag == "pre":
            begin, end = f"\n{written}\n\0", "\n</pre>\n"
        elif tag in _LINES and not kept:
            begin = end = "\n"
        elif tag in ("span", "font") and not kept:
            begin = end = ""
        elif tag in _BLOCKS:
            begin, end = f"\n{written}\n", f"\n</{tag}>\n"
        else:
            begin, end = written, f"</{tag}>"
        self.out.append(begin)
        if tag not in _VOID:
            self.ends.append((tag, end))
            self.verbatim += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        tag = _SYNONYMS.get(tag, tag)
        if not any(name == tag for name, _ in self.ends):
            return
        while self.ends:
            name, end = self.ends.pop()
            self.out.append(end)
            self.verbatim -= name == "pre"
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self.verbatim:  # a sign for each line, so that neither blanks nor empty lines are folded away
            self.out.append(escape(data, quote=False).replace("\n", "\n\0"))
        else:
            self.out.append(escape(" ".join(re.split(r"[ \t\r\n\u00a0]+", data)), quote=False))
