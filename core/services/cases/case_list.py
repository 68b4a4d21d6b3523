"""The cases of a desk: found by number alone, with what each waits for next; and what waits for the buyer himself."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Row, exists, func, select

from core.domain.actor import VENDOR
from core.domain.clock import OPEN_STATES, PAUSED
from core.domain.event import CASE_CANCELLED, CASE_CLOSED, CASE_UPDATED, DESK
from core.errors import NotFound
from core.services import access
from core.services.access import Actor
from core.services.filters import is_past, own
from core.services.operations.views import ClockView, clock_view
from core.services.page import check_limit
from core.services.rows import case_rows, clock_rows
from core.services.shelf import InForce, Shelf
from core.storage.database import Database, Reading
from core.storage.tables import cases, clocks, events


class CaseRow(msgspec.Struct):
    """One case in a list; `awaits` is its clock that is due next, `paused` one that stands still."""

    number: str
    contract: str
    vendor: str
    site: str
    kind: dict[str, str]
    opened_ms: int
    zone: str
    closed: bool
    awaits: ClockView | None
    paused: ClockView | None


@dataclass(frozen=True, slots=True)
class CaseListService:
    """Lists cases; a vendor's user finds his own."""

    database: Database
    shelf: Shelf

    def find(
        self, actor: Actor, *, number: str = "", is_open: bool | None = None, after: str = "", limit: int = 100
    ) -> list[CaseRow]:
        """Cases whose number begins with `number`, the latest first, behind the case `after`.

        Nothing that a form's free text says is searched. Raises `NotFound` for `after`.
        """
        access.require(actor, "case.read")
        check_limit(limit)
        with self.database.reading() as work:
            chosen = case_rows().add_columns(_ended().label("ended")).where(*own(cases, actor), is_past(False))
            chosen = chosen.order_by(cases.c.id.desc()).limit(limit)
            if number:
                chosen = chosen.where(cases.c.number.startswith(number, autoescape=True))
            if after:
                chosen = chosen.where(cases.c.id < _place(work, actor, after))
            if is_open is not None:
                chosen = chosen.where(_ended().is_(not is_open))
            found = work.connection.execute(chosen).all()
            awaited = self._clocks(work, actor, [row.id for row in found])
            begun = _beginnings(work, [row.id for row in found])
            return [self._row(work, row, awaited[row.id], begun.get(row.id)) for row in found]

    def waiting(self, actor: Actor, *, limit: int = 100) -> list[ClockView]:
        """What the buyer owes himself (内部时限) and what of the vendor's stands still until he has acted."""
        access.require(actor, "case.read")
        if actor.role == VENDOR:
            return []
        with self.database.reading() as work:
            chosen = clock_rows().where(
                clocks.c.organisation_id == actor.organisation_id, clocks.c.state.in_(OPEN_STATES), is_past(False),
                (clocks.c.owed_by == "buyer") | (clocks.c.state == PAUSED),
            ).order_by(clocks.c.due_ms.is_(None).desc(), clocks.c.due_ms, clocks.c.id)  # fmt: skip
            rows = work.connection.execute(chosen.limit(limit)).all()
            return [clock_view(row, self.shelf.version(work.connection, row.contract_version_id), work.now_ms)
                    for row in rows]  # fmt: skip

    def _clocks(self, work: Reading, actor: Actor, ids: Sequence[int]) -> dict[int, list[ClockView]]:
        found: dict[int, list[ClockView]] = defaultdict(list)
        if ids:
            chosen = clock_rows().where(*own(clocks, actor), clocks.c.case_id.in_(ids))
            chosen = chosen.where(clocks.c.state.in_(OPEN_STATES)).order_by(clocks.c.due_ms, clocks.c.id)
            for row in work.connection.execute(chosen):
                force = self.shelf.version(work.connection, row.contract_version_id)
                found[row.case_id].append(clock_view(row, force, work.now_ms))
        return found

    def _row(self, work: Reading, row: Row[Any], some: Sequence[ClockView], begun: Any) -> CaseRow:
        force = self.shelf.version(work.connection, row.contract_version_id)
        kind = _kind(force, begun)
        return CaseRow(
            row.number, row.contract, row.vendor, str(row.facts.get("site") or ""), kind, row.opened_ms, row.zone,
            bool(row.ended), next((one for one in some if one.state != PAUSED), None),
            next((one for one in some if one.state == PAUSED), None),
        )  # fmt: skip


def _ended() -> Any:
    return exists().where(events.c.case_id == cases.c.id, events.c.organisation_id == cases.c.organisation_id,
                          events.c.type.in_((CASE_CLOSED, CASE_CANCELLED)))  # fmt: skip


def _place(work: Reading, actor: Actor, number: str) -> int:
    chosen = select(cases.c.id).where(*own(cases, actor), cases.c.number == number)
    found = work.connection.execute(chosen).scalar()
    if found is None:
        raise NotFound("case.absent", place="after", value=number)
    return int(found)


def _beginnings(work: Reading, ids: Sequence[int]) -> dict[int, Any]:
    """By case, the event that it was begun with; that something was updated says nothing of its kind."""
    telling = (events.c.type != CASE_UPDATED) | (events.c.source == DESK)
    first = select(func.min(events.c.id)).where(events.c.case_id.in_(ids), telling).group_by(events.c.case_id)
    chosen = select(events.c.case_id, events.c.type, events.c.source, events.c.data).where(events.c.id.in_(first))
    return {row.case_id: row for row in work.connection.execute(chosen)} if ids else {}


def _kind(force: InForce, begun: Any) -> dict[str, str]:
    """What kind of case it is: the form that opened it, or the packs' word for its first event."""
    if begun is None:
        return {}
    form = force.forms.get(str(begun.data.get("form", ""))) if begun.source == DESK else None
    return form.title.by_language() if form else dict(force.words.get(begun.type, {}))
