"""The collected vectors of service-desk calendars, each by its id, to the second (sources stand in the file)."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.domain.calendar import WorkingCalendar
from core.errors import InvalidInput

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "sla.json").read_text("utf-8"))


def by_id(name: str) -> list[Any]:
    return [pytest.param(vector, id=vector["id"]) for vector in VECTORS[name]]


def pauses(vector: dict[str, Any]) -> list[tuple[datetime, datetime]]:
    return [(datetime.fromisoformat(p["from"]), datetime.fromisoformat(p["to"])) for p in vector["pauses"]]


@pytest.mark.parametrize("vector", by_id("vectors"))
def test_due_time_and_warnings(vector: dict[str, Any]) -> None:
    calendar = WorkingCalendar.from_dict(vector["calendar"])
    start, target = datetime.fromisoformat(vector["start"]), round(vector["target_minutes"] * 60)

    def due(seconds: int) -> datetime:
        return calendar.due(start, timedelta(seconds=seconds), pauses(vector))

    assert due(target) == datetime.fromisoformat(vector["expected_due"])
    for pct, expected in vector.get("expected_at_risk", {}).items():
        assert due(-(-target * int(pct) // 100)) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "vector", [one for one in by_id("divergence_vectors") if one.id != "d-businesstime-zero-target"]
)
def test_where_other_products_differ_ours_follows_the_semantics(vector: dict[str, Any]) -> None:
    calendar = WorkingCalendar.from_dict(vector["calendar"])
    start = datetime.fromisoformat(vector["start"])

    due = calendar.due(start, timedelta(minutes=vector["target_minutes"]), pauses(vector))

    assert due == datetime.fromisoformat(vector["spec_result"])


def test_d_businesstime_zero_target_is_refused() -> None:
    calendar = WorkingCalendar.always_open("UTC")

    with pytest.raises(InvalidInput, match="at least 1 s"):
        calendar.due(datetime.fromisoformat("2010-04-10T12:33:00Z"), timedelta(0))


@pytest.mark.parametrize("vector", by_id("elapsed_vectors"))
def test_elapsed_open_time(vector: dict[str, Any]) -> None:
    calendar = WorkingCalendar.from_dict(vector["calendar"])
    start, end = datetime.fromisoformat(vector["start"]), datetime.fromisoformat(vector["end"])

    elapsed = calendar.elapsed(start, end, pauses(vector))

    assert elapsed == timedelta(minutes=vector["expected_elapsed_minutes"])


@pytest.mark.parametrize("vector", by_id("business_day_vectors"))
def test_business_days(vector: dict[str, Any]) -> None:
    calendar = WorkingCalendar.from_dict(vector["calendar"])
    zone = ZoneInfo(vector["calendar"]["tz"])
    start, expected = (datetime.fromisoformat(vector[key]).replace(tzinfo=zone) for key in ("start", "expected_due"))

    spans = [
        (
            datetime.fromisoformat(one["from"]).replace(tzinfo=zone),
            datetime.fromisoformat(one["to"]).replace(tzinfo=zone),
        )
        for one in vector.get("pauses", ())
    ]

    assert calendar.due_in_business_days(start, vector["target_business_days"], vector["mode"], spans) == expected
