"""Draw drafts to be marked: `python -m tests.quality.draw [--per-rule 24] > drawn.jsonl`. Seeded, so always the same.

One object a line, without rule and lints, so that who marks sees a card and its source and nothing else.
"""

import argparse
import json
from collections import defaultdict

from studykit.model.card import Choice
from studykit.model.ids import digest
from tests.quality.corpus import Drawn, every_draft

_SEED = "2026-11-22"


def main() -> None:
    """Print the sample, mixed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--per-rule", type=int, default=24)
    most = parser.parse_args().per_rule
    by_rule: dict[str, dict[str, Drawn]] = defaultdict(dict)
    for drawn in every_draft():
        by_rule[drawn.rule].setdefault(drawn.key, drawn)
    sample = []
    for found in by_rule.values():
        sample += sorted(found.values(), key=lambda d: digest("draw", _SEED, d.key))[:most]
    for drawn in sorted(sample, key=lambda d: digest("mix", _SEED, d.key)):
        content = drawn.draft.content
        options = (
            [f"[{'x' if o.right else ' '}] {o.text}" for o in content.options] if isinstance(content, Choice) else []
        )
        value = {
            "key": drawn.key, "vault": drawn.vault, "note": drawn.note, "heading": drawn.draft.source.heading,
            "front": content.front, "back": content.back, "options": options, "detail": content.detail[:300],
            "quote": drawn.draft.source.quote,
        }  # fmt: skip
        print(json.dumps(value, ensure_ascii=False))


if __name__ == "__main__":
    main()
