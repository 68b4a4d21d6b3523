"""Acts that rules judge at once: the steps of a sequence, effects that need an approval, and what is forbidden."""

from core.domain.clock import Finding
from core.domain.event import ServiceEvent
from core.domain.obligation import Obligation
from core.domain.service_case import CaseState
from core.sla.outcome import Outcome
from core.sla.packs import Message
from core.sla.terms import Terms, applies, owed_by


def judge(state: CaseState, event: ServiceEvent, terms: Terms, outcome: Outcome) -> None:
    """Record approvals and judge the event as a step, an effect or an incident."""
    for obligation in terms.approvals.get(event.type, ()):
        if obligation.role in ("", event.data.get("role")):
            state.approved.add(obligation.id)
    for obligation in terms.steps.get(event.type, ()):
        _judge_step(state, obligation, event, terms, outcome)
    for obligation in terms.effects.get(event.type, ()):
        if applies(obligation.when, state.facts):
            message: Message = {
                "kind": "effect",
                "obligation": obligation.id,
                "approved": obligation.id in state.approved,
            }
            _find(obligation, event, terms.decide(message), "effect.refused", outcome)
    for obligation in terms.incidents.get(event.type, ()):
        if applies(obligation.when, state.facts):
            _find(obligation, event, terms.decide(_incident(state, obligation, event)), "prohibition.violated", outcome)


def _judge_step(state: CaseState, obligation: Obligation, event: ServiceEvent, terms: Terms, outcome: Outcome) -> None:
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


def reset(state: CaseState, event: ServiceEvent, terms: Terms) -> None:
    """Put the sequences back that this event restarts."""
    for obligation in terms.restarts.get(event.type, ()):
        step = obligation.steps.index(event.type) + 1 if event.type in obligation.steps else 0
        state.progress[obligation.id] = step


def _incident(state: CaseState, obligation: Obligation, event: ServiceEvent) -> Message:
    excused = bool(obligation.unless) and applies(obligation.unless, event.data)
    ended = bool(state.seen.intersection(obligation.until))
    if obligation.within is not None:
        ended = ended and obligation.within.holds(event.effective_ms, state.facts)
    in_scope = not ended
    return {"kind": "incident", "obligation": obligation.id, "excused": excused, "in_scope": in_scope}


def _find(obligation: Obligation, event: ServiceEvent, verdict: str, broken: str, outcome: Outcome) -> None:
    if verdict == broken:
        kind = broken.split(".", maxsplit=1)[0]
        finding = Finding(obligation.id, kind, event.id, event.effective_ms, owed_by(obligation, event))
        outcome.findings.append(finding)
