"""Weekly duties are triggered by the plan, once a week, from the contract's day of effect on (AS-07)."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.event import listen

from core.services.operations.plan import PlanService
from core.services.shelf import InForce, Shelf
from core.storage.tables import clocks
from tests.instants import ms
from tests.integration.conftest import House


@pytest.fixture
def planned(house: House) -> House:
    """A contract with after-sales care from Wednesday the 14th; in its zone it is Monday the 12th."""
    packs = [house.app.packs["deadlines"], house.app.packs["after_sales_care"]]
    house.app.contracts.publish(
        house.admin, replace(house.draft, number="C-2", packs=packs, effective_from=date(2026, 1, 14))
    )
    return house


def test_before_its_day_of_effect_nothing_is_due(planned: House) -> None:
    assert planned.app.plan.run() == 0


def test_on_monday_the_table_is_due_once(planned: House) -> None:
    planned.clock.at_ms = ms("2026-01-19T08:00:00Z")

    sent = [planned.app.plan.run() for _ in range(3)]
    again = PlanService(planned.app.database, Shelf()).run()  # a second process knows nothing of the first

    [clock] = planned.app.watch.queue(planned.admin, obligation="AS-07")
    assert (sent, again) == ([1, 0, 0], 0)
    assert clock.due_ms == ms("2026-01-19T22:59:59Z")  # 24:00 in Berlin


def test_a_week_that_was_missed_is_a_breach_and_the_next_week_runs(planned: House) -> None:
    planned.clock.at_ms = ms("2026-01-19T08:00:00Z")
    planned.app.plan.run()
    planned.tick("2026-01-20T08:00:00Z")
    planned.clock.at_ms = ms("2026-01-26T08:00:00Z")
    planned.app.plan.run()

    [breach] = planned.app.watch.breaches(planned.admin)
    weeks = planned.app.watch.queue(planned.admin, obligation="AS-07")
    assert breach.obligation == "AS-07"
    assert [(one.case, one.breached) for one in weeks] == [
        ("PLAN-2026-01-19-AS-07-C-2", True), ("PLAN-2026-01-26-AS-07-C-2", False),
    ]  # fmt: skip


def test_every_week_since_the_last_one_is_triggered_after_the_monitor_was_down(planned: House) -> None:
    """Mondays 19 and 26 January, 2, 9 and 16 February 2026."""
    planned.clock.at_ms = ms("2026-01-19T08:00:00Z")
    planned.app.plan.run()
    planned.clock.at_ms = ms("2026-02-17T08:00:00Z")

    assert planned.app.plan.run() == 4
    shown = planned.app.watch.queue(planned.admin, obligation="AS-07")
    assert sorted(one.case for one in shown) == [
        f"PLAN-2026-{day}-AS-07-C-2" for day in ("01-19", "01-26", "02-02", "02-09", "02-16")
    ]


def test_a_first_plan_that_comes_late_begins_with_the_day_of_effect(planned: House) -> None:
    planned.clock.at_ms = ms("2026-02-17T08:00:00Z")

    assert planned.app.plan.run() == 5


def test_each_week_is_judged_by_the_version_of_its_day(planned: House) -> None:
    """The amendment of 2 February leaves after-sales care out: two weeks are owed, not three."""
    planned.app.contracts.publish(
        planned.admin,
        replace(planned.draft, number="C-2", packs=[planned.app.packs["deadlines"], planned.app.packs["repair"]],
                effective_from=date(2026, 2, 2)),
    )  # fmt: skip
    planned.clock.at_ms = ms("2026-02-10T08:00:00Z")

    assert planned.app.plan.run() == 2


def test_the_week_of_an_amendment_runs_under_the_amendment(planned: House) -> None:
    planned.clock.at_ms = ms("2026-01-19T08:00:00Z")
    planned.app.plan.run()
    packs = [planned.app.packs[name] for name in ("deadlines", "after_sales_care", "repair")]
    planned.app.contracts.publish(
        planned.admin, replace(planned.draft, number="C-2", packs=packs, effective_from=date(2026, 1, 26))
    )
    planned.clock.at_ms = ms("2026-01-26T08:00:00Z")
    planned.app.plan.run()

    with planned.app.database.reading() as work:
        versions = work.connection.execute(select(clocks.c.contract_version_id).order_by(clocks.c.id)).scalars().all()
    assert len(set(versions)) == 2


def test_a_contract_that_cannot_be_planned_keeps_no_other_from_its_week(
    planned: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C-1 was published before C-2 and is the first to be planned."""
    packs = [planned.app.packs["deadlines"], planned.app.packs["after_sales_care"]]
    planned.app.contracts.publish(planned.admin, replace(planned.draft, packs=packs, effective_from=date(2026, 1, 14)))
    compile_version = Shelf._compile

    def failing(shelf: Shelf, connection: Connection, version_id: int) -> InForce:
        force = compile_version(shelf, connection, version_id)
        if force.number == "C-1":
            raise RuntimeError("its pack cannot be read")
        return force

    monkeypatch.setattr(Shelf, "_compile", failing)
    planned.clock.at_ms = ms("2026-01-19T08:00:00Z")

    assert planned.app.plan.run() == 1


def test_the_plan_asks_the_database_the_same_for_one_contract_as_for_many(planned: House) -> None:
    planned.clock.at_ms = ms("2026-01-19T08:00:00Z")
    packs = [planned.app.packs["deadlines"], planned.app.packs["after_sales_care"]]
    for number in range(5):
        draft = replace(planned.draft, number=f"D-{number}", packs=packs, effective_from=date(2026, 1, 14))
        planned.app.contracts.publish(planned.admin, draft)
    planned.app.plan.run()  # compiles the versions

    asked: list[str] = []
    engine = planned.app.database.reader
    listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    planned.app.plan.run()

    assert len([one for one in asked if "contract" in one or "events" in one]) == 2
