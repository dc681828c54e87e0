"""A draft as lines: why it waits, the card, its quote; a suggestion as what is old and what is new of it."""

import re
from difflib import SequenceMatcher
from typing import Final

from studykit.flows.drafts.decide import RULE_WAITS
from studykit.flows.drafts.view import Reason, View
from studykit.markup.screen import Labels, Line, Run, screen_lines
from studykit.markup.screen.wrap import wrap
from studykit.messages.draft_reasons import reason_text
from studykit.model.card import Choice, Cloze, Content
from studykit.text.safe import safe_line, safe_text
from studykit.text.width import width
from studykit.tui.render import Room, marked_lines
from studykit.tui.words import Words

_PIECE: Final = re.compile(r"[A-Za-z0-9_]+|\s+|[^\sA-Za-z0-9_]")
_COMPARED: Final = 600
"""Pieces of a text that are compared; a longer one is shown as it is."""


def reason_lines(view: View, room: Room, words: Words) -> list[Line]:
    """Why the draft waits, one reason after the other."""
    out: list[Line] = []
    for reason in view.reasons:
        name, said = _told(reason, words)
        if reason.code == RULE_WAITS and view.held.draft.by.startswith("model:"):
            said = words("tui-drafts-model-waits")
        sign = Run("· ", "muted") if reason.code == RULE_WAITS else Run("! ", "notice")
        out += wrap([sign, Run(name, "notice"), Run(said, "muted" if reason.code == RULE_WAITS else "")], room.text)
    return out


def _told(reason: Reason, words: Words) -> tuple[str, str]:
    if reason.code == "judge":
        return f"{words('tui-drafts-judge')}: ", safe_line(reason.said)
    found = {name: safe_line(value) for name, value in reason.parameters.items()}
    said = reason_text(reason.code, words.language, found)
    return (f"{reason.code.removeprefix('lint-')}: ", said) if reason.code.startswith("lint-") else ("", said)


def card_lines(view: View, room: Room, words: Words) -> list[Line]:
    """The card as it would be; of a suggestion, beside the person's own."""
    content = view.held.draft.content
    if view.mine is not None:
        return _differing(view.mine.content, content, room, words)
    labels = Labels(words("image"), words("sound"))
    out = wrap([Run(words("tui-drafts-mine-gone"), "notice")], room.text) if view.held.waiting.card else []
    out += _text(content.front, room, labels)
    if isinstance(content, Choice):
        out.append(())
        for place, option in enumerate(content.options):
            sign = "✓ " if option.right else "  "
            first, *others = _text(option.text, _narrower(room, 5), labels) or [()]
            out.append((Run(sign, "right"), Run(f"{chr(65 + place)}. ", "bullet"), *first))
            out += [(Run(" " * 5), *line) for line in others]
    elif not isinstance(content, Cloze):
        out += [(Run("─" * room.text, "rule"),), *_text(content.back, room, labels)]
    if content.detail:
        name = f"┄┄ {words('review-detail')} "
        out += [(Run(name + "┄" * max(0, room.text - width(name)), "rule"),), *_text(content.detail, room, labels)]
    return out


def quote_lines(view: View, room: Room, words: Words, *, paragraph: bool) -> list[Line]:
    """The quote with the heading it stands under; as the note has it with what stands around it, or alone."""
    heading = safe_line(view.held.draft.source.heading)
    name = words("tui-drafts-paragraph" if paragraph else "tui-drafts-quoted")
    inner = _narrower(room, 2)
    if paragraph:
        lines = marked_lines(view.paragraph, view.quote, inner)
    else:
        lines = _text(view.held.draft.source.quote, inner, Labels(words("image"), words("sound")))
    head = wrap([Run(f"{name}  ", "muted"), *([Run(f"# {heading}", "muted")] if heading else [])], room.text)
    return [*head, *((Run("│ ", "quote"), *line) for line in lines)]


def _text(source: str, room: Room, labels: Labels) -> list[Line]:
    return [tuple(run._replace(cover=None) for run in line) for line in screen_lines(source, room.text, "", labels)]


def _narrower(room: Room, columns: int) -> Room:
    """Room for text with so many columns less."""
    text = max(8, room.text - columns)
    return Room(text + 3 if text + 3 < 70 else text + 5)


def _differing(mine: Content, new: Content, room: Room, words: Words) -> list[Line]:
    """The parts of a card that differ, as they are and as they would be; those that do not, once."""
    names = {"-": words("tui-drafts-mine"), "+": words("tui-drafts-new")}
    size = max(map(width, names.values())) + 3
    out: list[Line] = []
    for old, other in zip(_parts(mine), _parts(new), strict=True):
        if not (old or other):
            continue
        out += [()] if out else []
        if old == other:
            out += wrap([Run(safe_text(old), "muted")], room.text)
            continue
        for sign, runs in zip("-+", _marked(old, other), strict=True):
            inset = f"{sign} {names[sign]}"
            for number, line in enumerate(wrap(runs, max(8, room.text - size)) or [()]):
                label = inset + " " * (size - width(inset)) if number == 0 else " " * size
                out.append((Run(label, "wrong" if sign == "-" else "right") if number == 0 else Run(label), *line))
    return out


def _parts(content: Content) -> tuple[str, str, str]:
    back = content.back
    if isinstance(content, Choice):
        back = "\n".join(f"[{'x' if option.right else ' '}] {option.text}" for option in content.options)
    return content.front, back, content.detail


def _marked(old: str, new: str) -> tuple[list[Run], list[Run]]:
    """Both texts with what only one of them has marked."""
    first, second = _PIECE.findall(safe_text(old)), _PIECE.findall(safe_text(new))
    if max(len(first), len(second)) > _COMPARED:
        return [Run(safe_text(old))], [Run(safe_text(new))]
    left: list[Run] = []
    right: list[Run] = []
    for what, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        same = what == "equal"
        left += [Run("".join(first[a:b]), "" if same else "wrong")] if b > a else []
        right += [Run("".join(second[c:d]), "" if same else "right")] if d > c else []
    return left, right
