"""What a person says of the drafts that wait: accept, edit, reject, take back. The next build carries it out.

A decision is one transaction in the store. Rejections are written beside the decks too (`rejected.jsonl`), so that a
fresh clone knows them.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from studykit.decks.files import Rejection, append_rejected
from studykit.errors import UsageError
from studykit.files import lock
from studykit.flows.decks.catalogue import read_catalogue
from studykit.flows.decks.refusals import UNDONE
from studykit.flows.decks.standing import REJECTED, rejection
from studykit.flows.workspace import Workspace
from studykit.model.card import Card, Content, Draft, content_digest
from studykit.model.event import silent
from studykit.store import db
from studykit.store.db import Store, transaction
from studykit.store.decisions import Decision, add_decisions, read_decisions, take_back
from studykit.store.drafts import (
    UnitDrafts,
    Waiting,
    read_drafts,
    read_fingerprints,
    read_waiting,
    write_units,
    write_waiting,
)
from studykit.store.sources import write_facts
from studykit.store.waiting import last_command, read_command

KEY_LENGTH: Final = 8
RULE_WAITS: Final = "rule-waits"
SUGGESTION: Final = "suggestion"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which drafts are meant. Every text is looked for without regard to case; an empty one lets all through."""

    rule: str = ""
    """`term` or `rules:term`."""
    note: str = ""
    """A part of the note's path."""
    section: str = ""
    """A part of the heading path of the note's home."""
    lint: str = ""
    """A code of `messages/lints.py`, with or without `lint-`, or `rule-waits`, `ambiguous`, `suggestion`."""
    state: str = ""
    """`pending` or `suggestion`."""


class Held(NamedTuple):
    """A draft that waits, and what it is called."""

    digest: str
    waiting: Waiting

    @property
    def key(self) -> str:
        return self.digest[:KEY_LENGTH]

    @property
    def draft(self) -> Draft:
        return self.waiting.draft

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes that say why it waits."""
        if self.waiting.state == SUGGESTION:
            return (SUGGESTION, *self.draft.flags)
        return self.draft.flags or (RULE_WAITS,)


def waiting_drafts(workspace: Workspace, wanted: Filter = Filter()) -> list[Held]:
    """The drafts that wait for a person, by note and then in the order of the note. Nothing is written."""
    if not db.exists(workspace.store) and not workspace.store.is_dir():
        return []  # nothing was built yet
    with closing(db.open_store(workspace.store)) as store:
        found = _held(store)
    sections = sections_of_notes(workspace) if wanted.section else {}
    return [one for one in found if _is_meant(one, wanted, sections)]


def sections_of_notes(workspace: Workspace) -> Mapping[str, str]:
    """The heading path of every note's home, ` / ` between headings. Reads the vault."""
    from studykit.flows.reading.scan import scan

    found = scan(workspace.vault, workspace.config, silent, skip=workspace.own_folders)
    return {concept.note: " / ".join(concept.section.path) for concept in found.concepts}


def named(drafts: Sequence[Held], keys: Sequence[str]) -> list[Held]:
    """The drafts that keys, or beginnings of them, name. UsageError for a key that names none, or several texts."""
    found: dict[Held, None] = {}
    for key in keys:
        fits = [one for one in drafts if key and one.digest.startswith(key.lower())]
        if not fits:
            raise UsageError("draft-missing", key=key)
        if len({one.digest for one in fits}) > 1:
            raise UsageError("draft-ambiguous", key=key, keys=", ".join(sorted({one.digest for one in fits})))
        found |= dict.fromkeys(fits)
    return list(found)


def accept(workspace: Workspace, keys: Sequence[str], *, now: int | None = None) -> list[Held]:
    """Accept drafts. `now` is in seconds since 1970 (UTC), the clock's where it is not given."""
    with _store(workspace) as store:
        chosen = named(_held(store), keys)
        settle(workspace, store, [(one, one.draft) for one in chosen], "accepted", _when(now))
    return chosen


def edit(workspace: Workspace, key: str, content: Content, *, now: int | None = None) -> Held:
    """Accept a draft with another content: a card that the person edited."""
    with _store(workspace) as store:
        (one, *others) = named(_held(store), [key])
        if others:
            raise UsageError("draft-ambiguous", key=key, keys=", ".join(held.waiting.note for held in (one, *others)))
        settle(workspace, store, [(one, replace(one.draft, content=content))], "accepted", _when(now))
    return one


def reject(workspace: Workspace, keys: Sequence[str], why: str = "", *, now: int | None = None) -> list[Held]:
    """Reject drafts; `why` is in the person's words. A suggestion that is rejected leaves the card as it is."""
    with _store(workspace) as store:
        chosen = named(_held(store), keys)
        settle(workspace, store, [(one, one.draft) for one in chosen], "rejected", _when(now), why)
    return chosen


def undo(workspace: Workspace, *, now: int | None = None) -> list[Decision]:
    """Take back what the last command decided. UsageError where there is nothing, or a card was edited since."""
    with _store(workspace) as store:
        last = read_command(store, last_command(store))
        if not last:
            raise UsageError("drafts-nothing-to-undo")
        withdraw(workspace, store, last, _when(now))
    return last


def settle(
    workspace: Workspace, store: Store, decided: Sequence[tuple[Held, Draft]], state: str, now: int, why: str = ""
) -> None:
    """Write decisions of one command, each on a draft that waits and with the draft as it was decided on; they are on
    the disk when this returns. The caller holds the lock of the builds.

    `state` is `accepted` or `rejected`.
    """
    said = f"rejected: {' '.join(why.split())}" if why.strip() else "rejected"
    refused = [one.draft for one, _ in decided if state == "rejected" and one.waiting.state != SUGGESTION]
    with transaction(store):
        add_decisions(store, [Decision(one.waiting, state, draft, now) for one, draft in decided])
        write_facts(store, _EVERYTHING_TO_DO)
        append_rejected(workspace.decks / REJECTED, [_record(draft, now, said) for draft in refused])


def withdraw(workspace: Workspace, store: Store, decisions: Sequence[Decision], now: int) -> None:
    """Take decisions back; what they are about waits again. UsageError where a card was edited since. The caller holds
    the lock of the builds."""
    _expect_untouched(workspace, decisions)
    records = [
        _record(one.waited.draft, now, UNDONE)
        for one in decisions
        if one.state == "rejected" and one.waited.state != SUGGESTION
    ]
    with transaction(store):
        take_back(store, decisions)
        write_facts(store, _EVERYTHING_TO_DO)
        append_rejected(workspace.decks / REJECTED, records)


def exchange(store: Store, held: Held, new: Draft, unit: str) -> Held:
    """Put a draft where another one waits: among those that wait, and among its unit's. Returns it as it waits now.

    UsageError where the old one waits no longer. The caller holds the lock of the builds.
    """
    waiting = held.waiting
    of_note = read_waiting(store, [waiting.note])
    if waiting not in of_note:
        raise UsageError("draft-missing", key=held.key)
    old, known = held.digest, read_fingerprints(store).get(unit)
    put = waiting._replace(draft=new)
    with transaction(store):
        if known is not None:
            drafts = tuple(new if content_digest(d.content) == old else d for d in read_drafts(store, unit))
            write_units(store, [UnitDrafts(unit, waiting.note, *known, drafts)], [])
        write_waiting(store, [*(one for one in of_note if one != waiting), put], [waiting.note])
    return Held(content_digest(new.content), put)


def placed(workspace: Workspace, decided: Sequence[Held]) -> list[tuple[str, str]]:
    """Of drafts that were accepted, the cards that a build has made of them: id and front."""
    wanted = {(one.digest, one.waiting) for one in decided}
    with closing(db.open_store(workspace.store)) as store:
        return [
            (one.placed, one.draft.content.front)
            for one in read_decisions(store)
            if one.placed and not one.undone and (one.base, one.waited) in wanted
        ]


_EVERYTHING_TO_DO: Final = {"settings": ""}
"""What tells the next build that something changed, although no file did."""


@contextmanager
def _store(workspace: Workspace) -> Iterator[Store]:
    """The store, while no build is at work."""
    with closing(db.open_store(workspace.store)) as store, lock(workspace.store / "build.lock"):
        yield store


def _held(store: Store) -> list[Held]:
    found = [Held(content_digest(one.draft.content), one) for one in read_waiting(store)]
    return sorted(found, key=lambda one: (one.waiting.note, one.draft.line, one.digest))


def _is_meant(one: Held, wanted: Filter, sections: Mapping[str, str]) -> bool:
    note, reason = one.waiting.note, wanted.lint.casefold()
    return (
        (not wanted.rule or wanted.rule in (one.draft.by, one.draft.by.partition(":")[2]))
        and wanted.note.casefold() in note.casefold()
        and wanted.section.casefold() in sections.get(note, "").casefold()
        and (not reason or reason in one.reasons or f"lint-{reason}" in one.reasons)
        and wanted.state in ("", one.waiting.state)
    )


def _when(now: int | None) -> int:
    return int(time.time()) if now is None else now


def _record(draft: Draft, now: int, why: str) -> Rejection:
    return rejection(Card(draft.content, draft.source, None), "", now, why)


def _expect_untouched(workspace: Workspace, decisions: Sequence[Decision]) -> None:
    """A text that a person wrote into a card after they accepted it would go with the card."""
    accepted = [one for one in decisions if one.state == "accepted" and one.placed]
    drafted = {one.placed: content_digest(one.draft.content) for one in accepted}
    if not drafted:
        return  # no build has made a card of any: no deck has to be read
    for _, _, card in read_catalogue(workspace).cards():
        key = card.stamp.id if card.stamp is not None else ""
        if key in drafted and card.edited and content_digest(card.content) != drafted[key]:
            raise UsageError("drafts-edited-since", id=key)
