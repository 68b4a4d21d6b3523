"""The ledger: milestones by unique key, the breaches that follow, their feed and the messages to send.

Whoever meets a milestone first, the monitor or an event, records it; for the other it is already there, and only
what was inserted has consequences (reliability D4).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from core.domain import breach as breach_states
from core.domain.breach import NOTIFIED, PROVISIONAL, RECORDED, RESCINDED
from core.domain.clock import Clock, Milestone
from core.storage.rows import append, by_due, insert_new
from core.storage.tables import breach_changes, breaches, cases, milestones, outbox
from core.storage.uuids import uuid7

Range = Callable[[str, int], int]
"""Takes the next n numbers of a sequence and returns the first."""

FEED = "breach_feed"

_MILESTONE = {
    "organisation_id": "bigint", "clock_id": "bigint", "cycle_no": "integer", "kind": "text", "level": "integer",
    "generation": "integer", "at_ms": "bigint", "detected_ms": "bigint", "recorded_ms": "bigint", "evidence": "json",
}  # fmt: skip


_MESSAGE = {
    "organisation_id": "bigint", "topic": "text", "payload": "json", "milestone_id": "bigint", "created_ms": "bigint",
    "deliver_after_ms": "bigint",
}  # fmt: skip
_CHANGE = {
    "organisation_id": "bigint", "seq": "bigint", "breach_id": "bigint", "state": "text", "at_ms": "bigint",
    "snapshot": "json",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reached:
    """Something that happened to an obligation on a case, with all that its record needs."""

    case_id: int
    case_number: str
    vendor_id: int
    obligation: str
    owed_by: str
    kind: str
    level: int
    at_ms: int
    clock_id: int | None = None
    cycle: int = 0
    generation: int = 0
    event: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[int | None, int, str, int, int]:
        """The unique key of its milestone within the organisation."""
        return self.clock_id, self.cycle, self.kind, self.level, self.generation

    @property
    def breach_kind(self) -> str:
        """Deadline for a clock; step, effect or prohibition for a single event."""
        return "deadline" if self.clock_id is not None else self.kind

    @property
    def dedupe_key(self) -> str:
        """One breach for one miss, however often it is met."""
        if self.clock_id is not None:
            return f"clock:{self.clock_id}:{self.cycle}:{self.generation}"
        return f"event:{self.case_id}:{self.obligation}:{self.event}"


@dataclass(slots=True)
class Ledger:
    """Records what was reached within one transaction, and closes with the feed's next numbers."""

    connection: Connection
    organisation_id: int
    now_ms: int
    changes: list[dict[str, Any]] = field(default_factory=list)
    recorded: int = 0
    breaches: int = 0

    def record(self, reached: Sequence[Reached]) -> list[Reached]:
        """Record milestones and breaches that are not there yet; return those that were new."""
        on_clocks = [one for one in reached if one.clock_id is not None]
        new_ids = self._insert_milestones(on_clocks)
        new = [one for one in on_clocks if one.key in new_ids]
        self._warn([one for one in new if one.kind == "at_risk"], new_ids)
        broken = [one for one in new if one.kind == "breach"] + [one for one in reached if one.clock_id is None]
        self._break([one for one in broken if one.owed_by == "vendor"])
        self.recorded += len(new)
        return new

    def _insert_milestones(self, reached: Sequence[Reached]) -> dict[tuple[int | None, int, str, int, int], int]:
        rows = [
            {
                "organisation_id": self.organisation_id, "clock_id": one.clock_id, "cycle_no": one.cycle,
                "kind": one.kind,
                "level": one.level, "generation": one.generation, "at_ms": one.at_ms, "detected_ms": self.now_ms,
                "recorded_ms": self.now_ms, "evidence": one.evidence,
            }
            for one in reached
        ]  # fmt: skip
        returned = insert_new(
            self.connection, milestones.name, _MILESTONE, rows, "id, clock_id, cycle_no, kind, level, generation"
        )
        return {(row.clock_id, row.cycle_no, row.kind, row.level, row.generation): row.id for row in returned}

    def _warn(self, reached: Sequence[Reached], ids: dict[tuple[int | None, int, str, int, int], int]) -> None:
        """All passed thresholds are recorded; only the highest of each clock is sent (sla.md 3.12)."""
        highest: dict[int | None, Reached] = {}
        for one in reached:
            if one.clock_id not in highest or one.level > highest[one.clock_id].level:
                highest[one.clock_id] = one
        self._send("clock.at_risk", [(_payload(one), ids[one.key]) for one in highest.values()])

    def _break(self, reached: Sequence[Reached]) -> None:
        rows = [self._breach_row(one) for one in reached]
        types = {
            "uuid": "text", "organisation_id": "bigint", "case_id": "bigint", "clock_id": "bigint",
            "vendor_id": "bigint",
            "obligation": "text", "owed_by": "text", "kind": "text", "dedupe_key": "text", "breach_ms": "bigint",
            "detected_ms": "bigint", "state": "text", "next_fire_ms": "bigint", "evidence": "json", "cause": "text",
        }  # fmt: skip
        inserted = insert_new(self.connection, breaches.name, types, rows, "id, dedupe_key, uuid")
        by_key = {one.dedupe_key: one for one in reached}
        for row in inserted:
            one = by_key[row.dedupe_key]
            states = breach_states.states_by(one.breach_kind, one.at_ms, self.now_ms)
            self._change(row.id, states, {"id": row.uuid, **_payload(one)})
        self.breaches += len(inserted)

    def _breach_row(self, one: Reached) -> dict[str, Any]:
        kind = one.breach_kind
        return {
            "uuid": uuid7(self.now_ms), "organisation_id": self.organisation_id, "case_id": one.case_id,
            "clock_id": one.clock_id, "vendor_id": one.vendor_id, "obligation": one.obligation, "owed_by": one.owed_by,
            "kind": kind, "dedupe_key": one.dedupe_key, "breach_ms": one.at_ms, "detected_ms": self.now_ms,
            "state": breach_states.states_by(kind, one.at_ms, self.now_ms)[-1],
            "next_fire_ms": breach_states.next_fire_ms(kind, one.at_ms, self.now_ms), "evidence": one.evidence,
            "cause": "",
        }  # fmt: skip

    def ripen(self, limit: int) -> int:
        """Let provisional breaches whose grace is over become recorded, and tell the vendor; return how many."""
        due = (
            select(breaches, cases.c.number)
            .join(cases, cases.c.id == breaches.c.case_id)
            .where(by_due(breaches, self.organisation_id), breaches.c.next_fire_ms <= self.now_ms)
            .order_by(breaches.c.next_fire_ms)
            .limit(limit)
            .with_for_update(skip_locked=True, of=breaches)
        )
        rows = self.connection.execute(due).all()
        for row in rows:
            self._change(row.id, (RECORDED, NOTIFIED), _stored_payload(row))
        if rows:
            ripe = update(breaches).where(breaches.c.id == bindparam("row")).values(state=NOTIFIED, next_fire_ms=None)
            self.connection.execute(ripe, [{"row": row.id} for row in rows])
        return len(rows)

    def is_provisional(self, clock_id: int) -> bool:
        """Whether the standing breach of this clock is still within its grace."""
        chosen = select(breaches.c.state).where(
            breaches.c.organisation_id == self.organisation_id, breaches.c.clock_id == clock_id
        )
        return self.connection.execute(chosen.order_by(breaches.c.id.desc()).limit(1)).scalar() == PROVISIONAL

    def withdraw(self, clock_id: int, state: str, cause: str) -> None:
        """A late stop showed that the clock was met: its breach is `rescinded` or, without evidence, `disputed`."""
        chosen = (
            select(breaches, cases.c.number)
            .join(cases, cases.c.id == breaches.c.case_id)
            .where(
                breaches.c.organisation_id == self.organisation_id,
                breaches.c.clock_id == clock_id,
                breaches.c.state.not_in((RESCINDED, state)),
            )
        )
        for row in self.connection.execute(chosen).all():
            self.connection.execute(
                update(breaches).where(breaches.c.id == row.id).values(state=state, cause=cause, next_fire_ms=None)
            )
            self._change(row.id, (state,), {**_stored_payload(row), "cause": cause})

    def _change(self, breach_id: int, states: Sequence[str], payload: dict[str, Any]) -> None:
        """One entry of the feed for all the states that a breach passes at once."""
        snapshot = {**payload, "state": states[-1], "states": states}
        self.changes.append({"breach_id": breach_id, "state": states[-1], "at_ms": self.now_ms, "snapshot": snapshot})

    def _send(self, topic: str, messages: Sequence[tuple[dict[str, Any], int | None]]) -> None:
        rows = [
            {
                "organisation_id": self.organisation_id, "topic": topic, "payload": payload,
                "milestone_id": milestone_id,
                "created_ms": self.now_ms, "deliver_after_ms": self.now_ms,
            }
            for payload, milestone_id in messages
        ]  # fmt: skip
        append(self.connection, outbox.name, _MESSAGE, rows)

    def close(self, take: Range) -> None:
        """Write the feed with its next numbers, last of all, so that it has no gaps."""
        if not self.changes:
            return
        self._send("breach.changed", [(one["snapshot"], None) for one in self.changes])
        first = take(FEED, len(self.changes))
        rows = [
            {"organisation_id": self.organisation_id, "seq": first + place, **one}
            for place, one in enumerate(self.changes)
        ]
        append(self.connection, breach_changes.name, _CHANGE, rows)
        self.changes = []


def reached_on(
    case_id: int, case_number: str, vendor_id: int, clock: Clock, version_id: int, milestones: Sequence[Milestone]
) -> list[Reached]:
    """Milestones of one clock with the evidence that their record keeps (sla.md 3.23)."""
    evidence = {
        "contract_version": version_id, "started_ms": clock.started_ms, "due_ms": clock.due_ms,
        "start_event": clock.start_event, "stop_event": clock.stop_event,
    }  # fmt: skip
    return [
        Reached(
            case_id,
            case_number,
            vendor_id,
            clock.obligation,
            clock.owed_by,
            one.kind,
            one.level,
            one.at_ms,
            clock.id,
            clock.cycle,
            clock.generation,
            evidence=evidence,
        )
        for one in milestones
    ]


def _payload(one: Reached) -> dict[str, Any]:
    return {
        "case": one.case_number, "vendor_id": one.vendor_id, "obligation": one.obligation, "kind": one.breach_kind,
        "level": one.level, "at_ms": one.at_ms,
    }  # fmt: skip


def _stored_payload(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.uuid, "case": row.number, "vendor_id": row.vendor_id, "obligation": row.obligation, "kind": row.kind,
        "level": 0, "at_ms": row.breach_ms,
    }  # fmt: skip
