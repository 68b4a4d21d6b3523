"""In whatever order the events of a case arrive, they lead to the same state and verdicts (sla.md R5, R10)."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from core.domain.calendar import WorkingCalendar
from core.domain.clock import CANCELLED
from core.domain.event import ServiceEvent
from core.domain.obligation import Obligation
from core.domain.service_case import CaseState, ServiceCase
from core.services.operations.advance import Advance, _comes_late
from core.services.shelf import InForce
from core.sla.outcome import Outcome
from core.sla.packs import parse
from core.sla.replay import replay, tick
from core.sla.terms import Terms, compile_terms
from core.storage.books import cases as books
from core.storage.database import Work
from tests.instants import ms
from tests.integration.conftest import OFFICE, House, event
from tests.judge import judge

AFTER = "2026-01-12T12:00:00Z"
DEADLINE = {
    "source": "the tests' own", "kind": "deadline", "owed_by": "vendor", "severity": "major", "kpi": "on_time",
    "trigger": "case.started", "required": "case.stopped", "limit": {"default": "60 min", "from": "ours"},
    "basis": "service_hours", "wording": {"zh": "{limit}内", "en": "within {limit}"},
}  # fmt: skip
OTHER = {name: DEADLINE[name] for name in ("source", "owed_by", "severity", "kpi")} | {
    "wording": {"zh": "依约", "en": "as agreed"}
}
OBLIGATIONS: dict[str, dict[str, Any]] = {
    "D-1": {**DEADLINE, "pause": ["agreed"]},
    "D-2": {**DEADLINE, "required": "case.answered", "when": {"urgent": True}, "unless": {"waived": True}},
    "D-3": {**DEADLINE, "required": "case.settled", "pause": ["agreed"]},
    "D-4": {**DEADLINE, "required": "case.settled", "pause": {"agreed": {"at_most": "10 min"}}},
    "S-1": {**OTHER, "kind": "sequence", "steps": ["sign.first", "sign.second"], "restart": ["sign.again"]},
    "A-1": {**OTHER, "kind": "approval", "effect": ["price.changed"], "approval": "price.approved"},
    "P-1": {**OTHER, "kind": "prohibition", "event": ["worker.called"], "until": ["dispatch.confirmed"]},
}
UNDER = {"contract": "C-2"}
Told = tuple[str, str, dict[str, Any]]
"""Event type, time of the day and data."""


def projection(state: CaseState) -> str:
    """All that events have made of a case, but not how often it was recorded on the way (sla.md 4).

    A clock that was cancelled by no event is one that the corrected history never started.
    """
    clocks = {
        key: (
            one.state, one.owed_by, one.started_ms, one.due_ms, one.stopped_ms, one.breached, one.warned,
            one.start_event, one.stop_event,
        )
        for key, one in sorted(state.clocks.items())
        if one.state != CANCELLED or one.stopped_ms is not None
    }  # fmt: skip
    last = state.last and (state.last[0], int(state.last[1]), *state.last[2:])
    return repr((sorted(state.facts.items()), state.pauses, state.progress, sorted(state.approved), clocks, last))


# ---------------------------------------------------------------------- every order, in process

SHORT: tuple[Told, ...] = (
    ("case.started", "08:00", {}), ("pause.started", "08:20", {"reason": "agreed"}),
    ("pause.ended", "08:50", {"reason": "agreed"}), ("sign.second", "09:00", {}), ("sign.first", "09:00", {}),
    ("case.stopped", "09:25", {}), ("case.started", "09:40", {}),
)  # fmt: skip


def terms() -> Terms:
    obligations = [Obligation.from_dict(name, "converge", one) for name, one in OBLIGATIONS.items()]
    return compile_terms(obligations, {}, {}, WorkingCalendar.from_dict(OFFICE), judge)


def as_events(told: Sequence[Told], on: Terms) -> list[ServiceEvent]:
    return [
        ServiceEvent(f"e{number:02}", kind, ms(f"2026-01-12T{at}:00Z"), on.precedence(kind), {**data, **UNDER}, "test")
        for number, (kind, at, data) in enumerate(told)
    ]


def arrive(on: Terms, arrivals: Sequence[ServiceEvent], *, watched: bool) -> CaseState:
    """Let events arrive one by one long after they happened; a monitor that watches finds what is due in between."""
    work = cast(Work, SimpleNamespace(connection=None, now_ms=ms(AFTER)))
    force = cast(InForce, SimpleNamespace(terms=on, version_id=1, is_live=True))
    case, history = ServiceCase("K-1", 1, 1, 1, ms(AFTER)), list[ServiceEvent]()
    for one in arrivals:
        history.append(one)
        advance = Advance(work, 1, work.now_ms, lambda version_id, notified_ms: None)
        if _comes_late(case.state, [one]):
            advance._again(case, force, history, broken=())
        else:
            advance._onward(case, force, [one])
        if watched:
            tick(case.state, ms(AFTER), on.decide, Outcome())
    tick(case.state, ms(AFTER), on.decide, Outcome())
    return case.state


@pytest.mark.parametrize("watched", [False, True], ids=["at once", "with a monitor between"])
def test_all_orders_of_seven_events_lead_to_one_state(watched: bool) -> None:
    on = terms()
    events = as_events(SHORT, on)
    states = {projection(arrive(on, order, watched=watched)) for order in permutations(events)}
    state, _ = replay(on, events, ms(AFTER))

    assert states == {projection(state)}
    first, second = state.clocks["D-1", "", 1], state.clocks["D-1", "", 2]
    assert (first.state, first.due_ms) == ("met", ms("2026-01-12T09:30:00Z"))  # an hour and half an hour of pause
    assert (second.breached, second.due_ms) == (True, ms("2026-01-12T10:40:00Z"))
    assert state.progress == {"S-1": 2}  # signatures of one second count in their order, whatever their ids


# ---------------------------------------------------------------------- random orders, through the database

LONG: tuple[Told, ...] = (
    ("case.updated", "07:59", {"waived": True}), ("case.started", "08:00", {"urgent": True}),
    ("pause.started", "08:20", {"reason": "agreed"}), ("sign.first", "08:30", {}), ("worker.called", "08:40", {}),
    ("dispatch.confirmed", "08:45", {}), ("pause.ended", "08:50", {"reason": "agreed"}), ("worker.called", "08:55", {}),
    ("sign.second", "09:00", {}), ("price.approved", "09:05", {}), ("price.changed", "09:10", {}),
    ("case.stopped", "09:25", {"evidence": "photo"}), ("sign.again", "09:30", {}), ("sign.second", "09:35", {}),
    ("case.updated", "09:38", {"waived": False}), ("case.started", "09:40", {}),
    ("case.settled", "10:00", {}), ("case.answered", "10:10", {"evidence": "photo"}),
)  # fmt: skip
VERDICTS = [
    ("D-1", "deadline", "10:40"),  # the second one, started 09:40 and never stopped; the first was due 09:30
    ("D-3", "deadline", "09:30"),  # an hour and half an hour of pause; settled 10:00
    ("D-4", "deadline", "09:10"),  # an hour and ten minutes, the longest pause that this one allows
    ("P-1", "prohibition", "08:40"),  # called before the dispatch was confirmed
    ("S-1", "step", "09:35"),  # the second signature without the first, after all were asked for again
]
ORDERS = 150


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A contract on these obligations, long after the events."""
    house = House(tmp_path)
    packs = [house.app.packs["deadlines"], parse("converge", {"obligations": OBLIGATIONS})]
    house.app.contracts.publish(house.admin, replace(house.draft, number=UNDER["contract"], packs=packs))
    house.clock.at_ms = ms(AFTER)
    yield house
    house.app.stop()


def sent(case: str, told: Sequence[Told]) -> list[dict[str, Any]]:
    return [
        event(f"{case}.{number:02}", kind, f"2026-01-12T{at}:00Z", case=case, **{**data, **UNDER})
        for number, (kind, at, data) in enumerate(told)
    ]


def batches(case: str, chance: random.Random) -> Iterator[list[dict[str, Any]]]:
    """The events of a case, in any order or with some out of place, some twice or thrice, in calls of any size."""
    events = sent(case, LONG)
    if chance.random() < 0.5:
        chance.shuffle(events)
    for _ in range(chance.randint(1, 3)):
        events.insert(chance.randrange(len(events)), events.pop(chance.randrange(len(events))))
    for one in chance.choices(events, k=chance.randrange(8)):
        events.insert(chance.randrange(len(events)), one)
    while events:
        size = chance.choice([1, 1, 2, 3, 5, len(events)])
        yield events[:size]
        events = events[size:]


def stored(house: House, case: str) -> str:
    """The projection of a case as the database holds it, without its own name."""
    with house.app.database.unit_of_work(house.admin) as work:
        state = books.load(work.connection, house.organisation_id, [case])[case].state
    return projection(state).replace(f"{case}.", "e")


def standing(house: House, case: str) -> list[tuple[str, str, str]]:
    """The net verdict on a case: its breaches that are not rescinded."""
    broken = [one for one in house.app.watch.case(house.admin, case).breaches if one.state != "rescinded"]
    return sorted(
        (one.obligation, one.kind, f"{datetime.fromtimestamp(one.breach_ms / 1000, UTC):%H:%M}") for one in broken
    )


def test_random_orders_doubles_and_batches_lead_to_one_state_and_one_verdict(house: House) -> None:
    chance, states = random.Random(7), set[str]()
    for case in (f"K-{number}" for number in range(ORDERS)):
        for batch in batches(case, chance):
            assert {item.status for item in house.send(*batch)} <= {"accepted", "duplicate"}
            if chance.random() < 0.3:
                house.app.monitor.sweep()
        house.app.monitor.sweep()
        states.add(stored(house, case))
        assert standing(house, case) == VERDICTS, case
    on = terms()
    state, _ = replay(on, as_events(LONG, on), ms(AFTER))

    assert states == {projection(state)}
    assert house.app.record.verify(house.admin).reason == ""


def test_a_clock_that_a_late_event_takes_back_leaves_no_gap_in_its_cycles(house: House) -> None:
    """The waiver of before the start arrives after it; what starts later is the first clock, also without a replay."""
    history = [one for one in LONG if one[0] in ("case.updated", "case.started")]
    waived, started, *later = sent("K-1", history)
    for one in (started, waived, *later):
        house.send(one)
    house.app.monitor.sweep()
    on = terms()
    state, _ = replay(on, as_events(history, on), ms(AFTER))

    assert [key for key in state.clocks if key[0] == "D-2"] == [("D-2", "", 1)]
    assert stored(house, "K-1") == projection(state)


def test_a_step_is_refused_rescinded_and_refused_again_as_its_history_comes_in(house: House) -> None:
    first, again, second = sent(
        "K-1", [("sign.first", "08:30", {}), ("sign.again", "08:45", {}), ("sign.second", "09:00", {})]
    )
    for one in (second, first, again):
        house.send(one)

    told = [(one["state"], one["breach"].get("cause", "")) for one in house.app.watch.feed(house.admin, 0)]
    assert told == [("notified", ""), ("rescinded", "corrected"), ("notified", "")]
    assert standing(house, "K-1") == [("S-1", "step", "09:00")]
