"""One bad event never costs the others theirs, and what is admitted can be computed and shown (reliability D4)."""

import threading
from typing import Any

import pytest
from sqlalchemy import text

from core.sla.replay import apply
from core.storage.books import cases
from tests.instants import ms
from tests.integration.conftest import House, event
from tests.integration.desks import obligation, publish

START = event("good", "case.started", "2026-01-12T08:00:00Z")
AGREED = obligation(basis="fixed_date", due_field="agreed_ms", trigger="visit.agreed", required="visit.kept",
                    limit={"default": "0 min", "from": "ours"})  # fmt: skip
DAY = obligation(basis="on_date", days_field="after_days", trigger="answer.due", required="answer.given",
                 limit={"default": "0 days", "from": "ours"})  # fmt: skip
STANDARD = obligation(standard_field="standard_s", limit={"default": "20 %", "from": "ours"}, trigger="work.started",
                      required="work.done")  # fmt: skip
NOW_MS = ms("2026-01-12T08:00:00Z")
TEN_YEARS_MS = 3653 * 86_400_000


@pytest.fixture
def desk(house: House) -> House:
    publish(house, "C-2", X_01=AGREED, X_02=DAY, X_03=STANDARD)
    return house


def of_desk(case: str, event_type: str, at: str = "2026-01-12T08:00:00Z", **data: Any) -> dict[str, Any]:
    return event(case, event_type, at, case=case, contract="C-2", **data)


def test_an_event_that_cannot_be_computed_is_refused_alone(desk: House) -> None:
    bad = [
        (of_desk("seconds instead of ms", "visit.agreed", agreed_ms=NOW_MS // 1000), "data.agreed_ms"),
        (of_desk("beyond any calendar", "visit.agreed", agreed_ms=10**16), "data.agreed_ms"),
        (of_desk("over ten years", "visit.agreed", agreed_ms=NOW_MS + TEN_YEARS_MS + 1), "data.agreed_ms"),
        (of_desk("days below 0", "answer.due", after_days=-1), "data.after_days"),
        (of_desk("days over ten years", "answer.due", after_days=3651), "data.after_days"),
        (of_desk("no duration", "work.started", standard_s=0), "data.standard_s"),
        (of_desk("over thirty days", "work.started", standard_s=30 * 86_400 + 1), "data.standard_s"),
        (of_desk("the year 1", "case.updated", at="0001-01-01T00:00:00Z"), "time"),
    ]
    items = desk.send(*(one for one, _ in bad), START)

    assert [(one.status, one.error["place"]) for one in items[:-1]] == [("refused", place) for _, place in bad]
    assert items[-1].status == "accepted"
    assert [one.case for one in desk.app.watch.queue(desk.admin)] == ["K-1"]


def test_only_what_was_accepted_makes_a_duplicate(house: House) -> None:
    """What was refused is not stored: its second copy is refused like the first, and a corrected one is taken."""
    bad = {**START, "type": "case.begun"}
    items = house.send(bad, bad, START, START, bad)

    assert [(one.status, one.error and one.error["code"]) for one in items] == [
        ("refused", "event.unknown_type"), ("refused", "event.unknown_type"), ("accepted", None), ("duplicate", None),
        ("refused", "event.reused_id"),
    ]  # fmt: skip


@pytest.mark.parametrize("case", ["", " ", "\u3000"])
def test_a_blank_case_number_is_refused(house: House, case: str) -> None:
    [item] = house.send({**START, "subject": case})

    assert (item.status, item.error["code"], item.error["place"]) == ("refused", "event.no_case", "subject")


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+08:00", "1930-01-01T00:00:00Z", "1969-12-31T23:59:59Z"])
def test_an_event_of_before_1970_is_refused_and_its_case_stays_readable(house: House, time: str) -> None:
    items = house.send(START, event("old", "case.updated", time))

    assert (items[1].status, items[1].error["code"]) == ("refused", "event.too_old")
    assert house.app.watch.case(house.admin, "K-1").opened_ms == NOW_MS


def test_what_lies_on_the_bound_is_taken_and_shown(desk: House) -> None:
    good = [
        of_desk("ten years", "visit.agreed", agreed_ms=NOW_MS + TEN_YEARS_MS),
        of_desk("the same day", "answer.due", after_days=0),
        of_desk("3650 days", "answer.due", after_days=3650),
        of_desk("a second", "work.started", standard_s=1),
        of_desk("thirty days", "work.started", standard_s=30 * 86_400),
    ]
    items = desk.send(*good)

    assert {one.status for one in items} == {"accepted"}
    assert {one.case for one in desk.app.watch.queue(desk.admin)} == {one["subject"] for one in good}


def test_a_case_of_thirteen_years_ago_is_shown(house: House) -> None:
    house.send(event("old", "case.started", "2013-01-07T08:00:00Z"))

    [clock] = house.app.watch.queue(house.admin)
    assert clock.left_open_s is not None
    assert clock.left_open_s < 0
    assert house.app.watch.case(house.admin, "K-1").clocks == [clock]
    assert house.app.watch.arithmetic(house.admin, clock.id)


def test_an_unforeseen_failure_refuses_its_own_event_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(state: Any, one: Any, *rest: Any) -> None:
        if one.id == "boom":
            raise RuntimeError("unforeseen")
        apply(state, one, *rest)

    monkeypatch.setattr("core.services.operations.advance.apply", failing)
    items = house.send(START, event("boom", "case.updated", "2026-01-12T08:00:00Z"),
                       event("last", "case.started", "2026-01-12T08:00:00Z", case="K-3"))  # fmt: skip

    assert [(one.id, one.status) for one in items] == [("good", "accepted"), ("boom", "refused"), ("last", "accepted")]
    assert items[1].error["code"] == "event.failed"
    assert {one.case for one in house.app.watch.queue(house.admin)} == {"K-1", "K-3"}


def test_a_single_event_that_fails_is_refused_and_the_others_of_its_group_are_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.services.operations.advance.apply", lambda *_: 1 / 0)
    [item] = house.send(START)

    assert (item.status, item.error["code"]) == ("refused", "event.failed")


def test_redelivered_events_that_meet_are_duplicates_and_cost_no_batch(house: House) -> None:
    """Both deliveries wait for the case; whoever comes second must see what the first has written."""
    if house.app.database.turn is not None:
        pytest.skip("SQLite has one writer at a time")
    house.send(START)
    again = [event(f"e{n}", "case.updated", "2026-01-12T08:00:00Z") for n in range(5)]
    answers: list[list[str]] = []

    def deliver() -> None:
        answers.append([one.status for one in house.send(*again)])

    threads = [threading.Thread(target=deliver) for _ in range(2)]
    with house.app.database.writer.begin() as connection:
        connection.execute(text("SELECT id FROM cases FOR UPDATE"))
        for one in threads:
            one.start()
        _until_waiting(house, 2)
    for one in threads:
        one.join()

    assert sorted(answers) == [["accepted"] * 5, ["duplicate"] * 5]


def test_two_deliveries_that_open_the_same_case_are_both_answered(house: House) -> None:
    if house.app.database.turn is not None:
        pytest.skip("SQLite has one writer at a time")
    answers: list[list[str]] = []
    gate = threading.Barrier(2)

    def deliver(n: int) -> None:
        gate.wait()
        answers.append(
            [
                one.status
                for one in house.send(
                    *(event(f"c{n}-{m}", "case.started", "2026-01-12T08:00:00Z", case=f"N-{n}-{m}") for m in range(20))
                )
            ]
        )

    for n in range(10):
        threads = [threading.Thread(target=deliver, args=(n,)) for _ in range(2)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    assert len(answers) == 20
    assert {one for some in answers for one in some} == {"accepted", "duplicate"}


def test_an_event_leaves_the_monitor_its_way_to_the_case(house: House) -> None:
    """The monitor holds a clock and needs the case's key for a breach; the event holds the case and needs the clock."""
    if house.app.database.turn is not None:
        pytest.skip("SQLite has one writer at a time")
    house.send(START)
    writer = house.app.database.writer
    with writer.begin() as receiving, writer.begin() as sweeping:
        cases.load(receiving, house.organisation_id, ["K-1"])
        sweeping.execute(text("SET LOCAL lock_timeout = '2s'"))
        assert sweeping.execute(text("SELECT id FROM cases FOR KEY SHARE")).all()


def _until_waiting(house: House, count: int) -> None:
    asked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(500):
        with house.app.database.reader.connect() as connection:
            if connection.execute(asked).scalar_one() >= count:
                return
        threading.Event().wait(0.01)
    raise AssertionError("nobody waits")
