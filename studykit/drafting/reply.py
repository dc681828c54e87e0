"""A model's answer as drafts: cleaned, grounded, checked.

Nothing of an answer is trusted: control, direction and invisible characters go, every quote has to stand in the text,
the lints that look for invented facts, broken markup and foreign HTML run on each card, and a card that stands already
is not drafted twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from studykit.drafting.ask import Ask
from studykit.drafting.grounding import Normalised
from studykit.drafting.lints import LINTS, Context, Verdict, check, check_together
from studykit.drafting.options import choice_of
from studykit.drafting.places import Places
from studykit.llm.outcome import NOTHING, Usage
from studykit.model.card import Basic, Cloze, Content, Draft, Source
from studykit.text.safe import safe_text

SCORE: Final = 0.7
"""What a model's first card is worth; each after it a little less, so that its order stays."""
_STEP: Final = 0.005
_MOST: Final = 64
"""Cards of one answer that are looked at."""


class Dropped(NamedTuple):
    """A card of an answer that did not pass."""

    front: str
    codes: tuple[str, ...]
    """Of `messages/lints.py` or `messages/model.py`."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What came of one ask."""

    drafts: tuple[Draft, ...]
    """The cards that the unit now has: those confirmed as they stood, revised ones, new ones; flags are noted."""
    confirmed: tuple[int, ...] = ()
    """Numbers of standing cards that stay as they are, from 1."""
    revised: Mapping[int, Draft] = field(default_factory=dict)
    """By number, what takes a standing card's place."""
    withdrawn: tuple[int, ...] = ()
    """Numbers of standing cards that the model would drop: the person decides, they are only not offered again."""
    dropped: tuple[Dropped, ...] = ()
    usage: Usage = NOTHING
    asked: bool = True
    """Whether a request was sent; not where the cache knew the answer."""


def read_drafts(ask: Ask, value: Mapping[str, Any], *, by: str, names: frozenset[str]) -> Drafted:
    """The drafts of an answer that has its shape. `by` is `model:NAME`; `names` as for `Context`."""
    context = context_of(ask, names)
    made: list[tuple[Draft, int]] = []
    dropped: list[Dropped] = []
    cards = value["cards"][:_MOST]
    answers = [_clean(card["answer"]) for card in cards]
    places: dict[str, Places] = {unit.key: Places(unit) for unit in ask.units}
    for number, card in enumerate(cards):
        front = _clean(card["front"])
        sources = _sources(ask, card, places)
        if isinstance(sources, Dropped):
            dropped.append(sources)
            continue
        pools = _pools(ask, answers[:number] + answers[number + 1 :])
        content = _content(ask, card, front, pools)
        if content is None:
            dropped.append(Dropped(front[:80], ("lint-choice-count",)))
            continue
        source, line = sources[0]
        detail = _told_detail(content, source, context)
        detail = "\n\n".join(filter(None, [detail, *_other_quotes(ask, sources[1:])]))
        draft = Draft(
            content=replace(content, detail=detail),
            source=source,
            by=by,
            tags=_tags(ask, source),
            line=line,
            score=round(SCORE - _STEP * number, 4),
        )
        findings = check(draft, context)
        errors = tuple(finding.code for finding in findings if finding.verdict is Verdict.ERROR)
        if errors:
            dropped.append(Dropped(front[:80], errors))
            continue
        flags = tuple(finding.code for finding in findings)
        made.append((replace(draft, flags=flags), _replaced(ask, card)))
    return _judged(ask, value, made, dropped, context)


def context_of(ask: Ask, names: frozenset[str]) -> Context:
    """What an answer is measured against: the text of the unit as it stands in the vault, and its names."""
    first = ask.units[0]
    if ask.of_section:
        titles = tuple(name for unit in ask.units for name in (unit.note.title, *unit.note.aliases))
        return Context("\n\n".join(unit.text for unit in ask.units), names, "", titles, "", first.concept.section.path)
    return Context(
        unit_text=first.text,
        names=names,
        concept=first.note.title,
        aliases=first.note.aliases,
        breadcrumb=first.breadcrumb,
    )


def _judged(
    ask: Ask, value: Mapping[str, Any], made: list[tuple[Draft, int]], dropped: list[Dropped], context: Context
) -> Drafted:
    """Put the new cards beside those that stand: duplicates go, and every standing card gets its verdict."""
    said = {entry["number"]: entry["verdict"] for entry in value["standing"]}
    replaced = {number for _, number in made if number}
    staying = [draft.content for number, draft in enumerate(ask.standing, start=1) if number not in replaced]
    found = check_together([draft for draft, _ in made], staying, contexts=[context] * len(made))
    revised: dict[int, Draft] = {}
    added: list[Draft] = []
    for (draft, number), findings in zip(made, found, strict=True):
        errors = tuple(finding.code for finding in findings if finding.verdict is Verdict.ERROR)
        if errors or number in revised:
            dropped.append(Dropped(draft.content.front[:80], errors or ("lint-duplicate",)))
            continue
        flags = tuple(dict.fromkeys((*draft.flags, *(finding.code for finding in findings))))
        draft = replace(draft, flags=flags)
        if number:
            revised[number] = draft
        else:
            added.append(draft)
    confirmed: list[int] = []
    withdrawn: list[int] = []
    for number, standing in enumerate(ask.standing, start=1):
        if number in revised:
            continue
        gone = said.get(number) == "drop" or not _still_told(standing, ask)
        (withdrawn if gone else confirmed).append(number)
    kept = [ask.standing[number - 1] for number in confirmed]
    return Drafted(
        drafts=(*kept, *(revised[number] for number in sorted(revised)), *added),
        confirmed=tuple(confirmed),
        revised=revised,
        withdrawn=tuple(withdrawn),
        dropped=tuple(dropped),
    )


def _still_told(draft: Draft, ask: Ask) -> bool:
    """Whether a standing card's quote is in the unit, or in its line of the map."""
    quote = draft.source.quote
    if not quote:
        return True
    return any(
        Normalised(text).find(quote) is not None
        for unit in ask.units
        for text in (unit.text, unit.summary, unit.concept.gloss_quote)
        if text
    )


def _sources(ask: Ask, card: Mapping[str, Any], places: Mapping[str, Places]) -> list[tuple[Source, int]] | Dropped:
    """Where the card's quotes stand; of a section's card in two notes at least."""
    if not ask.of_section:
        return [places[ask.units[0].key].source(_clean(card["quote"]))]
    found: dict[int, tuple[Source, int]] = {}
    for entry in card["quotes"]:
        number, quote = entry["note"], _clean(entry["quote"])
        if not 1 <= number <= len(ask.units) or number in found:
            continue
        unit = ask.units[number - 1]
        if Normalised(unit.text).find(quote) is not None:
            found[number] = places[unit.key].source(quote)
    if len(found) < 2:
        return Dropped(_clean(card["front"])[:80], ("model-two-quotes",))
    return list(found.values())


def _tags(ask: Ask, source: Source) -> tuple[str, ...]:
    """The tags of the note that a card was read in."""
    unit = next((unit for unit in ask.units if unit.link == source.note), ask.units[0])
    return unit.note.tags


def _other_quotes(ask: Ask, sources: Sequence[tuple[Source, int]]) -> list[str]:
    """What else a section's card rests on, for the folded part: a card has one source of its own."""
    titles = {unit.link: unit.note.title for unit in ask.units}
    return [f"{titles.get(source.note, source.note)}：{source.quote}" for source, _ in sources]


def _content(ask: Ask, card: Mapping[str, Any], front: str, pools: Sequence[Sequence[str]]) -> Content | None:
    answer, detail = _clean(card["answer"]), _clean(card["detail"])
    match card["kind"]:
        case "cloze":
            return Cloze(front, detail)
        case "choice":
            wrong = [_clean(text) for text in card["wrong"][:8]]
            return choice_of(front, answer, wrong, detail, pools, _names(ask))
    return Basic(front, answer, detail)


def _told_detail(content: Content, source: Source, context: Context) -> str:
    """The folded part, or nothing where it says what the note does not."""
    if not content.detail:
        return ""
    alone = Draft(Basic("—", content.detail), source, "")
    wrong = any(LINTS[name](alone, context) is not None for name in ("novel", "format"))
    return "" if wrong else content.detail


def _pools(ask: Ask, answers: Sequence[str]) -> list[list[str]]:
    glosses = [ask.privacy.cleared(sibling.gloss) for sibling in ask.siblings if sibling.gloss]
    titles = [sibling.title for sibling in ask.siblings] + [unit.subject for unit in ask.units if ask.of_section]
    return [[text for text in answers if text and "\n" not in text], titles, glosses]


def _names(ask: Ask) -> frozenset[str]:
    return ask.units[0].names if not ask.of_section else frozenset()


def _replaced(ask: Ask, card: Mapping[str, Any]) -> int:
    number: int = card["replaces"]
    return number if 1 <= number <= len(ask.standing) else 0


def _clean(text: str) -> str:
    return safe_text(text.replace("\r\n", "\n")).strip()
