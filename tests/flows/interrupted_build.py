"""One build with a clock that stands still: what the tests of killed builds run as a process of its own.

Usage: python interrupted_build.py WORKSPACE SECONDS
"""

import sys
import time
from pathlib import Path
from types import SimpleNamespace

from studykit.flows import build as build_flow
from studykit.flows import rebuild
from studykit.flows.workspace import open_workspace
from studykit.model.event import silent


def main(root: str, now: str) -> None:
    clock = SimpleNamespace(time=lambda: int(now), time_ns=time.time_ns, perf_counter=time.perf_counter)
    vars(rebuild)["time"] = clock
    print("ready", flush=True)
    build_flow.build(open_workspace(Path(root)), build_flow.Request(), silent)
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
