"""A note as the rest of studykit sees it: names, headings, links, tags. Its text stays in its file until drafting."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from studykit.model.ids import NotePath


class Heading(NamedTuple):
    """A heading of a note, in the order of the note."""

    level: int
    """1 to 6."""
    text: str
    """Plain text: no markup, no block id."""
    line: int
    """1-based, in the file."""


class Link(NamedTuple):
    """A link or embed to another note or file, as written."""

    target: str
    """What stands before `#` and `|`, percent-decoded for Markdown links; empty for a link within the note."""
    heading: str
    """The heading path after `#`, parts joined by `#`; empty where there is none."""
    block: str
    """The block id after `#^`, without the `^`; empty where there is none."""
    label: str
    """The alias or text shown; empty where there is none."""
    line: int
    """1-based, in the file."""
    embed: bool = False
    """`![[…]]` or `![…](…)`."""
    wiki: bool = True
    """`[[…]]`; a Markdown link is resolved from its own folder first."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note, without its text."""

    path: NotePath
    title: str
    """Frontmatter `title`, else the first heading of level 1, else the file's name."""
    aliases: tuple[str, ...]
    """Other names: the file's name, frontmatter `aliases`, both halves of `中文 (English)`."""
    properties: Mapping[str, object]
    """The frontmatter, as YAML read it."""
    tags: tuple[str, ...]
    """From the frontmatter and the text, without `#`, in order, each once."""
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    blocks: frozenset[str]
    """Block ids, without `^`."""
    body_line: int
    """The line on which the body begins, 1-based."""
    size: int
    """Bytes of the file."""
    words: int
    """A rough count of words in the text: bytes beyond ASCII / 3, ASCII letters / 5."""
    digest: str
    """SHA-256 (hex) of the file's bytes."""

    @property
    def stem(self) -> str:
        """The file's name without `.md`."""
        return self.path.rpartition("/")[2].removesuffix(".md")

    @property
    def folder(self) -> str:
        """The folder's path in the vault, empty at the top."""
        return self.path.rpartition("/")[0]
