"""What the structure promises, checked where the import linter cannot see: texts, files, packaging."""

import re
import string
import subprocess
import sys
import tomllib
from collections import Counter
from importlib import import_module
from pathlib import Path

from studykit import flows
from studykit.messages import CATALOGUES, texts

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "studykit").rglob("*.py"))


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_a_text_has_the_same_parameters_in_both_languages() -> None:
    assert not [code for code, (english, chinese) in texts().items() if _fields(english) != _fields(chinese)]


def test_the_chinese_text_is_chinese() -> None:
    chinese = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
    assert not [code for code, (one, other) in texts().items() if one != other and not chinese.search(other)]
    assert not [code for code, (english, _) in texts().items() if re.search("[\u4e00-\u9fff]", english)]


def test_no_code_stands_in_two_catalogues() -> None:
    codes = [code for name in CATALOGUES for code in import_module(f"studykit.messages.{name}").TEXTS]
    assert not [code for code, count in Counter(codes).items() if count > 1]


def test_every_code_that_is_raised_or_reported_has_a_text() -> None:
    said = re.compile(
        r"(?:Error\(|problem\(Severity\.\w+, |Problem\(Severity\.\w+, |Fault\(|flag\(|error\(|\btext\(|\bcode = )"
        r"f?\"([a-z0-9]+(?:-[a-z0-9]+)+)\""
    )
    missing = {
        (path.relative_to(ROOT).as_posix(), code)
        for path in SOURCES
        for code in said.findall(path.read_text(encoding="utf-8"))
        if code not in texts()
    }
    assert not missing


def test_no_module_lacks_a_docstring() -> None:
    silent = [p for p in SOURCES if p.stat().st_size and not p.read_text(encoding="utf-8").startswith('"""')]
    assert not silent


def test_the_wheel_ships_the_prompts_and_nothing_of_the_tests(tmp_path: Path) -> None:
    wheel = subprocess.run(
        [sys.executable, "-c", _BUILD, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert "studykit/_prompts/draft.md" in wheel
    assert "studykit/py.typed" in wheel
    assert not [name for name in wheel if name.startswith(("tests/", "vault/"))]


_BUILD = """
import sys, zipfile
from hatchling.build import build_wheel
name = build_wheel(sys.argv[1])
print("\\n".join(zipfile.ZipFile(f"{sys.argv[1]}/{name}").namelist()))
"""


def test_the_map_that_flows_draw_is_the_one_that_the_import_linter_holds() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    held = next(one["layers"] for one in settings["contracts"] if one.get("containers") == ["studykit.flows"])
    assert re.findall(r"^ {4}(\w+(?: \| \w+)*)(?: {2}|$)", flows.__doc__ or "", re.MULTILINE) == held
