"""Pauses of a case: only for reasons that the contract lists, in calendar time, and not without end (sla.md 3.6)."""

from collections.abc import Sequence

from core.domain.clock import PAUSED, RUNNING, Clock
from core.domain.event import PAUSE_ENDED, PAUSE_STARTED, ServiceEvent
from core.domain.pause import UNENDING_MS, Pause, Span
from core.domain.service_case import CaseState
from core.sla.terms import Terms
from core.sla.timing import Timing


def pause(state: CaseState, event: ServiceEvent, terms: Terms) -> None:
    """Hold or release the clocks that a pause concerns."""
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
        _release(state, event.effective_ms, terms)


def _hold(state: CaseState, reason: str, at_ms: int, terms: Terms) -> None:
    """A pause that begins at or after the due time changes nothing (sla.md 3.6)."""
    for clock in state.clocks.values():
        timing = terms.timings[clock.obligation]
        in_time = clock.due_ms is not None and at_ms < clock.due_ms and not clock.breached
        if reason in timing.pause and (clock.state == PAUSED or (clock.state == RUNNING and in_time)):
            hold(state, clock, timing, at_ms)


def _release(state: CaseState, at_ms: int, terms: Terms) -> None:
    for clock in state.clocks.values():
        timing = terms.timings[clock.obligation]
        if clock.state == PAUSED and not hold(state, clock, timing, at_ms):
            resume(state, clock, timing, at_ms)
            clock.state = RUNNING


def hold(state: CaseState, clock: Clock, timing: Timing, at_ms: int) -> bool:
    """Stop a clock's time at `at_ms` if a pause covers it, until somebody ends it or its longest is over."""
    uncounted = timing.uncounted(state.pauses, clock.started_ms)
    lapse_ms = next((end_ms for start_ms, end_ms in uncounted if start_ms <= at_ms < end_ms), None)
    if lapse_ms is None:
        return False
    clock.state, clock.due_ms, clock.lapse_ms, clock.lapse_due_ms = PAUSED, None, None, None
    if lapse_ms != UNENDING_MS:
        clock.lapse_ms, clock.lapse_due_ms = lapse_ms, _count(clock, timing, uncounted)
    return True


def resume(state: CaseState, clock: Clock, timing: Timing, at_ms: int) -> int:
    """Give a clock that was paused until `at_ms` its due time; it is never late by time in which it was paused."""
    clock.due_ms = _count(clock, timing, timing.uncounted(state.pauses, clock.started_ms, at_ms))
    clock.lapse_ms, clock.lapse_due_ms = None, None
    return clock.due_ms


def _count(clock: Clock, timing: Timing, uncounted: Sequence[Span]) -> int:
    """The due time without the pauses; the clock's warnings move with it."""
    clock.pauses = tuple(uncounted)
    due = timing.due(clock.started_ms, clock.pauses, clock.agreed)
    clock.marks = timing.marks(clock.started_ms, due, clock.pauses, clock.agreed)
    return due.at_ms
