"""Draft every unit, or take what it gave when its text was the same, and check what comes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from studykit.changes.fingerprint import unit_fingerprint
from studykit.config import Config
from studykit.drafting import rules
from studykit.drafting.acceptance import Acceptance
from studykit.drafting.lints import Context, Verdict, check
from studykit.drafting.rules import AUTHORED
from studykit.drafting.unit import Unit
from studykit.flows.drafting.given import NOTHING, Given
from studykit.flows.drafting.units import units_of
from studykit.flows.reading.scan import Scan
from studykit.model.card import Draft
from studykit.model.concept import Concept
from studykit.model.event import Advanced, Finished, Listener, Started
from studykit.model.ids import NotePath
from studykit.store.db import Store
from studykit.store.drafts import UnitDrafts, read_drafts, read_fingerprints

_EVERY = 50
_SPARE = 2
_WAITING = 3
_ON_THE_WHOLE = frozenset({"rules:brief", "rules:gloss"})
_LINE = attrgetter("line")


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the units of a vault gave."""

    concepts: tuple[tuple[Concept, tuple[Draft, ...]], ...]
    """Each concept that was drafted, with its drafts in the order of the note; errors are gone, flags are noted."""
    units: int
    unit_of: Mapping[Draft, str]
    """The key of the unit that gave a draft."""
    former: tuple[Draft, ...]
    """What units that changed or are gone gave before."""
    changed: tuple[UnitDrafts, ...]
    """Units whose fingerprint is another than the store's."""
    gone: tuple[str, ...]
    """Keys of units that the store knows and the vault has no more."""
    proposed: Counter[str]
    """Drafts by rule, before checks, of the changed units."""
    dropped: Counter[tuple[str, str]]
    """(rule, lint) of drafts that an error dropped, of the changed units."""
    flagged: Counter[tuple[str, str]]
    """(rule, lint) of flags, of the changed units."""


def draft_all(scan: Scan, config: Config, store: Store | None, listener: Listener, given: Given = NOTHING) -> Drafted:
    """Draft with rules. A unit whose fingerprint the store knows is not drafted again, nor what a model has `given`."""
    known = read_fingerprints(store) if store is not None else {}
    acceptance = Acceptance(config.drafting)
    off = acceptance.off
    drafter = f"rules {rules.VERSION} off={','.join(sorted(off))}"
    names: frozenset[str] | None = None
    concepts: list[tuple[Concept, tuple[Draft, ...]]] = []
    changed: list[UnitDrafts] = []
    unit_of: dict[Draft, str] = {}
    former: list[Draft] = []
    proposed: Counter[str] = Counter()
    dropped: Counter[tuple[str, str]] = Counter(given.dropped)
    flagged: Counter[tuple[str, str]] = Counter()
    seen: set[str] = set()
    listener(Started("draft", len(scan.concepts)))
    for number, (concept, units) in enumerate(units_of(scan), start=1):
        found: list[Draft] = []
        for unit in units:
            seen.add(unit.key)
            mark = fingerprint_of(unit, drafter)
            stands = unit.key in given.stand
            if stands and unit.key not in known:
                continue  # the model could not do it, and nothing was drafted before
            if store is not None and (stands or known.get(unit.key) == (mark, "rules")):
                standing = read_drafts(store, unit.key)
                unit_of |= dict.fromkeys(standing, unit.key)
                found += standing
                continue
            if (new := given.drafts.get(unit.key)) is None:
                if names is None:
                    names = vault_names(scan)
                drafts = rules.draft(unit, off=off)
                proposed.update([draft.by for draft in drafts])
                passed = _checked(unit, drafts, names, acceptance, config.drafting.per_unit, dropped, flagged)
                new = UnitDrafts(unit.key, unit.note.path, mark, "rules", tuple(passed))
            else:
                if unit.inline and "written" not in off:  # a model adds to them, and replaces none
                    written = rules.draft(unit, off=rules.RULES.keys() - {"written"})
                    passed = _checked(unit, written, vault_names(scan), acceptance, 0, dropped, flagged)
                    new = new._replace(drafts=(*passed, *new.drafts))
                proposed.update(draft.by for draft in new.drafts)
            if store is not None and unit.key in known:
                former += read_drafts(store, unit.key)
            unit_of |= dict.fromkeys(new.drafts, unit.key)
            changed.append(new)
            found += new.drafts
        joined = given.of_note(concept.note)
        unit_of |= dict(joined)
        found += (draft for draft, _ in joined)
        concepts.append((concept, _in_order(found)))
        if number % _EVERY == 0:
            listener(Advanced("draft", number))
    count = len(seen)
    seen |= given.sections
    sections = [given.drafts[key] for key in sorted(given.sections & given.drafts.keys())]
    changed += sections
    gone = tuple(key for key in known if key not in seen and _is_gone(key, scan))
    if store is not None:
        former += [draft for unit in sections if unit.key in known for draft in read_drafts(store, unit.key)]
        former += [draft for key in gone for draft in read_drafts(store, key)]
    listener(Finished("draft", sum(len(drafts) for _, drafts in concepts)))
    return Drafted(tuple(concepts), count, unit_of, tuple(former), tuple(changed), gone, proposed, dropped, flagged)


def _in_order(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Cards on the note as a whole first, then in the order of the note."""
    whole = [draft for draft in drafts if draft.by in _ON_THE_WHOLE]
    return (*whole, *sorted([draft for draft in drafts if draft.by not in _ON_THE_WHOLE], key=_LINE))


def _is_gone(key: str, scan: Scan) -> bool:
    """A note that could not be read has lost nothing."""
    return NotePath(key.partition("#")[0]) not in scan.unread


def fingerprint_of(unit: Unit, drafter: str) -> str:
    """A unit's fingerprint for a drafter, who is named with all that makes him draft otherwise."""
    concept = unit.concept
    about = (unit.summary, concept.label, concept.gloss, concept.gloss_quote, unit.link, unit.moc_link, *unit.note.tags)
    if unit.inline:
        about = (*about, inline_mark(unit))
    return unit_fingerprint(unit.text, unit.breadcrumb, about, drafter)


def inline_mark(unit: Unit) -> str:
    """What is read of a unit's cards in other tools' syntaxes: other options may read other cards from the same text.

    Places are counted from the unit's beginning, so that what stands above it changes nothing.
    """
    zero = unit.parts[0].start if unit.parts else 0
    shown = [
        (
            card.kind, card.deck, card.tags, card.notes, card.schedules,
            [(piece.start - zero, piece.end - zero) for piece in (*card.front, *card.back)],
            [(one.inner.start - zero, one.inner.end - zero, one.number, one.hint) for one in card.hidden],
        )
        for card in unit.inline
    ]  # fmt: skip
    return repr((unit.inline_alone, shown))


def vault_names(scan: Scan) -> frozenset[str]:
    """Every title and alias of a vault, normalised."""
    return scan.names


def _checked(
    unit: Unit,
    drafts: Sequence[Draft],
    names: frozenset[str],
    acceptance: Acceptance,
    per_unit: int,
    dropped: Counter[tuple[str, str]],
    flagged: Counter[tuple[str, str]],
) -> list[Draft]:
    """The best drafts without an error, in the order of the note, each with the codes of its flags.

    The author's own words are never left out. Of the others a few wait for a person, who shall not be flooded, and for
    decks there are somewhat more than will be taken, as some may be known already.
    """
    text = f"{unit.summary}\n\n{unit.text}" if unit.summary else unit.text
    context = Context(
        unit_text=text,
        names=names,
        concept=unit.note.title,
        aliases=unit.note.aliases,
        gloss=unit.concept.gloss_quote,
        breadcrumb=unit.breadcrumb,
    )
    passed: dict[int, Draft] = {}
    waiting: dict[str, bool] = {}
    """By rule, whether its drafts of this note wait for a person."""
    room = {False: _SPARE * per_unit, True: _WAITING}
    scores = [-draft.score for draft in drafts]
    for place in sorted(range(len(drafts)), key=scores.__getitem__):
        draft = drafts[place]
        by = draft.by
        authored = by in AUTHORED
        waits = waiting.get(by)
        if waits is None:
            waits = waiting[by] = acceptance.waits(by, unit.note.path, flags=())
        if not room[waits] and not authored:
            continue
        flags = draft.flags
        for code in flags:
            flagged[by, code] += 1
        sound = True
        for code, verdict, _ in check(draft, context, authored=authored):
            if verdict is Verdict.FLAG:
                flags += (code,)
                flagged[by, code] += 1
            else:
                sound = False
                dropped[by, code] += 1
        if sound:
            passed[place] = draft.with_flags(flags)
            room[waits] -= not authored
    return [passed[place] for place in sorted(passed)]
