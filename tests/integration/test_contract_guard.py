"""The contract desk alone changes what it made, and nothing is signed that cannot come into force."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.main import create_app
from core.domain.actor import Actor
from core.domain.contract import IMPORTED
from core.errors import Conflict
from core.services.legal.contract_desk import DraftSheet
from tests import contract_walk
from tests.contract_walk import DAILY
from tests.instants import ms
from tests.integration.conftest import House
from tests.wp1 import wp1_terms

SIGNED_ON = date(2026, 6, 20)
NUMBER = "C-2026-0901"
VENDOR = "上海洁舍家庭服务有限公司〔演示〕"


def sheet(effective_from: date = date(2026, 7, 1), **changed: Any) -> DraftSheet:
    return contract_walk.sheet(replace(wp1_terms(), number=NUMBER, **changed), effective_from)


@pytest.fixture
def legal(house: House) -> Actor:
    house.clock.at_ms = ms("2026-06-20T10:00:00Z")
    return Actor(house.organisation_id, "he.jing", "legal")


@pytest.fixture
def manager(house: House) -> Actor:
    return Actor(house.organisation_id, "chen.li", "manager")


def published(house: House, role: str, **changed: Any) -> Any:
    """Send a version without a document over HTTP, in the role that may."""
    key = house.app.sign_in.add_key(house.admin, role, role)
    client = TestClient(create_app(house.app), headers={"Authorization": f"Bearer {key}", "Idempotency-Key": role})
    body = {
        "number": NUMBER, "title": "x", "buyer": "Buyer", "vendor": {"number": "V-9", "name": VENDOR},
        "effective_from": "2026-07-02", "packs": ["soft_complaint"], "calendar": {"name": "daily", **DAILY}, **changed,
    }  # fmt: skip
    answer = client.post("/v1/contracts", json=body)
    house.app.intake.stop()
    return answer


def test_a_signed_contract_is_not_changed_past_the_desk(house: House, legal: Actor, manager: Actor) -> None:
    """Neither the clerk nor the operator may change what another person approved and both parties signed."""
    house.app.desk.draft(legal, sheet())
    document = contract_walk.activated(house.app, legal, manager, NUMBER, SIGNED_ON)

    for role in ("legal", "operator", "admin"):
        answer = published(house, role, limits={"SC-01": "60 min"})
        assert (answer.status_code, answer.json()["title"]) == (409, "contract.drafted")
        assert "amend it there" in answer.json()["detail"]

    assert [one.version for one in house.app.contracts.get(legal, NUMBER).versions] == [1]
    assert house.app.verification.verify(legal, document).is_same


def test_a_version_on_its_way_is_not_overtaken(house: House, legal: Actor, manager: Actor) -> None:
    """Overtaken, a signed version could never come into force, and no other could be begun beside it."""
    assert published(house, "legal", effective_from="2026-06-01").status_code == 200
    house.app.desk.draft(legal, sheet())

    assert published(house, "operator").json()["title"] == "contract.drafted"
    contract_walk.activated(house.app, legal, manager, NUMBER, SIGNED_ON)
    assert house.app.desk.get(legal, NUMBER).state == "active"


def test_a_vendor_called_otherwise_in_the_register_is_told_before_approval(
    house: House, legal: Actor, manager: Actor
) -> None:
    """Said at activation it came too late: a signed version can neither be revised nor replaced."""
    house.app.vendors.register(Actor(house.organisation_id, "lin", "procurement"), "V-9", "上海洁舍")
    house.app.desk.draft(legal, sheet())
    contract_walk.linted(house.app, legal, NUMBER, SIGNED_ON)

    with pytest.raises(Conflict) as called:
        house.app.desk.approve(manager, NUMBER)

    assert (called.value.code, called.value.place) == ("contract.other_vendor_name", "terms.vendor.name")
    assert "V-9 is 上海洁舍 in the register" in called.value.message("en")
    renamed = replace(wp1_terms().vendor, name=replace(wp1_terms().vendor.name, zh="上海洁舍"))
    house.app.desk.revise(legal, NUMBER, replace(wp1_terms(), number=NUMBER, vendor=renamed))
    contract_walk.activated(house.app, legal, manager, NUMBER, SIGNED_ON)
    assert house.app.desk.get(legal, NUMBER).state == "active"


def test_the_name_that_was_approved_is_the_vendors_from_then_on(house: House, legal: Actor, manager: Actor) -> None:
    house.app.desk.draft(legal, sheet())
    contract_walk.linted(house.app, legal, NUMBER, SIGNED_ON)
    house.app.desk.approve(manager, NUMBER)

    with pytest.raises(Conflict) as taken:
        house.app.vendors.register(Actor(house.organisation_id, "lin", "procurement"), "V-9", "上海洁舍")

    assert taken.value.code == "vendor.number_taken"


def test_an_amendment_in_another_zone_is_refused_when_it_is_begun(house: House, legal: Actor, manager: Actor) -> None:
    house.app.desk.draft(legal, sheet())
    contract_walk.activated(house.app, legal, manager, NUMBER, SIGNED_ON)
    abroad = replace(sheet(date(2026, 8, 1)), calendar={**DAILY, "tz": "Asia/Tokyo"})

    with pytest.raises(Conflict) as moved:
        house.app.desk.draft(legal, abroad)

    assert (moved.value.code, moved.value.place) == ("contract.not_amendable", "calendar.tz")
    assert len(house.app.desk.list(legal)) == 1


def test_an_imported_contract_is_not_drafted(house: House, legal: Actor) -> None:
    """Its number is that of a past log; what is drafted under it could never be published."""
    past = replace(house.draft, number=NUMBER, vendor_number="V-9", vendor_name=VENDOR, calendar=DAILY)
    house.app.contracts.publish(house.admin, replace(past, state=IMPORTED))

    with pytest.raises(Conflict) as other:
        house.app.desk.draft(legal, sheet())

    assert other.value.code == "contract.other_state"
