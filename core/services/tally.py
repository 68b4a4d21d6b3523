"""The numbers over the monitor's queue."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, false, func, or_, select

from core.domain.actor import Actor
from core.domain.clock import PAUSED, RUNNING
from core.domain.zone import day_start_ms, find_zone
from core.services.filters import Filters, own
from core.services.views import Tally
from core.storage.database import Reading
from core.storage.tables import breaches, cases, clocks, contracts, vendors

SOON_MS = 3_600_000
UNSETTLED = ("provisional", "recorded", "notified", "disputed")


def count(work: Reading, actor: Actor, filters: Filters) -> Tally:
    """Count what an actor may see; missed today is what fell due since midnight in each contract's own zone."""
    now_ms = work.now_ms
    ahead = (clocks.c.state == RUNNING) & clocks.c.breached.is_(False)
    overdue = (clocks.c.state == RUNNING) & clocks.c.breached.is_(True)
    soon = ahead & clocks.c.due_ms.between(now_ms + 1, now_ms + SOON_MS)
    missed = _missed_today(work, actor)
    of_clocks = _counting(actor, filters, clocks, ahead, overdue, clocks.c.state == PAUSED, soon, missed)
    unsettled = breaches.c.state.in_(UNSETTLED) & (breaches.c.owed_by == "vendor")
    of_breaches = _counting(actor, filters, breaches, unsettled)
    counts = work.connection.execute(of_clocks).one()
    breaches_open = work.connection.execute(of_breaches).scalar_one()
    return Tally(counts[0], counts[1], counts[2], counts[3], counts[4], breaches_open, now_ms)


def _counting(actor: Actor, filters: Filters, table: Table, *conditions: ColumnElement[bool]) -> Select[Any]:
    """How many clocks or breaches fulfil each condition, of those that the filters leave."""
    counts: list[Any] = [func.count().filter(one) for one in conditions]
    return (
        select(*counts)
        .select_from(table)
        .join(cases, cases.c.id == table.c.case_id)
        .join(contracts, contracts.c.id == cases.c.contract_id)
        .join(vendors, vendors.c.id == table.c.vendor_id)
        .where(*own(table, actor), *filters.conditions(table))
    )


def _missed_today(work: Reading, actor: Actor) -> ColumnElement[bool]:
    """Clocks that fell due since midnight and were not in time; the day begins where the contract lies."""
    zones = select(contracts.c.zone).where(contracts.c.organisation_id == actor.organisation_id).distinct()
    since = {zone: _midnight_ms(zone, work.now_ms) for zone in work.connection.execute(zones).scalars()}
    today = [and_(contracts.c.zone == zone, clocks.c.due_ms >= from_ms) for zone, from_ms in since.items()]
    return and_(clocks.c.breached, clocks.c.due_ms <= work.now_ms, or_(false(), *today))


def _midnight_ms(zone: str, now_ms: int) -> int:
    return day_start_ms(zone, datetime.fromtimestamp(now_ms / 1000, find_zone(zone)).date())
