"""What is asked of breaches: the list, one with its history, and the feed; a vendor's user sees his own alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, or_, select

from core.domain.breach import DISPUTED, NOTIFIED, RESCINDED
from core.domain.zone import day_start_ms, find_zone
from core.errors import NotFound
from core.services import access
from core.services.access import Actor
from core.services.filters import own
from core.services.operations.breach_views import BreachView, ChangeView, breach_view, change_view
from core.services.page import check_limit
from core.services.shelf import InForce, Shelf
from core.storage.books.disputes import Disputes
from core.storage.database import Database, Reading
from core.storage.tables import breach_changes, breaches, cases, clocks, contracts, vendors

PAGE = 100


@dataclass(frozen=True, slots=True)
class BreachService:
    """Answers the questions about breaches."""

    database: Database
    shelf: Shelf

    def breaches(self, actor: Actor, *, limit: int = PAGE, vendor: str = "") -> list[BreachView]:
        """The latest breaches first."""
        chosen = _named(breach_rows(actor), vendor)
        return self._breaches(actor, chosen.order_by(breaches.c.breach_ms.desc(), breaches.c.id.desc()), limit)

    def to_settle(self, actor: Actor, *, limit: int = PAGE, vendor: str = "") -> list[BreachView]:
        """What the vendor owes by who is waited for: the vendor by the time left to object, then the buyer, then none.

        For the buyer what waits for his decision comes first.
        """
        first, second = (NOTIFIED, DISPUTED) if actor.vendor_id is not None else (DISPUTED, NOTIFIED)
        asked = and_(breaches.c.state == NOTIFIED, breaches.c.objection_ends_ms.is_not(None))
        waits = or_(asked, breaches.c.state == DISPUTED)
        place = case((and_(waits, breaches.c.state == first), 0), (and_(waits, breaches.c.state == second), 1), else_=2)
        until = case((waits, breaches.c.objection_ends_ms), else_=None)
        chosen = _named(breach_rows(actor), vendor).where(breaches.c.owed_by == "vendor")
        in_order = chosen.order_by(
            place, until.is_(None), until, breaches.c.breach_ms.desc(), breaches.c.id.desc()
        )  # fmt: skip
        return self._breaches(actor, in_order, limit)

    def breach(self, actor: Actor, uuid: str) -> BreachView:
        """One breach. Raises `NotFound`."""
        access.require(actor, "breach.read")
        with self.database.reading() as work:
            [shown] = shown_breaches(work, self.shelf, actor, [found_breach(work, actor, uuid)])
            return shown

    def history(self, actor: Actor, uuid: str) -> list[ChangeView]:
        """The states of a breach in their order. Raises `NotFound`."""
        access.require(actor, "breach.read")
        with self.database.reading() as work:
            row = found_breach(work, actor, uuid)
            of_one = select(breach_changes).where(
                breach_changes.c.organisation_id == actor.organisation_id, breach_changes.c.breach_id == row.id
            )
            return [change_view(one) for one in work.connection.execute(of_one.order_by(breach_changes.c.seq))]

    def feed(self, actor: Actor, after: int, limit: int = PAGE) -> list[dict[str, Any]]:
        """Changes of breaches after the number `after`, without gaps: each has the next number.

        For a vendor's user his own changes are counted, so that the numbers do not tell of the others'.
        """
        access.require(actor, "breach.read")
        check_limit(limit)
        with self.database.reading() as work:
            of_reader = _changes().where(*own(breaches, actor)).order_by(breach_changes.c.seq).limit(limit)
            if actor.vendor_id is None:
                found = work.connection.execute(of_reader.where(breach_changes.c.seq > after)).all()
                return [_change(row, row.seq) for row in found]
            found = work.connection.execute(of_reader.offset(after)).all()
            return [_change(row, number) for number, row in enumerate(found, after + 1)]

    def _breaches(self, actor: Actor, chosen: Select[Any], limit: int) -> list[BreachView]:
        access.require(actor, "breach.read")
        check_limit(limit)
        with self.database.reading() as work:
            return shown_breaches(work, self.shelf, actor, work.connection.execute(chosen.limit(limit)).all())


def breach_rows(actor: Actor) -> Select[Any]:
    """The breaches that an actor may see, each with the contract version of its case."""
    return (
        select(
            breaches, cases.c.number, vendors.c.name.label("vendor"), clocks.c.stopped_ms, cases.c.contract_version_id,
            cases.c.contract_id, contracts.c.number.label("contract"),
        )
        .join(cases, cases.c.id == breaches.c.case_id)
        .join(contracts, contracts.c.id == cases.c.contract_id)
        .join(vendors, vendors.c.id == breaches.c.vendor_id)
        .outerjoin(clocks, clocks.c.id == breaches.c.clock_id)
        .where(*own(breaches, actor))
    )  # fmt: skip


def found_breach(work: Reading, actor: Actor, uuid: str, *, for_change: bool = False) -> Row[Any]:
    """One breach, locked until the transaction ends where it is to be changed. Raises `NotFound`."""
    chosen = breach_rows(actor).where(breaches.c.uuid == uuid)
    if for_change:
        chosen = chosen.with_for_update(of=breaches)
    row = work.connection.execute(chosen).one_or_none()
    if row is None:
        raise NotFound("breach.absent", value=uuid)
    return row


def shown_breaches(work: Reading, shelf: Shelf, actor: Actor, rows: Sequence[Row[Any]]) -> list[BreachView]:
    """Rows as they are shown, with their disputes."""
    disputes = Disputes(work.connection, actor.organisation_id).current([row.id for row in rows])
    shown = []
    for row in rows:
        force = shelf.version(work.connection, row.contract_version_id)
        shown.append(breach_view(row, force, work.now_ms, disputes.get(row.id), _nth(work, row, force)))
    return shown


def _nth(work: Reading, row: Row[Any], force: InForce) -> int:
    """Which miss of its obligation under its contract this is in its calendar month; it is asked where it matters."""
    levels = force.agreed.service_levels if force.agreed is not None else ()
    if not any(one.obligation == row.obligation and one.credit.free for one in levels):
        return 1
    day = datetime.fromtimestamp(row.breach_ms / 1000, find_zone(force.calendar.tz)).date()
    before = or_(
        breaches.c.breach_ms < row.breach_ms, and_(breaches.c.breach_ms == row.breach_ms, breaches.c.id < row.id)
    )
    chosen = (
        select(func.count())
        .select_from(breaches)
        .join(cases, cases.c.id == breaches.c.case_id)
        .where(
            breaches.c.organisation_id == row.organisation_id, cases.c.contract_id == row.contract_id,
            breaches.c.obligation == row.obligation, breaches.c.owed_by == "vendor", breaches.c.state != RESCINDED,
            breaches.c.breach_ms >= day_start_ms(force.calendar.tz, day.replace(day=1)), before,
        )
    )  # fmt: skip
    return 1 + int(work.connection.execute(chosen).scalar_one())


def _named(chosen: Select[Any], vendor: str) -> Select[Any]:
    return chosen.where(vendors.c.name == vendor) if vendor else chosen


def _changes() -> Select[Any]:
    """The feed with the vendor of each breach."""
    return (
        select(breach_changes, vendors.c.number)
        .join(breaches, breaches.c.id == breach_changes.c.breach_id)
        .join(vendors, vendors.c.id == breaches.c.vendor_id)
    )


def _change(row: Row[Any], number: int) -> dict[str, Any]:
    """One entry of the feed; the vendor by the buyer's number, for ids of rows do not leave the house."""
    told = {name: value for name, value in row.snapshot.items() if name != "vendor_id"}
    return {"seq": number, "state": row.state, "at_ms": row.at_ms, "breach": {**told, "vendor": row.number}}
