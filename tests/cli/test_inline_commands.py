"""`init` finds other tools' cards and writes the lines that read them; `import` takes the database of hashcards."""

import json
import subprocess
import sys
from pathlib import Path

from studykit.config import load
from tests.flows.inline_cases import CASES
from tests.flows.test_inline_hashcards import CONFIG, NOTE, REVIEWS, database

PLAIN = """# Plain

A note with ==a highlight==, `a::b`, rating:: 5, and a list.

- std::vector
- {{x}} and {y}

Q and A are letters. START is a word.
"""


def run(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "studykit", "--lang", "en", *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert result.returncode == code, result.stderr
    return result


def notes(root: Path, texts: list[str]) -> None:
    (root / "vault").mkdir(parents=True)
    for number, text in enumerate(texts):
        (root / "vault" / f"note {number}.md").write_text(text, encoding="utf-8")


def test_init_finds_says_and_writes(tmp_path: Path) -> None:
    texts = [case.text for case in CASES if case.syntax in ("obsidian-to-anki", "anki", "inka")]
    notes(tmp_path, [*texts, *(text.replace("mito", f"{n}mito") for n, text in enumerate(texts[-1:] * 3)), PLAIN])
    result = run("init", tmp_path, "--yes")
    assert load(tmp_path).inline.syntaxes == ("obsidian-to-anki", "inka", "anki")
    said = result.stderr
    assert "Obsidian_to_Anki: in 3 notes, 2 with its id or schedule" in said
    assert said.count(".md:") == 5
    assert "cards that you wrote for another tool" in said
    assert "import the package that Anki exports" in said
    assert "hashcards.db" not in said


def test_init_takes_no_highlight_for_a_card(tmp_path: Path) -> None:
    notes(tmp_path, [PLAIN] * 30)
    run("init", tmp_path, "--yes")
    assert load(tmp_path).inline.syntaxes == ()
    assert "[inline]" in (tmp_path / "studykit.toml").read_text(encoding="utf-8")


def test_init_takes_the_plugins_word_and_its_settings(tmp_path: Path) -> None:
    cards = [f"#cards/a\n\nquestion {n} ;; answer\n" for n in range(2)]
    notes(tmp_path, [*cards, *[PLAIN] * 9])
    plugin = tmp_path / "vault" / ".obsidian" / "plugins" / "obsidian-spaced-repetition"
    plugin.mkdir(parents=True)
    settings = {"settings": {"flashcardTags": ["#cards"], "singleLineCardSeparator": ";;"}}
    (plugin / "data.json").write_text(json.dumps(settings), encoding="utf-8")
    run("init", tmp_path, "--yes")
    inline = load(tmp_path).inline
    assert (inline.syntaxes, inline.separator, inline.deck_tags) == (("spaced-repetition",), ";;", ("cards",))


def test_hashcards_from_the_command_line(tmp_path: Path) -> None:
    notes(tmp_path / "w", [NOTE])
    (tmp_path / "w" / "studykit.toml").write_text(CONFIG, encoding="utf-8")
    file = database(tmp_path / "hashcards.db", REVIEWS)
    run("--workspace", tmp_path / "w", "build", "--yes")
    arguments = ("--workspace", tmp_path / "w", "import", file, "--notes", tmp_path / "w" / "vault")
    assert "4 are asked here" in run(*arguments, "--dry-run").stdout
    assert "reviews: 5 new, 0 known" in run(*arguments).stdout
    assert json.loads(run(*arguments, "--json").stdout)["already"] == 5
    assert "5 reviews" in run("--workspace", tmp_path / "w", "import", "--undo").stderr
    assert "--notes DIR" in run("--workspace", tmp_path / "w", "import", file, code=2).stderr
