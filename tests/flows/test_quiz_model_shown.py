"""What a model in a quiz is shown, and what never leaves."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.config import Llm
from studykit.flows.build import build
from studykit.flows.quiz import model as quiz_model
from studykit.flows.quiz import model_notes as quiz_model_notes
from studykit.flows.quiz.model import tutor_of
from studykit.flows.reading.scan import read_note
from studykit.flows.request import Request
from studykit.llm.endpoint import Endpoint, endpoint_of
from studykit.llm.outcome import Failed
from studykit.model.event import silent
from studykit.model.ids import NotePath
from studykit.quiz.marking import Assessment
from studykit.quiz.question import Origin
from studykit.vault.parse import Parsed
from tests.flows.quiz_with_model import ANSWER, MINE, both, explaining, marking, question_of, shown, studying, tutor
from tests.llm.loopback import serving
from tests.llm.world import CANARY


def test_private_notes_and_their_titles_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        for outcome in both(tutor(study), question_of(study, "Diary")):
            assert isinstance(outcome, Failed)
            assert outcome.code == "model-private"
        assert not server.bodies
        both(tutor(study), question_of(study, "GRPO"), f"{ANSWER} As in Diary of my health.")
        assert server.bodies
        assert not [body for body in server.bodies if "Diary" in shown(body) or "silence" in shown(body)]


def test_private_notes_stay_after_a_build_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then most notes are not opened again: what the build knew of them has to be enough."""
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        build(study.workspace, Request(drafter="rules"), silent)
        opened: list[str] = []

        def counted(root: Path, path: NotePath) -> Parsed:
            opened.append(path)
            return read_note(root, path)

        monkeypatch.setattr(quiz_model_notes, "read_note", counted)
        for outcome in both(tutor(study), question_of(study, "Diary")):
            assert isinstance(outcome, Failed)
            assert outcome.code == "model-private"
        assert set(opened) == {"Diary of my health.md"}, "the one that is asked about, as it is now, and no other"
        opened.clear()
        both(tutor(study), question_of(study, "GRPO"), f"{ANSWER} As in Diary of my health.")
        assert set(opened) == {"GRPO.md"}
        assert server.bodies
        assert not [body for body in server.bodies if "Diary" in shown(body) or "silence" in shown(body)]


def test_a_note_that_became_private_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        question, before = question_of(study, "GRPO"), tutor(study)
        assert isinstance(before.mark(question, ANSWER), Assessment)
        server.bodies.clear()
        note = tmp_path / "vault" / "GRPO.md"
        note.write_text("---\nllm: false\n---\n" + note.read_text(encoding="utf-8"), encoding="utf-8")
        for one in (before, tutor(study)):
            assert {outcome.code for outcome in both(one, question, "another answer")} == {"model-private"}
        assert not server.bodies


@pytest.mark.parametrize("secret", [CANARY, "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6"])
def test_secrets_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        question = question_of(study, "GRPO")
        found = tutor(study).mark(question, f"My token is {secret}")
        assert isinstance(found, Failed)
        assert found.code == "model-secret"
        note = tmp_path / "vault" / "GRPO.md"
        note.write_text(note.read_text(encoding="utf-8") + f"\nMy token is {secret}\n", encoding="utf-8")
        explained = tutor(study).explain(question, lambda _: None)
        assert isinstance(explained, Failed)
        assert explained.code == "model-secret"
        assert not server.bodies


def test_a_card_of_a_note_that_nobody_knows_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        question = question_of(study, "GRPO")
        for note in ("gone.md", "gone", "Diary of my health", "My diary.md"):
            lost = replace(question, origin=Origin(note, "Policy gradients", "", question.origin.quote))
            assert {outcome.code for outcome in both(tutor(study), lost)} == {"model-private"}
        assert not server.bodies
        own = replace(question, origin=Origin("cards.md:7", "Policy gradients"))
        assert isinstance(tutor(study).mark(own, ANSWER), Assessment)


def test_nothing_goes_to_a_host_that_nobody_agreed_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        far: Callable[..., Endpoint] = lambda *given: replace(endpoint_of(*given), local=False)  # noqa: E731
        monkeypatch.setattr(quiz_model, "endpoint_of", far)
        asked: list[Endpoint] = []

        def answer(yes: bool) -> Callable[[Endpoint], bool]:
            def agree(endpoint: Endpoint) -> bool:
                asked.append(endpoint)
                return yes

            return agree

        assert tutor_of(study) is None
        assert tutor_of(study, answer(False)) is None
        assert tutor_of(study, answer(True)) is not None
        assert tutor_of(study, answer(False)) is not None, "once for a host"
        assert tutor_of(study) is not None
        assert len(asked) == 2
        assert not server.bodies


def test_without_a_setting_there_is_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    with serving(marking(MINE)) as server, studying(tmp_path, server, monkeypatch) as study:
        bare = replace(study.workspace, config=replace(study.workspace.config, llm=Llm()))
        study.workspace = bare
        assert tutor_of(study, lambda _: True) is None


def test_the_key_is_in_no_file_and_no_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(explaining) as server, studying(tmp_path, server, monkeypatch) as study:
        both(tutor(study), question_of(study, "GRPO"))
        assert all(headers["authorization"] == f"Bearer {CANARY}" for headers in server.headers)
        assert not [body for body in server.bodies if CANARY in shown(body)]
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
