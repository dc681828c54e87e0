"""Draw drafts to be marked: `python -m tests.quality.draw [--per-rule 24] > drawn.jsonl`. Seeded, so always the same.

With `--unmarked` those that go into decks by default and have no mark yet, of both halves, in `--parts` files of which
none says more than the others: `python -m tests.quality.draw --unmarked --parts 4 --out to_mark`.
One object a line, without rule, half and lints, so that who marks sees a card and its source and nothing else.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from studykit.model.card import Choice
from studykit.model.ids import digest
from tests.quality.corpus import Drawn, every_draft
from tests.quality.measure import in_decks, read_marks

_SEED = "2026-11-22"
_DETAIL_MOST = 1200


def main() -> None:
    """Print the sample, mixed, or write it in parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--per-rule", type=int, default=24)
    parser.add_argument("--unmarked", action="store_true")
    parser.add_argument("--most", type=int, default=350)
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--out", default="")
    options = parser.parse_args()
    drawn = list({one.key: one for one in every_draft()}.values())
    sample = unmarked(drawn, options.most) if options.unmarked else by_rule(drawn, options.per_rule)
    lines = [line_of(one) for one in sorted(sample, key=lambda one: digest("mix", _SEED, one.key))]
    for part in range(options.parts):
        text = "".join(f"{line}\n" for line in lines[part :: options.parts])
        if options.out:
            Path(f"{options.out}_{part + 1}.jsonl").write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(text)


def by_rule(drawn: Iterable[Drawn], most: int) -> list[Drawn]:
    """So many drafts of every rule, those that wait or are off too."""
    rules: dict[str, list[Drawn]] = defaultdict(list)
    for one in drawn:
        rules[one.rule].append(one)
    return [one for found in rules.values() for one in chosen(found)[:most]]


def unmarked(drawn: Iterable[Drawn], most: int) -> list[Drawn]:
    """The drafts that go into decks and have no mark; where there are too many, fewer of the notes that have most."""
    marks = read_marks()
    found = [one for one in in_decks(drawn) if one.key not in marks]
    notes: dict[tuple[str, str, str], list[Drawn]] = defaultdict(list)
    for one in chosen(found):
        notes[one.vault, one.note, one.rule].append(one)
    ranked = sorted(
        (place, digest("draw", _SEED, one.key), one) for own in notes.values() for place, one in enumerate(own)
    )
    return [one for _, _, one in ranked[:most]]


def chosen(drawn: Iterable[Drawn]) -> list[Drawn]:
    """Drafts in an order that hangs on the seed."""
    return sorted(drawn, key=lambda one: digest("draw", _SEED, one.key))


def line_of(one: Drawn) -> str:
    """What who marks is shown of a draft."""
    content = one.draft.content
    options = [f"[{'x' if o.right else ' '}] {o.text}" for o in content.options] if isinstance(content, Choice) else []
    detail = content.detail if len(content.detail) <= _DETAIL_MOST else f"{content.detail[:_DETAIL_MOST]} […]"
    value = {
        "key": one.key, "vault": one.vault, "note": one.note, "heading": one.draft.source.heading,
        "front": content.front, "back": content.back, "options": options, "detail": detail,
        "quote": one.draft.source.quote,
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
