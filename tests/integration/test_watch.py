"""From an event to a breach and back: clocks, the monitor, late stops (sla.md 3.5, 3.12, 3.14, 3.15)."""

from dataclasses import replace

import pytest

from core.domain.clock import OPEN_STATES
from core.errors import Conflict
from core.services.filters import Filters
from tests.instants import ms
from tests.integration.conftest import OFFICE, House, event

START = event("e1", "case.started", "2026-01-12T08:00:00Z")


def feed(house: House) -> list[tuple[int, str]]:
    return [(one["seq"], one["state"]) for one in house.app.watch.feed(house.admin, 0)]


def states(house: House) -> list[list[str]]:
    """What each entry of the feed passed at once."""
    return [one["breach"]["states"] for one in house.app.watch.feed(house.admin, 0)]


def test_an_event_starts_a_clock_and_the_same_event_again_changes_nothing(house: House) -> None:
    first = house.send(START)
    again = house.send(START)

    assert [(one.status, [v["verdict"] for v in one.verdicts]) for one in first] == [("accepted", ["running"])]
    assert [one.status for one in again] == ["duplicate"]
    assert [clock.due_ms for clock in house.app.watch.queue(house.admin)] == [ms("2026-01-12T09:00:00Z")]


def test_the_same_id_with_another_body_is_refused(house: House) -> None:
    house.send(START)
    [item] = house.send({**START, "time": "2026-01-12T08:00:01Z"})

    assert (item.status, item.error["code"]) == ("refused", "event.reused_id")


def test_a_breach_is_provisional_then_notified_and_recorded_once(house: House) -> None:
    house.send(START)
    house.tick("2026-01-12T09:00:00Z")
    assert house.app.watch.breaches(house.admin) == []

    house.tick("2026-01-12T09:00:01Z")
    house.tick("2026-01-12T09:00:02Z")
    assert [one.state for one in house.app.watch.breaches(house.admin)] == ["provisional"]

    house.tick("2026-01-12T09:05:00Z")
    assert feed(house) == [(1, "provisional"), (2, "notified")]
    assert states(house) == [["provisional"], ["recorded", "notified"]]


def test_s_late_stop_after_breach_within_window(house: House) -> None:
    house.send(START)
    house.tick("2026-01-12T09:06:00Z")
    house.clock.at_ms = ms("2026-01-12T10:00:00Z")
    house.send(event("e2", "case.stopped", "2026-01-12T08:50:00Z", evidence="photo-1"))

    [breach] = house.app.watch.breaches(house.admin)
    [clock] = house.app.watch.queue(house.admin, states=("met",))
    assert (breach.state, breach.cause, clock.breached) == ("rescinded", "late_stop_with_evidence", False)


def test_a_late_stop_without_evidence_is_a_dispute(house: House) -> None:
    house.send(START)
    house.tick("2026-01-12T09:06:00Z")
    house.clock.at_ms = ms("2026-01-12T10:00:00Z")
    house.send(event("e2", "case.stopped", "2026-01-12T08:50:00Z"))

    assert [one.state for one in house.app.watch.breaches(house.admin)] == ["disputed"]


def test_an_event_out_of_order_gives_what_the_right_order_gives(house: House) -> None:
    house.clock.at_ms = ms("2026-01-12T08:45:00Z")
    house.send(START)
    house.send(event("e3", "pause.ended", "2026-01-12T08:30:00Z", reason="agreed"))
    house.send(event("e2", "pause.started", "2026-01-12T08:10:00Z", reason="agreed"))

    assert [clock.due_ms for clock in house.app.watch.queue(house.admin)] == [ms("2026-01-12T09:20:00Z")]


def test_a_signature_out_of_order_is_accepted_as_event_and_is_a_breach(house: House) -> None:
    [item] = house.send(event("s2", "sign.second", "2026-01-12T08:00:00Z"))

    assert (item.status, [v["verdict"] for v in item.verdicts]) == ("accepted", ["refused"])
    assert [(one.obligation, one.kind) for one in house.app.watch.breaches(house.admin)] == [("T-02", "step")]


def test_an_event_without_a_time_happened_as_it_came_in(house: House) -> None:
    timeless = {name: value for name, value in START.items() if name != "time"}
    house.clock.at_ms = ms("2026-01-12T08:30:00Z")
    [first] = house.send(timeless)
    house.clock.at_ms = ms("2026-01-12T08:40:00Z")
    [again] = house.send(timeless)

    assert (first.status, again.status) == ("accepted", "duplicate")
    assert [clock.started_ms for clock in house.app.watch.queue(house.admin)] == [ms("2026-01-12T08:30:00Z")]


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        pytest.param({"subject": ""}, "event.no_case", "subject", id="no case"),
        pytest.param({"type": "nobody.knows"}, "event.unknown_type", "type", id="unknown type"),
        pytest.param({"time": "2026-01-12T08:00:00"}, "event.naive_time", "time", id="naive time"),
        pytest.param({"time": "2026-01-12T08:05:01Z"}, "event.from_the_future", "time", id="beyond the tolerance"),
        pytest.param({"time": 5}, "event.bad_field", "time", id="a number for a time"),
        pytest.param({"specversion": "0.3"}, "event.bad_version", "specversion", id="another version"),
        pytest.param({"data": {}}, "event.no_contract", "data.contract", id="no contract"),
        pytest.param({"data": {"contract": "C-9"}}, "event.unknown_contract", "data.contract", id="unknown contract"),
        pytest.param({"subject": "K-1", "data": {"contract": "C-9"}}, "event.other_contract", "data.contract",
                     id="another contract"),
        pytest.param({"id": "e1"}, "event.reused_id", "id", id="the id of another event"),
    ],
)  # fmt: skip
def test_a_bad_event_is_refused_at_its_place_and_spoils_no_other(
    house: House, change: dict[str, object], code: str, place: str
) -> None:
    bad = {**event("bad", "case.started", "2026-01-12T08:00:00Z", case="K-2"), **change}

    good, refused = house.send(START, bad)

    assert (good.status, refused.status, refused.id) == ("accepted", "refused", bad["id"])
    assert refused.error is not None
    assert (refused.error["code"], refused.error["place"]) == (code, place)
    assert refused.error["zh"] != refused.error["en"]
    assert [clock.case for clock in house.app.watch.queue(house.admin)] == ["K-1"]


def test_a_clock_that_is_overdue_for_more_than_ten_years_is_still_shown(house: House) -> None:
    house.send(event("e0", "case.started", "2015-01-12T08:00:00Z", case="K-0"), START)

    shown = house.app.watch.queue(house.admin)

    assert [(clock.case, (clock.left_open_s or 0) < 0) for clock in shown] == [("K-0", True), ("K-1", False)]


def test_a_skewed_clock_is_flagged_and_the_receipt_counts(house: House) -> None:
    house.send({**START, "time": "2026-01-12T08:01:01Z"})

    [told] = house.app.watch.case(house.admin, "K-1").events
    assert (told.flags, told.effective_ms) == ("clock_skew", ms("2026-01-12T08:00:00Z"))


def test_published_terms_are_pinned_and_the_same_terms_again_change_nothing(house: House) -> None:
    assert house.app.contracts.publish(house.admin, house.draft).version == 1
    with pytest.raises(Conflict, match="from 2026-01-02 at the earliest"):
        house.app.contracts.publish(house.admin, replace(house.draft, limits={"T-01": "2 h"}))


def test_today_begins_at_midnight_of_the_contracts_zone(house: House) -> None:
    """Both fall due at 09:00Z; at 16:30Z it is still the same day in Berlin, and the next in Shanghai."""
    there = {**OFFICE, "tz": "Asia/Shanghai"}
    house.app.contracts.publish(house.admin, replace(house.draft, number="C-2", calendar_name="c", calendar=there))
    house.send(START, event("e2", "case.started", "2026-01-12T08:00:00Z", case="K-2", contract="C-2"))
    house.tick("2026-01-12T16:30:00Z")

    assert len(house.app.watch.filtered(house.admin, OPEN_STATES, Filters(breached=True))) == 2
    assert house.app.watch.tally(house.admin).missed_today == 1
