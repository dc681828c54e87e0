"""Rounds of reviewing that are killed at any moment, and what is left of them: what the tests of durability run.

    python -m tests.store.reviewing kill FOLDER ROUNDS SEED
    python -m tests.store.reviewing power FOLDER ROUNDS SEED FULL|NORMAL

`kill`: three processes answer, and take back, in one store. `power`: one process, with `power.c` preloaded, and what is
looked at is what it had flushed. Each says on a pipe what it has done once the store has returned. Prints one object:
what was acknowledged, and what of it is missing, twice, or not what the log gives.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from studykit.model.review import Rating
from studykit.store.actions import undo
from studykit.store.db import open_store
from studykit.store.log import verify
from studykit.store.reviews import record
from tests.store.learning import START_MS, decide, key, new_store, replay, standing

FACES = 4


def review_on(folder: Path, name: str, seed: int, acknowledged: int, synchronous: str = "FULL") -> None:
    """Answer for ever, at random; say the key of each answer, and `-` and the key of each that was taken back."""
    chance = random.Random(f"{name}{seed}")
    store = open_store(folder)
    store.execute(f"PRAGMA synchronous = {synchronous}")
    if synchronous == "FULL":  # so that every round has some; what NORMAL flushes, it flushes then
        store.execute("PRAGMA wal_autocheckpoint = 60")
    number = 0
    while True:
        number += 1
        if chance.random() < 0.1:
            action = undo(store, replay, START_MS, name, session=name)
            said = f"-{action.review}" if action else ""
        else:
            face = key(chance.randrange(FACES))
            before = standing(store, face)
            at_ms = START_MS + number * 1000 + chance.randrange(-5000, 90_000_000)
            entry, after = decide(before, face, f"{name}.{number}", at_ms, chance.choice(list(Rating)), name)
            record(store, entry, before, after, replay, session=name)
            said = entry.key
        os.write(acknowledged, f"{said}\n".encode())


def start(folder: Path, name: str, seed: int, synchronous: str, disk: Path | None) -> tuple[int, int]:
    """Fork a process that reviews. Returns its id and the pipe on which it acknowledges."""
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        return process, reader
    try:
        if disk is not None:
            os.environ.update(POWER_FOLDER=str(folder), POWER_DISK=str(disk))
        review_on(folder, name, seed, writer, synchronous)
    finally:
        os._exit(1)


def listen(pipe: int, least: int) -> bytes:
    """What a process says until it has said so many lines, or ended."""
    heard = b""
    while heard.count(b"\n") < least and (more := os.read(pipe, 4096)):
        heard += more
    return heard


def kill(process: int, pipe: int) -> bytes:
    """Kill a process and return what it had said since. RuntimeError where it had ended by itself."""
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("a reviewing process failed")
    with os.fdopen(pipe, "rb") as file:
        return file.read()


def examine(store: sqlite3.Connection, said: list[str]) -> Counter[str]:
    """What is wrong with a store, given what was acknowledged."""
    found = Counter({"acknowledged": len(said)})
    rows = {name: bool(undone) for name, undone in store.execute("SELECT key, undone FROM reviews")}
    found["committed"] = len(rows)
    found["twice"] = store.execute("SELECT count(*) - count(DISTINCT key) FROM reviews").fetchone()[0]
    taken_back = {name[1:] for name in said if name.startswith("-")}
    found["taken back"] = len(taken_back)
    for name in said:
        if name.startswith("-"):
            found["lost"] += not rows.get(name[1:], False)
        else:
            found["lost"] += name not in rows
    found["different"] = len(verify(store, replay))
    found["broken"] = store.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
    return found


def main(mode: str, root: str, rounds: int, seed: int, synchronous: str = "FULL") -> Counter[str]:
    """Run the rounds, each in a store of its own."""
    total: Counter[str] = Counter()
    chance = random.Random(seed)
    template = Path(root, "template")
    new_store(template, FACES).close()
    for number in range(rounds):
        folder, disk = Path(root, "store"), Path(root, "disk") if mode == "power" else None
        shutil.copytree(template, folder)
        if disk is not None:
            shutil.copytree(template, disk)
        names = ["one"] if disk is not None else ["one", "two", "three"]
        processes = [start(folder, name, seed + number, synchronous, disk) for name in names]
        heard = listen(processes[0][1], chance.randrange(1, 8 if disk is None else 40))
        time.sleep(chance.random() * 0.02)
        said = b"".join([heard, *(kill(process, pipe) for process, pipe in processes)]).decode().split()
        with closing(open_store(disk or folder)) as store:
            total.update(examine(store, said))
        total["rounds"] += 1
        shutil.rmtree(folder)
        if disk is not None:
            shutil.rmtree(disk)
    return total


if __name__ == "__main__":
    _, mode, root, rounds, seed, *rest = sys.argv
    print(json.dumps(main(mode, root, int(rounds), int(seed), *rest)))
