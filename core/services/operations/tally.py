"""The numbers over the monitor's queue."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, false, func, or_, select

from core.domain.actor import Actor
from core.domain.breach import DECIDED, RESCINDED, UNDECIDED
from core.domain.clock import MET, PAUSED, RUNNING
from core.domain.zone import day_start_ms, find_zone
from core.services.filters import Filters, own
from core.services.operations.views import Tally
from core.storage.database import Reading
from core.storage.tables import breaches, cases, clocks, contracts, vendors

SOON_MS = 3_600_000


def count(work: Reading, actor: Actor, filters: Filters) -> Tally:
    """Count what an actor may see; missed today is what fell due since midnight in each contract's own zone."""
    now_ms = work.now_ms
    ahead = (clocks.c.state == RUNNING) & clocks.c.breached.is_(False)
    overdue = (clocks.c.state == RUNNING) & clocks.c.breached.is_(True)
    soon = ahead & clocks.c.due_ms.between(now_ms + 1, now_ms + SOON_MS)
    in_month = (clocks.c.owed_by == "vendor") & fell_due(work, actor, _month_began)
    met, missed = in_month & (clocks.c.state == MET), in_month & clocks.c.breached
    missed_today = clocks.c.breached & fell_due(work, actor, midnight)
    of_clocks = _counting(
        actor, filters, clocks, ahead, overdue, clocks.c.state == PAUSED, soon, missed_today, met, missed
    )
    counts = work.connection.execute(of_clocks).one()
    breaches_open, undecided, dropped = work.connection.execute(_of_breaches(actor, filters, in_month)).one()
    running, late, paused, due_soon, today, met_ones, missed_ones = counts
    return Tally(running, late, paused, due_soon, today, breaches_open, met_ones, missed_ones - dropped, undecided,
                 now_ms)  # fmt: skip


def _of_breaches(actor: Actor, filters: Filters, in_month: ColumnElement[bool]) -> Select[Any]:
    """The vendors' breaches that nobody has decided; those of this month's clocks, and those that were decided away."""
    theirs = breaches.c.owed_by == "vendor"
    unsettled, late = breaches.c.state.in_(UNDECIDED) & theirs, in_month & clocks.c.breached
    dropped = (breaches.c.state == RESCINDED) & (breaches.c.cause == DECIDED)
    counting = _counting(actor, filters, breaches, unsettled, unsettled & late, dropped & late)
    return counting.outerjoin(clocks, clocks.c.id == breaches.c.clock_id)


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


def fell_due(work: Reading, actor: Actor, began: Callable[[date], date]) -> ColumnElement[bool]:
    """Clocks that fell due since the day or month began, which it does where each contract lies."""
    zones = select(contracts.c.zone).where(contracts.c.organisation_id == actor.organisation_id).distinct()
    since = {
        zone: day_start_ms(zone, began(_today(zone, work.now_ms))) for zone in work.connection.execute(zones).scalars()
    }
    past = [and_(contracts.c.zone == zone, clocks.c.due_ms >= from_ms) for zone, from_ms in since.items()]
    return and_(clocks.c.due_ms <= work.now_ms, or_(false(), *past))


def _today(zone: str, now_ms: int) -> date:
    return datetime.fromtimestamp(now_ms / 1000, find_zone(zone)).date()


def midnight(today: date) -> date:
    """The day that runs began as itself."""
    return today


def _month_began(today: date) -> date:
    return today.replace(day=1)
