"""A clock: one obligation running on one case, and what it has shown so far."""

from dataclasses import dataclass, field

from core.domain.event import EventKey, Fields

RUNNING = "running"
PAUSED = "paused"
MET = "met"
MISSED = "missed"
CANCELLED = "cancelled"
OPEN_STATES = (RUNNING, PAUSED)

AT_RISK_PCT = (50, 75, 90)
"""Shares of the limit at which a warning is recorded (sla.md 3.12)."""


@dataclass(slots=True)
class Clock:
    """The state of one clock; `breached` is a fact beside the state, for a late clock runs on (sla.md 3.5).

    `due_ms` rests on the start, what was `agreed` with it and the `pauses` that counted, [start, end) in ms.
    A pause that nobody ends is over at `lapse_ms`, if its length is limited, and then `lapse_due_ms` is the due time.
    """

    obligation: str
    match: str
    cycle: int
    owed_by: str
    started_ms: int
    state: str = RUNNING
    due_ms: int | None = None
    not_before_ms: int | None = None
    marks: tuple[int, ...] = ()
    warned: int = 0
    breached: bool = False
    stopped_ms: int | None = None
    agreed: Fields = field(default_factory=dict)
    pauses: tuple[tuple[int, int], ...] = ()
    lapse_ms: int | None = None
    lapse_due_ms: int | None = None
    start_event: EventKey | None = None
    stop_event: EventKey | None = None
    early_event: EventKey | None = None
    generation: int = 0
    id: int = 0
    is_live: bool = True
    """Under an imported contract a clock is not: the monitor never looks at it, only the next import does."""

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells this clock from the others of its case."""
        return self.obligation, self.match, self.cycle

    @property
    def is_open(self) -> bool:
        """Whether the required event is still awaited."""
        return self.state in OPEN_STATES

    @property
    def never_ran(self) -> bool:
        """Whether the corrected history of its case never started this clock; it keeps its row, not its place."""
        return self.state == CANCELLED and self.stopped_ms is None

    @property
    def warned_pct(self) -> int:
        """The highest warning recorded so far, in per cent of the limit; 0 before the first."""
        return AT_RISK_PCT[self.warned - 1] if self.warned else 0

    @property
    def next_fire_ms(self) -> int | None:
        """The next instant at which time alone changes this clock: a warning, the second after due, a pause's lapse."""
        if self.state == PAUSED and not self.breached:
            return self.lapse_ms
        if self.state != RUNNING or self.due_ms is None or self.breached:
            return None
        return self.marks[self.warned] if self.warned < len(self.marks) else overdue_ms(self.due_ms)

    @property
    def wake_ms(self) -> int | None:
        """When the monitor must look at this clock next."""
        return self.next_fire_ms if self.is_live else None


def overdue_ms(due_ms: int) -> int:
    """The first instant that is late: a stop in the due second is still in time (sla.md 3.4)."""
    return due_ms - due_ms % 1000 + 1000


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that a clock reached: at_risk (level = per cent), met or breach, at contract time."""

    clock: tuple[str, str, int]
    kind: str
    level: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule that is no deadline: a refused step, an effect without approval, a forbidden act.

    One that was refuted and then holds again is of the next `generation`.
    """

    obligation: str
    kind: str
    event: EventKey
    at_ms: int
    owed_by: str
    generation: int = 0
