"""A prompt: a Markdown file with frontmatter and `$name` placeholders, checked when it is read and not when it is used.

    ---
    name: draft
    version: 2
    purpose: …
    parameters:
      temperature: 0.2
    ---
    [system]
    what stays the same from request to request
    [user]
    what is asked now: $text

`$$` is a dollar sign. Without the two marks all of it is what is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from typing import Final

from studykit.errors import ConfigurationError
from studykit.llm.request import Parameters
from studykit.markup.frontmatter import read as read_frontmatter
from studykit.model.ids import digest

PLACEHOLDERS: Final[Mapping[str, frozenset[str]]] = {
    "draft": frozenset(
        ("shape", "examples", "language", "section", "concept", "siblings", "standing", "limit", "delimiter", "text")
    ),
    "section": frozenset(("shape", "examples", "language", "section", "standing", "limit", "delimiter", "text")),
    "repair": frozenset(("errors",)),
    "redo": frozenset(("shape", "language", "concept", "card", "feedback", "delimiter", "text")),
    "judge": frozenset(("shape", "examples", "cards", "delimiter", "text")),
    "grade": frozenset(("shape", "question", "answer", "delimiter", "text")),
    "explain": frozenset(("shape", "language", "question", "answer", "delimiter", "text")),
}
"""What each prompt may use."""
_NEEDED: Final = frozenset(("shape", "delimiter", "text", "errors"))
"""Of these, what a prompt cannot do without."""
_PARAMETERS: Final = frozenset(("temperature", "top_p", "seed", "presence_penalty", "frequency_penalty"))
_MARKS: Final = ("[system]", "[user]")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt as its file says it."""

    name: str
    version: str
    purpose: str
    parameters: Parameters
    system: str
    user: str
    path: str

    @property
    def digest(self) -> str:
        """Identity of the text and its parameters: another one drafts again."""
        return digest("prompt", self.name, self.version, self.system, self.user, str(self.parameters))

    def fill(self, values: Mapping[str, str]) -> tuple[str, str]:
        """(system, user) with every placeholder replaced, once: what a value holds is text and no placeholder."""
        return Template(self.system).substitute(values).strip(), Template(self.user).substitute(values).strip()


def parse_prompt(name: str, data: bytes, path: str) -> Prompt:
    """The prompt in a file. ConfigurationError with path and line where it cannot be used."""
    front = read_frontmatter(data)
    if front.faults:
        fault = front.faults[0]
        raise ConfigurationError("prompt-frontmatter", path=path, line=fault.line, detail=fault.detail or fault.code)
    properties = front.properties
    if properties.get("name", name) != name:
        raise ConfigurationError("prompt-name", path=path, name=name, found=properties["name"])
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n") if not front.body else data[front.body :].decode("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigurationError("prompt-encoding", path=path, detail=str(error)) from None
    body = text.replace("\r\n", "\n")
    _check(name, body, front.lines, path)
    system, user = _halves(body)
    return Prompt(
        name=name,
        version=str(properties.get("version", "")),
        purpose=str(properties.get("purpose", "")),
        parameters=_parameters(properties.get("parameters"), path),
        system=system,
        user=user,
        path=path,
    )


def _check(name: str, body: str, above: int, path: str) -> None:
    """Every placeholder is known, and those that are needed are there."""
    known = PLACEHOLDERS[name]
    found: set[str] = set()
    for line, text in enumerate(body.split("\n"), start=above + 1):
        for match in Template.pattern.finditer(text):
            used = match["named"] or match["braced"]
            if used in known:
                found.add(used)
            elif match["escaped"] is None:
                raise ConfigurationError(
                    "prompt-placeholder",
                    path=path,
                    line=line,
                    found=match.group() if used else text[match.start() : match.start() + 12],
                    known=", ".join(f"${each}" for each in sorted(known)),
                )
    lacking = sorted(known & _NEEDED - found)
    if lacking:
        raise ConfigurationError("prompt-lacks", path=path, line=above + 1, names=", ".join(f"${n}" for n in lacking))


def _halves(body: str) -> tuple[str, str]:
    halves: dict[str, list[str]] = {mark: [] for mark in _MARKS}
    now = _MARKS[1]
    for line in body.split("\n"):
        if line.strip() in _MARKS:
            now = line.strip()
        else:
            halves[now].append(line)
    system, user = ("\n".join(halves[mark]).strip() for mark in _MARKS)
    return system, user


def _parameters(value: object, path: str) -> Parameters:
    if value is None:
        return ()
    if not isinstance(value, dict):
        raise ConfigurationError("prompt-parameters", path=path, known=", ".join(sorted(_PARAMETERS)))
    for name, number in value.items():
        if name not in _PARAMETERS or isinstance(number, bool) or not isinstance(number, (int, float)):
            raise ConfigurationError("prompt-parameters", path=path, known=", ".join(sorted(_PARAMETERS)))
    return tuple(sorted(value.items()))
