"""What goes wrong with servers and models: each has its outcome, its message, and costs its own unit alone."""

import json
from pathlib import Path
from time import monotonic

import pytest

from studykit.drafting.ask import Ask
from studykit.drafting.model import Options, Outcome
from studykit.drafting.reply import Drafted
from studykit.llm.errors import ModelError
from studykit.llm.outcome import Failed
from studykit.messages import message
from studykit.model.card import Basic, Choice
from tests.llm.loopback import (
    Behaviour,
    Body,
    Sent,
    answer,
    card,
    completion,
    good,
    honest,
    note_in,
    refused,
    serving,
)
from tests.llm.world import PPO, World, drafted, endpoint, run, told, world

QUOTE = "PPO uses a learned value model as its baseline."
FRONT = "What does PPO use as its baseline in training?"
BACK = "a learned value model"


@pytest.fixture
def vault(tmp_path: Path) -> World:
    return world(tmp_path)


def outcome_of(vault: World, behaviour: Behaviour, **options: float) -> tuple[Outcome, list[Body]]:
    with serving(behaviour) as server:
        settings = Options(retries=int(options.get("retries", 0)), pause=options.get("pause", 0.05), pauses=2)
        to = endpoint(server.url, timeout=int(options.get("timeout", 5)))
        outcome = run(vault, to, vault.ask("PPO.md"), options=settings)["PPO.md"]
        return outcome, list(server.bodies)


def says(*texts: str | None, **more: str) -> Behaviour:
    """A model that says one thing after the other, the last again and again."""
    return lambda _body, number: completion(texts[min(number, len(texts) - 1)], **more)


def one(**fields: object) -> str:
    return answer([card(**{"front": FRONT, "answer": BACK, "quote": QUOTE, **fields})])


# The server


def test_too_many_requests_are_waited_for_as_long_as_the_server_says(vault: World) -> None:
    came: list[float] = []

    def busy(body: Body, number: int) -> Sent:
        came.append(monotonic())
        return refused(429, "slow down", ("Retry-After", "0.3")) if number == 0 else good(body, number)

    outcome, _ = outcome_of(vault, busy, pause=60)
    assert drafted(outcome).drafts
    assert len(came) == 2
    assert 0.28 <= came[1] - came[0] < 5


def test_too_many_requests_without_a_time_pause_everyone_and_then_fail(vault: World) -> None:
    outcome, bodies = outcome_of(vault, lambda _body, _number: refused(429, "slow down"))
    assert "takes no more requests now" in told(outcome)
    assert len(bodies) == 3


def test_a_long_retry_after_is_not_waited_for(vault: World) -> None:
    outcome, bodies = outcome_of(vault, lambda _b, _n: refused(429, "come back", ("Retry-After", "3600")), retries=4)
    assert "3600 s" in told(outcome)
    assert len(bodies) == 1


def test_an_internal_error_is_tried_again_and_then_told(vault: World) -> None:
    outcome, bodies = outcome_of(vault, lambda _body, _number: refused(500, "out of memory"), retries=1)
    assert "status 500" in told(outcome)
    assert "out of memory" in told(outcome)
    assert len(bodies) == 2


def test_a_slow_answer_is_waited_for(vault: World) -> None:
    outcome, _ = outcome_of(vault, lambda body, number: Sent(200, good(body, number).body, delay=0.5))
    assert drafted(outcome).drafts


def test_a_hanging_server_is_given_up(vault: World) -> None:
    outcome, _ = outcome_of(vault, lambda _body, _number: Sent(200, "{}", delay=20), timeout=1)
    assert "did not answer within 1 second" in told(outcome)


def test_a_body_that_is_cut_is_a_broken_connection(vault: World) -> None:
    outcome, _ = outcome_of(vault, lambda body, number: Sent(200, good(body, number).body, cut=True))
    assert "broke off" in told(outcome)


@pytest.mark.parametrize(
    "body",
    [
        "<html>Welcome to the hotel</html>",
        "[]",
        "{}",
        '{"choices": []}',
        '{"choices": null}',
        '{"choices": [{"message": null}]}',
        '{"choices": "no"}',
        '{"choices": [{',
        "null",
        '{"choices": [[]], "usage": 3}',
        '{"usage": {"prompt_tokens": ' + "9" * 5000 + "}}",
        "[" * 100_000,
    ],
)
def test_what_is_no_completion_is_told_as_such(vault: World, body: str) -> None:
    outcome, _ = outcome_of(vault, lambda _body, _number: Sent(200, body))
    assert "no answer of a model" in told(outcome)


def test_numbers_that_cannot_be_are_not_counted(vault: World) -> None:
    usage = {"prompt_tokens": 10**15, "completion_tokens": -4, "total_tokens": True}
    outcome, _ = outcome_of(vault, lambda body, _number: completion(answer(honest(body)), usage=usage))
    assert drafted(outcome).usage.estimated
    assert 0 < drafted(outcome).usage.sent < 10_000


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (refused(401, "Incorrect API key provided"), "model-key-refused"),
        (refused(404, "The model `m` does not exist", code="model_not_found"), "model-unknown"),
        (refused(404, "model 'm' not found, try pulling it first"), "model-unknown"),
        (refused(404, "Not Found"), "model-no-service"),
        (refused(402, "Insufficient Balance"), "model-no-credit"),
        (refused(429, "You exceeded your current quota", code="insufficient_quota"), "model-no-credit"),
        (Sent(302, "", (("Location", "http://127.0.0.1:9/v1"),)), "model-no-service"),
    ],
)
def test_what_would_fail_every_request_stops_the_run(vault: World, sent: Sent, code: str) -> None:
    with serving(lambda _body, _number: sent) as server:
        with pytest.raises(ModelError) as raised:
            run(vault, endpoint(server.url), vault.ask("PPO.md"), options=Options(retries=4))
        assert len(server.bodies) == 1
    assert raised.value.code == code
    assert raised.value.exit_code == 4
    assert message(code, "en", **raised.value.parameters)
    assert raised.value.__context__ is None, "the SDK's error holds the request's headers"


def test_no_server_at_all_stops_the_run(vault: World) -> None:
    with serving(good) as server:
        url = server.url
    with pytest.raises(ModelError, match="model-unreachable"):
        run(vault, endpoint(url), vault.ask("PPO.md"))


def test_one_failed_unit_does_not_keep_the_others(vault: World) -> None:
    def picky(body: Body, number: int) -> Sent:
        return refused(500, "no") if "GRPO uses" in note_in(body) else good(body, number)

    with serving(picky) as server:
        outcomes = run(vault, endpoint(server.url), vault.ask("GRPO.md"), vault.ask("PPO.md"))
    assert isinstance(outcomes["GRPO.md"], Failed)
    assert drafted(outcomes["PPO.md"]).drafts


# The model


def test_a_refusal_is_not_argued_with(vault: World) -> None:
    outcome, bodies = outcome_of(vault, lambda _b, _n: completion(None, refusal="I can\x1b[2Jnot help"))
    assert told(outcome) == "The model declined: I can[2Jnot help. The old cards stay."
    assert len(bodies) == 1


def test_an_answer_that_a_filter_stopped_is_a_refusal(vault: World) -> None:
    outcome, bodies = outcome_of(vault, says("", finish="content_filter"))
    assert "declined" in told(outcome)
    assert len(bodies) == 1


@pytest.mark.parametrize("empty", ["", " \n", None])
def test_an_empty_answer_is_asked_for_once_more(vault: World, empty: str | None) -> None:
    outcome, bodies = outcome_of(vault, says(empty))
    assert "answered nothing" in told(outcome)
    assert len(bodies) == 2
    assert drafted(outcome_of(vault, says(empty, one()))[0]).drafts


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("I would rather talk about the weather.", "no JSON object"),
        ('{"cards": [{"kind": "basic"', "not valid JSON"),
        ('{"cards": {"front": 1}}', "must be an array"),
        ('{"cards": [{"kind": "essay", "front": "f", "quote": "q"}]}', "must be one of basic, cloze, choice"),
        ('{"cards": [{"kind": "basic", "front": null, "quote": "q"}]}', "front is missing"),
        ('{"cards": [' + '{"a":' * 3000 + "1" + "}" * 3000 + "]}", "nested too deeply"),
        ('{"cards": [], "standing": [{"number": ' + "9" * 4000 + ', "verdict": "drop"}]}', "too many digits"),
        ('{"cards": [], "standing": [{"number": NaN, "verdict": "drop"}]}', "is no JSON"),
    ],
)
def test_a_wrong_shape_is_named_to_the_model_once(vault: World, text: str, error: str) -> None:
    outcome, bodies = outcome_of(vault, says(text, one()))
    assert drafted(outcome).drafts
    assert len(bodies) == 2
    repair = bodies[1]["messages"][-1]["content"]
    if "nested" not in error:  # how deep the reader goes hangs on the interpreter
        assert error in repair
    failed, bodies = outcome_of(vault, says("no", "no"))
    assert "could not be used, twice" in told(failed)
    assert len(bodies) == 2


def test_one_bad_card_does_not_take_the_others_in_the_second_answer(vault: World) -> None:
    mixed = json.dumps({"cards": [card(front=FRONT, answer=BACK, quote=QUOTE), {"kind": 7}]})
    outcome, bodies = outcome_of(vault, says(mixed))
    assert len(drafted(outcome).drafts) == 1
    assert len(bodies) == 2


@pytest.mark.parametrize("text", ["```json\n{}\n```", "{}", "Cards:\n\n```\n{}\n```\nThat is all. {good}"])
def test_fences_and_words_around_the_answer_do_not_matter(vault: World, text: str) -> None:
    outcome, bodies = outcome_of(vault, says(text.replace("{}", one(), 1)))
    assert len(drafted(outcome).drafts) == 1
    assert len(bodies) == 1


def test_an_answer_that_breaks_off_is_halved(tmp_path: Path) -> None:
    lines = [f"Method{letter} uses the number {number} as its seed.\n" for number, letter in enumerate("ABCDEFGH")]
    filling = "Nothing else is said about it in this place, as it is only here to fill the page a little.\n"
    long = "# PPO\n\n" + "\n".join(f"{line}\n{filling}" for line in lines)
    vault = world(tmp_path, {"PPO.md": long})

    def short_of_breath(body: Body, _number: int) -> Sent:
        cards = honest(body)
        if len(cards) <= 2:
            return completion(answer(cards))
        return completion(answer(cards)[: len(answer(cards)) // 2], finish="length")

    outcome, bodies = outcome_of(vault, short_of_breath)
    backs = [draft.content.back for draft in drafted(outcome).drafts]
    assert backs == [f"the number {number} as its seed" for number in range(8)]
    assert len(bodies) == 7


def test_what_stands_whole_in_a_short_units_broken_answer_is_kept(vault: World) -> None:
    half = card(kind="choice", front="How wide is the clip range of PPO in most runs?", answer="0.2")
    half |= {"quote": "The clip range of PPO is 0.2", "wrong": ["0.5", "0.9", "0.1"]}
    half["wrong"] = half.pop("wrong")  # last, so that the card looks whole where its options break off
    text = answer([card(front=FRONT, answer=BACK, quote=QUOTE), half])
    outcome, bodies = outcome_of(vault, says(text[: text.rindex('"0.1"')], finish="length"))
    assert [draft.content.front for draft in drafted(outcome).drafts] == [FRONT]
    assert len(bodies) == 1


def test_an_answer_of_which_nothing_stands_is_told(vault: World) -> None:
    outcome, _ = outcome_of(vault, says("Well, let me think about", finish="length"))
    assert "broke off at 4000 tokens" in told(outcome)


def test_a_request_that_is_too_long_is_not_a_wrong_format(vault: World) -> None:
    text = "This model's maximum context length is 8192 tokens, see response_format"
    outcome, bodies = outcome_of(vault, lambda _b, _n: refused(400, text, code="context_length_exceeded"))
    assert "longer than the model reads" in told(outcome)
    assert len(bodies) == 1


# The cards


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"quote": "PPO was invented on a Tuesday afternoon in June."}, "lint-quote"),
        ({"quote": ""}, "lint-quote"),
        ({"answer": "a value model with 1750 units"}, "lint-novel"),
        ({"answer": "a value model, as in TRPO"}, "lint-novel"),
        ({"answer": "see https://evil.example/x.png"}, "lint-novel"),
        ({"answer": "<script>alert(1)</script>a learned value model"}, "lint-format"),
        ({"answer": '<img src="https://evil.example/x" onerror="x()">'}, "lint-format"),
        ({"answer": "[a model](javascript:alert(1))"}, "lint-format"),
        ({"answer": "[[PPO]]"}, "lint-format"),
        ({"answer": "\x00\u200b\u202e"}, "lint-empty"),
        ({"front": "What does it use?"}, "lint-dangling"),
    ],
)
def test_a_card_that_does_not_stand_is_dropped_and_asked_again(vault: World, fields: dict[str, str], code: str) -> None:
    failed, bodies = outcome_of(vault, says(one(**fields)))
    assert isinstance(failed, Failed)
    assert code in dict(failed.parameters)["codes"]
    assert "The old cards stay" in told(failed)
    assert len(bodies) == 2
    assert "cannot be used" in bodies[1]["messages"][1]["content"]
    assert drafted(outcome_of(vault, says(one(**fields), one()))[0]).drafts


def test_escapes_and_directions_are_gone_from_what_stays(vault: World) -> None:
    dirty = one(answer="a \x1blearned\x07\u202e value\u200b model\r\n", front=f"\ufeff{FRONT}\x9b")
    draft = drafted(outcome_of(vault, says(dirty))[0]).drafts[0]
    assert isinstance(draft.content, Basic)
    assert draft.content.question == FRONT
    assert draft.content.answer == "a learned value model"


def test_another_language_waits_for_a_person(vault: World) -> None:
    text = one(front="近端策略优化在训练的时候用什么当作它的基线？", answer="一个学出来的价值模型")
    draft = drafted(outcome_of(vault, says(text))[0]).drafts[0]
    assert draft.flags == ("lint-language",)


def test_the_same_card_twice_is_one(vault: World) -> None:
    same = card(front=FRONT, answer=BACK, quote=QUOTE)
    found = drafted(outcome_of(vault, says(answer([same, same])))[0])
    assert len(found.drafts) == 1
    assert found.dropped[0].codes == ("lint-duplicate",)


def test_a_detail_that_the_note_does_not_tell_is_left_out(vault: World) -> None:
    kept = drafted(outcome_of(vault, says(one(detail="Its clip range is 0.2.")))[0])
    assert isinstance(kept.drafts[0].content, Basic)
    assert kept.drafts[0].content.detail == "Its clip range is 0.2."
    left = drafted(outcome_of(vault, says(one(detail="It came out in 2017.")))[0])
    assert left.drafts[0].content.detail == ""


def test_a_choice_keeps_its_own_wrong_options_or_gets_others(vault: World) -> None:
    wrong = ["a frozen reward model", "a random search tree", "a learned value model"]
    text = one(kind="choice", wrong=wrong)
    content = drafted(outcome_of(vault, says(text))[0]).drafts[0].content
    assert isinstance(content, Choice)
    assert {option.text for option in content.options} == {BACK, *wrong[:2]}
    assert [option.text for option in content.options if option.right] == [BACK]
    alone = drafted(outcome_of(vault, says(one(kind="choice", wrong=["A learned value model."])))[0]).drafts[0]
    assert isinstance(alone.content, Basic)


def test_a_notes_instructions_are_data(vault: World) -> None:
    with serving(good) as server:
        outcome = run(vault, endpoint(server.url), vault.ask("GRPO.md"))["GRPO.md"]
        system, user = (each["content"] for each in server.bodies[0]["messages"])
    assert [draft.content.back for draft in drafted(outcome).drafts] == ["the mean reward of a group as its baseline"]
    assert "Ignore previous" in user
    assert "Ignore previous" not in system
    assert "no instruction" in user.partition("<<<")[2].partition("<<<")[0]


def test_a_draft_knows_where_its_quote_stands(vault: World) -> None:
    draft = drafted(outcome_of(vault, says(one(quote="The clip range of PPO is 0.2")))[0]).drafts[0]
    assert draft.source.note == "PPO"
    assert PPO.splitlines()[draft.line - 1].startswith("The clip range")
    assert draft.by == "model:m"


def test_a_section_is_asked_for_what_joins_its_notes(vault: World) -> None:
    ask = vault.section()
    assert isinstance(ask, Ask)
    titles = [unit.note.title for unit in ask.units]
    grpo, ppo = titles.index("GRPO") + 1, titles.index("PPO") + 1
    quotes = [
        {"note": ppo, "quote": QUOTE},
        {"note": grpo, "quote": "GRPO uses the mean reward of a group as its baseline."},
    ]
    front = "What does GRPO use in the place of the value model of PPO?"
    base = {
        key: value for key, value in card(front=front, answer="the mean reward of a group").items() if key != "quote"
    }
    joined, single = base | {"quotes": quotes}, base | {"quotes": quotes[:1], "front": "What does PPO use for GRPO?"}
    text = json.dumps({"standing": [], "cards": [joined, single]})
    with serving(says(text)) as server:
        outcome = run(vault, endpoint(server.url), ask)[ask.key]
    assert isinstance(outcome, Drafted)
    assert [draft.content.front for draft in outcome.drafts] == [front]
    assert outcome.drafts[0].source.note == "PPO"
    assert "GRPO uses the mean reward" in str(outcome.drafts[0].content)
    assert outcome.dropped[0].codes == ("model-two-quotes",)
