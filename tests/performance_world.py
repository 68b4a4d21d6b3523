"""A vendor of housekeeping and one of the desk, with cases whose outcome a test chooses."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from core.domain.actor import Actor
from core.storage.books.breaches import Ledger
from core.storage.tables import breaches, cases, vendors
from tests.instants import ms
from tests.integration.conftest import House, event

CLEANING, CLEANER = "H-1", "V-H"
PACKS = ("housekeeping", "conduct", "soft_complaint")


def cleaning(house: House, number: str = CLEANING, vendor: str = CLEANER, name: str = "") -> None:
    """A contract on the packs of housekeeping, conduct and soft complaints; service hours 9 to 17 in Berlin."""
    packs = [house.app.packs[name] for name in ("deadlines", *PACKS)]
    draft = replace(
        house.draft, number=number, vendor_number=vendor, vendor_name=name or f"Cleaner {vendor}", packs=packs
    )
    house.app.contracts.publish(house.admin, draft)


def tell(house: House, case: str, told: Iterable[tuple[str, str, dict[str, Any]]], contract: str = CLEANING) -> None:
    """Send the events of one case: (type, instant, fields); the clock moves on with them."""
    for place, (event_type, at, fields) in enumerate(told):
        house.clock.at_ms = max(house.clock.at_ms, ms(at))
        one = event(f"{case}.{place}", event_type, at, case, **{"contract": contract, **fields})
        [answer] = house.send(one)
        assert answer.status == "accepted", answer


def assigned(
    house: House, count: int, late: int, day: str = "2026-01-13", prefix: str = "A", contract: str = CLEANING,
    **fields: Any,
) -> None:  # fmt: skip
    """Crews assigned within the two service hours of HK-03, the first `late` of them after three."""
    for n in range(count):
        hour = "11" if n < late else "09"
        told = [
            ("booking.notified_to_crew", f"{day}T08:00:00Z", fields),
            ("crew.assigned", f"{day}T{hour}:00:00Z", {}),
        ]
        tell(house, f"{prefix}-{n:03}", told, contract)


def decide(house: House, case: str, state: str) -> None:
    """Let the breach of a case come into a state, as the feed tells it."""
    database = house.app.database
    with database.unit_of_work(house.admin) as work:
        chosen = select(breaches, cases.c.number).join(cases, cases.c.id == breaches.c.case_id)
        row = work.connection.execute(chosen.where(cases.c.number == case)).one()
        ledger = Ledger(
            work.connection, work.organisation_id, work.now_ms, house.app.watch.shelf.period(work.connection)
        )
        ledger.move(row, (state,))
        ledger.close(work.range)


def user_of(house: House, vendor: str) -> Actor:
    """A user of a vendor."""
    with house.app.database.reading() as work:
        vendor_id = work.connection.execute(select(vendors.c.id).where(vendors.c.number == vendor)).scalar_one()
    return Actor(house.organisation_id, f"user of {vendor}", "vendor", vendor_id)


def manager(house: House) -> Actor:
    """Who decides."""
    return Actor(house.organisation_id, "chen", "manager")
