"""The oracle: due times by walking the wall clock, written apart from production code and slow on purpose (sla.md 4).

An instant is open iff its local wall time lies in an interval (sla.md 3.3); seconds are counted one open stretch at a
time, each found by asking minute after minute, or second after second at its edges.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Written = Mapping[str, Any]
Span = tuple[int, int]


@lru_cache
def zone_of(name: str) -> ZoneInfo:
    """The zone as the `tzdata` package has it."""
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, name)


def _seconds(text: str) -> int:
    hours, minutes, *rest = (int(part) for part in text.split(":"))
    return hours * 3600 + minutes * 60 + (rest[0] if rest else 0)


def _hours(calendar: Written, day: date) -> list[Span]:
    """Open wall-clock seconds of a local day; what runs past midnight belongs to the next day."""
    found = []
    for begin, end in _written(calendar, day):
        found.append((_seconds(begin), _seconds(end) if _seconds(end) > _seconds(begin) else 86_400))
    for begin, end in _written(calendar, day - timedelta(days=1)):
        if _seconds(end) <= _seconds(begin) and _seconds(end) > 0:
            found.append((0, _seconds(end)))
    return found


def _written(calendar: Written, day: date) -> Sequence[Sequence[str]]:
    special = calendar.get("special") or {}
    if day.isoformat() in special:
        return special[day.isoformat()] or ()
    if day.isoformat() in {str(one) for one in calendar.get("holidays") or ()}:
        return ()
    return calendar["weekly_hours"].get(DAYS[day.weekday()]) or ()


def is_open(calendar: Written, at_s: int) -> bool:
    """Whether the wall clock shows an open time at this instant."""
    local = datetime.fromtimestamp(at_s, UTC).astimezone(zone_of(calendar["tz"]))
    wall = local.hour * 3600 + local.minute * 60 + local.second
    return any(begin <= wall < end for begin, end in _hours(calendar, local.date()))


def open_stretches(calendar: Written, from_s: int) -> Iterator[Span]:
    """Open stretches from an instant on, none longer than a day."""
    at_s, until_s = from_s, from_s + 12 * 366 * 86_400
    while at_s < until_s:
        edge_s = _edge(calendar, at_s)
        if is_open(calendar, at_s):
            yield at_s, edge_s
        at_s = edge_s


def _edge(calendar: Written, from_s: int) -> int:
    """The first instant that is not as `from_s` is, or a day later: by minutes, then by seconds."""
    was, at_s, until_s = is_open(calendar, from_s), from_s, from_s + 86_400
    while at_s < until_s and is_open(calendar, at_s + 60 - at_s % 60) == was:
        at_s += 60 - at_s % 60
    while at_s < until_s and is_open(calendar, at_s) == was:
        at_s += 1
    return at_s


def walked_due_ms(calendar: Written, start_ms: int, open_s: int, pauses: Sequence[Span] = ()) -> int:
    """The earliest instant with `open_s` open, unpaused seconds since the start."""
    left = open_s
    for begin, end in open_stretches(calendar, start_ms // 1000):
        for a, b in _without(begin, end, [(x // 1000, y // 1000) for x, y in pauses]):
            if left <= b - a:
                return (a + left) * 1000
            left -= b - a
    raise AssertionError("never due")


def walked_elapsed_s(calendar: Written, start_ms: int, end_ms: int, pauses: Sequence[Span] = ()) -> int:
    """Open, unpaused seconds between two instants."""
    total = 0
    for begin, end in open_stretches(calendar, start_ms // 1000):
        if begin * 1000 >= end_ms:
            break
        for a, b in _without(begin, min(end, end_ms // 1000), [(x // 1000, y // 1000) for x, y in pauses]):
            total += b - a
    return total


def _without(begin: int, end: int, pauses: Sequence[Span]) -> list[Span]:
    """What a stretch leaves when the pauses are cut out, whole seconds one after the other."""
    edges = sorted({begin, end, *(edge for pause in pauses for edge in pause if begin < edge < end)})
    return [(a, b) for a, b in pairwise(edges) if not any(x <= a and b <= y for x, y in pauses)]


def walked_business_days(calendar: Written, start_ms: int, days: int, mode: str, pauses: Sequence[Span] = ()) -> int:
    """Count open dates one after the other; the open time that pauses took follows it (sla.md 3.4)."""
    zone = zone_of(calendar["tz"])
    start = datetime.fromtimestamp(start_ms // 1000, UTC).astimezone(zone)
    day, wall = start.date(), start.hour * 3600 + start.minute * 60 + start.second
    while not _hours(calendar, day):
        day, wall = day + timedelta(days=1), -1
    if wall == -1:
        wall = min(begin for begin, _ in _hours(calendar, day))
    left = abs(days)
    while left:
        day += timedelta(days=1 if days > 0 else -1)
        left -= bool(_hours(calendar, day))
    closing = max(b for _, b in _hours(calendar, day))
    if mode == "end_of_business_day":
        wall = closing
    elif mode == "same_time_then_next_open" and wall > closing:
        day += timedelta(days=1)
        while not _hours(calendar, day):
            day += timedelta(days=1)
        wall = min(a for a, _ in _hours(calendar, day))
    else:
        wall = min(wall, closing) if mode == "same_time" else wall
    wall = max(wall, min(a for a, _ in _hours(calendar, day)))
    midnight = datetime.combine(day, datetime.min.time())
    due_ms = round((midnight + timedelta(seconds=wall)).replace(tzinfo=zone).timestamp()) * 1000
    if not pauses:
        return due_ms
    return walked_due_ms(calendar, start_ms, walked_elapsed_s(calendar, start_ms, due_ms), pauses)
