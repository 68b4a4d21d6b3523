"""Days of notice before a term ends, by the clause on the term."""

from datetime import date

import pytest

from core.domain.renewal import notice
from core.domain.terms.scope import Schedule

ENDS = date(2027, 6, 30)


@pytest.mark.parametrize(
    ("today", "left"), [(date(2026, 12, 31), 91), (date(2027, 4, 1), 0), (date(2027, 4, 2), -1)],
    ids=["months before", "the last day", "a day late"],
)  # fmt: skip
def test_ninety_days_before_the_end_of_june_is_the_first_of_april(today: date, left: int) -> None:
    # 30 days of June, 31 of May, 29 of April: 30 + 31 + 29 = 90 days from 1 April to 30 June
    found = notice(Schedule(ends_on=ENDS, renewal_notice_days=90), today)

    assert found is not None
    assert (found.last_day, found.days_left) == (date(2027, 4, 1), left)


def test_without_agreed_days_the_end_itself_is_the_last_day() -> None:
    found = notice(Schedule(ends_on=ENDS), date(2027, 6, 29))

    assert found is not None
    assert (found.last_day, found.days_left) == (ENDS, 1)


def test_without_an_end_there_is_no_notice() -> None:
    assert notice(Schedule(), date(2026, 1, 1)) is None
