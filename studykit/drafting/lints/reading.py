"""What a reader meets in one text of a card: its words, and apart from them its formulas, code, links and HTML.

Every lint asks for the same things, so a text is parsed once and the reading kept. A lint that looks for words or
marks looks at `prose`, where a formula or a piece of code is one character that is no word, so that nothing in them
is mistaken: `**` in code is no emphasis, `{{` in LaTeX no deletion, `?` in code no question.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from studykit.drafting.lints.sound import SOUND, pieces
from studykit.markup.events import FILLER, parse
from studykit.text.caseless import case_folded
from studykit.text.expression import Expression
from studykit.text.normal import weight, words
from studykit.text.once import once

OBJECT: Final = "\ufffc"
"""Stands in `prose` for a formula, a piece of code or an image."""

BLANKS: Final = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""All the characters that are white space."""

FORMULA_WEIGHT: Final = 5
"""What a formula weighs at most: it is taken in as one thing, however long its LaTeX is."""

_MARK: Final = Expression(r"[*_`$\\<\[\]{}~|#>&!\n\r\t%](?:(?<!%)|%)")
_OPENS_BLOCK: Final = Expression(r"\s|(?:[-+]|[0-9]+[.)])(?![0-9]\Z|[0-9][^\x01]*[^\x01\s]\Z)")  # not `-1` and `3.14`
_MEDIA: Final = Expression(
    r"\.(?:avif|bmp|gif|jpe?g|png|svg|webp|flac|m4a|mp3|ogg|opus|wav|webm|3gp|mp4|mov)(?:\Z|#)", re.IGNORECASE
)
_NUMBERS_ALONE: Final = Expression(r"[0-9\s,.\[\]+-]+")
_SEPARATOR: Final = "\x00"


class Parts(NamedTuple):
    """What a text is made of."""

    prose: str
    """The words as shown, blocks and items on lines of their own, `OBJECT` for formulas, code and images."""
    shown: str
    """The same with the LaTeX and the code in their places."""
    loose: str
    """What the parser left as text, without escaped characters: a delimiter in it found no partner. Else empty."""
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


class Reading(Parts):
    """One text, read. Its words are counted when somebody asks."""

    @once
    def folded(self) -> str:
        """`prose` as `Phrases` are looked for in it."""
        return case_folded(self.prose)

    @once
    def spelled(self) -> str:
        """The words of `shown`, each between separators: a run of words is a substring."""
        return spell(self.shown)

    @property
    def is_sound(self) -> bool:
        """Whether its marks are all in pairs and no links or HTML, as far as one can see without looking closer."""
        return not (self.loose or self.wikilinks or self.targets or self.html)

    @property
    def weight(self) -> int:
        """How long the text is to a reader."""
        return weight(self.prose) + self.unspoken


def reading(text: str) -> Reading:
    """Read a text. Linear in its length."""
    if _MARK.search(text) is None and (text[:1].isalpha() or _OPENS_BLOCK.match(text) is None):
        return Reading(text, text, "")
    return _marked(text)


@lru_cache(maxsize=4096)
def _marked(text: str) -> Reading:
    if "\n" not in text and SOUND.fullmatch(text) is not None and _OPENS_BLOCK.match(text) is None:
        return _of_pairs(text)
    return _parsed(text)


def _of_pairs(line: str) -> Reading:
    """Read a line that is plainly sound, as the parser would."""
    text, *pairs = pieces(line)
    prose = shown = text
    formulas: list[str] = []
    codes = unspoken = 0
    for code, formula, text in zip(pairs[::3], pairs[1::3], pairs[2::3], strict=True):
        if code is not None:
            codes += 1
            unspoken += weight(code)
            prose += OBJECT
            shown += code
        elif formula is not None:
            formulas.append(formula)
            unspoken += _formula_weight(formula)
            prose += OBJECT
            shown += f" {formula} "
        prose += text
        shown += text
    prose = prose.strip()
    shown = shown.strip() if codes or formulas else prose
    return Reading(prose, shown, "", unspoken, tuple(formulas), codes)


def _formula_weight(formula: str) -> int:
    return min(FORMULA_WEIGHT, max(1, weight(formula)))


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


_BLOCKS: Final = frozenset({"Paragraph", "Item", "TableRow", "TableHead", "List", "Table", "Heading"})
_INNER: Final = frozenset({"Paragraph", "Strong", "Emphasis", "List"})
_BREAKS: Final = frozenset({"SoftBreak", "HardBreak"})
_BACKSLASH: Final = 0x5C


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
            if event in _BREAKS:
                for part in (prose, shown, loose):
                    part.append("\n")
            continue
        [(name, value)] = event.items()
        if name == "Text":
            if in_image:
                continue
            written = value.replace(FILLER, "")  # what is left of a `%%comment%%`
            shown.append(written)
            if in_block:
                lines += written.count("\n") or 1
                continue
            prose.append(written)
            start = where["start"]
            loose.append(written[1:] if start and data[start - 1] == _BACKSLASH else written)
        elif name == "Start":
            tag = value if isinstance(value, str) else next(iter(value))
            if tag in _INNER:
                continue
            if tag == "CodeBlock":
                in_block = True
                codes += 1
                prose.append(OBJECT)
            elif tag == "Item":
                items += 1
            elif tag in ("Link", "Image"):
                target = value[tag]["dest_url"]
                wiki = isinstance(value[tag]["link_type"], dict)
                in_image = tag == "Image"
                if in_image:
                    images += 1
                    prose.append(OBJECT)
                if not wiki:
                    targets.append(target)
                elif not (in_image and _MEDIA.search(target)) and _NUMBERS_ALONE.fullmatch(target) is None:
                    wikilinks.append(target)
        elif name == "End":
            tag = value if isinstance(value, str) else next(iter(value))
            if tag in _BLOCKS:
                for part in (prose, shown, loose):
                    part.append("\n")
            elif tag == "CodeBlock":
                in_block = False
                prose.append("\n")
            elif tag == "Image":
                in_image = False
            elif tag == "TableCell":
                prose.append(" ")
                shown.append(" ")
        elif name == "Code":
            codes += 1
            extra += weight(value)
            prose.append(OBJECT)
            shown.append(value)
            loose.append(OBJECT)
        elif name in ("InlineMath", "DisplayMath"):
            formulas.append(value)
            extra += _formula_weight(value)
            prose.append(OBJECT)
            shown.append(f" {value} ")
            loose.append(OBJECT)
        elif name in ("Html", "InlineHtml"):
            html.append(value)
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
