"""The ledger: milestones by unique key, the breaches that follow, their feed, the messages to send, and a digest of it.

Whoever meets a milestone first, the monitor or an event, records it; for the other it is already there, and only
what was inserted has consequences (reliability D4).
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select, update

from core.domain.breach import (
    COUNTED,
    DEEMED_ACCEPTED,
    NOTIFIED,
    PROVISIONAL,
    RESCINDED,
    next_fire_ms,
    ripe_states,
    states_by,
)
from core.storage.books.reached import Reached, payload, stored_payload
from core.storage.rows import append, by_due, change, insert_new
from core.storage.tables import breach_changes, breaches, cases, milestones, outbox
from core.storage.uuids import uuid7

Range = Callable[[str, int], int]
"""Takes the next n numbers of a sequence and returns the first."""

Period = Callable[[int, int], int | None]
"""The last second in which a vendor can object, by his contract's version and the instant of the notice.

None where he is not asked: under a past log."""

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
_BREACH = {
    "uuid": "text", "organisation_id": "bigint", "case_id": "bigint", "clock_id": "bigint", "vendor_id": "bigint",
    "obligation": "text", "owed_by": "text", "kind": "text", "dedupe_key": "text", "breach_ms": "bigint",
    "detected_ms": "bigint", "state": "text", "next_fire_ms": "bigint", "evidence": "json", "cause": "text",
    "notified_ms": "bigint", "objection_ends_ms": "bigint",
}  # fmt: skip
_MOVED = {"state": "text", "next_fire_ms": "bigint", "notified_ms": "bigint", "objection_ends_ms": "bigint"}


@dataclass(slots=True)
class Ledger:
    """Records what was reached within one transaction, and closes with the feed's next numbers."""

    connection: Connection
    organisation_id: int
    now_ms: int
    period: Period
    changes: list[dict[str, Any]] = field(default_factory=list)
    milestones: list[Reached] = field(default_factory=list)
    breaches: int = 0

    def record(self, reached: Sequence[Reached], *, warns: bool = True) -> None:
        """Record milestones and breaches that are not there yet; a replay `warns` nobody (sla.md 3.19)."""
        on_clocks = [one for one in reached if one.clock_id is not None]
        new_ids = self._insert_milestones(on_clocks)
        new = [one for one in on_clocks if one.key in new_ids]
        if warns:
            self._warn([one for one in new if one.kind == "at_risk"], new_ids)
        self._break([one for one in new if one.is_breach] + [one for one in reached if one.clock_id is None])
        self.milestones.extend(new)

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
        self._send("clock.at_risk", [(payload(one), ids[one.key]) for one in highest.values()])

    def _break(self, reached: Sequence[Reached]) -> None:
        rows = [self._breach_row(one) for one in reached]
        inserted = insert_new(self.connection, breaches.name, _BREACH, rows, "id, dedupe_key, uuid")
        by_key = {one.dedupe_key: (one, row) for one, row in zip(reached, rows, strict=True)}
        for new in inserted:
            one, row = by_key[new.dedupe_key]
            states = states_by(one.owed_by, one.at_ms, self.now_ms)
            self._change(new.id, states, {"id": new.uuid, **payload(one), **_notice(row)})
        self.breaches += len(inserted)

    def _breach_row(self, one: Reached) -> dict[str, Any]:
        state = states_by(one.owed_by, one.at_ms, self.now_ms)[-1]
        return {
            "uuid": uuid7(self.now_ms), "organisation_id": self.organisation_id, "case_id": one.case_id,
            "clock_id": one.clock_id, "vendor_id": one.vendor_id, "obligation": one.obligation, "owed_by": one.owed_by,
            "kind": one.breach_kind, "dedupe_key": one.dedupe_key, "breach_ms": one.at_ms, "detected_ms": self.now_ms,
            "evidence": one.evidence, "cause": "", **self._moved(state, one.at_ms, one.evidence["contract_version"]),
        }  # fmt: skip

    def _moved(self, state: str, breach_ms: int, version_id: int) -> dict[str, Any]:
        """The columns of a breach that comes into `state` now: a notice begins the period in which to object."""
        told = state == NOTIFIED
        ends_ms = self.period(version_id, self.now_ms) if told else None
        return {
            "state": state, "next_fire_ms": next_fire_ms(state, breach_ms, ends_ms),
            "notified_ms": self.now_ms if told else None, "objection_ends_ms": ends_ms,
        }  # fmt: skip

    def ripen(self, limit: int) -> int:
        """Let time do its work on at most `limit` breaches; return how many.

        Provisional ones whose grace is over become recorded and the vendor is told of his; what he was told of and let
        lie is accepted (sla.md 3.14). A notice without a period, given before there were any, is given again with one.
        """
        due = (
            select(breaches, cases.c.number, cases.c.contract_version_id)
            .join(cases, cases.c.id == breaches.c.case_id)
            .where(by_due(breaches, self.organisation_id), breaches.c.next_fire_ms <= self.now_ms)
            .order_by(breaches.c.next_fire_ms)
            .limit(limit)
            .with_for_update(skip_locked=True, of=breaches)
        )
        rows = self.connection.execute(due).all()
        changed = [self._ripe(row) for row in rows]
        change(self.connection, breaches.name, _MOVED, changed)
        return len(rows)

    def _ripe(self, row: Row[Any]) -> dict[str, Any]:
        """The columns of a breach whose instant has come, told in the feed."""
        if row.state == NOTIFIED and row.objection_ends_ms is not None:
            self._change(row.id, (DEEMED_ACCEPTED,), {**stored_payload(row), **_notice(row._mapping)})
            kept = {name: row._mapping[name] for name in ("notified_ms", "objection_ends_ms")}
            return {"id": row.id, "state": DEEMED_ACCEPTED, "next_fire_ms": None, **kept}
        states = ripe_states(row.owed_by) if row.state == PROVISIONAL else (row.state,)
        moved = self._moved(states[-1], row.breach_ms, row.contract_version_id)
        self._change(row.id, states, {**stored_payload(row), **_notice(moved)})
        return {"id": row.id, **moved}

    def of_cases(self, case_ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
        """All breaches of these cases, withdrawn ones too, by case and in the order of their record."""
        found: dict[int, list[Row[Any]]] = {case_id: [] for case_id in case_ids}
        chosen = (
            select(breaches, cases.c.number)
            .join(cases, cases.c.id == breaches.c.case_id)
            .where(breaches.c.organisation_id == self.organisation_id, breaches.c.case_id.in_(case_ids))
            .order_by(breaches.c.id)
            .with_for_update(of=breaches)
        )
        for row in self.connection.execute(chosen) if case_ids else ():
            found[row.case_id].append(row)
        return found

    def withdraw(self, row: Row[Any], state: str, cause: str) -> None:
        """The corrected history does not show this breach: it is `rescinded` or, without evidence, `disputed`."""
        self.move(row, (state,), cause=cause)

    def move(self, row: Row[Any], states: Sequence[str], *, cause: str | None = None, **told: Any) -> None:
        """Bring a stored, locked breach through `states`, from the one it was read in; the feed is told that and more.

        `reverses` says that it counted until now: what was deducted for it is given back (sla.md 3.15).
        """
        state, cause = states[-1], row.cause if cause is None else cause
        moved = (
            update(breaches)
            .where(breaches.c.id == row.id, breaches.c.state == row.state)
            .values(state=state, cause=cause, next_fire_ms=next_fire_ms(state, row.breach_ms, row.objection_ends_ms))
        )
        self.connection.execute(moved.returning(breaches.c.id)).one()
        reversing = {"reverses": True} if state == RESCINDED and row.state in COUNTED else {}
        said = {"cause": cause} if cause else {}
        self._change(row.id, states, {**stored_payload(row), **_notice(row._mapping), **said, **reversing, **told})

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

    def close(self, take: Range, received: Sequence[str] = ()) -> str:
        """Write the feed with its next numbers, last of all, so that it has no gaps; return the digest of everything.

        The digest is the SHA-256 of the canonical JSON of the hashes `received`, the milestones' keys and the feed.
        """
        feed = [(one["snapshot"]["id"], one["snapshot"]["states"]) for one in self.changes]
        covered = {"events": received, "milestones": [one.key for one in self.milestones], "breaches": feed}
        if self.changes:
            self._send("breach.changed", [(one["snapshot"], None) for one in self.changes])
            first = take(FEED, len(self.changes))
            rows = [
                {"organisation_id": self.organisation_id, "seq": first + place, **one}
                for place, one in enumerate(self.changes)
            ]
            append(self.connection, breach_changes.name, _CHANGE, rows)
        return hashlib.sha256(msgspec.json.encode(covered, order="sorted")).hexdigest()


def _notice(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Since when the vendor has known of it and until when he can object, once he has been told."""
    told = {name: row[name] for name in ("notified_ms", "objection_ends_ms")}
    return {} if row["notified_ms"] is None else told
