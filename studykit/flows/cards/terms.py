"""The words of a query, for all that can be searched: `word`, `"some words"`, `key:value`, `-not this`.

What the keys are, and what makes a term true, is said where something is searched: cards, and drafts that wait.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final, NamedTuple, TypeVar

_Row = TypeVar("_Row")
_TERM: Final = re.compile(r'(-?)(?:([A-Za-z]+):(?:"([^"]*)"?|(\S*))|"([^"]*)"?|(\S+))')
_QUOTES: Final = str.maketrans("“”„＂", '""""')


class Term(NamedTuple):
    """One condition of a query."""

    key: str
    """Empty for a word or a phrase."""
    value: str
    """As it is compared."""
    negated: bool = False


def read_terms(text: str, keys: Collection[str]) -> Iterator[Term]:
    """The terms of a query as they are typed; what stands before a colon and is no key belongs to the word.

    Full-width signs of an input method count as the narrow ones. A term that is not typed to its end has no value.
    """
    for match in _TERM.finditer(unicodedata.normalize("NFKC", text.translate(_QUOTES))):
        minus, key, quoted, plain, phrase, word = match.groups()
        key = (key or "").lower()
        if key and key not in keys:
            key, word = "", match[0][len(minus) :].replace('"', "")
        said = (quoted, plain) if key else (phrase, word)
        yield Term(key, next(filter(None, said), ""), bool(minus))


def all_true(
    rows: Iterable[_Row], terms: Iterable[Term], test_of: Callable[[Term], Callable[[_Row], bool]]
) -> list[_Row]:
    """The rows of which all terms are true, in their order."""
    found = list(rows)
    for term in terms:
        test, negated = test_of(term), term.negated
        found = [row for row in found if test(row) is not negated]
    return found
