"""Which key means what: digits and signs of an input method, caps lock, and what settings may say."""

import pytest
from textual.events import Key

from studykit.config import Config, Keys, parse
from studykit.errors import ConfigurationError
from studykit.tui.keys import Keymap


@pytest.mark.parametrize(
    ("key", "character", "action"),
    [
        ("1", "1", "again"),
        ("fullwidth_digit_one", "１", "again"),
        ("fullwidth_digit_four", "４", "easy"),
        ("space", " ", "show"),
        ("ideographic_space", "\u3000", "show"),
        ("enter", "\r", "show"),
        ("question_mark", "?", "help"),
        ("fullwidth_question_mark", "？", "help"),
        ("slash", "/", "browse"),
        ("ideographic_comma", "、", "browse"),
        ("fullwidth_colon", "：", "palette"),
        ("upper_u", "U", "undo"),
        ("upper_g", "G", "bottom"),
        ("g", "g", "top"),
        ("ctrl+z", "\x1a", "undo"),
        ("pagedown", None, "page_down"),
        ("upper_z", "Z", None),
    ],
)
def test_a_key_is_its_action_whatever_the_input_method_sends(key: str, character: str | None, action: str) -> None:
    assert Keymap(Keys()).action(Key(key, character)) == action


def test_keys_can_be_other_ones() -> None:
    config = parse('[keys]\nundo = "z"\nshow = ["space", "l"]\nfold = "tab"\nflag = []\n')
    keymap = Keymap(config.keys)
    assert keymap.action(Key("z", "z")) == "undo"
    assert keymap.action(Key("u", "u")) is None
    assert keymap.action(Key("l", "l")) == "show"
    assert keymap.action(Key("f", "f")) is None
    assert keymap.shown("flag", "en") == ""


@pytest.mark.parametrize(
    ("settings", "code", "part"),
    [
        ('[keys]\nundoo = "z"', "config-key", "undo"),
        ('[keys]\nundo = "hyper+z"', "config-type", "hyper+z"),
        ("[keys]\nundo = 3", "config-type", "int"),
        ('[keys]\nundo = "e"', "config-key-twice", "keys.edit"),
        ('[keys]\nundo = ""', "config-type", "“”"),
    ],
)
def test_a_wrong_binding_is_a_configuration_error_that_says_what_is_right(settings: str, code: str, part: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        parse(settings)
    assert error.value.code == code
    assert part in str(error.value)


def test_the_usual_keys_do_not_contradict_each_other() -> None:
    assert Config().keys == parse("[keys]\n").keys


@pytest.mark.parametrize(("action", "shown"), [("show", "空格 回车"), ("undo", "u ^z"), ("page_down", "PgDn ^f")])
def test_keys_are_printed_as_they_stand_on_the_keyboard(action: str, shown: str) -> None:
    assert Keymap(Keys()).shown(action, "zh", every=True) == shown
