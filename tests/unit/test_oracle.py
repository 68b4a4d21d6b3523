"""The vectors against the brute-force oracle, and random cases of both: production must agree with it to the second."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.calendar import WorkingCalendar
from tests.instants import ms
from tests.oracle import walked_business_days, walked_due_ms, walked_elapsed_s

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "sla.json").read_text("utf-8"))


def by_id(name: str) -> list[Any]:
    return [pytest.param(vector, id=vector["id"]) for vector in VECTORS[name]]


def spans(vector: dict[str, Any]) -> list[tuple[int, int]]:
    return [(ms(one["from"]), ms(one["to"])) for one in vector.get("pauses", ())]


@pytest.mark.parametrize("vector", by_id("vectors"))
def test_the_oracle_finds_the_due_time(vector: dict[str, Any]) -> None:
    due_ms = walked_due_ms(vector["calendar"], ms(vector["start"]), round(vector["target_minutes"] * 60), spans(vector))

    assert due_ms == ms(vector["expected_due"])


@pytest.mark.parametrize("vector", by_id("elapsed_vectors"))
def test_the_oracle_finds_the_elapsed_time(vector: dict[str, Any]) -> None:
    elapsed_s = walked_elapsed_s(vector["calendar"], ms(vector["start"]), ms(vector["end"]), spans(vector))

    assert elapsed_s == round(vector["expected_elapsed_minutes"] * 60)


@pytest.mark.parametrize("vector", by_id("business_day_vectors"))
def test_the_oracle_counts_business_days(vector: dict[str, Any]) -> None:
    zone = ZoneInfo(vector["calendar"]["tz"])
    start, expected = (datetime.fromisoformat(vector[key]).replace(tzinfo=zone) for key in ("start", "expected_due"))

    def at_ms(text: str) -> int:
        return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()) * 1000

    pauses = [(at_ms(one["from"]), at_ms(one["to"])) for one in vector.get("pauses", ())]

    due_ms = walked_business_days(
        vector["calendar"], round(start.timestamp()) * 1000, vector["target_business_days"], vector["mode"], pauses
    )

    assert due_ms == round(expected.timestamp()) * 1000


MINUTES = st.integers(0, 24 * 60)
HOURS = st.lists(st.tuples(MINUTES, MINUTES), max_size=2).map(
    lambda some: [[f"{a // 60:02}:{a % 60:02}", f"{b // 60:02}:{b % 60:02}"] for a, b in map(sorted, some) if a < b]
)
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STARTS = st.integers(ms("2026-01-01T00:00:00Z") // 1000, ms("2026-12-01T00:00:00Z") // 1000)
HOLIDAYS = st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=5).map(
    lambda some: sorted({one.isoformat() for one in some})
)


@st.composite
def calendars(draw: st.DrawFn) -> dict[str, Any]:
    weekly = {day: draw(HOURS) for day in DAYS}
    weekly["wed"] = weekly["wed"] or [["09:00", "10:00"]]
    return {"tz": draw(ZONES), "weekly_hours": weekly, "holidays": draw(HOLIDAYS)}


PAUSES = st.lists(st.tuples(st.integers(-3_600, 200_000), st.integers(1, 90_000)), max_size=3)


@settings(max_examples=60, deadline=None)
@given(calendars(), STARTS, st.integers(1, 40_000), PAUSES)
def test_production_agrees_with_the_oracle(
    calendar: dict[str, Any], start: int, open_s: int, pauses: list[tuple[int, int]]
) -> None:
    paused = [((start + at) * 1000, (start + at + length) * 1000) for at, length in pauses]
    production = WorkingCalendar.from_dict(calendar)

    due_ms = production.due_ms(start * 1000, open_s, paused)

    assert due_ms == walked_due_ms(calendar, start * 1000, open_s, paused)
    assert production.elapsed_s(start * 1000, due_ms, paused) == open_s


@settings(max_examples=200, deadline=None)
@given(calendars(), STARTS, st.integers(1, 20_000), st.integers(1, 20_000))
def test_due_times_add_up_and_never_run_back(calendar: dict[str, Any], start: int, first: int, second: int) -> None:
    """R1: monotone in the target, and a then b is a+b."""
    production = WorkingCalendar.from_dict(calendar)

    half_ms = production.due_ms(start * 1000, first)
    whole_ms = production.due_ms(start * 1000, first + second)

    assert half_ms < whole_ms
    assert production.due_ms(half_ms, second) == whole_ms


def test_one_minute_has_no_open_second() -> None:
    """24:00 closes at midnight and not a minute before (zammad/zammad#3180)."""
    always = {"tz": "Europe/Berlin", "weekly_hours": {day: [["00:00", "24:00"]] for day in DAYS}}
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)

    due = WorkingCalendar.from_dict(always).due(start, timedelta(hours=24))

    assert due == start + timedelta(hours=24)
