"""Periods in months end as the Civil Code says (200-203)."""

from datetime import date

import pytest

from core.domain.period import months_after, rolled


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 3, 15), 6, date(2026, 9, 15)),  # CC 202: the corresponding day
        (date(2026, 8, 31), 6, date(2027, 2, 28)),  # no 31 February: the month's last day
        (date(2027, 8, 31), 6, date(2028, 2, 29)),  # a leap year
        (date(2026, 2, 28), 6, date(2026, 8, 28)),  # 28 has its corresponding day, although it ended a month
        (date(2026, 10, 31), 6, date(2027, 4, 30)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
    ids=["plain", "short month", "leap month", "from a month's end", "over the year", "a year"],
)
def test_a_period_in_months_ends_on_the_corresponding_day(start: date, months: int, last: date) -> None:
    assert months_after(start, months) == last


def test_a_last_day_in_the_holidays_moves_behind_them() -> None:
    national_day = {date(2026, 10, day) for day in range(1, 8)}

    assert rolled(date(2026, 10, 3), national_day) == date(2026, 10, 8)  # CC 203
    assert rolled(date(2026, 9, 30), national_day) == date(2026, 9, 30)
