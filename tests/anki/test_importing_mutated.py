"""Damaged packages on their way in: each is taken in or refused, at once, and nothing is written beside the store."""

import time
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import pytest
import zstandard
from anki.collection import Collection
from hypothesis import given
from hypothesis import strategies as st

from studykit.errors import StudykitError
from studykit.flows.importing.package import import_file, undo_import
from studykit.flows.learning.study import open_study
from studykit.flows.workspace import open_workspace
from tests.anki.foreign_world import exported, fill

SECOND = 1.0
"""Of CPU: a machine that is busy with other things is no fault of ours. The worst of 2,000 took 0.08."""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("packages")
    collection = Collection(str(folder / "collection.anki2"))
    fill(collection, 10, answers=2)
    found = [exported(collection, folder / f"{legacy}.apkg", legacy=legacy) for legacy in (False, True)]
    collection.close()
    return found


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("space") / "work"
    (folder / "vault").mkdir(parents=True)
    return folder


def files_beside(root: Path) -> set[str]:
    """Every file of the workspace and beside it that is not the store's."""
    store = root / ".studykit"
    return {str(path) for path in root.parent.rglob("*") if path.is_file() and store not in path.parents}


def mutated(package: Path, random: Random) -> bytes:
    """A package with some bytes changed: of the zip, or of its collection, packed anew so that they arrive."""
    if random.random() < 0.3:
        return changed(package.read_bytes(), random)
    target = package.with_suffix(".inner")
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "collection.anki21":
                data = changed(data, random)
            elif name == "collection.anki21b":
                plain = zstandard.ZstdDecompressor().stream_reader(data).read()
                data = zstandard.ZstdCompressor().compress(changed(plain, random))
            new.writestr(name, data)
    return target.read_bytes()


def changed(data: bytes, random: Random) -> bytes:
    found = bytearray(data)
    for _ in range(random.randrange(1, 30)):
        found[random.randrange(len(found))] = random.randrange(256)
    return bytes(found)


@given(st.integers(0, 1 << 32))
def test_a_damaged_package_is_taken_in_or_refused(packages: list[Path], root: Path, seed: int) -> None:
    random = Random(seed)
    path = packages[0].with_name("mutated.apkg")
    path.write_bytes(mutated(random.choice(packages), random))
    beside = files_beside(root)
    with open_study(open_workspace(root)) as study:
        begun = time.process_time()
        try:
            came: Any = import_file(study, path)
        except StudykitError:
            came = None
        assert time.process_time() - begun < SECOND
        if came is not None and came.foreign is not None and came.foreign.number:
            undo_import(study)
        assert study.store.execute("SELECT count(*) FROM imported_notes").fetchone() == (0,)
        assert study.store.execute("SELECT count(*) FROM reviews").fetchone() == (0,)
    assert files_beside(root) == beside
