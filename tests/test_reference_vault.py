"""The reference vault is true where a test can tell: its code prints what it says, its links lead somewhere, its
formulas are balanced, and each note has what its type promises."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from studykit.config import Config
from studykit.flows.reading.scan import Scan, read_note, scan
from studykit.markup.document import Block, Document
from studykit.model.event import silent
from studykit.model.ids import NotePath
from studykit.model.note import Note

VAULT = Path(__file__).parent.parent / "vault"
NOTES = sorted(path.relative_to(VAULT).as_posix() for path in VAULT.rglob("*.md"))
BROKEN = ("AI/LLM/RL/GRPO/OpenR1.md", "GRPO 消融实验记录")
STUB = "AI/LLM/RL/Fundamentals/TRPO.md"
SECTIONS = {
    "基础理论": 12, "PPO": 3, "GRPO": 9, "DPO": 2, "DAPO": 1, "KTO": 1, "RLOO": 1, "其他算法": 8,
}  # fmt: skip
_SECONDS = 60


@cache
def _scan() -> Scan:
    return scan(VAULT, Config(), silent)


@cache
def _read(path: str) -> tuple[Note, Document]:
    parsed = read_note(VAULT, NotePath(path))
    assert parsed.note is not None
    assert parsed.document is not None
    return parsed.note, parsed.document


def _codes(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.kind == "code"]


def _body(document: Document, block: Block) -> str:
    return "\n".join(document.source(block).split("\n")[1:-1])


RUNS = [
    (path, number)
    for path in NOTES
    for number, block in enumerate(_codes(_read(path)[1]))
    if block.info.strip() == "python run"
]


def test_the_map_is_the_users_own(shared: Path) -> None:
    assert (VAULT / "AI/LLM/RL/_MOC.md").read_bytes() == (shared / "seed/_MOC.md").read_bytes()


def test_every_section_lists_its_notes() -> None:
    moc = _scan().mocs[NotePath("AI/LLM/RL/_MOC.md")]
    assert {s.deck.rpartition("::")[2]: len(s.entries) for s in moc.sections} == SECTIONS
    assert sum(SECTIONS.values()) == 37


def test_every_link_leads_somewhere_but_the_deliberate_one() -> None:
    found = [(problem.code, problem.path, dict(problem.parameters).get("target")) for problem in _scan().problems]
    assert found == [("link-broken", *BROKEN)]
    assert _scan().stubs == (STUB,)


@pytest.mark.parametrize(("path", "number"), RUNS)
def test_code_prints_what_the_note_says(path: str, number: int) -> None:
    _, document = _read(path)
    codes = _codes(document)
    code, output = codes[number], codes[number + 1]
    assert output.info.strip() == "text", "the block after `python run` is its output"
    run = subprocess.run(
        [sys.executable, "-I", "-c", _body(document, code)],
        capture_output=True, text=True, encoding="utf-8", timeout=_SECONDS, check=False,
        env={"PYTHONUTF8": "1", "PYTHONHASHSEED": "0"},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == _body(document, output).strip()


def test_the_code_that_the_vault_promises_is_there() -> None:
    runs = "\n".join(_body(_read(path)[1], _codes(_read(path)[1])[number]) for path, number in RUNS).casefold()
    for promised in ("gae", "k1", "k2", "k3", "clip", "ignore|-100", "bellman|gamma", "uct|mcts", "beta", "advantage"):
        assert re.search(promised, runs), promised


@pytest.mark.parametrize("path", NOTES)
def test_formulas_are_balanced(path: str) -> None:
    _, document = _read(path)
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", document.text.decode(), flags=re.DOTALL)
    assert prose.count("$$") % 2 == 0
    assert len(re.findall(r"(?<!\\)\$", prose.replace("$$", ""))) % 2 == 0
    for formula in _formulas(document):
        bare = re.sub(r"\\[{}]", "", formula)
        assert bare.count("{") == bare.count("}"), formula
        assert len(re.findall(r"\\left(?![a-z])", formula)) == len(re.findall(r"\\right(?![a-z])", formula)), formula
        assert sorted(re.findall(r"\\begin\{(\w+\*?)\}", formula)) == sorted(
            re.findall(r"\\end\{(\w+\*?)\}", formula)
        ), formula


def _formulas(document: Document) -> list[str]:
    found: list[str] = []

    def walk(blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            found.extend(span.text for span in block.spans if span.kind in ("math", "display"))
            walk(block.children)

    walk(document.blocks)
    return found


LISTED = [path for path in NOTES if path.startswith("AI/LLM/RL/") and "_MOC" not in path and path != STUB]


@pytest.mark.parametrize("path", LISTED)
def test_a_note_has_what_its_type_promises(path: str) -> None:
    note, document = _read(path)
    text = document.text.decode()
    assert {"title", "type", "domain", "tags", "created", "updated"} <= set(note.properties)
    assert 1_500 <= note.size <= 8_300
    kinds = {block.kind for block in document.blocks}
    match note.properties["type"]:
        case "theory":
            assert _formulas(document)
            assert any(link.wiki for link in note.links)
            assert any(re.search("[？?]$|^为什么|什么时候", heading.text) for heading in note.headings)
        case "practice":
            assert "code" in kinds
            assert "table" in kinds
            assert re.search(r"(?:trl|verl|unsloth)\S*[ =`*v]*\d+\.\d+", text, re.IGNORECASE), "a named version"
        case "paper":
            assert re.search(r"\b\d{4}\.\d{5}\b", text), "an arXiv id"
            assert _formulas(document)
        case "demo":
            assert any(code.info.strip() == "python run" for code in _codes(document))
        case other:
            assert other in ("course", "project")


def test_the_vault_shows_what_real_vaults_hold() -> None:
    everything = "\n".join(_read(path)[1].text.decode() for path in NOTES)
    kinds = {block.kind for path in NOTES for block in _read(path)[1].blocks}
    assert {"table", "callout", "code", "list", "footnote"} <= kinds
    assert "```mermaid" in everything
    assert re.search(r"!\[\[[^\]]+#[^\]]+\]\]", everything), "an embed of a heading"
    assert sum(len(_read(path)[0].blocks) for path in NOTES) >= 2
    assert re.search(r"\[\[[^\]]*#\^[^\]]+\]\]", everything), "a reference to a block"
    pictures = [path for path in VAULT.rglob("*") if path.suffix in (".svg", ".png")]
    assert len(pictures) in (2, 3)
    assert all(path.name in everything for path in pictures)
