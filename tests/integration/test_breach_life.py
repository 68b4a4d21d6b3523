"""What becomes of a breach when events come late, out of order or not at all (sla.md 3.12, 3.14, 3.15, 3.19)."""

import pytest

from tests.instants import ms
from tests.integration.conftest import House, event
from tests.integration.desks import messages, obligation, publish, vendors_user

START = event("e1", "case.started", "2026-01-12T08:00:00Z")  # T-01: 60 service minutes, due 09:00


def states(house: House) -> list[tuple[str, str]]:
    shown = house.app.watch.breaches(house.admin)
    return sorted((one.state, one.cause) for one in shown)


def test_a_refused_step_waits_for_its_predecessor_under_way_before_the_vendor_is_told(house: House) -> None:
    house.send(event("s2", "sign.second", "2026-01-12T08:00:00Z"))
    assert states(house) == [("provisional", "")]

    house.tick("2026-01-12T08:05:00Z")
    assert states(house) == [("notified", "")]


@pytest.mark.parametrize(
    "told_at",
    [pytest.param("2026-01-12T08:00:01Z", id="in the grace"), pytest.param("2026-01-12T09:00:00Z", id="later")],
)
def test_a_refused_step_is_rescinded_when_the_step_before_it_arrives_late(house: House, told_at: str) -> None:
    house.send(event("s2", "sign.second", "2026-01-12T08:00:00Z"))
    house.tick(told_at)
    house.send(event("s1", "sign.first", "2026-01-12T07:59:50Z"))

    assert states(house) == [("rescinded", "corrected")]


def test_an_effect_before_its_approval_is_rescinded_when_an_earlier_approval_arrives(house: House) -> None:
    publish(house, "C-2", X_01=obligation(kind="approval", effect=["order.cancelled"], approval="order.approved"))
    house.send(event("e1", "order.cancelled", "2026-01-12T08:00:00Z", contract="C-2"))
    house.send(event("e2", "order.approved", "2026-01-12T07:00:00Z", contract="C-2"))

    assert states(house) == [("rescinded", "corrected")]


def test_a_refuted_finding_that_holds_again_is_a_new_breach(house: House) -> None:
    chain = obligation(kind="sequence", steps=["sign.first", "sign.second"], restart=["work.redone"])
    publish(house, "C-2", X_01=chain)
    house.send(event("s2", "sign.second", "2026-01-12T08:00:00Z", contract="C-2"))
    house.send(event("s1", "sign.first", "2026-01-12T07:59:00Z", contract="C-2"))
    house.send(event("r", "work.redone", "2026-01-12T07:59:30Z", contract="C-2"))

    assert states(house) == [("provisional", ""), ("rescinded", "corrected")]


@pytest.mark.parametrize("swept", [pytest.param(True, id="swept"), pytest.param(False, id="not swept")])
@pytest.mark.parametrize(
    ("told_at", "evidence", "outcome"),
    [
        # breached at 09:00:00, grace until 09:05:00 included
        pytest.param(
            "2026-01-12T09:05:00Z", "", [("rescinded", "arrived_within_grace")], id="last second of the grace"
        ),
        pytest.param("2026-01-12T09:05:01Z", "", [("disputed", "late_stop_without_evidence")], id="a second after"),
        pytest.param("2026-01-12T13:50:00Z", "", [("disputed", "late_stop_without_evidence")], id="five hours late"),
        pytest.param("2026-01-12T13:50:00Z", "p-1", [("rescinded", "late_stop_with_evidence")], id="with evidence"),
    ],
)
def test_whether_a_late_stop_is_believed_does_not_depend_on_the_monitor(
    house: House, told_at: str, evidence: str, outcome: list[tuple[str, str]], swept: bool
) -> None:
    house.send(START)
    if swept:
        house.tick("2026-01-12T09:00:01Z")
    house.clock.at_ms = ms(told_at)
    house.send(event("e2", "case.stopped", "2026-01-12T08:50:00Z", **({"evidence": evidence} if evidence else {})))

    never_breached = not swept and outcome[0][1] == "arrived_within_grace"
    assert states(house) == ([] if never_breached else outcome)
    assert [one.state for one in house.app.watch.queue(house.admin, states=("met",))] == ["met"]


@pytest.mark.parametrize("end", ["case.cancelled", "case.closed"])
def test_a_case_that_had_ended_before_the_due_time_broke_nothing(house: House, end: str) -> None:
    house.send(START)
    house.tick("2026-01-12T09:06:00Z")
    house.send(event("e2", end, "2026-01-12T08:50:00Z"))

    assert states(house) == [("rescinded", "corrected")]


@pytest.mark.parametrize(
    ("sent_at", "told", "outcome"),
    [
        # 3 working days after the breach of Monday the 12th end on Thursday the 15th at 17:00 in Berlin, 16:00 UTC
        pytest.param("2026-01-15T16:00:00Z", {}, ("rescinded", "late_stop_with_evidence"), id="on the last day"),
        pytest.param("2026-01-15T16:00:01Z", {}, ("disputed", "late_stop_without_evidence"), id="too late"),
        pytest.param("2026-01-12T11:00:00Z", {"id": "e1b"}, ("rescinded", "late_stop_with_evidence"), id="lesser id"),
        pytest.param("2026-01-12T11:00:00Z", {"time": "2026-01-12T08:40:00Z"},
                     ("rescinded", "late_stop_with_evidence"), id="an earlier stop"),
        pytest.param("2026-01-12T11:00:00Z", {"type": "case.updated"},
                     ("disputed", "late_stop_without_evidence"), id="of another event"),
    ],
)  # fmt: skip
def test_evidence_sent_afterwards_settles_the_dispute_in_time(
    house: House, sent_at: str, told: dict[str, str], outcome: tuple[str, str]
) -> None:
    house.send(START)
    house.clock.at_ms = ms("2026-01-12T10:00:00Z")
    house.send(event("e2", "case.stopped", "2026-01-12T08:50:00Z"))
    assert states(house) == [("disputed", "late_stop_without_evidence")]

    house.clock.at_ms = ms(sent_at)
    house.send({**event("e3", "case.stopped", "2026-01-12T08:50:00Z", evidence="photo"), **told})
    assert states(house) == [outcome]


def test_only_what_was_late_in_the_end_has_an_overrun(house: House) -> None:
    """One stop five minutes late, 300 s; one in time and told late."""
    house.send(START, event("f1", "case.started", "2026-01-12T08:00:00Z", case="K-2"))
    house.tick("2026-01-12T09:06:00Z")
    house.send(event("e2", "case.stopped", "2026-01-12T09:05:00Z"))
    house.send(event("f2", "case.stopped", "2026-01-12T08:50:00Z", case="K-2"))

    shown = house.app.watch.breaches(house.admin)
    assert {one.case: one.overrun_s for one in shown} == {"K-1": 300, "K-2": None}


def test_a_breach_that_time_alone_made_is_found_by_the_event_that_comes_before_the_monitor(house: House) -> None:
    house.send(START)
    house.clock.at_ms = ms("2026-01-12T13:00:00Z")
    house.send(event("e2", "case.updated", "2026-01-12T13:00:00Z"))

    [one] = house.app.watch.breaches(house.admin)
    assert (one.state, one.breach_ms) == ("notified", ms("2026-01-12T09:00:00Z"))


def test_a_breach_whose_due_time_moved_is_recorded_anew(house: House) -> None:
    """A pause of two hours told late moves due from 09:00 to 11:00; at 12:00 that has passed as well."""
    house.send(START)
    house.tick("2026-01-12T09:06:00Z")
    house.clock.at_ms = ms("2026-01-12T12:00:00Z")
    house.send(
        event("p1", "pause.started", "2026-01-12T08:10:00Z", reason="agreed"),
        event("p2", "pause.ended", "2026-01-12T10:10:00Z", reason="agreed"),
    )

    found = {(one.state, one.cause, one.breach_ms) for one in house.app.watch.breaches(house.admin)}
    assert found == {
        ("rescinded", "corrected", ms("2026-01-12T09:00:00Z")),
        ("notified", "", ms("2026-01-12T11:00:00Z")),
    }


def test_a_breach_whose_due_time_moved_ahead_of_now_is_withdrawn_and_met_again(house: House) -> None:
    house.send(START)
    house.tick("2026-01-12T09:06:00Z")
    house.clock.at_ms = ms("2026-01-12T10:30:00Z")
    house.send(
        event("p1", "pause.started", "2026-01-12T08:10:00Z", reason="agreed"),
        event("p2", "pause.ended", "2026-01-12T10:10:00Z", reason="agreed"),
    )
    assert states(house) == [("rescinded", "corrected")]

    house.tick("2026-01-12T11:00:01Z")
    assert states(house) == [("provisional", ""), ("rescinded", "corrected")]


def test_a_replay_warns_nobody_and_records_no_warning_twice(house: House) -> None:
    house.send(START)
    house.tick("2026-01-12T09:06:00Z")
    assert [one["level"] for one in messages(house, "clock.at_risk")] == [90]

    house.send(event("e2", "case.stopped", "2026-01-12T08:50:00Z", evidence="photo"))

    [clock] = house.app.watch.queue(house.admin, states=("met",))
    reached = house.app.watch.milestones(house.admin, clock.id)
    assert [one["level"] for one in messages(house, "clock.at_risk")] == [90]
    assert [one["level"] for one in reached if one["kind"] == "at_risk"] == [50, 75, 90]


def test_an_early_stop_told_late_spares_the_warning_that_had_not_been_given(house: House) -> None:
    """Stopped at 08:20, told at 09:01: nobody is warned of a limit that was kept."""
    house.send(START)
    house.clock.at_ms = ms("2026-01-12T09:01:00Z")
    house.send(event("u", "case.updated", "2026-01-12T08:55:00Z"))
    sent = len(messages(house, "clock.at_risk"))
    house.send(event("e2", "case.stopped", "2026-01-12T08:20:00Z"))

    assert len(messages(house, "clock.at_risk")) == sent


def test_what_the_buyer_breaks_is_recorded_and_is_no_business_of_the_vendor(house: House) -> None:
    publish(
        house,
        "C-2",
        X_01=obligation(owed_by="buyer"),
        X_02=obligation(kind="prohibition", event=["door.locked"], owed_by="both"),
    )
    house.send(
        event("e1", "case.started", "2026-01-12T08:00:00Z", contract="C-2"),
        event("e2", "door.locked", "2026-01-12T08:00:00Z", contract="C-2", by="buyer"),
    )
    house.tick("2026-01-12T09:05:01Z")

    buyers = house.app.watch.breaches(house.admin)
    assert {(one.obligation, one.owed_by, one.state) for one in buyers} == {
        ("X-01", "buyer", "recorded"), ("X-02", "buyer", "recorded"),
    }  # fmt: skip
    assert {one["breach"]["owed_by"] for one in house.app.watch.feed(house.admin, 0)} == {"buyer"}
    assert len(house.app.watch.case(house.admin, "K-1").breaches) == 2
    assert house.app.watch.tally(house.admin).breaches_open == 0
    vendor = vendors_user(house)
    assert house.app.watch.breaches(vendor) == []
    assert house.app.watch.feed(vendor, 0) == []
    assert house.app.watch.case(vendor, "K-1").breaches == []


def test_two_sources_that_number_alike_lose_no_breach(house: House) -> None:
    publish(house, "C-2", X_01=obligation(kind="prohibition", event=["door.locked"]))
    house.send(
        {**event("1", "door.locked", "2026-01-12T08:00:00Z", contract="C-2"), "source": "north"},
        {**event("1", "door.locked", "2026-01-12T08:00:00Z", contract="C-2"), "source": "south"},
    )

    assert len(house.app.watch.breaches(house.admin)) == 2


def test_each_source_hears_what_was_said_to_its_own_event(house: House) -> None:
    publish(house, "C-2", X_01=obligation())
    items = house.send(
        {**event("1", "case.started", "2026-01-12T08:00:00Z", contract="C-2"), "source": "north"},
        {**event("1", "case.updated", "2026-01-12T08:00:00Z", contract="C-2"), "source": "south"},
    )

    assert [[one["verdict"] for one in item.verdicts] for item in items] == [["running"], []]
