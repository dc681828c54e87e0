"""What is asked: in its order, with its note as data, alike for alike units; and what is made of the standing cards."""

from pathlib import Path

import pytest

from studykit.drafting.ask import Ask, halves
from studykit.drafting.asking import delimiter, request_of
from studykit.drafting.model import read_kept
from studykit.drafting.options import choice_of
from studykit.drafting.reply import read_drafts
from studykit.llm.request import cache_key
from studykit.model.card import Basic, Choice, Cloze, Draft, Source
from tests.llm.loopback import answer, card
from tests.llm.world import Memory, World, endpoint, world

QUOTE = "PPO uses a learned value model as its baseline."
STANDING = (
    Draft(Basic("What does PPO use as its baseline?", "a learned value model"), Source("PPO", "", QUOTE), "rules:x"),
    Draft(Basic("How wide is the clip range of PPO?", "0.2"), Source("PPO", "", "The clip range of PPO is 0.2"), "me"),
    Draft(Basic("What was PPO called before it had a name?", "TRPO"), Source("PPO", "", "gone from the note"), "me"),
)


@pytest.fixture
def vault(tmp_path: Path) -> World:
    return world(tmp_path)


def ask_of(vault: World, *standing: Draft, examples: tuple[Draft, ...] = ()) -> Ask:
    ask = vault.ask("PPO.md", standing=standing, examples=examples)
    assert isinstance(ask, Ask)
    return ask


def test_the_request_is_in_its_order(vault: World) -> None:
    example = Draft(Cloze("{{c1::GAE}} is the sum of discounted errors."), Source("GAE", "", "a sum"), "me")
    request = request_of(ask_of(vault, *STANDING, examples=(example,)))
    assert request.system.index("Rules") < request.system.index('"cards"') < request.system.index("{{c1::GAE}}")
    assert request.system.index("{{c1::GAE}}") < request.system.index("Language:")
    marks = ["Policy gradients", "PPO", "GRPO — compares", "1. What does PPO", "3. What was PPO", "<<<", "# PPO"]
    places = [request.user.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "json" in request.system.casefold()
    assert request.user.rstrip().endswith(">>>")


def test_two_units_begin_alike(vault: World) -> None:
    other = vault.ask("GRPO.md")
    assert isinstance(other, Ask)
    assert request_of(ask_of(vault)).system == request_of(other).system


def test_the_delimiter_hangs_on_the_salt_and_stands_nowhere_else() -> None:
    assert delimiter("a", "x") == delimiter("a", "x") != delimiter("a", "y")
    text = "a"
    for _ in range(3):
        text += delimiter(text, "x")
        assert delimiter(text, "x") not in text


def test_a_request_is_kept_under_the_same_key_with_another_salt(vault: World) -> None:
    from dataclasses import replace

    ask, to = ask_of(vault), endpoint("http://127.0.0.1:1/v1")
    other = replace(ask, salt="other")
    assert request_of(ask).user != request_of(other).user
    assert cache_key(request_of(ask), to) == cache_key(request_of(other), to)
    assert cache_key(request_of(ask), to) != cache_key(request_of(ask_of(vault, *STANDING)), to)


def test_standing_cards_are_confirmed_revised_and_dropped(vault: World) -> None:
    ask = ask_of(vault, *STANDING)
    new = card(
        front="Which range clips the ratio of PPO in most runs?", answer="0.2", replaces=2, quote="PPO is 0.2 in most"
    )
    again = card(front="What does PPO use as its baseline?", answer="a learned value model", quote=QUOTE)
    value = _value(
        ask, answer([new, again], [{"number": 1, "verdict": "confirm"}, {"number": 3, "verdict": "confirm"}])
    )
    found = read_drafts(ask, value, by="model:m", names=vault.names)
    assert found.confirmed == (1,)
    assert list(found.revised) == [2]
    assert found.withdrawn == (3,), "a card whose quote is gone is not confirmed, whatever the model says"
    assert found.drafts == (STANDING[0], found.revised[2])
    assert [dropped.codes for dropped in found.dropped] == [("lint-duplicate",)]


def test_what_the_model_says_nothing_of_stays(vault: World) -> None:
    ask = ask_of(vault, *STANDING[:2])
    value = _value(ask, answer([], [{"number": 2, "verdict": "drop"}, {"number": 99, "verdict": "drop"}]))
    found = read_drafts(ask, value, by="model:m", names=vault.names)
    assert found.confirmed == (1,)
    assert found.withdrawn == (2,)
    assert found.drafts == STANDING[:1]


def test_a_revision_that_does_not_stand_leaves_the_card(vault: World) -> None:
    ask = ask_of(vault, STANDING[0])
    bad = card(front="What does PPO use as its baseline now?", answer="17 models", replaces=1, quote="not in the note")
    value = _value(ask, answer([bad], [{"number": 1, "verdict": "revise"}]))
    assert read_drafts(ask, value, by="model:m", names=vault.names).confirmed == (1,)


def test_a_kept_answer_is_read_without_a_client_and_checked_again(vault: World) -> None:
    ask, to, memory = ask_of(vault), endpoint("http://127.0.0.1:1/v1"), Memory()
    assert read_kept(ask, to, memory, vault.names) is None
    key = cache_key(request_of(ask), to)
    good = card(front="What does PPO use as its baseline?", answer="a learned value model", quote=QUOTE)
    memory.kept[key] = (answer([good]), False)
    found = read_kept(ask, to, memory, vault.names)
    assert found is not None
    assert not found.asked
    assert [draft.content.back for draft in found.drafts] == ["a learned value model"]
    for damaged in ("", "{}", answer([good | {"quote": "changed on the disk"}])):
        memory.kept[key] = (damaged, False)
        assert read_kept(ask, to, memory, vault.names) is None


def test_a_unit_is_halved_between_paragraphs_and_not_in_code(vault: World) -> None:
    from dataclasses import replace

    code = "```python\n" + "x = 1\n\n" * 60 + "```"
    text = "\n\n".join(["first " * 60, code, "last " * 60])
    first, second = halves(replace(ask_of(vault, *STANDING), texts=(text,)))
    assert first.texts[0].count("```") % 2 == 0
    assert second.texts[0].count("```") % 2 == 0
    assert first.standing == STANDING
    assert second.standing == ()
    assert first.key != second.key
    assert halves(replace(ask_of(vault), texts=("one paragraph " * 100,))) == ()


def test_wrong_options_come_from_the_neighbours_where_the_models_will_not_do() -> None:
    pools = [["group mean", "reward model", "replay buffer"]]
    made = choice_of("What is the baseline of PPO?", "value model", ["Value model", ""], "", pools, ())
    assert isinstance(made, Choice)
    assert sorted(option.text for option in made.options if not option.right) == sorted(pools[0])
    assert made == choice_of("What is the baseline of PPO?", "value model", [], "", pools, ())
    assert isinstance(choice_of("What is the baseline of PPO?", "value model", [], "", [], ()), Basic)
    assert choice_of("Which of the following is the baseline of PPO?", "value model", [], "", [], ()) is None


def _value(ask: Ask, text: str) -> dict[str, object]:
    from studykit.llm.answer import read_answer

    value = read_answer(text, ask.shape).value
    assert value is not None
    return value
