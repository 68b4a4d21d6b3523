"""Contracts of their own for single tests, and what a test asks of the record."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from core.domain.actor import Actor
from core.sla.packs import parse
from core.storage.tables import outbox, vendors
from tests.integration.conftest import House


def obligation(**keys: Any) -> dict[str, Any]:
    """An obligation of the vendor; a deadline of one elapsed hour unless `keys` say otherwise."""
    common = {
        "source": "the tests' own", "owed_by": "vendor", "severity": "major", "kpi": "k",
        "wording": {"zh": "甲", "en": "a"},
    }  # fmt: skip
    timed = {
        "trigger": "case.started", "required": "case.stopped", "limit": {"default": "60 min", "from": "ours"},
        "basis": "natural",
    }  # fmt: skip
    kind = keys.setdefault("kind", "deadline")
    return {**common, **(timed if kind in ("deadline", "recurring") else {}), **keys}


def publish(house: House, number: str, **obligations: dict[str, Any]) -> None:
    """Publish contract `number` on a pack of these obligations, `X_01` standing for X-01."""
    pack = parse(number.lower(), {"obligations": {key.replace("_", "-"): one for key, one in obligations.items()}})
    draft = replace(house.draft, number=number, packs=[house.app.packs["deadlines"], pack])
    house.app.contracts.publish(house.admin, draft)


def vendors_user(house: House) -> Actor:
    """A user of the one vendor."""
    with house.app.database.reading() as work:
        vendor_id = work.connection.execute(select(vendors.c.id)).scalar_one()
    return Actor(house.organisation_id, "v", "vendor", vendor_id)


def messages(house: House, topic: str) -> list[dict[str, Any]]:
    """What lies in the outbox under `topic`."""
    with house.app.database.reading() as work:
        chosen = select(outbox.c.payload).where(outbox.c.topic == topic).order_by(outbox.c.id)
        return [dict(one) for one in work.connection.execute(chosen).scalars()]
