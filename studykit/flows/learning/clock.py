"""The clock and the zone of this machine: the one place where a review asks what time it is."""

import os
import re
import time
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from studykit.config import Config
from studykit.errors import ConfigurationError
from studykit.scheduling.day import Moment, moment

_LOCALTIME: Final = Path("/etc/localtime")
_NAME: Final = re.compile(r"zoneinfo/(?:posix/|right/)?(.+)\Z")


class Clock:
    """What time it is, and which study day."""

    def __init__(self, config: Config) -> None:
        self.zone = zone_of(config.review.timezone)
        self.rollover = config.review.day_starts

    def now_ms(self) -> int:
        """Milliseconds since 1970."""
        return time.time_ns() // 1_000_000

    def moment(self) -> Moment:
        """Now, with its study day."""
        return self.at(self.now_ms())

    def at(self, at_ms: int) -> Moment:
        """An instant with its study day."""
        return moment(at_ms, self.zone, self.rollover)

    def day_of(self, at_ms: int) -> int:
        """The study day of an instant."""
        return self.at(at_ms).day


def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name, this machine's for an empty one. ConfigurationError for a name that is none."""
    if not name:
        return _local()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigurationError("config-zone", key="review.timezone", found=name) from None


def _local() -> tzinfo:
    """This machine's zone with its rules; where they cannot be found, its offset of today."""
    named = os.environ.get("TZ", "").removeprefix(":")
    try:
        if named:
            return ZoneInfo(named)
        link = _NAME.search(os.path.realpath(_LOCALTIME))
        if link is not None:
            return ZoneInfo(link[1])
        with _LOCALTIME.open("rb") as file:
            return ZoneInfo.from_file(file)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        offset = datetime.now(UTC).astimezone().utcoffset() or timedelta()
        return timezone(offset)
