"""Text as it flows into blocks: its styles, its links and embeds, the deletions that lie over it."""

from typing import Any

from studykit.markup.cloze import Deletion
from studykit.markup.events import Parsed
from studykit.markup.obsidian import FOOTNOTE, IMAGES, embed_of, link_text, suffix
from studykit.markup.places import CLOSE, HINT, OPEN
from studykit.markup.screen.block import Block, Clozes
from studykit.markup.screen.highlights import SIGN
from studykit.markup.screen.runs import Run, covered, with_style
from studykit.text.safe import safe_text


class Flow:
    """Where text goes, and how it looks. What begins and ends a block is the reader's."""

    def __init__(self, parsed: Parsed, clozes: Clozes, names: tuple[str, str]) -> None:
        self.parsed = parsed
        self.clozes = clozes
        self.picture, self.sound = names
        self.body = Block("body")
        self.stack = [self.body]
        self.runs = self.body.runs
        """Where text goes: the innermost paragraph, cell, heading or block of code."""
        self.flow = [self.runs]
        """All that text went to, in its order."""
        self.styles = [""]
        self.skip_until = 0
        """Text that begins before this byte was already read."""
        self.next_deletion = 0
        self.open: list[tuple[Deletion, int, int]] = []
        """Each deletion that is open, where in the flow it began, and behind how many runs there."""
        self.in_hint = 0
        self.seen: list[str] = []
        """The marks of deletions that were met: all of the text's, unless one stands where nothing is shown."""
        self.link: list[tuple[Any, int]] = []
        """Each link that is open: what the parser says of it, and behind how many runs it began."""

    def into(self, runs: list[Run]) -> None:
        """Let text go here from now on."""
        self.runs = runs
        self.flow.append(runs)

    def add(self, text: str, style: str = "", *, solid: bool = False) -> None:
        """Add text in the style that is open, and in one more."""
        text = safe_text(text)  # once more: character references may have named what was stripped
        if text and not self.in_hint:
            outer = self.styles[-1]
            self.runs.append(Run(text, with_style(outer, style) if style else outer, None, solid))

    def text(self, value: str, where: dict[str, int]) -> None:
        """The text of an event, but for what was read already."""
        start = where["start"]
        if start < self.skip_until:
            if where["end"] <= self.skip_until:
                return
            value = value.encode()[self.skip_until - start :].decode("utf-8", "replace")
        elif value == "[" and (note := FOOTNOTE.match(self.parsed.shown, start)) is not None:
            self.skip_until = note.end()
            return
        self.marked(value)

    def marked(self, value: str) -> None:
        """Text in which marks of deletions may stand."""
        position = 0
        for index, character in enumerate(value):
            if character in (OPEN, HINT, CLOSE):
                self._signed(value[position:index])
                self._cloze_mark(character)
                position = index + 1
        self._signed(value[position:])

    def _signed(self, text: str) -> None:
        if "==" not in text or self.stack[-1].kind == "code":
            self.add(text)
            return
        for index, piece in enumerate(text.split("==")):
            if index:
                self.runs.append(Run("==", SIGN))
            self.add(piece)

    def _cloze_mark(self, mark: str) -> None:
        self.seen.append(mark)
        if mark == OPEN and self.next_deletion >= len(self.clozes.found):
            return
        if mark == CLOSE and not self.open:
            return
        if mark == OPEN:
            deletion = self.clozes.found[self.next_deletion]
            self.next_deletion += 1
            self.open.append((deletion, len(self.flow) - 1, len(self.runs)))
        elif mark == HINT:
            self.in_hint += 1
        else:
            deletion, place, start = self.open.pop()
            self.in_hint -= bool(deletion.hint)
            if deletion.number == self.clozes.asked:
                self.flow[place][start:] = covered(self.flow[place][start:], deletion.hint)
                for runs in self.flow[place + 1 :]:
                    runs[:] = covered(runs, "") if runs else []

    def end_link(self, details: Any, start: int, *, embed: bool) -> None:
        """Give a link its name, an embed what it shows."""
        kind, address = details["link_type"], details["dest_url"]
        wiki = isinstance(kind, dict)
        if embed:
            label = "".join(run.text for run in self.runs[start:])
            label = "" if wiki and not kind["WikiLink"]["has_pothole"] else label
            found = embed_of(address, label, wiki=wiki)
            ending = suffix(found.target)
            name = found.label or found.target.rpartition("/")[2]
            what = self.picture if ending in IMAGES or not ending else self.sound
            del self.runs[start:]
            self.add(f"[{what}: {name}]", solid=True)
        elif wiki and not kind["WikiLink"]["has_pothole"] and not any(m in address for m in (OPEN, HINT, CLOSE)):
            del self.runs[start:]
            self.add(link_text(address))
