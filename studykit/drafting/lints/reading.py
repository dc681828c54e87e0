"""What a reader meets in one text of a card: its words, and apart from them its formulas, code, links and HTML.

Every lint asks for the same things, so a text is parsed once and the reading kept. A lint that looks for words or
marks looks at `prose`, where a formula or a piece of code is one character that is no word, so that nothing in them
is mistaken: `**` in code is no emphasis, `{{` in LaTeX no deletion, `?` in code no question.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from studykit.markup.events import FILLER, parse
from studykit.text.normal import han_count, weight, words

OBJECT: Final = "\ufffc"
"""Stands in `prose` for a formula, a piece of code or an image."""

FORMULA_WEIGHT: Final = 5
"""What a formula weighs at most: it is taken in as one thing, however long its LaTeX is."""

_NEEDS_PARSING: Final = re.compile(r"[*_`$\\<\[\]{}~|#>&!\n\r\t]|%%|\A\s|\A[-+]|\A[0-9]+[.)]")
_MEDIA: Final = re.compile(
    r"\.(?:avif|bmp|gif|jpe?g|png|svg|webp|flac|m4a|mp3|ogg|opus|wav|webm|3gp|mp4|mov)(?:\Z|#)", re.IGNORECASE
)
_NUMBERS_ALONE: Final = re.compile(r"[0-9\s,.\[\]+-]+")
_SEPARATOR: Final = "\x00"


@dataclass(frozen=True)
class Reading:
    """One text, read. Its words are counted when somebody asks."""

    prose: str
    """The words as shown, blocks and items on lines of their own, `OBJECT` for formulas, code and images."""
    shown: str
    """The same with the LaTeX and the code in their places."""
    loose: str
    """What the parser left as text, without escaped characters: a delimiter in it found no partner."""
    unspoken: int = 0
    """What weighs beside the prose: words of inline code, up to `FORMULA_WEIGHT` a formula, lines of code blocks."""
    formulas: tuple[str, ...] = ()
    codes: int = 0
    """Code spans and blocks."""
    images: int = 0
    items: int = 0
    """Items of lists."""
    wikilinks: tuple[str, ...] = ()
    """Targets of raw wikilinks and of embeds that are no media."""
    targets: tuple[str, ...] = ()
    """Destinations of Markdown links and images."""
    html: tuple[str, ...] = ()
    """Tags and comments, as written."""

    @cached_property
    def spelled(self) -> str:
        """The words of `shown`, each between separators: a run of words is a substring."""
        return spell(self.shown)

    @property
    def weight(self) -> int:
        """How long the text is to a reader."""
        return self.spoken + self.unspoken

    @cached_property
    def spoken(self) -> int:
        """Words of the prose alone."""
        return weight(self.prose)

    @cached_property
    def han(self) -> int:
        """CJK characters of the prose."""
        return han_count(self.prose)


@lru_cache(maxsize=4096)
def reading(text: str) -> Reading:
    """Read a text. Linear in its length."""
    if _NEEDS_PARSING.search(text) is None:
        return Reading(text, text, text)
    return _parsed(text)


def spell(text: str) -> str:
    """The words of a text as `Reading.spelled` has them."""
    return _SEPARATOR + _SEPARATOR.join(words(text)) + _SEPARATOR


def masked(text: str) -> str:
    """The text as written, with every formula and piece of code one `OBJECT`: its lines, marks and blanks stay."""
    data = text.encode("utf-8", "replace")
    pieces, position, until = [], 0, 0
    for event, where in parse(data).events:
        if not isinstance(event, dict) or where["start"] < until:
            continue
        name, value = next(iter(event.items()))
        if name in ("Code", "InlineMath", "DisplayMath") or (
            name == "Start" and isinstance(value, dict) and "CodeBlock" in value
        ):
            pieces.append(data[position : where["start"]].decode("utf-8", "replace"))
            pieces.append(OBJECT + "\n" if name == "Start" else OBJECT)
            position = until = where["end"]
    pieces.append(data[position:].decode("utf-8", "replace"))
    return "".join(pieces)


_BLOCKS: Final = frozenset({"Paragraph", "Item", "TableRow", "TableHead", "List", "Table"})


def _parsed(text: str) -> Reading:
    data = text.encode("utf-8", "replace")
    prose: list[str] = []
    shown: list[str] = []
    loose: list[str] = []
    formulas: list[str] = []
    wikilinks: list[str] = []
    targets: list[str] = []
    html: list[str] = []
    codes = images = items = lines = extra = 0
    in_block = in_image = False
    for event, where in parse(data).events:
        if isinstance(event, str):
            name: str = event
            value: object = None
        else:
            name, value = next(iter(event.items()))
        if name == "Text":
            written = str(value).replace(FILLER, "")  # what is left of a `%%comment%%`
            if in_image:
                continue
            shown.append(written)
            if in_block:
                lines += written.count("\n") or 1
                continue
            prose.append(written)
            start = where["start"]
            loose.append(written[1:] if start and data[start - 1] == 0x5C else written)
        elif name in ("InlineMath", "DisplayMath"):
            formulas.append(str(value))
            extra += min(FORMULA_WEIGHT, max(1, weight(str(value))))
            prose.append(OBJECT)
            shown.append(f" {value} ")
            loose.append(OBJECT)
        elif name == "Code":
            codes += 1
            extra += weight(str(value))
            prose.append(OBJECT)
            shown.append(str(value))
            loose.append(OBJECT)
        elif name in ("SoftBreak", "HardBreak"):
            for part in (prose, shown, loose):
                part.append("\n")
        elif name in ("Html", "InlineHtml"):
            html.append(str(value))
        elif name == "Start":
            tag = value if isinstance(value, str) else next(iter(value)) if isinstance(value, dict) else ""
            if tag == "CodeBlock":
                in_block = True
                codes += 1
                prose.append(OBJECT)
            elif tag == "Item":
                items += 1
            elif tag in ("Link", "Image") and isinstance(value, dict):
                target = str(value[tag]["dest_url"])
                wiki = isinstance(value[tag]["link_type"], dict)
                in_image = tag == "Image"
                if tag == "Image":
                    images += 1
                    prose.append(OBJECT)
                if not wiki:
                    targets.append(target)
                elif not (in_image and _MEDIA.search(target)) and _NUMBERS_ALONE.fullmatch(target) is None:
                    wikilinks.append(target)
        elif name == "End":
            tag = value if isinstance(value, str) else next(iter(value)) if isinstance(value, dict) else ""
            if tag == "CodeBlock":
                in_block = False
                prose.append("\n")
            elif tag == "Image":
                in_image = False
            elif tag == "TableCell":
                prose.append(" ")
                shown.append(" ")
            elif tag in _BLOCKS or tag == "Heading":
                for part in (prose, shown, loose):
                    part.append("\n")
    return Reading(
        prose="".join(prose).strip(),
        shown="".join(shown).strip(),
        loose="".join(loose),
        unspoken=extra + lines,
        formulas=tuple(formulas),
        codes=codes,
        images=images,
        items=items,
        wikilinks=tuple(wikilinks),
        targets=tuple(targets),
        html=tuple(html),
    )
