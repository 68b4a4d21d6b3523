"""Working time: when a promise counted in open time, business days or calendar days is due (sla.md 3.2-3.6).

Production calls the integer methods: instants in UTC milliseconds (`*_ms`), durations in whole seconds (`*_s`).
The methods on aware datetimes say the same for readers and tests.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.business_days import (
    HORIZON_DAYS,
    check_days,
    closing_time,
    count_business_days,
    count_calendar_days,
)
from core.domain.hours import OpeningHours, read_day, read_time
from core.domain.open_time import OpenTime, Pauses
from core.domain.zone import DAY_S, find_zone, instant, local_time
from core.errors import InvalidInput

DatetimePauses = Iterable[tuple[datetime, datetime]]

_KEYS = ("tz", "weekly_hours", "holidays", "special", "official_through")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HORIZON_S = HORIZON_DAYS * DAY_S
_LAST_S = 250_000_000_000  # in the year 9892: a horizon later is still a date that Python can hold
_CHUNK_BITS = 25  # a table serves the starts of 2**25 seconds, about 388 days
_CHUNKS_KEPT = 64


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The open hours of one party in its time zone; equal calendars are interchangeable and hash alike."""

    tz: str
    hours: OpeningHours
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)
    _tables: dict[int, OpenTime] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_zone", find_zone(self.tz))

    @classmethod
    def from_dict(cls, written: Mapping[str, object]) -> "WorkingCalendar":
        """Read `tz`, `weekly_hours`, and optional `holidays` and `special` days, which override both.

        `official_through` is the last day whose holidays have been announced; no day is counted by it.

        Raises `InvalidInput` naming the place; see `OpeningHours.read` for what is checked.
        """
        if not isinstance(written, Mapping):
            raise InvalidInput("calendar.not_a_mapping", place="calendar", value=str(written)[:60])
        for key in written:
            if key not in _KEYS:
                raise InvalidInput(
                    "calendar.unknown_key", place="calendar", key=str(key)[:60], allowed=", ".join(_KEYS)
                )
        for key in _KEYS[:2]:
            if key not in written:
                raise InvalidInput("calendar.missing_key", place="calendar", key=key)
        find_zone(str(written["tz"]))
        if written.get("official_through") is not None:
            read_day(written["official_through"], "official_through")
        hours = OpeningHours.read(written["weekly_hours"], written.get("holidays", ()), written.get("special"))
        return cls(str(written["tz"]), hours)

    @classmethod
    def always_open(cls, tz: str) -> "WorkingCalendar":
        """Return the calendar of elapsed time: every second counts; `tz` still says where days end."""
        return cls(tz, OpeningHours((((0, DAY_S),),) * 7))

    # ------------------------------------------------------------------ open time

    def due_ms(self, start_ms: int, open_s: int, pauses: Pauses = ()) -> int:
        """Return the earliest instant by which `open_s` open, unpaused seconds have passed since the start.

        Raises `InvalidInput` if `open_s` is below 1 or the instant lies more than ten years ahead.
        """
        if open_s < 1:
            raise InvalidInput("calendar.target_not_positive", value=open_s)
        start = start_ms // 1000
        try:
            # `OpenTime.count` and `.reached` written out: every event asks this, each call costs as much as a bisect.
            table = self._tables[start >> _CHUNK_BITS]
            opens, closes, counts, shifts = table
            span = bisect_right(closes, start)
            opened = opens[span]
            count = open_s + shifts[span] + (start if start > opened else opened)
            due = count - shifts[bisect_left(counts, count, span)]
            if pauses:
                due = table.postponed(start, due, pauses)
        except LookupError:
            self._lengthen(start)
            return self.due_ms(start_ms, open_s, pauses)
        if due - start > _HORIZON_S:
            raise InvalidInput("calendar.beyond_horizon", days=HORIZON_DAYS)
        return due * 1000

    def elapsed_s(self, start_ms: int, end_ms: int, pauses: Pauses = ()) -> int:
        """Return the open, unpaused seconds between two instants; 0 if the end is not after the start."""
        start, end = start_ms // 1000, end_ms // 1000
        return self._table(start, end).elapsed(start, end, pauses) if start < end else 0

    def spans_ms(self, from_ms: int, to_ms: int) -> list[tuple[int, int]]:
        """Return the open spans within [from_ms, to_ms), at most ten years, for drawing and for evidence."""
        from_s, to_s = from_ms // 1000, -(-to_ms // 1000)
        if from_ms >= to_ms:
            return []
        spans = self._table(from_s, to_s).spans(from_s, to_s)
        return [(max(opened * 1000, from_ms), min(closed * 1000, to_ms)) for opened, closed in spans]

    def _table(self, start_s: int, end_s: int) -> OpenTime:
        """Return the table of `start_s`, long enough to look up `end_s` too."""
        if end_s - start_s > _HORIZON_S:
            raise InvalidInput("calendar.beyond_horizon", days=HORIZON_DAYS)
        while True:
            table = self._tables.get(start_s >> _CHUNK_BITS)
            if table is not None and table.closes and table.closes[-1] > end_s:
                return table
            self._lengthen(start_s)

    def _lengthen(self, start_s: int) -> None:
        """Build the table that starts near `start_s` need, or one twice as long, up to the horizon."""
        _check_instant(start_s)
        chunk = start_s >> _CHUNK_BITS
        from_s, size_s = chunk << _CHUNK_BITS, 1 << _CHUNK_BITS
        longest_s = size_s + _HORIZON_S + 400 * DAY_S
        table = self._tables.get(chunk)
        length_s = 2 * size_s
        if table is not None:
            length_s = 2 * (table.closes[-1] - from_s) if table.closes else longest_s
        if table is not None and table.closes and table.closes[-1] - from_s >= longest_s - 400 * DAY_S:
            raise InvalidInput("calendar.beyond_horizon", days=HORIZON_DAYS)
        if len(self._tables) >= _CHUNKS_KEPT:
            self._tables.clear()
        to_s = from_s + min(length_s, longest_s)
        self._tables[chunk] = OpenTime.build(self.hours, self._zone, from_s, to_s)

    # ------------------------------------------------------------------ days

    def due_in_business_days_ms(self, start_ms: int, days: int, mode: str, pauses: Pauses = ()) -> int:
        """Return when `days` business days after (or before) the start end; pauses then add their open time."""
        start = start_ms // 1000
        day, time_s = local_time(self._zone, start)
        due = instant(self._zone, *count_business_days(self.hours, day, time_s, days, mode))
        if pauses:
            due = self._table(min(start, due), max(start, due)).postponed(start, due, pauses)
        return due * 1000

    def due_in_calendar_days_ms(self, start_ms: int, days: int, *, end: str = "24:00", roll: str = "none") -> int:
        """Return the last second of the last of `days` natural days; the day of start is not counted (CC 201, 203)."""
        day, _ = local_time(self._zone, start_ms // 1000)
        last = count_calendar_days(self.hours, day, days, roll)
        time_s = closing_time(self.hours, last, end)
        due = instant(self._zone, last, time_s)
        return (due - 1 if end == "24:00" else due) * 1000

    def on_date_ms(self, start_ms: int, days: int, window: tuple[str, str] = ("09:00", "20:00")) -> tuple[int, int]:
        """Return the first and the last instant of the window on the day `days` days after the start."""
        check_days(days, 0)
        day, _ = local_time(self._zone, start_ms // 1000)
        opening, closing = (read_time(text, "window") for text in window)
        due = instant(self._zone, day + days, closing)
        return instant(self._zone, day + days, opening) * 1000, (due - 1 if closing == DAY_S else due) * 1000

    # ------------------------------------------------------------------ aware datetimes

    def due(self, start: datetime, target: timedelta, pauses: DatetimePauses = ()) -> datetime:
        """Return the earliest instant by which `target` of open, unpaused time has passed."""
        return _moment(self.due_ms(_ms(start), round(target.total_seconds()), _spans(pauses)))

    def elapsed(self, start: datetime, end: datetime, pauses: DatetimePauses = ()) -> timedelta:
        """Return the open, unpaused time between two instants."""
        return timedelta(seconds=self.elapsed_s(_ms(start), _ms(end), _spans(pauses)))

    def due_in_business_days(self, start: datetime, days: int, mode: str, pauses: DatetimePauses = ()) -> datetime:
        """Return when `days` business days end."""
        return _moment(self.due_in_business_days_ms(_ms(start), days, mode, _spans(pauses)))

    def due_in_calendar_days(self, start: datetime, days: int, roll: str = "none", end: str = "24:00") -> datetime:
        """Return the end of the last of `days` natural days."""
        return _moment(self.due_in_calendar_days_ms(_ms(start), days, end=end, roll=roll))


def _check_instant(at_s: int) -> None:
    if not 0 <= at_s + _HORIZON_S <= _LAST_S:
        raise InvalidInput("calendar.instant_out_of_range", value=at_s)


def _ms(at: datetime) -> int:
    """Whole milliseconds since 1970. Raises `InvalidInput` for a time without a zone."""
    if at.tzinfo is None:
        raise InvalidInput("calendar.naive_time", value=at.isoformat())
    return (at - _EPOCH) // timedelta(milliseconds=1)


def _moment(at_ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=at_ms)


def _spans(pauses: DatetimePauses) -> list[tuple[int, int]]:
    return [(_ms(start), _ms(end)) for start, end in pauses]
