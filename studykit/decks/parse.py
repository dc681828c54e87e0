"""Reading a deck file. The grammar's tokens are in `grammar`; where a card ends is decided here.

A card goes on to the next line that opens a card or is a heading. If its comment stands before that line, it ends with
the comment. If not, a person wrote it, and it ends at the first of: the end of its source's quote; two blank lines in a
row; a line `---`; that next line. Blank lines at its end belong to the prose behind it.

A comment that belongs to no card is an error: something was put between a card and its comment, and reading on would
take the card for a new one and its id for deleted.
"""

from collections.abc import Sequence

from studykit.decks import grammar
from studykit.decks.comment import Comment, Unreadable, parse_comment, parse_source
from studykit.decks.deck import Block, CardBlock, Deck, Prose
from studykit.decks.fields import Fields
from studykit.decks.grammar import blank, split_lines
from studykit.decks.header import read_header
from studykit.decks.normal import content_fault, normal_card
from studykit.errors import DeckFileError
from studykit.model.card import Basic, Card
from studykit.model.ids import CardId


def parse(text: str, path: str = "") -> Deck:
    """The deck of a file's text. DeckFileError, with line and column and `path`, where it cannot be read as one."""
    bom = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    breaks = text.count("\n")
    crlf = breaks > 0 and text.count("\r\n") == breaks
    raws = split_lines(text.replace("\r\n", "\n") if crlf else text)
    header = read_header(raws, path)
    body = raws[len(split_lines(header.raw)) :]
    blocks = _Reader(body, len(raws) - len(body) + 1, path).blocks()
    return Deck(header, blocks, "\r\n" if crlf else "\n", bom)


class _Reader:
    """One pass over the body. `first` is the file's line of the first line here."""

    def __init__(self, raws: Sequence[str], first: int, path: str) -> None:
        self._raws = raws
        self._lines = [raw.rstrip("\r\n") for raw in raws]
        self._first = first
        self._path = path
        self._inside, unclosed = grammar.fenced(self._lines)
        if unclosed is not None:
            raise self._error("deck-fence-unclosed", unclosed, 1)
        for index, line in enumerate(self._lines):
            if line.startswith(("<<<<<<<", ">>>>>>>")) and self._is(grammar.CONFLICT, index):
                raise self._error("deck-conflict", index, 1)

    def blocks(self) -> tuple[Block, ...]:
        blocks: list[Block] = []
        ids: dict[CardId, int] = {}
        index = start = 0
        while index < len(self._lines):
            if self._is(grammar.COMMENT, index):
                raise self._error("card-comment-orphan", index, 1)
            if not self._is(grammar.CARD, index):
                index += 1
                continue
            if start < index:
                blocks.append(Prose("".join(self._raws[start:index])))
            block, end = self._card(index)
            stamp = block.card.stamp
            if stamp is not None and ids.setdefault(stamp.id, end - 1) != end - 1:
                raise self._error("card-id-twice", end - 1, 1, id=stamp.id, first=self._first + ids[stamp.id])
            blocks.append(block)
            index = start = end
        if start < index:
            blocks.append(Prose("".join(self._raws[start:index])))
        return tuple(blocks)

    def _is(self, token: grammar.Special, index: int) -> bool:
        return not self._inside[index] and token.match(self._lines[index]) is not None

    def _error(self, code: str, index: int, column: int, **parameters: object) -> DeckFileError:
        return DeckFileError(code, line=self._first + index, column=column, path=self._path, **parameters)

    def _card(self, opened: int) -> tuple[CardBlock, int]:
        """The card that opens at an index, and the index behind its last line."""
        stop = opened + 1
        while stop < len(self._lines) and not (self._is(grammar.LIMIT, stop) or self._is(grammar.COMMENT, stop)):
            stop += 1
        comment: Comment | None = None
        if stop < len(self._lines) and self._is(grammar.COMMENT, stop):
            try:
                comment = parse_comment(self._lines[stop])
            except Unreadable as fault:
                raise self._error(fault.code, stop, fault.column, word=fault.word) from None
        fields = Fields(self._lines[opened])
        end = self._read_fields(fields, opened + 1, stop, ends_early=comment is None)
        content = fields.content()
        if comment is not None:
            end = stop + 1
            if comment.reversed:
                if not isinstance(content, Basic):
                    raise self._error("card-reversed-kind", stop, 1)
                content = Basic(content.question, content.answer, content.detail, reversed=True)
        card = normal_card(Card(content, fields.source, comment.stamp if comment is not None else None))
        fault_code = content_fault(card.content)
        if fault_code is not None:
            raise self._error(fault_code, opened, 1)
        return CardBlock(card, "".join(self._raws[opened:end]), self._first + opened), end

    def _read_fields(self, fields: Fields, index: int, stop: int, *, ends_early: bool) -> int:
        """Read the lines up to `stop` into the fields. Returns the index behind the last one that is not blank."""
        end = index
        after_blank = False
        while index < stop:
            line = self._lines[index]
            is_blank = not self._inside[index] and blank(line)
            if is_blank:
                if ends_early and after_blank:
                    break
                fields.keep(line)
            elif self._inside[index]:
                fields.keep(line)
            elif ends_early and grammar.BREAK.match(line):
                break
            elif fields.takes_source and grammar.SOURCE.match(line):
                end = self._source(fields, index, stop)
                if not ends_early:
                    self._only_blank(end, stop)
                break
            elif fault := fields.take(line):
                raise self._error(fault, index, 1)
            after_blank = is_blank
            index += 1
            if not is_blank:
                end = index
        return end

    def _source(self, fields: Fields, index: int, stop: int) -> int:
        end = index + 1
        while end < stop and self._lines[end].startswith(">"):
            end += 1
        try:
            fields.source = parse_source(self._lines[index:end])
        except Unreadable as fault:
            raise self._error(fault.code, index, fault.column) from None
        return end

    def _only_blank(self, index: int, stop: int) -> None:
        for other in range(index, stop):
            if not blank(self._lines[other]):
                raise self._error("card-text-after-source", other, 1)
