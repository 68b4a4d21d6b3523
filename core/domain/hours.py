"""Opening hours by local day: a week, and the days that differ from it (sla.md 3.3)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeGuard

from core.domain.zone import DAY_S
from core.errors import InvalidInput

Hours = tuple[tuple[int, int], ...]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_CLOSURE_DAYS = 400

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_THURSDAY = 3  # the weekday of 1970-01-01
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Half-open intervals in seconds past local midnight, sorted and disjoint, for every local day."""

    week: tuple[Hours, ...]
    overrides: tuple[tuple[int, Hours], ...] = ()
    _by_day: dict[int, Hours] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_day.update(self.overrides)

    @classmethod
    def read(cls, weekly: object, holidays: object = (), special: object = None) -> "OpeningHours":
        """Check and normalise hours as written; an interval past midnight is split there, overlaps are merged.

        Raises `InvalidInput` naming the place and the value, also if there is no open second in some 400 days.
        """
        week: list[list[tuple[int, int]]] = [[] for _ in WEEKDAYS]
        for name, written in _mapping(weekly, "weekly_hours").items():
            place = f"weekly_hours.{name}"
            if name not in WEEKDAYS:
                raise InvalidInput("calendar.unknown_weekday", place=place, value=_shown(name))
            weekday = WEEKDAYS.index(name)
            today, tomorrow = _split(_intervals(written, place))
            week[weekday] += today
            week[(weekday + 1) % 7] += tomorrow
        regular = cls(tuple(_merged(hours) for hours in week))
        hours = cls(regular.week, _overrides(regular, holidays, special))
        hours._check_opens()
        return hours

    def on(self, day: int) -> Hours:
        """Return the hours of a local day, empty if it is closed."""
        hours = self._by_day.get(day)
        return self.week[(day + _THURSDAY) % 7] if hours is None else hours

    def open_day(self, day: int, step: int = 1) -> int:
        """Return `day` if it has hours, else the next day that has, or with step -1 the one before."""
        while not self.on(day):
            day += step
        return day

    def _check_opens(self) -> None:
        if not any(self.week):
            raise InvalidInput("calendar.never_open", place="weekly_hours", days=LONGEST_CLOSURE_DAYS)
        seen = 0
        for day, hours in self.overrides:
            if hours or day < seen:
                continue
            seen = self.open_day(day)
            if seen - self.open_day(day, -1) > LONGEST_CLOSURE_DAYS:
                raise InvalidInput("calendar.never_open", place=f"holidays.{_iso(day)}", days=LONGEST_CLOSURE_DAYS)


def read_time(text: object, place: str) -> int:
    """Return the seconds past midnight of HH:MM, 00:00 to 24:00. Raises `InvalidInput`."""
    if not is_time(text):
        raise InvalidInput("calendar.bad_time", place=place, value=_shown(text))
    return int(text[:2]) * 3600 + int(text[3:]) * 60


def is_time(text: object) -> TypeGuard[str]:
    """Whether `text` is a time of day as HH:MM, 00:00 to 24:00."""
    return isinstance(text, str) and _TIME.fullmatch(text) is not None


def _overrides(regular: OpeningHours, holidays: object, special: object) -> tuple[tuple[int, Hours], ...]:
    days: dict[int, Hours] = {read_day(text, "holidays"): () for text in _sequence(holidays, "holidays")}
    tails: dict[int, list[tuple[int, int]]] = {}
    closed = frozenset(days)
    for text, written in _mapping(special or {}, "special").items():
        day = read_day(text, "special")
        today, tomorrow = _split(_intervals(written, f"special.{text}"))
        days[day] = _merged(today)
        if tomorrow:
            tails[day + 1] = tomorrow
    for day, tail in tails.items():
        hours = days[day] if day in days else regular.on(day)
        # A closed day stays closed as a whole, even for a shift that began the evening before.
        days[day] = _merged([*hours, *tail]) if hours or day not in closed else ()
    return tuple(sorted(days.items()))


def _intervals(written: object, place: str) -> list[tuple[int, int]]:
    intervals = []
    for pair in _sequence(written, place):
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            raise InvalidInput("calendar.bad_hours", place=place, value=_shown(pair))
        begin, end = read_time(pair[0], place), read_time(pair[1], place)
        if begin in (end, DAY_S):
            raise InvalidInput("calendar.bad_hours", place=place, value=_shown(pair))
        intervals.append((begin, end))
    return intervals


def _split(intervals: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Part intervals into those of the day itself and what reaches into the next."""
    today = [(begin, end if begin < end else DAY_S) for begin, end in intervals]
    return today, [(0, end) for begin, end in intervals if 0 < end < begin]


def _merged(intervals: Iterable[tuple[int, int]]) -> Hours:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(intervals):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)


def read_day(text: object, place: str) -> int:
    """Return the local day of YYYY-MM-DD. Raises `InvalidInput`."""
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        day = date.min
    if day.isoformat() != str(text):
        raise InvalidInput("calendar.bad_date", place=place, value=_shown(text))
    return day.toordinal() - _EPOCH_ORDINAL


def _iso(day: int) -> str:
    return date.fromordinal(day + _EPOCH_ORDINAL).isoformat()


def _mapping(value: object, place: str) -> Mapping[object, object]:
    if not isinstance(value, Mapping):
        raise InvalidInput("calendar.not_a_mapping", place=place, value=_shown(value))
    return value


def _sequence(value: object, place: str) -> Sequence[object]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise InvalidInput("calendar.not_a_list", place=place, value=_shown(value))
    return value


def _shown(value: object) -> str:
    return str(value)[:60]
