"""A card's Markdown as HTML for Anki: what Obsidian shows, and nothing that runs, is fetched, or is a command of Anki.

Every byte of the result is either written by `writer` or escaped; raw HTML goes through `sanitize`, and `places` seals
what is left: `{{`, `[sound:`, `[latex]` and `\\(` mean something to Anki only where we meant them.
"""

import re
from html import escape
from typing import Final

from studykit.markup import places
from studykit.markup.cloze import deletions
from studykit.markup.obsidian import without_comments
from studykit.markup.sanitize import Image
from studykit.markup.writer import Writer
from studykit.text.safe import safe_text

# No mark of Markdown or of Anki, no line end, no blank at an edge, no list or heading, and nothing that is stripped
_PLAIN: Final = re.compile(r"[A-Za-z\u3400-\u9fff\u3001\u3002\uff0c\uff1a\uff1b\uff1f\uff08\uff09 ,0-9?]*")


def to_html(text: str, image: Image) -> str:
    """A field as HTML. `image` names a file of the media folder for the target of an embed, or gives None.

    A text that is one paragraph comes without `<p>`.
    """
    if _PLAIN.fullmatch(text) is not None and text == text.strip():
        return text
    rendered = places.sealed(_rendered(safe_text(places.cleared(text)), image), "", [])
    assert rendered is not None  # no marks went in and reserved characters were cleared
    return safe_text(rendered)  # once more: character references may have named what was stripped


def cloze_to_html(text: str, image: Image) -> str:
    """The text of a cloze as HTML, with the markers of its deletions as written and all other braces inert.

    A deletion that does not end is text. Where a marker stands in what HTML does not show (an address, a comment), the
    text is shown as it is written, so that no card is lost.
    """
    plain = places.cleared(text)
    source, meanings = places.marked(plain, deletions(plain))
    source = safe_text(source)
    marks = "".join(c for c in source if c in places.CLOZE_MARKS)
    rendered = places.sealed(_rendered(source, image), marks, meanings)
    if rendered is None:
        rendered = places.sealed(escape(source, quote=False).replace("\n", "<br>"), marks, meanings)
        assert rendered is not None  # escaping keeps every mark
    return safe_text(rendered)


def text_to_html(text: str) -> str:
    """A text as it is written, no Markdown in it, as HTML: a quote, a name, an answer to be typed."""
    escaped = escape(safe_text(places.cleared(text)), quote=False).replace("\n", "<br>")
    rendered = places.sealed(escaped, "", [])
    assert rendered is not None  # no marks went in and reserved characters were cleared
    return rendered


def _rendered(text: str, image: Image) -> str:
    return Writer(without_comments(text.encode("utf-8", "replace")), image).run()
