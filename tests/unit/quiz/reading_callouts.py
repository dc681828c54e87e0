"""A reader of quizzes in Markdown callouts, on markdown-it-py: what stands in which block quote by CommonMark."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

_HEAD = re.compile(r"\[!(\w+)\](-?) ?(.*)")
_ESCAPED = re.compile(r"\A([0-9a-z]{0,9})\\(?=[!-/:-@\[-`{-~])")


@dataclass
class Callout:
    """A block quote that begins with `[!kind] title`, its lines, and those within it."""

    kind: str
    title: str
    folded: bool
    lines: list[str] = field(default_factory=list)
    inner: list["Callout"] = field(default_factory=list)


def read_callouts(text: str) -> list[Callout]:
    """The callouts of a text. Anything else in it is an error."""
    tokens: Sequence[Token] = MarkdownIt("commonmark").parse(text)
    found = []
    while tokens:
        callout, tokens = _callout(tokens)
        found.append(callout)
    return found


def bare(text: str) -> str:
    """A Markdown text without the escape at its beginning: before its first sign, or in `1\\.` before the dot."""
    return _ESCAPED.sub(r"\1", text)


def _callout(tokens: Sequence[Token]) -> tuple[Callout, Sequence[Token]]:
    assert [token.type for token in tokens[:3]] == ["blockquote_open", "paragraph_open", "inline"], tokens[:3]
    head, *lines = tokens[2].content.split("\n")
    match = _HEAD.fullmatch(head)
    assert match is not None, head
    callout = Callout(match[1], match[3], match[2] == "-", lines)
    tokens = tokens[4:]
    while tokens[0].type != "blockquote_close":
        inner, tokens = _callout(tokens)
        callout.inner.append(inner)
    return callout, tokens[1:]
