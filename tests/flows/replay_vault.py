"""A vault as its writer handles it, and the Git repository of what was done to it."""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


class Pages:
    """The notes of a vault as their writer handles them; a moved note's links follow it, as Obsidian has it."""

    def __init__(self, root: Path, reference: Path) -> None:
        self.root, self.reference = root, reference

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def write(self, path: str, text: str) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())

    def find(self, name: str) -> str:
        """Where the note of this name lies; a path stands for itself."""
        if name.endswith(".md"):
            return name
        (found,) = self.root.rglob(f"{name}.md")
        return found.relative_to(self.root).as_posix()

    def change(self, name: str, *pairs: tuple[str, str]) -> None:
        path = self.find(name)
        text = self.read(path)
        for old, new in pairs:
            assert text.count(old) == 1, (name, old, text.count(old))
            text = text.replace(old, new)
        self.write(path, text)

    def cut(self, name: str, heading: str) -> str:
        """Take a heading with what is below it out of a note."""
        path = self.find(name)
        text = self.read(path)
        start = text.index(f"\n{heading}\n") + 1
        mark = heading.split(" ")[0]
        ends = [text.find(f"\n{'#' * depth} ", start) for depth in range(1, len(mark) + 1)]
        end = min((end + 1 for end in ends if end >= 0), default=len(text))
        self.write(path, text[:start].rstrip() + "\n\n" + text[end:])
        return text[start:end].strip() + "\n"

    def append(self, name: str, text: str) -> None:
        path = self.find(name)
        self.write(path, self.read(path).rstrip() + "\n\n" + text)

    def move(self, old: str, new: str) -> None:
        place = self.root / new
        place.parent.mkdir(parents=True, exist_ok=True)
        (self.root / old).rename(place)
        names = [(old.removesuffix(".md"), new.removesuffix(".md"))]
        names.append((Path(old).stem, Path(new).stem))
        for path in self.root.rglob("*.md"):
            text = before = path.read_bytes().decode()
            for was, now in names:
                for end in ("]]", "|", "#", "\\|"):
                    text = text.replace(f"[[{was}{end}", f"[[{now}{end}")
            if text != before:
                path.write_bytes(text.encode())

    def remove(self, path: str) -> None:
        (self.root / path).unlink()


@dataclass(frozen=True, slots=True)
class Commit:
    """A change of the vault, and what it means for the facts: those not named survive it with the same words."""

    kind: str
    change: Callable[[Pages], None]
    reworded: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    """Facts, or the names of notes with all their facts, whose text is nowhere any more; `back` where it is again."""
    back: tuple[str, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)
    """What says another thing from here on, and words of that thing: the old card may not come to hold them."""
    new: Mapping[str, str] = field(default_factory=dict)
    """Facts that may have a new card: no other new card is right."""


def make_repository(folder: Path, reference: Path, commits: tuple[Commit, ...]) -> list[str]:
    """A repository in `folder` with the reference vault and then each commit; their names, oldest first."""
    shutil.copytree(reference, folder)
    pages = Pages(folder, reference)
    git(folder, "init", "--quiet", "--initial-branch=main")
    names = [_commit(folder, "the vault as it is")]
    for commit in commits:
        commit.change(pages)
        names.append(_commit(folder, commit.kind))
    return names


def git(folder: Path, *words: str) -> str:
    """Run git in a repository, apart from anybody's settings."""
    fixed = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false")
    environment = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "PATH": "/usr/bin:/bin"}
    done = subprocess.run([*fixed, *words], cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def _commit(folder: Path, message: str) -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD").strip()
