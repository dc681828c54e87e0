"""A cloze from Anki as one text in which the answer takes the gap's place: as Anki does by showing the back alone.

The text is what Anki asks, with the deletion as one of ours; what the back says beyond it is the detail. Where no line
of ours can hold a deletion (it begins in one block and ends in another), there is none: then the card is shown as
question and answer.
"""

import re
from collections.abc import Callable
from typing import Final

from studykit.markup.cloze import deletions, unclosed
from studykit.model.card import Cloze

_BLOCK: Final = re.compile(r"\n\s*(?:\n|[-*+>|#]|\d+[.)]\s|```)|```")
"""What a deletion cannot hold and stay within one paragraph, row or item."""


def as_one(front_html: str, back_html: str, number: int, shown: Callable[[str], str]) -> Cloze | None:
    """The card of deletion `number` from both sides, in which that deletion still stands as one.

    `shown` makes Markdown of HTML. None where the text cannot be one.
    """
    text = shown(front_html)
    found = deletions(text)
    asked = front_html.count(f"{{{{c{number}::")
    if not found or unclosed(text) or [one.number for one in found] != [number] * asked:
        return None
    if any(_BLOCK.search(one.text) or not one.text.strip() for one in found):
        return None
    return Cloze(text, _answered(beyond(text, shown(back_html))))


def _answered(detail: str) -> str:
    """A detail with what its deletions hold: it stands below the answer and hides nothing."""
    for one in reversed(deletions(detail)):
        detail = f"{detail[: one.start]}=={one.text}=={detail[one.end :]}"
    return detail


def beyond(text: str, back: str) -> str:
    """What the back says and the text does not, paragraph by paragraph."""
    if back.startswith(text):
        return back.removeprefix(text).strip()
    said = text.split("\n\n")
    return "\n\n".join(new for block in back.split("\n\n") if (new := _new_in(block, said)))


def _new_in(block: str, said: list[str]) -> str:
    if block in said:
        return ""
    begun = max((one for one in said if block.startswith(f"{one}\n")), key=len, default="")
    return block.removeprefix(begun).strip("\n")
