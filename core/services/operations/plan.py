"""Recurring duties planned by calendar: each week the plan triggers what a contract owes weekly (AS-07)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby, zip_longest
from typing import Any

import msgspec
import structlog
from sqlalchemy import func, select

from core.domain.contract import ACTIVE
from core.domain.event import PLAN
from core.domain.hours import WEEKDAYS
from core.domain.obligation import Obligation
from core.domain.zone import day_start_ms, find_zone
from core.services.operations.batch import ACCEPTED, REFUSED, Batch
from core.services.shelf import Shelf
from core.storage.database import Database, Reading
from core.storage.tables import contract_versions, contracts, events

ACTOR = PLAN
DATED = len(":2026-01-19")
log = structlog.get_logger()

Sent = dict[tuple[int, str], int]
"""Organisation and duty of a contract -> the instant of its latest trigger."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """The event that begins one week of one duty."""

    organisation_id: int
    contract: str
    id: str
    at_ms: int
    raw: bytes


@dataclass(slots=True)
class PlanService:
    """Sends the triggers whose day has begun; their ids are the duty and the day, so that none is sent twice."""

    database: Database
    shelf: Shelf
    _refused: set[str] = field(default_factory=set)

    def run(self) -> int:
        """Send what is due and not yet stored; return how many were new. A contract that fails stops no other."""
        with self.database.reading() as work:
            due = [one for one in self._planned(work) if one.id not in self._refused]
        new = 0
        for contract, theirs in groupby(due, key=lambda one: (one.organisation_id, one.contract)):
            try:
                for trigger in theirs:
                    new += self._send(trigger)
            except Exception:
                log.exception("plan.failed", contract=contract[1])
        return new

    def _send(self, trigger: Trigger) -> bool:
        with self.database.unit_of_work_of(trigger.organisation_id, ACTOR) as work:
            received_ms = max(trigger.at_ms, work.now_ms)
            [item] = Batch(work, trigger.organisation_id, self.shelf, received_ms, is_own=True).take([trigger.raw])
        if item.status == REFUSED:
            log.error("plan.refused", contract=trigger.contract, trigger=trigger.id, error=item.error)
            self._refused.add(trigger.id)
        return item.status == ACCEPTED

    def _planned(self, work: Reading) -> Iterator[Trigger]:
        """The triggers of every active contract since the latest that is stored, or since its day of effect."""
        chosen = (
            select(
                contracts.c.organisation_id, contracts.c.number, contracts.c.zone, contract_versions.c.id,
                contract_versions.c.effective_from_ms,
            )
            .join(contract_versions, contract_versions.c.contract_id == contracts.c.id)
            .where(contracts.c.state == ACTIVE, contract_versions.c.effective_from_ms <= work.now_ms)
            .order_by(contracts.c.organisation_id, contracts.c.id, contract_versions.c.effective_from_ms)
        )  # fmt: skip
        rows = work.connection.execute(chosen).all()
        sent = _sent(work, sorted({row.organisation_id for row in rows}))
        for (_, number), versions in groupby(rows, key=lambda row: (row.organisation_id, row.number)):
            try:
                yield from self._of_contract(work, list(versions), sent)
            except Exception:
                log.exception("plan.unreadable", contract=number)

    def _of_contract(self, work: Reading, versions: Sequence[Any], sent: Sent) -> Iterator[Trigger]:
        """Each day is planned by the version in force on it."""
        for row, following in zip_longest(versions, versions[1:]):
            until_ms = following.effective_from_ms - 1 if following else work.now_ms
            for duty in self.shelf.version(work.connection, row.id).obligations.values():
                last_ms = sent.get((row.organisation_id, f"{duty.id}:{row.number}"), 0)
                for on in _days(duty.weekly, _day(row.zone, row.effective_from_ms), _day(row.zone, until_ms)):
                    trigger = _trigger(row, duty, on)
                    if trigger.at_ms > last_ms:
                        yield trigger


def _sent(work: Reading, organisations: Sequence[int]) -> Sent:
    duty = func.substr(events.c.event_id, 1, func.length(events.c.event_id) - DATED).label("duty")
    chosen = select(events.c.organisation_id, duty, func.max(events.c.occurred_ms).label("last_ms")).where(
        events.c.organisation_id.in_(organisations), events.c.source == ACTOR
    )
    rows = work.connection.execute(chosen.group_by(events.c.organisation_id, "duty"))
    return {(row.organisation_id, row.duty): row.last_ms for row in rows}


def _day(zone: str, at_ms: int) -> date:
    return datetime.fromtimestamp(at_ms / 1000, find_zone(zone)).date()


def _days(weekday: str, first: date, last: date) -> Iterator[date]:
    """Every such weekday from `first` to `last`, both included; none for a duty that is not weekly."""
    if weekday:
        on = first + timedelta(days=(WEEKDAYS.index(weekday) - first.weekday()) % 7)
        while on <= last:
            yield on
            on += timedelta(days=7)


def _trigger(row: Any, duty: Obligation, on: date) -> Trigger:
    """The case is the week's own, so that the version in force on its day counts."""
    at_ms = day_start_ms(row.zone, on)
    event_id = f"{duty.id}:{row.number}:{on.isoformat()}"
    raw = msgspec.json.encode(
        {
            "specversion": "1.0", "id": event_id, "source": ACTOR, "type": duty.trigger,
            "subject": f"PLAN-{on.isoformat()}-{duty.id}-{row.number}"[:100],
            "time": datetime.fromtimestamp(at_ms / 1000, find_zone("UTC")), "data": {"contract": row.number},
        }
    )  # fmt: skip
    return Trigger(row.organisation_id, row.number, event_id, at_ms, raw)
