"""Things that stand side by side brought together: numbers and words whole, fences in pairs, scripts on their base."""

from collections.abc import Iterator

from studykit.markup.math.fences import fenced
from studykit.markup.math.nodes import Atom, Node, Row, Scripts, Space


def row_of(items: list[Node]) -> Node:
    """Things side by side as one node: numbers and words whole, fences in pairs."""
    joined: list[Node] = []
    for item in _with_words(items):
        before = joined[-1] if joined else None
        if isinstance(before, Atom) and (whole := _joined(before, item)) is not None:
            joined[-1] = whole
        else:
            joined.append(item)
    found = fenced([without_single_word(item) for item in joined])
    if len(found) != 1:
        return Row(tuple(found))
    only = found[0]
    if isinstance(only, Atom) and only.kind not in ("word", "operator", "big"):
        return Atom(only.text, "ordinary")
    return only


def _with_words(items: list[Node]) -> Iterator[Node]:
    """The items, with the words of a text among them, so that its blanks count once."""
    for item in items:
        if isinstance(item, Row) and any(isinstance(each, Space) and each.firm for each in item.items):
            yield from item.items
        else:
            yield item


def _joined(before: Atom, item: Node) -> Node | None:
    """A piece of a number or of a word with the next piece; scripts belong to the whole."""
    base = item.base if isinstance(item, Scripts) else item
    if not isinstance(base, Atom) or base.kind != before.kind:
        return None
    number = before.kind == "ordinary" and _is_number(before.text) and (_is_number(base.text) or base.text == ".")
    if not number and before.kind != "word":
        return None
    whole = Atom(before.text + base.text, before.kind)
    return item._replace(base=whole) if isinstance(item, Scripts) else whole


def _is_number(text: str) -> bool:
    return text[0] in "0123456789"


def without_single_word(item: Node) -> Node:
    """The item, as a letter if it is a word of one: `\\mathrm{d}x`."""
    single = isinstance(item, Atom) and item.kind == "word" and len(item.text) == 1
    return Atom(item.text, "ordinary") if isinstance(item, Atom) and single else item


def with_primes(count: int, above: Node | None) -> Node:
    primes = Atom("′" * count, "ordinary")
    return primes if above is None else Row((primes, above))


def with_scripts(base: Node, below: Node | None, above: Node | None, limits: bool) -> Node:
    """Scripts; where the base has scripts of its own and the place is free, the same as one."""
    if (
        isinstance(base, Scripts)
        and not (base.limits or limits)
        and None in (base.below, below)
        and None in (base.above, above)
    ):
        return Scripts(base.base, base.below or below, base.above or above, limits=False)
    return Scripts(base, below, above, limits)
