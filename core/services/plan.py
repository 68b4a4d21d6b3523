"""Recurring duties planned by calendar: each week the plan triggers what a contract owes weekly (AS-07)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import msgspec
import structlog
from sqlalchemy import select

from core.domain.hours import WEEKDAYS
from core.domain.obligation import Obligation
from core.domain.zone import day_start_ms, find_zone
from core.services.batch import REFUSED, Batch
from core.services.shelf import InForce, Shelf
from core.storage.database import Database, Reading
from core.storage.tables import contracts

ACTOR = "plan"
log = structlog.get_logger()

Planned = tuple[int, str, str, int, bytes]
"""Organisation, contract, event id, instant and the event itself."""


@dataclass(slots=True)
class PlanService:
    """Sends the triggers whose day has begun; their ids are the duty and the day, so that none is sent twice."""

    database: Database
    shelf: Shelf
    _sent: set[str] = field(default_factory=set)

    def run(self) -> int:
        """Send what is due and not yet sent by this process; return how many were new to the record."""
        with self.database.reading() as work:
            due = [one for one in self._planned(work) if one[2] not in self._sent]
        new = 0
        for organisation_id, contract, event_id, at_ms, raw in due:
            with self.database.unit_of_work_of(organisation_id, ACTOR) as work:
                [item] = Batch(work, organisation_id, self.shelf, max(at_ms, work.now_ms)).take([raw])
            if item.status == REFUSED:
                log.error("plan.refused", contract=contract, event=event_id, error=item.error)
            self._sent.add(event_id)
            new += item.status == "accepted"
        return new

    def _planned(self, work: Reading) -> Iterator[Planned]:
        """The latest trigger of each weekly duty of each active contract, from its day of effect on."""
        for row in work.connection.execute(select(contracts).where(contracts.c.state == "active")).all():
            force = self.shelf.in_force(work.connection, row.organisation_id, row.id, work.now_ms)
            today = datetime.fromtimestamp(work.now_ms / 1000, find_zone(row.zone)).date()
            for duty in force.obligations.values():
                on = _last(duty.weekly, today) if duty.weekly else date.min
                if duty.weekly and day_start_ms(row.zone, on) >= force.effective_from_ms:
                    yield _trigger(row.organisation_id, force, duty, row.zone, on)


def _last(weekday: str, today: date) -> date:
    """The latest such weekday, today included."""
    return today - timedelta(days=(today.weekday() - WEEKDAYS.index(weekday)) % 7)


def _trigger(organisation_id: int, force: InForce, obligation: Obligation, zone: str, on: date) -> Planned:
    at_ms = day_start_ms(zone, on)
    event_id = f"{obligation.id}:{force.number}:{on.isoformat()}"
    raw = msgspec.json.encode(
        {
            "specversion": "1.0", "id": event_id, "source": ACTOR, "type": obligation.trigger,
            "subject": f"PLAN-{obligation.id}-{force.number}"[:100],
            "time": datetime.fromtimestamp(at_ms / 1000, find_zone("UTC")), "data": {"contract": force.number},
        }
    )  # fmt: skip
    return organisation_id, force.number, event_id, at_ms, raw
