"""Open time as a table: how many seconds have been open by an instant, and the instant by which n have.

All instants are whole seconds since 1970 UTC. An instant before or after the table raises `IndexError`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core.domain.hours import OpeningHours
from core.domain.zone import DAY_S, offsets

Pauses = Sequence[tuple[int, int]]


class OpenTime(NamedTuple):
    """The open spans of a stretch of time, column by column.

    `counts[i]` open seconds have passed when span i closes; inside it, `instant + shifts[i]` have.
    """

    opens: list[int]
    closes: list[int]
    counts: list[int]
    shifts: list[int]

    @classmethod
    def build(cls, hours: OpeningHours, zone: ZoneInfo, from_s: int, to_s: int) -> "OpenTime":
        """Tabulate [from_s, to_s): an instant is open if and only if its wall time lies in that day's hours."""
        opens: list[int] = []
        closes: list[int] = []
        for begin, end, offset in offsets(zone, from_s, to_s):
            for day in range((begin + offset) // DAY_S, (end + offset - 1) // DAY_S + 1):
                midnight = day * DAY_S - offset
                for opening, closing in hours.on(day):
                    opened, closed = max(midnight + opening, begin), min(midnight + closing, end)
                    if opened < closed:
                        _append(opens, closes, opened, closed)
        counts: list[int] = []
        shifts: list[int] = []
        count = 0
        for opened, closed in zip(opens, closes, strict=True):
            shifts.append(count - opened)
            count += closed - opened
            counts.append(count)
        return cls(opens, closes, counts, shifts)

    def count(self, at_s: int) -> int:
        """Return how many seconds of the table were open before `at_s`."""
        span = bisect_right(self.closes, at_s)
        opened = self.opens[span]
        return self.shifts[span] + (at_s if at_s > opened else opened)

    def reached(self, count: int) -> int:
        """Return the earliest instant by which `count` seconds (one or more) were open."""
        return count - self.shifts[bisect_left(self.counts, count)]

    def postponed(self, start_s: int, due_s: int, pauses_ms: Pauses) -> int:
        """Return `due_s` moved on by the open seconds of the union of `pauses_ms` that begin before it (sla.md 3.6)."""
        paused_until = start_s
        for begin_ms, end_ms in sorted(pauses_ms):
            if max(begin_ms // 1000, start_s) >= due_s:
                break
            begin, end = max(begin_ms // 1000, paused_until), end_ms // 1000
            if begin < end:
                paused = self.count(end) - self.count(begin)
                if paused:
                    due_s = self.reached(self.count(due_s) + paused)
                paused_until = end
        return due_s

    def elapsed(self, start_s: int, end_s: int, pauses_ms: Pauses) -> int:
        """Return the open seconds in [start_s, end_s) that lie in none of `pauses_ms`."""
        elapsed = self.count(end_s) - self.count(start_s)
        paused_until = start_s
        for begin_ms, finish_ms in sorted(pauses_ms):
            begin, finish = max(begin_ms // 1000, paused_until), min(finish_ms // 1000, end_s)
            if begin < finish:
                elapsed -= self.count(finish) - self.count(begin)
                paused_until = finish
        return elapsed

    def spans(self, from_s: int, to_s: int) -> Iterable[tuple[int, int]]:
        """Return the (open, close) spans that reach into [from_s, to_s)."""
        first, last = bisect_right(self.closes, from_s), bisect_left(self.opens, to_s)
        return zip(self.opens[first:last], self.closes[first:last], strict=True)


def _append(opens: list[int], closes: list[int], opened: int, closed: int) -> None:
    """Add a span; one that begins as the last one ends prolongs it, so that midnight closes nothing."""
    if closes and closes[-1] == opened:
        closes[-1] = closed
    else:
        opens.append(opened)
        closes.append(closed)
