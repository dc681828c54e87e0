"""The plain review and the commands about learning, as a person or a pipe runs them."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.flows.fortnight import copy_workspace

IN_A_MONTH = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_workspace(tmp_path_factory.mktemp("clean") / "ws")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_workspace(tmp_path / "ws")


def studykit(folder: Path, *arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "studykit", "--workspace", str(folder), *arguments],
        input=typed, capture_output=True, text=True, encoding="utf-8",
        env=os.environ | {"STUDYKIT_LANG": "en"} | environment,
    )  # fmt: skip


def test_a_review_by_lines_shows_rates_and_takes_back(folder: Path) -> None:
    done = studykit(folder, "review", "--plain", typed="\n4\n\n1\nu\n3\nq\n")
    assert done.returncode == 0, done.stderr
    assert "1 Again 1m  2 Hard <6m  3 Good 10m  4 Easy" in done.stdout
    assert "Taken back: the answer." in done.stderr
    assert "Done: 2 answers, 0 of them Again" in done.stdout
    assert json.loads(studykit(folder, "stats", "--json").stdout)["today"]["answers"] == 2


def test_rating_before_the_answer_is_seen_does_nothing(folder: Path) -> None:
    done = studykit(folder, "review", "--plain", typed="3\n4\nq\n")
    assert done.stderr.count("First look at the answer") == 2
    assert json.loads(studykit(folder, "stats", "--json").stdout)["today"]["answers"] == 0


def test_a_deck_that_anki_schedules_is_asked_only_to_practise(folder: Path) -> None:
    (folder / "studykit.toml").write_text('learn = "anki"\n', encoding="utf-8")
    name = json.loads(studykit(folder, "decks", "--json").stdout.splitlines()[0])["name"]
    refused = studykit(folder, "review", name, "--plain", typed="\n3\nq\n")
    assert "is learned in Anki" in refused.stderr
    assert "1 Again" not in refused.stdout
    done = studykit(folder, "review", name, "--plain", "--cram", typed="\n3\nf again\nq\n")
    assert done.returncode == 0, done.stderr
    assert "1 Again  2 Hard  3 Good  4 Easy" in done.stdout
    assert "Flagged." in done.stderr
    assert studykit(folder, "due", "--short").stdout.strip() == "0+0+0"  # its schedule is Anki's


def test_the_end_of_the_input_ends_the_review(folder: Path) -> None:
    assert studykit(folder, "review", "--plain", typed="\n3\n").returncode == 0


def test_full_width_keys_of_an_input_method_are_keys(folder: Path) -> None:
    done = studykit(folder, "review", "--plain", typed="\n３\n？\nｑ\n", STUDYKIT_LANG="zh")
    assert "按键" not in done.stderr.split("\n")[0]
    assert "撤销，可多次" in done.stderr
    assert "完成：作答 1 次" in done.stdout


def test_suspended_and_flagged_and_deleted_cards(folder: Path) -> None:
    done = studykit(folder, "review", "--plain", typed="s\nf look again\nx\nu\nq\n")
    said = [line for line in done.stderr.splitlines() if line]
    assert said == ["Suspended.", "Flagged.", "Deleted. `u` brings it back.", "Taken back: deleting."]


def test_an_editor_is_opened_at_the_card(folder: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text("import sys\nopen(sys.argv[3], 'w').write(' '.join(sys.argv[1:3]))\n", encoding="utf-8")
    said = tmp_path / "said"
    command = f"{sys.executable} {editor}"
    script = tmp_path / "wrapped.sh"
    script.write_text(f'#!/bin/sh\n{command} "$1" "$2" {said}\n', encoding="utf-8")
    script.chmod(0o755)
    done = studykit(folder, "review", "--plain", typed="e\nq\n", EDITOR=str(script), VISUAL="")
    assert done.returncode == 0, done.stderr
    line, path = said.read_text(encoding="utf-8").split(" ", 1)
    text = Path(path).read_text(encoding="utf-8").splitlines()
    assert text[int(line[1:]) - 1].startswith(("Q:", "C:"))


@pytest.mark.parametrize(
    "arguments",
    [("due",), ("due", "--short"), ("stats",), ("doctor", "--formulas"),
     ("simulate", "--days", "60"), ("exam", IN_A_MONTH), ("optimize",),
     ("restore",), ("doctor", "--replay")],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh"])
def test_commands_about_learning_end_well(clean: Path, arguments: tuple[str, ...], language: str) -> None:
    done = studykit(clean, *arguments, STUDYKIT_LANG=language)
    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr


def test_days_that_ask_the_same_are_one_line_of_an_exams_plan(clean: Path) -> None:
    lines = studykit(clean, "exam", IN_A_MONTH).stdout.splitlines()
    counts = [line.split()[-1] for line in lines[lines.index("Cards to ask on each day:") + 1 :]]
    assert counts
    assert all(one != other for one, other in pairwise(counts))


def test_due_and_stats_load_neither_textual_nor_openai_nor_genanki(clean: Path) -> None:
    code = (
        "import sys; from studykit.cli.main import run; run(['--workspace', sys.argv[1], sys.argv[2]]);"
        "heavy = ('textual', 'openai', 'genanki', 'pandas', 'sqlite_utils');"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    for command in ("due", "stats"):
        done = subprocess.run([sys.executable, "-c", code, str(clean), command], capture_output=True, text=True)
        assert done.stderr.strip().splitlines()[-1] == "[]", done.stderr


def test_a_backup_is_put_back(folder: Path) -> None:
    studykit(folder, "due")
    studykit(folder, "review", "--plain", typed="\n4\nq\n")
    listed = studykit(folder, "restore", "--json").stdout.splitlines()
    assert len(listed) == 1
    done = studykit(folder, "restore", "latest", "--yes")
    assert done.returncode == 0, done.stderr
    assert json.loads(studykit(folder, "stats", "--json").stdout)["today"]["answers"] == 0
    assert studykit(folder, "restore", "nothing").returncode == 2


def test_a_state_that_is_not_what_the_log_gives_is_found_and_mended(folder: Path) -> None:
    import sqlite3

    studykit(folder, "review", "--plain", typed="\n4\nq\n")
    with sqlite3.connect(folder / ".studykit" / "study.db") as store:
        store.execute("UPDATE faces SET stability = 99 WHERE state = 2")
    store.close()
    found = studykit(folder, "doctor", "--replay")
    assert found.returncode == 1
    assert "S=99" in found.stderr
    assert studykit(folder, "doctor", "--replay", "--mend").returncode == 0
    assert studykit(folder, "doctor", "--replay").returncode == 0


def test_a_wrong_zone_is_a_configuration_error(folder: Path) -> None:
    (folder / "studykit.toml").write_text('[review]\ntimezone = "Mars/Base"\n', encoding="utf-8")
    done = studykit(folder, "due")
    assert done.returncode == 3
    assert "Mars/Base" in done.stderr
