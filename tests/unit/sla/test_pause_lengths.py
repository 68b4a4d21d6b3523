"""How long a pause may last: by reason and together, on one clock; then the time runs on by itself (sla.md 3.6)."""

from typing import Any

import pytest

from core.domain.calendar import WorkingCalendar
from core.domain.clock import PAUSED, RUNNING, Clock
from core.domain.event import ServiceEvent
from core.domain.obligation import Obligation
from core.errors import InvalidInput
from core.sla.replay import replay
from core.sla.terms import compile_terms
from tests.instants import ms
from tests.integration.desks import obligation
from tests.judge import judge

OFFICE = WorkingCalendar.from_dict(
    {"tz": "UTC", "weekly_hours": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
)
HOURS = {"basis": "service_hours"}
Told = tuple[str, str, str]
"""Event type, time of Monday 2026-01-12 in UTC, and the reason of a pause."""


def at(time: str) -> int:
    return ms(f"2026-01-12T{time}Z")


def run(written: dict[str, Any], *told: Told, until: str) -> Clock:
    """A clock of 60 minutes started at 09:00, and what the pauses have made of it."""
    one = compile_terms([Obligation.from_dict("P-01", "p", obligation(**written))], {}, {}, OFFICE, judge)
    events = [
        ServiceEvent(f"e{n}", kind, at(time), one.precedence(kind), {"reason": reason})
        for n, (kind, time, reason) in enumerate((("case.started", "09:00:00", ""), *told))
    ]
    return replay(one, events, at(until))[0].clocks["P-01", "", 1]


@pytest.mark.parametrize(
    ("until", "state", "due"),
    [("11:29:59", PAUSED, None), ("11:30:00", RUNNING, "12:00:00")],
)
@pytest.mark.parametrize("basis", ["natural", "service_hours"])
def test_a_pause_that_nobody_ends_is_over_when_it_has_lasted_its_longest(
    basis: str, until: str, state: str, due: str | None
) -> None:
    """Half an hour is used at 9:30; two hours later the other half hour runs."""
    clock = run({"pause": {"a": {"at_most": "2 h"}}, "basis": basis}, ("pause.started", "09:30:00", "a"), until=until)

    assert (clock.state, clock.due_ms) == (state, due and at(due))
    assert clock.pauses == ((at("09:30:00"), at("11:30:00")),)


def test_the_monitor_looks_when_the_pause_is_over_and_the_breach_follows() -> None:
    written = {"pause": {"a": {"at_most": "2 h"}}}
    started = ("pause.started", "09:30:00", "a")

    assert run(written, started, until="10:00:00").next_fire_ms == at("11:30:00")
    assert not run(written, started, until="12:00:00").breached
    assert run(written, started, until="12:00:01").breached


def test_without_a_longest_a_pause_lasts() -> None:
    clock = run({"pause": {"a": {}}}, ("pause.started", "09:30:00", "a"), until="16:00:00")

    assert (clock.state, clock.due_ms, clock.next_fire_ms) == (PAUSED, None, None)


def test_a_pause_that_ends_sooner_counts_as_long_as_it_lasted() -> None:
    """10 minutes of pause: due 10:10."""
    clock = run(
        {"pause": {"a": {"at_most": "2 h"}}}, ("pause.started", "09:30:00", "a"), ("pause.ended", "09:40:00", "a"),
        until="09:50:00",
    )  # fmt: skip

    assert (clock.state, clock.due_ms, clock.lapse_ms) == (RUNNING, at("10:10:00"), None)


def test_the_longest_holds_for_all_pauses_of_a_reason_together() -> None:
    """40 minutes, then 20 of 40: at 10:40 of the limit 10 + 30 minutes are used, the other 20 end at 11:00."""
    clock = run(
        {"pause": {"a": {"at_most": "1 h"}}, **HOURS},
        ("pause.started", "09:10:00", "a"), ("pause.ended", "09:50:00", "a"),
        ("pause.started", "10:20:00", "a"), until="10:50:00",
    )  # fmt: skip

    assert (clock.state, clock.due_ms) == (RUNNING, at("11:00:00"))
    assert clock.pauses == ((at("09:10:00"), at("09:50:00")), (at("10:20:00"), at("10:40:00")))


def test_when_all_is_used_up_a_further_pause_changes_nothing() -> None:
    """10 of 10 minutes are used by 9:20, so 9:30 pauses nothing and 60 + 10 minutes end at 10:10."""
    clock = run(
        {"pause": {"a": {"at_most": "10 min"}}}, ("pause.started", "09:10:00", "a"), ("pause.ended", "09:20:00", "a"),
        ("pause.started", "09:30:00", "a"), until="09:40:00",
    )  # fmt: skip

    assert (clock.state, clock.due_ms) == (RUNNING, at("10:10:00"))


def test_another_reason_holds_the_clock_longer() -> None:
    """`a` would be over at 9:40; `b`, begun at 9:35, holds it until 10:05: 30 + 35 minutes, due 10:35."""
    written = {"pause": {"a": {"at_most": "10 min"}, "b": {"at_most": "30 min"}}}
    told = (("pause.started", "09:30:00", "a"), ("pause.started", "09:35:00", "b"))

    assert run(written, *told, until="09:45:00").next_fire_ms == at("10:05:00")
    assert run(written, *told, until="10:05:00").due_ms == at("10:35:00")


def test_together_reasons_take_no_more_than_agreed_and_overlaps_count_once() -> None:
    """9:10 to 9:40 and 9:30 to 10:00 are 50 minutes; of an hour 10 are left from 10:30, so 10:40 and due 11:00."""
    clock = run(
        {"pause": ["a", "b"], "pause_at_most": "1 h"},
        ("pause.started", "09:10:00", "a"), ("pause.started", "09:30:00", "b"), ("pause.ended", "09:40:00", "a"),
        ("pause.ended", "10:00:00", "b"), ("pause.started", "10:30:00", "a"), until="10:45:00",
    )  # fmt: skip

    assert clock.pauses == ((at("09:10:00"), at("10:00:00")), (at("10:30:00"), at("10:40:00")))
    assert clock.due_ms == at("11:00:00")  # 10 + 30 minutes before, 20 after 10:40


def test_the_longest_is_that_of_each_clock() -> None:
    """A pause that began an hour before the clock takes its 30 minutes from the clock's start on."""
    clock = run({"pause": {"a": {"at_most": "30 min"}}}, ("pause.started", "08:00:00", "a"), until="09:30:00")

    assert (clock.pauses, clock.due_ms) == (((at("09:00:00"), at("09:30:00")),), at("10:30:00"))


@pytest.mark.parametrize(
    ("written", "code", "place"),
    [
        ({"pause": {"a": {"at_most": "3 business days"}}}, "pack.pause_length", "P-01.pause.a.at_most"),
        ({"pause": {"a": {"at_most": "0 h"}}}, "pack.pause_length", "P-01.pause.a.at_most"),
        ({"pause": {"a": {"at_most": "soon"}}}, "limit.unreadable", "P-01.pause.a.at_most"),
        ({"pause": {"a": {"most": "3 h"}}}, "pack.unknown_key", "P-01.pause.a.most"),
        ({"pause": {"a": None}}, "pack.not_a_mapping", "P-01.pause.a"),
        ({"pause": ["a"], "pause_at_most": "20 %"}, "pack.pause_length", "P-01.pause_at_most"),
    ],
)
def test_a_length_that_is_none_is_refused_at_its_place(written: dict[str, Any], code: str, place: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Obligation.from_dict("P-01", "p", obligation(**written))

    assert (refused.value.code, refused.value.place) == (code, f"p/obligations.yaml: {place}")
