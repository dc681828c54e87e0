"""What of a folder is a note: links, pipes, templates, drawings, exclusions, and files that cannot be read."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from studykit.config import Config
from studykit.flows.reading.scan import scan
from studykit.model.event import silent
from studykit.model.ids import NotePath
from studykit.model.problem import Problem
from studykit.vault import load


def _write(root: Path, *paths: str, text: str = "text\n") -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _notes(root: Path, exclude: Iterable[str] = (), skip: Iterable[Path] = ()) -> list[str]:
    return [file.path for file in load.list_files(root, exclude, skip).notes]


def _codes(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in problems]


def test_an_empty_vault_has_nothing_and_no_problem(tmp_path: Path) -> None:
    assert load.list_files(tmp_path) == load.Listing((), frozenset(), frozenset(), ())


def test_hidden_folders_drawings_and_templates_are_left_out(tmp_path: Path) -> None:
    _write(tmp_path, ".obsidian/x.md", ".trash/x.md", ".git/x.md", ".hidden.md", "a/.b/x.md")
    _write(tmp_path, "Templates/x.md", "a/templates/x.md", "模板/x.md", "_templates/y/x.md", "Drawing.excalidraw.md")
    _write(tmp_path, "a/note.md", "Template.md", "B.MD")
    assert _notes(tmp_path) == ["B.MD", "Template.md", "a/note.md"]


@pytest.mark.parametrize(
    ("file", "settings", "left"),
    [
        ("templates.json", {"folder": "Meta/Vorlagen"}, ["Meta/x.md", "Meta/y.md", "Top.md"]),
        ("templates.json", {"folder": "/Meta/Vorlagen/"}, ["Meta/x.md", "Meta/y.md", "Top.md"]),
        ("daily-notes.json", {"template": "Meta/x"}, ["Meta/Vorlagen/t.md", "Meta/y.md", "Top.md"]),
        ("daily-notes.json", {"template": "Top.md"}, ["Meta/Vorlagen/t.md", "Meta/x.md", "Meta/y.md"]),
        (
            "plugins/templater-obsidian/data.json",
            {"templates_folder": "Meta"},
            ["Top.md"],
        ),
        ("templates.json", {"folder": ""}, ["Meta/Vorlagen/t.md", "Meta/x.md", "Meta/y.md", "Top.md"]),
        ("templates.json", ["folder"], ["Meta/Vorlagen/t.md", "Meta/x.md", "Meta/y.md", "Top.md"]),
        ("templates.json", {"folder": 3}, ["Meta/Vorlagen/t.md", "Meta/x.md", "Meta/y.md", "Top.md"]),
    ],
)
def test_obsidian_says_where_templates_are(tmp_path: Path, file: str, settings: object, left: list[str]) -> None:
    _write(tmp_path, "Meta/Vorlagen/t.md", "Meta/x.md", "Meta/y.md", "Top.md")
    _write(tmp_path, f".obsidian/{file}", text=json.dumps(settings))
    assert _notes(tmp_path) == left


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, '{"folder": "\udc80"}'], ids=["empty", "cut", "deep", "bytes"]
)
def test_broken_settings_of_obsidian_are_passed_over(tmp_path: Path, text: str) -> None:
    _write(tmp_path, "a.md")
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "templates.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert _notes(tmp_path) == ["a.md"]


def test_a_template_folder_with_brackets_in_its_name(tmp_path: Path) -> None:
    _write(tmp_path, "[x]/t.md", "x/n.md")
    _write(tmp_path, ".obsidian/templates.json", text='{"folder": "[x]"}')
    assert _notes(tmp_path) == ["x/n.md"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("Archive", ["a/Archive/y.md", "a/x.md"]),
        ("Archive/", ["a/Archive/y.md", "a/x.md"]),
        ("Archive/*", ["a/Archive/y.md", "a/x.md"]),
        ("./Archive/**", ["a/Archive/y.md", "a/x.md"]),
        ("*/Archive/*", ["Archive/x.md", "a/x.md"]),
        ("*x.md", ["a/Archive/y.md"]),
        ("a/*.md", ["Archive/x.md"]),
        ("**/x.md", ["a/Archive/y.md"]),
    ],
)
def test_exclude_globs(tmp_path: Path, pattern: str, left: list[str]) -> None:
    _write(tmp_path, "Archive/x.md", "a/Archive/y.md", "a/x.md")
    assert _notes(tmp_path, [pattern]) == left


def test_the_workspaces_own_folders_within_the_vault_are_no_notes(tmp_path: Path) -> None:
    _write(tmp_path, "decks/MOC/1 x.md", ".studykit/x.md", "prompts/draft.md", "notes/a.md")
    (tmp_path / "shown").symlink_to(tmp_path / "decks" / "MOC")
    skip = [tmp_path / "decks", tmp_path / ".studykit", tmp_path / "prompts"]
    assert _notes(tmp_path, skip=skip) == ["notes/a.md"]


def test_links_out_of_the_vault_are_reported_and_not_followed(tmp_path: Path) -> None:
    vault, outside = tmp_path / "vault", tmp_path / "outside"
    _write(vault, "a.md")
    _write(outside, "secret.md")
    (vault / "folder").symlink_to(outside)
    (vault / "note.md").symlink_to(outside / "secret.md")
    listing = load.list_files(vault)
    assert [file.path for file in listing.notes] == ["a.md"]
    assert _codes(listing.problems) == [("link-outside", "folder"), ("link-outside", "note.md")]


def test_a_vault_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    _write(tmp_path / "real", "a.md", "b/c.md")
    (tmp_path / "vault").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "d.md").symlink_to("a.md")
    assert _notes(tmp_path / "vault") == ["a.md", "b/c.md", "d.md"]


def test_loops_end(tmp_path: Path) -> None:
    _write(tmp_path, "a/b/note.md")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "b" / "here").symlink_to(".")
    (tmp_path / "self").symlink_to("self")
    listing = load.list_files(tmp_path)
    assert [file.path for file in listing.notes] == ["a/b/note.md"]
    assert sorted(_codes(listing.problems)) == [
        ("file-unreadable", "self"),
        ("link-loop", "a/b/here"),
        ("link-loop", "a/b/up"),
    ]


def test_what_a_link_within_the_vault_leads_to_is_read_where_it_lies(tmp_path: Path) -> None:
    _write(tmp_path, "z/note.md")
    (tmp_path / "a").symlink_to("z")
    listing = load.list_files(tmp_path)
    assert [file.path for file in listing.notes] == ["z/note.md"]
    assert listing.problems == ()


def test_dead_links_pipes_and_sockets_are_reported_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "dead.md").symlink_to("gone.md")
    os.mkfifo(tmp_path / "pipe.md")
    _write(tmp_path, "a.md")
    listing = load.list_files(tmp_path)
    assert [file.path for file in listing.notes] == ["a.md"]
    assert _codes(listing.problems) == [("file-unreadable", "dead.md"), ("file-special", "pipe.md")]


def test_a_pipe_in_a_notes_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    found = load.read_bytes(tmp_path, "pipe.md")
    assert isinstance(found, Problem)
    assert found.code == "file-special"


def test_a_pipe_in_the_place_of_obsidians_settings_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    os.mkfifo(tmp_path / ".obsidian" / "templates.json")
    _write(tmp_path, "a.md")
    assert _notes(tmp_path) == ["a.md"]


def test_a_note_over_the_limit_is_reported_and_links_to_it_are_not_broken(tmp_path: Path) -> None:
    _write(tmp_path, "big.md", text="x" * (load.LARGEST_NOTE + 1))
    _write(tmp_path, "fits.md", text="x" * load.LARGEST_NOTE)
    _write(tmp_path, "a.md", text="[[big]] [[none]]")
    found = scan(tmp_path, Config(), silent)
    assert sorted(found.notes) == ["a.md", "fits.md"]
    assert sorted(_codes(found.problems)) == [("link-broken", "a.md"), ("note-too-large", "big.md")]


def test_a_link_to_a_drawing_or_a_template_is_not_broken(tmp_path: Path) -> None:
    _write(tmp_path, "Sketch.excalidraw.md", "Templates/Daily.md")
    _write(tmp_path, "a.md", text="![[Sketch.excalidraw]] ![[Sketch.excalidraw.md]] [[Daily]]")
    assert scan(tmp_path, Config(), silent).problems == ()


def test_a_note_that_grew_over_the_limit_since_it_was_listed(tmp_path: Path) -> None:
    _write(tmp_path, "a.md", text="x" * (load.LARGEST_NOTE + 1))
    found = load.read_bytes(tmp_path, "a.md")
    assert isinstance(found, Problem)
    assert found.code == "note-too-large"


@pytest.mark.parametrize("times", [1, 9])
def test_a_note_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Once: it is read again. Always: it is told of, and nothing half written is taken."""
    _write(tmp_path, "a.md", text="old\n")
    real, calls = os.fstat, [0]

    def changing(descriptor: int) -> os.stat_result:
        calls[0] += 1
        if calls[0] % 2 == 0 and calls[0] // 2 <= times:
            with (tmp_path / "a.md").open("a") as file:
                file.write("more\n")
        return real(descriptor)

    monkeypatch.setattr(os, "fstat", changing)
    found = load.read_bytes(tmp_path, "a.md")
    if times == 1:
        assert found == b"old\nmore\n"
    else:
        assert isinstance(found, Problem)
        assert found.code == "changed-while-reading"


def test_a_note_that_vanished_is_a_problem(tmp_path: Path) -> None:
    found = load.read_bytes(tmp_path, "gone.md")
    assert isinstance(found, Problem)
    assert found.code == "file-unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_a_problem_and_unknown(tmp_path: Path) -> None:
    _write(tmp_path, "a.md", "folder/b.md")
    (tmp_path / "a.md").chmod(0)
    (tmp_path / "folder").chmod(0)
    try:
        found = scan(tmp_path, Config(), silent)
    finally:
        (tmp_path / "folder").chmod(0o700)
    assert sorted(_codes(found.problems)) == [("file-unreadable", "a.md"), ("folder-unreadable", "folder")]
    assert found.unread == {"a.md", "folder"}


def test_a_folder_that_cannot_be_listed_is_a_problem_and_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, "a.md", "folder/b.md")
    real = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("folder"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = scan(tmp_path, Config(), silent)
    assert _codes(found.problems) == [("folder-unreadable", "folder")]
    assert found.unread == {"folder"}


def test_folders_deeper_than_python_recurses(tmp_path: Path) -> None:
    opened = [os.open(tmp_path, os.O_RDONLY)]
    try:
        for _ in range(600):
            os.mkdir("d", dir_fd=opened[-1])
            opened.append(os.open("d", os.O_RDONLY, dir_fd=opened[-1]))
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(300)
        try:
            listing = load.list_files(tmp_path)
        finally:
            sys.setrecursionlimit(limit)
    finally:
        os.close(opened.pop())
        while opened:  # pytest's own cleaning recurses
            os.rmdir("d", dir_fd=opened[-1])
            os.close(opened.pop())
    assert len(listing.folders) == 600


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
def test_names_that_are_no_utf8_are_told_of_in_letters_that_can_be_shown(tmp_path: Path) -> None:
    try:
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.md"))).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/dir\xff")).mkdir()
    _write(tmp_path, "a.md")
    listing = load.list_files(tmp_path)
    assert [file.path for file in listing.notes] == ["a.md"]
    assert _codes(listing.problems) == [("name-not-text", "bad\ufffd.md"), ("name-not-text", "dir\ufffd")]


def test_paths_are_as_the_file_system_spells_them(tmp_path: Path) -> None:
    _write(tmp_path, "Ma\u0301s/Übung.md", "a b/ü.md")
    assert set(_notes(tmp_path)) == {NotePath("Ma\u0301s/Übung.md"), NotePath("a b/ü.md")}
