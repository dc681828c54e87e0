"""Prompts: what is wrong with one shows with file and line before anything is sent; the workspace's own wins."""

from pathlib import Path

import pytest

from studykit.drafting.prompt import PLACEHOLDERS, parse_prompt
from studykit.drafting.shapes import CARDS, JUDGEMENT, SECTION, described
from studykit.drafting.templates import load_prompt, load_prompts, packaged_folder
from studykit.errors import ConfigurationError
from studykit.llm.answer import read_answer
from studykit.messages import message
from studykit.quiz.explaining import EXPLANATION
from studykit.quiz.marking import MARK

REPAIR = "---\nname: repair\nversion: 3\nparameters:\n  temperature: 0.5\n---\nWrong:\n$errors\nIt costs $$5.\n"


def test_the_packaged_prompts_can_be_used() -> None:
    found = load_prompts()
    assert set(found) == set(PLACEHOLDERS)
    assert {path.stem for path in packaged_folder().glob("*.md")} == set(PLACEHOLDERS)
    for prompt in found.values():
        assert prompt.purpose
        assert prompt.version
        values = dict.fromkeys(PLACEHOLDERS[prompt.name], "VALUE")
        assert "VALUE" in "".join(prompt.fill(values))
        if "text" in values:
            assert prompt.user.rstrip().endswith("$delimiter\n$text\n$delimiter"), "the note comes last"
            assert "no instruction" in prompt.user


def test_the_workspaces_own_prompt_wins(tmp_path: Path) -> None:
    (tmp_path / "repair.md").write_text(REPAIR, encoding="utf-8")
    own = load_prompt("repair", tmp_path)
    assert own.parameters == (("temperature", 0.5),)
    assert own.fill({"errors": "$text"}) == ("", "Wrong:\n$text\nIt costs $5.")
    assert own.digest != load_prompt("repair").digest
    assert load_prompt("draft", tmp_path) == load_prompt("draft")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (REPAIR.replace("$errors", "$erors"), "prompt-placeholder", 8),
        (REPAIR.replace("$$5", "$5"), "prompt-placeholder", 9),
        (REPAIR.replace("$errors\n", ""), "prompt-lacks", 7),
        (REPAIR.replace("name: repair", "name: draft"), "prompt-name", None),
        (REPAIR.replace("temperature", "model"), "prompt-parameters", None),
        (REPAIR.replace("0.5", "hot"), "prompt-parameters", None),
        (REPAIR.replace("version: 3", "version: [3"), "prompt-frontmatter", None),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, code: str, line: int | None) -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse_prompt("repair", text.encode(), "prompts/repair.md")
    assert raised.value.code == code
    told = message(code, "en", **raised.value.parameters)
    assert told.startswith("prompts/repair.md")
    assert line is None or told.startswith(f"prompts/repair.md:{line}: ")


def test_an_unreadable_prompt_is_named(tmp_path: Path) -> None:
    (tmp_path / "repair.md").write_bytes(b"---\nname: repair\n---\n\xff\xfe$errors")
    with pytest.raises(ConfigurationError, match="prompt-encoding"):
        load_prompt("repair", tmp_path)


def test_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    plain = parse_prompt("repair", REPAIR.encode(), "p")
    assert parse_prompt("repair", REPAIR.replace("\n", "\r\n").encode(), "p").user == plain.user
    assert parse_prompt("repair", b"Wrong: $errors", "p").user == "Wrong: $errors"


@pytest.mark.parametrize("shape", [CARDS, SECTION, JUDGEMENT, MARK, EXPLANATION])
def test_the_described_shape_is_the_shape(shape: object) -> None:
    from studykit.llm.request import Shape

    assert isinstance(shape, Shape)
    text = described(shape)
    for enumeration in ("basic | cloze | choice", "confirm | revise | drop", "right | partly | wrong"):
        text = text.replace(enumeration, enumeration.partition(" ")[0])
    assert read_answer(text, shape).value is not None
