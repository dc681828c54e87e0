"""`python -m tests.quiz_pairs.measure`: how the grader, a ratio and an exact match judge the pairs that were written.

The pairs (`pairs.jsonl`) were written with their verdicts and reasons before there was a grader. Which half one is in
hangs on its id alone. The half apart is run for its totals alone: nothing says which of its pairs were misjudged.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from studykit.quiz.grading import Expected, grade

PAIRS = Path(__file__).with_name("pairs.jsonl")


class Pair(NamedTuple):
    """An answer with the verdict that a reader gave."""

    id: str
    kind: str
    reference: str
    aliases: tuple[str, ...]
    siblings: tuple[str, ...]
    answer: str
    verdict: Literal["right", "wrong"]
    reason: str

    @property
    def expected(self) -> Expected:
        """What the answer is held against."""
        return Expected(self.reference, self.aliases, self.siblings)

    @property
    def apart(self) -> bool:
        """Whether it is of the half that the grader was not made with."""
        return int(self.id, 16) % 2 == 1


def read_pairs() -> list[Pair]:
    """Every pair."""
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    return [
        Pair(**{**pair, "aliases": tuple(pair["aliases"]), "siblings": tuple(pair["siblings"])})
        for pair in map(json.loads, lines)
    ]


def by_rules(pair: Pair) -> bool:
    """The grader."""
    return grade(pair.expected, pair.answer).right


def by_ratio(pair: Pair) -> bool:
    """`rapidfuzz.ratio` of at least 80 with the reference or an alias."""
    names = (pair.reference, *pair.aliases)
    return any(fuzz.ratio(name.casefold(), pair.answer.casefold()) >= 80 for name in names)


def by_equality(pair: Pair) -> bool:
    """The reference or an alias, letter for letter."""
    return pair.answer.strip() in (pair.reference, *pair.aliases)


JUDGES: dict[str, Callable[[Pair], bool]] = {
    "grader": by_rules,
    "rapidfuzz.ratio >= 80": by_ratio,
    "exact match": by_equality,
}


class Totals(NamedTuple):
    """How a judge did."""

    rejected: int
    wrong: int
    accepted: int
    right: int

    @property
    def false_accepts(self) -> int:
        """Wrong answers that passed."""
        return self.wrong - self.rejected


def totals(pairs: Sequence[Pair], judge: Callable[[Pair], bool]) -> Totals:
    """Count one judge's verdicts."""
    wrong = [pair for pair in pairs if pair.verdict == "wrong"]
    right = [pair for pair in pairs if pair.verdict == "right"]
    return Totals(sum(not judge(p) for p in wrong), len(wrong), sum(judge(p) for p in right), len(right))


def show(name: str, pairs: Sequence[Pair]) -> None:
    """A line a judge."""
    print(f"== {name}: {len(pairs)} pairs ==")
    print(f"{'':<24}{'false accepts':>16}{'right ones accepted':>22}")
    for judge, function in JUDGES.items():
        found = totals(pairs, function)
        share = 100 * found.accepted / max(found.right, 1)
        print(
            f"{judge:<24}{found.false_accepts:>10}/{found.wrong:<5}{found.accepted:>10}/{found.right:<5}{share:>5.1f} %"
        )
    print()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 1 where the goals are missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apart", action="store_true", help="the half apart as well: totals alone")
    parser.add_argument("--list", action="store_true", help="what the grader misjudges of the half it was made with")
    chosen = parser.parse_args(arguments)
    pairs = read_pairs()
    own = [pair for pair in pairs if not pair.apart]
    show("the half that the grader was made with", own)
    if chosen.list:
        for pair in own:
            if by_rules(pair) is not (pair.verdict == "right"):
                why = grade(pair.expected, pair.answer).reason
                print(f"{pair.verdict:<6} {pair.reference} | {pair.answer}  ({pair.reason}; {why})")
    spent = []
    for pair in own:
        before = time.process_time_ns()
        by_rules(pair)
        spent.append((time.process_time_ns() - before) / 1e6)
    print(f"an answer graded: {median(spent):.3f} ms CPU in the middle, {max(spent):.3f} at most\n")
    if not chosen.apart:
        return 0
    apart = [pair for pair in pairs if pair.apart]
    show("the half set apart", apart)
    found = totals(apart, by_rules)
    return int(found.false_accepts > 0 or found.accepted < 0.9 * found.right)


if __name__ == "__main__":
    sys.exit(main())
