"""What fills a new store goes past its log, and is taken back as a whole where it is cut off."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from studykit.store.db import open_store
from studykit.store.sources import has_sources, read_facts, write_facts
from studykit.store.transactions import filling

_CUT_OFF = """
import os, signal, sys
from pathlib import Path
from studykit.store.db import open_store
from studykit.store.sources import write_facts
from studykit.store.transactions import filling
store = open_store(Path(sys.argv[1]))
store.execute("PRAGMA cache_size = 2")
with filling(store):
    write_facts(store, {str(number): "x" * 5000 for number in range(2000)})
    os.kill(os.getpid(), signal.SIGKILL)
"""


def _mode(store: sqlite3.Connection) -> str:
    return str(store.execute("PRAGMA journal_mode").fetchone()[0])


def test_a_store_that_was_filled_has_its_log_again(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with filling(store):
        assert _mode(store) == "delete"
        write_facts(store, {"a": "b"})
    assert _mode(store) == "wal"
    with suppress(ZeroDivisionError), filling(store):
        write_facts(store, {"a": "c"})
        raise ZeroDivisionError
    assert (_mode(store), read_facts(store, ["a"])) == ("wal", {"a": "b"})
    assert not has_sources(store)
    store.close()


def test_where_somebody_else_reads_it_is_a_transaction_as_any(tmp_path: Path) -> None:
    store, other = open_store(tmp_path), open_store(tmp_path)
    with filling(store):
        assert _mode(store) == "wal"
        write_facts(store, {"a": "b"})
        assert read_facts(other, ["a"]) == {}
    assert read_facts(other, ["a"]) == {"a": "b"}
    for one in (store, other):
        one.close()


def test_what_is_cut_off_is_taken_back(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ended = subprocess.run([sys.executable, "-c", _CUT_OFF, str(tmp_path)], env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert (tmp_path / "study.db-journal").stat().st_size > 0, "nothing had been written yet, so this shows nothing"
    store = open_store(tmp_path)
    assert store.execute("SELECT count(*) FROM facts").fetchone() == (0,)
    assert (_mode(store), store.execute("PRAGMA integrity_check").fetchone()) == ("wal", ("ok",))
    store.close()
