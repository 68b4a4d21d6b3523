"""The gates look at evidence on the day of the house, not of Greenwich."""

from dataclasses import replace
from datetime import date

from core.domain.qualification import Evidence
from core.services.procurement.vendors import VendorService
from tests.instants import ms
from tests.integration.conftest import House
from tests.selection_world import SelectionWorld, begin, bid_draft, closed, locked


def test_insurance_that_ended_yesterday_in_shanghai_has_ended(house: House) -> None:
    world = begin(house.app, house.organisation_id)
    world.selections.open(world.buyer, world.number, undecided_because="urgent")
    for vendor in "BCDE":
        world.selections.receive(world.buyer, world.number, bid_draft(vendor))
    whole = bid_draft("A")
    proof = replace(whole.evidence[0], valid_until=date(2026, 10, 26))
    world.selections.receive(world.buyer, world.number, replace(whole, evidence=(proof,)))
    locked(closed(world))
    world.evaluations.agree(world.buyer, world.number, "C", "quality", "as seen on site")
    world.evaluations.close(world.buyer, world.number)
    world.clock.at_ms = ms("2026-10-27T02:00:00+08:00")  # still the 26th in UTC

    view = world.selections.admit(world.buyer, world.number)

    [report] = [one for one in view.gates if one.vendor == "A"]
    assert [one.code for one in report.reasons] == ["vendor.evidence_expired"]


def test_evidence_that_ended_yesterday_in_shanghai_does_not_expire_soon(house: House) -> None:
    world: SelectionWorld = begin(house.app, house.organisation_id)
    register = VendorService(world.app.database.at(world.clock))
    register.prove(world.buyer, "A", Evidence("training", "list", date(2026, 1, 1), date(2026, 10, 26)))
    world.clock.at_ms = ms("2026-10-27T02:00:00+08:00")

    assert register.get(world.buyer, "A").expiring == ()
