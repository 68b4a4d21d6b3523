"""Service events: appended, never changed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from core.domain.event import ServiceEvent
from core.storage.tables import events


def known(connection: Connection, organisation_id: int, source: str, ids: Sequence[str]) -> dict[str, str]:
    """Return event id -> body hash of those of `ids` that this source has sent before."""
    chosen = select(events.c.event_id, events.c.body_sha256).where(
        events.c.organisation_id == organisation_id, events.c.source == source, events.c.event_id.in_(ids)
    )
    return {row.event_id: row.body_sha256 for row in connection.execute(chosen)}


def append(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Append events; their keys are known to be new."""
    if rows:
        connection.execute(insert(events), rows)


def history(connection: Connection, organisation_id: int, case_ids: Sequence[int]) -> dict[int, list[ServiceEvent]]:
    """Return all events of these cases, by case, in the order of their replay."""
    found: dict[int, list[ServiceEvent]] = {case_id: [] for case_id in case_ids}
    chosen = (
        select(
            events.c.case_id,
            events.c.source,
            events.c.event_id,
            events.c.type,
            events.c.effective_ms,
            events.c.precedence,
            events.c.data,
        )
        .where(events.c.organisation_id == organisation_id, events.c.case_id.in_(case_ids))
        .order_by(events.c.case_id, events.c.effective_ms, events.c.precedence, events.c.event_id, events.c.source)
    )
    for row in connection.execute(chosen):
        one = ServiceEvent(row.event_id, row.type, row.effective_ms, row.precedence, row.data, row.source)
        found[row.case_id].append(one)
    return found
