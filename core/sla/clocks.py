"""Starting and stopping the clocks of a case: deadlines and recurring duties.

Whether a stop is in time is decided by the rules, never here.
"""

from core.domain.clock import CANCELLED, MET, MISSED, Clock, Milestone
from core.domain.event import CASE_CANCELLED, CASE_CLOSED, Fields, ServiceEvent
from core.domain.obligation import Obligation
from core.domain.plain_text import check_text
from core.domain.service_case import CaseState
from core.sla.outcome import Outcome
from core.sla.packs import Message
from core.sla.pauses import hold, resume
from core.sla.terms import Terms, applies, owed_by

LONGEST_MATCH = 255


def stop(state: CaseState, event: ServiceEvent, terms: Terms, outcome: Outcome) -> None:
    """Stop the clocks that waited for this event, and break those whose obligation it refuses."""
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
            _break(clock, event, terms, outcome)


def _close(state: CaseState, clock: Clock, event: ServiceEvent, terms: Terms, outcome: Outcome) -> None:
    """Stop `clock`; the rules say whether that was in time."""
    timing = terms.timings[clock.obligation]
    due_ms = resume(state, clock, timing, event.effective_ms) if clock.due_ms is None else clock.due_ms
    verdict = terms.decide(
        {
            "kind": "stop",
            "obligation": clock.obligation,
            "at_s": event.effective_ms // 1000,
            "due_s": due_ms // 1000,
            "not_before_s": (clock.not_before_ms or 0) // 1000,
        }
    )
    if verdict == "clock.early":
        clock.early_event = event.key
        return
    _end(clock, MET if verdict == "clock.met" else MISSED, event)
    if clock.state == MISSED and not clock.breached:
        clock.breached = True
        outcome.milestones.append(Milestone(clock.key, "breach", 0, due_ms))
    if clock.state == MET:
        outcome.milestones.append(Milestone(clock.key, "met", 0, event.effective_ms))


def _break(clock: Clock, event: ServiceEvent, terms: Terms, outcome: Outcome) -> None:
    """A refusal breaks the obligation at once (OT-01)."""
    message: Message = {"kind": "refusal", "obligation": clock.obligation, "at_s": event.effective_ms // 1000}
    if terms.decide(message) != "refusal.breach":
        return
    _end(clock, MISSED, event)
    if not clock.breached:
        clock.breached = True
        outcome.milestones.append(Milestone(clock.key, "breach", 0, event.effective_ms))


def _end(clock: Clock, state: str, event: ServiceEvent) -> None:
    clock.state, clock.stopped_ms, clock.stop_event = state, event.effective_ms, event.key


def cancel(state: CaseState, event: ServiceEvent, terms: Terms) -> None:
    """The end of a case, or of what a recurring duty accompanies, ends the clocks that still run."""
    whole_case = event.type in (CASE_CLOSED, CASE_CANCELLED)
    ended = {one.id for one in terms.ends.get(event.type, ())}
    if not whole_case and not ended:
        return
    for clock in state.clocks.values():
        if clock.is_open and (whole_case or clock.obligation in ended):
            _end(clock, MISSED if clock.breached else CANCELLED, event)


def start(state: CaseState, event: ServiceEvent, terms: Terms) -> None:
    """Start the clocks that this event triggers."""
    for obligation in terms.triggers.get(event.type, ()):
        if not _asks_for(obligation, state, event):
            continue
        running = _open_clock(state, obligation, _match(obligation, event.data))
        if running is not None and not obligation.supersede:
            continue
        if running is not None:  # a new promise: the one before it is not judged any more unless it was broken
            _end(running, MISSED if running.breached else CANCELLED, event)
        _open(state, obligation, event, terms)


def _asks_for(obligation: Obligation, state: CaseState, event: ServiceEvent) -> bool:
    """Whether the facts of the case call for a clock; a late trigger does so only where none has run yet."""
    ran = (clock for clock in state.clocks.values() if not clock.never_ran)
    if event.type == obligation.late_trigger and any(clock.obligation == obligation.id for clock in ran):
        return False
    excepted = bool(obligation.unless) and applies(obligation.unless, state.facts)
    return applies(obligation.when, state.facts) and not excepted


def _open(state: CaseState, obligation: Obligation, event: ServiceEvent, terms: Terms) -> None:
    match = _match(obligation, event.data)
    before = [one for one in state.clocks.values() if (one.obligation, one.match) == (obligation.id, match)]
    cycle = 1 + sum(not one.never_ran for one in before)
    timing = terms.timings[obligation.id]
    agreed = {name: event.data[name] for name in timing.fields if name in event.data}
    clock = Clock(
        obligation.id,
        match,
        cycle,
        owed_by(obligation, event),
        event.effective_ms,
        agreed=agreed,
        start_event=event.key,
    )
    due = timing.due(clock.started_ms, (), agreed)
    clock.due_ms, clock.not_before_ms = due.at_ms, due.not_before_ms
    clock.marks = timing.marks(clock.started_ms, due, (), agreed)
    if (gone := state.clocks.pop(clock.key, None)) is not None:
        clock.id, clock.generation = gone.id, gone.generation
    state.clocks[clock.key] = clock
    hold(state, clock, timing, clock.started_ms)


def _open_clock(state: CaseState, obligation: Obligation, match: str) -> Clock | None:
    for clock in reversed(state.clocks.values()):
        if clock.obligation == obligation.id and clock.match == match and clock.is_open:
            return clock
    return None


def _match(obligation: Obligation, data: Fields) -> str:
    return str(data.get(obligation.match_field, "")) if obligation.match_field else ""


def is_same_stop(event: ServiceEvent, stop: ServiceEvent, obligation: Obligation) -> bool:
    """Whether `event` tells of `stop`, which met the obligation, once more: to send its evidence afterwards."""
    told, match = (event.type, event.effective_ms), _match(obligation, event.data)
    return told == (stop.type, stop.effective_ms) and match == _match(obligation, stop.data)


def check_match(terms: Terms, event_type: str, data: Fields) -> None:
    """Refuse an event whose field that tells clocks apart is too long to be kept. Raises `InvalidInput`."""
    for one in terms.triggers.get(event_type, ()):
        check_text(_match(one, data), f"data.{one.match_field}", LONGEST_MATCH)
