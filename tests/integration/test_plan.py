"""Weekly duties are triggered by the plan, once a week, from the contract's day of effect on (AS-07)."""

from dataclasses import replace
from datetime import date

import pytest

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
    planned.app.plan._sent.clear()  # a second process knows nothing of the first
    again = planned.app.plan.run()

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
    [running] = planned.app.watch.queue(planned.admin, obligation="AS-07")
    assert (breach.obligation, running.breached) == ("AS-07", False)
