"""File names from titles: such as Linux, macOS and Windows take alike, and as Obsidian can link to."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from re import IGNORECASE
from typing import Final

from studykit.text.expression import Expression
from studykit.text.normal import name_key
from studykit.text.safe import safe_line

CHARACTERS: Final = 80
BYTES: Final = 200
"""Short enough for a file system's 255 bytes with an extension behind it."""
_HASH: Final = 6
_SEPARATORS: Final = Expression(r"[/\\|:]+")
_FORBIDDEN: Final = Expression(r'[<>"?*#^\[\]]+')
_RESERVED: Final = Expression(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|\Z)", IGNORECASE)
_JOINERS: Final = "\u200c\u200d"
_EMOJI: Final = Expression("[\u200d\u20e3\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
"""What joins and varies emoji; the emoji themselves are known by their category."""


def file_name(title: str, *, keep_symbols: bool = False) -> str:
    """A title as a file name without extension: at most 80 characters and 200 bytes, never empty, never hidden.

    What separates (`/`, `:`) becomes a hyphen, what no file system or link takes is dropped, and so are emoji and stars
    unless `keep_symbols`. Two titles may give one name: see `file_names`.
    """
    return _cut(_cleaned(title, keep_symbols), CHARACTERS, BYTES)


def file_names(titles: Sequence[str], *, keep_symbols: bool = False) -> list[str]:
    """A name for each title, no two the same on file systems that fold case or compose characters.

    Titles whose names collide all get a short hash of themselves, so that names do not hang on the order of titles; a
    title that is there twice is told apart by which time it is.
    """
    names = [file_name(title, keep_symbols=keep_symbols) for title in titles]
    times = Counter(name_key(name) for name in names)
    taken = {key for key, number in times.items() if number == 1}
    seen: Counter[str] = Counter()
    for index, title in enumerate(titles):
        if times[name_key(names[index])] == 1:
            continue
        base = _cut(_cleaned(title, keep_symbols), CHARACTERS - _HASH - 1, BYTES - _HASH - 1)
        while True:
            text = f"{title}\0{seen[title]}" if seen[title] else title
            name = f"{base}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:_HASH]}"
            seen[title] += 1
            if name_key(name) not in taken:
                break
        taken.add(name_key(name))
        names[index] = name
    return names


def _cleaned(title: str, keep_symbols: bool) -> str:
    text = safe_line(title)
    text = _FORBIDDEN.sub("", _SEPARATORS.sub("-", text))
    if not keep_symbols:
        text = "".join(c for c in text if not _is_symbol(c))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _is_symbol(character: str) -> bool:
    """Emoji, stars and what joins them; not the operators of mathematics, not signs such as `°`, `№` and `℃`."""
    if character < "\u2190":
        return character in "\u200d\u20e3"
    return unicodedata.category(character) == "So" or _EMOJI.match(character) is not None


def _cut(text: str, characters: int, size: int) -> str:
    text = text[:characters]
    while len(text.encode()) > size or (text and text[-1] in _JOINERS):
        text = text[:-1]
    text = text.strip(" .-~")
    if not text:
        return "untitled"
    return f"_{text[: characters - 1]}" if _RESERVED.match(text) else text
