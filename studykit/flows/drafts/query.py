"""Finding drafts among those that wait: one small language, and what there is to choose from.

    策略 梯度          both words, anywhere in the card or its quote; any case, any width
    rule:table         the rule that drafted it, or `model`
    lint:leak          flagged by this check; also `judge`, `rule-waits`, `ambiguous`
    note:GRPO          the note's path holds this; section: likewise for the heading path of its home
    is:suggestion      beside a card that the person edited; `is:pending` the others
    -word  -rule:term  not this

All must be true. The beginning of a rule's or a check's name is enough, so that typing narrows from the first letter.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from studykit.errors import UsageError
from studykit.flows.cards.rows import searchable
from studykit.flows.cards.terms import Term, all_true, read_terms
from studykit.flows.drafts.decide import Filter, Held
from studykit.model.card import Choice

KEYS: Final = ("rule", "lint", "note", "section", "is")
STATES: Final = ("pending", "suggestion")


class Row(NamedTuple):
    """A draft that waits, ready to be searched."""

    held: Held
    text: str
    """Its words and its quote's, `searchable`."""


def row_of(held: Held) -> Row:
    """A draft as it is searched."""
    content = held.draft.content
    options = [option.text for option in content.options] if isinstance(content, Choice) else []
    back = "" if options else content.back
    return Row(held, searchable("\n".join([content.front, back, *options, content.detail, held.draft.source.quote])))


def parse_filter(text: str) -> tuple[Term, ...]:
    """The terms of a query; one that is not typed to its end says nothing yet and is left out.

    UsageError for an `is:` that none begins with.
    """
    terms = []
    for key, said, negated in read_terms(text, KEYS):
        value = said.casefold() if key else searchable(said)
        if key == "is" and not any(state.startswith(value) for state in STATES):
            raise UsageError("drafts-is", found=value, known=", ".join(STATES))
        if value:
            terms.append(Term(key, value, negated))
    return tuple(terms)


def query_of(wanted: Filter) -> str:
    """The query that means what the filter of the command line means."""
    named = {"rule": wanted.rule, "lint": wanted.lint, "section": wanted.section, "note": wanted.note}
    return " ".join(f"{key}:{_quoted(value)}" for key, value in {**named, "is": wanted.state}.items() if value)


def select(rows: Iterable[Row], terms: Iterable[Term], sections: Mapping[str, str]) -> list[Row]:
    """The drafts of which all terms are true, in their order. `sections` are heading paths by note."""
    return all_true(rows, terms, lambda term: _test(term, sections))


def choices(rows: Iterable[Row], sections: Mapping[str, str]) -> dict[str, int]:
    """The terms that narrow these drafts, each with how many it leaves: states, rules, checks, sections, notes."""
    counts: dict[str, Counter[str]] = {key: Counter() for key in ("is", "rule", "lint", "section", "note")}
    for held, _ in rows:
        counts["is"][held.waiting.state] += 1
        counts["rule"][_rule(held)] += 1
        counts["lint"].update(set(map(_check, held.reasons)))
        counts["note"][held.waiting.note] += 1
        counts["section"][sections.get(held.waiting.note, "")] += 1
    return {
        f"{key}:{_quoted(value)}": count
        for key, counter in counts.items()
        for value, count in sorted(counter.items(), key=lambda item: (-item[1], item[0]))
        if value and not (key == "is" and len(counter) == 1)
    }


def _test(term: Term, sections: Mapping[str, str]) -> Callable[[Row], bool]:
    value = term.value
    match term.key:
        case "rule":
            return lambda row: _rule(row.held).startswith(value) or row.held.draft.by.casefold().startswith(value)
        case "lint":
            plain = value.removeprefix("lint-")
            return lambda row: any(_check(reason).startswith(plain) for reason in row.held.reasons)
        case "note":
            return lambda row: value in row.held.waiting.note.casefold()
        case "section":
            return lambda row: value in sections.get(row.held.waiting.note, "").casefold()
        case "is":
            return lambda row: row.held.waiting.state.startswith(value)
        case _:
            return lambda row: value in row.text


def _rule(held: Held) -> str:
    drafter, _, name = held.draft.by.partition(":")
    return (name if drafter == "rules" else drafter).casefold()


def _check(reason: str) -> str:
    """A reason's name as a query says it: `leak`, `judge`."""
    return reason.removeprefix("lint-").partition(": ")[0]


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
