"""Keys, tokens and passwords in a note, found before the note is sent anywhere. What was found is never repeated.

Each pattern begins at a word's edge: `Task-Difficulty-Estimation` holds the letters of a key and is none. What looks
like a placeholder (`sk-xxxx…`, `your_password`) is none either.
"""

from typing import Final, NamedTuple

from studykit.text.expression import Expression

_EDGE: Final = r"(?<![A-Za-z0-9_\-])"
_LEAST_DIFFERENT: Final = 8
_PLACEHOLDERS: Final = (
    "xxxx",
    "your",
    "example",
    "placeholder",
    "changeme",
    "1234567890",
    "abcdefg",
    "<",
    "...",
    "***",
)

_TOKENS: Final = Expression(
    rf"{_EDGE}(?:"
    r"(?P<openai>sk-[A-Za-z0-9_\-]{20,200})"
    r"|(?P<aws>(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Za-z]))"
    r"|(?P<github>gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{40,255})"
    r"|(?P<gitlab>glpat-[A-Za-z0-9_\-]{20,100})"
    r"|(?P<slack>xox[abeprs]-[A-Za-z0-9\-]{10,250})"
    r"|(?P<google>AIza[0-9A-Za-z_\-]{35})"
    r"|(?P<huggingface>hf_[A-Za-z0-9]{30,100})"
    r"|(?P<stripe>[rs]k_(?:live|test)_[A-Za-z0-9]{16,250})"
    r"|(?P<npm>npm_[A-Za-z0-9]{36})"
    r"|(?P<pypi>pypi-[A-Za-z0-9_\-]{50,250})"
    r"|(?P<jwt>eyJ[A-Za-z0-9_\-]{10,2000}\.eyJ[A-Za-z0-9_\-]{10,2000}\.[A-Za-z0-9_\-]{10,2000})"
    r")"
)
_BLOCK: Final = Expression(r"-----BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-[0-9]:")
_ADDRESS: Final = Expression(r"[a-z][a-z0-9+]{1,20}://[^\s:/@\"'<>]{1,100}:([^\s:/@\"'<>]{6,200})@")
_ASSIGNED: Final = Expression(
    rf"(?i:{_EDGE}(?:[a-z]{{1,20}}[_\-])?(?:api[_\-]?key|secret(?:[_\-]?key)?|access[_\-]?token|auth[_\-]?token|passwd"
    r"|password))[\"']?[ \t]{0,4}[:=][ \t]{0,4}[\"']?([A-Za-z0-9+/_\-]{20,200}={0,2})"
)
_STARTS: Final = (
    "sk-",
    "AKIA",
    "ASIA",
    "github_pat_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "glpat-",
    "xox",
    "AIza",
    "hf_",
    "k_",
    "npm_",
    "pypi-",
    "eyJ",
)


class Secret(NamedTuple):
    """That something is there, without what it is."""

    kind: str
    """`openai`, `github` …; `private-key`, `address` (a password in a URL) or `assigned` (`api_key = …`)."""
    line: int
    """1-based, in the text that was looked at."""


def find_secret(text: str) -> Secret | None:
    """The first secret of a text. Linear in its length."""
    found = [place for place in (_block(text), _token(text), _address(text), _assigned(text)) if place is not None]
    if not found:
        return None
    start, kind = min(found)
    return Secret(kind, text.count("\n", 0, start) + 1)


def _block(text: str) -> tuple[int, str] | None:
    if "PRIVATE KEY" not in text and "PuTTY" not in text:
        return None
    match = _BLOCK.search(text)
    return (match.start(), "private-key") if match is not None else None


def _token(text: str) -> tuple[int, str] | None:
    if not any(start in text for start in _STARTS):
        return None
    for match in _TOKENS.finditer(text):
        if _is_random(match.group()):
            return match.start(), match.lastgroup or "token"
    return None


def _address(text: str) -> tuple[int, str] | None:
    if "://" not in text or "@" not in text:
        return None
    for match in _ADDRESS.finditer(text):
        if not _is_placeholder(match[1]) and match[1].casefold() not in ("password", "secret", "postgres"):
            return match.start(), "address"
    return None


def _assigned(text: str) -> tuple[int, str] | None:
    for match in _ASSIGNED.finditer(text):
        if _is_random(match[1]):
            return match.start(), "assigned"
    return None


def _is_random(value: str) -> bool:
    """Whether a value could be a key: letters and digits, many different ones, and no placeholder."""
    mixed = any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
    return mixed and len(set(value)) >= _LEAST_DIFFERENT and not _is_placeholder(value)


def _is_placeholder(value: str) -> bool:
    plain = value.casefold()
    return any(word in plain for word in _PLACEHOLDERS)
