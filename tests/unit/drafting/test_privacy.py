"""What notes say of themselves is heeded, and what is private is taken out of what is sent."""

from time import process_time

import pytest

from studykit.drafting.privacy import Privacy, is_private, without_comments
from studykit.model.ids import NotePath
from studykit.model.note import Note
from studykit.vault.parse import parse_note


def note(head: str, name: str = "My diary.md", body: str = "# My diary\n\nText.\n") -> Note:
    found = parse_note(NotePath(name), f"---\n{head}\n---\n{body}".encode()).note
    assert found is not None
    return found


@pytest.mark.parametrize(
    "head",
    [
        "private: true",
        "private: 'yes'",
        "publish: false",
        "draft: true",
        "llm: false",
        "llm: off",
        "tags: [private]",
        "tags: '#nollm'",
        "tags: [a, Secret]",
        "tags: [private/health]",
    ],
)
def test_a_note_that_says_so_is_private(head: str) -> None:
    assert is_private(note(head))


@pytest.mark.parametrize(
    "head", ["private: false", "publish: true", "draft: no", "llm: true", "tags: [privateer]", "a: b"]
)
def test_another_is_not(head: str) -> None:
    assert not is_private(note(head))


def test_a_tag_in_the_text_counts() -> None:
    assert is_private(note("a: b", body="# My diary\n\nText. #private\n"))


PRIVACY = Privacy([note("private: true\naliases: [Tagebuch]"), note("a: b", "Open.md", "# Open\n")])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("see [[My diary]] and [[Open]]", "see … and [[Open]]"),
        ("see [[folder/My diary#Part|what I wrote]]", "see what I wrote"),
        ("see [[Tagebuch]] and [[My diary|My diary]]", "see … and …"),
        ("![[My diary]] ![[My diary|300]] ![[picture.png]]", "… … ![[picture.png]]"),
        ("[what I wrote](My%20diary.md) and [o](Open.md)", "what I wrote and [o](Open.md)"),
        ("In My diary it says; My diary's end; Amy diary", "In … it says; …'s end; Amy diary"),
        ("nothing here", "nothing here"),
    ],
)
def test_links_and_titles_are_taken_out(text: str, left: str) -> None:
    assert PRIVACY.cleared(text) == left


def test_a_common_word_stays_in_the_text_and_goes_from_links() -> None:
    privacy = Privacy([note("private: true", "Python.md", "# Python\n")])
    assert privacy.cleared("Python is used in [[Python]]") == "Python is used in …"


def test_without_private_notes_nothing_changes() -> None:
    assert not Privacy([])
    assert Privacy([]).cleared("[[My diary]]") == "[[My diary]]"


def test_private_notes_are_not_read() -> None:
    read = PRIVACY.readable(lambda path: path)
    assert read(NotePath("My diary.md")) is None
    assert read(NotePath("Open.md")) == "Open.md"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a %%hidden%% b", "a  b"),
        ("a\n\n%%\nhidden\n%%\n\nb", "a\n\n  \n      \n  \n\nb"),
        ("a <!-- hidden --> b", "a  b"),
        ("a\n<!--\nhidden\n", "a\n"),
        ("`<!-- code -->` and `%%code%%`", "`<!-- code -->` and `%%code%%`"),
        ("```html\n<!-- code -->\n```\n<!-- hidden -->x", "```html\n<!-- code -->\n```\nx"),
        ("中文 <!-- 隐藏 -->文字", "中文 文字"),
    ],
)
def test_comments_go_and_code_stays(text: str, left: str) -> None:
    assert without_comments(text) == left


@pytest.mark.parametrize("piece", ["<!--", "`a` <!-- -->", "%%", "[[My diary", "[[My diary]]", "[a](", "My diary"])
def test_clearing_is_linear(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    start = process_time()
    PRIVACY.cleared(without_comments(text))
    assert process_time() - start < 1.5
