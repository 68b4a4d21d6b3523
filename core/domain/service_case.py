"""A service case: one customer request running a procedure, and what its events have led to."""

from dataclasses import dataclass, field

from core.domain.clock import Clock
from core.domain.event import EventOrder, Scalar
from core.domain.pause import Pause


@dataclass(slots=True)
class CaseState:
    """All that the events of one case have led to.

    `progress` counts the signed steps of each sequence. `approved` holds, by obligation and effect, who approved an
    effect that has not taken place yet (`""` if nobody was named). `seen` are the event types that open or end another
    rule, `last` is the place of the latest event.
    """

    facts: dict[str, Scalar] = field(default_factory=dict)
    pauses: list[Pause] = field(default_factory=list)
    progress: dict[str, int] = field(default_factory=dict)
    approved: dict[tuple[str, str], str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    clocks: dict[tuple[str, str, int], Clock] = field(default_factory=dict)
    last: EventOrder | None = None


@dataclass(slots=True)
class ServiceCase:
    """A case as it is stored; `id` is 0 until it is.

    It keeps for life the contract version that was in force at `opened_ms`, its earliest event (sla.md 3.1).
    """

    number: str
    contract_id: int
    contract_version_id: int
    vendor_id: int
    opened_ms: int
    state: CaseState = field(default_factory=CaseState)
    id: int = 0
