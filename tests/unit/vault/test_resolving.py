"""A link leads where it leads whatever was asked before it, and from whichever note that does not matter."""

from hypothesis import given
from hypothesis import strategies as st

from studykit.model.ids import NotePath
from studykit.model.note import Link, Note
from studykit.vault.resolve import Resolver

FOLDERS = ("", "x/", "x/y/", "z/", "a/")
PATHS = tuple(f"{folder}{name}" for folder in FOLDERS for name in ("a.md", "A.md", "b.md", "x.md", "é.md", "p.png"))
TARGETS = st.one_of(
    st.sampled_from(
        ("a", "A", "b.md", "x/a", "y/b", "../a", "./b", "..", ".", "x/..", "a/../b", "/a", "p.png", "e\u0301")
    ),
    st.lists(st.sampled_from(("a", "b", "x", "y", "z", "..", ".", "", "another")), max_size=4).map("/".join),
)


def _note(path: str, alias: str) -> Note:
    return Note(NotePath(path), path, (alias,), {}, (), (), (), frozenset(), 1, 0, 0, "")


@given(
    st.lists(st.sampled_from(PATHS), unique=True, max_size=8),
    st.lists(st.tuples(TARGETS, st.sampled_from(FOLDERS), st.booleans()), max_size=12),
)
def test_what_is_remembered_of_a_target_is_what_would_be_found(
    paths: list[str], asked: list[tuple[str, str, bool]]
) -> None:
    notes = {NotePath(path): _note(path, f"another{len(path) % 2 or ''}") for path in paths if path.endswith(".md")}
    resolver = Resolver(notes, [path for path in paths if not path.endswith(".md")])
    for target, folder, wiki in asked:
        found = resolver.resolve(Link(target, "", "", "", 1, wiki=wiki), NotePath(f"{folder}note.md"))
        if target:
            assert found == resolver._find(target, folder.rstrip("/"), wiki)
        else:
            assert found.path == f"{folder}note.md"
