"""A case as the replay of its events: the same fold serves one new event and the whole history (sla.md 3.15).

`apply` lets time pass up to the event (`tick`). If the event may act at all, it does so in this order: stop > cancel >
reset > pause, resume > start.
"""

from collections.abc import Iterable

from core.domain.breach import is_settled
from core.domain.clock import AT_RISK_PCT, PAUSED, RUNNING, Clock, Milestone
from core.domain.event import ServiceEvent
from core.domain.service_case import CaseState
from core.sla import acts, clocks
from core.sla.outcome import Outcome
from core.sla.packs import Message
from core.sla.pauses import pause
from core.sla.terms import Decide, Terms


def replay(terms: Terms, events: Iterable[ServiceEvent], as_of_ms: int) -> tuple[CaseState, Outcome]:
    """Return what `events`, in whatever order they are given, have led to at `as_of_ms`."""
    state, outcome = CaseState(), Outcome()
    for event in sorted(events, key=lambda one: one.order):
        apply(state, event, terms, outcome)
    tick(state, as_of_ms, terms.decide, outcome)
    return state, outcome


def tick(state: CaseState, at_ms: int, decide: Decide, outcome: Outcome) -> None:
    """Let time pass up to `at_ms`: warnings, breaches and ends of pauses whose instant has come."""
    for clock in state.clocks.values():
        if clock.is_open and not clock.breached:
            reach(clock, at_ms, decide, outcome)


def overtake(state: CaseState, at_ms: int, decide: Decide, outcome: Outcome) -> None:
    """Breach what a monitor would have breached and settled by `at_ms`, so that nothing hangs on when it looked."""
    for clock in state.clocks.values():
        due_ms = clock.lapse_due_ms if clock.due_ms is None else clock.due_ms
        if clock.is_open and not clock.breached and due_ms is not None and is_settled(due_ms, at_ms):
            reach(clock, at_ms, decide, outcome)


def reach(clock: Clock, at_ms: int, decide: Decide, outcome: Outcome) -> None:
    """Record what time alone has made of one clock by `at_ms`; a pause that has lasted its longest is over."""
    while (fire_ms := clock.next_fire_ms) is not None and fire_ms <= at_ms:
        if clock.state == PAUSED:
            clock.state, clock.due_ms = RUNNING, clock.lapse_due_ms
            continue
        if clock.warned < len(clock.marks):
            pct = AT_RISK_PCT[clock.warned]
            clock.warned += 1
            if decide({"kind": "warning", "obligation": clock.obligation, "pct": pct}) == "clock.at_risk":
                outcome.milestones.append(Milestone(clock.key, "at_risk", pct, fire_ms))
            continue
        due_ms = clock.due_ms or 0
        passed: Message = {
            "kind": "deadline",
            "obligation": clock.obligation,
            "at_s": at_ms // 1000,
            "due_s": due_ms // 1000,
        }
        if decide(passed) != "deadline.missed":
            return
        clock.breached = True
        outcome.milestones.append(Milestone(clock.key, "breach", 0, due_ms))


def apply(state: CaseState, event: ServiceEvent, terms: Terms, outcome: Outcome) -> None:
    """Let one event, the latest so far, act on the case."""
    tick(state, event.effective_ms, terms.decide, outcome)
    state.last = event.order
    facts = acts.admit(state, event, terms, outcome)
    if not acts.allows(state, event, facts, terms, outcome):
        return
    state.facts.update(facts)
    acts.judge(state, event, terms, outcome)
    clocks.stop(state, event, terms, outcome)
    clocks.cancel(state, event, terms)
    acts.reset(state, event, terms)
    pause(state, event, terms)
    clocks.start(state, event, terms)
    if event.type in terms.milestones:
        state.seen.add(event.type)
