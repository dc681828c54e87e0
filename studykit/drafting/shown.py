"""How cards and neighbours are written in a prompt: a line each, in the answer's own shape where they are examples."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from studykit.drafting.shapes import SECTION
from studykit.llm.request import Shape
from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Typed
from studykit.text.safe import safe_line, safe_text

if TYPE_CHECKING:
    from studykit.drafting.ask import Sibling

NONE: Final = "none"
_SIBLINGS: Final = 40
_GLOSS: Final = 160
_LONGEST: Final = 400
_EXAMPLES: Final = 4


def shown_siblings(siblings: Sequence["Sibling"]) -> str:
    """The other notes of the section, a line each, the first forty."""
    lines = [
        f"- {safe_line(one.title)[:80]}" + (f" — {safe_line(one.gloss)[:_GLOSS]}" if one.gloss else "")
        for one in siblings[:_SIBLINGS]
    ]
    return "\n".join(lines) or NONE


def shown_cards(drafts: Sequence[Draft]) -> str:
    """Cards with their numbers, from 1."""
    lines = [f"{number}. {shown_content(draft.content)}" for number, draft in enumerate(drafts, start=1)]
    return "\n".join(lines) or NONE


def shown_content(content: Content) -> str:
    """One card on one line."""
    front = safe_line(content.front)[:_LONGEST]
    if isinstance(content, Cloze):
        return front
    line = f"{front} → {safe_line(content.back)[:_LONGEST]}"
    if isinstance(content, Choice):
        wrong = "; ".join(safe_line(option.text)[:80] for option in content.options if not option.right)
        return f"{line} (not: {wrong})"
    return line


def shown_examples(drafts: Sequence[Draft], shape: Shape) -> str:
    """Cards that the person kept, as an answer would hold them; nothing where there are none."""
    if not drafts or shape is SECTION:
        return ""
    cards = [_card(draft) for draft in drafts[:_EXAMPLES]]
    lines = "\n".join(json.dumps(card, ensure_ascii=False) for card in cards)
    return f"\nCards of other notes that this person kept; ask in this way:\n{lines}\n"


def _card(draft: Draft) -> dict[str, Any]:
    content = draft.content
    card: dict[str, Any] = {"kind": content.kind.value, "front": content.front, "answer": "", "wrong": []}
    match content:
        case Basic() | Typed():
            card |= {"kind": "basic", "answer": content.answer}
        case Choice():
            right = [option.text for option in content.options if option.right]
            wrong = [option.text for option in content.options if not option.right]
            card |= {"answer": "; ".join(right), "wrong": wrong}
    card |= {"detail": content.detail, "replaces": 0, "quote": draft.source.quote}
    return {name: safe_text(value)[:_LONGEST] if isinstance(value, str) else value for name, value in card.items()}
