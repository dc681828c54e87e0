"""The frontmatter of notes, prompts and decks: split by our own rule, read by python-frontmatter's YAML handler.

The split keeps the body's offset, which python-frontmatter loses. YAML's aliases are refused, as a few lines of
them can unfold into gigabytes; duplicate keys are told of; whatever is wrong is a fault with its line, no exception.
"""

import re
from typing import Any, Final, NamedTuple

import yaml
from frontmatter.default_handlers import YAMLHandler
from yaml.nodes import MappingNode

_FENCE: Final = re.compile(rb"\A---[ \t]*\r?\n(?:(.*?)\r?\n)??---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_OPENING: Final = re.compile(rb"\A---[ \t]*\r?\n")
_DEEPEST: Final = 50
_LARGEST: Final = 256 * 1024


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
    """YAML's safe loader that remembers keys that stand twice in one mapping."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.duplicates: list[tuple[str, int]] = []

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        if len(node.value) > 1:
            seen = set()
            for key, _ in node.value:
                if key.value in seen:
                    self.duplicates.append((str(key.value), key.start_mark.line))
                seen.add(key.value if isinstance(key.value, str) else id(key))
        return super().construct_mapping(node, deep=deep)


def read(data: bytes) -> Frontmatter:
    """Split a file's bytes (UTF-8, no BOM) and read the YAML. Never raises."""
    if not data.startswith(b"---") or _OPENING.match(data) is None:
        return Frontmatter({}, 0, 0, ())
    match = _FENCE.match(data)
    if match is None:
        return Frontmatter({}, 0, 0, (Fault("frontmatter-open", 1, ""),))
    body = match.end()
    lines = data.count(b"\n", 0, body)
    text = match.group(1)
    if not text or not text.strip():
        return Frontmatter({}, body, lines, ())
    properties, faults = read_yaml(text)
    return Frontmatter(properties, body, lines, faults)


def read_yaml(text: bytes) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """The mapping that a block of YAML holds, and what is wrong with it; lines count the opening `---` as the first."""
    if len(text) > _LARGEST or _depth(text) > _DEEPEST:
        return {}, (Fault("frontmatter-too-large", 1, f"{len(text)}"),)
    if (b"*" in text or b"&" in text) and (line := _alias_line(text)):
        return {}, (Fault("frontmatter-alias", line, ""),)
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
    except (yaml.YAMLError, ValueError, RecursionError, TypeError, OverflowError) as error:
        return {}, (Fault("frontmatter-yaml", 1, str(error).partition("\n")[0] or type(error).__name__),)
    faults = tuple(Fault("frontmatter-duplicate", line + 2, key) for key, line in loaders[0].duplicates)
    if value is None:
        return {}, faults
    if not isinstance(value, dict):
        return {}, (*faults, Fault("frontmatter-no-mapping", 2, type(value).__name__))
    return {str(key): item for key, item in value.items()}, faults


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


def _alias_line(text: bytes) -> int:
    """The line of the first anchor or alias, 0 where there is none."""
    try:
        for token in yaml.scan(text.decode("utf-8", "replace"), Loader=yaml.CSafeLoader):
            if isinstance(token, (yaml.AliasToken, yaml.AnchorToken)):
                return int(token.start_mark.line) + 2
    except yaml.YAMLError:
        return 0  # the reader itself will say where
    return 0
