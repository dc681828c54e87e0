"""Names and limits of the files that a package carries."""

import os
import unicodedata
from pathlib import Path

import pytest

from studykit.anki.media import Media, media_name


def gathered(folder: Path, **limits: int) -> Media:
    return Media(
        lambda target: folder / target if (folder / target).is_symlink() or (folder / target).exists() else None,
        **limits,
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("图 1.PNG", "图_1-01234567.png"),
        ("_x.png", "_x-01234567.png"),
        ('a"<b>&[c]%{{d}}.png', "a_b_c_d_-01234567.png"),
        ("...png", "file-01234567.png"),
        (unicodedata.normalize("NFD", "é.png"), "é-01234567.png"),
        ("x", "x-01234567"),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert media_name(name, "0123456789abcdef") == expected


def test_a_long_name_stays_short_and_whole() -> None:
    name = media_name("图" * 200 + ".png", "0123456789abcdef")
    assert len(name.encode()) <= 120
    assert name.endswith("-01234567.png")


def test_other_bytes_have_another_name_and_the_same_bytes_the_same(tmp_path: Path) -> None:
    for folder, data in (("a", b"1"), ("b", b"2"), ("c", b"1")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "_x.png").write_bytes(data)
    media = gathered(tmp_path)
    names = [media.name(f"{folder}/_x.png") for folder in "abc"]
    assert names[0] == names[2] != names[1]
    assert {name: path.read_bytes() for name, path in media.files.items()} == {names[0]: b"1", names[1]: b"2"}


def test_only_regular_files_of_a_known_kind_and_size_are_taken(tmp_path: Path) -> None:
    (tmp_path / "big.png").write_bytes(b"x" * 11)
    (tmp_path / "small.png").write_bytes(b"x" * 10)
    (tmp_path / "note.md").write_bytes(b"x")
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "link.png").symlink_to(tmp_path / "small.png")
    os.mkfifo(tmp_path / "pipe.png")
    media = gathered(tmp_path, largest_file=10)
    for target in ("big.png", "note.md", "folder.png", "link.png", "pipe.png", "none.png"):
        assert media.name(target) is None, target
    assert media.refused == ["big.png", "folder.png", "link.png", "pipe.png"]
    assert media.name("small.png") is not None


def test_all_files_together_have_a_limit(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.png").write_bytes(b"%d" % number * 10)
    media = gathered(tmp_path, largest_total=25)
    assert [media.name(f"{number}.png") is None for number in range(3)] == [False, False, True]
    assert media.name("0.png") in media.files
