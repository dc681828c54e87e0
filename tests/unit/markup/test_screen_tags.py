"""Tags within a line on a terminal: small letters above and below, readings in brackets, the rest as its text."""

import pytest

from studykit.markup.screen import line_text, screen_lines


def shown(text: str) -> str:
    return "\n".join(line_text(line).rstrip() for line in screen_lines(text, 60)).strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H<sub>2</sub>O and x<sup>2</sup>", "H₂O and x²"),
        ("10<sup>-3</sup> m, Ca<sup>2+</sup>", "10⁻³ m, Ca²⁺"),
        ("a<sup>Q</sup>, b<sub>*one*</sub>", "aQ, bₒₙₑ"),
        ("<sup>2", "²"),
        ("</sup>2", "2"),
        ("<ruby>漢字<rt>かんじ</rt></ruby>を<ruby>読<rt>よ</rt></ruby>む", "漢字(かんじ)を読(よ)む"),
        ("a<br>b<u>c</u> <kbd>x</kbd>", "a\nbc x"),
    ],
)
def test_tags_are_read(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_script_that_is_left_open_ends_with_its_block() -> None:
    assert shown("x<sup>2\n\n2 b") == "x²\n\n2 b"
