"""Deletions as Anki reads them in a field of a foreign note: `{{c1::text::hint}}`, nested, the first `}}` ends one.

Our own reader (`markup.cloze`) counts braces, as one who writes mathematics means it; a note that was made in Anki is
shown as Anki shows it. The behaviour was taken from what Anki's backend renders (tests/anki/test_template.py).
"""

import re
from collections.abc import Iterator
from typing import Final, Literal

_TOKEN: Final = re.compile(r"\{\{c([0-9]+(?:,[0-9]+)*)::|\}\}")
_SHAPE: Final = re.compile(r"image-occlusion:([a-z]+)(:.*)?\Z", re.DOTALL)
_SHAPE_TEXT: Final = re.compile(r":text=((?:[^:\\]|\\.)*)")
_BREAK: Final = re.compile(r"\s*(?:<br\s*/?>\s*)?\Z", re.IGNORECASE)
_DEEPEST: Final = 10
"""Deletions within each other; Anki's own limit."""

BLANK: Final = "[...]"
MASK, LIFTED = "▣", "▢"
"""What stands for a shape over a picture, and for one that was taken away."""
_NONE: Final = -1
"""The number of no deletion."""
_Side = Literal["question", "answer", "both"]


class _Deletion:
    """A deletion with what stands in it, in order: text and further deletions."""

    __slots__ = ("hint", "marker", "nodes", "numbers")

    def __init__(self, numbers: frozenset[int], marker: str) -> None:
        self.numbers = numbers
        self.marker = marker
        self.nodes: list[str | _Deletion] = []
        self.hint: str | None = None


def hidden(text: str, number: int) -> str:
    """The question of the card of deletion `number` (from 1): HTML. Empty where the text has no such deletion."""
    return _rendered(text, number, "question")


def shown(text: str, number: int) -> str:
    """The answer: the same with the deletion shown and marked."""
    return _rendered(text, number, "answer")


def kept(text: str, number: int) -> str:
    """Both sides in one: the deletion as `{{c1::text::hint}}` under its number alone, the others shown."""
    return _rendered(text, number, "both")


def masks_named(text: str) -> str:
    """A field as it is, but for the shapes over a picture: those are said in words, deletions as before."""
    return "".join(_named(node) for node in _parsed(text)) if "image-occlusion:" in text else text


def only(text: str, number: int, *, answer: bool) -> str:
    """What is deleted under `number`, or the blanks and hints in its place, and nothing of the text around it."""
    nodes = _parsed(text)
    return ", ".join(_blank(found) if not answer else _inner(found) for found in _active(nodes, number))


def typed(text: str, number: int) -> str:
    """What a person is to type for deletion `number`: one text where all are the same."""
    found = [_inner(deletion) for deletion in _active(_parsed(text), number)]
    return found[0] if len(set(found)) == 1 else ", ".join(found)


def _rendered(text: str, number: int, side: _Side) -> str:
    nodes = _parsed(text)
    if next(_active(nodes, number), None) is None:
        return ""
    if any(isinstance(node, _Deletion) and _SHAPE.match(_inner(node)) for node in nodes):
        nodes = [node for node in nodes if not isinstance(node, str) or not _BREAK.match(node)]  # masks in one line
    return "".join(_node(node, number, side) for node in nodes)


def _node(node: "str | _Deletion", number: int, side: _Side) -> str:
    if isinstance(node, str):
        return node
    mask = _SHAPE.match(_inner(node))
    if mask is not None:
        return _mask(node, mask, number, side)
    if number not in node.numbers:
        return "".join(_node(child, number, side) for child in node.nodes)
    if side == "question":
        return f"<mark>{_blank(node)}</mark>"
    if side == "answer":
        return f"<mark>{''.join(_node(child, number, side) for child in node.nodes)}</mark>"
    return _marked(number, "".join(_node(child, _NONE, side) for child in node.nodes), node.hint)


def _mask(node: _Deletion, mask: "re.Match[str]", number: int, side: _Side) -> str:
    """A shape over a picture: its number, and its text where it has one; a terminal shows no picture to cover."""
    label, text = _label(node), _text_of(mask)
    if mask[1] == "text":
        return f"{text} "
    if number not in node.numbers:
        return f"{MASK} {label} "
    told, asks = f"{LIFTED} {label}{f': {text}' if text else ''}", f"{MASK} {label}?"
    if side == "both":
        return f"{MASK} {label}: {_marked(number, text, '?')} " if text else f"{_marked(number, told, asks)} "
    return f"<mark>{told if side == 'answer' else asks}</mark> "


def _marked(number: int, text: str, hint: str | None) -> str:
    return f"{{{{c{number}::{text}{'' if hint is None else f'::{hint}'}}}}}"


def _label(node: _Deletion) -> str:
    return ",".join(map(str, sorted(node.numbers)))


def _text_of(mask: "re.Match[str]") -> str:
    written = _SHAPE_TEXT.search(mask[2] or "")
    return "" if written is None else re.sub(r"\\(.)", r"\1", written[1])


def _named(node: "str | _Deletion") -> str:
    if isinstance(node, str):
        return "" if _BREAK.match(node) else node
    inner = _inner(node)
    mask = _SHAPE.match(inner)
    if mask is None:
        return f"{node.marker}{''.join(map(_named, node.nodes))}{'' if node.hint is None else f'::{node.hint}'}}}}}"
    text = _text_of(mask)
    if mask[1] == "text":
        return f"{text} "
    return f"{node.marker}{MASK} {_label(node)}{f': {text}' if text else ''}}}}} "


def _blank(node: _Deletion) -> str:
    return BLANK if node.hint is None else f"[{node.hint}]"


def _inner(node: _Deletion) -> str:
    return "".join(child if isinstance(child, str) else _inner(child) for child in node.nodes)


def _active(nodes: "list[str | _Deletion]", number: int) -> "Iterator[_Deletion]":
    for node in nodes:
        if isinstance(node, str):
            continue
        if number in node.numbers:
            yield node
        else:
            yield from _active(node.nodes, number)


def _parsed(text: str) -> "list[str | _Deletion]":
    done: list[str | _Deletion] = []
    stack: list[_Deletion] = []
    position = 0
    for token in _TOKEN.finditer(text):
        _add(text[position : token.start()], done, stack)
        position = token.end()
        if token[1] is None:
            if stack:
                ended = stack.pop()
                (stack[-1].nodes if stack else done).append(ended)
            else:
                done.append("}}")
        elif len(stack) >= _DEEPEST or len(token[1]) > 40:
            _add(token.group(), done, stack)
        else:
            stack.append(_Deletion(frozenset(map(int, token[1].split(","))), token.group()))
    _add(text[position:], done, stack)
    while stack:
        open_one = stack.pop()
        hint = [] if open_one.hint is None else [f"::{open_one.hint}"]
        (stack[-1].nodes if stack else done).extend([open_one.marker, *open_one.nodes, *hint])
    return done


def _add(text: str, done: "list[str | _Deletion]", stack: list[_Deletion]) -> None:
    if not text:
        return
    if not stack:
        done.append(text)
        return
    before, mark, hint = text.partition("::")
    if mark and not (_SHAPE.match(before) or before.startswith("image-occlusion")):
        stack[-1].hint = hint
        text = before
    if text:
        stack[-1].nodes.append(text)
