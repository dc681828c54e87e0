"""`make quality`: how many of the marked drafts a person would keep, by rule and by lint, on both halves.

The marks are in `marks.jsonl`, one object a line: key, usable, false_statement, reason. A draft is known by its
words (`corpus.key_of`): one that a rule words differently now is no longer marked, and is counted as such.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import median
from typing import TypedDict

from studykit.config import Drafting
from studykit.drafting.acceptance import Acceptance
from studykit.drafting.rules import RULES
from tests.quality.corpus import MARKS, Drawn, every_draft, in_half_apart, long_notes


class Mark(TypedDict):
    """What a reader said of a draft."""

    key: str
    usable: bool
    false_statement: bool
    reason: str


def read_marks() -> dict[str, Mark]:
    """Every mark, by the draft's key."""
    lines = MARKS.read_text(encoding="utf-8").splitlines()
    return {mark["key"]: mark for mark in map(json.loads, lines)}


def in_decks(drawn: Iterable[Drawn]) -> list[Drawn]:
    """The drafts that go into decks by default: without an error, and not waiting."""
    acceptance = Acceptance(Drafting())
    return [
        one
        for one in drawn
        if one.rule not in acceptance.off
        and not one.errors
        and not acceptance.waits(one.draft.by, one.note, flags=one.flags)
    ]


def share(part: int, whole: int) -> str:
    """`12/14  86 %`."""
    return f"{part:>3}/{whole:<3} {100 * part / whole:>4.0f} %" if whole else "  -       "


def by_rule(drawn: Sequence[Drawn], marks: dict[str, Mark]) -> None:
    """A line a rule: proposed, marked, usable as proposed, usable of those that go into decks."""
    print(
        f"{'rule':<12}{'tier':<6}{'default':<9}{'proposed':>8}  {'usable as proposed':<20}{'usable in decks':<18}false"
    )
    chosen = {one.key for one in in_decks(drawn)}
    for rule, entry in RULES.items():
        own = [one for one in drawn if one.rule == rule]
        marked = [one for one in own if one.key in marks]
        kept = [one for one in marked if one.key in chosen]
        wrong = sum(marks[one.key]["false_statement"] for one in kept)
        print(
            f"{rule:<12}{entry.tier:<6}{entry.default:<9}{len(own):>8}  "
            f"{share(sum(marks[o.key]['usable'] for o in marked), len(marked)):<20}"
            f"{share(sum(marks[o.key]['usable'] for o in kept), len(kept)):<18}{wrong}"
        )
    kept = [one for one in drawn if one.key in chosen and one.key in marks]
    good = sum(marks[one.key]["usable"] for one in kept)
    print(f"{'all in decks':<35}  {'':<20}{share(good, len(kept))}\n")


def by_lint(drawn: Sequence[Drawn], marks: dict[str, Mark]) -> None:
    """A line a lint: of the marked drafts it speaks of, those that deserved it."""
    said: dict[str, Counter[bool]] = defaultdict(Counter)
    for one in drawn:
        if one.key in marks:
            for code in (*one.errors, *one.flags):
                said[code][marks[one.key]["usable"]] += 1
    print(f"{'lint':<28}{'rightly':>8}{'wrongly':>8}")
    for code, counts in sorted(said.items()):
        print(f"{code:<28}{counts[False]:>8}{counts[True]:>8}")
    print()


def yields(drawn: Sequence[Drawn], apart: bool) -> None:
    """Cards a note that reach the decks: the median over all notes of more than 1 kB, those without a card counted."""
    counts = Counter((one.vault, one.note) for one in in_decks(drawn))
    notes = [note for note in long_notes() if in_half_apart(*note) is apart]
    if notes:
        print(
            f"cards a note in decks, median over {len(notes)} notes of over 1 kB: {median(counts[n] for n in notes)}\n"
        )


def main() -> int:
    """Print the tables."""
    marks = read_marks()
    drawn = list({one.key: one for one in every_draft()}.values())
    for name, apart in (("the half that rules are tuned on", False), ("the half set apart", True)):
        half = [one for one in drawn if one.apart is apart]
        known = sum(one.key in marks for one in half)
        print(f"== {name}: {len(half)} drafts, {known} marked ==\n")
        by_rule(half, marks)
        by_lint(half, marks)
        yields(half, apart)
    lost = len(marks) - sum(one.key in marks for one in drawn)
    print(f"{len(marks)} marks; {lost} are of drafts that are worded differently now")
    return 0


if __name__ == "__main__":
    sys.exit(main())
