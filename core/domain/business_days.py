"""The day on which a number of days ends, and the time of that day (sla.md 3.4); days as in `core.domain.zone`."""

from core.domain.hours import OpeningHours
from core.domain.zone import DAY_S
from core.errors import InvalidInput

MODES = ("same_time", "end_of_business_day", "same_time_then_next_open")
ROLLS = ("none", "next_day")
ENDS = ("24:00", "close_of_business")
HORIZON_DAYS = 3653  # ten years


def count_business_days(hours: OpeningHours, day: int, time_s: int, days: int, mode: str) -> tuple[int, int]:
    """Return the day and time `days` open days after (or before) a start, clamped into that day's hours.

    Day 0 is the day of the start if it has hours, else the next day that has, at its opening.
    """
    check_choice("mode", mode, MODES)
    check_days(days, -HORIZON_DAYS)
    if days == 0:
        raise InvalidInput("calendar.no_days", value=days)
    if not hours.on(day):
        day = hours.open_day(day)
        time_s = hours.on(day)[0][0]
    step = 1 if days > 0 else -1
    for _ in range(abs(days)):
        day = hours.open_day(day + step, step)
    if mode == "same_time_then_next_open":
        return _next_open(hours, day, time_s)
    opening, closing = hours.on(day)[0][0], hours.on(day)[-1][1]
    return day, closing if mode == "end_of_business_day" else min(max(time_s, opening), closing)


def count_calendar_days(hours: OpeningHours, day: int, days: int, roll: str) -> int:
    """Return the day `days` natural days later; `next_day` moves on from a day without hours (CC 201, 203)."""
    check_choice("roll", roll, ROLLS)
    check_days(days, 0)
    return hours.open_day(day + days) if roll == "next_day" else day + days


def closing_time(hours: OpeningHours, day: int, end: str) -> int:
    """Return when the last day of a period ends; a day without hours has no close of business and ends at 24:00."""
    check_choice("end", end, ENDS)
    if end == "24:00" or not hours.on(day):
        return DAY_S
    return hours.on(day)[-1][1]


def check_days(days: int, least: int) -> None:
    """Raise `InvalidInput` unless `days` lies between `least` and ten years."""
    if not least <= days <= HORIZON_DAYS:
        raise InvalidInput("calendar.days_out_of_range", value=days, least=least, most=HORIZON_DAYS)


def check_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """Raise `InvalidInput` unless `value` is one of the `allowed` words."""
    if value not in allowed:
        raise InvalidInput("calendar.unknown_choice", place=name, value=str(value)[:60], allowed=", ".join(allowed))


def _next_open(hours: OpeningHours, day: int, time_s: int) -> tuple[int, int]:
    for opening, closing in hours.on(day):
        if time_s < closing:
            return day, max(time_s, opening)
    day = hours.open_day(day + 1)
    return day, hours.on(day)[0][0]
