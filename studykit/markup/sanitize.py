"""Raw HTML of a note, through an allow-list: what is not on it is shown as text.

Nothing of the input reaches the output as markup: every tag is written anew from a name and attributes that are listed
here, and all the rest is escaped. So a card cannot carry scripts, styles, event handlers or addresses to be fetched.
"""

from collections.abc import Callable
from html import escape, unescape
from typing import Final

from studykit.markup.obsidian import SOUNDS, embed_of, is_remote, is_shown_address, suffix
from studykit.text.expression import Expression

Image = Callable[[str], str | None]
"""From the target of an embed to the file's name in Anki's media folder, or None where there is no such file."""

VOID: Final = frozenset(("br", "hr", "wbr"))
TAGS: Final = VOID | frozenset(
    (
        *("a", "abbr", "b", "bdi", "big", "blockquote", "center", "cite", "code", "dd", "del", "details", "div", "dl"),
        *(
            "dt",
            "em",
            "font",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "i",
            "ins",
            "kbd",
            "li",
            "mark",
            "ol",
            "p",
            "pre",
            "q",
        ),
        *("rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "summary", "sup", "table"),
        *("caption", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var"),
    )
)
"""Raw tags that are kept. `img` is none of them: it becomes an embed."""

ATTRIBUTES: Final = {
    "align": Expression(r"left|right|center|justify"),
    "colspan": Expression(r"[0-9]{1,3}"),
    "dir": Expression(r"ltr|rtl|auto"),
    "lang": Expression(r"[A-Za-z0-9-]{1,35}"),
    "open": Expression(r"(?:open)?"),
    "reversed": Expression(r"(?:reversed)?"),
    "rowspan": Expression(r"[0-9]{1,3}"),
    "start": Expression(r"-?[0-9]{1,6}"),
    "title": Expression(r"[^\x00-\x1f]{0,300}"),
    "type": Expression(r"[1aAiI]"),
    "valign": Expression(r"top|middle|bottom"),
}
"""Attributes that any kept tag may have, and what their values look like. `href` of `a` has its own rule."""

_TAG: Final = Expression(r"""<(/?)([A-Za-z][A-Za-z0-9-]*+)((?:[^<>"']|"[^"<]*"|'[^'<]*')*+)>""")
_ATTRIBUTE: Final = Expression(r"""([A-Za-z][A-Za-z-]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?""")
_WRITTEN: Final = Expression(r"<[^<>]*>")
_NOT_SHOWN: Final = dict.fromkeys(range(0xFDD0, 0xFDF0))


def attribute(value: str) -> str:
    """A text as the value of an attribute. Without the noncharacters that mark places, and with nothing in it that
    Anki or MathJax would take for the begin of mathematics."""
    return escape(value.translate(_NOT_SHOWN)).replace("\\", "&#92;")


def link_open(address: str) -> str:
    """The opening tag of a link to an address that `is_shown_address`."""
    return f'<a href="{attribute(address)}">'


def media(target: str, label: str, width: str, height: str, image: Image) -> str:
    """An embedded file as HTML: a picture, a sound, or its name where there is no such file in the package."""
    target = target.translate(_NOT_SHOWN)
    shown = escape(label or target.rpartition("/")[2], quote=False)
    if is_remote(target):
        return f"{link_open(target)}{shown}</a>" if is_shown_address(target) else shown
    name = image(target)
    if name is None:
        return shown
    if suffix(target) in SOUNDS:
        return f"\ufdd3sound:{escape(name, quote=False)}]"
    size = "".join(f' {key}="{value}"' for key, value in (("width", width), ("height", height)) if value)
    return f'<img src="{attribute(name)}" alt="{attribute(label)}"{size}>'


def sanitized(raw: str, opened: list[str], image: Image) -> str:
    """Raw HTML with the listed tags kept and all else escaped.

    `opened` holds the names of the tags that are open at this place, the innermost last, and is kept up to date:
    whoever ends the surrounding element closes them. An end tag without a begin is left out, as is a comment.
    """
    out: list[str] = []
    position = 0
    no_comment_ends_after = len(raw)
    while (start := raw.find("<", position)) >= 0:
        out.append(_text(raw[position:start]))
        position = start + 1
        if raw.startswith("<!--", start) and start < no_comment_ends_after:
            end = raw.find("-->", start + 4)
            if end >= 0:
                position = end + 3
                continue
            no_comment_ends_after = start
        tag = _TAG.match(raw, start)
        written = None if tag is None else _tag(tag[2].lower(), tag[3], bool(tag[1]), opened, image)
        if tag is None or written is None:
            out.append("&lt;")
        else:
            out.append(written)
            position = tag.end()
    out.append(_text(raw[position:]))
    return "".join(out)


def html_text(raw: str) -> str:
    """What a reader of raw HTML sees of it, as plain text: listed tags gone, others as they are written."""
    shown = sanitized(raw, [], lambda _: None).replace("<br>", " ")
    return unescape(_WRITTEN.sub("", shown))


def _tag(name: str, rest: str, closing: bool, opened: list[str], image: Image) -> str | None:
    """A tag written anew, or None where it is not on the list."""
    if name == "img" and not closing:
        return _img(rest, image)
    if name not in TAGS:
        return None
    if closing:
        if name not in opened:
            return ""
        depth = len(opened) - 1 - opened[::-1].index(name)
        closed = "".join(f"</{inner}>" for inner in reversed(opened[depth:]))
        del opened[depth:]
        return closed
    if name not in VOID:
        if len(opened) >= 100:
            return None
        opened.append(name)
    kept = [
        f' {key}="{attribute(value)}"'
        for key, value in _attributes(rest).items()
        if (key in ATTRIBUTES and ATTRIBUTES[key].fullmatch(value) is not None)
        or (name == "a" and key == "href" and is_shown_address(value))
    ]
    return f"<{name}{''.join(kept)}>"


def _img(rest: str, image: Image) -> str | None:
    found = _attributes(rest)
    if not found.get("src"):
        return None
    embed = embed_of(found["src"], found.get("alt", ""), wiki=False)
    digits = {key: value for key in ("width", "height") if (value := found.get(key, "")).isdecimal() and len(value) < 5}
    width, height = digits.get("width", embed.width), digits.get("height", embed.height)
    return media(embed.target, embed.label, width, height, image)


def _attributes(rest: str) -> dict[str, str]:
    """The attributes of a tag, the first of each name."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), unescape(value).strip())
    return found


def _text(raw: str) -> str:
    return escape(unescape(raw), quote=False) if raw else ""
