"""Moving cases on by new events: a step where they come in order, a full replay where they come late (sla.md 3.15)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Row

from core.domain.breach import (
    CORRECTED,
    COUNTED,
    DECIDED,
    DISPUTED,
    LATE_EVIDENCE_BUSINESS_DAYS,
    RESCINDED,
    WITH_EVIDENCE,
    WITHIN_GRACE,
    WITHOUT_EVIDENCE,
    Position,
    is_settled,
)
from core.domain.clock import CANCELLED, PAUSED, Clock, Finding, overdue_ms
from core.domain.event import EventKey, ServiceEvent
from core.domain.service_case import CaseState, ServiceCase
from core.services.shelf import InForce
from core.sla.clocks import is_same_stop
from core.sla.outcome import Outcome
from core.sla.replay import apply, overtake, replay
from core.storage.books import cases, events
from core.storage.books.breaches import Ledger, Period
from core.storage.books.reached import Reached, reached_on
from core.storage.database import Work

Shown = tuple[ServiceCase, InForce, Outcome]


@dataclass(frozen=True, slots=True)
class Step:
    """New events of a case; until now it ran under the version `before`, which an earlier beginning may change."""

    case: ServiceCase
    before: InForce
    force: InForce
    new: list[ServiceEvent]


@dataclass(slots=True)
class Advance:
    """One transaction's movement of many cases.

    `received_ms` lies before the transaction's own instant while a past log is read: then only events pass judgement.
    """

    work: Work
    organisation_id: int
    received_ms: int
    period: Period
    ledger: Ledger = field(init=False)
    onward: list[Shown] = field(default_factory=list)
    again: list[Shown] = field(default_factory=list)
    said: dict[tuple[str, EventKey], list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.work.connection, self.organisation_id, self.work.now_ms, self.period)

    def run(self, steps: Sequence[Step]) -> None:
        """Advance each case by its new events and write cases, clocks and what they reached."""
        for step in steps:
            self._overtake(step.case, step.before)
        late = [step.case.id for step in steps if _comes_late(step.case.state, step.new)]
        past = events.history(self.work.connection, self.organisation_id, late) if late else {}
        broken = self.ledger.of_cases(late)
        changed: list[tuple[ServiceCase, int, Clock]] = []
        for step in steps:
            case, force = step.case, step.force
            if case.id in past:
                touched = self._again(case, force, _placed(force, [*past[case.id], *step.new]), broken[case.id])
            else:
                touched = self._onward(case, force, step.new)
            for clock in touched:
                clock.is_live = force.is_live
            changed.extend((case, force.version_id, clock) for clock in touched)
        cases.save(self.work.connection, [step.case for step in steps])
        cases.save_clocks(self.work.connection, self.organisation_id, changed)
        self.ledger.record(_reached(self.onward))
        self.ledger.record(_reached(self.again), warns=False)

    def _overtake(self, case: ServiceCase, force: InForce) -> None:
        """First what the monitor would have done by now: whether a stop comes late must not hang on when it looked."""
        if not self._is_now(force):
            return
        outcome = Outcome()
        overtake(case.state, self.work.now_ms, force.terms.decide, outcome)
        if outcome.milestones:
            self.ledger.record(_reached([(case, force, outcome)]))

    def _is_now(self, force: InForce) -> bool:
        """Whether the events come as they happen; a log that is imported is judged at its own end (sla.md 3.2)."""
        return force.is_live and self.received_ms >= self.work.now_ms

    def _onward(self, case: ServiceCase, force: InForce, new: list[ServiceEvent]) -> list[Clock]:
        """The usual way: the events are the latest of the case."""
        outcome = Outcome()
        closed = {key: clock for key, clock in case.state.clocks.items() if not clock.is_open}
        for event in sorted(new, key=lambda one: one.order):
            apply(case.state, event, force.terms, outcome)
        self.onward.append((case, force, outcome))
        self._say(case, new, outcome)
        return [clock for key, clock in case.state.clocks.items() if closed.get(key) is not clock]

    def _again(
        self, case: ServiceCase, force: InForce, history: list[ServiceEvent], broken: Sequence[Row[Any]]
    ) -> list[Clock]:
        """The whole history once more, up to where the case had come; what time has made since is the monitor's."""
        before = case.state.clocks
        come_to_ms = min(self.received_ms, max(map(_fired_ms, before.values()), default=0))
        case.state, outcome = replay(force.terms, history, come_to_ms)
        for key, old in before.items():
            clock = case.state.clocks.setdefault(key, _gone(old))
            clock.id, clock.generation = old.id, old.generation
        if self._is_now(force):
            overtake(case.state, self.work.now_ms, force.terms.decide, outcome)
        self._correct((case, force, outcome), {event.key: event for event in history}, broken)
        self.again.append((case, force, outcome))
        self._say(case, history, outcome)
        return list(case.state.clocks.values())

    def _correct(self, shown: Shown, by_key: dict[EventKey, ServiceEvent], broken: Sequence[Row[Any]]) -> None:
        """Withdraw what the corrected history does not show, or shows at another instant; nothing is ever deleted."""
        case, force, outcome = shown
        now_broken = {one.miss: one for one in _reached([shown]) if one.is_breach}
        clocks = {clock.id: clock for clock in case.state.clocks.values() if clock.id}
        generations: dict[str, int] = {}
        for row in broken:
            miss, _, generation = row.dedupe_key.rpartition(":")
            found, clock = now_broken.get(miss), clocks.get(row.clock_id)
            stands = _stands(row)
            same = found is not None and stands and (found.at_ms, found.owed_by) == (row.breach_ms, row.owed_by)
            generations[miss] = int(generation) + (not same)
            if found is None and clock is not None:
                state, cause = self._ground(row, clock, force, by_key)
            else:
                state, cause = RESCINDED, CORRECTED
            if not same and row.state not in (RESCINDED, state) and not self._too_late(row, state):
                self.ledger.withdraw(row, state, cause)
        for clock in clocks.values():
            clock.generation = generations.get(f"clock:{clock.id}:{clock.cycle}", clock.generation)
        outcome.milestones[:] = [
            one for one in outcome.milestones if one.kind != "at_risk" or not case.state.clocks[one.clock].generation
        ]
        outcome.findings[:] = [
            replace(one, generation=generations.get(_finding(case, force, one).miss, 0)) for one in outcome.findings
        ]

    def _too_late(self, row: Row[Any], state: str) -> bool:
        """Whether a stop without evidence would dispute what counts already: the period to object has ended."""
        return state == DISPUTED and Position(row.state, row.owed_by, row.objection_ends_ms, "").counts(
            self.received_ms
        )

    def _ground(
        self, row: Row[Any], clock: Clock, force: InForce, by_key: dict[EventKey, ServiceEvent]
    ) -> tuple[str, str]:
        """What becomes of the breach of a clock that was met after all (sla.md 3.14, 3.15)."""
        stop = by_key.get(clock.stop_event) if clock.stop_event else None
        if stop is None or clock.state == CANCELLED:
            return RESCINDED, CORRECTED
        if not is_settled(row.breach_ms, self.received_ms):
            return RESCINDED, WITHIN_GRACE
        until_ms = force.terms.timings[clock.obligation].service_hours.due_in_business_days_ms(
            row.breach_ms, LATE_EVIDENCE_BUSINESS_DAYS, "end_of_business_day"
        )
        told_again = (one for one in by_key.values() if is_same_stop(one, stop, force.obligations[clock.obligation]))
        if self.received_ms <= until_ms and any(one.data.get("evidence") for one in told_again):
            return RESCINDED, WITH_EVIDENCE
        return DISPUTED, WITHOUT_EVIDENCE

    def _say(self, case: ServiceCase, told: Sequence[ServiceEvent], outcome: Outcome) -> None:
        """What the rules said to each event: clocks that it started or stopped, steps that it was refused."""
        wanted = {event.key for event in told}
        for clock in case.state.clocks.values():
            for key, verdict in (
                (clock.start_event, "running"), (clock.stop_event, clock.state), (clock.early_event, "early"),
            ):  # fmt: skip
                if key in wanted:
                    said = self.said.setdefault((case.number, key), [])
                    said.append({"obligation": clock.obligation, "verdict": verdict, "due_ms": clock.due_ms})
        for finding in outcome.findings:
            verdict = "violated" if finding.kind == "prohibition" else "refused"
            said = self.said.setdefault((case.number, finding.event), [])
            said.append({"obligation": finding.obligation, "verdict": verdict})

    def verdicts(self, case: str, event: EventKey) -> list[dict[str, Any]]:
        """What was said to one event."""
        return self.said.get((case, event), [])

    def close(self, rows: Sequence[dict[str, Any]]) -> None:
        """Take the feed's numbers and write the audit entry: its digest covers the events and all that they led to."""
        digest = self.ledger.close(self.work.range, [row["body_sha256"] for row in rows])
        self.work.audit("event.receive", f"events:{len(rows)}", digest)


def _stands(row: Row[Any]) -> bool:
    """Whether the record of a breach is the last word on its miss, so that the same miss is no new breach.

    It is unless time or an event has taken it back; what people have decided or accepted is not taken up again.
    """
    if row.state in COUNTED or row.cause == DECIDED:
        return True
    return bool(row.state != RESCINDED and row.cause != WITHOUT_EVIDENCE)


def _comes_late(state: CaseState, new: Sequence[ServiceEvent]) -> bool:
    """Whether an event belongs before, or proves, something that the case, or time, has already done."""
    first = min(event.order for event in new)
    if state.last is not None and first <= state.last:
        return True
    proving = {event.effective_ms for event in new if event.data.get("evidence")}
    if proving and any(clock.stopped_ms in proving for clock in state.clocks.values()):
        return True
    return any(_fired_ms(clock) > first[0] for clock in state.clocks.values() if clock.is_open)


def _placed(force: InForce, history: Sequence[ServiceEvent]) -> list[ServiceEvent]:
    """The events with the places that this version gives them: they may have been stored under another."""
    return [replace(one, precedence=force.terms.precedence(one.type)) for one in history]


def _fired_ms(clock: Clock) -> int:
    """The latest instant at which time alone has changed this clock."""
    if clock.breached and clock.due_ms is not None:
        return overdue_ms(clock.due_ms)
    lapsed_ms = clock.lapse_ms if clock.state != PAUSED and clock.lapse_ms is not None else 0
    return max(lapsed_ms, clock.marks[clock.warned - 1] if clock.warned else 0)


def _gone(old: Clock) -> Clock:
    """A clock that the corrected history never started."""
    return Clock(
        old.obligation, old.match, old.cycle, old.owed_by, old.started_ms, state=CANCELLED, due_ms=old.due_ms,
        start_event=old.start_event,
    )  # fmt: skip


def _reached(shown: Sequence[Shown]) -> list[Reached]:
    reached = []
    for case, force, outcome in shown:
        for milestone in outcome.milestones:
            clock = case.state.clocks[milestone.clock]
            reached.extend(reached_on(case.id, case.number, case.vendor_id, clock, force.version_id, [milestone]))
        reached.extend(_finding(case, force, one) for one in outcome.findings)
    return reached


def _finding(case: ServiceCase, force: InForce, one: Finding) -> Reached:
    return Reached(
        case.id, case.number, case.vendor_id, one.obligation, one.owed_by, one.kind, 0, one.at_ms,
        generation=one.generation, event=one.event,
        evidence={"contract_version": force.version_id, "event": one.event},
    )  # fmt: skip
