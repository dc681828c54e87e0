"""Identities and digests. An id is minted once, from where a card first stood, and then only carried."""

from functools import lru_cache
from hashlib import sha256
from typing import Final, NewType

NotePath = NewType("NotePath", str)
"""A note's path in its vault: relative, `/` between parts, as the file system spells it."""

CardId = NewType("CardId", str)
"""Ten characters of Crockford's base 32 in lower case (50 bits), in the deck file and in Anki's field `Id`."""

UnitKey = NewType("UnitKey", str)
"""What is drafted at once: `path` or `path#heading / heading`."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = tuple(low + high for high in _ALPHABET for low in _ALPHABET)
"""Two letters of an id for ten bits of its number; the low ones come first."""
# The alphabet of Anki's own GUIDs
_BASE91 = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~"
_GUID_PAIRS = tuple(low + high for high in _BASE91 for low in _BASE91)
"""Two letters of a GUID, the low one first."""
_GUID_BASE = len(_GUID_PAIRS)
_GUID_TWO = _GUID_BASE**2
"""Two pairs of letters."""


_SHORT: Final = 512
_LENGTHS: Final = tuple(b"%d:" % size for size in range(_SHORT))
"""What stands before short fields: a large vault has some hundred thousand of them."""


def digest(kind: str, *fields: str) -> str:
    """SHA-256 in hex of a kind and its fields, each with its length, so that ("a", "bc") is not ("ab", "c")."""
    return sha256(_framed(kind, *fields)).hexdigest()


def _framed(*fields: str) -> bytes:
    """Some fields, each with its length before it."""
    pieces: list[bytes] = []
    for field in fields:
        part = field.encode("utf-8", "surrogatepass")
        size = len(part)
        pieces += (_LENGTHS[size] if size < _SHORT else b"%d:" % size, part)
    return b"".join(pieces)


_GUID_FRAME = _framed("anki-guid")


def mint_card_id(section: str, note: str, kind: str, text: str, *, attempt: int = 0) -> CardId:
    """The id of a card that is new: two clones that draft the same text in the same place mint the same id.

    `attempt` counts up while the id is taken by another card.
    """
    data, tried = text.encode("utf-8", "surrogatepass"), b"%d" % attempt
    framed = b"%b%d:%b%d:%b" % (_place(section, note, kind), len(data), data, len(tried), tried)  # as `_framed` does
    number = int.from_bytes(sha256(framed).digest()[:7], "big") >> 6
    low, high = number & 0xFFFFF, number >> 20
    return CardId(
        f"{_PAIRS[low & 1023]}{_PAIRS[low >> 10]}{_PAIRS[high & 1023]}{_PAIRS[high >> 10 & 1023]}{_PAIRS[high >> 20]}"
    )


@lru_cache(maxsize=64)
def _place(section: str, note: str, kind: str) -> bytes:
    """What the cards of a note share: they are minted one after the other."""
    return _framed("card", section, note, kind)


def anki_guid(card: CardId) -> str:
    """The GUID in Anki of a card that did not bring one from a package: ten characters."""
    data = card.encode("utf-8", "surrogatepass")
    framed = b"%b%d:%b" % (_GUID_FRAME, len(data), data)  # as `digest` frames it; a large vault has many cards
    number = int.from_bytes(sha256(framed).digest()[:8], "big")
    rest, low = divmod(number, _GUID_TWO)  # numbers of one machine word are divided sooner
    high, middle = divmod(rest, _GUID_TWO)
    base, pairs = _GUID_BASE, _GUID_PAIRS
    return f"{pairs[low % base]}{pairs[low // base]}{pairs[middle % base]}{pairs[middle // base]}{pairs[high % base]}"
