"""Cards and questions as separated values: TSV as Anki imports it, CSV (RFC 4180) for tables and other programs.

Anki's headers: https://docs.ankiweb.net/importing/text-files.html#file-headers. A line that begins with `#` is a
comment to Anki, and a GUID may begin with one: all cells of the first column are quoted.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from studykit.model.card import Option
from studykit.quiz.judging import asked_text, solutions
from studykit.quiz.question import Matching, OneOf, Ordering, Question, SeveralOf
from studykit.text.safe import safe_text

ANKI_HEADERS: Final = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:4\n"
COLUMNS: Final = ("id", "kind", "question", "options", "answer", "section", "note", "heading", "quote")
_BETWEEN: Final = " | "
"""Between several options or answers in one cell."""


class AnkiRow(NamedTuple):
    """A note for Anki's text import."""

    guid: str
    notetype: str
    """The name of the note type, as Anki shows it."""
    deck: str
    tags: Sequence[str]
    """Anki's spelling, without blanks."""
    fields: Sequence[str]
    """HTML, in the order of the note type."""


def to_anki_tsv(rows: Iterable[AnkiRow]) -> str:
    """Notes with Anki's headers, one a line; fields that hold tabs, quotes or line ends are quoted."""
    out = io.StringIO()
    out.write(ANKI_HEADERS)
    for row in rows:
        cells = [row.notetype, row.deck, " ".join(row.tags), *row.fields]
        out.write('"' + safe_text(row.guid).replace('"', '""') + '"\t')
        csv.writer(out, delimiter="\t", lineterminator="\n").writerow(map(safe_text, cells))
    return out.getvalue()


def to_csv(questions: Iterable[Question], prompt: Callable[[Question], str] = asked_text) -> str:
    """Questions with a line of column names. Several options or answers stand in one cell, parted by ` | `."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for question in questions:
        origin = question.origin
        cells = (
            question.id, question.kind.value, prompt(question), _BETWEEN.join(_shown(question)),
            _BETWEEN.join(solutions(question)), origin.section, origin.note, origin.heading, origin.quote,
        )  # fmt: skip
        writer.writerow(map(safe_text, cells))
    return out.getvalue()


def _shown(question: Question) -> Sequence[str]:
    match question.body:
        case OneOf(options) | SeveralOf(options):
            return _texts(options)
        case Matching(terms=terms, glosses=glosses):
            return (*terms, *glosses)
        case Ordering(steps=steps):
            return steps
    return ()


def _texts(options: Sequence[Option]) -> Sequence[str]:
    return tuple(option.text for option in options)
