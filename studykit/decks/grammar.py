"""The lines of a deck file that mean something, and how content that looks like one of them is written.

A line means something at column 0 and outside a code fence only:

    everywhere          `Q:` `C:`           opens a card
                        `# ` … `###### `    an ATX heading: no card goes on beyond it
                        `<!-- card`         the comment that carries a card's identity, its last line
        `<<<<<<<` `>>>>>>>` what Git leaves of two versions: an error, a person has to choose
    in a card           `+` alone           begins the detail
                        `> [[`              begins the source
                        `---` alone         ends a card that has no comment
    in a question       `A:` `T:`           begins the answer
                        `- [ ] ` `- [x] `   an option

A code fence opens at any indentation, also behind list markers (`- ```) and behind `Q:` `C:` `A:` `T:`, and closes as
CommonMark says: the same character, at least as many, nothing else on the line. What stands inside is verbatim.

Content is escaped line by line. A line is *special* in its field when it is one of the tokens above (`A:`, `T:` and
options in questions only) or opens a fence that its field does not close. A special line, and a special line behind any
number of backslashes, is printed with one more `\\` in front; reading takes one away. All other lines are printed as
they are, so nothing is changed that need not be, and reading what was printed gives the same content. The rest of the
line behind `Q:`, `C:`, `A:`, `T:` is not at column 0 and is never escaped: a first line that opens a fence is printed
on a line of its own instead.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

CARD: Final = re.compile(r"[QC]:")
HEADING: Final = re.compile(r"(#{1,6})(?:[ \t]|\Z)")
COMMENT: Final = re.compile(r"<!--[ \t]*card(?=[ \t]|-->|\Z)")
DETAIL: Final = re.compile(r"\+[ \t]*\Z")
SOURCE: Final = re.compile(r">[ \t]*\[\[")
CONFLICT: Final = re.compile(r"(?:<{7}|>{7})(?=[ \t]|\Z)")
BREAK: Final = re.compile(r"-{3,}[ \t]*\Z")
ANSWER: Final = re.compile(r"[AT]:")
OPTION: Final = re.compile(r"- \[([ xX])\](?=[ \t]|\Z)")
LIMIT: Final = re.compile(rf"{CARD.pattern}|{HEADING.pattern}")
DELETION: Final = re.compile(r"\{\{c[0-9]+::")

Special = re.Pattern[str]
CONTENT: Final[Special] = re.compile("|".join(p.pattern for p in (LIMIT, COMMENT, CONFLICT, DETAIL, SOURCE, BREAK)))
"""The tokens of an answer, a cloze text, a detail."""
QUESTION: Final[Special] = re.compile("|".join(p.pattern for p in (CONTENT, ANSWER, OPTION)))
"""The tokens of a question."""

_FENCE: Final = re.compile(r"(?:[QCAT]:)?[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)")


def split_lines(text: str) -> list[str]:
    """The lines of a text with their line feeds. Only LF ends a line: others may stand in content."""
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def blank(line: str) -> bool:
    """Whether a line shows nothing."""
    return not line or line.isspace()


def fence_opening(line: str) -> str:
    """The backticks or tildes that open a fence on this line, or empty."""
    if "```" not in line and "~~~" not in line:
        return ""
    match = _FENCE.match(line)
    if match is None or (match[1][0] == "`" and "`" in match[2]):
        return ""
    return match[1]


def fence_closing(line: str) -> str:
    """The backticks or tildes of a line that could close a fence, or empty."""
    marks = line.strip(" \t")
    return marks if len(marks) >= 3 and marks[0] in "`~" and marks == marks[0] * len(marks) else ""


def closes(line: str, opening: str) -> bool:
    """Whether a line closes the fence that `opening` opened."""
    marks = fence_closing(line)
    return len(marks) >= len(opening) and marks[0] == opening[0]


def fenced(lines: Sequence[str]) -> tuple[bytearray, int | None]:
    """For each line of a file 1 where it stands in a fence or closes it, and the index of a fence never closed."""
    inside = bytearray(len(lines))
    opening, opened = "", None
    for index, line in enumerate(lines):
        if opening:
            inside[index] = 1
            if closes(line, opening):
                opening, opened = "", None
        else:
            opening = fence_opening(line)
            opened = index if opening else None
    return inside, opened


def _is_special(line: str, special: Special) -> bool:
    return special.match(line) is not None or bool(fence_opening(line))


def unescape(line: str, special: Special) -> str:
    """A line outside a fence as content: one backslash less where it guards a special line."""
    return line[1:] if line.startswith("\\") and _is_special(line.lstrip("\\"), special) else line


def content_lines(content: str, special: Special) -> Iterator[tuple[str, bool]]:
    """The lines of a content as they are printed, each with whether it stands in a fence or opens or closes one."""
    lines = content.split("\n")
    if "```" not in content and "~~~" not in content:
        for line in lines:
            yield ("\\" + line if special.match(line.lstrip("\\")) else line), False
        return
    longest = _longest_closings(lines)
    opening = ""
    for index, line in enumerate(lines):
        if opening:
            yield line, True
            if closes(line, opening):
                opening = ""
            continue
        if (
            special.match(line) is None
            and (marks := fence_opening(line))
            and longest[marks[0]][index + 1] >= len(marks)
        ):
            opening = marks
            yield line, True
        else:
            yield ("\\" + line if _is_special(line.lstrip("\\"), special) else line), False


def _longest_closings(lines: list[str]) -> dict[str, list[int]]:
    """For both characters of fences: the longest closing at or after each line. It keeps printing linear."""
    longest = {"`": [0] * (len(lines) + 1), "~": [0] * (len(lines) + 1)}
    for index in range(len(lines) - 1, -1, -1):
        marks = fence_closing(lines[index])
        for mark, lengths in longest.items():
            lengths[index] = max(lengths[index + 1], len(marks) if marks[:1] == mark else 0)
    return longest
