"""A vendor's user sees his own clocks, breaches and events; of the buyer and of other vendors nothing."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.event import listen

from core.domain.actor import Actor
from core.sla.packs import parse
from tests.integration.conftest import DESK, House, event

OWN = {**DESK["obligations"]["T-01"], "owed_by": "buyer", "trigger": "buyer.asked", "required": "buyer.answered"}
BOTH_SIDES = {"obligations": {"T-01": {**DESK["obligations"]["T-01"], "when": {"kind": "hard"}}, "B-01": OWN}}


@pytest.fixture
def vendor(house: House) -> Actor:
    """A user of vendor V-1; a second vendor works for the same buyer, and the buyer has a limit of his own."""
    second = replace(
        house.draft, number="C-2", vendor_number="V-2", vendor_name="Second",
        packs=[house.app.packs["deadlines"], parse("both", BOTH_SIDES)],
    )  # fmt: skip
    house.app.contracts.publish(house.admin, second)
    house.app.contracts.publish(house.admin, replace(second, number="C-3", vendor_number="V-1", vendor_name="Vendor"))
    return house.app.sign_in.actor_of_key(house.app.sign_in.add_key(house.admin, "feed", "vendor", "V-1"))


def case_of(contract: str, case: str, *told: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        event(f"{case}-{place}", kind, f"2026-01-12T08:00:0{place}Z", case=case, **{**data, "contract": contract})
        for place, (kind, data) in enumerate(told)
    ]


def test_the_buyers_own_limits_are_neither_listed_nor_counted(house: House, vendor: Actor) -> None:
    house.send(*case_of("C-3", "K-3", ("case.started", {"kind": "hard"}), ("buyer.asked", {})))

    assert list(house.app.watch.obligations(house.admin)) == ["B-01", "T-01"]
    assert list(house.app.watch.obligations(vendor)) == ["T-01"]
    assert house.app.watch.tally(vendor).running == 1
    assert [one.obligation for one in house.app.watch.case(vendor, "K-3").clocks] == ["T-01"]


def test_a_case_shows_what_the_vendors_obligations_know(house: House, vendor: Actor) -> None:
    house.send(
        *case_of(
            "C-3", "K-3", ("case.started", {"kind": "hard", "customer_grade": "gold"}),
            ("buyer.asked", {"margin": 30}), ("case.updated", {"note": "do not pay"}),
            ("pause.started", {"reason": "agreed", "note": "on holiday"}), ("case.closed", {}),
        )
    )  # fmt: skip

    seen = house.app.watch.case(vendor, "K-3")

    assert [(one.type, one.data) for one in seen.events] == [
        ("case.started", {"kind": "hard", "contract": "C-3"}),
        ("pause.started", {"reason": "agreed", "contract": "C-3"}),
        ("case.closed", {"contract": "C-3"}),
    ]
    assert seen.facts["kind"] == "hard"
    assert not seen.facts.keys() & {"customer_grade", "margin", "note"}
    assert len(house.app.watch.case(house.admin, "K-3").events) == 5


def test_a_vendors_feed_counts_his_own_changes_alone(house: House, vendor: Actor) -> None:
    house.send(*case_of("C-2", "K-2", ("case.started", {"kind": "hard"})))
    house.send(*case_of("C-1", "K-1", ("case.started", {})))
    house.tick("2026-01-12T09:05:01Z")

    buyers, first = house.app.watch.feed(house.admin, 0), house.app.watch.feed(vendor, 0, 1)

    assert [one["seq"] for one in buyers] == [1, 2]
    assert [(one["seq"], one["breach"]["case"], one["breach"]["vendor"]) for one in first] == [(1, "K-1", "V-1")]
    assert house.app.watch.feed(vendor, 1) == []
    assert not any("vendor_id" in one["breach"] for one in buyers)


def test_a_list_of_breaches_is_one_statement(house: House) -> None:
    house.send(*(one for n in range(3) for one in case_of("C-1", f"K-{n}", ("case.started", {}))))
    house.tick("2026-01-12T09:05:01Z")
    house.app.watch.breaches(house.admin)
    statements: list[str] = []
    watched = house.app.database.reader
    listen(watched, "before_cursor_execute", lambda *call: statements.append(call[2]))

    assert len(house.app.watch.breaches(house.admin)) == 3
    assert len([one for one in statements if "FROM breaches" in one]) == 1
    assert not [one for one in statements if "contract_versions" in one], "each case knows its version"
