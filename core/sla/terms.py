"""What one version of a contract asks of events: its obligations, indexed by the event types they wait for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from core.domain.calendar import WorkingCalendar
from core.domain.duration import Limit
from core.domain.event import (
    CASE_CANCELLED,
    CASE_CLOSED,
    CASE_UPDATED,
    PAUSE_ENDED,
    PAUSE_STARTED,
    Fields,
    Precedence,
    Scalar,
    ServiceEvent,
)
from core.domain.obligation import Obligation
from core.errors import InvalidInput
from core.sla.packs import Message
from core.sla.timing import Timing

Decide = Callable[[Message], str]
"""Turns a message into the name of the verdict (durable_rules in production, its twin in tests)."""

COMMON_TYPES = frozenset((PAUSE_STARTED, PAUSE_ENDED, CASE_CLOSED, CASE_CANCELLED, CASE_UPDATED))


@dataclass(frozen=True, slots=True)
class Terms:
    """Obligations of a contract version by what they react to."""

    decide: Decide
    timings: dict[str, Timing] = field(default_factory=dict)
    triggers: dict[str, list[Obligation]] = field(default_factory=dict)
    stops: dict[str, list[Obligation]] = field(default_factory=dict)
    refusals: dict[str, list[Obligation]] = field(default_factory=dict)
    ends: dict[str, list[Obligation]] = field(default_factory=dict)
    steps: dict[str, list[Obligation]] = field(default_factory=dict)
    restarts: dict[str, list[Obligation]] = field(default_factory=dict)
    effects: dict[str, list[Obligation]] = field(default_factory=dict)
    approvals: dict[str, list[Obligation]] = field(default_factory=dict)
    incidents: dict[str, list[Obligation]] = field(default_factory=dict)
    guards: list[Obligation] = field(default_factory=list)
    milestones: set[str] = field(default_factory=set)
    """Event types whose mere occurrence matters later: the start of an order, the end of a ban."""

    def knows(self, event_type: str) -> bool:
        """Whether any obligation of this contract reacts to `event_type`."""
        return (
            event_type in COMMON_TYPES
            or event_type in self.milestones
            or any(event_type in index for index in self._indices())
        )

    def types(self) -> list[str]:
        """All event types that this contract understands, sorted."""
        return sorted(COMMON_TYPES.union(self.milestones, *self._indices()))

    def check(self, event_type: str, at_ms: int, data: Fields) -> None:
        """Refuse an event from which no due time follows. Raises `InvalidInput` naming the field."""
        if at_ms < 0:
            raise InvalidInput("event.too_old", place="time")
        again = (one for one in self.stops.get(event_type, ()) if one.kind == "recurring")
        for obligation in (*self.triggers.get(event_type, ()), *again):
            self.timings[obligation.id].check(at_ms, data)

    def precedence(self, event_type: str) -> int:
        """Where an event stands among others of the same instant (sla.md 3.5)."""
        common = _COMMON_PRECEDENCE.get(event_type)
        if common is not None:
            return common
        if event_type in self.stops:
            return Precedence.HAND_OVER if event_type in self.triggers else Precedence.STOP + self._step(event_type)
        if event_type in self.triggers:
            return Precedence.START
        if event_type in self.restarts:
            return Precedence.RESET
        return Precedence.STOP + self._step(event_type)

    def _step(self, event_type: str) -> int:
        return max((one.chain.index(event_type) for one in self.steps.get(event_type, ())), default=0)

    def _indices(self) -> tuple[dict[str, list[Obligation]], ...]:
        return (
            self.triggers,
            self.stops,
            self.refusals,
            self.ends,
            self.steps,
            self.restarts,
            self.effects,
            self.approvals,
            self.incidents,
        )


_COMMON_PRECEDENCE = {
    PAUSE_ENDED: Precedence.RESUME,
    PAUSE_STARTED: Precedence.PAUSE,
    CASE_CLOSED: Precedence.CANCEL,
    CASE_CANCELLED: Precedence.CANCEL,
}


def compile_terms(
    obligations: Iterable[Obligation],
    limits: Mapping[str, Limit],
    bases: Mapping[str, str],
    calendar: WorkingCalendar,
    decide: Decide,
) -> Terms:
    """Index `obligations` with their negotiated `limits` and `bases` on the contract's `calendar`."""
    terms = Terms(decide)
    natural = WorkingCalendar.always_open(calendar.tz)
    for one in obligations:
        if one.kind in ("deadline", "recurring"):
            limit, basis = limits.get(one.id, one.limit), bases.get(one.id, one.basis)
            terms.timings[one.id] = Timing(one, limit, basis, calendar, natural)
        for index, types in (
            (terms.triggers, (one.trigger, one.late_trigger)),
            (terms.stops, (one.required,)),
            (terms.refusals, (one.refused_by,)),
            (terms.ends, one.until if one.kind == "recurring" else ()),
            (terms.steps, one.chain),
            (terms.restarts, one.restart),
            (terms.effects, one.effect),
            (terms.approvals, (one.approval,)),
            (terms.incidents, one.event),
        ):
            for event_type in filter(None, types):
                index.setdefault(event_type, []).append(one)
        terms.guards.extend([one] if one.guards else ())
        terms.milestones.update(filter(None, (one.begins, *one.until)))
    return terms


def applies(when: Mapping[str, Scalar | tuple[Scalar, ...]], facts: Fields) -> bool:
    """Whether the case's facts fulfil the obligation's condition; every key must match one of its values."""
    return all(
        facts.get(key) in allowed if isinstance(allowed, tuple) else facts.get(key) == allowed
        for key, allowed in when.items()
    )


def owed_by(obligation: Obligation, event: ServiceEvent) -> str:
    """Return who owes it; where both sides take part the event names the side (`data.by`), else the vendor."""
    if obligation.owed_by != "both":
        return obligation.owed_by
    return "buyer" if event.data.get("by") == "buyer" else "vendor"
