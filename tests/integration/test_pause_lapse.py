"""A case that is parked wakes up by itself: the monitor, a late end of the pause, what is said of it (sla.md 3.6)."""

from typing import Any

import pytest

from core.services.filters import Filters
from core.services.operations.views import ClockView
from tests.instants import ms
from tests.integration.conftest import House, event
from tests.integration.desks import obligation, publish
from tests.integration.test_arithmetic import said

ALL = ("running", "paused", "met", "missed")


@pytest.fixture
def parked(house: House) -> House:
    """60 minutes from 8:00; paused at 8:10, for half an hour at the most."""
    publish(house, "C-2", X_01=obligation(pause={"agreed": {"at_most": "30 min"}}))
    house.send(told("s", "case.started", "08:00:00"))
    house.clock.at_ms = ms("2026-01-12T08:10:00Z")
    house.send(told("p", "pause.started", "08:10:00", reason="agreed"))
    return house


def told(event_id: str, kind: str, at: str, **data: Any) -> dict[str, Any]:
    return event(event_id, kind, f"2026-01-12T{at}Z", contract="C-2", **data)


def clock(house: House) -> ClockView:
    [found] = house.app.watch.filtered(house.admin, ALL, Filters())
    return found


def test_the_monitor_lets_the_time_run_on_and_finds_the_breach(parked: House) -> None:
    """8:40 is half an hour later; 50 minutes are left, so it is due at 9:30."""
    assert not parked.tick("2026-01-12T08:39:59Z").clocks
    assert clock(parked).state == "paused"

    assert parked.tick("2026-01-12T08:40:00Z").clocks == 1
    assert (clock(parked).state, clock(parked).due_ms) == ("running", ms("2026-01-12T09:30:00Z"))
    assert parked.tick("2026-01-12T09:30:00Z").breaches == 0
    assert parked.tick("2026-01-12T09:30:01Z").breaches == 1


def test_after_a_downtime_the_breach_is_found_at_once_and_dated_as_agreed(parked: House) -> None:
    assert parked.tick("2026-01-12T12:00:00Z").breaches == 1
    [breach] = parked.app.watch.case(parked.admin, "K-1").breaches
    assert breach.breach_ms == ms("2026-01-12T09:30:00Z")


def test_an_end_that_is_told_after_the_time_ran_on_counts_at_its_own_time(parked: House) -> None:
    """Ten minutes of pause: due 9:10, also when the end was told after the half hour was over."""
    parked.tick("2026-01-12T08:41:00Z")
    parked.send(told("q", "pause.ended", "08:20:00", reason="agreed"))

    assert (clock(parked).state, clock(parked).due_ms) == ("running", ms("2026-01-12T09:10:00Z"))


def test_a_stop_in_the_second_that_a_longest_pause_leaves_is_met(parked: House) -> None:
    parked.clock.at_ms = ms("2026-01-12T09:30:00Z")
    parked.send(told("e", "case.stopped", "09:30:00"))

    assert clock(parked).state == "met"


@pytest.mark.parametrize(
    ("language", "lasting", "ended"),
    [
        ("zh", "自 2026-01-12 09:40:00 Europe/Berlin 起恢复计时", "共 00:45:00，按约定的最长暂停只扣除 00:30:00"),
        ("en", "the time runs on from 2026-01-12 09:40:00 Europe/Berlin", "of 00:45:00 only 00:30:00 is left out"),
    ],
)
def test_what_counted_of_a_pause_is_said(parked: House, language: str, lasting: str, ended: str) -> None:
    assert any(lasting in line for line in said(parked, language))
    parked.tick("2026-01-12T08:40:00Z")
    assert any(lasting in line for line in said(parked, language))

    parked.clock.at_ms = ms("2026-01-12T08:55:00Z")
    parked.send(told("q", "pause.ended", "08:55:00", reason="agreed"))

    assert any(ended in line for line in said(parked, language))
    assert clock(parked).due_ms == ms("2026-01-12T09:30:00Z")
