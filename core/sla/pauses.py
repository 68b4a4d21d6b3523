"""Pauses of a case: only for reasons that the contract lists, counted in calendar time (sla.md 3.6)."""

from collections.abc import Iterator

from core.domain.clock import PAUSED, RUNNING, Clock, Pause
from core.domain.event import PAUSE_ENDED, PAUSE_STARTED, ServiceEvent
from core.domain.service_case import CaseState
from core.sla.terms import Terms
from core.sla.timing import Span, Timing


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
        in_time = clock.due_ms is not None and at_ms < clock.due_ms and not clock.breached
        if clock.state == RUNNING and in_time and reason in terms.timings[clock.obligation].pause:
            clock.state, clock.due_ms = PAUSED, None


def _release(state: CaseState, at_ms: int, terms: Terms) -> None:
    for clock in state.clocks.values():
        if clock.state == PAUSED and not is_held(state, terms.timings[clock.obligation]):
            resume(state, clock, terms.timings[clock.obligation], at_ms)
            clock.state = RUNNING


def is_held(state: CaseState, timing: Timing) -> bool:
    """Whether a pause that counts for this obligation has not ended."""
    return any(one.end_ms is None and one.reason in timing.pause for one in state.pauses)


def resume(state: CaseState, clock: Clock, timing: Timing, at_ms: int) -> int:
    """Give a clock that was paused until `at_ms` its due time; it is never late by time in which it was paused."""
    clock.pauses = tuple(_counted(state, timing, clock.started_ms, at_ms))
    due = timing.due(clock.started_ms, clock.pauses, clock.agreed)
    clock.due_ms = due.at_ms
    clock.marks = timing.marks(clock.started_ms, due, clock.pauses, clock.agreed)
    return due.at_ms


def _counted(state: CaseState, timing: Timing, from_ms: int, open_end_ms: int) -> Iterator[Span]:
    """The pauses that count, clipped to the start; an open one ends at `open_end_ms`."""
    for pause in state.pauses:
        end_ms = open_end_ms if pause.end_ms is None else pause.end_ms
        if pause.reason in timing.pause and end_ms > from_ms:
            yield max(pause.start_ms, from_ms), end_ms
