"""Service cases with their clocks as the event path reads and writes them: many at once, never mapped."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update

from core.domain.clock import Clock
from core.domain.event import EventKey
from core.domain.pause import Pause
from core.domain.service_case import CaseState, ServiceCase
from core.errors import Unavailable
from core.storage.rows import change, insert_new
from core.storage.tables import cases, clocks

_CASE = {"facts": "json", "state": "json"}
_CLOCK = {
    "owed_by": "text", "state": "text", "started_ms": "bigint", "due_ms": "bigint", "not_before_ms": "bigint",
    "stopped_ms": "bigint", "breached": "boolean", "generation": "integer", "warned_pct": "integer",
    "next_fire_ms": "bigint", "detail": "json",
}  # fmt: skip
_MOVED = {name: _CLOCK[name] for name in ("breached", "warned_pct", "next_fire_ms", "detail")}
_LAPSED = {"state": "text", "due_ms": "bigint", **_MOVED}
_NEW_CLOCK = {
    "organisation_id": "bigint", "case_id": "bigint", "contract_version_id": "bigint", "vendor_id": "bigint",
    "obligation": "text", "match": "text", "cycle_no": "integer", **_CLOCK,
}  # fmt: skip
_NEW_CASE = {
    "uuid": "text", "organisation_id": "bigint", "number": "text", "contract_id": "bigint",
    "contract_version_id": "bigint", "vendor_id": "bigint", "opened_ms": "bigint", "facts": "json", "state": "json",
}  # fmt: skip


def load(connection: Connection, organisation_id: int, numbers: Sequence[str]) -> dict[str, ServiceCase]:
    """Return the cases with these numbers, locked against other writers until the transaction ends (PostgreSQL).

    Their keys stay free: whoever records a breach on a case needs no more than that it exists.
    """
    if not numbers:
        return {}
    chosen = select(cases).where(cases.c.organisation_id == organisation_id, cases.c.number.in_(numbers))
    rows = connection.execute(chosen.order_by(cases.c.id).with_for_update(key_share=True)).all()
    found = {row.id: _case(row) for row in rows}
    if found:
        theirs = select(clocks).where(clocks.c.organisation_id == organisation_id, clocks.c.case_id.in_(list(found)))
        for row in connection.execute(theirs.order_by(clocks.c.id).with_for_update(key_share=True)):
            clock = read_clock(row)
            found[row.case_id].state.clocks[clock.key] = clock
    return {case.number: case for case in found.values()}


def add(connection: Connection, organisation_id: int, new: Sequence[tuple[ServiceCase, str]]) -> None:
    """Store new cases, each with its UUID, and give them their ids."""
    rows = [
        {
            "uuid": uuid, "organisation_id": organisation_id, "number": case.number, "contract_id": case.contract_id,
            "contract_version_id": case.contract_version_id, "vendor_id": case.vendor_id, "opened_ms": case.opened_ms,
            "facts": {}, "state": {},
        }
        for case, uuid in new
    ]  # fmt: skip
    if not rows:
        return
    ids = {row.number: row.id for row in insert_new(connection, cases.name, _NEW_CASE, rows, "id, number")}
    if len(ids) < len(rows):  # another process opened one of them in this very moment (PostgreSQL)
        raise Unavailable("event.busy")
    for case, _ in new:
        case.id = ids[case.number]


def reopen(connection: Connection, case: ServiceCase, timed: Collection[str]) -> None:
    """Write back an earlier beginning and the contract version of then, which also counts for the clocks it times.

    `timed` are the obligations that this version times; a clock of another one keeps the version under which it ran.
    """
    version = {"contract_version_id": case.contract_version_id}
    connection.execute(update(cases).where(cases.c.id == case.id).values(opened_ms=case.opened_ms, **version))
    theirs = (clocks.c.case_id == case.id) & clocks.c.obligation.in_(timed)
    connection.execute(update(clocks).where(theirs).values(version))


def save(connection: Connection, touched: Sequence[ServiceCase]) -> None:
    """Write back the states of cases."""
    change(connection, cases.name, _CASE, [_case_values(case) for case in touched])


def save_clocks(
    connection: Connection, organisation_id: int, changed: Sequence[tuple[ServiceCase, int, Clock]]
) -> None:
    """Write clocks of (case, contract version, clock): new ones get their ids."""
    stored_before = [clock for _, _, clock in changed if clock.id]
    change(connection, clocks.name, _CLOCK, [{"id": clock.id, **projection(clock)} for clock in stored_before])
    new = [(case, version_id, clock) for case, version_id, clock in changed if not clock.id]
    if not new:
        return
    rows = [
        {
            "organisation_id": organisation_id, "case_id": case.id, "contract_version_id": version_id,
            "vendor_id": case.vendor_id, "obligation": clock.obligation, "match": clock.match, "cycle_no": clock.cycle,
            **projection(clock),
        }
        for case, version_id, clock in new
    ]  # fmt: skip
    stored = insert_new(connection, clocks.name, _NEW_CLOCK, rows, 'id, case_id, obligation, "match", cycle_no')
    ids = {(row.case_id, row.obligation, row.match, row.cycle_no): row.id for row in stored}
    for case, _, clock in new:
        clock.id = ids[(case.id, *clock.key)]


def move_clocks(connection: Connection, moved: Sequence[Clock]) -> None:
    """Write back what time alone has changed on stored clocks."""
    lapsed = [clock for clock in moved if clock.lapse_ms is not None]
    change(connection, clocks.name, _MOVED, [{"id": one.id, **_moved(one)} for one in moved if one.lapse_ms is None])
    change(connection, clocks.name, _LAPSED, [{"id": one.id, **projection(one)} for one in lapsed])


def read_clock(row: Row[Any]) -> Clock:
    """A row of `clocks` as the domain's clock."""
    detail = row.detail
    lapse_ms, lapse_due_ms = detail.get("lapse") or (None, None)
    return Clock(
        obligation=row.obligation, match=row.match, cycle=row.cycle_no, owed_by=row.owed_by, started_ms=row.started_ms,
        state=row.state, due_ms=row.due_ms, not_before_ms=row.not_before_ms, marks=tuple(detail["marks"]),
        warned=detail["warned"], breached=row.breached, stopped_ms=row.stopped_ms,
        agreed=detail["agreed"], lapse_ms=lapse_ms, lapse_due_ms=lapse_due_ms,
        pauses=tuple((start_ms, end_ms) for start_ms, end_ms in detail["pauses"]),
        start_event=_key(detail["start"]), stop_event=_key(detail["stop"]), early_event=_key(detail["early"]),
        generation=row.generation, id=row.id,
    )  # fmt: skip


def _key(written: Sequence[str] | None) -> EventKey | None:
    return (written[0], written[1]) if written else None


def projection(clock: Clock) -> dict[str, Any]:
    """What a row of `clocks` keeps of a clock, beside its key."""
    return {
        "owed_by": clock.owed_by, "state": clock.state, "started_ms": clock.started_ms, "due_ms": clock.due_ms,
        "not_before_ms": clock.not_before_ms, "stopped_ms": clock.stopped_ms, "breached": clock.breached,
        "generation": clock.generation, "warned_pct": clock.warned_pct, "next_fire_ms": clock.wake_ms,
        "detail": _detail(clock),
    }  # fmt: skip


def _moved(clock: Clock) -> dict[str, Any]:
    return {
        "breached": clock.breached, "warned_pct": clock.warned_pct, "next_fire_ms": clock.wake_ms,
        "detail": _detail(clock),
    }  # fmt: skip


def _detail(clock: Clock) -> dict[str, Any]:
    """What only the replay of this clock needs."""
    return {
        "marks": clock.marks, "warned": clock.warned, "early": clock.early_event, "agreed": clock.agreed,
        "pauses": clock.pauses, "start": clock.start_event, "stop": clock.stop_event,
        **({} if clock.lapse_ms is None else {"lapse": (clock.lapse_ms, clock.lapse_due_ms)}),
    }  # fmt: skip


def _case(row: Row[Any]) -> ServiceCase:
    stored = row.state
    last = stored.get("last")
    state = CaseState(
        facts=dict(row.facts),
        pauses=[Pause(*pause) for pause in stored.get("pauses", ())],
        progress=dict(stored.get("progress", {})),
        approved={(obligation, effect): person for obligation, effect, person in stored.get("approved", ())},
        seen=set(stored.get("seen", ())),
        last=tuple(last) if last else None,
    )
    return ServiceCase(
        row.number, row.contract_id, row.contract_version_id, row.vendor_id, row.opened_ms, state, row.id
    )


def _case_values(case: ServiceCase) -> dict[str, Any]:
    state = case.state
    stored = {
        "pauses": [(one.reason, one.start_ms, one.end_ms) for one in state.pauses],
        "progress": state.progress, "approved": sorted((*key, person) for key, person in state.approved.items()),
        "seen": sorted(state.seen), "last": state.last,
    }  # fmt: skip
    return {"id": case.id, "facts": state.facts, "state": stored}
