"""Where a breach stands and until when a vendor can object (sla.md 3.4, 3.14, CC 201, CC 203)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.domain.breach import (
    ACCEPTED,
    COUNTED,
    DEEMED_ACCEPTED,
    DISPUTED,
    NOTIFIED,
    PROVISIONAL,
    RECORDED,
    RESCINDED,
    UPHELD,
    Position,
    next_fire_ms,
    objection_ends_ms,
)
from core.domain.calendar import WorkingCalendar
from core.errors import Conflict
from tests.instants import ms

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE = WorkingCalendar.from_dict(
    {
        "tz": "Asia/Shanghai", "weekly_hours": {day: [["09:00", "12:00"], ["13:00", "17:30"]] for day in WEEK[:5]},
        # National Day 2026 as the contract's calendar states it: closed 1 to 7 October, 10 October made up for
        "holidays": [f"2026-10-{day:02}" for day in range(1, 8)],
        "special": {"2026-10-10": [["09:00", "16:00"]]},
    }
)  # fmt: skip
SHOP = WorkingCalendar.from_dict(
    {"tz": "Asia/Shanghai", "weekly_hours": {day: [["08:00", "22:00"]] for day in WEEK}}
)  # fmt: skip
NIGHT = WorkingCalendar.from_dict(
    {"tz": "Asia/Shanghai", "weekly_hours": {day: [["00:00", "24:00"]] for day in WEEK}}
)  # fmt: skip
BERLIN = WorkingCalendar.from_dict(
    {"tz": "Europe/Berlin", "weekly_hours": {day: [["09:00", "17:00"]] for day in WEEK[:5]}}
)  # fmt: skip


def at(local: str, zone: str = "Asia/Shanghai") -> int:
    return round(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1000


@pytest.mark.parametrize(
    ("calendar", "days", "notified", "ends"),
    [
        # the day of the notice is not counted: Tuesday, Wednesday, Thursday, until business closes
        pytest.param(OFFICE, 3, "2026-09-14T09:05:00", "2026-09-17T17:30:00", id="on a Monday morning"),
        pytest.param(OFFICE, 3, "2026-09-14T23:59:59", "2026-09-17T17:30:00", id="late on that Monday"),
        pytest.param(OFFICE, 3, "2026-09-15T00:00:00", "2026-09-18T17:30:00", id="a second later it is Tuesday"),
        pytest.param(OFFICE, 3, "2026-09-17T10:00:00", "2026-09-22T17:30:00", id="across a weekend"),
        # a notice on a closed day arrives on Monday, which is not counted
        pytest.param(OFFICE, 3, "2026-09-19T10:00:00", "2026-09-24T17:30:00", id="on a Saturday"),
        # Wednesday 30 September: 8, 9 and the made-up Saturday 10 October, whose own hours end at 16:00
        pytest.param(OFFICE, 3, "2026-09-30T10:00:00", "2026-10-10T16:00:00", id="holidays and a made-up day"),
        pytest.param(OFFICE, 4, "2026-09-30T10:00:00", "2026-10-12T17:30:00", id="one day more"),
        pytest.param(SHOP, 3, "2026-09-17T10:00:00", "2026-09-20T22:00:00", id="a shop counts its weekend"),
        pytest.param(SHOP, 5, "2026-09-30T10:00:00", "2026-10-05T22:00:00", id="open on the national day"),
        pytest.param(NIGHT, 3, "2026-09-14T10:00:00", "2026-09-17T23:59:59", id="never closed: until 24:00"),
    ],
)
def test_the_period_ends_at_the_close_of_its_last_working_day(
    calendar: WorkingCalendar, days: int, notified: str, ends: str
) -> None:
    assert objection_ends_ms(calendar, at(notified), days) == at(ends)


def test_the_period_ends_by_the_wall_clock_of_the_contract_also_across_summer_time() -> None:
    """Berlin, notified on Friday 27 March 2026 (UTC+1); three days later it is Wednesday 1 April (UTC+2), 17:00."""
    assert objection_ends_ms(BERLIN, ms("2026-03-27T10:00:00Z"), 3) == ms("2026-04-01T15:00:00Z")


ENDS = ms("2026-09-17T09:30:00Z")


def position(state: str, ends_ms: int | None = ENDS, owed_by: str = "vendor", *, by_vendor: bool = False) -> Position:
    return Position(state, owed_by, ends_ms, "Asia/Shanghai", by_vendor)


@pytest.mark.parametrize(
    ("now_ms", "is_open"),
    [(ENDS - 1, True), (ENDS, True), (ENDS + 999, True), (ENDS + 1000, False), (ENDS + 60_000, False)],
)
def test_the_last_second_is_in_time_and_the_next_is_not(now_ms: int, is_open: bool) -> None:
    waiting = position(NOTIFIED)

    assert waiting.is_open(now_ms) is is_open
    assert waiting.counts(now_ms) is not is_open  # whether or not the monitor has looked
    if is_open:
        assert (waiting.accept(now_ms), waiting.dispute(now_ms)) == (ACCEPTED, DISPUTED)
        return
    for act in (waiting.accept, waiting.dispute, position(DEEMED_ACCEPTED).dispute):
        with pytest.raises(Conflict) as over:
            act(now_ms)
        assert over.value.code == "breach.period_over"
        assert "2026-09-17 17:30:00 (Asia/Shanghai)" in over.value.message("en")
        assert "2026-09-17 17:30:00（Asia/Shanghai）" in over.value.message("zh")


def test_time_alone_acts_in_the_first_second_after_the_period() -> None:
    assert next_fire_ms(NOTIFIED, 0, ENDS) == ENDS + 1000
    assert next_fire_ms(NOTIFIED, 0, None) is None
    assert next_fire_ms(PROVISIONAL, ENDS, None) == ENDS + 300_000
    assert {next_fire_ms(one, 0, ENDS) for one in (RECORDED, DISPUTED, RESCINDED, *COUNTED)} == {None}


@pytest.mark.parametrize("state", [PROVISIONAL, RECORDED, ACCEPTED, UPHELD, RESCINDED])
def test_only_what_was_notified_can_be_accepted_or_disputed(state: str) -> None:
    for act in (position(state, None).accept, position(state, None).dispute):
        with pytest.raises(Conflict) as refused:
            act(ENDS)
        assert refused.value.code == "breach.state"


def test_what_is_disputed_cannot_be_accepted_or_disputed_again() -> None:
    with pytest.raises(Conflict):
        position(DISPUTED, by_vendor=True).accept(ENDS)
    with pytest.raises(Conflict) as again:
        position(DISPUTED, by_vendor=True).dispute(ENDS)
    assert again.value.code == "breach.disputed_already"


def test_a_vendor_adds_his_word_to_a_late_stop_in_time() -> None:
    assert position(DISPUTED).dispute(ENDS) == DISPUTED
    assert position(DISPUTED, None).dispute(ENDS) == DISPUTED  # he was never asked: the stop came first
    with pytest.raises(Conflict):
        position(DISPUTED).dispute(ENDS + 1000)


def test_an_objection_that_is_taken_back_waits_again_or_is_accepted_by_time() -> None:
    disputed = position(DISPUTED, by_vendor=True)

    assert disputed.withdraw(ENDS) == (NOTIFIED,)
    assert disputed.withdraw(ENDS + 1000) == (NOTIFIED, DEEMED_ACCEPTED)
    with pytest.raises(Conflict):
        position(DISPUTED).withdraw(ENDS)
    with pytest.raises(Conflict):
        position(NOTIFIED, by_vendor=True).withdraw(ENDS)


def test_only_a_dispute_about_what_the_vendor_owes_is_decided() -> None:
    assert position(DISPUTED).decide(UPHELD) == UPHELD
    for other in (position(NOTIFIED), position(UPHELD), position(DISPUTED, owed_by="buyer")):
        with pytest.raises(Conflict):
            other.decide(RESCINDED)


def test_a_past_log_asks_nobody() -> None:
    with pytest.raises(Conflict) as none:
        position(NOTIFIED, None).accept(ENDS)

    assert none.value.code == "breach.no_period"
    assert not position(NOTIFIED, None).counts(ENDS * 2)
