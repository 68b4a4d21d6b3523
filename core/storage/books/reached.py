"""What was reached on a case: a milestone of a clock or a finding about an event, with all that its record needs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from core.domain.clock import Clock, Milestone
from core.domain.event import EventKey
from core.domain.zone import TZDATA_VERSION


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
    event: EventKey | None = None
    evidence: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[int | None, int, str, int, int]:
        """The unique key of its milestone within the organisation."""
        return self.clock_id, self.cycle, self.kind, self.level, self.generation

    @property
    def is_breach(self) -> bool:
        """Whether something was broken, not only reached."""
        return self.clock_id is None or self.kind == "breach"

    @property
    def breach_kind(self) -> str:
        """Deadline for a clock; step, effect or prohibition for a single event."""
        return "deadline" if self.clock_id is not None else self.kind

    @property
    def miss(self) -> str:
        """What was missed, whichever generation of it this is; the lengths keep source and id apart."""
        if self.clock_id is not None:
            return f"clock:{self.clock_id}:{self.cycle}"
        source, event_id = self.event or ("", "")
        return f"event:{self.case_id}:{self.obligation}:{len(source)}:{source}:{event_id}"

    @property
    def dedupe_key(self) -> str:
        """One breach for one miss, however often it is met."""
        return f"{self.miss}:{self.generation}"


def reached_on(
    case_id: int, case_number: str, vendor_id: int, clock: Clock, version_id: int, milestones: Sequence[Milestone]
) -> list[Reached]:
    """Milestones of one clock with the evidence that their record keeps (sla.md 3.23).

    The spans that were counted follow from it: the version pins limit, basis and calendar.
    """
    evidence = {
        "contract_version": version_id, "tzdata": TZDATA_VERSION, "started_ms": clock.started_ms,
        "agreed": clock.agreed, "pauses": clock.pauses, "due_ms": clock.due_ms, "start_event": clock.start_event,
        "stop_event": clock.stop_event,
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


def payload(one: Reached) -> dict[str, Any]:
    """What a message or the feed says of it."""
    return {
        "case": one.case_number, "vendor_id": one.vendor_id, "obligation": one.obligation, "owed_by": one.owed_by,
        "kind": one.breach_kind, "level": one.level, "at_ms": one.at_ms,
    }  # fmt: skip


def stored_payload(row: Row[Any]) -> dict[str, Any]:
    """The same of a breach as it is stored, joined with its case."""
    return {
        "id": row.uuid, "case": row.number, "vendor_id": row.vendor_id, "obligation": row.obligation,
        "owed_by": row.owed_by, "kind": row.kind, "level": 0, "at_ms": row.breach_ms,
    }  # fmt: skip
