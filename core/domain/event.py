"""A service event: something that happened to a case, told by whoever saw it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

Scalar = str | int | float | bool | None
Fields = Mapping[str, Scalar]

EventKey = tuple[str, str]
"""What tells an event from all others: who sent it, and its id there."""
EventOrder = tuple[int, int, str, str]

PLAN, MONITOR, DESK = "plan", "monitor", "desk"
RESERVED_SOURCES = frozenset((PLAN, MONITOR, DESK))
"""Sources of events that the house makes itself; nobody else may send as them."""

PAUSE_STARTED = "pause.started"
PAUSE_ENDED = "pause.ended"
CASE_UPDATED = "case.updated"
CASE_CLOSED = "case.closed"
CASE_CANCELLED = "case.cancelled"


class Precedence(IntEnum):
    """Which of two events at the same instant counts first (sla.md 3.5)."""

    START = 0
    RESUME = 10
    PAUSE = 20
    RESET = 30
    HAND_OVER = 40  # stops one clock and starts another
    STOP = 50  # a step of a sequence adds its position, so that sign-offs of one second keep their order
    CANCEL = 90


@dataclass(frozen=True, slots=True)
class ServiceEvent:
    """One event with the instant that counts (`effective_ms`) and its place among others of that instant."""

    id: str
    type: str
    effective_ms: int
    precedence: int
    data: Fields = field(default_factory=dict)
    source: str = ""

    @property
    def key(self) -> EventKey:
        """What tells this event from all others: two sources may both number from 1."""
        return self.source, self.id

    @property
    def order(self) -> EventOrder:
        """Where this event stands in the replay of its case (sla.md 3.15)."""
        return self.effective_ms, self.precedence, self.id, self.source
