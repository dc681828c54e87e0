"""A card's text on a screen, by example."""

import pytest

from studykit.markup.screen import Labels, line_text, screen_lines


def shown(text: str, columns: int = 40, face: str = "", *, hidden: bool = False) -> list[str]:
    return [line_text(line, hidden=hidden).rstrip() for line in screen_lines(text, columns, face)]


def styles(text: str, columns: int = 40) -> list[tuple[str, str]]:
    return [(run.text, run.style) for line in screen_lines(text, columns) for run in line if run.style]


def test_chinese_breaks_anywhere_but_before_closing_and_after_opening_marks() -> None:
    assert shown("一二三四五六七八，九", 16) == ["一二三四五六七", "八，九"]
    assert shown("一二三四五六七（八）", 16) == ["一二三四五六七", "（八）"]


def test_chinese_after_a_blank_fills_the_line() -> None:
    assert shown("abc 目标函数取最小值是为了", 12) == ["abc 目标函数", "取最小值是为", "了"]


def test_latin_breaks_at_blanks_and_what_is_too_long_at_the_edge() -> None:
    assert shown("policy gradient methods", 16) == ["policy gradient", "methods"]
    assert shown("abcdefghijklmnop", 10) == ["abcdefghij", "klmnop"]


def test_markup_becomes_style() -> None:
    assert styles("**a** *b* ~~c~~ `d` ==e== [[N|f]]") == [
        ("a", "strong"), ("b", "emphasis"), ("c", "strike"), ("d", "code"), ("e", "mark"), ("f", "link"),
    ]  # fmt: skip


def test_two_signs_of_a_comparison_are_no_highlight() -> None:
    assert shown("if a == b and c == d") == ["if a == b and c == d"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- a\n  - b\n- c", ["• a", "  • b", "• c"]),
        ("3. a\n4. b", ["3. a", "4. b"]),
        ("- [x] done\n- [ ] open", ["• ☑ done", "• ☐ open"]),
        ("> quoted\n> twice", ["│ quoted", "│ twice"]),
        ("> [!tip] Title\n> body", ["│ Title", "│ body"]),
        ("> [!tip]\n> body", ["│ Tip", "│ body"]),
        ("a\n\nb", ["a", "", "b"]),
        ("a\nb", ["a", "b"]),
        ("see ![[folder/图.png|300]] there", ["see [image: 图.png] there"]),
        ("![[a.mp3]]", ["[sound: a.mp3]"]),
        ("[[folder/Note#Part]]", ["Note > Part"]),
        ("note[^1]\n\n[^1]: said", ["note[1]", "", "[1] said"]),
        ("a %%secret%% b <!-- c --> d", ["a  b  d"]),
        ("text ^block-id", ["text"]),
        ("\x1b[31mred\u202e", ["[31mred"]),
    ],
)
def test_blocks(text: str, lines: list[str]) -> None:
    assert shown(text) == lines


def test_a_table_that_fits_is_ruled_and_aligned() -> None:
    assert shown("| 方法 | n |\n|---|--:|\n| PPO | 1 |\n| 直接 | 22 |") == [
        "方法 │  n",
        "─────┼───",
        "PPO  │  1",
        "直接 │ 22",
    ]


def test_a_table_with_too_many_columns_becomes_records() -> None:
    table = "| a | b | c | d | e |\n|---|---|---|---|---|\n| one long cell | two long | three long | four | five |"
    assert shown(table, 20)[0] == "a: one long cell"


def test_a_deletion_is_covered_by_its_hint_and_blanks_of_its_width() -> None:
    text = "GRPO 用 {{c1::组内标准化::怎么做}} 代替 {{c2::价值模型}}。"
    assert shown(text, 60, "c1", hidden=True) == ["GRPO 用 [怎么做]__ 代替 价值模型。"]
    assert shown(text, 60, "c1") == ["GRPO 用 组内标准化 代替 价值模型。"]
    assert shown(text, 60, "c2", hidden=True) == ["GRPO 用 组内标准化 代替 ________。"]


def test_a_hint_longer_than_the_answer_has_its_place() -> None:
    assert shown("{{c1::a::a long hint}} b", 60, "c1", hidden=True) == ["[a long hint] b"]
    assert shown("{{c1::a::a long hint}} b", 60, "c1") == ["a" + "\u00a0" * 12 + " b"]


def test_a_deletion_over_several_list_items_is_covered_whole() -> None:
    lines = shown("{{c1::\n- one\n- two\n}}", 40, "c1", hidden=True)
    assert not any("one" in line or "two" in line for line in lines)


def test_the_words_for_pictures_are_the_readers() -> None:
    lines = screen_lines("![[a.png]]", 40, "", Labels("图", "声音"))
    assert line_text(lines[0]) == "[图: a.png]"


def test_code_keeps_its_columns_and_has_colours() -> None:
    text = "```python\ndef f():\n\treturn 1\n```"
    assert shown(text) == ["  def f():", "      return 1"]
    assert ("def", "code k") in styles(text)
