"""When a build begins, and what its steps take."""

import time


def moment() -> tuple[int, int]:
    """When a build begins, since 1970 (UTC): in seconds, to date cards by; in ns, to compare files' times with."""
    return int(time.time()), time.time_ns()


class Clock:
    """Wall time by step, in seconds; a step that comes again adds to its time."""

    def __init__(self, started: float) -> None:
        self.started = self.last = started
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round(self.laps.get(name, 0.0) + now - self.last, 4)
        self.last = now

    def total(self) -> dict[str, float]:
        return {**self.laps, "total": round(time.perf_counter() - self.started, 4)}
