"""What drafting with a model costs beside the waiting: against the SDK alone, from the cache, and in memory.

`python -m tests.bench.bench_llm` starts a server of its own process that answers after 50 ms and prints a table. The
figures to keep: 1,000 units, 16 at once, in at most twice the wall time of the SDK alone doing the same requests;
replies read from the cache in at most 5 ms of CPU a unit; memory that 10,000 units do not raise over 1,000's.
"""

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from studykit.drafting.ask import Ask
from studykit.drafting.asking import request_of
from studykit.drafting.model import NoAnswers, Options, draft, read_kept
from studykit.drafting.reply import Drafted
from studykit.llm.ladder import Rung, response_format
from studykit.llm.request import cache_key
from studykit.store.db import open_store
from tests.llm.loopback import Behaviour, Body, Sent, good, serving, waits
from tests.llm.test_model_killed import Stored
from tests.llm.world import World, endpoint, world

UNITS = 1000
AT_ONCE = 16
REPLY_SECONDS = 0.05
TWICE = 2.0
CACHED_MS = 5.0
ROUNDS = 3


def vault(root: Path) -> World:
    """Notes from which the server drafts eight cards each."""
    notes = {}
    for number in range(50):
        lines = [f"Method {number} of kind {letter} uses the seed {number}{letter}.\n" for letter in "ABCDEFGH"]
        filling = "There is more to say of it, which stands in other notes that nobody has to read for this one.\n" * 8
        notes[f"Method {number}.md"] = f"# Method {number}\n\n" + "\n".join(lines) + f"\n{filling}"
    return world(root, notes)


def asks(of: World, count: int) -> Iterator[Ask]:
    """So many asks, no two alike, made one by one."""
    made = [of.ask(path) for path in of.scan.notes]
    first = [ask for ask in made if isinstance(ask, Ask)]
    for number in range(count):
        ask = first[number % len(first)]
        yield replace(ask, key=f"{ask.key}#{number}", texts=(f"{ask.texts[0]}\n\nUnit {number}.",))


def with_the_sdk(url: str, bodies: list[Body]) -> float:
    """Wall seconds for the requests sent by the SDK as its manual shows it."""
    from openai import AsyncOpenAI

    async def run() -> None:
        client = AsyncOpenAI(api_key="none", base_url=url)
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(body: Body) -> None:
            async with gate:
                await client.chat.completions.create(**body)

        await asyncio.gather(*map(one, bodies))
        await client.close()

    started = time.perf_counter()
    asyncio.run(run())
    return time.perf_counter() - started


def with_ours(of: World, url: str, folder: Path) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds and drafts of the same by way of asks, checks and the store."""
    store = open_store(folder)
    drafts = 0

    def each(_ask: Ask, outcome: object) -> None:
        nonlocal drafts
        assert isinstance(outcome, Drafted), outcome
        drafts += len(outcome.drafts)

    started, cpu = time.perf_counter(), time.process_time()
    to = endpoint(url, concurrency=AT_ONCE, timeout=60)
    draft(to, asks(of, UNITS), each, names=of.names, answers=Stored(store), options=Options(retries=0))
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    store.close()
    return wall, cpu, drafts


def from_the_cache(of: World, url: str, folder: Path) -> float:
    """CPU milliseconds a unit for reading and checking kept replies."""
    store = open_store(folder)
    answers, to = Stored(store), endpoint(url, concurrency=AT_ONCE, timeout=60)
    every = list(asks(of, UNITS))
    started = time.process_time()
    found = [read_kept(ask, to, answers, of.names) for ask in every]
    spent = time.process_time() - started
    store.close()
    assert all(found)
    return spent / UNITS * 1000


def memory(count: int) -> int:
    """The most KiB that a process of its own held while it drafted so many units."""
    code = f"from tests.bench.bench_llm import hold; hold({count})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout)


def hold(count: int) -> None:
    """What that process does: the server is one of another process, so that its memory is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        of = vault(Path(folder))
        process, url = serve(0.0)
        to = endpoint(url, concurrency=AT_ONCE, timeout=60)
        draft(to, asks(of, count), lambda *_: None, names=of.names, answers=NoAnswers(), options=Options(retries=0))
        process.terminate()
    print(_most_held())


def _most_held() -> int:
    """KiB. Not `ru_maxrss` where it can be helped: on Linux a process inherits its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def serve(seconds: float) -> "tuple[subprocess.Popen[str], str]":
    """A server in a process of its own, and its address."""
    code = f"from tests.bench.bench_llm import stay; stay({seconds})"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def stay(seconds: float) -> None:
    """Serve until the process is ended, remembering nothing."""
    behaviour: Behaviour = waits(seconds) if seconds else good

    def forgetting(body: Body, number: int) -> Sent:
        seen.bodies.clear()
        seen.headers.clear()
        seen.paths.clear()
        return behaviour(body, number)

    with serving(forgetting) as seen:
        print(seen.url, flush=True)
        while True:
            time.sleep(1)


def main() -> int:
    """The table. 1 where a figure is not kept."""
    with tempfile.TemporaryDirectory() as folder:
        of = vault(Path(folder) / "vault")
        form = response_format(Rung.SCHEMA, next(asks(of, 1)).shape)
        bodies = []
        for ask in asks(of, UNITS):
            request = request_of(ask)
            messages = [{"role": "system", "content": request.system}, {"role": "user", "content": request.user}]
            bodies.append({"model": "m", "messages": messages, "max_tokens": 4000, "response_format": form})
        assert len({cache_key(request_of(ask), endpoint("http://127.0.0.1:1/v1")) for ask in asks(of, UNITS)}) == UNITS
        process, url = serve(REPLY_SECONDS)
        pairs = []
        for number in range(ROUNDS):
            alone = with_the_sdk(url, bodies)
            wall, cpu, drafts = with_ours(of, url, Path(folder) / f"store{number}")
            pairs.append((wall / alone, alone, wall, cpu, drafts))
        cached = from_the_cache(of, url, Path(folder) / "store0")
        process.terminate()
    ratio, alone, wall, cpu, drafts = sorted(pairs)[ROUNDS // 2]
    print(f"{UNITS} units, {AT_ONCE} at once, {REPLY_SECONDS * 1000:.0f} ms a reply, {drafts} drafts")
    print(f"  SDK alone        {alone:6.2f} s")
    print(f"  drafted          {wall:6.2f} s   {ratio:.2f} × (at most {TWICE}), {cpu / UNITS * 1000:.2f} ms CPU a unit")
    print(f"  from the cache   {cached:6.2f} ms CPU a unit (at most {CACHED_MS})")
    few, many = memory(UNITS), memory(10 * UNITS)
    print(f"  memory           {few / 1024:.1f} MiB at {UNITS}, {many / 1024:.1f} MiB at {10 * UNITS} units")
    print(
        json.dumps(
            {"ratio": round(ratio, 2), "cached_ms": round(cached, 2), "grown_mib": round((many - few) / 1024, 1)}
        )
    )
    return int(ratio > TWICE or cached > CACHED_MS or many > 1.1 * few)


if __name__ == "__main__":
    sys.exit(main())
