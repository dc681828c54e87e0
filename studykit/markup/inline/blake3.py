"""BLAKE3 of a text, as hashcards names its cards by it. Python's own library has none.

Written after the paper "BLAKE3: one function, fast everywhere" (O'Connor, Aumasson, Neves, Wilcox-O'Hearn; CC0), to be
plain and not to be fast: it is asked for cards alone, when a database of that tool is taken in.
"""

from struct import pack, unpack
from typing import Final

_START: Final = (
    0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
)  # fmt: skip
_ORDER: Final = (2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8)
"""Where each word of a block goes from one round to the next."""
_ROUNDS: Final = 7
_MIXED: Final = (
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
)  # fmt: skip
"""The words that a round mixes: the columns of the state, then its diagonals."""
_BLOCK, _CHUNK = 64, 1024
_CHUNK_START, _CHUNK_END, _PARENT, _ROOT = 1, 2, 4, 8
_MASK: Final = 0xFFFFFFFF

_Words = tuple[int, ...]


def blake3(data: bytes) -> str:
    """The hash in hex, 64 digits."""
    size = (len(data) - 1) // _CHUNK * _CHUNK  # of the whole chunks before the last one
    stack: list[_Words] = []
    for number, start in enumerate(range(0, size, _CHUNK)):
        value = _chunk(data[start : start + _CHUNK], number, 0)
        complete = number + 1
        while not complete & 1:  # two subtrees of one size become one
            value = _compress(stack.pop() + value, _START, 0, _BLOCK, _PARENT)
            complete >>= 1
        stack.append(value)
    value = _chunk(data[max(size, 0) :], max(size, 0) // _CHUNK, 0 if stack else _ROOT)
    while stack:
        left = stack.pop()
        value = _compress(left + value, _START, 0, _BLOCK, _PARENT | (0 if stack else _ROOT))
    return pack("<8I", *value).hex()


def _chunk(data: bytes, number: int, last: int) -> _Words:
    """A chunk's chaining value; with `last` as a flag of its last block, the root's."""
    value: _Words = _START
    starts = range(0, max(len(data), 1), _BLOCK)
    for start in starts:
        block = data[start : start + _BLOCK]
        flags = _CHUNK_START if start == 0 else 0
        if start == starts[-1]:
            flags |= _CHUNK_END | last
        value = _compress(unpack("<16I", block.ljust(_BLOCK, b"\0")), value, number, len(block), flags)
    return value


def _compress(block: _Words, value: _Words, number: int, size: int, flags: int) -> _Words:
    state = [*value, *_START[:4], number & _MASK, number >> 32, size, flags]
    for _ in range(_ROUNDS):
        for place, (a, b, c, d) in enumerate(_MIXED):
            _mix(state, a, b, c, d, block[2 * place], block[2 * place + 1])
        block = tuple(block[word] for word in _ORDER)
    return tuple(low ^ high for low, high in zip(state[:8], state[8:], strict=True))


def _mix(state: list[int], a: int, b: int, c: int, d: int, first: int, second: int) -> None:
    for word, right, further in ((first, 16, 12), (second, 8, 7)):
        state[a] = (state[a] + state[b] + word) & _MASK
        state[d] = _turned(state[d] ^ state[a], right)
        state[c] = (state[c] + state[d]) & _MASK
        state[b] = _turned(state[b] ^ state[c], further)


def _turned(word: int, right: int) -> int:
    return word >> right | word << 32 - right & _MASK
