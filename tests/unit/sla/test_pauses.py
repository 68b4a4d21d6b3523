"""What a pause moves and what it does not (sla.md 3.4, 3.6)."""

from typing import Any

import pytest

from core.domain.calendar import WorkingCalendar
from core.domain.event import ServiceEvent
from core.domain.obligation import Obligation
from core.domain.service_case import CaseState
from core.sla.outcome import Outcome
from core.sla.replay import replay
from core.sla.terms import compile_terms
from tests.instants import ms
from tests.integration.desks import obligation
from tests.judge import judge

WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE = WorkingCalendar.from_dict({"tz": "UTC", "weekly_hours": WEEK})
START = "2026-01-12T08:00:00Z"  # a Monday


def run(written: dict[str, Any], *told: tuple[str, str], until: str) -> tuple[CaseState, Outcome]:
    one = compile_terms(
        [Obligation.from_dict("P-01", "p", obligation(pause=["agreed"], **written))], {}, {}, OFFICE, judge
    )
    data: dict[str, str | int] = {"reason": "agreed", "agreed_ms": ms("2026-01-14T10:00:00Z")}
    events = [ServiceEvent(f"e{n}", kind, ms(at), one.precedence(kind), data) for n, (kind, at) in enumerate(told)]
    return replay(one, events, ms(until))


def pausing(begin: str, end: str) -> tuple[tuple[str, str], tuple[str, str], tuple[str, str]]:
    return ("case.started", START), ("pause.started", begin), ("pause.ended", end)


def test_natural_days_move_on_by_the_paused_seconds() -> None:
    """Three days from Monday end on Thursday 23:59:59; a pause of 36 h moves that to Saturday 11:59:59."""
    days = {"basis": "calendar", "limit": {"default": "3 days", "from": "ours"}}
    state, outcome = run(days, *pausing("2026-01-13T00:00:00Z", "2026-01-14T12:00:00Z"), until="2026-01-17T11:59:59Z")

    assert state.clocks["P-01", "", 1].due_ms == ms("2026-01-17T11:59:59Z")
    assert "breach" not in [one.kind for one in outcome.milestones]


@pytest.mark.parametrize(
    ("written", "due"),
    [
        pytest.param(
            {"basis": "on_date", "limit": {"default": "1 day", "from": "ours"}}, "2026-01-13T23:59:59Z", id="day",
        ),
        pytest.param(
            {"basis": "fixed_date", "due_field": "agreed_ms", "limit": {"default": "0 min", "from": "ours"}},
            "2026-01-14T10:00:00Z", id="instant",
        ),
    ],
)  # fmt: skip
def test_an_agreed_day_or_instant_is_never_moved(written: dict[str, Any], due: str) -> None:
    during, _ = run(written, *pausing("2026-01-12T09:00:00Z", "2026-01-12T21:00:00Z")[:2], until="2026-01-12T10:00:00Z")
    after, _ = run(written, *pausing("2026-01-12T09:00:00Z", "2026-01-12T21:00:00Z"), until="2026-01-12T22:00:00Z")

    for state in (during, after):
        clock = state.clocks["P-01", "", 1]
        assert (clock.state, clock.due_ms) == ("running", ms(due))


@pytest.mark.parametrize("last", ["pause.ended", "case.stopped"])
def test_a_clock_is_never_late_by_time_in_which_it_was_paused(last: str) -> None:
    # A day from Monday ends on Tuesday 23:59:59; paused from 22:00 on, two hours of it are left on Wednesday 10:00.
    days = {"basis": "calendar", "limit": {"default": "1 day", "from": "ours"}}
    told = (
        ("case.started", START),
        ("pause.started", "2026-01-13T22:00:00Z"),
        (last, "2026-01-14T10:00:00Z"),
    )
    state, outcome = run(days, *told, until="2026-01-14T11:59:59Z")

    clock = state.clocks["P-01", "", 1]
    assert not clock.breached
    assert clock.due_ms == ms("2026-01-14T11:59:59Z")
    assert "breach" not in [one.kind for one in outcome.milestones]
