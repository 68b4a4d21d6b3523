"""Moving cases on by new events: a step where they come in order, a full replay where they come late (sla.md 3.15)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from core.domain.breach import DISPUTED, LATE_EVIDENCE_BUSINESS_DAYS, RESCINDED
from core.domain.clock import CANCELLED, Clock, overdue_ms
from core.domain.event import ServiceEvent
from core.domain.service_case import CaseState, ServiceCase
from core.services.shelf import InForce
from core.sla.outcome import Outcome
from core.sla.replay import apply, replay
from core.storage.books import cases, events
from core.storage.books.breaches import Ledger, Reached, reached_on
from core.storage.database import Work

Step = tuple[ServiceCase, InForce, list[ServiceEvent]]


@dataclass(slots=True)
class Advance:
    """One transaction's movement of many cases."""

    work: Work
    organisation_id: int
    ledger: Ledger = field(init=False)
    reached: list[tuple[ServiceCase, InForce, Outcome]] = field(default_factory=list)
    withdrawn: list[tuple[Clock, InForce, ServiceEvent | None]] = field(default_factory=list)
    said: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.work.connection, self.organisation_id, self.work.now_ms)

    def run(self, steps: Sequence[Step]) -> None:
        """Advance each case by its new events and write cases, clocks and what they reached."""
        late = [step for step in steps if _comes_late(step[0].state, step[2])]
        past = (
            events.history(self.work.connection, self.organisation_id, [case.id for case, _, _ in late]) if late else {}
        )
        changed: list[tuple[ServiceCase, int, Clock]] = []
        for case, force, new in steps:
            if case.id in past:
                touched = self._again(case, force, [*past[case.id], *new])
            else:
                touched = self._onward(case, force, new)
            for clock in touched:
                clock.is_live = force.is_live
            changed.extend((case, force.version_id, clock) for clock in touched)
            self._say(case, new)
        cases.save(self.work.connection, [case for case, _, _ in steps])
        cases.save_clocks(self.work.connection, self.organisation_id, changed)
        self._record()

    def _onward(self, case: ServiceCase, force: InForce, new: list[ServiceEvent]) -> list[Clock]:
        """The usual way: the events are the latest of the case."""
        outcome = Outcome()
        open_before = [clock for clock in case.state.clocks.values() if clock.is_open]
        count = len(case.state.clocks)
        for event in sorted(new, key=lambda one: one.order):
            apply(case.state, event, force.terms, outcome)
        self.reached.append((case, force, outcome))
        return [*open_before, *list(case.state.clocks.values())[count:]]

    def _again(self, case: ServiceCase, force: InForce, history: list[ServiceEvent]) -> list[Clock]:
        """The whole history once more; what no longer holds is withdrawn, never deleted."""
        before = case.state.clocks
        case.state, outcome = replay(force.terms, history, self.work.now_ms)
        by_id = {event.id: event for event in history}
        for key, old in before.items():
            clock = case.state.clocks.setdefault(key, _gone(old))
            clock.id, clock.generation = old.id, old.generation
            if old.breached and not clock.breached:
                clock.generation += 1
                self.withdrawn.append((clock, force, by_id.get(clock.stop_event)))
        self.reached.append((case, force, outcome))
        return list(case.state.clocks.values())

    def _record(self) -> None:
        for clock, force, stop in self.withdrawn:
            self.ledger.withdraw(clock.id, *self._ground(clock, force, stop))
        self.ledger.record([one for case, force, outcome in self.reached for one in _reached(case, force, outcome)])

    def _ground(self, clock: Clock, force: InForce, stop: ServiceEvent | None) -> tuple[str, str]:
        """Whether a stop that came after its breach rescinds it (sla.md 3.14, 3.15)."""
        due_ms = clock.due_ms or self.work.now_ms
        if stop is None:
            return RESCINDED, "corrected"
        timing = force.terms.timings[clock.obligation]
        if self.ledger.is_provisional(clock.id):
            return RESCINDED, "arrived_within_grace"
        until_ms = timing.service_hours.due_in_business_days_ms(
            due_ms, LATE_EVIDENCE_BUSINESS_DAYS, "end_of_business_day"
        )
        if stop.data.get("evidence") and self.work.now_ms <= until_ms:
            return RESCINDED, "late_stop_with_evidence"
        return DISPUTED, "late_stop_without_evidence"

    def _say(self, case: ServiceCase, new: Sequence[ServiceEvent]) -> None:
        """What the rules said to each new event: clocks that it started or stopped, steps that it was refused."""
        wanted = {event.id for event in new}
        for clock in case.state.clocks.values():
            for event_id, verdict in (
                (clock.start_event, "running"), (clock.stop_event, clock.state), (clock.early_event, "early"),
            ):  # fmt: skip
                if event_id in wanted:
                    said = self.said.setdefault((case.number, event_id), [])
                    said.append({"obligation": clock.obligation, "verdict": verdict, "due_ms": clock.due_ms})
        for finding in self.reached[-1][2].findings:
            verdict = "violated" if finding.kind == "prohibition" else "refused"
            said = self.said.setdefault((case.number, finding.event), [])
            said.append({"obligation": finding.obligation, "verdict": verdict})

    def verdicts(self, case: str, event_id: str) -> list[dict[str, Any]]:
        """What was said to one event."""
        return self.said.get((case, event_id), [])

    def close(self, rows: Sequence[dict[str, Any]]) -> None:
        """Take the feed's numbers and write the audit entry with the batch's digest; the last of the transaction."""
        digest = hashlib.sha256("".join(row["body_sha256"] for row in rows).encode()).hexdigest()
        self.ledger.close(self.work.range)
        self.work.audit("event.receive", f"events:{len(rows)}", digest)


def _comes_late(state: CaseState, new: Sequence[ServiceEvent]) -> bool:
    """Whether an event belongs before something that the case, or time, has already done."""
    first = min(event.order for event in new)
    if state.last is not None and first <= state.last:
        return True
    return any(_fired_ms(clock) > first[0] for clock in state.clocks.values() if clock.is_open)


def _fired_ms(clock: Clock) -> int:
    """The latest instant at which time alone has changed this clock."""
    if clock.breached and clock.due_ms is not None:
        return overdue_ms(clock.due_ms)
    return clock.marks[clock.warned - 1] if clock.warned else 0


def _gone(old: Clock) -> Clock:
    """A clock that the corrected history never started."""
    return Clock(
        old.obligation, old.match, old.cycle, old.owed_by, old.started_ms, state=CANCELLED, due_ms=old.due_ms,
        start_event=old.start_event,
    )  # fmt: skip


def _reached(case: ServiceCase, force: InForce, outcome: Outcome) -> list[Reached]:
    reached = []
    for milestone in outcome.milestones:
        clock = case.state.clocks[milestone.clock]
        reached.extend(reached_on(case.id, case.number, case.vendor_id, clock, force.version_id, [milestone]))
    for one in outcome.findings:
        evidence = {"contract_version": force.version_id, "event": one.event}
        reached.append(
            Reached(
                case.id,
                case.number,
                case.vendor_id,
                one.obligation,
                one.owed_by,
                one.kind,
                0,
                one.at_ms,
                event=one.event,
                evidence=evidence,
            )
        )
    return reached
