"""Periods of the civil law counted in months (Civil Code 200-204)."""

from calendar import monthrange
from collections.abc import Container
from datetime import date, timedelta

NO_REST: frozenset[date] = frozenset()


def months_after(start: date, months: int) -> date:
    """Return the last day of a period of `months` that starts on `start`.

    The day of the start is not counted (CC 201); the last day is the corresponding day of the month of expiry, or
    that month's last day where there is none (CC 202).
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def rolled(last: date, rest_days: Container[date]) -> date:
    """Return `last`, or the first day after the statutory rest days that it falls in (CC 203)."""
    while last in rest_days:
        last += timedelta(days=1)
    return last
