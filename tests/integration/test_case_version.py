"""A case runs for life under the contract version that was in force when it began (sla.md 3.1, 3.8)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select, text

from core.services.legal.publication import ContractDraft
from core.sla.packs import parse
from core.storage import migrate
from core.storage.tables import cases, clocks
from tests.instants import ms
from tests.integration.conftest import DESK, House, event
from tests.integration.desks import obligation
from tests.postgres import drop_postgres_database, empty_postgres_database

START = event("e1", "case.started", "2026-01-12T08:00:00Z")  # T-01 of version 1: 60 service minutes, due 09:00
STOP = event("e9", "case.stopped", "2026-01-12T08:50:00Z")
FROM_12TH = date(2026, 1, 12)  # begins on 2026-01-11T23:00:00Z, midnight in Berlin


def amend(house: House, **changes: Any) -> None:
    draft: ContractDraft = replace(house.draft, effective_from=FROM_12TH, **changes)
    house.app.contracts.publish(house.admin, draft)


def halve(house: House) -> None:
    amend(house, limits={"T-01": "30 min"})


def another_desk(**keys: Any) -> list[Any]:
    return [parse("other", {"obligations": {"X-01": obligation(trigger="visit.asked", required="visit.kept", **keys)}})]


def due(house: House, case: str = "K-1") -> list[int | None]:
    return [one.due_ms for one in house.app.watch.case(house.admin, case).clocks]


def versions(house: House, table: Any) -> list[int]:
    with house.app.database.reading() as work:
        return list(work.connection.execute(select(table.c.contract_version_id).order_by(table.c.id)).scalars())


def test_an_amendment_moves_no_running_clock_and_makes_no_breach(house: House) -> None:
    house.send(START)
    halve(house)
    house.clock.at_ms = ms("2026-01-12T08:45:00Z")
    house.send(event("u", "case.updated", "2026-01-12T07:59:00Z"))

    assert due(house) == [ms("2026-01-12T09:00:00Z")]
    assert house.app.watch.breaches(house.admin) == []


def test_an_amendment_holds_for_the_cases_that_begin_after_it(house: House) -> None:
    halve(house)
    house.send(START)

    assert due(house) == [ms("2026-01-12T08:30:00Z")]


def test_a_pause_moves_the_due_time_by_the_version_of_the_case(house: House) -> None:
    """60 minutes and a pause of ten: 09:10; the half hour of the amendment would give 08:40."""
    house.send(START)
    halve(house)
    house.clock.at_ms = ms("2026-01-12T08:20:00Z")
    house.send(
        event("p1", "pause.started", "2026-01-12T08:05:00Z", reason="agreed"),
        event("p2", "pause.ended", "2026-01-12T08:15:00Z", reason="agreed"),
    )

    assert due(house) == [ms("2026-01-12T09:10:00Z")]
    assert versions(house, cases) == versions(house, clocks) == [1]


def test_a_pack_that_the_amendment_leaves_out_still_stops_the_clocks_of_before(house: House) -> None:
    house.send(START)
    amend(house, packs=[house.app.packs["deadlines"], *another_desk()])
    house.clock.at_ms = ms("2026-01-12T08:50:00Z")
    items = house.send(
        event("p1", "pause.started", "2026-01-12T08:20:00Z", reason="agreed"),
        STOP,
        event("v", "visit.asked", "2026-01-12T08:50:00Z", case="K-2"),
    )

    assert [one.status for one in items] == ["accepted"] * 3
    shown = house.app.watch.queue(house.admin, states=("met", "running"))
    assert {(one.case, one.state) for one in shown} == {("K-1", "met"), ("K-2", "running")}


def test_what_a_replay_finds_under_the_version_of_the_case_is_a_breach(house: House) -> None:
    house.send(START)
    amend(house, packs=[house.app.packs["deadlines"], *another_desk()])
    house.clock.at_ms = ms("2026-01-12T09:10:00Z")
    house.send(event("u", "case.updated", "2026-01-12T07:59:00Z"))

    assert [one.obligation for one in house.app.watch.breaches(house.admin)] == ["T-01"]


BEFORE = event("e0", "case.updated", "2026-01-11T22:59:00Z")  # the last minute of version 1


@pytest.mark.parametrize("order", [pytest.param((0, 1), id="in order"), pytest.param((1, 0), id="late first")])
@pytest.mark.parametrize("together", [pytest.param(True, id="one batch"), pytest.param(False, id="two batches")])
def test_the_version_of_a_case_does_not_hang_on_the_order_of_arrival(
    house: House, order: tuple[int, int], together: bool
) -> None:
    halve(house)
    sent = [(BEFORE, START)[place] for place in order]
    for batch in [sent] if together else [[one] for one in sent]:
        house.send(*batch)

    assert due(house) == [ms("2026-01-12T09:00:00Z")]
    assert house.app.watch.case(house.admin, "K-1").opened_ms == ms("2026-01-11T22:59:00Z")
    assert versions(house, cases) == versions(house, clocks) == [1]


def test_a_breach_of_the_version_that_never_held_is_withdrawn(house: House) -> None:
    """Due 08:30 by the amendment; the case began before it, so that 09:00 counts and nothing is late at 08:40."""
    halve(house)
    house.send(START)
    house.tick("2026-01-12T08:40:00Z")
    assert [one.state for one in house.app.watch.breaches(house.admin)] == ["notified"]

    house.send(BEFORE)
    assert [(one.state, one.cause) for one in house.app.watch.breaches(house.admin)] == [("rescinded", "corrected")]

    house.tick("2026-01-12T09:00:01Z")
    assert sorted(one.state for one in house.app.watch.breaches(house.admin)) == ["provisional", "rescinded"]


def test_a_clock_that_the_earlier_version_does_not_know_ends_and_can_still_be_read(house: House) -> None:
    both = parse("both", {"obligations": {**DESK["obligations"], "X-01": obligation()}})
    amend(house, packs=[house.app.packs["deadlines"], both])
    house.send(START)
    house.send(BEFORE)
    house.clock.at_ms = ms("2026-01-12T08:10:00Z")
    house.send(
        event("p1", "pause.started", "2026-01-12T08:05:00Z", reason="agreed"),
        event("p2", "pause.ended", "2026-01-12T08:10:00Z", reason="agreed"),
    )

    shown = house.app.watch.case(house.admin, "K-1").clocks
    assert {(one.obligation, one.state) for one in shown} == {("T-01", "running"), ("X-01", "cancelled")}
    assert all(house.app.watch.arithmetic(house.admin, one.id) for one in shown)


@pytest.mark.parametrize("together", [pytest.param(True, id="one batch"), pytest.param(False, id="two batches")])
def test_an_event_that_would_make_the_case_unreadable_is_refused(house: House, together: bool) -> None:
    amend(house, packs=[house.app.packs["deadlines"], *another_desk()])
    asked = event("e1", "visit.asked", "2026-01-12T08:00:00Z")
    items = house.send(asked, BEFORE) if together else [*house.send(asked), *house.send(BEFORE)]

    assert (items[1].status, items[1].error["code"]) == ("refused", "event.earlier_version")
    assert versions(house, cases) == [2]


def test_a_beginning_that_moves_within_its_version_keeps_it(house: House) -> None:
    """The amendment takes effect on the day of publication; a case of that morning keeps what held when it began."""
    house.send(START)
    halve(house)
    house.send(event("e0", "case.updated", "2026-01-12T07:30:00Z"))

    assert versions(house, cases) == [1]
    assert house.app.watch.case(house.admin, "K-1").opened_ms == ms("2026-01-12T07:30:00Z")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    postgres = empty_postgres_database() if request.param == "postgresql" else ""
    yield postgres or f"sqlite:///{tmp_path / 'old.db'}"
    if postgres:
        drop_postgres_database(postgres)


def test_the_migration_pins_what_was_in_force_when_each_case_began(url: str) -> None:
    """Versions from 1000 and 2000 on: a case of 999 falls to the first, 1999 still to it, 2000 to the second."""
    migrate.upgrade(url, "0004")
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO organisations (id, uuid, code, name, created_ms) VALUES (1, 'o', 'o', 'O', 0)",
            "INSERT INTO vendors (id, organisation_id, uuid, number, name, created_ms) VALUES (1, 1, 'v', 'V', 'V', 0)",
            "INSERT INTO contracts (id, organisation_id, uuid, number, vendor_id, zone, created_ms)"
            " VALUES (1, 1, 'c', 'C', 1, 'UTC', 0)",
            "INSERT INTO contract_versions (id, organisation_id, contract_id, version, effective_from_ms, terms,"
            " terms_sha256, created_ms) VALUES (7, 1, 1, 1, 1000, '{}', 'x', 0), (8, 1, 1, 2, 2000, '{}', 'y', 0)",
            "INSERT INTO cases (organisation_id, uuid, number, contract_id, vendor_id, opened_ms, facts, state) VALUES"
            + ", ".join(f" (1, '{at}', 'K-{at}', 1, 1, {at}, '{{}}', '{{}}')" for at in (999, 1999, 2000)),
        ):
            connection.execute(text(statement))
    migrate.upgrade(url)
    pinned = text("SELECT number, contract_version_id FROM cases ORDER BY opened_ms")
    with engine.begin() as connection:
        assert [tuple(row) for row in connection.execute(pinned)] == [("K-999", 7), ("K-1999", 7), ("K-2000", 8)]
    migrate.downgrade(url, "0004")
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM cases")).scalar_one() == 3
    engine.dispose()
