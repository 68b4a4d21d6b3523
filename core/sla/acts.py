"""Acts that rules judge at once: the steps of a sequence, effects that need an approval, and what is forbidden."""

from collections.abc import Iterable

from core.domain.clock import Finding
from core.domain.event import Fields, Scalar, ServiceEvent
from core.domain.obligation import Obligation
from core.domain.service_case import CaseState
from core.sla.outcome import Outcome
from core.sla.packs import Message
from core.sla.terms import Terms, applies, owed_by


def admit(state: CaseState, event: ServiceEvent, terms: Terms, outcome: Outcome) -> dict[str, Scalar]:
    """Return the event's fields without changes of guarded facts; such a change by another event is found, no more."""
    facts = dict(event.data)
    for obligation in terms.guards:
        changed = [] if event.type in obligation.effect else _changed(state, obligation.guards, facts)
        if changed:
            _judge_effect(obligation, event, terms, outcome, approved=False)
        for name in changed:
            del facts[name]
    return facts


def _changed(state: CaseState, guarded: Iterable[str], facts: Fields) -> list[str]:
    """The guarded facts that the case knows already and `facts` would change."""
    return [name for name in guarded if name in facts and state.facts.get(name, facts[name]) != facts[name]]


def allows(state: CaseState, event: ServiceEvent, facts: Fields, terms: Terms, outcome: Outcome) -> bool:
    """Whether the event may act: an effect without its approval is found and changes nothing."""
    _approve(state, event, terms)
    known = {**state.facts, **facts}
    effects = [one for one in terms.effects.get(event.type, ()) if applies(one.when, known)]
    verdicts = [_judge_effect(one, event, terms, outcome, approved=_is_approved(state, one, event)) for one in effects]
    if "effect.refused" in verdicts:
        return False
    for one in effects:
        state.approved.pop((one.id, event.type), None)
    return True


def _approve(state: CaseState, event: ServiceEvent, terms: Terms) -> None:
    """An approval allows each of its effects once."""
    for obligation in terms.approvals.get(event.type, ()):
        if obligation.role in ("", event.data.get("role")):
            for effect in obligation.effect:
                state.approved[obligation.id, effect] = _person(obligation, event)


def _is_approved(state: CaseState, obligation: Obligation, event: ServiceEvent) -> bool:
    """Whether the effect was approved, carries what it must, and was approved by somebody else where that counts."""
    approver = state.approved.get((obligation.id, event.type))
    complete = all(event.data.get(name) not in (None, "") for name in obligation.requires)
    asker = _person(obligation, event)
    by_another = not obligation.person or (asker != "" and approver not in ("", asker))
    return approver is not None and complete and by_another


def _person(obligation: Obligation, event: ServiceEvent) -> str:
    return str(event.data.get(obligation.person) or "") if obligation.person else ""


def _judge_effect(
    obligation: Obligation, event: ServiceEvent, terms: Terms, outcome: Outcome, *, approved: bool
) -> str:
    verdict = terms.decide({"kind": "effect", "obligation": obligation.id, "approved": approved})
    _find(obligation, event, verdict, "effect.refused", outcome)
    return verdict


def judge(state: CaseState, event: ServiceEvent, terms: Terms, outcome: Outcome) -> None:
    """Judge the event as a step and as an incident."""
    for obligation in terms.steps.get(event.type, ()):
        _judge_step(state, obligation, event, terms, outcome)
    for obligation in terms.incidents.get(event.type, ()):
        if applies(obligation.when, state.facts):
            _find(obligation, event, terms.decide(_incident(state, obligation, event)), "prohibition.violated", outcome)


def _judge_step(state: CaseState, obligation: Obligation, event: ServiceEvent, terms: Terms, outcome: Outcome) -> None:
    """A sign-off counts only if every sign-off before it has been given since the chain began (HK-06)."""
    if not applies(obligation.when, state.facts):
        return
    begins = obligation.begins
    if begins in obligation.steps and event.type != begins and begins not in state.seen:
        return
    step, done = obligation.chain.index(event.type) + 1, state.progress.get(obligation.id, 0)
    verdict = terms.decide({"kind": "step", "obligation": obligation.id, "step": step, "next_step": done + 1})
    if verdict == "step.refused":
        _find(obligation, event, verdict, "step.refused", outcome)
    else:
        state.progress[obligation.id] = max(done, step)


def reset(state: CaseState, event: ServiceEvent, terms: Terms) -> None:
    """Put the sequences back that this event restarts: behind that step, or to where the first sign-off is awaited."""
    for obligation in terms.restarts.get(event.type, ()):
        chain = obligation.chain
        begun = min(len(chain) - len(obligation.steps), state.progress.get(obligation.id, 0))
        state.progress[obligation.id] = chain.index(event.type) + 1 if event.type in chain else begun


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
        finding = Finding(obligation.id, kind, event.key, event.effective_ms, owed_by(obligation, event))
        outcome.findings.append(finding)
