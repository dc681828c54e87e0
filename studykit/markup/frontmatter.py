"""The frontmatter of notes, prompts and decks: split by our own rule, read by python-frontmatter's YAML handler, and
without it where all of it are usual `lines`.

The split keeps the body's offset, which python-frontmatter loses. YAML's aliases are refused, as a few lines of
them can unfold into gigabytes; duplicate keys are told of; whatever is wrong is a fault with its line, no exception.
"""

import re
from sys import intern
from typing import Any, Final, NamedTuple

import yaml
from frontmatter.default_handlers import YAMLHandler
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from studykit.markup.lines import read_lines

_OPENING: Final = re.compile(rb"\A---[ \t]*\r?\n")
_CLOSING: Final = re.compile(rb"\n---[ \t]*(?:\r?\n|\Z)")
_SEPARATORS: Final = re.compile(rb"\xc2\x85|\xe2\x80[\xa8\xa9]")
"""Line ends for YAML and for no editor."""
_DEEPEST: Final = 50
_DEEP: Final = re.compile(rb"^[ \t?:-]{%d}" % (2 * _DEEPEST), re.MULTILINE)
"""Without such a line no block nests deeper than `_DEEPEST`: each level takes a column of its own."""
_LARGEST: Final = 256 * 1024

_TEXT: Final = "tag:yaml.org,2002:str"
_LIST: Final = "tag:yaml.org,2002:seq"
_MAPPING: Final = "tag:yaml.org,2002:map"
_VALUES: Final = frozenset(f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "float", "null", "timestamp"))
_KEYS: Final = _VALUES | {_TEXT}
_PLAIN_ERRORS: Final = (ValueError, TypeError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What making a value of well-formed YAML may raise, and no mark with it."""


class Fault(NamedTuple):
    """Something wrong in frontmatter. `line` is 1-based in the file."""

    code: str
    line: int
    detail: str


class Frontmatter(NamedTuple):
    """What stood before the body."""

    properties: dict[str, Any]
    """Empty where there is none or it cannot be read."""
    body: int
    """The byte at which the body begins."""
    lines: int
    """How many lines stand before the body."""
    faults: tuple[Fault, ...]


class _Loader(yaml.CSafeLoader):
    """YAML's safe loader that remembers keys that stand twice in one mapping, and is short with what is common.

    Nearly all frontmatter is a mapping of texts, numbers, dates and lists of them. What it means is the safe loader's
    own reading; only the generators and tables are left out by which it makes values of whatever YAML may hold.
    """

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.duplicates: list[tuple[str, int]] = []

    def get_single_data(self) -> Any:
        node = self.get_single_node()
        if node is None:
            return None
        try:
            return self._common(node)
        except _PLAIN_ERRORS:
            return self.construct_document(node)  # makes what is not common, or raises what is to be told

    def _common(self, node: Node) -> Any:
        """The value of a node. LookupError where one of YAML's rarer rules is wanted."""
        tag = node.tag
        if node.__class__ is ScalarNode:
            if tag == _TEXT:
                return intern(node.value)  # the notes of a vault have their keys and tags in common
            if tag in _VALUES:
                return self.yaml_constructors[tag](self, node)
        elif node.__class__ is SequenceNode:
            if tag == _LIST:
                return [self._common(item) for item in node.value]
        elif tag == _MAPPING:
            keys = {key.value for key, _ in node.value if key.__class__ is ScalarNode and key.tag in _KEYS}
            if len(keys) == len(node.value):  # none stands twice, is a list or merges another mapping
                return {self._common(key): self._common(value) for key, value in node.value}
        raise LookupError(tag)

    def resolve(self, kind: type[Node], value: Any, implicit: Any) -> Any:
        """The tag of a node: text where nothing else begins with its first character."""
        if kind is ScalarNode and (not implicit[0] or value[:1] not in self.yaml_implicit_resolvers):
            return _TEXT
        return super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]  # as its stubs leave it

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Nothing: tags that depend on a node's place are not used here."""

    def ascend_resolver(self) -> None:
        """Nothing, as above."""

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        if len(node.value) > 1:
            seen = set()
            for key, _ in node.value:
                if key.value in seen:
                    self.duplicates.append((str(key.value), key.start_mark.line))
                seen.add(key.value if isinstance(key.value, str) else id(key))
        return super().construct_mapping(node, deep=deep)


class _Locator(yaml.CSafeLoader):
    """The loader again, for what cannot be read: a date that is none and the like raise errors that know no line."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.line = 0

    def construct_object(self, node: Node, deep: bool = False) -> Any:
        if not node.value or isinstance(node.value, str):
            self.line = node.start_mark.line
        return super().construct_object(node, deep=deep)


def read(data: bytes) -> Frontmatter:
    """Split a file's bytes (UTF-8, no BOM) and read the YAML. Never raises."""
    opening = _OPENING.match(data)
    if opening is None:
        return Frontmatter({}, 0, 0, ())
    closing = _CLOSING.search(data, opening.end() - 1)
    if closing is None:
        return Frontmatter({}, 0, 0, (Fault("frontmatter-open", 1, ""),))
    body = closing.end()
    lines = data.count(b"\n", 0, body)
    text = data[opening.end() : closing.start()]
    if not text.strip():
        return Frontmatter({}, body, lines, ())
    properties, faults = read_yaml(text)
    return Frontmatter(properties, body, lines, faults)


def body_of(data: bytes) -> tuple[int, int]:
    """Where the body begins, and how many lines stand before it: `read` without reading the YAML."""
    opening = _OPENING.match(data)
    closing = _CLOSING.search(data, opening.end() - 1) if opening is not None else None
    return (closing.end(), data.count(b"\n", 0, closing.end())) if closing is not None else (0, 0)


def read_yaml(text: bytes) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """The mapping that a block of YAML holds, and what is wrong with it; lines count the opening `---` as the first."""
    usual = read_lines(text.decode("utf-8", "replace")) if len(text) <= _LARGEST else None
    return (usual, ()) if usual is not None else read_whole(text)


def read_whole(text: bytes) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """`read_yaml` by YAML's own reader, whatever the text holds."""
    if len(text) > _LARGEST or _depth(text) > _DEEPEST or (_DEEP.search(text) and _block_depth(text) > _DEEPEST):
        return {}, (Fault("frontmatter-too-large", 1, f"{len(text)}"),)
    if (b"*" in text or b"&" in text) and (line := _alias_line(text)):
        return {}, (Fault("frontmatter-alias", line, ""),)
    text = _SEPARATORS.sub(b" ", text)
    handler = YAMLHandler()
    loaders: list[_Loader] = []

    def loader(stream: str) -> _Loader:
        loaders.append(_Loader(stream))
        return loaders[-1]

    try:
        value = handler.load(text.decode("utf-8", "replace"), Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return {}, (Fault("frontmatter-yaml", mark.line + 2 if mark else 1, error.problem or "YAML"),)
    except (yaml.YAMLError, *_PLAIN_ERRORS) as error:
        line = 1 if isinstance(error, yaml.YAMLError) else _line_of_value(text)
        return {}, (Fault("frontmatter-yaml", line, str(error).partition("\n")[0] or type(error).__name__),)
    faults = tuple(Fault("frontmatter-duplicate", line + 2, key) for key, line in loaders[0].duplicates)
    if value is None:
        return {}, faults
    if not isinstance(value, dict):
        return {}, (*faults, Fault("frontmatter-no-mapping", 2, type(value).__name__))
    return {str(key): item for key, item in value.items()}, faults


def _line_of_value(text: bytes) -> int:
    """The line of the value that YAML could parse and Python could not make."""
    locator = _Locator(text.decode("utf-8", "replace"))
    try:
        locator.get_single_data()
    except (yaml.YAMLError, *_PLAIN_ERRORS):
        return locator.line + 2
    return 1


def _depth(text: bytes) -> int:
    """How deep brackets nest, at most: the parser recurses once for each."""
    if text.count(b"[") + text.count(b"{") <= _DEEPEST:
        return 0
    deepest = depth = 0
    for byte in text:
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest


def _block_depth(text: bytes) -> int:
    """How deep collections nest, as the parser's flat events tell: `- - - …` overflows the stack of its recursion."""
    deepest = depth = 0
    try:
        for event in yaml.parse(text.decode("utf-8", "replace"), Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                deepest = max(deepest, depth)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        pass  # the reader itself will say where, and reads no further than here
    return deepest


def _alias_line(text: bytes) -> int:
    """The line of the first anchor or alias, 0 where there is none."""
    try:
        for token in yaml.scan(text.decode("utf-8", "replace"), Loader=yaml.CSafeLoader):
            if isinstance(token, (yaml.AliasToken, yaml.AnchorToken)):
                return int(token.start_mark.line) + 2
    except yaml.YAMLError:
        return 0  # the reader itself will say where
    return 0
