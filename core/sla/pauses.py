"""Pauses of a case: only for reasons that the contract lists, counted in calendar time (sla.md 3.6)."""

from collections.abc import Sequence

from core.domain.clock import PAUSED, RUNNING, Pause
from core.domain.event import PAUSE_ENDED, PAUSE_STARTED, ServiceEvent
from core.domain.obligation import Obligation
from core.domain.service_case import CaseState
from core.sla.terms import Terms
from core.sla.timing import Span


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
        _release(state, terms)


def _hold(state: CaseState, reason: str, at_ms: int, terms: Terms) -> None:
    """A pause that begins at or after the due time changes nothing (sla.md 3.6)."""
    for clock in state.clocks.values():
        in_time = clock.due_ms is not None and at_ms < clock.due_ms and not clock.breached
        if clock.state == RUNNING and in_time and reason in terms.timings[clock.obligation].obligation.pause:
            clock.state, clock.due_ms = PAUSED, None


def _release(state: CaseState, terms: Terms) -> None:
    for clock in state.clocks.values():
        if clock.state != PAUSED:
            continue
        timing = terms.timings[clock.obligation]
        if any(one.end_ms is None and one.reason in timing.obligation.pause for one in state.pauses):
            continue
        pauses = counted(state, timing.obligation, clock.started_ms)
        due = timing.due(clock.started_ms, pauses, clock.agreed)
        clock.state, clock.due_ms = RUNNING, due.at_ms
        clock.marks = timing.marks(clock.started_ms, due, pauses, clock.agreed)


def counted(state: CaseState, obligation: Obligation, from_ms: int, open_end_ms: int | None = None) -> Sequence[Span]:
    """The pauses that count for `obligation`, clipped to its start; an open one ends at `open_end_ms`."""
    spans = []
    for pause in state.pauses:
        end_ms = pause.end_ms if pause.end_ms is not None else open_end_ms
        if pause.reason in obligation.pause and end_ms is not None and end_ms > from_ms:
            spans.append((max(pause.start_ms, from_ms), end_ms))
    return spans
