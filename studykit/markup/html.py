"""A card's Markdown as HTML for Anki: what Obsidian shows, and nothing that runs, is fetched, or is a command of Anki.

Most texts are `short`. Of the others every byte of the result is either written by `writer` or escaped; raw HTML goes
through `sanitize`, and `places` seals what is left: `{{`, `[sound:`, `[latex]` and `\\(` mean something to Anki only
where we meant them.
"""

import re
from functools import lru_cache
from html import escape
from typing import Final

from studykit.markup import places
from studykit.markup.cloze import deletions
from studykit.markup.obsidian import without_comments
from studykit.markup.sanitize import Image
from studykit.markup.short import is_clean, short_html
from studykit.markup.writer import Writer
from studykit.text.safe import safe_text

_SEALED: Final = re.compile(r"[{}\[\\]")
_WRITTEN_ANEW: Final = re.compile(r"[&<>{}\[\\\n]")


def to_html(text: str, image: Image) -> str:
    """A field as HTML. `image` names a file of the media folder for the target of an embed, or gives None.

    A text that is one paragraph comes without `<p>`.
    """
    html = short_html(text)
    if html is not None:
        return html
    return _html(text, image) if "!" in text or "<" in text else _html_without_images(text)


@lru_cache(maxsize=8)
def _html_without_images(text: str) -> str:
    """`_html` of a text that shows none: a card's quote often is its answer."""
    return _html(text, lambda _: None)


def _html(text: str, image: Image) -> str:
    if not is_clean(text) or "&#" in text:
        text = safe_text(places.cleared(text))
    html = _rendered(text, image)
    if not is_clean(html) or _SEALED.search(html) is not None:
        rendered = places.sealed(safe_text(html), "", [])  # references may have named what was stripped before
        assert rendered is not None  # no marks went in and reserved characters were cleared
        html = rendered
    return html


def cloze_to_html(text: str, image: Image) -> str:
    """The text of a cloze as HTML, with the markers of its deletions as written and all other braces inert.

    A deletion that does not end is text. Where a marker stands in what HTML does not show (an address, a comment), the
    text is shown as it is written, so that no card is lost.
    """
    plain = places.cleared(text)
    source, meanings = places.marked(plain, deletions(plain))
    source = safe_text(source)
    marks = "".join(c for c in source if c in places.CLOZE_MARKS)
    rendered = places.sealed(safe_text(_rendered(source, image)), marks, meanings)
    if rendered is None:
        rendered = places.sealed(escape(source, quote=False).replace("\n", "<br>"), marks, meanings)
        assert rendered is not None  # escaping keeps every mark
    return rendered


def text_to_html(text: str) -> str:
    """A text as it is written, no Markdown in it, as HTML: a quote, a name, an answer to be typed."""
    if is_clean(text) and _WRITTEN_ANEW.search(text) is None:
        return text
    escaped = escape(safe_text(places.cleared(text)), quote=False).replace("\n", "<br>")
    rendered = places.sealed(escaped, "", [])
    assert rendered is not None  # no marks went in and reserved characters were cleared
    return rendered


def _rendered(text: str, image: Image) -> str:
    return Writer(without_comments(text.encode("utf-8", "replace")), image).run()
