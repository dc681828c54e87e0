"""Settings: every key is optional, a wrong one is an error that names the file, the key and what would be right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.config import Config, parse
from studykit.config.options import written_option
from studykit.errors import ConfigurationError
from studykit.model.options import Options


def test_an_empty_file_is_all_defaults() -> None:
    assert parse("") == Config()


def test_options_are_read_where_they_stand() -> None:
    config = parse(
        """
        learn = "anki"
        [review]
        day_starts = 0
        desired_retention = 0.85
        learning_steps = ["30s", "1.5m", "2h", "1d"]
        easy_days = { sun = "minimum" }
        """
    )
    assert config.learn == "anki"
    assert config.review.day_starts == 0
    assert config.review.options.desired_retention == 0.85
    assert config.review.options.learning_steps == (30, 90, 7200, 86400)
    assert config.review.options.easy_days == {"sun": "minimum"}
    assert config.review.options.relearning_steps == Options().relearning_steps


@given(
    steps=st.lists(st.integers(1, 9999 * 86400), max_size=4).map(tuple),
    retention=st.floats(0.7, 0.99),
    action=st.sampled_from(["suspend", "tag"]),
)
def test_an_option_that_is_told_can_be_put_into_the_settings(
    steps: tuple[int, ...], retention: float, action: str
) -> None:
    told = {"learning_steps": steps, "desired_retention": retention, "leech_action": action}
    lines = [written_option(name, value) for name, value in told.items()]
    options = parse("\n".join(["[review]", *lines])).review.options
    assert {name: getattr(options, name) for name in told} == told


def test_steps_are_told_in_the_largest_unit_that_holds_them() -> None:
    assert written_option("learning_steps", (60, 600, 5400, 86400)) == 'learning_steps = ["1m", "10m", "90m", "1d"]'


def test_a_decks_options_come_from_the_nearest_above_that_sets_them() -> None:
    config = parse(
        """
        [review]
        new_per_day = 5
        [review.decks."RL"]
        desired_retention = 0.95
        learn = "anki"
        [review.decks."RL::PPO"]
        new_per_day = 0
        learn = "terminal"
        """
    )
    assert config.review.of("RL::PPO::Clip") == Options(desired_retention=0.95, new_per_day=0)
    assert config.review.of("RL::GRPO") == Options(desired_retention=0.95, new_per_day=5)
    assert config.review.of("RLHF") == Options(new_per_day=5)
    assert [config.learned_in(deck) for deck in ("RL", "RL::PPO::Clip", "RLHF")] == ["anki", "terminal", "terminal"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[review]\ndesired_retention = 1.0", "review.desired_retention"),
        ("[review]\ndesired_retention = true", "review.desired_retention"),
        ("[review]\nlearning_steps = [60]", "review.learning_steps"),
        ('[review]\nlearning_steps = ["0s"]', "review.learning_steps"),
        ("[review]\nday_starts = 24", "review.day_starts"),
        ("[review]\nparameters = [1.0, 2.0]", "review.parameters"),
        ('[review]\nnew_order = "alphabet"', "review.new_order"),
        ('[review]\neasy_days = { someday = "full" }', "review.easy_days.someday"),
        ("[review]\nfuzz = 1", "review.fuzz"),
        ("[review]\noptions = 1", "review.options"),
        ("[review]\nnew_per_dya = 1", "review.new_per_dya"),
        ('[review.decks."RL"]\nnew = 1', 'review.decks."RL".new'),
        ("[review.decks]\nRL = 1", "review.decks"),
        ('[review.decks."RL"]\nlearn = "paper"', 'review.decks."RL".learn'),
        ('journal = "yes"', "journal"),
        ('learn = "both"', "learn"),
        ("[drafting]\nper_unit = 0", "drafting.per_unit"),
    ],
)
def test_a_wrong_setting_names_its_key(text: str, key: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        parse(text)
    assert error.value.parameters["key"] == key
