"""Files are old or new and never a part, whatever happens; pipes are not opened; one writer holds the lock."""

import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from studykit.errors import StudykitError
from studykit.files import lock, read_regular, remove_leftovers, replacing, write_bytes_in_place

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals, pipes and permissions of POSIX")
ROUNDS = 60 if os.environ.get("STUDYKIT_ROUNDS") == "full" else 20


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_created_and_replaced_and_nothing_is_left_beside(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    write_bytes_in_place(path, b"one")
    write_bytes_in_place(path, b"two")
    assert path.read_bytes() == b"two"
    assert _names(tmp_path) == ["deck.md"]


def test_an_error_in_the_block_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    path.write_bytes(b"old")
    seen = []

    def fails() -> None:
        with replacing(path) as temporary:
            seen.append(temporary)
            temporary.write_bytes(b"half")
            assert path.read_bytes() == b"old"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert seen[0].parent == tmp_path
    assert path.read_bytes() == b"old"
    assert _names(tmp_path) == ["deck.md"]


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o755])
def test_permissions_of_the_old_file_are_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "deck.md"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_bytes_in_place(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_bytes() == b"new"


@posix
def test_a_new_file_has_the_permissions_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_bytes_in_place(tmp_path / "deck.md", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "deck.md").stat().st_mode) == 0o640


@posix
@pytest.mark.parametrize("exists", [True, False])
def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path: Path, exists: bool) -> None:
    real = tmp_path / "elsewhere" / "real.md"
    real.parent.mkdir()
    if exists:
        real.write_bytes(b"old")
    link = tmp_path / "deck.md"
    link.symlink_to(Path("elsewhere") / "real.md")
    with replacing(link) as temporary:
        assert temporary.parent == real.parent
        temporary.write_bytes(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert _names(tmp_path) == ["deck.md", "elsewhere"]


@posix
def test_what_is_no_file_is_neither_replaced_nor_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, Path("/dev/null")):
        with pytest.raises(StudykitError) as caught:
            write_bytes_in_place(path, b"new")
        assert caught.value.code == "file-not-regular"
        with pytest.raises(StudykitError) as caught:  # returns at once: opening the pipe would wait for a writer
            read_regular(path, 100)
        assert caught.value.code == "file-not-regular"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert _names(tmp_path) == ["pipe.md"]


def test_reading_stops_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    path.write_bytes(b"12345")
    assert read_regular(path, 5) == b"12345"
    with pytest.raises(StudykitError) as caught:
        read_regular(path, 4)
    assert (caught.value.code, caught.value.parameters["limit"]) == ("file-too-large", 4)
    with pytest.raises(FileNotFoundError):
        read_regular(tmp_path / "none", 4)


def test_leftovers_of_killed_writers_are_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (".studykit-12-0.tmp", ".studykit-x.tmp", "deck.md", ".studykit", "studykit-1.tmp"):
        (tmp_path / name).write_bytes(b"")
    assert remove_leftovers(tmp_path) == 2
    assert _names(tmp_path) == [".studykit", "deck.md", "studykit-1.tmp"]


def test_a_leftover_with_our_own_name_stops_no_writer(tmp_path: Path) -> None:
    (tmp_path / f".studykit-{os.getpid()}-0.tmp").write_bytes(b"of a process that had our id")
    write_bytes_in_place(tmp_path / "deck.md", b"new")
    assert (tmp_path / "deck.md").read_bytes() == b"new"


WRITER = """
import hashlib, sys
from pathlib import Path
from studykit.files import write_bytes_in_place
number = int(sys.argv[2])
while True:
    number += 1
    text = (b"%d " % number) * (20_000 if number % 2 else 90_000)
    write_bytes_in_place(Path(sys.argv[1]), hashlib.sha256(text).hexdigest().encode() + b"\\n" + text)
    print(number, flush=True)
"""


@posix
def test_a_killed_writer_leaves_a_whole_file_and_all_it_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    random = Random(7)
    number = 0
    for _ in range(ROUNDS):
        with subprocess.Popen([sys.executable, "-c", WRITER, path, str(number)], stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            first = child.stdout.readline()
            time.sleep(random.uniform(0, 0.03))
            child.send_signal(signal.SIGKILL)
            told = [line for line in (first + child.stdout.read()).split(b"\n")[:-1] if line]
        head, text = path.read_bytes().split(b"\n")
        assert hashlib.sha256(text).hexdigest().encode() == head
        number = int(text.split()[0])
        assert number >= int(told[-1])
    assert len(_names(tmp_path)) <= 1 + ROUNDS
    remove_leftovers(tmp_path)
    assert _names(tmp_path) == ["deck.md"]


HOLDER = """
import sys, time
from pathlib import Path
from studykit.files import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lock_is_held_by_one_process_and_names_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, path], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == b"held"
        with pytest.raises(StudykitError) as caught, lock(path):
            pytest.fail("two processes hold the lock")
        assert caught.value.code == "workspace-locked"
        assert caught.value.parameters["pid"] == str(child.pid)
        child.kill()
    with lock(path):  # the system gave it free, though nobody tidied up
        assert path.read_text("ascii").strip() == str(os.getpid())
        with pytest.raises(StudykitError) as caught, lock(path):
            pytest.fail("two writers of one process hold the lock")
        assert caught.value.parameters["pid"] == str(os.getpid())
    with lock(path):
        pass
    assert path.read_bytes() == b""


def test_an_error_gives_the_lock_free(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), lock(tmp_path / "lock"):
        raise ZeroDivisionError
    with lock(tmp_path / "lock"):
        pass
