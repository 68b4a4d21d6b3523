"""The scenarios of the collected vectors, by their ids: one case, one obligation, Mon-Fri 09-17 in Berlin."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from core.domain.calendar import WorkingCalendar
from core.domain.duration import Limit
from core.domain.event import ServiceEvent
from core.domain.obligation import Obligation
from core.sla.replay import replay
from core.sla.terms import Terms, compile_terms
from tests.judge import judge

CALENDARS = json.loads((Path(__file__).parents[2] / "vectors" / "sla.json").read_text("utf-8"))["scenario_calendars"]

PAUSABLE = {
    "source": "vector", "kind": "deadline", "owed_by": "vendor", "severity": "major", "kpi": "on_time",
    "trigger": "case.started", "required": "case.stopped", "limit": {"default": "60 min", "from": "ours"},
    "basis": "service_hours", "pause": ["agreed"], "wording": {"zh": "{limit}", "en": "{limit}"},
}  # fmt: skip


def terms(minutes: int) -> Terms:
    obligation = Obligation.from_dict("V-01", "vectors", PAUSABLE)
    calendar = WorkingCalendar.from_dict(CALENDARS["be"])
    return compile_terms([obligation], {"V-01": Limit.parse(f"{minutes} min")}, {}, calendar, judge)


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) * 1000


def event(event_type: str, time: str, one: Terms, **data: str) -> ServiceEvent:
    return ServiceEvent(f"{event_type}@{time}", event_type, at(time), one.precedence(event_type), data)


@pytest.mark.parametrize(
    ("stop", "state", "breached"),
    [
        pytest.param("2026-01-12T09:00:00Z", "met", False, id="s-met-exactly-at-due"),
        pytest.param("2026-01-12T09:00:01Z", "missed", True, id="s-missed-by-1s"),
    ],
)
def test_a_stop_in_the_due_second_is_met_and_one_second_later_missed(stop: str, state: str, breached: bool) -> None:
    one = terms(60)
    events = [event("case.started", "2026-01-12T08:00:00Z", one), event("case.stopped", stop, one)]

    case, _ = replay(one, events, at(stop))

    clock = case.clocks["V-01", "", 1]
    assert (clock.due_ms, clock.state, clock.breached) == (at("2026-01-12T09:00:00Z"), state, breached)


def test_s_downtime_over_due() -> None:
    one = terms(60)

    _, outcome = replay(one, [event("case.started", "2026-01-12T08:00:00Z", one)], at("2026-01-12T14:00:00Z"))

    assert [(m.kind, m.level) for m in outcome.milestones] == [
        ("at_risk", 50), ("at_risk", 75), ("at_risk", 90), ("breach", 0),
    ]  # fmt: skip
    assert outcome.milestones[-1].at_ms == at("2026-01-12T09:00:00Z")


def test_s_out_of_order_pause_resume() -> None:
    one = terms(120)
    arrivals = [
        event("case.started", "2026-01-12T08:00:00Z", one),
        event("pause.ended", "2026-01-12T09:30:00Z", one, reason="agreed"),
        event("pause.started", "2026-01-12T09:00:00Z", one, reason="agreed"),
    ]

    case, _ = replay(one, arrivals, at("2026-01-12T09:32:00Z"))

    assert case.clocks["V-01", "", 1].due_ms == at("2026-01-12T10:30:00Z")


def test_s_pause_after_breach() -> None:
    one = terms(60)
    events = [
        event("case.started", "2026-01-12T08:00:00Z", one),
        event("pause.started", "2026-01-12T09:30:00Z", one, reason="agreed"),
    ]

    case, outcome = replay(one, events, at("2026-01-12T10:00:00Z"))

    assert [m.kind for m in outcome.milestones].count("breach") == 1
    assert case.clocks["V-01", "", 1].due_ms == at("2026-01-12T09:00:00Z")
