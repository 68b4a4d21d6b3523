"""A case as the replay of its events: the same fold serves one new event and the whole history (sla.md 3.15).

`apply` first lets time pass up to the event (`tick`), then the event acts: stop > cancel > reset > pause, resume > start.
Whether a stop is in time, a step in order or an act forbidden is decided by the rules, never here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.domain.clock import (
    AT_RISK_PCT,
    CANCELLED,
    MET,
    MISSED,
    PAUSED,
    RUNNING,
    Clock,
    Finding,
    Milestone,
    Pause,
)
from core.domain.event import (
    CASE_CANCELLED,
    CASE_CLOSED,
    PAUSE_ENDED,
    PAUSE_STARTED,
    Fields,
    ServiceEvent,
)
from core.domain.obligation import Obligation
from core.domain.service_case import CaseState
from core.sla.terms import Decide, Terms, applies
from core.sla.timing import Span

@dataclass(slots=True)
class Outcome:
    """What one step added: milestones of clocks, and findings about single events."""

    milestones: list[Milestone] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def replay(terms: Terms, events: Iterable[ServiceEvent], as_of_ms: int) -> tuple[CaseState, Outcome]:
    """Return what `events`, in whatever order they are given, have led to at `as_of_ms`."""
    state, outcome = CaseState(), Outcome()
    for event in sorted(events, key=lambda one: one.order):
        apply(state, event, terms, outcome)
    tick(state, as_of_ms, terms.decide, outcome)
    return state, outcome


def tick(state: CaseState, at_ms: int, decide: Decide, outcome: Outcome) -> None:
    """Let time pass up to `at_ms`: warnings and breaches whose instant has come are reached."""
    for clock in state.clocks.values():
        if clock.state == RUNNING and not clock.breached:
            reach(clock, at_ms, decide, outcome)


def reach(clock: Clock, at_ms: int, decide: Decide, outcome: Outcome) -> None:
    """Record what time alone has made of one running clock by `at_ms`."""
    while (fire_ms := clock.next_fire_ms) is not None and fire_ms <= at_ms:
        if clock.warned < len(clock.marks):
            pct = AT_RISK_PCT[clock.warned]
            clock.warned += 1
            if decide({"kind": "warning", "obligation": clock.obligation, "pct": pct}) == "clock.at_risk":
                outcome.milestones.append(Milestone(clock.key, "at_risk", pct, fire_ms))
            continue
        due_ms = clock.due_ms or 0
        message = {"kind": "deadline", "obligation": clock.obligation, "at_s": at_ms // 1000, "due_s": due_ms // 1000}
        if decide(message) != "deadline.missed":
            return
        clock.breached = True
        outcome.milestones.append(Milestone(clock.key, "breach", 0, due_ms))


def apply(state: CaseState, event: ServiceEvent, terms: Terms, outcome: Outcome) -> None:
    """Let one event, the latest so far, act on the case."""
    tick(state, event.effective_ms, terms.decide, outcome)
    state.facts.update(event.data)
    _judge(state, event, terms, outcome)
    _stop(state, event, terms, outcome)
    _cancel(state, event, terms)
    _reset(state, event, terms)
    _pause(state, event, terms)
    _start(state, event, terms)
    if event.type in terms.milestones:
        state.seen.add(event.type)
    state.last = event.order


# ------------------------------------------------------------------ deadlines


def _stop(state: CaseState, event: ServiceEvent, terms: Terms, outcome: Outcome) -> None:
    for obligation in terms.stops.get(event.type, ()):
        if any(event.data.get(name) is None for name in obligation.requires):
            continue
        clock = _open_clock(state, obligation, _match(obligation, event.data))
        if clock is not None:
            _close(state, clock, event, terms, outcome)
            if obligation.kind == "recurring" and not state.seen.intersection(obligation.until):
                _open(state, obligation, event, terms)
    for obligation in terms.refusals.get(event.type, ()):
        clock = _open_clock(state, obligation, _match(obligation, event.data))
        if clock is not None:
            _break(clock, event, outcome)


def _close(state: CaseState, clock: Clock, event: ServiceEvent, terms: Terms, outcome: Outcome) -> None:
    """Stop `clock`; the rules say whether that was in time."""
    timing = terms.timings[clock.obligation]
    if clock.due_ms is None:
        pauses = _spans(state, timing.obligation, clock.started_ms, event.effective_ms)
        clock.due_ms = timing.due(clock.started_ms, pauses, clock.agreed).at_ms
    verdict = terms.decide(
        {
            "kind": "stop",
            "obligation": clock.obligation,
            "at_s": event.effective_ms // 1000,
            "due_s": clock.due_ms // 1000,
            "not_before_s": (clock.not_before_ms or 0) // 1000,
        }
    )
    if verdict == "clock.early":
        clock.early_event = event.id
        return
    clock.stopped_ms, clock.stop_event = event.effective_ms, event.id
    clock.state = MET if verdict == "clock.met" else MISSED
    if clock.state == MISSED and not clock.breached:
        clock.breached = True
        outcome.milestones.append(Milestone(clock.key, "breach", 0, clock.due_ms))
    if clock.state == MET:
        outcome.milestones.append(Milestone(clock.key, "met", 0, event.effective_ms))


def _break(clock: Clock, event: ServiceEvent, outcome: Outcome) -> None:
    """A refusal breaks the obligation at once (OT-01)."""
    clock.state, clock.stopped_ms, clock.stop_event = MISSED, event.effective_ms, event.id
    if not clock.breached:
        clock.breached = True
        outcome.milestones.append(Milestone(clock.key, "breach", 0, event.effective_ms))


def _cancel(state: CaseState, event: ServiceEvent, terms: Terms) -> None:
    """The end of a case, or of what a recurring duty accompanies, ends the clocks that still run."""
    whole_case = event.type in (CASE_CLOSED, CASE_CANCELLED)
    ended = {one.id for one in terms.ends.get(event.type, ())}
    if not whole_case and not ended:
        return
    for clock in state.clocks.values():
        if clock.is_open and (whole_case or clock.obligation in ended):
            clock.state = MISSED if clock.breached else CANCELLED
            clock.stopped_ms, clock.stop_event = event.effective_ms, event.id


def _start(state: CaseState, event: ServiceEvent, terms: Terms) -> None:
    for obligation in terms.triggers.get(event.type, ()):
        if obligation.id not in terms.timings or not applies(obligation.when, state.facts):
            continue
        if _open_clock(state, obligation, _match(obligation, event.data)) is None:
            _open(state, obligation, event, terms)
        elif obligation.supersede:
            _supersede(state, obligation, event)
            _open(state, obligation, event, terms)


def _supersede(state: CaseState, obligation: Obligation, event: ServiceEvent) -> None:
    """A new promise replaces the one before it, which is not judged any more unless it was already broken."""
    clock = _open_clock(state, obligation, _match(obligation, event.data))
    if clock is not None:
        clock.state = MISSED if clock.breached else CANCELLED
        clock.stopped_ms, clock.stop_event = event.effective_ms, event.id


def _open(state: CaseState, obligation: Obligation, event: ServiceEvent, terms: Terms) -> None:
    match = _match(obligation, event.data)
    cycle = 1 + sum(1 for key in state.clocks if key[0] == obligation.id and key[1] == match)
    timing = terms.timings[obligation.id]
    agreed = {name: event.data[name] for name in timing.fields if name in event.data}
    clock = Clock(
        obligation.id, match, cycle, _owed_by(obligation, event), event.effective_ms, agreed=agreed, start_event=event.id
    )
    due = timing.due(clock.started_ms, (), agreed)
    clock.due_ms, clock.not_before_ms = due.at_ms, due.not_before_ms
    clock.marks = timing.marks(clock.started_ms, due, (), agreed)
    state.clocks[clock.key] = clock
    if any(pause.end_ms is None and pause.reason in obligation.pause for pause in state.pauses):
        clock.state, clock.due_ms = PAUSED, None


# ------------------------------------------------------------------ pauses


def _pause(state: CaseState, event: ServiceEvent, terms: Terms) -> None:
    if event.type == PAUSE_STARTED:
        reason = str(event.data.get("reason", ""))
        if not any(one.reason == reason and one.end_ms is None for one in state.pauses):
            state.pauses.append(Pause(reason, event.effective_ms))
            _hold(state, reason, event.effective_ms, terms)
    elif event.type == PAUSE_ENDED:
        reason = str(event.data.get("reason", ""))
        state.pauses = [
            Pause(one.reason, one.start_ms, event.effective_ms)
            if one.end_ms is None and reason in ("", one.reason)
            else one
            for one in state.pauses
        ]
        _release(state, terms)


def _hold(state: CaseState, reason: str, at_ms: int, terms: Terms) -> None:
    """A pause that begins at or after the due time changes nothing (sla.md 3.6)."""
    for clock in state.clocks.values():
        if clock.state == RUNNING and clock.due_ms is not None and at_ms < clock.due_ms and not clock.breached:
            if reason in terms.timings[clock.obligation].obligation.pause:
                clock.state, clock.due_ms = PAUSED, None


def _release(state: CaseState, terms: Terms) -> None:
    for clock in state.clocks.values():
        if clock.state != PAUSED:
            continue
        timing = terms.timings[clock.obligation]
        if any(one.end_ms is None and one.reason in timing.obligation.pause for one in state.pauses):
            continue
        pauses = _spans(state, timing.obligation, clock.started_ms)
        due = timing.due(clock.started_ms, pauses, clock.agreed)
        clock.state, clock.due_ms = RUNNING, due.at_ms
        clock.marks = timing.marks(clock.started_ms, due, pauses, clock.agreed)


def _spans(state: CaseState, obligation: Obligation, from_ms: int, open_end_ms: int | None = None) -> Sequence[Span]:
    """The pauses that count for `obligation`, clipped to its start; an open one ends at `open_end_ms`."""
    spans = []
    for pause in state.pauses:
        end_ms = pause.end_ms if pause.end_ms is not None else open_end_ms
        if pause.reason in obligation.pause and end_ms is not None and end_ms > from_ms:
            spans.append((max(pause.start_ms, from_ms), end_ms))
    return spans


# ------------------------------------------------------------------ order, approval, prohibition


def _judge(state: CaseState, event: ServiceEvent, terms: Terms, outcome: Outcome) -> None:
    for obligation in terms.approvals.get(event.type, ()):
        if obligation.role in ("", event.data.get("role")):
            state.approved.add(obligation.id)
    for obligation in terms.steps.get(event.type, ()):
        _judge_step(state, obligation, event, terms, outcome)
    for obligation in terms.effects.get(event.type, ()):
        if applies(obligation.when, state.facts):
            message = {"kind": "effect", "obligation": obligation.id, "approved": obligation.id in state.approved}
            _find(obligation, event, terms.decide(message), "effect.refused", outcome)
    for obligation in terms.incidents.get(event.type, ()):
        if applies(obligation.when, state.facts):
            _find(obligation, event, terms.decide(_incident(state, obligation, event)), "prohibition.violated", outcome)


def _judge_step(
    state: CaseState, obligation: Obligation, event: ServiceEvent, terms: Terms, outcome: Outcome
) -> None:
    """A sign-off counts only if every sign-off before it has been given since the chain began (HK-06)."""
    if not applies(obligation.when, state.facts):
        return
    if obligation.begins and event.type != obligation.begins and obligation.begins not in state.seen:
        return
    step, done = obligation.steps.index(event.type) + 1, state.progress.get(obligation.id, 0)
    verdict = terms.decide({"kind": "step", "obligation": obligation.id, "step": step, "next_step": done + 1})
    if verdict == "step.refused":
        _find(obligation, event, verdict, "step.refused", outcome)
    else:
        state.progress[obligation.id] = max(done, step)


def _reset(state: CaseState, event: ServiceEvent, terms: Terms) -> None:
    for obligation in terms.restarts.get(event.type, ()):
        step = obligation.steps.index(event.type) + 1 if event.type in obligation.steps else 0
        state.progress[obligation.id] = step


def _incident(state: CaseState, obligation: Obligation, event: ServiceEvent) -> dict[str, str | int | bool]:
    excused = bool(obligation.unless) and applies(obligation.unless, event.data)
    in_scope = not state.seen.intersection(obligation.until)
    return {"kind": "incident", "obligation": obligation.id, "excused": excused, "in_scope": in_scope}


def _find(obligation: Obligation, event: ServiceEvent, verdict: str, broken: str, outcome: Outcome) -> None:
    if verdict == broken:
        kind = broken.split(".")[0]
        finding = Finding(obligation.id, kind, event.id, event.effective_ms, _owed_by(obligation, event))
        outcome.findings.append(finding)


# ------------------------------------------------------------------ small questions


def _open_clock(state: CaseState, obligation: Obligation, match: str) -> Clock | None:
    for clock in reversed(state.clocks.values()):
        if clock.obligation == obligation.id and clock.match == match and clock.is_open:
            return clock
    return None


def _match(obligation: Obligation, data: Fields) -> str:
    return str(data.get(obligation.match_field, "")) if obligation.match_field else ""


def _owed_by(obligation: Obligation, event: ServiceEvent) -> str:
    """Who owes it; where both sides take part the event names the side (`data.by`), else the vendor."""
    if obligation.owed_by != "both":
        return obligation.owed_by
    return "buyer" if event.data.get("by") == "buyer" else "vendor"
