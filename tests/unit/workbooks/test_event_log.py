"""Rows become events: pauses that lasted, in the order of time, none from the future."""

from pathlib import Path

import pytest

from core.workbooks.event_log import LogEvent, read_log
from core.workbooks.mapping import parse_mapping
from tests.instants import ms

MAPPING = parse_mapping((Path(__file__).parents[3] / "docs" / "examples" / "incident_desk.yaml").read_bytes())
HEAD = "number,incident_state,sys_updated_at,assignment_group,priority,opened_at,resolved_at\n"
NOW_MS = ms("2016-03-01T12:00:00Z")
LATEST_MS = NOW_MS + 300_000


def row(case: str, state: str, at: str, opened: str = "29-02-2016 09:00", resolved: str = "?") -> str:
    return f"{case},{state},{at},Group 1,2 - High,{opened},{resolved}\n"


def events(*rows: str) -> list[LogEvent]:
    return read_log((HEAD + "".join(rows)).encode(), MAPPING, LATEST_MS).events


def pauses(*rows: str) -> list[tuple[str, str]]:
    return [(one.type, str(one.data["reason"])) for one in events(*rows) if one.type.startswith("pause.")]


def test_a_pause_that_begins_and_ends_in_one_minute_is_none() -> None:
    assert pauses(
        row("I1", "New", "29-02-2016 09:00"), row("I1", "Awaiting User Info", "29-02-2016 10:00"),
        row("I1", "Active", "29-02-2016 10:00"),
    ) == []  # fmt: skip


def test_a_pause_of_no_length_ends_no_other() -> None:
    """10:00 to 10:05 counts; what the minute 10:05 holds besides does not."""
    rows = [("New", "09:00"), ("Awaiting User Info", "10:00"), ("Active", "10:05"), ("Awaiting Evidence", "10:05"),
            ("Active", "10:05")]  # fmt: skip

    found = pauses(*(row("I1", state, f"29-02-2016 {at}") for state, at in rows))

    assert found == [("pause.started", "waiting_for_user"), ("pause.ended", "waiting_for_user")]


def test_a_pause_that_the_log_does_not_end_stays_open() -> None:
    assert pauses(row("I1", "Awaiting User Info", "29-02-2016 10:00")) == [("pause.started", "waiting_for_user")]


def test_cases_stand_together_by_their_first_event_and_their_events_by_time() -> None:
    """B2 opened before A1; B2 was resolved before its last row."""
    found = events(
        row("A1", "New", "29-02-2016 10:00", opened="29-02-2016 10:00"),
        row("B2", "New", "29-02-2016 09:00", resolved="29-02-2016 11:00"),
        row("B2", "Closed", "29-02-2016 12:00", resolved="29-02-2016 11:00"),
    )

    assert [one.case for one in found] == ["B2", "B2", "B2", "B2", "A1", "A1"]
    assert [one.occurred_ms for one in found[:4]] == sorted(one.occurred_ms for one in found[:4])


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        (row("I1", "New", "01-03-2016 12:06"), "sys_updated_at"),
        (row("I1", "New", "01-03-2062 12:00"), "sys_updated_at"),
        (row("I1", "New", "01-03-2016 12:00", opened="01-03-2016 12:06"), "opened_at"),
        (row("I1", "New", "01-03-2016 12:00", resolved="02-03-2016 12:00"), "resolved_at"),
        (row("I1", "New", "31-12-1969 23:59"), "sys_updated_at"),
        (row("I1", "New", "01-01-0001 00:00"), "sys_updated_at"),
    ],
    ids=["six minutes ahead", "in 2062", "opened ahead", "resolved ahead", "before 1970", "year one"],
)
def test_an_instant_from_the_future_or_before_1970_is_refused_with_row_and_column(rows: str, column: str) -> None:
    log = read_log((HEAD + row("I0", "New", "29-02-2016 09:00") + rows).encode(), MAPPING, LATEST_MS)

    assert [(one.row, one.column, one.code) for one in log.refused] == [(3, column, "log.out_of_range")]
    assert {one.case for one in log.events} == {"I0"}


def test_five_minutes_ahead_are_taken() -> None:
    assert len(events(row("I1", "New", "01-03-2016 12:05"))) == 2
