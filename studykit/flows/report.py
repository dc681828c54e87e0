"""What a build tells when it is done: one value, the same for a person, for `--json` and for the next build."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Final, TypedDict

from studykit.model.ids import NotePath
from studykit.model.problem import Problem, Severity

if TYPE_CHECKING:  # a build that finds nothing changed reads a report and needs no more
    from studykit.flows.planning.plan import Plan
    from studykit.model.card import Card


class DeckReport(TypedDict):
    """A deck: its name in Anki, its file, its package, its cards that are not retired."""

    name: str
    file: str
    package: str
    cards: int


class ProblemReport(TypedDict):
    """A problem; `message` is filled in where the language is known."""

    severity: str
    code: str
    message: str
    path: str
    line: int
    parameters: dict[str, str]


class Report(TypedDict):
    """The object that `studykit build --json` prints, with what `-v` shows beside it."""

    vault: str
    notes: int
    mocs: int
    sections: int
    concepts: int
    units: int
    unlisted: int
    cards: dict[str, int]
    problems: list[ProblemReport]
    decks: list[DeckReport]
    seconds: dict[str, float]
    rules: dict[str, dict[str, int]]
    """By rule: proposed, dropped by a lint, of the units that were drafted now."""
    lints: dict[str, int]
    """Drafts dropped, by lint."""
    without: dict[str, list[str]]
    """Notes that have no card, by the code of the reason."""
    changed: bool
    """Whether anything was written."""


def problem_report(problem: Problem) -> ProblemReport:
    """A problem as a report holds it."""
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "message": "",
        "path": problem.path,
        "line": problem.line,
        "parameters": dict(problem.parameters),
    }


_RANK: Final[Mapping[str, int]] = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def sorted_problems(problems: Iterable[Problem]) -> list[ProblemReport]:
    """Problems worst first, then by file and line."""
    return sorted_reports(map(problem_report, problems))


def sorted_reports(problems: Iterable[ProblemReport]) -> list[ProblemReport]:
    """The same of problems as a report holds them."""
    return sorted(problems, key=lambda p: (_RANK[p["severity"]], p["path"], p["line"], p["code"]))


def rule_counts(
    proposed: Mapping[str, int], dropped: Mapping[tuple[str, str], int]
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """By rule what was proposed and dropped, and by lint what was dropped. `dropped` is by (rule, lint)."""
    rules = {rule: {"proposed": count, "dropped": 0} for rule, count in sorted(proposed.items())}
    lints: dict[str, int] = {}
    for (rule, code), count in sorted(dropped.items()):
        rules.setdefault(rule, {"proposed": 0, "dropped": 0})["dropped"] += count
        lints[code] = lints.get(code, 0) + count
    return rules, lints


COUNTED: Final = ("new", "updated", "kept", "edited", "retired", "revived", "pending")


def card_counts(plan: "Plan", total: int) -> dict[str, int]:
    """How many cards each action happened to, and how many stand."""
    counts = Counter(step.action for step in plan.steps)
    return {**{name: counts[name] for name in COUNTED}, "total": total}


def standing_counts(cards: Iterable["Card"]) -> dict[str, int]:
    """Of some cards, how many a build that changes nothing finds edited, and how many it keeps."""
    stamped = [(card, card.stamp) for card in cards if card.stamp is not None]
    edited = sum(card.edited and bool(stamp.base) and not stamp.retired for card, stamp in stamped)
    return {"kept": len(stamped) - edited, "edited": edited}


def settled_counts(plan: "Plan", counts: dict[str, int]) -> dict[str, int]:
    """The counts that a build right after this one would give."""
    cards = [block.card for deck in plan.decks.values() for block in deck.cards]
    # What was placed now and not by a person is what it was drafted as: of a first build nothing else has to be read
    new = {step.card for step in plan.steps if step.action == "new"} - {step.card for step in plan.placed.values()}
    others = [card for card in cards if card.stamp is None or card.stamp.id not in new]
    stand = standing_counts(others)
    stand["kept"] += len(cards) - len(others)
    return {**dict.fromkeys(counts, 0), **stand} | {name: counts[name] for name in ("pending", "total")}


def without_cards(
    notes: Iterable[NotePath], mocs: Collection[NotePath], plan: "Plan", reasons: Mapping[NotePath, str]
) -> dict[str, list[str]]:
    """Those of some notes that no card was read in, by reason; `none-rules` where nothing in the note fits a rule."""
    served = {step.note for step in plan.steps if step.action not in ("pending", "deleted")}
    waiting = {step.note for step in plan.steps if step.action == "pending"}
    found: dict[str, list[str]] = {}
    for path in notes:
        if path in mocs or path in served:
            continue
        reason = reasons.get(path) or ("none-waiting" if path in waiting else "none-rules")
        found.setdefault(reason, []).append(path)
    return found
