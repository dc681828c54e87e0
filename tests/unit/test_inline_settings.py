"""`[inline]` in the settings: every option, and what it cannot be."""

import json
from dataclasses import fields
from pathlib import Path

import pytest

from studykit.config import Config, parse
from studykit.errors import ConfigurationError
from studykit.flows.inline.plugins import options_of, plugins_of, table_of
from studykit.model.inline import SYNTAXES, Inline

ALL = """
[inline]
syntaxes = ["spaced-repetition", "anki", "anki"]
separator = ";;"
reversed_separator = ";;;"
line_separator = "!"
reversed_line_separator = "!!"
end_marker = "+++"
cloze = ["==", "{{"]
deck_tags = ["cards"]
card_tags = ["karte"]
heading_level = 3
folders = ["Anki"]
"""


def test_every_option_is_read() -> None:
    inline = parse(ALL).inline
    assert inline.syntaxes == ("spaced-repetition", "anki")
    assert all(getattr(inline, one.name) != getattr(Inline(), one.name) for one in fields(Inline))


def test_nothing_is_read_by_default() -> None:
    assert Config().inline.syntaxes == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('syntaxes = ["remnote"]', " | ".join(SYNTAXES)),
        ('cloze = ["~~"]', "== | ** | {{"),
        ("heading_level = 7", "1 … 6"),
        ('separator = ["::"]', '"…"'),
        ('syntax = ["anki"]', "syntaxes"),
    ],
)
def test_what_is_wrong_says_what_would_be_right(line: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse(f"[inline]\n{line}\n")
    assert said in raised.value.parameters.values()


def test_what_init_writes_is_what_it_meant() -> None:
    inline = parse(ALL).inline
    assert parse(table_of(inline)).inline == inline
    assert table_of(Inline()) == ""
    named = Inline(("yanki",), separator='"\\', folders=("卡片/a", "\x7f"))
    assert parse(table_of(named)).inline == named


def test_plugins_say_how_cards_are_written(tmp_path: Path) -> None:
    for name, settings in {
        "obsidian-spaced-repetition": {
            "settings": {
                "flashcardTags": ["#cards", "#review/deep"],
                "singleLineCardSeparator": ";;",
                "multilineCardEndMarker": "+++",
                "convertHighlightsToClozes": False,
                "convertBoldTextToClozes": True,
                "singleLineReversedCardSeparator": "",
            }
        },
        "yanki": {"folders": ["Anki/", "", 5]},
        "dataview": {},
    }.items():
        folder = tmp_path / ".obsidian" / "plugins" / name
        folder.mkdir(parents=True)
        (folder / "data.json").write_text(json.dumps(settings), encoding="utf-8")
    (tmp_path / ".obsidian" / "plugins" / "flashcards-obsidian").mkdir()
    plugins = plugins_of(tmp_path)
    assert set(plugins) == {"spaced-repetition", "yanki", "flashcards"}
    expected = Inline(
        separator=";;", end_marker="+++", cloze=("**",), deck_tags=("cards", "review/deep"), folders=("Anki",)
    )
    assert options_of(plugins) == expected


@pytest.mark.parametrize("text", ["", "[]", "{", '{"settings": 5}', "[" * 100_000, '{"flashcardTags": [5, "", "#"]}'])
def test_settings_that_cannot_be_read_are_the_defaults(tmp_path: Path, text: str) -> None:
    folder = tmp_path / ".obsidian" / "plugins" / "obsidian-spaced-repetition"
    folder.mkdir(parents=True)
    (folder / "data.json").write_text(text, encoding="utf-8")
    assert options_of(plugins_of(tmp_path)) == Inline()
