"""Time zones from the `tzdata` package alone, so that a verdict names the version it rests on (sla.md 3.3).

Instants are whole seconds since 1970 UTC; a local day is counted in days since 1970-01-01.
"""

import zoneinfo
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version

from core.errors import InvalidInput

DAY_S = 86_400
HOUSE_ZONE = "Asia/Shanghai"
"""Where the house counts its hours and days unless a contract says otherwise."""
TZDATA_VERSION = version("tzdata")

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock; its zone is attached in `instant`

# The operating system's zones may be older or newer than those a contract was computed with.
zoneinfo.reset_tzpath(())
zoneinfo.ZoneInfo.clear_cache()


def find_zone(name: str, place: str = "tz") -> zoneinfo.ZoneInfo:
    """Return the IANA zone `name`. Raises `InvalidInput` at `place` if the tz database has no such zone."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError, AttributeError):
        raise InvalidInput("calendar.unknown_zone", place=place, zone=str(name)[:60], tzdata=TZDATA_VERSION) from None


def offset_at(zone: zoneinfo.ZoneInfo, at_s: int) -> int:
    """Return the seconds local time is ahead of UTC at an instant."""
    offset = datetime.fromtimestamp(at_s, zone).utcoffset() or timedelta()
    return round(offset.total_seconds())


def offsets(zone: zoneinfo.ZoneInfo, from_s: int, to_s: int) -> Iterator[tuple[int, int, int]]:
    """Yield `(from, to, offset)` for each stretch of [from_s, to_s) in which the offset does not change."""
    begin, offset = from_s, offset_at(zone, from_s)
    for end in range(from_s + DAY_S, to_s + DAY_S, DAY_S):
        while offset_at(zone, end) != offset:
            change = _change(zone, max(begin, end - DAY_S), end)
            if change >= to_s:
                break
            yield begin, change, offset
            begin, offset = change, offset_at(zone, change)
    yield begin, to_s, offset


def _change(zone: zoneinfo.ZoneInfo, before_s: int, after_s: int) -> int:
    """Return the first instant at which the offset is no longer that of `before_s`."""
    offset, tried = offset_at(zone, before_s), range(before_s, after_s)
    return before_s + bisect_left(tried, True, key=lambda at_s: offset_at(zone, at_s) != offset)


def local_time(zone: zoneinfo.ZoneInfo, at_s: int) -> tuple[int, int]:
    """Return the local day and the seconds its wall clock shows past midnight."""
    return divmod(at_s + offset_at(zone, at_s), DAY_S)


def instant(zone: zoneinfo.ZoneInfo, day: int, time_s: int) -> int:
    """Return when the wall clock of `day` first shows `time_s`; a time inside a gap counts by the offset before it."""
    wall = _EPOCH + timedelta(days=day, seconds=time_s)
    return round(wall.replace(tzinfo=zone).astimezone(UTC).timestamp())


def house_day(at_ms: int) -> date:
    """Return the day of an instant, in UTC milliseconds, where the house counts its days."""
    return day_of(at_ms, HOUSE_ZONE)


def day_of(at_ms: int, tz: str) -> date:
    """Return the day of an instant, in UTC milliseconds, in the zone `tz`."""
    return datetime.fromtimestamp(at_ms / 1000, find_zone(tz)).date()


def day_start_ms(tz: str, on: date) -> int:
    """Return when the day `on` begins in the zone `tz`, in UTC milliseconds."""
    return instant(find_zone(tz), (on - _EPOCH.date()).days, 0) * 1000
