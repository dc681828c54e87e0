"""Which backups to keep: many of late, fewer of long ago, as Anki thins its own."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

_ALL: Final = timedelta(days=2)
_DAILY: Final = _ALL + timedelta(days=10)
_WEEKLY: Final = _DAILY + timedelta(weeks=8)
_MONTHLY: Final = _WEEKLY + timedelta(days=366)


def kept(times: Collection[datetime], now: datetime) -> set[datetime]:
    """Of the last 2 days all, then the last of each day for 10 days, of each week for 8 and of each month for 12.

    The newest of all is kept, however old, and so is whatever lies in the future of a clock that was put back.
    """
    keep = {max(times)} if times else set()
    last: dict[tuple[str, ...], datetime] = {}
    for at in sorted(times):
        age = now - at
        if age < _ALL:
            keep.add(at)
        elif age < _DAILY:
            last["day", f"{at:%Y-%m-%d}"] = at
        elif age < _WEEKLY:
            last["week", f"{at:%G-%V}"] = at
        elif age < _MONTHLY:
            last["month", f"{at:%Y-%m}"] = at
    return keep | set(last.values())
