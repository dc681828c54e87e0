"""A reader of GIFT, from https://docs.moodle.org/en/GIFT_format and the order in which Moodle decides on a kind.

Character by character: a backslash takes the meaning from the sign behind it, `\\n` is a line's end, and only signs
that kept their meaning part anything. Nothing here knows how studykit writes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

FORMATS = ("html", "moodle", "plain", "markdown")


class Sign(NamedTuple):
    """A character, and whether it may mean something to GIFT."""

    text: str
    means: bool


class Answer(NamedTuple):
    """One answer of a choice or a short answer."""

    right: bool
    text: str
    weight: str = ""
    feedback: str = ""


@dataclass
class Read:
    """A question as Moodle would have it."""

    title: str
    form: str
    text: str
    kind: str
    answers: list[Answer] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    holds: bool | None = None
    feedback: str = ""
    """Of a true-or-false question or of the whole."""
    number: str = ""


def read_gift(text: str) -> list[Read]:
    """The questions of a file: paragraphs, with lines that begin with `//` left out."""
    kept = "\n".join("" if line.lstrip().startswith("//") else line for line in text.split("\n"))
    return [_question(paragraph) for paragraph in re.split(r"\n[ \t]*\n", kept) if paragraph.strip()]


def _signs(text: str) -> Iterator[Sign]:
    place = 0
    while place < len(text):
        if text[place] == "\\" and text[place + 1 : place + 2] in tuple("\\~=#{}:n"):
            follows = text[place + 1]
            yield Sign("\n" if follows == "n" else follows, False)
            place += 2
        else:
            yield Sign(text[place], True)
            place += 1


def _said(signs: list[Sign]) -> str:
    return "".join(sign.text for sign in signs).strip()


def _find(signs: list[Sign], wanted: str, start: int = 0) -> int:
    """The place from `start` on at which these signs stand with their meaning; -1 for nowhere."""
    for place in range(start, len(signs) - len(wanted) + 1):
        if all(signs[place + n] == (wanted[n], True) for n in range(len(wanted))):
            return place
    return -1


def _formatted(signs: list[Sign], form: str) -> tuple[str, str]:
    """(format, text) of what may begin with `[html]`."""
    said = _said(signs)
    match = re.match(r"\[([a-z]*)\]", said)
    return (match[1], said[match.end() :].strip()) if match and match[1] in FORMATS else (form, said)


def _question(paragraph: str) -> Read:
    signs = list(_signs(paragraph.strip()))
    title = ""
    if _find(signs, "::") == 0:
        end = _find(signs, "::", 2)
        assert end > 0, paragraph
        title, signs = _said(signs[2:end]), signs[end + 2 :]
    begin, end = _find(signs, "{"), _find(signs, "}")
    assert 0 <= begin < end, paragraph
    assert not _said(signs[end + 1 :]), "nothing stands behind the answers"
    assert _find(signs, "{", begin + 1) < 0
    form, text = _formatted(signs[:begin], "moodle")
    return _answered(Read(title, form, text, ""), _trimmed(signs[begin + 1 : end]))


def _trimmed(signs: list[Sign]) -> list[Sign]:
    while signs and signs[0].text.isspace() and signs[0].means:
        signs = signs[1:]
    while signs and signs[-1].text.isspace() and signs[-1].means:
        signs = signs[:-1]
    return signs


def _answered(read: Read, signs: list[Sign]) -> Read:
    general = _find(signs, "####")
    if general >= 0:
        read.feedback, signs = _formatted(signs[general + 4 :], read.form)[1], _trimmed(signs[:general])
    if not signs:
        read.kind = "essay"
    elif signs[0] == ("#", True):
        read.kind, read.number = "numerical", _said(signs[1:])
    elif _find(signs, "~") >= 0:
        read.kind = "choice"
        read.answers = [_answer(signs[a:b], read.form, formatted=True) for a, b in _parts(signs, "=~")]
    elif _find(signs, "=") >= 0 and _find(signs, "->") >= 0:
        read.kind = "matching"
        for a, b in _parts(signs, "="):
            arrow = _find(signs[a:b], "->")
            left, right = signs[a + 1 : a + arrow], signs[a + arrow + 2 : b]
            read.pairs.append((_formatted(left, read.form)[1], _said(right)))
    else:
        hash_ = _find(signs, "#")
        word = _said(signs if hash_ < 0 else signs[:hash_])
        if word in ("T", "TRUE", "F", "FALSE"):
            read.kind, read.holds = "true-false", word[0] == "T"
            read.feedback = "" if hash_ < 0 else _formatted(signs[hash_ + 1 :], read.form)[1]
        else:
            read.kind = "short"
            read.answers = [_answer(signs[a:b], read.form, formatted=False) for a, b in _parts(signs, "=")]
    return read


def _parts(signs: list[Sign], openers: str) -> Iterator[tuple[int, int]]:
    starts = [place for place, sign in enumerate(signs) if sign.means and sign.text in openers]
    assert starts
    assert starts[0] == 0, "an answer begins with its sign"
    yield from zip(starts, [*starts[1:], len(signs)], strict=True)


def _answer(signs: list[Sign], form: str, *, formatted: bool) -> Answer:
    right, rest, weight = signs[0].text == "=", _trimmed(signs[1:]), ""
    match = re.match(r"%(-?\d{1,3}\.?\d*)%", "".join(sign.text for sign in rest))
    if match:
        weight, rest = match[1], rest[match.end() :]
    hash_ = _find(rest, "#")
    said, feedback = (rest, []) if hash_ < 0 else (rest[:hash_], rest[hash_ + 1 :])
    text = _formatted(said, form)[1] if formatted else re.sub(r"\\\*", "*", _said(said))
    assert formatted or not re.search(r"(?<!\\)\*", _said(said)), "a bare asterisk stands for anything"
    return Answer(right, text, weight, _said(feedback))
