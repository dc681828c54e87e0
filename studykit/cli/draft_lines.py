"""Drafts as lines: the list, one whole, one as `--json` prints it, and the person's editor."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from studykit.cli import output
from studykit.cli.language import spoken, text

if TYPE_CHECKING:
    from studykit.flows.drafts.decide import Held
    from studykit.flows.drafts.view import Reason
    from studykit.flows.workspace import Workspace
    from studykit.model.card import Content


def print_list(workspace: "Workspace", found: "Sequence[Held]") -> None:
    """Every draft with the reasons it waits for, by note."""
    from studykit.flows.drafts.view import reasons_of

    reasons = iter(reasons_of(workspace, found) if found else ())
    for note, group in groupby(found, key=lambda one: one.waiting.note):
        output.data(note)
        for one in group:
            output.data(f"  {one.key}  {one.draft.by}  {' '.join(one.draft.content.front.split())}")
            for reason in next(reasons):
                output.data(f"    {reason_line(reason)}")
    output.note(text("drafts-waiting", count=len(found)) if found else text("drafts-none"))


def print_draft(workspace: "Workspace", one: "Held") -> None:
    """A draft as a deck file would have it, and beside a suggestion the card it is for."""
    from studykit.flows.decks.card_text import editable
    from studykit.flows.drafts.view import reasons_of

    draft = one.draft
    place = f"{one.waiting.note}:{draft.line}" if draft.line else one.waiting.note
    output.note(f"{one.key}  {draft.by}  ({place})")
    for reason in reasons_of(workspace, [one])[0]:
        output.note(f"  {reason_line(reason)}")
    output.data(editable(draft.content, draft.source).rstrip("\n"))
    if one.waiting.card:
        _print_standing(workspace, one.waiting.card)


def _print_standing(workspace: "Workspace", card: str) -> None:
    from studykit.decks.format import print_card
    from studykit.flows.decks.catalogue import read_catalogue

    for file, _, found in read_catalogue(workspace).cards():
        if found.stamp is not None and found.stamp.id == card:
            output.note()
            output.note(text("drafts-beside", file=file))
            output.data(print_card(found).rstrip("\n"))


def draft_object(one: "Held") -> dict[str, Any]:
    """A draft as `--json` prints it."""
    from studykit.model.card import Choice

    draft, content = one.draft, one.draft.content
    options = [{"text": o.text, "right": o.right} for o in content.options] if isinstance(content, Choice) else []
    return {
        "key": one.key,
        "digest": one.digest,
        "state": one.waiting.state,
        "card": one.waiting.card or None,
        "rule": draft.by,
        "reasons": list(one.reasons),
        "kind": content.kind.value,
        "front": content.front,
        "back": content.back,
        "detail": content.detail,
        "options": options,
        "tags": list(draft.tags),
        "source": {
            "path": one.waiting.note, "heading": draft.source.heading, "line": draft.line or None,
            "quote": draft.source.quote,
        },
    }  # fmt: skip


def edited(one: "Held") -> "Content | None":
    """The content as the person leaves it in their editor; None where they changed nothing.

    What cannot be read is shown, so that it is not lost, and may be edited again on a terminal.
    """
    from studykit.errors import DeckFileError
    from studykit.flows.decks.card_text import editable, edited_content
    from studykit.model.card import content_digest

    shown = editable(one.draft.content, one.draft.source)
    while True:
        written = click.edit(shown, extension=".md")
        if written is None:
            return None
        try:
            content = edited_content(written, one.draft.content, one.key)
        except DeckFileError as error:
            if not output.is_terminal():
                output.note(written)
                raise
            output.note(text(error.code, **error.parameters), colour="red")
            if not click.confirm(text("drafts-edit-again"), default=True, err=True):
                output.note(written)
                return None
            shown = written
            continue
        return None if content_digest(content) == content_digest(one.draft.content) else content


def reason_line(reason: "Reason") -> str:
    """Why a draft waits."""
    from studykit.messages.draft_reasons import reason_text

    said = reason_text(reason.code, spoken(), reason.parameters)
    if reason.code.startswith("lint-"):
        return f"{reason.code.removeprefix('lint-')}: {said}"
    return f"{said}: {reason.said}" if reason.said else said
