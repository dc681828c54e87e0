"""Texts with numbers in them: the word that goes with the number is the right one, in every text that has one."""

import re
from typing import Final

import pytest

from studykit.messages import message, texts

COUNTED: Final = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


@pytest.mark.parametrize("code", sorted(code for code, (english, _) in texts().items() if COUNTED.search(english)))
def test_one_takes_the_singular_and_all_else_the_plural(code: str) -> None:
    names = set(re.findall(r"\{(\w+)", "".join(texts()[code])))
    pairs = COUNTED.findall(texts()[code][0])
    for number, chosen, other in ((1, 1, 2), ("1", 1, 2), (0, 2, 1), (2, 2, 1), ("21", 2, 1)):
        text = message(code, "en", **dict.fromkeys(names, number))
        for pair in pairs:
            assert pair[chosen] in text
            assert "|" not in text
            assert f"{number} {pair[other]} " not in text
        assert "|" not in message(code, "zh", **dict.fromkeys(names, number))


def test_a_number_keeps_its_own_format() -> None:
    assert message("survey-vault", "en", vault="v", notes=1) == "v: 1 note"
    assert message("survey-vault", "en", vault="v", notes=0) == "v: 0 notes"
