"""Builds with a clock that stands still: what the tests of killed builds run as processes of their own.

Usage: python interrupted_build.py SECONDS, with a workspace on every line of the input. Each is built by a process that
has loaded everything already; its number is told as it begins, then `done`, or `killed`.
"""

import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from studykit.flows import build as build_flow
from studykit.flows import clock as build_clock
from studykit.flows.workspace import open_workspace
from studykit.model.event import silent


def main(now: str) -> None:
    clock = SimpleNamespace(time=lambda: int(now), time_ns=time.time_ns, perf_counter=time.perf_counter)
    vars(build_clock)["time"] = clock
    warm = Path(sys.stdin.readline().strip())
    build_flow.build(open_workspace(warm), build_flow.Request(), silent)  # what is loaded late is loaded now
    for line in sys.stdin:
        process = os.fork()
        if not process:
            build_flow.build(open_workspace(Path(line.strip())), build_flow.Request(), silent)
            os._exit(0)
        print(process, flush=True)
        _, status = os.waitpid(process, 0)
        print("killed" if os.WIFSIGNALED(status) else f"done {status}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
