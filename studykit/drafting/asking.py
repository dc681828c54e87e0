"""The request that is made of an ask.

It begins with what is alike for all (rules, shape, examples, language), then comes the section, then the note's text,
last and between delimiters that the note cannot know. Whatever goes into it has passed `Privacy`.
"""

from collections.abc import Iterable
from typing import Final

from studykit.drafting.ask import Ask
from studykit.drafting.shapes import described
from studykit.drafting.shown import shown_cards, shown_examples, shown_siblings
from studykit.llm.request import Request
from studykit.model.ids import digest
from studykit.text.expression import Expression
from studykit.text.safe import safe_line

_TOKENS_A_CARD: Final = 110
_KANA: Final = Expression("[\u3040-\u30ff]")


def request_of(ask: Ask, complaint: str = "") -> Request:
    """The request as it is sent. `complaint` says what was wrong with all the cards of an earlier answer."""
    body = "\n\n".join(_numbered(ask))
    values = {
        "shape": described(ask.shape),
        "examples": _cleared(ask, shown_examples(ask.examples, ask.shape)),
        "language": language_of(ask),
        "section": _cleared(ask, safe_line(ask.section)) or "—",
        "concept": _cleared(ask, safe_line(ask.concept)),
        "siblings": _cleared(ask, shown_siblings(ask.siblings)),
        "standing": _cleared(ask, shown_cards(ask.standing)),
        "limit": str(ask.limit),
        "text": body,
    }
    bare_system, bare_user = ask.prompt.fill(values | {"delimiter": "—"})
    system, user = ask.prompt.fill(values | {"delimiter": delimiter(body, ask.salt)})
    if complaint:
        complaint = ask.repair.fill({"errors": complaint})[1]
        user = f"{user}\n\n{complaint}"
    return Request(
        system=system,
        user=user,
        shape=ask.shape,
        repair=ask.repair.user,
        identity=digest("ask", ask.prompt.digest, ask.repair.digest, bare_system, bare_user, complaint),
        parameters=ask.prompt.parameters,
        max_tokens=ask.max_tokens,
        expected=_TOKENS_A_CARD * ask.limit + 30 * len(ask.standing) + 30,
        family=f"studykit-{ask.prompt.digest[:16]}",
    )


def delimiter(text: str, salt: str) -> str:
    """A line that stands nowhere in a text, and that nobody can write into it without knowing the salt."""
    attempt = 0
    while (line := f"<<<{digest('delimiter', salt, text, str(attempt))[:24]}>>>") in text:
        attempt += 1
    return line


def _numbered(ask: Ask) -> Iterable[str]:
    if not ask.of_section:
        return ask.texts
    titles = [_cleared(ask, safe_line(unit.note.title)) for unit in ask.units]
    return [
        f"Note {number}: {title}\n\n{text}"
        for number, (title, text) in enumerate(zip(titles, ask.texts, strict=True), start=1)
    ]


def _cleared(ask: Ask, text: str) -> str:
    return ask.privacy.cleared(text)


def language_of(ask: Ask) -> str:
    """The language to answer in, as a prompt names it."""
    chinese = ask.units[0].chinese and _KANA.search(ask.texts[0]) is None
    return "that of the note, Chinese (中文)" if chinese else "that of the note"
