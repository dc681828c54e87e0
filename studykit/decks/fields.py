"""The fields of one card while its lines are read, one after the other: a question, an answer or options, a detail."""

from typing import Final

from studykit.decks import grammar
from studykit.decks.grammar import unescape
from studykit.model.card import Basic, Choice, Cloze, Content, Option, Source, Typed

_QUESTION: Final = "Q"
_OPTIONS: Final = "-"
_DETAIL: Final = "+"


class Fields:
    """Takes the lines behind the one that opened a card; `content` is what they make."""

    def __init__(self, line: str) -> None:
        """`line` opens the card: `Q:` or `C:` and the beginning of its text."""
        self._opened = self._part = line[0]
        """The token of the field that is being read."""
        self._special = grammar.QUESTION if line[0] == _QUESTION else grammar.CONTENT
        self._front = [line[2:]]
        self._answer = ""
        self._back: list[str] = []
        self._detail: list[str] = []
        self._options: list[Option] = []
        self._text = self._front
        self.source: Source | None = None

    @property
    def takes_source(self) -> bool:
        """Whether `> [[` is a source here: in a question it is a quote like any other."""
        return self._part != _QUESTION

    @property
    def takes_text(self) -> bool:
        """Whether lines may stand here that begin with no token: not among options, which have one line each."""
        return self._part != _OPTIONS

    def keep(self, line: str) -> None:
        """Take a line of a fence, or a blank one, as it is."""
        if self.takes_text:
            self._text.append(line)

    def take(self, line: str) -> str:
        """Take any other line. Returns a code where it may not stand here, else empty."""
        fronts = self._part in (_QUESTION, _OPTIONS)
        if self._part != _DETAIL and grammar.DETAIL.match(line):
            self._part, self._special, self._text = _DETAIL, grammar.CONTENT, self._detail
        elif fronts and (option := grammar.OPTION.match(line)):
            self._part = _OPTIONS
            text = line[option.end() :]
            self._options.append(Option(text, option[1] != " "))
            return "card-empty-option" if grammar.blank(text) else ""
        elif fronts and grammar.ANSWER.match(line):
            if self._options:
                return "card-two-answers"
            self._answer = self._part = line[0]
            self._special, self._text = grammar.CONTENT, self._back
            self._back.append(line[2:])
        elif not self.takes_text:
            return "card-text-among-options"
        else:
            self._text.append(unescape(line, self._special))
        return ""

    def content(self) -> Content:
        """What was read: not in normal form yet, and perhaps without an answer."""
        front, back, detail = ("\n".join(lines) for lines in (self._front, self._back, self._detail))
        if self._opened != _QUESTION:
            return Cloze(front, detail)
        if self._options:
            return Choice(front, tuple(self._options), detail)
        return Typed(front, back, detail) if self._answer == "T" else Basic(front, back, detail)
