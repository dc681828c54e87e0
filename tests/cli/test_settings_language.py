"""The language that the settings say is found without the settings' own module, in the file that this one finds."""

import subprocess
import sys
from pathlib import Path

import pytest

from studykit.cli import language
from studykit.config import FILE_NAME, find_workspace


@pytest.mark.parametrize("place", ["", "below", "below/it"])
@pytest.mark.parametrize("said", ["zh", "en"])
def test_the_language_is_that_of_the_nearest_settings(tmp_path: Path, place: str, said: str) -> None:
    started = tmp_path / "below" / "it"
    (started / FILE_NAME).mkdir(parents=True)  # a folder of that name is none
    if place != "below/it":
        (tmp_path / place / FILE_NAME).write_text(f'language = "{said}"\n', encoding="utf-8")
        assert find_workspace(started) == tmp_path / place
        assert language.choose([], {}, started) == said
        assert language.choose(["--workspace", str(tmp_path / place)], {}, Path("/")) == said
    other = "en" if said == "zh" else "zh"
    assert language.choose([f"--lang={other}"], {}, started) == other


def test_help_loads_no_settings(tmp_path: Path) -> None:
    script = (
        "import sys; from studykit.cli.main import run; sys.argv = ['studykit', '--help']; code = run(['--help']);"
        "assert code == 0 and 'studykit.config' not in sys.modules and 'tomllib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True, capture_output=True)
