"""What the desks see of clocks, cases and breaches; a vendor's user sees what concerns that vendor alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from core.domain.clock import PAUSED, RUNNING
from core.domain.event import EventKey
from core.domain.pause import Pause
from core.errors import NotFound
from core.services import access
from core.services.access import Actor
from core.services.filters import LIVE, Filters, is_past, own
from core.services.operations.arithmetic import Line, explain
from core.services.operations.breaches import PAGE, BreachService, breach_rows, shown_breaches
from core.services.operations.tally import count
from core.services.operations.vendor_sight import VendorSight
from core.services.operations.views import (
    CaseView,
    ClockView,
    Tally,
    clock_view,
    event_view,
    open_spans,
    title,
)
from core.services.page import check_limit
from core.services.rows import clock_rows, found_case
from core.storage.books.cases import read_clock
from core.storage.database import Reading
from core.storage.tables import (
    breaches,
    cases,
    clocks,
    contracts,
    events,
    milestones,
    vendors,
)

Place = tuple[int | None, int]
"""Where a clock stands in the queue: its due time (a paused clock has none) and its id."""
QUEUE_ORDER = clocks.c.due_ms.is_(None), clocks.c.due_ms, clocks.c.id


@dataclass(frozen=True, slots=True)
class WatchService(BreachService):
    """Answers the questions of the monitor's screens and of programs; those about breaches it has from its base."""

    def queue(
        self, actor: Actor, *, states: Sequence[str] = (RUNNING, PAUSED), vendor: str = "", obligation: str = "",
        case: str = "", imported: bool | None = None, after: Place | None = None, limit: int = PAGE,
    ) -> list[ClockView]:  # fmt: skip
        """Clocks by time to breach, paused ones last; `after` is the place of the last one seen."""
        chosen = _chosen(actor, states, Filters(vendor, obligation, case, imported=imported))
        if after is not None:
            chosen = chosen.where(_behind(*after))
        return self._clocks(actor, chosen.order_by(*QUEUE_ORDER), limit)

    def filtered(
        self, actor: Actor, states: Sequence[str], filters: Filters, *, latest_first: bool = False, limit: int = PAGE
    ) -> list[ClockView]:
        """Clocks as the monitor's filters leave them, by time to breach, or the latest to stop first."""
        order = (clocks.c.stopped_ms.desc(), clocks.c.id.desc()) if latest_first else QUEUE_ORDER
        return self._clocks(actor, _chosen(actor, states, filters).order_by(*order), limit)

    def clock(self, actor: Actor, clock_id: int) -> ClockView:
        """One clock. Raises `NotFound`, also for another organisation's or another vendor's."""
        access.require(actor, "clock.read")
        with self.database.reading() as work:
            row = work.connection.execute(
                clock_rows().where(*own(clocks, actor)).where(clocks.c.id == clock_id)
            ).one_or_none()
            if row is None:
                raise NotFound("clock.absent", value=clock_id)
            return self._clock(work, row)

    def case(self, actor: Actor, number: str) -> CaseView:
        """A case with its time line. Raises `NotFound`."""
        access.require(actor, "case.read")
        with self.database.reading() as work:
            return self._case(work, actor, found_case(work.connection, actor, number))

    def tally(self, actor: Actor, filters: Filters = LIVE) -> Tally:
        """The numbers over the queue, of live contracts unless `filters` ask otherwise."""
        access.require(actor, "clock.read")
        with self.database.reading() as work:
            return count(work, actor, filters)

    def vendors(self, actor: Actor, *, imported: bool | None = None) -> list[str]:
        """Names of the vendors that this actor may see clocks of; those of past logs, of live contracts or both."""
        access.require(actor, "clock.read")
        with self.database.reading() as work:
            chosen = select(vendors.c.name).where(vendors.c.organisation_id == actor.organisation_id)
            if actor.vendor_id is not None:
                chosen = chosen.where(vendors.c.id == actor.vendor_id)
            if imported is not None:
                under = select(contracts.c.vendor_id).where(is_past(imported))
                chosen = chosen.where(vendors.c.id.in_(under))
            return list(work.connection.execute(chosen.order_by(vendors.c.name)).scalars())

    def obligations(self, actor: Actor, *, imported: bool | None = None) -> dict[str, dict[str, str]]:
        """The obligations that this actor may see clocks of, by id, with the packs' word for what each awaits."""
        access.require(actor, "clock.read")
        with self.database.reading() as work:
            latest = func.max(clocks.c.contract_version_id).label("version_id")
            chosen = select(clocks.c.obligation, latest).where(*own(clocks, actor))
            if imported is not None:
                chosen = chosen.join(cases, cases.c.id == clocks.c.case_id)
                chosen = chosen.join(contracts, contracts.c.id == cases.c.contract_id).where(is_past(imported))
            rows = work.connection.execute(chosen.group_by(clocks.c.obligation).order_by(clocks.c.obligation)).all()
            return {
                row.obligation: title(self.shelf.version(work.connection, row.version_id), row.obligation)
                for row in rows
            }

    def arithmetic(self, actor: Actor, clock_id: int) -> list[Line]:
        """How the due time of a clock came about, in words."""
        access.require(actor, "clock.read")
        with self.database.reading() as work:
            row = work.connection.execute(
                clock_rows().where(*own(clocks, actor), clocks.c.id == clock_id)
            ).one_or_none()
            if row is None:
                raise NotFound("clock.absent", value=clock_id)
            force = self.shelf.version(work.connection, row.contract_version_id)
            timing = force.terms.timings[row.obligation]
            pauses = [Pause(*one) for one in row.case_state.get("pauses", ())]
            clock, now_ms = read_clock(row), work.now_ms if force.is_live else None
            return explain(clock, timing, pauses, force.words, self._type(work, actor, clock.start_event), now_ms)

    def milestones(self, actor: Actor, clock_id: int) -> list[dict[str, Any]]:
        """What one clock has reached, with the evidence of each record."""
        self.clock(actor, clock_id)
        with self.database.reading() as work:
            chosen = select(milestones).where(
                milestones.c.organisation_id == actor.organisation_id, milestones.c.clock_id == clock_id
            )
            return [
                {"kind": row.kind, "level": row.level, "generation": row.generation, "at_ms": row.at_ms,
                 "detected_ms": row.detected_ms, "evidence": row.evidence}
                for row in work.connection.execute(chosen.order_by(milestones.c.id))
            ]  # fmt: skip

    def _clocks(self, actor: Actor, chosen: Select[Any], limit: int) -> list[ClockView]:
        access.require(actor, "clock.read")
        check_limit(limit)
        with self.database.reading() as work:
            return [self._clock(work, row) for row in work.connection.execute(chosen.limit(limit)).all()]

    def _type(self, work: Reading, actor: Actor, key: EventKey | None) -> str:
        """The type of one event, or nothing."""
        if key is None:
            return ""
        ours = events.c.organisation_id == actor.organisation_id
        chosen = select(events.c.type).where(ours, events.c.source == key[0], events.c.event_id == key[1])
        return work.connection.execute(chosen).scalar() or ""

    def _clock(self, work: Reading, row: Row[Any]) -> ClockView:
        return clock_view(row, self.shelf.version(work.connection, row.contract_version_id), work.now_ms)

    def _case(self, work: Reading, actor: Actor, row: Row[Any]) -> CaseView:
        of_case = clock_rows().where(*own(clocks, actor)).where(clocks.c.case_id == row.id).order_by(clocks.c.id)
        happened = select(events).where(events.c.case_id == row.id, events.c.organisation_id == actor.organisation_id)
        in_order = happened.order_by(events.c.effective_ms, events.c.precedence, events.c.event_id)
        force = self.shelf.version(work.connection, row.contract_version_id)
        shown = [self._clock(work, one) for one in work.connection.execute(of_case).all()]
        told = [event_view(one, force) for one in work.connection.execute(in_order)]
        facts, pauses = dict(row.facts), [tuple(one) for one in row.state.get("pauses", ())]
        if actor.vendor_id is not None:
            sight = VendorSight.of(force.obligations.values(), force.forms.values())
            told, facts = sight.events(told), sight.named(facts)
            pauses = [one for one in pauses if one[0] in sight.reasons]
        broken = breach_rows(actor).where(breaches.c.case_id == row.id).order_by(breaches.c.breach_ms)
        return CaseView(
            number=row.number, contract=row.contract, vendor=row.vendor, zone=row.zone, opened_ms=row.opened_ms,
            facts=facts, pauses=pauses, events=told, clocks=shown,
            breaches=shown_breaches(work, self.shelf, actor, work.connection.execute(broken).all()),
            open_spans=open_spans(force, shown, told, work.now_ms), now_ms=work.now_ms,
        )  # fmt: skip


def _chosen(actor: Actor, states: Sequence[str], filters: Filters) -> Select[Any]:
    return clock_rows().where(*own(clocks, actor), clocks.c.state.in_(states), *filters.conditions(clocks))


def _behind(due_ms: int | None, clock_id: int) -> ColumnElement[bool]:
    """What stands in the queue behind a place; paused clocks, which have no due time, stand at its end."""
    paused = clocks.c.due_ms.is_(None)
    if due_ms is None:
        return and_(paused, clocks.c.id > clock_id)
    later = and_(clocks.c.due_ms == due_ms, clocks.c.id > clock_id)
    return or_(clocks.c.due_ms > due_ms, later, paused)
