"""Several processes at once lose nothing: each waits for its turn, and none writes over what it has not seen."""

import os
import sys
from contextlib import closing
from pathlib import Path

import pytest

from studykit.store.db import open_store
from studykit.store.log import read_log, verify
from tests.conftest import FULL
from tests.store.learning import START_MS, answer, key, new_store, replay, standing

if sys.platform == "win32":
    pytest.skip("there is no fork here", allow_module_level=True)

EACH = 300 if FULL else 60


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # of forking beside pytest's own threads
def test_three_processes_lose_no_answer(tmp_path: Path) -> None:
    new_store(tmp_path, 2).close()
    processes = []
    for name in "abc":
        process = os.fork()
        if not process:
            status = 1
            try:
                with closing(open_store(tmp_path)) as store:
                    for number in range(EACH):
                        answer(store, key(number % 2), f"{name}{number}", START_MS + number * 1000, machine=name)
                status = 0
            finally:
                os._exit(status)
        processes.append(process)
    assert [os.waitpid(process, 0)[1] for process in processes] == [0, 0, 0]
    with closing(open_store(tmp_path)) as store:
        assert sorted(entry.key for entry in read_log(store)) == sorted(f"{n}{i}" for n in "abc" for i in range(EACH))
        assert standing(store, key(0)).reps + standing(store, key(1)).reps == 3 * EACH
        assert verify(store, replay) == []
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
